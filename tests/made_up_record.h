// A record of traces that nobody drew, of any size, for measuring what-ifs without a model.
#pragma once

#include <string>

#include "app/run/policy_table.h"
#include "app/whatif/recorded_run.h"

namespace what_if_support {

using namespace app;

/// @param tokens  of the longest trace; the shortest has a fifth less
inline RecordedRun madeUp(int traces, int tokens) {
    RecordedRun record;
    record.header.backend = "cpu";
    record.header.options.traces = traces;
    record.header.options.policy = PolicyKind::SelfConsistency;
    record.header.options.deepconf.warmup = 16;
    record.header.model.contextTokens = 1 << 20;
    record.header.model.blockBytes = 1 << 20;
    record.header.promptTokens = 200;
    record.header.prefillRows = 512;
    record.header.kvBlocks = 1 << 20;
    record.header.knownAnswer = "7";
    record.header.scorer = ScorerInfo{"made up", {}, {}, 1, 1, {}};
    record.passTimes.perPassS = 1e-3;
    record.passTimes.perRowS = 1e-5;
    record.traces.resize(static_cast<std::size_t>(traces));
    unsigned state = 1;
    const auto next = [&state] { return (state = state * 1664525U + 1013904223U) >> 8; };
    for (int t = 0; t < traces; ++t) {
        TraceRecord& trace = record.traces[static_cast<std::size_t>(t)];
        const int length = tokens - static_cast<int>(next() % static_cast<unsigned>(tokens / 5));
        for (int i = 0; i < length; ++i) {
            trace.text += i % 40 == 39 ? "\n\n" : " word";
            if (i + 1 == length) trace.text += "\\boxed{" + std::to_string(7 + t % 3) + "}";
            trace.tokens.push_back({TokenId{static_cast<int>(next() % 30000)}, -0.5F,
                                    8.0F + static_cast<float>(next() % 100) * 0.1F,
                                    static_cast<std::uint32_t>(trace.text.size())});
            if (i % 40 == 39 && i + 1 < length)
                trace.steps.push_back({i + 1, 0.2F + static_cast<float>(next() % 100) * 0.006F});
        }
        trace.endsText = true;
        record.completeness.traces.push_back({TraceId{t + 1}, ""});
    }
    record.completeness.usable = traces;
    record.hasConfidence = record.hasScores = true;
    return record;
}

}  // namespace what_if_support
