#include "ui/setup/prompt_box.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kLines = 4;
constexpr qsizetype kSummaryLetters = 110;

}  // namespace

PromptBox::PromptBox(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("System prompt"), theme, this));
    head->addWidget(makeBadge(Acts::NextRun, theme, this));
    head->addStretch(1);
    m_toggle = makeFlatButton(tr("Show or hide the system prompt"), 16, this);
    m_toggle->setCheckable(true);
    m_toggle->setArrowType(Qt::RightArrow);
    head->addWidget(m_toggle);
    layout->addLayout(head);
    m_summary = makeMuted({}, theme, this);
    layout->addWidget(m_summary);
    m_body = new QWidget(this);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 2, 0, 0);
    body->setSpacing(5);
    m_text = new QPlainTextEdit(m_body);
    m_text->setPlaceholderText(tr("None"));
    m_text->setAccessibleName(tr("System prompt"));
    m_text->setToolTip(
        tr("What the model is told before the problem. Without the request for \\boxed{} no answer can be read."));
    m_text->setTabChangesFocus(true);
    theme.whenever(m_text, [this, &theme] { m_text->setFixedHeight(theme.lines(kLines) + 20); });
    m_reset = new QPushButton(tr("Back to the model's own"), m_body);
    m_plain = new QCheckBox(tr("Plain prompt"), m_body);
    m_plain->setToolTip(tr("Gives the model the system prompt and the problem as they are, without its chat template"));
    body->addWidget(m_text);
    body->addWidget(m_reset, 0, Qt::AlignRight);
    body->addWidget(m_plain);
    layout->addWidget(m_body);
    m_body->hide();
    connect(m_toggle, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        m_summary->setVisible(!open);
        m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_text->setPlainText(m_ownShown); });
    connect(m_text, &QPlainTextEdit::textChanged, this, &PromptBox::changed);
    connect(m_plain, &QCheckBox::toggled, this, &PromptBox::changed);
    connect(this, &PromptBox::changed, this, &PromptBox::showState);
    setOptions({});
}

void PromptBox::setOptions(const app::RunOptions& options) {
    const QSignalBlocker quiet(this);
    m_own = options.systemPrompt;
    m_text->setPlainText(QString::fromStdString(m_own));
    m_ownShown = m_text->toPlainText();
    m_plain->setChecked(options.plainPrompt);
    showState();
}

void PromptBox::writeTo(app::RunOptions& options) const {
    const QString text = m_text->toPlainText();
    options.systemPrompt = text == m_ownShown ? m_own : text.toStdString();
    options.plainPrompt = m_plain->isChecked();
}

void PromptBox::setPlainPrompt(bool plain) {
    m_plain->setChecked(plain);
}

bool PromptBox::isOpen() const {
    return m_toggle->isChecked();
}

void PromptBox::setOpen(bool open) {
    m_toggle->setChecked(open);
}

void PromptBox::showState() {
    const QString text = m_text->toPlainText();
    m_reset->setVisible(text != m_ownShown);
    QString summary = text.isEmpty() ? tr("none") : softened(text.simplified(), kSummaryLetters);
    if (text != m_ownShown) summary = tr("changed: %1").arg(summary);
    if (m_plain->isChecked()) summary += u" \u00b7 "_s + tr("plain prompt");
    setTextIfChanged(m_summary, summary);
}

}  // namespace ui
