// Scripted runs for tests of the fold: their outcome is known.
#pragma once

#include <string>
#include <vector>

#include "app/run/run_state.h"

namespace run_state_support {

using namespace app;

inline TokenOut token(int trace, const char* text) {
    return {TraceId{trace}, TokenId{5}, text, -0.5f};
}

inline std::vector<Event> script(PolicyKind policy = PolicyKind::Step) {
    RunStarted header;
    header.options.policy = policy;
    header.options.traces = 3;
    header.kvBlocks = 6;
    header.knownAnswer = "4";
    header.problem = "2+2";
    std::vector<Event> events{{0, header}};
    for (int t = 1; t <= 3; ++t) events.push_back({0, TraceAdded{TraceId{t}}});
    events.push_back({0.1, PromptBlocks{{BlockId{0}}}});
    for (int t = 1; t <= 3; ++t) events.push_back({0.2, TraceAdmitted{TraceId{t}, {BlockId{t}}}});
    events.push_back({0.3, PassDone{{token(1, "a.\n\n"), token(2, "b.\n\n"), token(3, "c.\n\n")}, {}, 0, 0.1, 0.01}});
    events.push_back({0.4, PassDone{{token(1, "\\boxed{4}"), token(2, "\\boxed{5}"), token(3, "x")},
                                    {{TraceId{1}, BlockId{4}}, {TraceId{2}, BlockId{5}}},
                                    0,
                                    0.1,
                                    0.01}});
    events.push_back({0.4, StepScored{TraceId{1}, 1, 0.9f}});
    events.push_back({0.4, StepScored{TraceId{2}, 1, 0.6f}});
    events.push_back({0.4, StepScored{TraceId{3}, 1, 0.2f}});
    events.push_back({0.5, Saturated{1, 0, 3}});
    events.push_back({0.5, TracePruned{TraceId{3}, 0.2, 3, 1, PruneCause::Memory, std::nullopt, std::nullopt}});
    events.push_back({0.6, TraceFinished{TraceId{2}, FinishReason::EndOfText, "5", 2}});
    events.push_back({0.7, TraceFinished{TraceId{1}, FinishReason::EndOfText, "4", 2}});
    events.push_back({0.8, RunFinished{}});
    return events;
}

/// A run of traces that have written one token each.
inline std::vector<Event> beginning(int traces) {
    RunStarted header;
    header.options.traces = traces;
    header.kvBlocks = 1'000'000;
    std::vector<Event> events{{0, header}};
    for (int t = 1; t <= traces; ++t) events.push_back({0, TraceAdded{TraceId{t}}});
    std::vector<BlockId> blocks;
    for (int b = 0; traces == 1 && b < 64; ++b) blocks.push_back(BlockId{b});
    for (int t = 1; t <= traces; ++t) events.push_back({0, TraceAdmitted{TraceId{t}, blocks}});
    PassDone pass;
    for (int t = 1; t <= traces; ++t) pass.tokens.push_back(token(t, "a"));
    events.push_back({1, pass});
    return events;
}

inline RunState fold(const std::vector<Event>& events) {
    RunState state;
    for (const Event& e : events) state.apply(e);
    return state;
}

inline RunState begun(int traces) {
    return fold(beginning(traces));
}

}  // namespace run_state_support
