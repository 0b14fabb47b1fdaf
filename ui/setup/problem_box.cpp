#include "ui/setup/problem_box.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QTextDocument>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/paint/widgets.h"
#include "ui/session/remembered.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr qsizetype kHintLetters = 300;
constexpr double kAnswerLetters = 16;
}  // namespace

ProblemBox::ProblemBox(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Problem"), theme, this));
    head->addWidget(makeBadge(Acts::NextRun, theme, this));
    head->addStretch(1);
    m_menuButton = new QPushButton(tr("Examples"), this);
    m_menuButton->setObjectName(u"menuButton"_s);
    m_menuButton->setToolTip(tr("Problems that the demo model knows, and problem sets of your own"));
    head->addWidget(m_menuButton);
    m_text = new QPlainTextEdit(this);
    m_text->setPlaceholderText(tr("Type a problem, or choose an example"));
    m_text->setAccessibleName(tr("Problem"));
    m_text->setToolTip(tr("The problem that every trace is given (Ctrl+Enter runs it)"));
    m_text->setTabChangesFocus(true);
    m_text->setAcceptDrops(false);  // the window knows what to do with files, and with texts
    m_text->installEventFilter(this);
    m_hint = new WrapLabel({}, this);
    m_hint->setObjectName(u"hint"_s);
    theme.follow(m_hint, TextRole::Small);
    m_hint->hide();
    auto* row = new QHBoxLayout;
    QLabel* label = makeText(tr("Known answer"), this);
    m_answer = new QLineEdit(this);
    m_answer->setPlaceholderText(tr("optional"));
    m_answer->setAccessibleName(tr("Known answer, optional"));
    m_answer->setToolTip(tr("If given, votes and answers are marked right or wrong. The model never sees it."));
    m_answer->setAlignment(Qt::AlignRight);
    theme.whenever(m_answer, [this, &theme] { m_answer->setMaximumWidth(theme.letters(kAnswerLetters)); });
    label->setBuddy(m_answer);
    row->addWidget(label);
    row->addWidget(m_answer, 1, Qt::AlignRight);
    layout->addLayout(head);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_hint);
    layout->addLayout(row);
    setExamples({});
    connect(m_text->document(), &QTextDocument::contentsChange, this,
            [this](int, int removed, int) { followText(removed); });
    connect(&theme, &Theme::changed, this, &ProblemBox::fitText);
    connect(m_answer, &QLineEdit::textEdited, this, [this] { m_answerIsGiven = false; });
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        setHint({});
        fitText();
        Q_EMIT problemChanged();
    });
}

void ProblemBox::setExamples(std::vector<app::Example> examples) {
    m_examples = std::move(examples);
    auto* menu = new QMenu(m_menuButton);
    menu->setToolTipsVisible(true);
    fillMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });  // sets may have come
    delete std::exchange(m_menu, menu);
    m_menuButton->setMenu(menu);
}

/// The examples by the numbers that the command line has, then the problem sets.
void ProblemBox::fillMenu(QMenu* menu) {
    menu->clear();
    int number = 0;
    for (const app::Example& example : m_examples) {
        const QString title = tr("%1. %2").arg(++number).arg(menuText(appText(example.title)));
        QAction* action = menu->addAction(example.level > 0 ? tr("%1\tlevel %2").arg(title).arg(example.level) : title);
        action->setToolTip(wrapToolTip(QString::fromStdString(example.question)));
        connect(action, &QAction::triggered, this, [this, example] { useExample(example); });
    }
    if (number > 0) menu->addSeparator();
    for (const QString& path : rememberedSets()) {
        QAction* action =
            menu->addAction(tr("Problems of %1\u2026").arg(menuText(shortened(QFileInfo(path).fileName(), 60))), this,
                            [this, path] { Q_EMIT problemSetRequested(path); });
        action->setToolTip(wrapToolTip(path));
    }
    menu->addAction(tr("&Open a problem set\u2026"), this, [this] { Q_EMIT problemSetRequested({}); })
        ->setToolTip(
            tr("JSON Lines with question and answer, and the forms in which MATH, GSM8K and AIME are published"));
}

void ProblemBox::useExample(const app::Example& example) {
    setProblem(QString::fromStdString(example.question), QString::fromStdString(example.answer));
}

void ProblemBox::setProblem(const QString& problem, const QString& knownAnswer) {
    m_givenProblem = problem.trimmed();
    m_givenAnswer = knownAnswer;
    m_answerIsGiven = true;
    if (m_text->toPlainText() != problem) m_text->setPlainText(problem);
    m_answer->setText(knownAnswer);
}

/// An answer must not outlive its problem. A typed one is cleared when all of the text is replaced.
void ProblemBox::followText(int removed) {
    const bool replaced = m_letters > 0 && removed >= m_letters;
    m_letters = m_text->document()->characterCount() - 1;
    if (replaced) m_answerIsGiven = true;
    if (m_answerIsGiven) m_answer->setText(problem() == m_givenProblem ? m_givenAnswer : QString());
}

QString ProblemBox::problem() const {
    return m_text->toPlainText().trimmed();
}

std::optional<QString> ProblemBox::knownAnswer() const {
    const QString answer = m_answer->text().trimmed();
    return answer.isEmpty() ? std::nullopt : std::optional(answer);
}

void ProblemBox::setHint(const QString& hint) {
    m_hint->setText(softened(hint, kHintLetters));
    m_hint->setVisible(!hint.isEmpty());
}

/// As high as the text, within reason, so that short problems leave room for the rest.
void ProblemBox::fitText() {
    int lines = 0;
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next())
        lines += std::max(1, block.lineCount());
    m_text->setFixedHeight(std::clamp(lines, 3, 7) * m_text->fontMetrics().lineSpacing() + 20);
}

void ProblemBox::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitText();
}

void ProblemBox::focusProblem() {
    m_text->setFocus();
    m_text->selectAll();
}

bool ProblemBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() & Qt::ControlModifier) {
            Q_EMIT runRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace ui
