// How long what-ifs take: of a large made-up record (64 traces of 20,000 tokens, no model), and of a recording that is
// given as an argument. Not a test; ctest does not run it.
//   bench_what_if [FILE.stepscope]
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/steady_seconds.h"
#include "app/whatif/what_if_sweep.h"

using namespace app;

namespace {

RecordedRun madeUp(int traces, int tokens) {
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

void timeOne(const RecordedRun& record, PolicyKind policy, int blocks, bool keepEvents) {
    RunOptions options = optionsToStartFrom(record);
    options.policy = policy;
    const double begin = steadySeconds();
    const auto result = whatIf(record, {options, blocks, keepEvents});
    const double seconds = steadySeconds() - begin;
    std::printf("%-14s %8d blocks%s: %9.1f ms  (%d passes, %lld tokens, %d pruned)\n", nameOf(policy), blocks,
                keepEvents ? ", events kept" : "", 1e3 * seconds, result->state.passes,
                static_cast<long long>(result->state.generatedTokens), result->state.prunedCount);
}

void timeAll(const RecordedRun& record, bool sweeps) {
    const int peak = unprunedPeakBlocks(record, tracesOf(record.options())).value();
    std::printf("unpruned peak %d blocks\n", peak);
    for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::ScStatic, PolicyKind::DeepConfHigh,
                                    PolicyKind::DeepConfLow, PolicyKind::Step}) {
        timeOne(record, policy, peak, false);
        timeOne(record, policy, peak / 3, false);
    }
    timeOne(record, PolicyKind::Step, peak, true);
    if (!sweeps) return;
    for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::Step}) {
        RunOptions options = optionsToStartFrom(record);
        options.policy = policy;
        const double begin = steadySeconds();
        const auto sweep = sweepMemory(record, {.options = options, .threads = 2});
        std::printf("%s, sweep over %zu memories on two threads: %.1f ms\n", nameOf(policy), sweep->cells.size(),
                    1e3 * (steadySeconds() - begin));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        double begin = steadySeconds();
        const OpenedRecording opened = openRecording(argv[1]);
        std::printf("%s\nopened in %.1f ms\n", argv[1], 1e3 * (steadySeconds() - begin));
        begin = steadySeconds();
        const RecordedRun record = recordedRunOf(opened.timeline.events(), opened.timeline.latest());
        std::printf("made a record in %.1f ms\n", 1e3 * (steadySeconds() - begin));
        timeAll(record, true);
        return 0;
    }
    std::printf("64 traces of up to 20,000 tokens\n");
    timeAll(madeUp(64, 20000), false);
    return 0;
}
