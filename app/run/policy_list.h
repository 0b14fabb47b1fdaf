// Policies as evaluations and studies name them: those of the table, the controls, and options behind a plus sign. One
// word is one policy with its options. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "app/run/run_options.h"

namespace app {

/// "cot", "sc", "step", or a control such as "step:random"; options of a policy that votes follow after plus signs:
/// "sc+probe", "step+last5+lock".
struct EvalPolicy {
    std::string name;
    PolicyKind policy = PolicyKind::Step;
    VictimRule victim = VictimRule::LowestScore;
    TraceScoreRule traceScore = TraceScoreRule::Mean;
    bool voteLock = false;
    bool betaStop = false;
    bool consensusProbe = false;

    /// Lays the policy over `options`; an option that it does not name stays as it is.
    void applyTo(RunOptions& options) const;
};

/// For --policies.
std::string policyListHelp();

/// Throws std::runtime_error naming the word that is not known.
std::vector<EvalPolicy> parsePolicies(const std::string& list);

}  // namespace app
