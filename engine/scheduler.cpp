#include "engine/scheduler.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace engine {

Scheduler::Scheduler(BlockPool& pool, std::vector<TokenId> prompt, SchedulerLimits limits)
    : m_pool(pool), m_limits(limits), m_promptTokens(std::move(prompt)) {
    if (m_promptTokens.empty()) throw std::invalid_argument("scheduler: the prompt is empty");
    m_prefixTokens = promptTokens() - 1;
    m_prompt.id = kPromptTrace;
    m_prompt.tokens.assign(m_promptTokens.begin(), m_promptTokens.end() - 1);
    m_prompt.alive = true;
}

Scheduler::~Scheduler() {
    for (Sequence& s : m_sequences) releaseTable(s);
    releaseTable(m_prompt);
}

const Scheduler::Sequence& Scheduler::sequence(TraceId trace) const {
    if (trace == kPromptTrace) return m_prompt;
    const int i = index(trace) - 1;
    if (i < 0 || i >= static_cast<int>(m_sequences.size()) || !m_sequences[static_cast<std::size_t>(i)].alive) {
        throw std::logic_error("scheduler: no trace " + std::to_string(index(trace)));
    }
    return m_sequences[static_cast<std::size_t>(i)];
}

Scheduler::Sequence& Scheduler::sequence(TraceId trace) {
    return const_cast<Sequence&>(static_cast<const Scheduler*>(this)->sequence(trace));
}

/// Where a new trace's sequence goes. References to other sequences are void afterwards.
Scheduler::Sequence& Scheduler::place(TraceId trace) {
    const auto i = static_cast<std::size_t>(index(trace)) - 1;
    if (index(trace) < 1 || (i < m_sequences.size() && m_sequences[i].alive)) {
        throw std::logic_error("scheduler: trace " + std::to_string(index(trace)) + " cannot be added");
    }
    if (i >= m_sequences.size()) m_sequences.resize(i + 1);
    return m_sequences[i];
}

void Scheduler::add(TraceId trace, const Beginning& beginning) {
    Sequence added{trace, m_promptTokens, {}, 0, 0, {}, true};
    added.tokens.insert(added.tokens.end(), beginning.tokens.begin(), beginning.tokens.end());
    for (int stop : beginning.stops) added.stops.push_back(promptTokens() + stop);
    added.goesFirst = beginning.goesFirst;
    if (beginning.sharesWith) {
        // Its last token is its own to run, and so is one whose row is wanted.
        const int total = static_cast<int>(added.tokens.size());
        const int own = added.stops.empty() ? total : std::min(total, added.stops.front());
        added.sharesWith = beginning.sharesWith;
        added.mostShared = std::min(promptTokens() + beginning.sharedTokens, own - 1);
        added.computedBefore = added.mostShared;
        const auto other = static_cast<std::size_t>(index(*beginning.sharesWith)) - 1;
        if (other < m_sequences.size()) added.left = m_sequences[other].left;  // where it holds none any more
        const int most = added.mostShared / kBlockTokens - sharedFullBlocks();
        added.left.resize(std::min(added.left.size(), static_cast<std::size_t>(std::max(0, most))));
    }
    place(trace) = std::move(added);
    if (beginning.goesFirst)
        m_waiting.push_front(trace);
    else
        m_waiting.push_back(trace);
}

bool Scheduler::canFork(TraceId trace) const {
    if (std::find(m_running.begin(), m_running.end(), trace) == m_running.end()) return false;
    const Sequence& s = sequence(trace);
    return static_cast<int>(s.tokens.size()) - s.computed == 1;
}

Forked Scheduler::fork(TraceId parent, TraceId child) {
    if (!canFork(parent)) {
        throw std::logic_error("scheduler: trace " + std::to_string(index(parent)) + " cannot be forked now");
    }
    const Sequence from = sequence(parent);  // a copy: the child may move the sequences
    const int fullBlocks = from.computed / kBlockTokens;
    const bool partial = from.computed % kBlockTokens != 0;
    if (partial && m_pool.free() < 1) throw std::logic_error("scheduler: no free block for a fork");
    Sequence& s = place(child);
    s = Sequence{child, from.tokens, {}, from.computed, 0, {}, true};
    s.table.assign(from.table.begin(), from.table.begin() + fullBlocks);
    for (BlockId block : s.table) m_pool.share(block);
    Forked forked{fullBlocks - m_prefixTokens / kBlockTokens, {}, {}};
    if (partial) {
        forked.copyFrom = from.table[static_cast<std::size_t>(fullBlocks)];
        forked.copyTo = m_pool.take();
        s.table.push_back(*forked.copyTo);
    }
    m_running.push_back(child);
    return forked;
}

Plan Scheduler::plan() const {
    Plan plan;
    if (!isPromptComputed()) {
        planPrompt(plan);
        return plan;
    }
    int needed = 0;
    planRunning(plan, needed);
    if (needed > m_pool.free()) {
        return Plan{{}, {}, Shortage{needed, m_pool.free()}, 0};
    }
    planAdmissions(plan, m_pool.free() - needed);
    return plan;
}

void Scheduler::planPrompt(Plan& plan) const {
    const int left = m_prefixTokens - m_prompt.computed;
    const int count = std::min(left, std::min(m_limits.prefillTokensPerPass, m_limits.rowsPerPass));
    const int needed = blocksFor(m_prompt.computed + count) - static_cast<int>(m_prompt.table.size());
    if (needed > m_pool.free()) {
        plan.shortage = Shortage{needed, m_pool.free()};
        return;
    }
    plan.slices.push_back({kPromptTrace, m_prompt.computed, count, needed, false});
    plan.prefillTokens = count;
}

void Scheduler::planRunning(Plan& plan, int& neededBlocks) const {
    int rows = 0;
    // Decoding traces first: they always take part. Recomputing ones share what is left of the prefill budget.
    for (TraceId id : m_running) {
        const Sequence& s = sequence(id);
        const int left = static_cast<int>(s.tokens.size()) - s.computed;
        if (left != 1 || rows >= m_limits.rowsPerPass) continue;
        const int blocks = std::max(0, blocksFor(s.computed + 1) - static_cast<int>(s.table.size()));
        plan.slices.push_back({id, s.computed, 1, blocks, true});
        neededBlocks += blocks;
        ++rows;
    }
    for (TraceId id : m_running) {
        const Sequence& s = sequence(id);
        const int left = static_cast<int>(s.tokens.size()) - s.computed;
        if (left <= 1) continue;
        const int budget = std::min(m_limits.prefillTokensPerPass - plan.prefillTokens, m_limits.rowsPerPass - rows);
        const int count = countUpToStop(s, s.computed, std::min(left, budget));
        if (count <= 0) break;
        const int blocks = std::max(0, blocksFor(s.computed + count) - static_cast<int>(s.table.size()));
        plan.slices.push_back({id, s.computed, count, blocks, count == left});
        plan.prefillTokens += count;
        neededBlocks += blocks;
        rows += count;
    }
}

void Scheduler::planAdmissions(Plan& plan, int freeBlocks) const {
    int rows = 0;
    for (const PlannedSlice& s : plan.slices) rows += s.tokenCount;
    std::vector<BlockId> promised;  // a branch and its parent may both have held a block
    for (TraceId id : m_waiting) {
        const auto together = static_cast<int>(m_running.size() + plan.admissions.size());
        const Sequence& s = sequence(id);
        if (together >= m_admission.maxRunning || (id > m_admission.last && !s.goesFirst)) break;
        const int total = static_cast<int>(s.tokens.size());
        const int shared = countShared(s);
        const int blocks = blocksFor(total) - sharedFullBlocks() - shared;
        const int back = countTakeBack(s, shared, promised);
        const int first = shared + back > 0 ? (sharedFullBlocks() + shared + back) * kBlockTokens : m_prefixTokens;
        const int left = total - first;
        const bool fresh = left == 1;
        const int budget =
            fresh ? m_limits.rowsPerPass - rows
                  : std::min(m_limits.prefillTokensPerPass - plan.prefillTokens, m_limits.rowsPerPass - rows);
        const int count = countUpToStop(s, first, std::min(left, budget));
        if (blocks > freeBlocks || count <= 0) break;  // first come, first served: nobody overtakes
        plan.slices.push_back({id, first, count, blocks, count == left, shared});
        plan.admissions.push_back(id);
        for (int i = shared; i < shared + back; ++i) promised.push_back(s.left[static_cast<std::size_t>(i)].block);
        if (!fresh) plan.prefillTokens += count;
        freeBlocks -= blocks;
        rows += count;
    }
}

/// Blocks that a waiting trace can take back: from number `from` on, without a gap and without those promised to
/// others.
int Scheduler::countTakeBack(const Sequence& s, int from, const std::vector<BlockId>& promised) const {
    if (from >= static_cast<int>(s.left.size())) return 0;
    const auto begin = s.left.begin() + from;
    const auto gone = std::find_if(begin, s.left.end(), [&](const FilledBlock& filled) {
        return !m_pool.canTakeBack(filled) ||
               std::find(promised.begin(), promised.end(), filled.block) != promised.end();
    });
    return static_cast<int>(gone - begin);
}

/// Full blocks after the prompt's that a waiting trace can share with the other one as it is now.
int Scheduler::countShared(const Sequence& s) const {
    if (!s.sharesWith) return 0;
    const auto i = static_cast<std::size_t>(index(*s.sharesWith)) - 1;
    if (i >= m_sequences.size() || !m_sequences[i].alive) return 0;
    const Sequence& other = m_sequences[i];
    return std::max(0, std::min(other.computed, s.mostShared) / kBlockTokens - sharedFullBlocks());
}

/// Of `count` tokens from position `first` on, those up to the next stop.
int Scheduler::countUpToStop(const Sequence& s, int first, int count) const {
    const auto stop = std::upper_bound(s.stops.begin(), s.stops.end(), first);
    return stop == s.stops.end() ? count : std::min(count, *stop - first);
}

/// The full blocks of its own that a trace holds now, in table order.
std::vector<FilledBlock> Scheduler::filledBlocks(const Sequence& s) const {
    std::vector<FilledBlock> filled;
    for (int i = sharedFullBlocks(); i < s.computed / kBlockTokens; ++i)
        filled.push_back(m_pool.filled(s.table[static_cast<std::size_t>(i)]));
    return filled;
}

/// Out of the queue, with the prompt's blocks, those it shares and those it takes back, up to its first position; what
/// else it needs is taken by commit().
Granted Scheduler::admit(Sequence& s, const PlannedSlice& slice) {
    const int firstPosition = slice.firstPosition;
    const int fullBlocks = sharedFullBlocks();
    const int shared = slice.sharedBlocks;
    const int back = firstPosition > m_prefixTokens ? firstPosition / kBlockTokens - fullBlocks - shared : 0;
    s.table.assign(m_prompt.table.begin(), m_prompt.table.begin() + fullBlocks);
    if (shared > 0) {
        const auto others = sequence(*s.sharesWith).table.begin() + fullBlocks;
        s.table.insert(s.table.end(), others, others + shared);
    }
    for (BlockId block : s.table) m_pool.share(block);
    Granted granted{s.id, {}, {}, true, 0, shared};
    for (const FilledBlock& filled :
         std::span(s.left).subspan(back > 0 ? static_cast<std::size_t>(shared) : 0, static_cast<std::size_t>(back))) {
        m_pool.takeBack(filled);
        s.table.push_back(filled.block);
        granted.blocks.push_back(filled.block);
    }
    s.computed = firstPosition;
    if (shared + back == 0 && m_prefixTokens % kBlockTokens != 0)
        granted.copyFrom = m_prompt.table[static_cast<std::size_t>(fullBlocks)];
    granted.recomputedTokens = std::max(0, s.computedBefore - s.computed);
    s.computedBefore = 0;
    s.left.clear();
    m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), s.id));
    m_running.push_back(s.id);
    return granted;
}

std::vector<Granted> Scheduler::commit(const Plan& plan) {
    if (plan.shortage) throw std::logic_error("scheduler: a plan with a shortage cannot be committed");
    // What is taken back goes first: a block taken anew may be one that the plan counts on.
    std::vector<Granted> admitted;
    for (const PlannedSlice& slice : std::span(plan.slices).last(plan.admissions.size())) {
        admitted.push_back(admit(sequence(slice.trace), slice));
    }
    auto nextAdmitted = admitted.begin();
    std::vector<Granted> result;
    for (const PlannedSlice& slice : plan.slices) {
        Sequence& s = sequence(slice.trace);
        const bool admission = nextAdmitted != admitted.end() && nextAdmitted->trace == slice.trace;
        Granted granted = admission ? std::move(*nextAdmitted++) : Granted{slice.trace, {}, {}, false, 0, 0};
        for (auto count = static_cast<int>(granted.blocks.size()); count < slice.newBlocks; ++count) {
            const BlockId block = m_pool.take();
            s.table.push_back(block);
            granted.blocks.push_back(block);
        }
        result.push_back(std::move(granted));
    }
    return result;
}

void Scheduler::advance(TraceId trace, int tokenCount) {
    Sequence& s = sequence(trace);
    s.computed += tokenCount;
    if (s.computed > static_cast<int>(s.tokens.size()))
        throw std::logic_error("scheduler: advanced past the end of a trace");
    std::erase_if(s.stops, [&s](int stop) { return stop <= s.computed; });
}

void Scheduler::append(TraceId trace, TokenId token) {
    sequence(trace).tokens.push_back(token);
}

int Scheduler::releaseTable(Sequence& s) {
    int freed = 0;
    // From the end: the pool discards first what was freed first, and the rest of a trace is useless without its
    // beginning.
    for (auto block = s.table.rbegin(); block != s.table.rend(); ++block) freed += m_pool.release(*block) ? 1 : 0;
    s.table.clear();
    return freed;
}

int Scheduler::preempt(TraceId trace) {
    Sequence& s = sequence(trace);
    const auto found = std::find(m_running.begin(), m_running.end(), trace);
    if (found == m_running.end())
        throw std::logic_error("scheduler: trace " + std::to_string(index(trace)) + " is not running");
    m_running.erase(found);
    m_waiting.push_front(trace);
    s.computedBefore = s.computed;
    s.left = filledBlocks(s);
    s.computed = 0;
    return releaseTable(s);
}

int Scheduler::remove(TraceId trace) {
    Sequence& s = sequence(trace);
    std::erase(m_running, trace);
    std::erase(m_waiting, trace);
    s.alive = false;
    if (!s.table.empty()) s.left = filledBlocks(s);  // for a trace that begins with this one's tokens
    const int freed = releaseTable(s);
    s.computed = 0;
    s.tokens = {};
    return freed;
}

void Scheduler::checkIntegrity() const {
    std::vector<std::span<const BlockId>> tables{m_prompt.table};
    for (const Sequence& s : m_sequences) tables.emplace_back(s.table);
    m_pool.checkIntegrity(tables);
}

}  // namespace engine
