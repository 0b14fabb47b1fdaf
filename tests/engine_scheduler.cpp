// Block book-keeping and scheduling: what is planned, what is shared, what happens when blocks run out.
#include <QTest>
#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "engine/scheduler.h"

using namespace engine;

namespace {

std::vector<TokenId> prompt(int tokens) {
    std::vector<TokenId> out;
    for (int i = 0; i < tokens; ++i) out.push_back(TokenId{i});
    return out;
}

/// Runs passes until the prompt is computed.
void computePrompt(Scheduler& scheduler) {
    while (!scheduler.isPromptComputed()) {
        const Plan plan = scheduler.plan();
        scheduler.commit(plan);
        for (const PlannedSlice& s : plan.slices) scheduler.advance(s.trace, s.tokenCount);
    }
}

/// One pass in which every trace that reaches its end draws a token.
Plan runPass(Scheduler& scheduler) {
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
            m_takenBack +=
                std::max(0, slice->firstPosition / kBlockTokens - (m_scheduler.promptTokens() - 1) / kBlockTokens);
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

    void fork(TraceId parent, TraceId child) {
        const Forked forked = m_scheduler.fork(parent, child);
        if (forked.copyTo) at(*forked.copyTo) = at(*forked.copyFrom);
        m_computed[child] = m_computed[parent];
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

void takeOrders() {
    QTest::addColumn<TakeOrder>("order");
    QTest::newRow("lowest number") << TakeOrder::LowestNumber;
    QTest::newRow("oldest freed") << TakeOrder::OldestFreed;
}

}  // namespace

class EngineScheduler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void poolCountsReferences() {
        BlockPool pool(4, 3);
        const BlockId a = pool.take();
        pool.share(a);
        QCOMPARE(pool.used(), 1);
        QVERIFY(!pool.release(a));
        QVERIFY(pool.release(a));
        QCOMPARE(pool.free(), 3);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.release(a));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.share(a));
    }

    void poolKeepsItsLimit() {
        BlockPool pool(4, 2);
        pool.take();
        pool.take();
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.take());
        pool.setLimit(1);
        QCOMPARE(pool.free(), -1);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, pool.setLimit(5));
    }

    void integrityFindsALostReference() {
        BlockPool pool(4, 4);
        const std::vector<BlockId> table{pool.take(), pool.take()};
        const std::vector<std::span<const BlockId>> good{table};
        pool.checkIntegrity(good);
        const std::vector<std::span<const BlockId>> bad{std::span(table).first(1)};
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.checkIntegrity(bad));
    }

    void promptIsPrefilledInChunks() {
        BlockPool pool(100, 100);
        Scheduler scheduler(pool, prompt(100), {.prefillTokensPerPass = 40});
        scheduler.add(TraceId{1});
        Plan plan = scheduler.plan();
        QCOMPARE(plan.slices.size(), std::size_t{1});
        QCOMPARE(plan.slices[0].trace, kPromptTrace);
        QCOMPARE(plan.slices[0].tokenCount, 40);
        runPass(scheduler);
        runPass(scheduler);
        plan = scheduler.plan();
        QCOMPARE(plan.slices[0].firstPosition, 80);
        QCOMPARE(plan.slices[0].tokenCount, 19);  // the 100th token is run by each trace itself
    }

    void tracesShareFullPromptBlocksAndCopyThePartialOne() {
        BlockPool pool(100, 100);
        Scheduler scheduler(pool, prompt(40));  // 39 shared tokens: 2 full blocks, 7 tokens in the third
        for (int t = 1; t <= 3; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        QCOMPARE(pool.used(), 3);
        const Plan plan = scheduler.plan();
        QCOMPARE(plan.admissions.size(), std::size_t{3});
        const auto granted = scheduler.commit(plan);
        QCOMPARE(pool.used(), 6);
        for (const Granted& g : granted) {
            QVERIFY(g.admitted);
            QCOMPARE(g.blocks.size(), std::size_t{1});
            QCOMPARE(*g.copyFrom, scheduler.blocks(kPromptTrace)[2]);
            QCOMPARE(scheduler.blocks(g.trace)[0], scheduler.blocks(kPromptTrace)[0]);
            QVERIFY(scheduler.blocks(g.trace)[2] != scheduler.blocks(kPromptTrace)[2]);
        }
        scheduler.checkIntegrity();
    }

    void alignedPromptNeedsNoCopy() {
        BlockPool pool(100, 100);
        Scheduler scheduler(pool, prompt(33));
        scheduler.add(TraceId{1});
        computePrompt(scheduler);
        const auto granted = scheduler.commit(scheduler.plan());
        QVERIFY(!granted[0].copyFrom);
        QCOMPARE(granted[0].blocks.size(), std::size_t{1});
    }

    void oneTokenPromptRuns() {
        BlockPool pool(4, 4);
        Scheduler scheduler(pool, prompt(1));
        scheduler.add(TraceId{1});
        QVERIFY(scheduler.isPromptComputed());
        QCOMPARE(runPass(scheduler).slices.size(), std::size_t{1});
    }

    void shortageIsSaidNotSolved() {
        BlockPool pool(3, 3);
        Scheduler scheduler(pool, prompt(17));  // one shared block, one block a trace
        scheduler.add(TraceId{1});
        scheduler.add(TraceId{2});
        computePrompt(scheduler);
        for (int i = 0; i < 16; ++i) QVERIFY(!runPass(scheduler).shortage);
        const Plan plan = scheduler.plan();
        QVERIFY(plan.shortage.has_value());
        QCOMPARE(plan.shortage->neededBlocks, 2);
        QCOMPARE(plan.shortage->freeBlocks, 0);
        QVERIFY(plan.slices.empty());
        QCOMPARE(scheduler.remove(TraceId{2}), 1);
        QVERIFY(!scheduler.plan().shortage);
    }

    void preemptedTraceGoesFirstAndRecomputes() {
        BlockPool pool(10, 10);
        Scheduler scheduler(pool, prompt(17), {.prefillTokensPerPass = 8});
        for (int t = 1; t <= 2; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        for (int i = 0; i < 21; ++i) runPass(scheduler);
        QCOMPARE(scheduler.preempt(TraceId{2}), 2);
        scheduler.add(TraceId{3});
        QCOMPARE(scheduler.waiting().front(), TraceId{2});
        const Plan plan = scheduler.plan();
        QCOMPARE(plan.admissions.front(), TraceId{2});
        const auto granted = scheduler.commit(plan);
        QCOMPARE(granted[1].trace, TraceId{2});
        QCOMPARE(granted[1].recomputedTokens, 21);  // the last drawn token had not been run
        QCOMPARE(plan.slices[1].tokenCount, 8);
        QVERIFY(!plan.slices[1].reachesEnd);
        for (const PlannedSlice& s : plan.slices) {
            scheduler.advance(s.trace, s.tokenCount);
            if (s.reachesEnd) scheduler.append(s.trace, TokenId{7});
        }
        int passes = 0;
        while (!runPass(scheduler).slices.empty() && ++passes < 2) {
        }
        QCOMPARE(scheduler.tokens(TraceId{2}).size(), std::size_t{17 + 22});  // 8 + 8 + 6: the third pass draws again
        scheduler.checkIntegrity();
    }

    /// What nobody has taken since is taken back without computing it again, from the trace's beginning to the first
    /// gap.
    void preemptedTraceTakesBackItsBlocks() {
        BlockPool pool(7, 7, TakeOrder::OldestFreed);
        ActedOut run(pool, 17, {.prefillTokensPerPass = 64});
        Scheduler& scheduler = run.scheduler();
        for (int t = 1; t <= 2; ++t) scheduler.add(TraceId{t});
        while (scheduler.tokens(TraceId{2}).size() < 17 + 41)
            run.pass();  // 57 tokens computed: one shared and two own full blocks, 9 tokens in a third
        const std::vector<BlockId> before(scheduler.blocks(TraceId{2}).begin(), scheduler.blocks(TraceId{2}).end());
        QCOMPARE(before.size(), std::size_t{4});
        QCOMPARE(scheduler.preempt(TraceId{2}), 3);
        // Trace 1 takes one block, the one that trace 2 gave up first: its last.
        scheduler.setAdmission({.maxRunning = 1});
        while (scheduler.blocks(TraceId{1}).size() < 5) run.pass();
        QCOMPARE(scheduler.blocks(TraceId{1}).back(), before[3]);
        scheduler.remove(TraceId{1});
        scheduler.setAdmission({});
        const Plan plan = scheduler.plan();
        QCOMPARE(plan.slices.front().firstPosition, 48);
        QCOMPARE(plan.slices.front().tokenCount, 10);
        const auto granted = scheduler.commit(plan);
        QCOMPARE(granted.front().recomputedTokens, 9);
        QVERIFY(!granted.front().copyFrom);
        QCOMPARE(granted.front().blocks.size(), std::size_t{3});
        QCOMPARE(granted.front().blocks[0], before[1]);
        QCOMPARE(granted.front().blocks[1], before[2]);
        scheduler.checkIntegrity();
    }

    /// Memory of the size that is allowed now could not hold more than it: what is beyond is void.
    void lessMemoryForgetsWhatWasFreed() {
        BlockPool pool(8, 8, TakeOrder::OldestFreed);
        std::vector<FilledBlock> filled;
        for (int i = 0; i < 6; ++i) filled.push_back(pool.filled(pool.take()));
        for (int i = 0; i < 4; ++i) pool.release(filled[static_cast<std::size_t>(i)].block);
        pool.setLimit(4);  // two in use and two kept
        QVERIFY(!pool.canTakeBack(filled[0]));
        QVERIFY(!pool.canTakeBack(filled[1]));
        QVERIFY(pool.canTakeBack(filled[2]));
        pool.takeBack(filled[2]);
        QVERIFY(!pool.canTakeBack(filled[2]));
        QCOMPARE(pool.free(), 1);
        QCOMPARE(pool.take(), BlockId{0});  // the lowest of those without contents; the last kept one had to go for it
        QVERIFY(!pool.canTakeBack(filled[3]));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.takeBack(filled[3]));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.take());
        QVERIFY(pool.release(filled[4].block));
        pool.setLimit(8);
        QVERIFY(pool.canTakeBack(filled[4]));
    }

    void nobodyOvertakesInTheQueue() {
        BlockPool pool(4, 4);
        Scheduler scheduler(pool, prompt(17));
        for (int t = 1; t <= 5; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        QCOMPARE(scheduler.plan().admissions.size(), std::size_t{3});
        QVERIFY(!scheduler.plan().shortage);
    }

    /// 10,000 random actions; the book-keeping is checked after every one. The seed is fixed and printed on failure.
    void randomActionsKeepIntegrity_data() { takeOrders(); }
    void randomActionsKeepIntegrity() {
        QFETCH(TakeOrder, order);
        constexpr unsigned kSeed = 20260109;
        std::mt19937 random(kSeed);
        const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        BlockPool pool(64, 48, order);
        Scheduler scheduler(pool, prompt(37), {.prefillTokensPerPass = 24, .rowsPerPass = 40});
        int next = 1;
        try {
            for (int action = 0; action < 10000; ++action) {
                const int kind = draw(20);
                const auto running = scheduler.running();
                if (kind == 0 && next < 400) {
                    scheduler.add(TraceId{next++});
                } else if (kind == 1 && !running.empty()) {
                    scheduler.preempt(running[static_cast<std::size_t>(draw(static_cast<int>(running.size())))]);
                } else if (kind == 2 && !running.empty()) {
                    scheduler.remove(running[static_cast<std::size_t>(draw(static_cast<int>(running.size())))]);
                } else if (kind == 3) {
                    pool.setLimit(16 + draw(48));
                } else if (runPass(scheduler).shortage && !scheduler.running().empty()) {
                    if (draw(2)) {
                        scheduler.preempt(scheduler.running().back());
                    } else {
                        scheduler.remove(scheduler.running().front());
                    }
                }
                scheduler.checkIntegrity();
            }
        } catch (const std::exception& error) {
            QFAIL(qPrintable(QString::fromLatin1("seed %1: %2").arg(kSeed).arg(QString::fromUtf8(error.what()))));
        }
        QVERIFY(next > 100);
    }

    void admissionMayBeNarrowed() {
        BlockPool pool(100, 100);
        Scheduler scheduler(pool, prompt(17));
        for (int t = 1; t <= 5; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        scheduler.setAdmission({.maxRunning = 4, .last = TraceId{2}});
        QCOMPARE(scheduler.plan().admissions.size(), std::size_t{2});
        runPass(scheduler);
        scheduler.setAdmission({.maxRunning = 4});
        QCOMPARE(scheduler.plan().admissions.size(), std::size_t{2});
        runPass(scheduler);
        QVERIFY(scheduler.plan().admissions.empty());
        scheduler.remove(TraceId{1});
        QCOMPARE(scheduler.plan().admissions, std::vector{TraceId{5}});
        scheduler.setAdmission({.maxRunning = 1});  // those that run go on
        QCOMPARE(scheduler.plan().slices.size(), std::size_t{3});
    }

    void aForkSharesFullBlocksAndCopiesThePartialOne() {
        BlockPool pool(100, 100);
        ActedOut run(pool, 20, {});  // 19 shared tokens: one full block, three tokens in the second
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 20 + 16)
            run.pass();            // 35 computed: two full blocks and three tokens
        QCOMPARE(pool.used(), 4);  // prompt 2, trace 2 of its own
        run.fork(TraceId{1}, TraceId{2});
        QCOMPARE(pool.used(), 5);
        const auto parent = scheduler.blocks(TraceId{1});
        const auto child = scheduler.blocks(TraceId{2});
        QCOMPARE(child[0], parent[0]);
        QCOMPARE(child[1], parent[1]);
        QVERIFY(child[2] != parent[2]);
        QCOMPARE(pool.references(parent[1]), 2);
        QCOMPARE(pool.references(parent[0]), 3);  // the prompt's as well
        for (int i = 0; i < 40; ++i) {
            run.pass();
            run.check();
        }
        QVERIFY(scheduler.tokens(TraceId{1}).back() != scheduler.tokens(TraceId{2}).back());
        const int before = pool.used();
        const int freed = scheduler.remove(TraceId{1});
        QCOMPARE(pool.used(), before - freed);
        QCOMPARE(pool.references(scheduler.blocks(TraceId{2})[1]), 1);
        run.check();
    }

    void aForkAtABlocksEndTakesNoBlock() {
        BlockPool pool(4, 4);
        ActedOut run(pool, 17, {});
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 17 + 16) run.pass();  // 32 computed
        const int before = pool.used();
        run.fork(TraceId{1}, TraceId{2});
        QCOMPARE(pool.used(), before);
        run.pass();
        run.check();
    }

    void whatCannotBeForkedIsRefused() {
        BlockPool pool(6, 6);
        ActedOut run(pool, 17, {.prefillTokensPerPass = 4});
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        QVERIFY_THROWS_EXCEPTION(std::logic_error, scheduler.fork(TraceId{1}, TraceId{2}));  // queued
        for (int i = 0; i < 12; ++i) run.pass();
        QVERIFY_THROWS_EXCEPTION(std::logic_error, scheduler.fork(TraceId{1}, TraceId{1}));  // the id is taken
        pool.setLimit(2);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, scheduler.fork(TraceId{1}, TraceId{2}));  // no block for the copy
        run.check();
        pool.setLimit(6);
        scheduler.preempt(TraceId{1});
        run.pass();
        QVERIFY(!scheduler.canFork(TraceId{1}));  // it recomputes
        QVERIFY_THROWS_EXCEPTION(std::logic_error, scheduler.fork(TraceId{1}, TraceId{2}));
        run.check();
    }

    /// 10,000 random actions with forks among them: the book-keeping, and what every trace would read from its blocks,
    /// are checked after each.
    void randomForksKeepIntegrityAndContents_data() { takeOrders(); }
    void randomForksKeepIntegrityAndContents() {
        QFETCH(TakeOrder, order);
        constexpr unsigned kSeed = 20260808;
        std::mt19937 random(kSeed);
        const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        BlockPool pool(64, 48, order);
        ActedOut run(pool, 37, {.prefillTokensPerPass = 24, .rowsPerPass = 40});
        Scheduler& scheduler = run.scheduler();
        int next = 1;
        int forks = 0;
        int shared = 0;
        try {
            for (int action = 0; action < 10000; ++action) {
                const int kind = draw(20);
                const auto running = scheduler.running();
                const auto some = [&] {
                    return running[static_cast<std::size_t>(draw(static_cast<int>(running.size())))];
                };
                if (kind == 0 && running.size() < 6) {
                    scheduler.add(TraceId{next++});
                } else if (kind == 1 && !running.empty()) {
                    scheduler.preempt(some());
                } else if (kind == 2 && !running.empty()) {
                    scheduler.remove(some());
                } else if (kind == 3) {
                    pool.setLimit(24 + draw(40));
                } else if (kind < 6 && !running.empty() && pool.free() > 0) {
                    const TraceId parent = some();
                    if (scheduler.canFork(parent)) {
                        run.fork(parent, TraceId{next++});
                        ++forks;
                        shared += pool.references(scheduler.blocks(parent).back()) > 1 ? 1 : 0;
                    }
                } else if (run.pass().shortage && !scheduler.running().empty()) {
                    if (draw(2)) {
                        scheduler.preempt(scheduler.running().back());
                    } else {
                        scheduler.remove(scheduler.running().front());
                    }
                }
                run.check();
            }
        } catch (const std::exception& error) {
            QFAIL(qPrintable(QString::fromLatin1("seed %1: %2").arg(kSeed).arg(QString::fromUtf8(error.what()))));
        }
        QVERIFY2(forks > 200, qPrintable(QString::number(forks)));
        QVERIFY(shared > 0);  // some ended at a block's end
        QCOMPARE(run.takenBack() > 100, order == TakeOrder::OldestFreed);
    }
};

QTEST_GUILESS_MAIN(EngineScheduler)
#include "engine_scheduler.moc"
