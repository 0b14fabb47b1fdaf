// A scheduler driven without a model: passes that draw a token, and the KV storage acted out.
#pragma once

#include <QTest>
#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/scheduler.h"

namespace scheduler_support {

using namespace engine;

inline std::vector<TokenId> prompt(int tokens) {
    std::vector<TokenId> out;
    for (int i = 0; i < tokens; ++i) out.push_back(TokenId{i});
    return out;
}

/// Runs passes until the prompt is computed.
inline void computePrompt(Scheduler& scheduler) {
    while (!scheduler.isPromptComputed()) {
        const Plan plan = scheduler.plan();
        scheduler.commit(plan);
        for (const PlannedSlice& s : plan.slices) scheduler.advance(s.trace, s.tokenCount);
    }
}

/// One pass in which every trace that reaches its end draws a token.
inline Plan runPass(Scheduler& scheduler) {
    Plan plan = scheduler.plan();
    if (plan.shortage) return plan;
    scheduler.commit(plan);
    for (const PlannedSlice& s : plan.slices) {
        scheduler.advance(s.trace, s.tokenCount);
        if (s.reachesEnd) scheduler.append(s.trace, TokenId{7});
    }
    return plan;
}

/// A scheduler with the KV storage acted out: a block holds the tokens whose KV would lie in it.
class ActedOut {
public:
    ActedOut(BlockPool& pool, int promptTokens, SchedulerLimits limits)
        : m_scheduler(pool, prompt(promptTokens), limits), m_storage(static_cast<std::size_t>(pool.capacity())) {}
    Scheduler& scheduler() { return m_scheduler; }

    /// One pass; every drawn token is another.
    Plan pass() {
        Plan plan = m_scheduler.plan();
        if (plan.shortage) return plan;
        for (const Granted& g : m_scheduler.commit(plan)) {
            if (g.copyFrom) at(g.blocks.front()) = at(*g.copyFrom);
        }
        for (TraceId id : plan.admissions) {
            const auto slice = std::find_if(plan.slices.begin(), plan.slices.end(),
                                            [id](const PlannedSlice& s) { return s.trace == id; });
            m_takenBack += std::max(0, slice->firstPosition / kBlockTokens - slice->sharedBlocks -
                                           (m_scheduler.promptTokens() - 1) / kBlockTokens);
        }
        for (const PlannedSlice& s : plan.slices) {
            for (int i = s.firstPosition; i < s.firstPosition + s.tokenCount; ++i) write(s.trace, i);
        }
        for (const PlannedSlice& s : plan.slices) {
            m_scheduler.advance(s.trace, s.tokenCount);
            m_computed[s.trace] = s.firstPosition + s.tokenCount;
            if (s.reachesEnd) m_scheduler.append(s.trace, TokenId{m_nextToken++});
        }
        return plan;
    }

    Forked fork(TraceId parent, TraceId child) {
        const Forked forked = m_scheduler.fork(parent, child);
        if (forked.copyTo) at(*forked.copyTo) = at(*forked.copyFrom);
        m_computed[child] = m_computed[parent];
        return forked;
    }

    /// Blocks that resuming traces had back with their contents.
    int takenBack() const { return m_takenBack; }

    /// Every running trace finds its own tokens in the blocks of its table.
    void check() const {
        m_scheduler.checkIntegrity();
        for (TraceId id : m_scheduler.running()) {
            const auto tokens = m_scheduler.tokens(id);
            const auto blocks = m_scheduler.blocks(id);
            for (int i = 0; i < m_computed.at(id); ++i) {
                const BlockId block = blocks[static_cast<std::size_t>(i / kBlockTokens)];
                if (m_storage.at(static_cast<std::size_t>(index(block)))[static_cast<std::size_t>(i % kBlockTokens)] !=
                    tokens[static_cast<std::size_t>(i)]) {
                    throw std::logic_error("trace " + std::to_string(index(id)) + " lost its token " +
                                           std::to_string(i));
                }
            }
        }
    }

private:
    using Block = std::array<TokenId, kBlockTokens>;
    Block& at(BlockId block) { return m_storage.at(static_cast<std::size_t>(index(block))); }
    void write(TraceId trace, int position) {
        const BlockId block = m_scheduler.blocks(trace)[static_cast<std::size_t>(position / kBlockTokens)];
        at(block)[static_cast<std::size_t>(position % kBlockTokens)] =
            m_scheduler.tokens(trace)[static_cast<std::size_t>(position)];
    }

    Scheduler m_scheduler;
    std::vector<Block> m_storage;
    std::map<TraceId, int> m_computed;
    int m_nextToken = 1000;
    int m_takenBack = 0;
};

inline void takeOrders() {
    QTest::addColumn<TakeOrder>("order");
    QTest::newRow("lowest number") << TakeOrder::LowestNumber;
    QTest::newRow("oldest freed") << TakeOrder::OldestFreed;
}

}  // namespace scheduler_support
