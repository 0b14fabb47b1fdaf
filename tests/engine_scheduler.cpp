// Scheduling: what is planned, what is shared, what happens when blocks run out.
#include <QTest>
#include <algorithm>
#include <random>

#include "scheduler_support.h"

using namespace scheduler_support;

class EngineScheduler : public QObject {
    Q_OBJECT
private Q_SLOTS:
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

    /// Before those that queued while it ran.
    void aPreemptedTraceIsAheadOfTheQueue() {
        BlockPool pool(20, 20);
        Scheduler scheduler(pool, prompt(17));
        scheduler.setAdmission({.maxRunning = 2});
        for (int t = 1; t <= 3; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        runPass(scheduler);
        QCOMPARE(scheduler.waiting().front(), TraceId{3});
        scheduler.preempt(TraceId{2});
        QCOMPARE(scheduler.waiting().front(), TraceId{2});
        QCOMPARE(scheduler.plan().admissions, std::vector{TraceId{2}});
    }

    /// Traces that resume together share what a pass may recompute.
    void recomputingTracesShareTheBudget() {
        BlockPool pool(20, 20);
        Scheduler scheduler(pool, prompt(17), {.prefillTokensPerPass = 24});
        for (int t = 1; t <= 3; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        for (int i = 0; i < 20; ++i) runPass(scheduler);
        scheduler.preempt(TraceId{3});
        scheduler.preempt(TraceId{2});
        const Plan plan = scheduler.plan();
        QCOMPARE(plan.prefillTokens, 24);
        int recomputed = 0;
        for (const PlannedSlice& s : plan.slices) recomputed += s.trace == TraceId{1} ? 0 : s.tokenCount;
        QCOMPARE(recomputed, 24);
    }

    /// Not even where the first in the queue needs more blocks than there are, and the second does not.
    void aSmallTraceDoesNotOvertakeALargeOne() {
        BlockPool pool(20, 20);
        Scheduler scheduler(pool, prompt(17));
        for (int t = 1; t <= 2; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        for (int i = 0; i < 20; ++i) runPass(scheduler);  // two blocks each
        scheduler.preempt(TraceId{2});
        scheduler.add(TraceId{3});
        pool.setLimit(pool.used() + 1);
        QVERIFY(scheduler.plan().admissions.empty());
        pool.setLimit(pool.used() + 3);
        QCOMPARE(scheduler.plan().admissions, (std::vector{TraceId{2}, TraceId{3}}));
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
};

QTEST_GUILESS_MAIN(EngineScheduler)
#include "engine_scheduler.moc"
