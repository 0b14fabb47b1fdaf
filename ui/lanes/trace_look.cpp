#include "ui/lanes/trace_look.h"

#include <QCoreApplication>

#include "ui/paint/format.h"

namespace ui {
namespace {
QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}
}  // namespace

TraceLook lookOf(app::TracePhase phase, bool isNextVictim, const Colors& c) {
    using app::TracePhase;
    if (isNextVictim) return {Glyph::Diamond, tr("next victim"), c.bad};
    switch (phase) {
        case TracePhase::Queued: return {Glyph::Ring, tr("queued"), c.muted};
        case TracePhase::Prefill: return {Glyph::HalfRing, tr("prefill"), c.accent};
        case TracePhase::Running: return {Glyph::Dot, tr("running"), c.accent};
        case TracePhase::Waiting: return {Glyph::Bars, tr("waiting"), c.warn};
        case TracePhase::Pruned: return {Glyph::Cut, tr("pruned"), c.muted};
        case TracePhase::Finished: return {Glyph::Flag, tr("finished"), c.text};
        case TracePhase::Length: return {Glyph::Wall, tr("at limit"), c.warn};
        case TracePhase::Stopped: return {Glyph::Square, tr("stopped"), c.muted};
    }
    return {};
}

TraceLook lookOfLost(const Colors& c) {
    return {Glyph::Cross, tr("lost"), c.bad};
}

QString explainLost() {
    return tr("The connection to its server broke. It does not vote.");
}

QString explain(app::TracePhase phase, bool isNextVictim) {
    using app::TracePhase;
    if (isNextVictim) return tr("Lowest score among the running traces: pruned next if memory runs out now.");
    switch (phase) {
        case TracePhase::Queued: return tr("Waits for its first pass.");
        case TracePhase::Prefill: return tr("Its prompt, or the tokens it lost, are being computed.");
        case TracePhase::Running: return tr("Writes one token in every pass.");
        case TracePhase::Waiting:
            return tr("Preempted: other traces have its memory. It will compute its tokens again.");
        case TracePhase::Pruned: return explain(app::PruneCause::Memory);
        case TracePhase::Finished: return tr("Reached the end of its text.");
        case TracePhase::Length: return tr("Reached the token limit, or filled the KV cache on its own.");
        case TracePhase::Stopped: return tr("Stopped before its end.");
    }
    return {};
}

QString explainProbed() {
    return tr("Stopped with the run; its answer was read by a probe and votes.");
}

QString explainScore(double score, int steps, app::TraceScoreRule rule) {
    using app::TraceScoreRule;
    const QString of = tr("Trace score %1: ").arg(formatScore(score));
    if (rule == TraceScoreRule::Last) return of + tr("the score of its last step.");
    if (rule == TraceScoreRule::LastFive && steps > static_cast<int>(scorer::kNewestSteps))
        return of + tr("mean of its last %1 step scores.").arg(scorer::kNewestSteps);
    return of + tr("mean of %1 so far.").arg(formatNumberOf(steps, tr("1 step score"), tr("%1 step scores")));
}

QString explain(app::PruneCause cause) {
    using app::PruneCause;
    switch (cause) {
        case PruneCause::Memory: return tr("Pruned when memory ran out. It does not vote.");
        case PruneCause::Similarity:
            return tr("Pruned because its newest thought was similar to another trace's. It does not vote.");
        case PruneCause::Confidence:
            return tr("Stopped early: its confidence fell below the threshold. It does not vote.");
        case PruneCause::Consensus:
            return tr("Pruned because its probes had long disagreed with the majority. It does not vote.");
        case PruneCause::Refill: return tr("Replaced by a branch of a better trace. It does not vote.");
        case PruneCause::Hand: return tr("Pruned by hand. It does not vote.");
    }
    return {};
}

TraceLook lookOf(app::LogKind kind, const Colors& c) {
    using app::LogKind;
    switch (kind) {
        case LogKind::Info: return {Glyph::Ring, tr("note"), c.muted};
        case LogKind::Saturated: return {Glyph::Drop, tr("saturated"), c.bad};
        case LogKind::Pruned: return {Glyph::Cut, tr("pruned"), c.text};
        case LogKind::Waiting: return {Glyph::Bars, tr("waiting"), c.warn};
        case LogKind::Resumed: return {Glyph::Dot, tr("resumed"), c.accent};
        case LogKind::Finished: return {Glyph::Flag, tr("finished"), c.text};
        case LogKind::Stopped: return {Glyph::Square, tr("stopped"), c.muted};
        case LogKind::LeaderChanged: return {Glyph::Star, tr("vote"), c.accent};
        case LogKind::Limits: return {Glyph::HalfRing, tr("limits"), c.muted};
        case LogKind::Rescored: return {Glyph::HalfRing, tr("re-scored"), c.accent};
        case LogKind::Branched: return {Glyph::Fork, tr("branched"), c.accent};
        case LogKind::Steered: return {Glyph::HalfRing, tr("by hand"), c.accent};
        case LogKind::Probed: return {Glyph::Ring, tr("probe"), c.accent};
        case LogKind::Warning: return {Glyph::Diamond, tr("warning"), c.warn};
        case LogKind::Error: return {Glyph::Cross, tr("error"), c.bad};
    }
    return {};
}

}  // namespace ui
