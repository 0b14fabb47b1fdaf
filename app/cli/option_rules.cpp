#include "app/cli/option_rules.h"

#include <algorithm>
#include <stdexcept>

#include "app/run/policy_table.h"
#include "app/run/usage_error.h"

namespace app::cli {
bool isGiven(const CLI::App& command, const std::string& option) {
    const CLI::Option* found = command.get_option_no_throw(option);
    return found && found->count() > 0;
}

void refuse(const CLI::App& command, std::span<const RefusedOption> options) {
    for (const RefusedOption& option : options) {
        if (isGiven(command, option.name))
            throw UsageError(std::string(option.name) + " has no effect here; " + option.instead);
    }
}

void refuseAllBut(const CLI::App& command, const std::set<std::string>& taken, const std::string& why) {
    CLI::App all;
    CliRunOptions unused;
    addRunOptions(all, unused);
    for (const CLI::Option* option : all.get_options()) {
        const std::string name = option->get_name();
        if (name != "--help" && !taken.contains(name) && isGiven(command, name))
            throw UsageError(name + " has no effect here; " + why);
    }
}

void refuseIdleParameters(const CLI::App& command, std::span<const EvalPolicy> policies, const CliRunOptions& run) {
    const bool allProbe = run.given.has("consensus_probe");
    for (const OptionRow& row : optionTable()) {
        if (row.isHarmlessIdle || !run.given.has(row.key) || !isGiven(command, std::string(row.longFlag()))) continue;
        const bool isUsed = std::any_of(policies.begin(), policies.end(), [&](const EvalPolicy& p) {
            return belongsTo(row.group, p.policy, p.consensusProbe || allProbe);
        });
        if (!isUsed) {
            throw UsageError(std::string(row.longFlag()) + " has no effect on these policies; add " +
                             policiesOf(row.group) + " to --policies or leave it out");
        }
    }
}

std::vector<EvalPolicy> policiesOf(const CLI::App& command, const std::string& list, const CliRunOptions& run) {
    if (run.policy() && isGiven(command, "--policies")) throw UsageError("--policy and --policies: give one of them");
    try {
        const std::vector<EvalPolicy> all = parsePolicies(run.policy() ? nameOf(*run.policy()) : list);
        return eachOnce(all, "--policies", [](const EvalPolicy& policy) { return policy.name; });
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app::cli
