// Steering by hand in the window: protect, prune, fork and edit from the context menu and the Run menu, and letting
// what was cut go on after the run.
#include <QDialog>
#include <QDialogButtonBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/app_window.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/panels/context_menu.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

using Kind = app::SteerAction::Kind;

/// Up to and with this step; without one, all that the trace has written.
int endOf(const app::TraceState& trace, std::optional<int> step) {
    const bool isStep = step && *step >= 0 && *step < static_cast<int>(trace.steps.size());
    return isStep ? trace.steps[static_cast<std::size_t>(*step)].endToken : trace.tokenCount();
}

}  // namespace

/// Of the trace, while the run goes on and the moment shown is its newest.
void AppWindow::addSteering(QMenu& menu, engine::TraceId id, std::optional<int> step) {
    const app::TraceState* trace = m_session.latest().findTrace(id);
    if (!trace || !m_session.may(Action::Steer)) return;
    const QString name = formatTrace(id);
    const auto act = [this, id](Kind kind, int atToken = 0) {
        m_session.steer({.kind = kind, .trace = id, .atToken = atToken});
    };
    if (app::isActive(trace->phase)) {
        const bool isProtected = trace->isProtected;
        menu.addAction(isProtected ? tr("Stop protecting %1").arg(name) : tr("Protect %1").arg(name), this,
                       [act, isProtected] { act(isProtected ? Kind::Unprotect : Kind::Protect); })
            ->setObjectName(u"protect"_s);
        menu.addAction(tr("Prune %1 now").arg(name), this, [act] { act(Kind::Prune); })->setObjectName(u"prune"_s);
    }
    const int end = endOf(*trace, step);
    const bool isStep = end < trace->tokenCount() || (step && *step < static_cast<int>(trace->steps.size()));
    if (end > 0) {
        menu.addAction(isStep ? tr("Fork %1 after step %2").arg(name).arg(*step + 1) : tr("Fork %1 here").arg(name),
                       this, [act, end] { act(Kind::Fork, end); })
            ->setObjectName(u"fork"_s);
    }
    if (isStep) {
        menu.addAction(tr("Rewrite step %1 and go on\u2026").arg(*step + 1), this,
                       [this, id, step = *step] { rewriteStep(id, step); })
            ->setObjectName(u"rewrite"_s);
    }
}

/// A new lane that has the trace's text before the step, then what the person writes.
void AppWindow::rewriteStep(engine::TraceId id, int step) {
    const app::TraceState* trace = m_session.latest().findTrace(id);
    if (!trace || step >= static_cast<int>(trace->steps.size())) return;
    const app::StepState& old = trace->steps[static_cast<std::size_t>(step)];
    QDialog dialog(this);
    dialog.setWindowTitle(tr("Rewrite step %1 of %2").arg(step + 1).arg(formatTrace(id)));
    auto* layout = new QVBoxLayout(&dialog);
    layout->addWidget(makeMuted(tr("A new lane begins with the text before this step, goes on with what you write, and "
                                   "then thinks for itself. End with an empty line to end the step."),
                                m_theme, &dialog));
    auto* text = new QPlainTextEdit(&dialog);
    text->setAccessibleName(tr("The step's new text"));
    text->setPlainText(QString::fromStdString(trace->text.substr(old.beginByte, old.endByte - old.beginByte)));
    layout->addWidget(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &dialog);
    buttons->addButton(tr("Go on from here"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog.resize(560, 320);
    const int atToken = old.beginToken;
    if (dialog.exec() != QDialog::Accepted || text->toPlainText().isEmpty()) return;
    app::SteerAction action{.kind = Kind::Fork, .trace = id, .atToken = atToken};
    action.given.text = text->toPlainText().toStdString();
    m_session.steer(std::move(action));
}

void AppWindow::buildSteeringMenu(QMenu* menu) {
    QMenu* selected = menu->addMenu(tr("Selected t&race"));
    const auto steer = [this](Kind kind) {
        const auto id = m_session.selected();
        const app::TraceState* trace = id ? m_session.latest().findTrace(*id) : nullptr;
        if (!trace) return;
        if (kind == Kind::Protect && trace->isProtected) kind = Kind::Unprotect;
        m_session.steer({.kind = kind, .trace = *id, .atToken = endOf(*trace, m_session.selectedStep())});
    };
    selected->addAction(tr("&Protect, or stop protecting"), QKeySequence(u"Ctrl+Shift+P"_s), this,
                        [steer] { steer(Kind::Protect); });
    selected->addAction(tr("Pr&une now"), QKeySequence(u"Ctrl+Shift+U"_s), this, [steer] { steer(Kind::Prune); });
    selected->addAction(tr("&Fork after the selected step"), QKeySequence(u"Ctrl+Shift+K"_s), this,
                        [steer] { steer(Kind::Fork); });
    selected->addAction(tr("&Rewrite the selected step\u2026"), QKeySequence(u"Ctrl+Shift+E"_s), this, [this] {
        if (m_session.refuses(Action::Steer)) return;
        const auto id = m_session.selected();
        const auto step = m_session.selectedStep();
        if (id && step) rewriteStep(*id, *step);
        if (!step) m_messages->showMessage(MessageKind::Info, tr("Choose a step first: click it in its lane."));
    });
    menu->addAction(tr("Let the pruned &finish"), QKeySequence(u"Ctrl+J"_s), &m_session,
                    &SessionController::letCutFinish)
        ->setToolTip(tr("The traces that were cut go on from there, outside of the run's time and vote"));
}

}  // namespace ui
