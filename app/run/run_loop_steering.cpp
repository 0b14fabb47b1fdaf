// What a person does to a run's traces by hand: protect, prune, fork, go on from words of their own.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/recorded_traces.h"
#include "app/run/run_loop.h"

namespace app {
namespace {

std::string nameOf(TraceId trace) {
    return "trace " + std::to_string(index(trace));
}

}  // namespace

void RunLoop::setProtected(TraceId id, bool on) {
    if (requireActive(id, "protected").isProtected == on) return;
    emit(TraceProtected{id, on});
}

void RunLoop::pruneByHand(TraceId id) {
    (void)requireActive(id, "pruned");
    prune(id, PruneCause::Hand);
}

TraceId RunLoop::fork(TraceId parent, int atToken, GivenStart given) {
    if (isFinished()) throw UsageError("the run has ended; start a new one from the trace instead");
    requireForkable();
    const GivenStart whole = withWords(std::move(given));
    requireLane(parent, atToken, whole);
    return addLane(parent, atToken, whole);
}

void RunLoop::requireForkable() const {
    if (m_state.header.server)
        throw UsageError("traces on a server cannot be forked or edited; use a model of this machine");
}

/// @param what  that a trace which has ended cannot be: "pruned"
const TraceState& RunLoop::requireActive(TraceId id, const char* what) const {
    if (isFinished()) throw UsageError("the run has ended; no trace can be " + std::string(what) + " any more");
    const TraceState* trace = m_state.findTrace(id);
    if (!trace) throw UsageError("there is no " + nameOf(id) + " in this run");
    if (!isActive(trace->phase)) throw UsageError(nameOf(id) + " has ended and cannot be " + what);
    return *trace;
}

/// Refuses a beginning that has no next token: beyond the text, past its end, or as long as a trace may be.
void RunLoop::requireLane(std::optional<TraceId> parent, int atToken, const GivenStart& given) const {
    if (given.model) requireSameModel(*given.model, session().info());
    const int vocabulary = session().transformer().config().vocabSize;
    const auto requireOpen = [&](TokenId token) {
        if (index(token) < 0 || index(token) >= vocabulary)
            throw UsageError("token " + std::to_string(index(token)) + " is none of this model's, which has " +
                             std::to_string(vocabulary));
        if (session().endsText(token)) throw UsageError("the text has ended there; choose an earlier step");
    };
    if (parent) {
        const TraceState* trace = m_state.findTrace(*parent);
        if (!trace) throw UsageError("there is no " + nameOf(*parent) + " in this run");
        if (atToken < 0 || atToken > trace->tokenCount())
            throw UsageError(nameOf(*parent) + " has " + std::to_string(trace->tokenCount()) + " tokens, not " +
                             std::to_string(atToken));
        const auto& past = live(*parent).past;
        for (int i = 0; i < atToken; ++i) requireOpen(past[static_cast<std::size_t>(i)].token);
    }
    for (const TokenGiven& token : given.tokens) requireOpen(token.token);
    const int tokens = atToken + static_cast<int>(given.tokens.size());
    if (tokens >= m_maxTokens) {
        throw UsageError("it would begin with " + std::to_string(tokens) + " tokens, and a trace of this run ends at " +
                         std::to_string(m_maxTokens) + "; choose an earlier step");
    }
}

/// A person's words become tokens.
GivenStart RunLoop::withWords(GivenStart given) const {
    if (given.text.empty()) return given;
    for (TokenId token : session().tokenizer().encode(std::exchange(given.text, {}))) {
        given.tokens.push_back({token});
        ++given.written;
    }
    return given;
}

/// The first token of such a lane that a person wrote.
std::optional<int> RunLoop::firstWrittenBy(std::optional<TraceId> parent, int atToken, const GivenStart& given) const {
    const auto before = parent ? m_state.findTrace(*parent)->handFrom : std::nullopt;
    if (before && *before < atToken) return before;
    if (given.handFrom) return atToken + *given.handFrom;
    if (given.written > 0) return atToken + static_cast<int>(given.tokens.size()) - given.written;
    return std::nullopt;
}

TraceId RunLoop::addLane(std::optional<TraceId> parent, int atToken, const GivenStart& given) {
    const TraceId id{static_cast<int>(m_live.size()) + 1};
    TraceForked event{id, parent, atToken};
    event.written = given.written;
    event.earlierTrace = given.earlierTrace;
    event.handFrom = firstWrittenBy(parent, atToken, given);
    LiveTrace lane;
    lane.drawsAs = given.drawsAs;
    takePast(lane, event);
    takeGiven(lane, event, given);

    engine::Beginning beginning;
    for (const PastToken& token : lane.past) beginning.tokens.push_back(token.token);
    beginning.stops.assign(lane.unscoredEnds.begin(), lane.unscoredEnds.end());
    beginning.sharesWith = parent;
    beginning.sharedTokens = atToken;
    beginning.goesFirst = parent.has_value();
    m_scheduler->add(id, beginning);
    m_live.push_back(std::move(lane));
    emit(std::move(event));
    for (const auto& [end, score] : given.scored) emit(StepScored{id, end, score});
    return id;
}

/// The parent's tokens up to where the lane leaves it, and what is known of them.
void RunLoop::takePast(LiveTrace& lane, TraceForked& event) const {
    if (!event.parent) return;
    const LiveTrace& parent = live(*event.parent);
    const bool watches = policyRow(m_options.policy).watchesConfidence;
    for (const PastToken& token : std::span(parent.past).first(static_cast<std::size_t>(event.atToken))) {
        const auto position = static_cast<int>(lane.past.size());
        // For what the lane remembers of the text.
        (void)readsBoundary(lane, m_source->read(event.trace, position, token.token));
        lane.past.push_back(token);
        if (!token.logProbability) {
            ++event.unmeasured;
            continue;
        }
        event.logProbability += static_cast<double>(*token.logProbability);
        if (watches) event.confidences.push_back(token.confidence);
    }
    for (int end : parent.unscoredEnds) {
        if (end <= event.atToken) lane.unscoredEnds.push_back(end);
    }
    lane.rows = parent.rows.upTo(event.atToken);
}

/// The tokens that follow; the steps that end in them are scored by the lane itself unless they are already.
void RunLoop::takeGiven(LiveTrace& lane, TraceForked& event, const GivenStart& given) const {
    for (TokenGiven token : given.tokens) {
        const TokenReading reading = m_source->read(event.trace, static_cast<int>(lane.past.size()), token.token);
        token.text = reading.text;
        lane.past.push_back({token.token, token.logProbability, token.confidence});
        const int end = static_cast<int>(lane.past.size());
        const bool isScored = std::any_of(given.scored.begin(), given.scored.end(),
                                          [end](const auto& step) { return step.first == end; });
        if (readsBoundary(lane, reading) && !isScored) lane.unscoredEnds.push_back(end);
        event.given.push_back(std::move(token));
    }
}

/// A rule would end the trace, but it is protected; the log says so once.
bool RunLoop::isSpared(TraceId id, PruneCause cause, std::optional<double> value) {
    const TraceState& trace = *m_state.findTrace(id);
    if (!trace.isProtected) return false;
    if (!trace.wasSpared) emit(TraceSpared{id, cause, value});
    return true;
}

}  // namespace app
