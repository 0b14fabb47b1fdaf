// How a run begins: what it is refused for, its KV cache, its header.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/resources.h"
#include "app/run/run_loop.h"
#include "app/run/steady_seconds.h"
#include "app/run/units.h"
#include "app/run/utc_now.h"

namespace app {
namespace {

std::string mibText(double blocks, std::size_t blockBytes) {
    return fixedText(std::ceil(blocks * static_cast<double>(blockBytes) / kMib * 10.0) / 10.0, 1);
}

/// Room to raise the cap during the run: unused blocks of host memory cost nothing, and a device's are there to use.
int roomyCapacity(const ModelSession& session, const RunOptions& options, int limit, int promptBlocks, int maxTokens) {
    const int wanted = promptBlocks + std::max(options.traces, 256) *
                                          engine::blocksFor(std::min(maxTokens, 4096) + engine::kBlockTokens);
    RunOptions uncapped = options;
    uncapped.kvCacheMib.reset();
    return std::max(limit, std::min(wanted, kvBlocksFor(session.memory(), uncapped)));
}

void requireScorer(const ModelSession& session, const RunOptions& options) {
    if (!policyRow(options.policy).needsScorer || session.scorer()) return;
    throw UsageError(std::string(policyRow(options.policy).title) +
                     " needs a step scorer; load one (--scorer FILE) or choose another policy");
}

void requireContext(const ModelSession& session, int promptTokens) {
    const int context = session.info().contextTokens;
    if (promptTokens + 1 > context) {
        throw UsageError("the problem takes " + std::to_string(promptTokens) + " tokens, the model's context is " +
                         std::to_string(context) + "; shorten it");
    }
}

/// @param limit  blocks that the run may use
void requireRoomToStart(const ModelSession& session, int limit, int promptTokens, int traces) {
    const int promptBlocks = blocksToStart(promptTokens, 0);
    const int needed = blocksToStart(promptTokens, traces);
    if (needed > limit) {
        const int fits = (limit - promptBlocks) / (blocksToStart(promptTokens, 1) - promptBlocks);
        throw UsageError("the KV cache holds " + std::to_string(limit) +
                         " blocks; the prompt and one block for each of " + std::to_string(traces) + " traces take " +
                         std::to_string(needed) + "; " +
                         (fits >= 1 ? "use n " + std::to_string(fits) + " or less, or " : std::string("use ")) +
                         "a KV cache of at least " + mibText(needed, session.info().blockBytes) + " MiB");
    }
}

/// All but the numbers that the run finds out.
RunStarted headerOf(const ModelSession& session, const RunOptions& options, const RunRequest& request) {
    RunStarted header;
    header.programVersion = kProgramVersion;
    header.startedAt = utcNow();
    header.backend = session.device().backend;
    header.device = session.device().name;
    header.model = session.info();
    header.scorer = session.scorer();
    header.options = options;
    header.problem = request.problem;
    header.knownAnswer = request.knownAnswer;
    header.hint = session.findHint(request.problem);
    return header;
}

}  // namespace

RunLoop::RunLoop(ModelSession& session, RunRequest request, Sink sink, Clock clock)
    : m_session(session),
      m_options(std::move(request.options)),
      m_keepRows(request.keepRows),
      m_sink(std::move(sink)),
      m_clock(clock ? std::move(clock) : Clock(steadySeconds)) {
    if (request.given.size() > 1 && policyRow(m_options.policy).oneTrace)
        throw UsageError(std::string(policyRow(m_options.policy).title) + " has one trace, so it can go on from one");
    m_options.traces = std::max(tracesOf(m_options), static_cast<int>(request.given.size()));
    m_options.sampling.wantConfidence = policyRow(m_options.policy).watchesConfidence;
    requireScorer(session, m_options);
    std::vector<TokenId> prompt = session.promptTokens(request.problem, m_options.systemPrompt, m_options.plainPrompt);
    const int promptTokens = static_cast<int>(prompt.size());
    requireContext(session, promptTokens);
    m_maxTokens = std::min(m_options.maxTokens, session.info().contextTokens - promptTokens);

    const int limit = request.kv ? request.kv->blocks : kvBlocksFor(session.memory(), m_options);
    requireRoomToStart(session, limit, promptTokens, m_options.traces);
    const int capacity =
        request.kv ? limit : roomyCapacity(session, m_options, limit, blocksToStart(promptTokens, 0), m_maxTokens);
    m_firstBlock = request.kv ? request.kv->firstBlock : 0;
    if (!request.kv && session.transformer().kvBlockCount() < capacity) session.transformer().allocateKv(capacity);
    // A policy that prunes preempts nothing, so nothing resumes.
    const bool reuse = m_options.prefixReuse && !policyRow(m_options.policy).prunes;
    m_pool = std::make_unique<engine::BlockPool>(
        capacity, limit, reuse ? engine::TakeOrder::OldestFreed : engine::TakeOrder::LowestNumber);
    // A pass of the device's size, and never one that makes the running traces wait long for a prompt.
    engine::SchedulerLimits limits;
    limits.prefillTokensPerPass = session.transformer().maxRows();
    limits.rowsPerPass = std::max(limits.rowsPerPass, limits.prefillTokensPerPass);
    m_scheduler = std::make_unique<engine::Scheduler>(*m_pool, std::move(prompt), limits);

    m_startedAt = m_clock();
    RunStarted header = headerOf(session, m_options, request);
    header.promptTokens = promptTokens;
    header.kvBlocks = limit;
    emit(std::move(header));
    for (const std::string& text : session.notes()) emit(Notice{Notice::Severity::Info, text});
    for (const GivenStart& given : request.given) {
        const GivenStart whole = withWords(given);
        requireLane(std::nullopt, 0, whole);
        addLane(std::nullopt, 0, whole);
    }
    addTraces(m_options.traces);
}

RunLoop::~RunLoop() = default;

}  // namespace app
