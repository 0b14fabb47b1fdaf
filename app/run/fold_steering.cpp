// What a person did to a run, in the fold: protections, and lanes that begin with given tokens.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "app/run/fold.h"
#include "app/run/log_words.h"

namespace app {
namespace {

/// The trace as it was after `tokens` of its tokens: text, tokens and scores.
void takePast(TraceState& child, const TraceState& parent, int tokens) {
    const auto count = static_cast<std::size_t>(tokens);
    if (tokens == parent.tokenCount()) {  // shares what it has
        child.text = parent.text;
        child.tokenEnds = parent.tokenEnds;
    } else if (tokens > 0) {
        child.text = GrownText(parent.text.substr(0, parent.tokenEnds[count - 1]));
        for (std::size_t i = 0; i < count; ++i) child.tokenEnds.push_back(parent.tokenEnds[i]);
    }
    for (const StepState& step : parent.steps) {
        if (step.endToken > tokens) break;
        child.steps.push_back(step);
        child.scoreSum += static_cast<double>(step.score);
    }
}

}  // namespace

void Folder::operator()(const TraceProtected& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    trace->isProtected = e.on;
    trace->wasSpared = false;
    log(LogKind::Steered, trace->id, e.on ? "protected by hand" : "no longer protected");
}

void Folder::operator()(const TraceSpared& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    trace->wasSpared = true;
    log(LogKind::Steered, trace->id, sparedText(e));
}

void Folder::operator()(const TraceForked& e) {
    const TraceState* parent = e.parent ? find(*e.parent) : nullptr;
    const bool fits = e.parent ? parent && e.atToken >= 0 && e.atToken <= parent->tokenCount() : e.atToken == 0;
    if (!fits || index(e.trace) != static_cast<int>(m_s.traces.size()) + 1) return stray();
    const std::size_t past = parent ? parent->text.size() : 0;
    if (m_s.traces.size() >= kMostTraces || m_s.branchBytes + past > kMostBranchBytes)
        return sayTooMuch("lanes from number " + std::to_string(index(e.trace)) + " on");
    TraceState trace;
    trace.id = e.trace;
    trace.confidence = scorer::ConfidenceTrack(m_s.header.options.deepconf.window);
    trace.scoreRule = m_s.header.options.traceScore;
    trace.readyAt = m_t;
    trace.parent = e.parent;
    trace.branchToken = e.atToken;
    trace.isForked = true;
    trace.earlierTrace = e.earlierTrace;
    trace.handFrom = e.handFrom;
    if (parent) takePast(trace, *parent, e.atToken);
    trace.logProbabilitySum = e.logProbability;
    trace.unmeasured = std::clamp(e.unmeasured, 0, e.atToken);
    if (watchesConfidence()) {
        for (const float confidence : e.confidences) trace.confidence.push(static_cast<double>(confidence));
    }
    for (const TokenGiven& token : e.given) {
        if (trace.text.size() + token.text.size() > std::numeric_limits<std::uint32_t>::max()) return stray();
        trace.text += token.text;
        trace.tokenEnds.push_back(static_cast<std::uint32_t>(trace.text.size()));
        if (token.logProbability) {
            trace.logProbabilitySum += static_cast<double>(*token.logProbability);
        } else {
            ++trace.unmeasured;
        }
        if (watchesConfidence() && token.confidence != 0) trace.confidence.push(static_cast<double>(token.confidence));
    }
    trace.givenTokens = static_cast<int>(e.given.size());
    trace.writtenTokens = std::clamp(e.written, 0, trace.givenTokens);
    m_s.branchBytes += branchBytes(trace);
    m_s.traces.push_back(std::move(trace));
    log(LogKind::Branched, e.trace, forkedText(e));
}

}  // namespace app
