#include "ui/session/trace_deeds.h"

#include <QCoreApplication>

#include "ui/paint/format.h"
#include "ui/session/session_controller.h"

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

/// Protect and prune: of a trace of a run under way.
void fillPresent(TraceOffer& offer, TraceDeed deed, const SessionController& session, const app::TraceState& trace) {
    const QString name = formatTrace(trace.id);
    offer.isOn = deed == TraceDeed::Protect && trace.isProtected;
    if (deed == TraceDeed::Prune) {
        offer.text = tr("Prune %1 now").arg(name);
    } else {
        offer.text = offer.isOn ? tr("Stop protecting %1").arg(name) : tr("Protect %1").arg(name);
    }
    offer.why = session.whyNot(Action::Steer);
    if (offer.why.isEmpty() && !app::isActive(trace.phase))
        offer.why = tr("%1 has ended. Choose a trace that is still running.").arg(name);
}

void fillFork(TraceOffer& offer, const app::TraceState& trace, const app::StepState* step, int number) {
    const QString name = formatTrace(trace.id);
    offer.atToken = step ? step->endToken : trace.tokenCount();
    if (step) {
        offer.text =
            (offer.startsRun ? tr("New run from %1 after step %2") : tr("Fork %1 after step %2")).arg(name).arg(number);
    } else {
        offer.text = (offer.startsRun ? tr("New run from the end of %1") : tr("Fork %1 here")).arg(name);
    }
    if (!offer.why.isEmpty()) return;
    if (offer.atToken == 0) offer.why = tr("%1 has written nothing yet.").arg(name);
    if (offer.atToken == trace.tokenCount() && trace.finish == app::FinishReason::EndOfText)
        offer.why = tr("The text of %1 has ended there. Choose an earlier step: click it in its lane.").arg(name);
}

void fillRewrite(TraceOffer& offer, const app::StepState* step, int number) {
    if (!step) {
        offer.text = tr("Rewrite a step");
        if (offer.why.isEmpty()) offer.why = tr("Choose a step first: click it in its lane.");
        return;
    }
    offer.atToken = step->beginToken;
    offer.text = (offer.startsRun ? tr("Rewrite step %1 in a new run\u2026") : tr("Rewrite step %1 and go on\u2026"))
                     .arg(number);
}

}  // namespace

const app::TraceState* wholeTrace(const app::RunState& run, std::optional<engine::TraceId> id) {
    if (!id) return nullptr;
    const app::TraceState* on = run.wouldHave ? run.wouldHave->find(*id) : nullptr;
    return on ? on : run.findTrace(*id);
}

TraceOffer offerOf(const SessionController& session, TraceDeed deed, std::optional<engine::TraceId> id,
                   std::optional<int> step) {
    TraceOffer offer;
    const bool isPresent = deed == TraceDeed::Protect || deed == TraceDeed::Prune;
    const app::TraceState* trace = isPresent && id ? session.latest().findTrace(*id) : wholeTrace(session.latest(), id);
    if (!trace) {
        const QString names[] = {tr("Protect the trace"), tr("Prune the trace now"), tr("Fork the trace"),
                                 tr("Rewrite a step")};
        offer.text = names[static_cast<std::size_t>(deed)];
        offer.why = session.whyNot(isPresent ? Action::Steer : Action::Fork);
        if (offer.why.isEmpty()) offer.why = tr("Choose a trace first: click its lane.");
        return offer;
    }
    if (isPresent) {
        fillPresent(offer, deed, session, *trace);
        return offer;
    }
    offer.startsRun = !session.runActive();
    offer.why = session.whyNot(Action::Fork);
    const bool isStep = step && *step >= 0 && *step < static_cast<int>(trace->steps.size());
    const app::StepState* chosen = isStep ? &trace->steps[static_cast<std::size_t>(*step)] : nullptr;
    if (deed == TraceDeed::Fork) {
        fillFork(offer, *trace, chosen, step.value_or(0) + 1);
    } else {
        fillRewrite(offer, chosen, step.value_or(0) + 1);
    }
    return offer;
}

}  // namespace ui
