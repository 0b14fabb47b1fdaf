#include "app/cli/option_rules.h"

#include <algorithm>
#include <stdexcept>

#include "app/run/policy_table.h"
#include "app/run/usage_error.h"

namespace app::cli {
namespace {

/// A parameter of some policies, and which those are.
struct Parameter {
    const char* option;
    const char* policies;
    bool (*isUsedBy)(const EvalPolicy&);
};

bool isDeepConf(const EvalPolicy& p) {
    return policyRow(p.policy).watchesConfidence;
}
bool isSlim(const EvalPolicy& p) {
    return policyRow(p.policy).comparesThoughts;
}
bool isRefill(const EvalPolicy& p) {
    return policyRow(p.policy).refills;
}
bool probes(const EvalPolicy& p) {
    return p.consensusProbe;
}

constexpr Parameter kParameters[] = {
    {"--warmup", "deepconf-low or deepconf-high", isDeepConf},
    {"--window", "deepconf-low or deepconf-high", isDeepConf},
    {"--percentile", "deepconf-low or deepconf-high", isDeepConf},
    {"--consensus-stop", "deepconf-low or deepconf-high", isDeepConf},
    {"--similarity", "slim-sc", isSlim},
    {"--thought-tokens", "slim-sc", isSlim},
    {"--thought-delay", "slim-sc", isSlim},
    {"--refill-rule", "step-refill", isRefill},
    {"--refill-rounds", "step-refill", isRefill},
    {"--refill-tokens", "step-refill", isRefill},
    {"--probe-setting", "one with +probe", probes},
    {"--probe-every", "one with +probe", probes},
    {"--probe-warmup", "one with +probe", probes},
    {"--probe-stable", "one with +probe", probes},
    {"--probe-disagree", "one with +probe", probes},
};

}  // namespace

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
    for (const Parameter& parameter : kParameters) {
        if (!isGiven(command, parameter.option)) continue;
        const bool isUsed = std::any_of(policies.begin(), policies.end(), parameter.isUsedBy) ||
                            (run.consensusProbe && parameter.isUsedBy == probes);
        if (!isUsed) {
            throw UsageError(std::string(parameter.option) + " has no effect on these policies; add " +
                             parameter.policies + " to --policies or leave it out");
        }
    }
}

std::vector<EvalPolicy> policiesOf(const CLI::App& command, const std::string& list, const CliRunOptions& run) {
    if (run.policy && isGiven(command, "--policies")) throw UsageError("--policy and --policies: give one of them");
    try {
        const std::vector<EvalPolicy> all = parsePolicies(run.policy ? nameOf(*run.policy) : list);
        return eachOnce(all, "--policies", [](const EvalPolicy& policy) { return policy.name; });
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app::cli
