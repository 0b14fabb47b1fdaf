// What a comparison runs: two to four columns over one problem and seed that differ in one thing, be it policy, memory,
// scorer or model. The command line and the window's dialog make the same plan. Plain values and pure functions, any
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/run/policy_list.h"

namespace app {

/// What differs between the columns.
enum class CompareAxis { Policies, Memories, Scorers, Models };

/// "--policies", "--memories" ...
const char* flagOf(CompareAxis axis);

/// One run of a comparison: what it has instead of the common options.
struct ComparedColumn {
    std::optional<EvalPolicy> policy = {};
    std::optional<double> kvCacheMib = {};
    std::optional<std::string> scorer = {};  ///< file
    std::optional<std::string> model = {};   ///< folder, GGUF file or name; "" is the demo model

    void applyTo(RunOptions& options) const;
    /// What it differs in, for progress: "STEP", "24 MiB", "a.pt", "Qwen3-4B".
    std::string name() const;
};

/// The values that were given for each thing; one value holds for all columns.
struct ComparisonChoice {
    std::vector<EvalPolicy> policies;
    std::vector<double> memories;
    std::vector<std::string> scorers;
    std::vector<std::string> models;
};

struct ComparisonPlan {
    CompareAxis axis = CompareAxis::Policies;
    std::vector<ComparedColumn> columns;
};

/// Throws UsageError where more than one thing has several values, none has, or one has more than four, and for a list
/// of models with a scorer, which fits one of them at most.
ComparisonPlan planComparison(const ComparisonChoice& choice);

/// "12,24.5": positive numbers, MiB. Throws UsageError naming what is none.
std::vector<double> parseMemories(const std::string& list);
/// "a.pt,b.pt": names between commas, none empty. Throws UsageError.
std::vector<std::string> parseNames(const std::string& list, const char* flag);

}  // namespace app
