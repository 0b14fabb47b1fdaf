#include "ui/dialogs/rewrite_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kShownBefore = 280;  // letters of the text that stands before the step

QString textOf(const app::TraceState& trace, std::size_t begin, std::size_t end) {
    return QString::fromStdString(trace.text.substr(begin, end - begin));
}

/// The end of a text, from a word on.
QString endOf(const QString& text) {
    if (text.size() <= kShownBefore) return text;
    const qsizetype space = text.indexOf(u' ', text.size() - kShownBefore);
    return QChar(0x2026) + text.mid(space > 0 ? space : text.size() - kShownBefore);
}

QString without(QString text, const QString& ending) {
    while (text.endsWith(ending)) text.chop(ending.size());
    return text;
}

}  // namespace

RewriteDialog::RewriteDialog(const app::TraceState& trace, int step, int newRunOf, const Theme& theme, QWidget* parent)
    : QDialog(parent) {
    const app::StepState& old = trace.steps[static_cast<std::size_t>(step)];
    const QString name = formatTrace(trace.id);
    setWindowTitle(tr("Rewrite step %1 of %2").arg(step + 1).arg(name));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    const QString what =
        newRunOf == 0 ? tr("A new trace begins with the text before this step, goes on with what you write, and then "
                           "thinks for itself. Its vote is marked as by hand.")
                      : tr("The run has ended, so a new run starts, with the settings under Next run. Its %1 begin "
                           "with the text before this step, go on with what you write, and then think for themselves.")
                            .arg(formatNumberOf(newRunOf, tr("1 trace"), tr("%1 traces")));
    layout->addWidget(makeMuted(what, theme, this));
    const QString before = endOf(textOf(trace, 0, old.beginByte).simplified());
    if (!before.isEmpty()) {
        layout->addWidget(makeHeading(tr("Before it"), theme, this));
        layout->addWidget(makeMuted(before, theme, this));
    }
    layout->addWidget(makeHeading(tr("Step %1").arg(step + 1), theme, this));
    m_text = new QPlainTextEdit(this);
    m_text->setAccessibleName(tr("The step's new text"));
    m_text->setTabChangesFocus(true);
    const QString text = textOf(trace, old.beginByte, old.endByte);
    m_text->setPlainText(without(text, u"\n"_s));
    layout->addWidget(m_text, 1);
    m_ends = new QCheckBox(tr("The step ends here: it is scored, and the next one begins"), this);
    m_ends->setToolTip(tr("An empty line ends a step. Without it, the model writes on in the same step."));
    m_ends->setChecked(text.endsWith(u"\n\n"_s) || step + 1 == static_cast<int>(trace.steps.size()));
    layout->addWidget(m_ends);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* go =
        buttons->addButton(newRunOf == 0 ? tr("Go on from here") : tr("Start the run"), QDialogButtonBox::AcceptRole);
    go->setProperty("primary", true);
    restyle(go);
    go->setDefault(true);
    go->setShortcut(QKeySequence(u"Ctrl+Return"_s));
    go->setToolTip(tr("Ctrl+Enter"));
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this, go] { go->setEnabled(!m_text->toPlainText().trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    theme.whenever(this, [this, &theme] { resize(theme.letters(60), theme.lines(20)); });
    m_text->setFocus();
    m_text->moveCursor(QTextCursor::End);
}

QString RewriteDialog::words() const {
    const QString text = without(m_text->toPlainText(), u"\n"_s);
    if (text.trimmed().isEmpty()) return {};
    return m_ends->isChecked() ? text + u"\n\n"_s : text;
}

}  // namespace ui
