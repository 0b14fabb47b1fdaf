// Steering by hand in the window: protect, prune, fork and rewrite from the context menu, the Run menu and the reader's
// buttons, and letting what was cut go on after the run. Once a run has ended, fork and rewrite start a new one that
// begins with what a trace had written.
#include <QMenu>

#include "app/run/policy_table.h"
#include "app/run/recorded_traces.h"
#include "ui/app_window.h"
#include "ui/dialogs/rewrite_dialog.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/steering_buttons.h"
#include "ui/session/trace_deeds.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

using Kind = app::SteerAction::Kind;

}  // namespace

/// What can be done to the trace; an entry that cannot be chosen says why, but what belongs to a run under way alone is
/// left out of one that has ended.
void AppWindow::addSteering(QMenu& menu, engine::TraceId id, std::optional<int> step) {
    if (!wholeTrace(m_session.latest(), id) || m_session.kind() == SourceKind::None) return;
    menu.setToolTipsVisible(true);
    const auto add = [&](TraceDeed deed, const QString& name) {
        const TraceOffer offer = offerOf(m_session, deed, id, step);
        QAction* action = menu.addAction(offer.text, this, [this, deed, id, step] { steerTrace(deed, id, step); });
        action->setObjectName(name);
        action->setEnabled(offer.why.isEmpty());
        action->setToolTip(offer.why.isEmpty() ? offer.text : offer.why);
    };
    const app::TraceState* trace = m_session.latest().findTrace(id);
    const bool isLive = m_session.runActive();
    if (isLive && trace && app::isActive(trace->phase)) {
        add(TraceDeed::Protect, u"protect"_s);
        add(TraceDeed::Prune, u"prune"_s);
    }
    add(TraceDeed::Fork, isLive ? u"fork"_s : u"newRun"_s);
    if (step && *step < static_cast<int>(wholeTrace(m_session.latest(), id)->steps.size()))
        add(TraceDeed::Rewrite, isLive ? u"rewrite"_s : u"rewriteInNewRun"_s);
}

/// Does it, or says why it cannot be done.
void AppWindow::steerTrace(TraceDeed deed, std::optional<engine::TraceId> id, std::optional<int> step) {
    const TraceOffer offer = offerOf(m_session, deed, id, step);
    if (!offer.why.isEmpty()) {
        m_messages->showMessage(MessageKind::Warning, offer.why);
        return;
    }
    switch (deed) {
        case TraceDeed::Protect:
            m_session.steer({.kind = offer.isOn ? Kind::Unprotect : Kind::Protect, .trace = *id});
            return;
        case TraceDeed::Prune: m_session.steer({.kind = Kind::Prune, .trace = *id}); return;
        case TraceDeed::Fork:
            if (offer.startsRun) {
                startRunFrom(*id, offer.atToken, {});
            } else {
                m_session.steer({.kind = Kind::Fork, .trace = *id, .atToken = offer.atToken});
            }
            return;
        case TraceDeed::Rewrite: rewriteStep(*id, *step, offer.atToken); return;
    }
}

/// A new lane, or the lanes of a new run, have the trace's text before the step, then what the person writes.
void AppWindow::rewriteStep(engine::TraceId id, int step, int atToken) {
    const app::TraceState* trace = wholeTrace(m_session.latest(), id);
    if (!trace || step >= static_cast<int>(trace->steps.size())) return;
    const int newRunOf = m_session.runActive() ? 0 : app::tracesOf(shownOptions());
    RewriteDialog dialog(*trace, step, newRunOf, m_theme, this);
    if (dialog.exec() != QDialog::Accepted || dialog.words().isEmpty()) return;
    if (newRunOf > 0) {
        startRunFrom(id, atToken, dialog.words());
        return;
    }
    app::SteerAction action{.kind = Kind::Fork, .trace = id, .atToken = atToken};
    action.given.text = dialog.words().toStdString();
    m_session.steer(std::move(action));
}

/// A run of the same problem, with the settings of the next run, whose traces all begin with the first tokens of a
/// trace of the run shown, and then with these words.
void AppWindow::startRunFrom(engine::TraceId id, int atToken, const QString& words) {
    if (m_session.refuses(Action::Fork)) return;
    const app::RunStarted header = m_session.latest().header;
    app::GivenStart start;
    try {
        start = app::recordedStart(m_session.timeline().events(), id, atToken);
    } catch (const std::exception& error) {
        m_messages->showMessage(MessageKind::Error, appSentence(error.what()));
        return;
    }
    start.text = words.toStdString();
    if (!mayLeaveRun(keptText())) return;
    adoptRecording();  // the box shows the problem that runs
    app::StartRun run = nextRun();
    run.problem = header.problem;
    run.knownAnswer = header.knownAnswer;
    run.options.systemPrompt = header.options.systemPrompt;  // the text goes on from that prompt
    run.options.plainPrompt = header.options.plainPrompt;
    run.given.assign(static_cast<std::size_t>(run.options.traces), start);
    const QString tokens = formatNumberOf(atToken, tr("the first token"), tr("the first %1 tokens"));
    const QString beginning = words.isEmpty() ? tr("%1 of %2").arg(tokens, formatTrace(id))
                              : atToken == 0  ? tr("your words")
                                              : tr("%1 of %2 and your words").arg(tokens, formatTrace(id));
    m_messages->showMessage(
        MessageKind::Info,
        tr("A new run: %1 with %2.")
            .arg(formatNumberOf(run.options.traces, tr("1 trace begins"), tr("%1 traces begin")), beginning));
    m_session.start(std::move(run));
}

void AppWindow::buildSteeringMenu(QMenu* menu) {
    QMenu* selected = menu->addMenu(tr("Selected trac&e"));
    selected->setToolTipsVisible(true);
    struct Row {
        TraceDeed deed;
        QString text;
        const char* keys;
    };
    const Row rows[] = {{TraceDeed::Protect, tr("&Protect, or stop protecting"), "Ctrl+Shift+P"},
                        {TraceDeed::Prune, tr("Pr&une now"), "Ctrl+Shift+U"},
                        {TraceDeed::Fork, tr("&Fork after the selected step"), "Ctrl+Shift+K"},
                        {TraceDeed::Rewrite, tr("&Rewrite the selected step\u2026"), "Ctrl+Shift+E"}};
    for (const Row& row : rows) {
        selected->addAction(row.text, QKeySequence(QString::fromLatin1(row.keys)), this, [this, deed = row.deed] {
            steerTrace(deed, m_session.selected(), m_session.selectedStep());
        });
    }
    menu->addAction(tr("Let the pruned &finish"), QKeySequence(u"Ctrl+J"_s), &m_session,
                    &SessionController::letCutFinish)
        ->setToolTip(tr("The traces that were cut go on from there, outside of the run's time and vote"));
    connect(&m_reader->steering(), &SteeringButtons::wanted, this,
            [this](TraceDeed deed) { steerTrace(deed, m_session.selected(), m_session.selectedStep()); });
}

}  // namespace ui
