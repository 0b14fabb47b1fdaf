#include "app/study/run_host.h"

#include <algorithm>

#include "app/run/usage_error.h"

namespace app {

std::vector<std::string> leaveOutImpossible(std::vector<EvalPolicy>& policies, const RunOptions& options,
                                            const RunHost& host, bool isAskedFor) {
    std::vector<std::string> lines;
    std::erase_if(policies, [&](const EvalPolicy& policy) {
        RunOptions own = options;
        policy.applyTo(own);
        const auto why = host.whyNot(own);
        if (why && isAskedFor) throw UsageError(policy.name + ": " + *why);
        if (why) lines.push_back(policy.name + " is left out: " + *why);
        return why.has_value();
    });
    return lines;
}

int countLost(const RunState& state) {
    const auto isLost = [](const TraceState& trace) { return trace.finish == FinishReason::Lost; };
    return static_cast<int>(std::ranges::count_if(state.traces, isLost));
}

}  // namespace app
