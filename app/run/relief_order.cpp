#include "app/run/relief_order.h"

#include <algorithm>

#include "scorer/policy.h"

namespace app {

std::vector<TraceId> reliefOrder(const RunState& state, std::size_t most) {
    std::vector<scorer::TraceView> running;
    for (const TraceState& trace : state.traces) {
        if (trace.phase == TracePhase::Running || trace.phase == TracePhase::Prefill) running.push_back(viewOf(trace));
    }
    const scorer::PolicyRules rules = policyRules(state.header.options);
    std::vector<TraceId> order;
    while (order.size() < most && !running.empty()) {
        const auto relief = scorer::chooseRelief(rules, running);
        const TraceId next = relief ? relief->trace : running.front().trace;
        order.push_back(next);
        std::erase_if(running, [next](const scorer::TraceView& view) { return view.trace == next; });
    }
    return order;
}

}  // namespace app
