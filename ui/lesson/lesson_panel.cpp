#include "ui/lesson/lesson_panel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kDot = 7;
constexpr int kDotPitch = 13;
constexpr int kAround = 24;  // pixels above and below what is scrolled to

}  // namespace

LessonDots::LessonDots(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LessonDots::setPage(std::size_t page, std::size_t pages) {
    m_page = page;
    m_pages = pages;
    updateGeometry();
    update();
}

QSize LessonDots::sizeHint() const {
    return {static_cast<int>(m_pages) * kDotPitch, kDot + 2};
}

void LessonDots::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double pitch =
        std::min<double>(kDotPitch, (width() - kDot - 2.0) / std::max<double>(1, static_cast<double>(m_pages) - 1));
    for (std::size_t i = 0; i < m_pages; ++i) {
        const QRectF dot(static_cast<double>(i) * pitch + 1, 1, kDot, kDot);
        painter.setPen(QPen(i <= m_page ? m_theme.colors().accent : m_theme.colors().control, 1.2));
        painter.setBrush(i <= m_page ? m_theme.colors().accent : QColor(Qt::transparent));
        painter.drawEllipse(dot);
    }
}

LessonPanel::LessonPanel(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 2, 0, 8);
    outer->setSpacing(6);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(m_scroll, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(14, 0, 10, 0);
    m_back = new QPushButton(tr("Back"), this);
    m_back->setAccessibleName(tr("Previous page of the lesson"));
    m_next = new QPushButton(tr("Next"), this);
    m_next->setAccessibleName(tr("Next page of the lesson"));
    m_dots = new LessonDots(theme, this);
    foot->addWidget(m_back);
    foot->addStretch(1);
    foot->addWidget(m_dots);
    foot->addStretch(1);
    foot->addWidget(m_next);
    outer->addLayout(foot);
    showStart();
    connect(m_back, &QPushButton::clicked, this, [this] {
        if (m_player && m_player->pageNumber() > 0) m_player->goTo(m_player->pageNumber() - 1);
    });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (!m_player) return;
        if (m_player->isLast()) {
            Q_EMIT endWanted();
        } else {
            m_player->goTo(m_player->pageNumber() + 1);
        }
    });
}

void LessonPanel::setTitle(DockTitle* title) {
    m_title = title;
}

void LessonPanel::setPlayer(LessonPlayer* player) {
    if (m_player) disconnect(m_player, nullptr, this, nullptr);
    m_player = player;
    m_page = SIZE_MAX;
    m_shown.clear();
    if (player) connect(player, &LessonPlayer::changed, this, &LessonPanel::refresh);
    refresh();
}

void LessonPanel::setObstacle(const QString& text, const QString& help) {
    if (text == m_obstacle && help == m_help) return;
    m_obstacle = text;
    m_help = help;
    refresh();
}

/// Later: the button that was pressed is in it.
void LessonPanel::dropBody() {
    if (QWidget* old = m_scroll->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    m_body = nullptr;
}

QLabel* LessonPanel::addWords(const QString& text, TextRole role, const QString& look) {
    auto* label = new WrapLabel(text, m_body);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (!look.isEmpty()) label->setObjectName(look);
    m_theme.follow(label, role);
    m_layout->addWidget(label);
    return label;
}

/// Without a lesson.
void LessonPanel::showStart() {
    dropBody();
    m_body = new QWidget;
    m_layout = new QVBoxLayout(m_body);
    m_layout->setContentsMargins(14, 4, 14, 8);
    m_layout->setSpacing(9);
    addWords(tr("A lesson leads through the method in this window, in about ten minutes: its buttons run the program, "
                "and its numbers come from your runs."),
             TextRole::Base);
    auto* start = new QPushButton(tr("Start the lesson"), m_body);
    connect(start, &QPushButton::clicked, this, &LessonPanel::startWanted);
    m_layout->addWidget(start, 0, Qt::AlignLeft);
    m_layout->addStretch(1);
    m_scroll->setWidget(m_body);
    m_dots->setPage(0, 0);
    m_back->setEnabled(false);
    m_next->setEnabled(false);
    if (m_title) m_title->setStatus({}, u"muted"_s);
}

/// Rebuilt only where something else is to be seen: a timer may call it.
void LessonPanel::refresh() {
    if (!m_player) {
        showStart();
        return;
    }
    const bool isOther = std::exchange(m_page, m_player->pageNumber()) != m_player->pageNumber();
    if (isOther) m_isAnswerOpen = false;
    QString state = m_obstacle + m_help + QString::number(m_page) + (m_isAnswerOpen ? u'a' : u'q');
    for (const app::LessonAction& action : m_player->page().actions)
        state += u'|' + QString::number(m_player->isDone(action)) + QString::number(m_player->isAt(action)) +
                 m_player->whyNot(action);
    if (state != std::exchange(m_shown, state)) rebuild();
    if (isOther) {
        m_scroll->verticalScrollBar()->setValue(0);
        Q_EMIT pageChanged();
    }
}

void LessonPanel::rebuild() {
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_wanted = nullptr;
    m_newest = nullptr;
    const QWidget* focus = QApplication::focusWidget();
    const bool hadFocus = focus && (focus == this || (m_body && m_body->isAncestorOf(focus)));
    const QString focused = hadFocus ? focus->objectName() : QString();
    const app::LessonPage& page = m_player->page();
    m_body = new QWidget;
    m_layout = new QVBoxLayout(m_body);
    m_layout->setContentsMargins(14, 4, 14, 8);
    m_layout->setSpacing(9);
    addWords(QString::fromStdString(page.title), TextRole::Name);
    addWords(m_player->filled(page.text), TextRole::Base);
    if (!m_obstacle.isEmpty()) {
        addWords(m_obstacle, TextRole::Small, u"hint"_s);
        auto* help = new QPushButton(m_help, m_body);
        help->setVisible(!m_help.isEmpty());
        connect(help, &QPushButton::clicked, this, &LessonPanel::helpWanted);
        m_layout->addWidget(help, 0, Qt::AlignLeft);
    }
    for (const app::LessonAction& action : page.actions) addAction(action);
    if (!page.question.empty()) addQuestion();
    m_layout->addStretch(1);
    if (m_player->isPageDone()) m_wanted = m_layout->itemAt(m_layout->count() - 2)->widget();
    QWidget* const body = std::exchange(m_body, nullptr);
    dropBody();
    m_body = body;
    m_scroll->setWidget(m_body);
    m_body->show();
    m_scroll->verticalScrollBar()->setValue(scrolled);
    QTimer::singleShot(0, m_body, [this] {  // once it is laid out: what comes next is in view
        if (m_wanted) m_scroll->ensureWidgetVisible(m_wanted, 0, kAround);
        if (m_newest) m_scroll->ensureWidgetVisible(m_newest, 0, kAround);
    });
    m_dots->setPage(m_player->pageNumber(), m_player->lesson().pages.size());
    m_back->setEnabled(m_player->pageNumber() > 0);
    m_next->setText(m_player->isLast() ? tr("Finish") : tr("Next"));
    m_next->setEnabled(m_player->isPageDone());
    m_next->setToolTip(m_player->isPageDone() ? QString() : tr("First do what the page asks for"));
    m_next->setProperty("primary", m_player->isPageDone());
    restyle(m_next);
    if (hadFocus) {  // else it would go to the next button of the window, which then looks as if it were meant
        auto* again = focused.isEmpty() ? nullptr : m_body->findChild<QWidget*>(focused);
        QWidget* to = this;
        if (m_wanted && m_wanted->isEnabled()) to = m_wanted;
        if (again && again->isEnabled()) to = again;
        to->setFocus();
    }
    if (m_title)
        m_title->setStatus(tr("%1 of %2").arg(m_player->pageNumber() + 1).arg(m_player->lesson().pages.size()),
                           u"muted"_s);
}

void LessonPanel::addAction(const app::LessonAction& action) {
    const bool isDone = m_player->isDone(action);
    const QString why = m_player->whyNot(action);
    auto* button = new QPushButton(QString::fromStdString(action.label).replace(u'&', u"&&"_s), m_body);
    button->setObjectName(u"action_"_s + QString::fromStdString(action.id));
    button->setProperty("primary", !isDone && why.isEmpty() && m_obstacle.isEmpty());
    button->setEnabled(why.isEmpty() && m_obstacle.isEmpty());
    button->setToolTip(why);
    connect(button, &QPushButton::clicked, this, [this, id = action.id] {
        if (const app::LessonAction* wanted = m_player->lesson().find(id)) m_player->start(*wanted);
    });
    m_layout->addWidget(button, 0, Qt::AlignLeft);
    if (!isDone && !m_wanted) m_wanted = button;
    if (m_player->isAt(action) && !isDone) {
        const bool isRun = action.kind == app::LessonDo::Run || action.kind == app::LessonDo::FinishCut;
        addWords(isRun ? tr("It runs\u2026") : tr("Your turn\u2026"), TextRole::Small, u"muted"_s);
    }
    if (!isDone) return;
    if (!action.after.empty()) {
        QWidget* said = addWords(m_player->filled(action.after, &action), TextRole::Base, u"said"_s);
        if (m_player->isNewest(action)) m_newest = said;
    }
    const QStringList surprises = m_player->surprises(action);
    if (!surprises.isEmpty())
        addWords(tr("Here this run came out differently from what the page was written for (%1). The numbers above are "
                    "those of the run.")
                     .arg(listed(surprises)),
                 TextRole::Small, u"hint"_s);
}

/// The question stands there from the start, the answer only once it can be checked.
void LessonPanel::addQuestion() {
    const app::LessonPage& page = m_player->page();
    addWords(m_player->filled(page.question), TextRole::Strong);
    if (!m_player->isPageDone()) {
        addWords(tr("What do you think? The answer can be opened once this page's buttons are done."), TextRole::Small,
                 u"muted"_s);
        return;
    }
    if (!m_isAnswerOpen) {
        auto* open = new QPushButton(tr("Show the answer"), m_body);
        open->setObjectName(u"showAnswer"_s);
        connect(open, &QPushButton::clicked, this, [this] {
            m_isAnswerOpen = true;
            refresh();
        });
        m_layout->addWidget(open, 0, Qt::AlignLeft);
        return;
    }
    m_newest = addWords(m_player->filled(page.answer), TextRole::Base, u"said"_s);
}

QPushButton* LessonPanel::buttonOf(const QString& action) const {
    return m_body ? m_body->findChild<QPushButton*>(u"action_"_s + action) : nullptr;
}

QString LessonPanel::text() const {
    QStringList lines;
    if (!m_body) return {};
    for (const QLabel* label : m_body->findChildren<QLabel*>()) lines << label->text();
    return lines.join(u'\n');
}

}  // namespace ui
