#include "app/whatif/completeness.h"

#include <algorithm>
#include <map>

#include "app/run/log_words.h"

namespace app {
namespace {

constexpr std::size_t kMostNamed = 8;  // traces named one by one

/// What cut a trace short, without its length; null if nothing did.
const char* whatCut(const TraceState& trace) {
    switch (trace.phase) {
        case TracePhase::Pruned: return "pruned";
        case TracePhase::Stopped: return trace.finish == FinishReason::Lost ? "lost" : "stopped";
        case TracePhase::Finished: return nullptr;
        case TracePhase::Length: return trace.finish == FinishReason::Memory ? "ended for lack of memory" : nullptr;
        default: return "not at its end";
    }
}

/// Neither a branch nor a lane made by hand: no run from the beginning would draw the same.
bool isOfTheRun(const TraceState& trace) {
    return !trace.parent && !trace.isForked;
}

std::string numbers(const std::vector<TraceId>& traces) {
    std::string text;
    for (std::size_t i = 0; i < std::min(traces.size(), kMostNamed); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(index(traces[i]));
    return traces.size() > kMostNamed ? text + " ..." : text;
}

}  // namespace

Completeness completenessOf(const RunState& state) {
    Completeness found;
    bool all = true;
    for (const TraceState& trace : state.traces) {
        if (!isOfTheRun(trace)) continue;
        // A cut trace may have been let finish after the run.
        const TraceState* would = state.wouldHave ? state.wouldHave->find(trace.id) : nullptr;
        const char* cut = whatCut(would ? *would : trace);
        found.traces.push_back({trace.id, cut ? cut + (" after " + plural(trace.tokenCount(), "token")) : ""});
        // Traces are numbered in order, so a branch between them ends what is usable as well.
        all = all && !cut && index(trace.id) == found.usable + 1;
        if (all) ++found.usable;
    }
    return found;
}

std::string Completeness::text() const {
    if (traces.empty()) return "the recording holds no trace";
    std::map<std::string, std::vector<TraceId>> byCause;
    std::size_t cut = 0;
    for (const Trace& trace : traces) {
        if (trace.why.empty()) continue;
        byCause[trace.why.substr(0, trace.why.find(" after "))].push_back(trace.trace);
        ++cut;
    }
    if (cut == 0) return {};
    std::string text = std::to_string(cut) + " of " + plural(static_cast<int>(traces.size()), "trace") +
                       (cut == 1 ? " is incomplete: " : " are incomplete: ");
    const char* between = "";
    for (const auto& [cause, ids] : byCause) {
        text += between + std::to_string(ids.size()) + " " + cause + " (" + numbers(ids) + ")";
        between = "; ";
    }
    return text;
}

std::string Completeness::remedy() const {
    if (isComplete()) return {};
    std::string text =
        "run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish";
    if (usable > 0) text += ", or ask for n " + std::to_string(usable) + (usable > 1 ? " or less" : "");
    return text;
}

}  // namespace app
