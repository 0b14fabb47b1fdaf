// How a run begins: what it is refused for, its KV cache, its header.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/model_pass.h"
#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/run_loop.h"
#include "app/run/steady_seconds.h"
#include "app/run/units.h"

namespace app {
namespace {

std::string mibText(double blocks, std::size_t blockBytes) {
    return fixedText(std::ceil(blocks * static_cast<double>(blockBytes) / kMib * 10.0) / 10.0, 1);
}

/// Room to raise the cap during the run: unused blocks of host memory cost nothing, and a device's are there to use.
int roomyCapacity(const MemoryFacts& memory, const RunOptions& options, int limit, int promptBlocks, int maxTokens) {
    const int wanted = promptBlocks + std::max(options.traces, 256) *
                                          engine::blocksFor(std::min(maxTokens, 4096) + engine::kBlockTokens);
    RunOptions uncapped = options;
    uncapped.kvCacheMib.reset();
    return std::max(limit, std::min(wanted, kvBlocksFor(memory, uncapped)));
}

void requireScorer(const RunStarted& header, const RunOptions& options) {
    if (!policyRow(options.policy).needsScorer || header.scorer) return;
    throw UsageError(std::string(policyRow(options.policy).title) +
                     " needs a step scorer; load one (--scorer FILE) or choose another policy");
}

void requireAnswers(const PassSource& source, const RunOptions& options) {
    if (const auto why = source.whyNot(options)) throw UsageError(*why);
}

void requireContext(const RunStarted& header, int promptTokens) {
    const int context = header.model.contextTokens;
    if (context > 0 && promptTokens + 1 > context) {  // a server may not say it
        throw UsageError("the problem takes " + std::to_string(promptTokens) + " tokens, the model's context is " +
                         std::to_string(context) + "; shorten it");
    }
}

/// @param limit  blocks that the run may use
void requireRoomToStart(std::size_t blockBytes, int limit, int promptTokens, int traces) {
    const int promptBlocks = blocksToStart(promptTokens, 0);
    const int needed = blocksToStart(promptTokens, traces);
    if (needed > limit) {
        const int fits = (limit - promptBlocks) / (blocksToStart(promptTokens, 1) - promptBlocks);
        throw UsageError("the KV cache holds " + std::to_string(limit) +
                         " blocks; the prompt and one block for each of " + std::to_string(traces) + " traces take " +
                         std::to_string(needed) + "; " +
                         (fits > 1    ? "use n " + std::to_string(fits) + " or less, or "
                          : fits == 1 ? std::string("use n 1, or ")
                                      : std::string("use ")) +
                         "a KV cache of at least " +
                         (blockBytes > 0 ? mibText(needed, blockBytes) + " MiB"
                                         : std::to_string(needed * engine::kBlockTokens) + " tokens"));
    }
}

}  // namespace

std::optional<std::string> whyNeedsModel(const RunOptions& options, bool hasThoughts) {
    const PolicyRow& policy = policyRow(options.policy);
    const std::string title = policy.title;
    if (policy.refills) return title + " branches traces, and a recording does not hold what the branches would draw";
    if (policy.comparesThoughts && !hasThoughts)
        return title + " compares hidden states, and no hidden rows were kept with the recording (--record-hidden)";
    if (options.consensusProbe && !policy.oneTrace)
        return "the consensus probe asks traces for answers, and a recording does not hold what they would reply";
    return std::nullopt;
}

RunLoop::RunLoop(ModelSession& session, RunRequest request, Sink sink, Clock clock)
    : RunLoop(std::make_unique<ModelPass>(session), std::move(request), std::move(sink), std::move(clock)) {}

RunLoop::RunLoop(std::unique_ptr<PassSource> source, RunRequest request, Sink sink, Clock clock)
    : m_source(std::move(source)),
      m_options(std::move(request.options)),
      m_keepRows(request.keepRows),
      m_rowSink(std::move(request.rows)),
      m_sink(std::move(sink)),
      m_clock(clock ? std::move(clock) : Clock(steadySeconds)) {
    m_watch.setAlways(request.pauseAt);
    if (request.given.size() > 1 && policyRow(m_options.policy).oneTrace)
        throw UsageError(std::string(policyRow(m_options.policy).title) + " has one trace, so it can go on from one");
    m_options.traces = std::max(tracesOf(m_options), static_cast<int>(request.given.size()));
    m_options.sampling.wantConfidence = true;  // a record is to answer for every policy
    RunStarted header = m_source->header(request.problem);
    requireScorer(header, m_options);
    requireAnswers(*m_source, m_options);
    std::vector<TokenId> prompt = m_source->promptTokens(request.problem, m_options);
    const int promptTokens = static_cast<int>(prompt.size());
    requireContext(header, promptTokens);
    m_maxTokens = m_options.maxTokens;
    if (header.model.contextTokens > 0) m_maxTokens = std::min(m_maxTokens, header.model.contextTokens - promptTokens);

    const MemoryFacts memory = m_source->memory();
    requireKvType(memory, m_options.kvType);
    const kernels::KvType kvType = kvTypeFor(memory, m_options.kvType);
    if (m_source->model()) {  // a recording's are those that it had
        header.model.blockBytes = blockBytesFor(memory, m_options.kvType);
        header.model.kvType = kernels::nameOf(kvType);
        m_options.weights = m_source->model()->weights();
    }
    const int limit = request.kv ? request.kv->blocks : kvBlocksFor(memory, m_options);
    requireRoomToStart(header.model.blockBytes, limit, promptTokens, m_options.traces);
    const int capacity =
        request.kv ? limit : roomyCapacity(memory, m_options, limit, blocksToStart(promptTokens, 0), m_maxTokens);
    m_firstBlock = request.kv ? request.kv->firstBlock : 0;
    if (!request.kv) m_source->reserveKv(capacity, kvType);
    // A policy that prunes preempts nothing, so nothing resumes.
    const bool reuse = m_options.prefixReuse && !policyRow(m_options.policy).prunes;
    m_pool = std::make_unique<engine::BlockPool>(
        capacity, limit, reuse ? engine::TakeOrder::OldestFreed : engine::TakeOrder::LowestNumber);
    // A pass of the device's size, and never one that makes the running traces wait long for a prompt.
    engine::SchedulerLimits limits;
    limits.prefillTokensPerPass = header.prefillRows;
    limits.rowsPerPass = std::max(limits.rowsPerPass, limits.prefillTokensPerPass);
    m_scheduler = std::make_unique<engine::Scheduler>(*m_pool, std::move(prompt), limits);

    m_startedAt = m_clock();
    header.options = m_options;
    header.problem = std::move(request.problem);
    header.knownAnswer = std::move(request.knownAnswer);
    header.promptTokens = promptTokens;
    header.kvBlocks = limit;
    emit(std::move(header));
    for (const std::string& text : m_source->notes()) emit(Notice{Notice::Severity::Info, text});
    if (!request.given.empty()) requireForkable();
    for (const GivenStart& given : request.given) {
        const GivenStart whole = withWords(given);
        requireLane(std::nullopt, 0, whole);
        addLane(std::nullopt, 0, whole);
    }
    addTraces(m_options.traces);
}

RunLoop::~RunLoop() = default;

ModelSession& RunLoop::session() const {
    if (ModelSession* model = m_source->model()) return *model;
    throw UsageError(m_state.header.server ? "that needs the model itself, and this run's is on a server"
                                           : "no model is behind this run, because its passes come from a recording");
}

}  // namespace app
