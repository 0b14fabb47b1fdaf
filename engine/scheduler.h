// Continuous batching over a paged KV cache: which tokens of which traces go into the next pass, and which blocks they
// need. It never decides who gives up memory: plan() says that blocks are short, the caller frees some, and plans
// again. Owned by the run loop; one thread at a time. No storage, no model.
//
// The prompt's first P-1 tokens are computed once; their full blocks are shared by all traces, a partial last block is
// copied. Every trace starts by running the prompt's last token itself, so that a trace that joins late is not a
// special case. Admission is first come, first served, and a preempted trace goes to the front of the queue. It takes
// back its blocks, from the first one on, that no other trace has taken (TakeOrder::OldestFreed), and recomputes the
// rest. Blocks are found by their last holder, not by their text: a trace does not find another trace's blocks.
#pragma once

#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/block_pool.h"
#include "engine/ids.h"

namespace engine {

struct SchedulerLimits {
    int prefillTokensPerPass = 128;  ///< prompt and recomputed tokens in one pass: bounds how long a pass takes
    int rowsPerPass = 512;           ///< all tokens in one pass
};

/// Who may leave the waiting queue; a policy may narrow it.
struct Admission {
    int maxRunning = std::numeric_limits<int>::max();        ///< traces that run at once
    TraceId last{std::numeric_limits<std::int32_t>::max()};  ///< later ones stay in the queue
};

/// Tokens of one trace (kPromptTrace: the prompt) in the next pass.
struct PlannedSlice {
    TraceId trace{};
    int firstPosition = 0;
    int tokenCount = 0;
    int newBlocks = 0;        ///< blocks it needs on top of those it holds, blocks that it takes back included
    bool reachesEnd = false;  ///< its last token is the sequence's last: the next token can be drawn
    int sharedBlocks = 0;     ///< of an admission: blocks of the trace that it shares with (Beginning)
};

struct Shortage {
    int neededBlocks = 0;
    int freeBlocks = 0;
};

struct Plan {
    std::vector<PlannedSlice> slices;
    std::vector<TraceId> admissions;   ///< waiting traces that start or resume in this pass; they are in `slices` too
    std::optional<Shortage> shortage;  ///< set: nothing may run until a trace gives up blocks
    int prefillTokens = 0;             ///< prompt and recomputed tokens among the slices
};

/// How a trace begins that has more than the prompt to begin with.
struct Beginning {
    std::vector<TokenId> tokens = {};                  ///< that follow the prompt and were not drawn by this trace
    std::optional<TraceId> sharesWith = std::nullopt;  ///< a trace whose generated tokens begin with the same
    int sharedTokens = 0;                              ///< so many of `tokens`
    std::vector<int> stops =
        {};                  ///< ascending counts of `tokens` after which a slice ends, so that its last row can be had
    bool goesFirst = false;  ///< to the front of the queue, and past Admission::last
};

/// What fork() did.
struct Forked {
    int sharedBlocks = 0;  ///< blocks after the shared prompt's that parent and child now both hold
    std::optional<BlockId>
        copyFrom;  ///< the parent's partial last block, to be copied into `copyTo` before the next pass
    std::optional<BlockId> copyTo;  ///< the child's own
};

/// What commit() did for one slice.
struct Granted {
    TraceId trace{};
    std::vector<BlockId> blocks;      ///< new blocks of its own, in table order; those taken back come first
    std::optional<BlockId> copyFrom;  ///< the shared partial prompt block to copy into blocks[0] before the pass
    bool admitted = false;
    int recomputedTokens = 0;  ///< tokens that had been computed before, by itself or by the trace that it shares with
    int sharedBlocks = 0;      ///< blocks of the trace that it shares with, after the prompt's; not among `blocks`
};

class Scheduler {
public:
    /// Throws std::invalid_argument for an empty prompt.
    Scheduler(BlockPool& pool, std::vector<TokenId> prompt, SchedulerLimits limits = {});
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Appends a trace to the waiting queue. Ids must be new.
    void add(TraceId trace) { add(trace, {}); }
    /// The same for a trace that begins with tokens of its own. When it starts, it shares the full blocks that the
    /// other trace still holds of them, or takes back those that nobody has taken since; the rest is computed.
    void add(TraceId trace, const Beginning& beginning);
    /// From the next plan on. Running traces keep running.
    void setAdmission(const Admission& admission) { m_admission = admission; }
    /// The trace can be forked: it runs, and all its tokens but the last are computed.
    bool canFork(TraceId trace) const;
    /// A new trace that continues from the position of `parent`, at once and without recomputation: full blocks are
    /// shared, a partial last block is copied into a block of its own. Throws std::logic_error if the parent cannot be
    /// forked, the child's id is taken, or no block is free for the copy.
    Forked fork(TraceId parent, TraceId child);
    /// What would run next. Changes nothing.
    Plan plan() const;
    /// Takes the blocks that a plan without shortage needs. The result has one entry a slice, in slice order.
    std::vector<Granted> commit(const Plan& plan);
    /// The pass has run: KV of `tokenCount` more tokens is there.
    void advance(TraceId trace, int tokenCount);
    /// A drawn token becomes the trace's next input.
    void append(TraceId trace, TokenId token);

    /// Frees a trace's blocks and puts it at the front of the waiting queue. Returns blocks freed.
    int preempt(TraceId trace);
    /// Frees a trace's blocks and forgets it. Returns blocks freed.
    int remove(TraceId trace);

    /// Running traces in the order in which they were admitted.
    std::span<const TraceId> running() const { return m_running; }
    const std::deque<TraceId>& waiting() const { return m_waiting; }
    bool isPromptComputed() const { return m_prompt.computed >= m_prefixTokens; }
    /// Prompt and generated tokens of a trace (kPromptTrace: the prompt without its last token).
    std::span<const TokenId> tokens(TraceId trace) const { return sequence(trace).tokens; }
    std::span<const BlockId> blocks(TraceId trace) const { return sequence(trace).table; }
    int promptTokens() const { return static_cast<int>(m_promptTokens.size()); }
    /// Blocks that one trace needs to start, apart from the shared prompt blocks.
    int blocksToStart() const { return blocksFor(promptTokens()) - m_prefixTokens / kBlockTokens; }
    int promptBlocks() const { return blocksFor(m_prefixTokens); }

    /// Integrity of the pool against all tables. Throws std::logic_error.
    void checkIntegrity() const;

private:
    struct Sequence {
        TraceId id{};
        std::vector<TokenId> tokens;
        std::vector<BlockId> table;
        int computed = 0;               // tokens whose KV is in the cache
        int computedBefore = 0;         // at the last preemption
        std::vector<FilledBlock> left;  // full blocks of its own that it had then, in table order
        bool alive = false;
        std::vector<int> stops = {};  // ascending; lengths of the sequence at which a slice ends, not yet computed
        std::optional<TraceId> sharesWith = std::nullopt;
        int mostShared = 0;  // tokens of the sequence, prompt included, that may be the other trace's
        bool goesFirst = false;
    };

    const Sequence& sequence(TraceId trace) const;
    Sequence& sequence(TraceId trace);
    Sequence& place(TraceId trace);
    int releaseTable(Sequence& sequence);
    void planPrompt(Plan& plan) const;
    void planRunning(Plan& plan, int& neededBlocks) const;
    void planAdmissions(Plan& plan, int freeBlocks) const;
    int sharedFullBlocks() const { return m_prefixTokens / kBlockTokens; }
    int countTakeBack(const Sequence& sequence, int from, const std::vector<BlockId>& promised) const;
    int countShared(const Sequence& sequence) const;
    int countUpToStop(const Sequence& sequence, int first, int count) const;
    std::vector<FilledBlock> filledBlocks(const Sequence& sequence) const;
    Granted admit(Sequence& sequence, const PlannedSlice& slice);

    BlockPool& m_pool;
    SchedulerLimits m_limits;
    Admission m_admission;
    std::vector<TokenId> m_promptTokens;
    int m_prefixTokens;  // P-1: what the shared prompt blocks hold
    Sequence m_prompt;
    std::vector<Sequence> m_sequences;  // [trace - 1]
    std::vector<TraceId> m_running;
    std::deque<TraceId> m_waiting;
};

}  // namespace engine
