#include "app/run/run_options.h"

namespace app {
const char* nameOf(PolicyKind policy) {
    switch (policy) {
        case PolicyKind::Cot: return "cot";
        case PolicyKind::SelfConsistency: return "sc";
        case PolicyKind::ScStatic: return "sc-static";
        case PolicyKind::SlimSc: return "slim-sc";
        case PolicyKind::DeepConfLow: return "deepconf-low";
        case PolicyKind::DeepConfHigh: return "deepconf-high";
        case PolicyKind::Step: return "step";
        case PolicyKind::StepRefill: return "step-refill";
    }
    return "";
}

std::optional<PolicyKind> findPolicy(const std::string& word) {
    for (PolicyKind kind : kPolicies) {
        if (word == nameOf(kind)) return kind;
    }
    return std::nullopt;
}

}  // namespace app
