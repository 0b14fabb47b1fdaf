#include "app/run/policy_table.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "app/run/run_options.h"

namespace app {
namespace {

// The two DeepConfs differ in one sentence; macros, because literals are joined before constants are.
#define STEPSCOPE_DEEPCONF_DOES                                                                                \
    "Confidence of a token is the mean of \u2212ln p over the 20 likeliest tokens; a group is a window of "    \
    "tokens. The warm-up traces run to their end, and a percentile of their lowest group confidences becomes " \
    "the threshold. Every later trace stops once its window falls below it. Votes weigh as much as the "       \
    "trace's lowest group confidence; warm-up traces below the threshold do not vote. "
#define STEPSCOPE_DEEPCONF_SOURCE " When memory is full, traces wait. arXiv 2508.15260."

// Colours after Okabe and Ito, told apart with the common colour deficiencies; each policy has a shape of its own too.
constexpr PolicyRow kPolicies[] = {
    {.kind = PolicyKind::Cot,
     .name = "cot",
     .title = "CoT",
     .help = "one trace",
     .clause = "one trace",
     .explanation = "One trace reasons alone, and its answer is the answer. What every other policy is measured "
                    "against: the cheapest, and the least sure.",
     .look = {Marker::Cross, "#5b6572", "#a3adba"},
     .oneTrace = true},
    {.kind = PolicyKind::SelfConsistency,
     .name = "sc",
     .title = "Self-consistency",
     .help = "self-consistency, traces wait",
     .clause = "the latest trace waits and is recomputed; every vote counts the same",
     .explanation = "n traces reason at once and each finished one has one vote. When memory is full, the trace that "
                    "came last gives its memory up, waits, and later computes its tokens again, as vLLM does. Nothing "
                    "is lost but time.",
     .look = {Marker::Square, "#c8430a", "#ff9257"}},
    {.kind = PolicyKind::ScStatic,
     .name = "sc-static",
     .title = "Self-consistency, queued",
     .help = "self-consistency, traces queue",
     .clause = "no more traces at once than fit; the others queue",
     .explanation = "Self-consistency that interrupts a trace only where it must: no more traces run at once than fit "
                    "at the longest length seen so far, and the others queue. The second fair baseline: less is "
                    "computed twice, and more time is spent in the queue.",
     .look = {Marker::Diamond, "#b07a00", "#f0c04e"},
     .queues = true},
    {.kind = PolicyKind::SlimSc,
     .name = "slim-sc",
     .title = "Slim-SC, hidden-state similarity",
     .help = "like thoughts lose one trace",
     .clause = "of two traces that think alike, one is pruned",
     .explanation = "When two running traces think alike, one of them is given up, drawn by the seed. A thought is a "
                    "step of at least so many tokens, compared by the cosine of the mean last-layer hidden rows of its "
                    "tokens; a trace takes part once it is as long as the given share of the longest one. After arXiv "
                    "2509.13990, whose embedding and delay are not public: these are ours. Plain majority; when memory "
                    "is full, traces wait.",
     .look = {Marker::TriangleDown, "#a8447f", "#ee95c6"},
     .comparesThoughts = true},
    {.kind = PolicyKind::DeepConfLow,
     .name = "deepconf-low",
     .title = "DeepConf-low",
     .help = "unsure traces stop",
     .clause = "traces below a strict confidence threshold stop",
     .explanation = STEPSCOPE_DEEPCONF_DOES
     "Low keeps only the most confident traces: about 2 of 16 pass." STEPSCOPE_DEEPCONF_SOURCE,
     .look = {Marker::TriangleUp, "#0b7f62", "#4fd0a5"},
     .votes = VoteWeight::Confidence,
     .watchesConfidence = true},
    {.kind = PolicyKind::DeepConfHigh,
     .name = "deepconf-high",
     .title = "DeepConf-high",
     .help = "unsure traces stop",
     .clause = "traces below a lenient confidence threshold stop",
     .explanation = STEPSCOPE_DEEPCONF_DOES
     "High stops only the least confident traces: about 14 of 16 pass." STEPSCOPE_DEEPCONF_SOURCE,
     .look = {Marker::Pentagon, "#2b93bd", "#8fd8f5"},
     .votes = VoteWeight::Confidence,
     .watchesConfidence = true},
    {.kind = PolicyKind::Step,
     .name = "step",
     .title = "STEP",
     .help = "prune the lowest score",
     .clause = "when memory is full, the trace with the lowest score is pruned; votes weigh their trace's score",
     .explanation = "A small scorer reads the model's hidden state at the end of every step and says how likely the "
                    "trace is right. When memory is full, the trace with the lowest mean score is pruned, so nobody "
                    "waits, and the vote weighs each finished trace by its score. arXiv 2601.09093.",
     .look = {Marker::Circle, "#1f5fd0", "#75a4ff"},
     .votes = VoteWeight::TraceScore,
     .prunes = VictimRule::LowestScore,
     .needsScorer = true},
    {.kind = PolicyKind::StepRefill,
     .name = "step-refill",
     .title = "STEP with refill",
     .help = "as step, and branch the best",
     .clause = "as step, and freed memory is filled with branches of the best traces",
     .explanation = "STEP, and every so many passes the room that pruning and finishing have left is filled with "
                    "branches of the best-scored traces; without room the worst give way to them. A branch shares its "
                    "parent's text, scores and memory up to where it leaves, then draws its own tokens. The run ends "
                    "when n traces have completed. Branches are correlated: their votes count for less than they seem "
                    "to. After Gambit, arXiv 2608.08020.",
     .look = {Marker::Star, "#6f45b8", "#bfa1ff"},
     .votes = VoteWeight::TraceScore,
     .prunes = VictimRule::LowestScore,
     .needsScorer = true,
     .refills = true},
};

#undef STEPSCOPE_DEEPCONF_DOES
#undef STEPSCOPE_DEEPCONF_SOURCE

constexpr ControlRow kControls[] = {
    {"step:random",
     PolicyKind::Step,
     VictimRule::Random,
     "control: as step, with random victims",
     {Marker::Plus, "#7a7a12", "#d0cf66"}},
    {"step:longest",
     PolicyKind::Step,
     VictimRule::Longest,
     "control: as step, the longest trace goes",
     {Marker::Hexagon, "#8a5a3c", "#d3a888"}},
    {"step:logprob",
     PolicyKind::Step,
     VictimRule::LowestLogProbability,
     "control: as step, the trace with the lowest log-probability goes",
     {Marker::Diamond, "#3f4f8f", "#a9b6ea"}},
};

constexpr VictimRow kVictims[] = {{VictimRule::LowestScore, "lowest", "lowest"},
                                  {VictimRule::Random, "random", "drawn"},
                                  {VictimRule::Longest, "longest", "longest"},
                                  {VictimRule::LowestLogProbability, "logprob", "least likely"}};

/// Whether the row at each index is that of the enumerator with this value: rows are found by index.
template <typename Row, std::size_t kCount, typename Kind>
constexpr bool isInOrder(const Row (&rows)[kCount], Kind Row::*kind) {
    for (std::size_t i = 0; i < kCount; ++i) {
        if (static_cast<std::size_t>(rows[i].*kind) != i) return false;
    }
    return true;
}
static_assert(isInOrder(kPolicies, &PolicyRow::kind) && isInOrder(kVictims, &VictimRow::rule));

template <typename Row, std::size_t kCount, typename Kind>
const Row& rowOf(const Row (&rows)[kCount], Kind kind, const char* what) {
    const auto at = static_cast<std::size_t>(kind);
    if (at >= kCount) throw std::logic_error(what + std::to_string(at) + " has no row in the table of policies");
    return rows[at];
}

}  // namespace

std::span<const PolicyRow> policyRows() {
    return kPolicies;
}

const PolicyRow& policyRow(PolicyKind kind) {
    return rowOf(kPolicies, kind, "policy ");
}

const char* nameOf(PolicyKind kind) {
    return policyRow(kind).name;
}

std::optional<PolicyKind> findPolicy(const std::string& name) {
    const auto found = std::find_if(std::begin(kPolicies), std::end(kPolicies),
                                    [&](const PolicyRow& row) { return name == row.name; });
    return found == std::end(kPolicies) ? std::nullopt : std::optional(found->kind);
}

int tracesOf(const RunOptions& options) {
    return policyRow(options.policy).oneTrace ? 1 : options.traces;
}

std::span<const ControlRow> controlRows() {
    return kControls;
}

std::span<const VictimRow> victimRows() {
    return kVictims;
}

const VictimRow& victimRow(VictimRule rule) {
    return rowOf(kVictims, rule, "victim rule ");
}

const char* nameOf(VictimRule rule) {
    return victimRow(rule).word;
}

std::optional<VictimRule> findVictimRule(const std::string& word) {
    for (const VictimRow& each : kVictims) {
        if (word == each.word) return each.rule;
    }
    return std::nullopt;
}

std::string policyNames() {
    std::string out;
    for (const PolicyRow& row : kPolicies) out += (out.empty() ? "" : ",") + std::string(row.name);
    return out;
}

std::string policyHelp() {
    std::string out;
    for (std::size_t i = 0; i < std::size(kPolicies); ++i) {
        const std::string help = kPolicies[i].help;
        const bool goesOn = i + 1 < std::size(kPolicies) && help == kPolicies[i + 1].help;
        out += kPolicies[i].name + (goesOn ? ", " : ": " + help + (i + 1 < std::size(kPolicies) ? "; " : ""));
    }
    return out;
}

}  // namespace app
