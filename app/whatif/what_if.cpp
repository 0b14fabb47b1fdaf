#include "app/whatif/what_if.h"

#include <algorithm>
#include <utility>

#include "app/run/log_words.h"
#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/reference_run.h"
#include "app/run/run_loop.h"
#include "app/run/units.h"
#include "app/run/usage_error.h"
#include "app/whatif/recorded_pass.h"

namespace app {
namespace {

constexpr int kPassesPerReport = 256;
// A recording is input: no file makes a what-if take memory out of proportion.
constexpr int kMostPromptTokens = 1 << 22;
constexpr int kMostKvBlocks = 1 << 24;

/// Whether the recorded draws are those of these options.
std::optional<std::string> whyOtherDraws(const RunOptions& recorded, const RunOptions& wanted) {
    const auto& a = recorded.sampling;
    const auto& b = wanted.sampling;
    const char* what = nullptr;
    if (a.seed != b.seed)
        what = "seed";
    else if (a.temperature != b.temperature || a.topP != b.topP || a.topK != b.topK)
        what = "sampling";
    else if (recorded.plainPrompt != wanted.plainPrompt || recorded.systemPrompt != wanted.systemPrompt)
        what = "prompt";
    else if (recorded.scoreAfterThink != wanted.scoreAfterThink)
        what = "rule for steps after the thinking";
    if (!what) return std::nullopt;
    return "the recorded traces have another " + std::string(what) + "; run the model for that";
}

/// Whether a longer limit would have let a recorded trace go on.
bool wasCutByLimit(const RecordedRun& record, int traces, int maxTokens) {
    if (maxTokens <= record.options().maxTokens) return false;
    const auto used = std::span(record.traces).first(static_cast<std::size_t>(traces));
    return std::any_of(used.begin(), used.end(), [](const TraceRecord& trace) { return !trace.endsText; });
}

int blocksOf(const RecordedRun& record, const WhatIfRequest& request) {
    if (request.kvBlocks) return *request.kvBlocks;
    // On a GPU the run may have had less than its cap.
    const bool isAnother = request.options.kvCacheMib && request.options.kvCacheMib != record.options().kvCacheMib;
    return isAnother ? blocksIn(*request.options.kvCacheMib * kMib, record.header.model.blockBytes)
                     : record.header.kvBlocks;
}

std::int64_t tokensOf(const RecordedRun& record, int traces) {
    std::int64_t tokens = 0;
    for (const TraceRecord& trace : std::span(record.traces).first(static_cast<std::size_t>(traces)))
        tokens += static_cast<std::int64_t>(trace.tokens.size());
    return tokens;
}

/// Runs the loop to its end; false where `progress` gave up.
bool runToEnd(RunLoop& loop, SimulatedClock& clock, double betweenPassesS, std::int64_t tokens,
              const WhatIfProgress& progress) {
    int steps = 0;
    while (!loop.isFinished()) {
        clock.now += betweenPassesS;
        loop.step();
        if (!progress || ++steps % kPassesPerReport != 0) continue;
        const double done = static_cast<double>(loop.state().generatedTokens);
        if (!progress(std::min(1.0, done / static_cast<double>(std::max<std::int64_t>(1, tokens))))) return false;
    }
    return true;
}

}  // namespace

RunOptions optionsToStartFrom(const RecordedRun& record) {
    RunOptions options = record.options();
    options.pace = 0;
    return options;
}

bool guessesOptions(const RecordedRun& record, const RunOptions& options) {
    if (record.header.hasOthersOptions || options.policy == record.options().policy) return false;
    return std::ranges::any_of(optionTable(), [&](const OptionRow& row) {
        const bool isPolicys = row.keep == Keep::WithGroup || row.keep == Keep::WithGroupIfChanged;
        return row.modelKey && isPolicys && belongsTo(row.group, options.policy, options.consensusProbe) &&
               !belongsTo(row.group, record.options().policy, record.options().consensusProbe);
    });
}

bool isExact(const RecordedRun& record, const RunOptions& options) {
    const bool readsRows = policyRow(options.policy).comparesThoughts && record.hidden;
    return record.header.backend == "cpu" && !guessesOptions(record, options) &&
           (!readsRows || record.hidden->isExact());
}

std::optional<std::string> whyNotFrom(const RecordedRun& record, const RunOptions& options) {
    const int traces = tracesOf(options);
    const int usable = record.completeness.usable;
    const RunStarted& header = record.header;
    const bool hasSize = header.model.blockBytes > 0 || header.server;
    if (header.promptTokens < 1 || header.promptTokens > kMostPromptTokens || !hasSize)
        return "the recording does not say how long the prompt is or how large a block; record the run again";
    if (header.server && options.kvCacheMib)
        return "the run was on a server, which does not say how large its blocks are; ask for a share of the memory "
               "(--memory-share)";
    if (traces < 1) return "ask for one trace at least";
    if (traces > usable && !record.completeness.isComplete())
        return record.completeness.text() + "; " + record.completeness.remedy();
    if (traces > usable) return "the recording holds " + plural(usable, "trace") + "; ask for as many or fewer";
    if (const auto why = whyNeedsModel(options, record.hidden != nullptr)) return *why + "; run the model for that";
    const PolicyRow& policy = policyRow(options.policy);
    if (policy.needsScorer && !header.scorer)
        return std::string(policy.title) + " needs step scores, and the recorded run had no scorer; record it with one";
    if (header.scorer && !record.hasScores)
        return "some recorded steps have no score, because the scorer came late or the file is damaged; record the "
               "run again";
    if (policy.watchesConfidence && !record.hasConfidence)
        return std::string(policy.title) +
               " needs the confidence of every token, which an older version did not record; record the run again";
    if (const auto why = whyOtherDraws(record.options(), options)) return why;
    if (wasCutByLimit(record, traces, options.maxTokens)) {
        return "recorded traces end at " + std::to_string(record.options().maxTokens) +
               " tokens, and nobody knows how they would go on; run the model for longer traces";
    }
    return std::nullopt;
}

std::optional<WhatIfResult> whatIf(const RecordedRun& record, const WhatIfRequest& request,
                                   const WhatIfProgress& progress) {
    if (const auto why = whyNotFrom(record, request.options)) throw UsageError(*why);
    RunRequest run{record.header.problem, record.header.knownAnswer, request.options};
    const int blocks = blocksOf(record, request);
    if (blocks > kMostKvBlocks) {
        throw UsageError("a what-if takes at most " + std::to_string(kMostKvBlocks) + " blocks of KV cache, found " +
                         std::to_string(blocks) + "; give less memory");
    }
    run.kv = KvRange{0, blocks};
    run.options.pace = 0;
    WhatIfResult result;
    result.isExact = isExact(record, request.options);
    SimulatedClock clock;
    RunLoop loop(
        std::make_unique<RecordedPass>(record, clock), std::move(run),
        [&](const Event& event) {
            if (request.keepEvents) result.events.append(event);
        },
        [&clock] { return clock.now; });
    const bool finished =
        runToEnd(loop, clock, record.passTimes.betweenPassesS, tokensOf(record, tracesOf(request.options)), progress);
    if (!finished) return std::nullopt;
    result.state = loop.state();
    // What a sound record answers cannot fail: recordings are input.
    if (result.state.finished->end == RunEnd::Failed)
        throw UsageError("the recording does not add up: " + result.state.finished->message);
    result.figures = figuresOf(result.state);
    return result;
}

std::optional<int> unprunedPeakBlocks(const RecordedRun& record, int traces, const WhatIfProgress& progress) {
    WhatIfRequest request{.options = referenceOptions(optionsToStartFrom(record)), .kvBlocks = {}, .keepEvents = false};
    request.options.traces = traces;
    int blocks = blocksToStart(record.header.promptTokens, traces);
    for (const TraceRecord& trace : std::span(record.traces).first(static_cast<std::size_t>(traces)))
        blocks += engine::blocksFor(static_cast<int>(trace.tokens.size())) + 1;
    request.kvBlocks = blocks;
    const auto result = whatIf(record, request, progress);
    return result ? std::optional(result->figures.peakBlocks) : std::nullopt;
}

}  // namespace app
