#include "app/whatif/what_if_figures.h"

namespace app {
namespace {

VoteFigures voteAsRun(const RunState& state) {
    VoteFigures figures;
    const AnswerVote* leader = state.vote.leader();
    if (!leader) return figures;
    figures.answer = leader->answer;
    figures.key = leader->key;
    figures.right = state.isCorrect(*leader);
    figures.margin = state.vote.margin;
    figures.weight = leader->weight;
    return figures;
}

/// The same votes, weighed otherwise.
VoteFigures recount(const RunState& state, bool byScore) {
    std::vector<scorer::Ballot> ballots;
    for (scorer::Ballot ballot : state.vote.ballots) {
        const TraceState* trace = state.findTrace(ballot.trace);
        const std::optional<double> weight = !byScore ? 1.0 : trace ? trace->score() : std::nullopt;
        if (!weight) continue;
        ballot.weight = *weight;
        ballots.push_back(std::move(ballot));
    }
    VoteFigures figures;
    const scorer::Tally tally = scorer::countVotes(ballots, state.header.options.answers);
    if (tally.candidates.empty()) return figures;
    const scorer::Candidate& leader = tally.candidates.front();
    figures.answer = leader.answer;
    figures.key = leader.key;
    figures.right = state.isCorrect(leader);
    figures.margin = tally.margin;
    figures.weight = leader.weight;
    return figures;
}

}  // namespace

RunFigures figuresOf(const RunState& state) {
    RunFigures figures;
    figures.asRun = voteAsRun(state);
    figures.weighted = recount(state, true);
    figures.majority = recount(state, false);
    if (state.finished) figures.end = state.finished->end;
    figures.traces = static_cast<int>(state.traces.size());
    figures.finished = state.countCompleted();
    figures.pruned = state.prunedCount;
    for (const TraceState& trace : state.traces) figures.waitedS += state.waitedS(trace);
    figures.latencyS = state.now;
    figures.generatedTokens = state.generatedTokens;
    figures.recomputedTokens = state.recomputedTokens;
    figures.kvBlocks = state.kv.totalBlocks;
    figures.peakBlocks = state.kv.peakBlocks;
    return figures;
}

}  // namespace app
