#include "ui/welcome.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kWidest = 820;       // pixels; longer lines are hard to read
constexpr int kCardsBeside = 560;  // below that they stand one under the other
constexpr qsizetype kQuestionLetters = 110;

}  // namespace

Welcome::Welcome(const Theme& theme, QWidget* over) : QWidget(over), m_theme(theme) {
    setObjectName(u"welcome"_s);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(16, 8, 16, 8);
    m_body = new QWidget(this);
    m_body->setMaximumWidth(kWidest);
    auto* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    QLabel* title = makeText(tr("Ready to run"), m_body);
    QFont large = theme.base();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    title->setFont(large);
    title->setAlignment(Qt::AlignHCenter);
    auto* text =
        new WrapLabel(tr("Many traces reason about one problem side by side, each as a lane here. A scorer colours "
                         "their steps: blue is promising, red is not. When memory is full, the lane with the "
                         "lowest score is cut. The finished ones vote."),
                      m_body);
    text->setObjectName(u"muted"_s);
    text->setAlignment(Qt::AlignHCenter);
    m_text = text;
    m_cards = new QBoxLayout(QBoxLayout::LeftToRight);
    m_cards->setSpacing(10);
    layout->addStretch(1);
    layout->addWidget(title);
    layout->addWidget(m_text);
    layout->addLayout(m_cards);
    QLabel* own = makeMuted(tr("Or type a problem of your own under Next run and press Run (Ctrl+R)."), theme, m_body);
    own->setAlignment(Qt::AlignHCenter);
    layout->addWidget(own);
    auto* lesson = new QPushButton(tr("New here? Take the lesson"), m_body);
    lesson->setToolTip(tr("Ten minutes through the method, in this window (Ctrl+F1)"));
    connect(lesson, &QPushButton::clicked, this, &Welcome::lessonWanted);
    layout->addWidget(lesson, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    outer->addStretch(1);
    outer->addWidget(m_body, 100);
    outer->addStretch(1);
    over->installEventFilter(this);
    fit();
}

std::vector<std::size_t> Welcome::offered(std::size_t examples) {
    std::vector<std::size_t> places;
    // In the first one a plain majority goes wrong and STEP goes right; a list without it begins at its first example.
    for (const std::size_t place : {std::size_t{2}, std::size_t{3}, std::size_t{6}})
        if (place < examples) places.push_back(place);
    if (places.empty()) places.push_back(0);
    return places;
}

QWidget* Welcome::makeCard(const app::Example& example, bool isFirst) {
    auto* card = new QFrame(m_body);
    card->setObjectName(u"card"_s);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    const QString title = appText(example.title);
    auto* name = new WrapLabel(title, card);
    QFont bold = m_theme.base();
    bold.setBold(true);
    name->setFont(bold);
    layout->addWidget(name);
    m_details.push_back(
        makeMuted(shortened(QString::fromStdString(example.question), kQuestionLetters), m_theme, card));
    layout->addWidget(m_details.back());
    if (isFirst) {
        m_details.push_back(
            makeMuted(tr("Run it, then press Compare to see it beside self-consistency."), m_theme, card));
        layout->addWidget(m_details.back());
    }
    layout->addStretch(1);
    auto* run = new QPushButton(tr("Run this"), card);
    run->setProperty("primary", isFirst);
    run->setAccessibleName(tr("Run the example: %1").arg(title));
    connect(run, &QPushButton::clicked, this, [this, example] { Q_EMIT exampleChosen(example); });
    layout->addWidget(run);
    return card;
}

void Welcome::setExamples(const std::vector<app::Example>& examples) {
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_details.clear();
    bool isFirst = true;
    if (examples.empty()) return;
    for (const std::size_t place : offered(examples.size()))
        m_cards->addWidget(makeCard(examples[place], std::exchange(isFirst, false)), 1);
    fit();
}

bool Welcome::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) fit();
    return QWidget::eventFilter(watched, event);
}

void Welcome::fit() {
    setGeometry(parentWidget()->rect());
    m_cards->setDirection(width() < kCardsBeside ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const QMargins around = layout()->contentsMargins();
    const int across = std::min(kWidest, width() - around.left() - around.right());
    const auto isTooHigh = [&] {
        m_body->layout()->invalidate();
        return m_body->layout()->totalHeightForWidth(across) > height() - around.top() - around.bottom();
    };
    const auto show = [&](const std::vector<QWidget*>& parts, bool shown) {
        for (QWidget* part : parts) part->setVisible(shown);
    };
    show(m_details, true);
    show({m_text}, true);
    if (isTooHigh()) show({m_text}, false);
    if (isTooHigh()) show(m_details, false);
}

}  // namespace ui
