#include "app/run/verdict.h"

#include <algorithm>

#include "scorer/vote.h"

namespace app {
namespace {

/// By the known answer; without one, whether it is the run's answer.
bool isRight(const RunState& state, const TraceState& trace) {
    if (state.header.knownAnswer) return trace.right.value_or(false);
    const AnswerVote* leader = state.vote.leader();
    if (!leader || !trace.answer) return false;
    return std::ranges::find(leader->traces, trace.id) != leader->traces.end() ||
           scorer::areSameKeys(trace.answerKey, leader->key, state.header.options.answers);
}

std::string ofAll(int count, int all) {
    return std::to_string(count) + " of " + std::to_string(all);
}

}  // namespace

std::optional<Verdict> verdictOf(const RunState& state) {
    if (!state.wouldHave) return std::nullopt;
    Verdict verdict;
    verdict.known = state.header.knownAnswer.has_value();
    for (const TraceState& trace : state.traces) {
        if (!RunState::isCut(trace)) {
            ++verdict.kept;
            verdict.keptRight += isRight(state, trace) ? 1 : 0;
            continue;
        }
        ++(trace.phase == TracePhase::Pruned ? verdict.pruned : verdict.stopped);
        const TraceState* would = state.wouldHave->find(trace.id);
        if (!would || RunState::isCut(*would)) {
            ++verdict.open;
        } else if (isRight(state, *would)) {
            ++verdict.cutRight;
        } else {
            ++verdict.cutWrong;
            verdict.cutSilent += would->answer ? 0 : 1;
        }
    }
    return verdict.pruned + verdict.stopped > 0 ? std::optional(verdict) : std::nullopt;
}

std::string verdictText(const Verdict& v) {
    std::string text;
    if (v.pruned > 0 || v.stopped == 0) text = std::to_string(v.pruned) + " pruned";
    if (v.stopped > 0) text += (text.empty() ? "" : ", ") + std::to_string(v.stopped) + " stopped";
    const int cut = v.pruned + v.stopped;
    const std::string right = std::to_string(v.cutRight), wrong = std::to_string(v.cutWrong);
    text += v.known ? ": " + right + " would have been right, " + wrong + " wrong"
                    : ": " + right + " would have given the run's answer, " + wrong + " not";
    if (v.cutSilent > 0) text += " (" + std::to_string(v.cutSilent) + " without an answer)";
    if (v.open > 0) text += ", " + std::to_string(v.open) + (v.open == 1 ? " has" : " have") + " not finished";
    text += v.known ? ". Right among the kept: " : ". The run's answer among the kept: ";
    return text + ofAll(v.keptRight, v.kept) +
           "; among all: " + ofAll(v.keptRight + v.cutRight, v.kept + cut - v.open) + ".";
}

}  // namespace app
