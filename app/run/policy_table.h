// The table of policies: a row each, with names, texts and look, and what the policy does and needs as properties. All
// other code reads lists, words and texts of policies from here, and asks for a property instead of comparing kinds.
// Beside it are the controls that studies add. Constants, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "app/run/marker.h"
#include "scorer/policy.h"

namespace app {

using scorer::PolicyKind;
using scorer::VictimRule;

struct RunOptions;

/// Of a policy in figures: against a white page, and against a dark one.
struct PolicyLook {
    Marker marker;
    const char* light;  ///< "#rrggbb"
    const char* dark;
};

/// What the vote of a trace weighs.
enum class VoteWeight { Equal, TraceScore, Confidence };

struct PolicyRow {
    PolicyKind kind;
    const char* name;         ///< on the command line, in JSON and in studies
    const char* title;        ///< in the window
    const char* help;         ///< a few words for --help; neighbours with the same share a line
    const char* clause;       ///< one clause for reports
    const char* explanation;  ///< one paragraph for the window: what it decides, by whose rules, what is ours
    PolicyLook look;

    VoteWeight votes = VoteWeight::Equal;
    /// Which trace is pruned when memory is full. Empty: none, the latest waits and is recomputed.
    std::optional<VictimRule> prunes = {};
    bool oneTrace = false;           ///< n is 1 whatever was asked for; there is no vote to end early or to probe
    bool needsScorer = false;        ///< refused without a step scorer
    bool queues = false;             ///< starts no more traces than fit at once
    bool watchesConfidence = false;  ///< DeepConf: warm-up, confidence threshold, traces that stop below it
    bool comparesThoughts = false;   ///< Slim-SC: of two traces that think alike, one is pruned
    bool refills = false;            ///< fills freed memory with branches
};

/// In the order in which people are shown them.
std::span<const PolicyRow> policyRows();
const PolicyRow& policyRow(PolicyKind);

const char* nameOf(PolicyKind);
std::optional<PolicyKind> findPolicy(const std::string& name);

/// The policy of unpruned runs: others are compared with it, and its peak sizes the KV cache of theirs.
inline constexpr PolicyKind kReferencePolicy = PolicyKind::SelfConsistency;

/// How many traces a run of these options has.
int tracesOf(const RunOptions& options);

/// A policy that prunes by another rule, to see what the rule is worth.
struct ControlRow {
    const char* name;  ///< "step:random"
    PolicyKind base;
    VictimRule victim;
    const char* clause;
    PolicyLook look;
};
std::span<const ControlRow> controlRows();

/// A rule for whom to prune.
struct VictimRow {
    VictimRule rule;
    const char* word;   ///< on the command line, in JSON and behind the colon of a control
    const char* inLog;  ///< "lowest", said before "of 7"
};
std::span<const VictimRow> victimRows();
const VictimRow& victimRow(VictimRule);

const char* nameOf(VictimRule);
std::optional<VictimRule> findVictimRule(const std::string& word);

/// Every name, by commas: what a study runs if nothing else is asked for.
std::string policyNames();
/// What each of them does, in a few words: for --policy.
std::string policyHelp();

}  // namespace app
