// How long what-ifs take: of a large made-up record (64 traces of 20,000 tokens, no model), and of a recording that is
// given as an argument. Not a test; ctest does not run it.
//   bench_what_if [FILE.stepscope]
#include <cstdio>

#include "app/run/recording.h"
#include "app/run/steady_seconds.h"
#include "app/whatif/what_if_sweep.h"
#include "cpu_time.h"
#include "made_up_record.h"

using namespace app;
using what_if_support::madeUp;

namespace {

void timeOne(const RecordedRun& record, PolicyKind policy, int blocks, bool keepEvents) {
    RunOptions options = optionsToStartFrom(record);
    options.policy = policy;
    const double begin = steadySeconds();
    const cpu::ProcessClock clock;
    const auto result = whatIf(record, {options, blocks, keepEvents});
    const double seconds = steadySeconds() - begin;
    std::printf("%-14s %8d blocks%s: %9.1f ms, %9.1f of the processor  (%d passes, %lld tokens, %d pruned)\n",
                nameOf(policy), blocks, keepEvents ? ", events kept" : "", 1e3 * seconds, 1e3 * clock.seconds(),
                result->state.passes, static_cast<long long>(result->state.generatedTokens), result->state.prunedCount);
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
        const cpu::ProcessClock clock;
        const auto sweep = sweepMemory(record, {.options = options, .threads = 2});
        std::printf("%s, sweep over %zu memories on two threads: %.1f ms, %.1f of the processors\n", nameOf(policy),
                    sweep->cells.size(), 1e3 * (steadySeconds() - begin), 1e3 * clock.seconds());
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
