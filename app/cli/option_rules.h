// What the commands over problem sets do with run options that they do not take, values that are given twice and
// numbers that are none: they say so, and nothing is left out in silence. Plain functions, one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/cli/cli_options.h"
#include "app/study/evaluation.h"

namespace app::cli {

struct RefusedOption {
    const char* name;     ///< "--victim"
    const char* instead;  ///< "name the control in --policies, such as step:random"
};

bool isGiven(const CLI::App& command, const std::string& option);
/// Throws UsageError where one of them was given.
void refuse(const CLI::App& command, std::span<const RefusedOption> options);
/// Throws UsageError where an option of addRunOptions() was given that is not one of `taken`.
void refuseAllBut(const CLI::App& command, const std::set<std::string>& taken, const std::string& why);
/// Throws UsageError where a parameter was given of a policy that is not in the list.
void refuseIdleParameters(const CLI::App& command, std::span<const EvalPolicy> policies, const CliRunOptions& run);
/// The list of --policies, else the one of --policy, else `otherwise`. Throws UsageError: both given, a word not known.
/// Policies that are given twice count once, and standard error says so.
std::vector<EvalPolicy> policiesOf(const CLI::App& command, const std::string& list, const CliRunOptions& run);

/// Each value once, in the order given, and standard error says which were given again.
template <typename T, typename Name>
std::vector<T> eachOnce(const std::vector<T>& values, const char* option, Name name) {
    std::vector<T> kept;
    std::set<std::string> seen;
    for (const T& value : values) {
        if (seen.insert(name(value)).second) {
            kept.push_back(value);
        } else {
            std::fprintf(stderr, "stepscope-cli: %s: %s is given twice and counts once\n", option, name(value).c_str());
        }
    }
    return kept;
}

}  // namespace app::cli
