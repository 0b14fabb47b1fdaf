#include "app/cli/print_vote.h"

#include <algorithm>
#include <cstdio>

#include "app/run/policy_table.h"
#include "app/run/summary.h"
#include "engine/files/printable.h"

namespace app::cli {

using engine::printable;

namespace {

constexpr std::size_t kMostAnswer = 400;  // bytes; --json has them whole

}  // namespace

void printVote(const RunState& state) {
    const RunStarted& header = state.header;
    std::printf("%s on %s, %s, n %d, seed %llu\n", printable(header.model.name).c_str(),
                printable(header.device).c_str(), nameOf(header.options.policy), header.options.traces,
                static_cast<unsigned long long>(header.options.sampling.seed));
    if (header.whatIf) std::printf("what-if, from recorded traces; its times are simulated\n");
    if (state.isRescored()) std::printf("re-scored with %s\n", printable(state.scorer->name).c_str());
    if (header.hint) std::printf("note: %s\n", printable(*header.hint).c_str());
    if (state.vote.isOfAll) std::printf("no confident trace has an answer: all finished traces vote\n");
    if (state.finished && state.finished->end == RunEnd::Stopped) std::printf("stopped before the end\n");
    if (state.vote.answers.empty()) std::printf("no trace reached an answer\n");
    for (const AnswerVote& vote : state.vote.answers) {
        const auto byHand = std::count_if(vote.traces.begin(), vote.traces.end(),
                                          [&](TraceId id) { return state.findTrace(id)->byHand(); });
        std::printf("  %-16s weight %6.2f  %zu trace%s%s\n", printable(vote.answer, kMostAnswer).c_str(), vote.weight,
                    vote.traces.size(), vote.traces.size() == 1 ? "" : "s",
                    byHand ? (", " + std::to_string(byHand) + " by hand").c_str() : "");
    }
    if (const AnswerVote* leader = state.vote.leader()) {
        std::printf("answer: %s  (margin %.2f)", printable(leader->answer, kMostAnswer).c_str(), state.vote.margin);
        if (header.knownAnswer) {
            const bool right = state.isCorrect(*leader).value_or(false);
            std::printf("  %s", right ? "right"
                                      : ("wrong, known answer " + printable(*header.knownAnswer, kMostAnswer)).c_str());
        }
        std::printf("\n");
    }
    std::string more;
    if (state.recomputedTokens > 0) more += ", " + std::to_string(state.recomputedTokens) + " recomputed";
    if (state.probeTokens > 0) more += ", " + std::to_string(state.probeTokens) + " of probes";
    const bool hasLimit = !header.server || header.server->hasLimit;
    const std::string limit = hasLimit ? " of " + std::to_string(state.kv.blocksAtPeak) : std::string();
    std::printf("%lld token%s%s in %.2f s (%.0f tok/s), %d pruned, peak KV %d%s blocks%s\n",
                static_cast<long long>(state.generatedTokens), state.generatedTokens == 1 ? "" : "s", more.c_str(),
                state.now, state.now > 0 ? static_cast<double>(state.generatedTokens) / state.now : 0.0,
                state.prunedCount, state.kv.peakBlocks, limit.c_str(),
                header.options.pace > 0 ? ", slowed by --pace" : "");
}

void printJson(const RunState& state) {
    std::printf("%s\n", summaryOf(state).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace app::cli
