// Consensus probe (Parallel-Probe, arXiv 2602.03845): at intervals, every running trace is asked, on a side branch,
// what it would answer now. If the majority has long been the same, the run may stop; a trace that has long disagreed
// with it may be pruned. Pure functions over plain values, any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/ids.h"

namespace scorer {

/// Published: as in Parallel-Probe's released code. Disagreement counts from the end of the warm-up on, a round counts
/// as unchanged when its majority is that of the round before, a tie goes to the earliest trace, and a run that stops
/// answers with the probed majority. Ours: disagreement counts from the first round on, a majority's own first round
/// counts, a tie leaves the majority as it was, and a run that stops weighs its votes as the policy does.
enum class ProbeSetting { Published, Ours };

struct ProbeRules {
    ProbeSetting setting = ProbeSetting::Published;
    int everyPasses = 500;   ///< passes of the model between two rounds: a running trace writes a token a pass
    int warmupRounds = 15;   ///< no run stops and no trace is pruned before so many rounds
    int stableRounds = 40;   ///< the run stops when the majority was the same in so many rounds in a row
    int disagreeRounds = 7;  ///< a trace is pruned when it disagreed with the majority in so many rounds in a row
    int answerTokens = 32;   ///< at most so many tokens are drawn to read an answer
    /// What is put after the trace's text, if it is still thinking, to make it answer.
    std::string endThinking = "\n</think>\n\n";
    std::string phrase = "The final answer is \\boxed{";

    bool operator==(const ProbeRules&) const = default;

    /// Takes another setting. Counts that are as the setting so far has them become those of the new one; others stay.
    void use(ProbeSetting other);
};

/// A setting's own counts.
ProbeRules probeRulesOf(ProbeSetting setting);

/// One trace's answer in a round: probed, or its own where it has finished.
struct ProbedAnswer {
    engine::TraceId trace{};
    std::string key;  ///< answerKey() of it
};

/// What the rounds so far have shown.
struct ProbeTrack {
    int rounds = 0;
    std::optional<std::string> majority;  ///< key
    int majorityVotes = 0;                ///< traces that gave it in the last round
    int unchangedRounds = 0;              ///< rounds in a row with this majority; see ProbeSetting about the first
    std::map<engine::TraceId, int>
        disagreed;  ///< rounds in a row; a trace without an answer in a round keeps its count

    /// @param answers  of all traces that have one, in trace order; each counts once
    void push(const ProbeRules& rules, const std::vector<ProbedAnswer>& answers);
    bool isSettled(const ProbeRules& rules) const;
    bool isOutvoted(const ProbeRules& rules, engine::TraceId trace) const;
};

}  // namespace scorer
