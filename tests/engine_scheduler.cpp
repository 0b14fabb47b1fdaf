// Block book-keeping and scheduling: what is planned, what is shared, what happens when blocks run out.
#include <QTest>
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

    void nobodyOvertakesInTheQueue() {
        BlockPool pool(4, 4);
        Scheduler scheduler(pool, prompt(17));
        for (int t = 1; t <= 5; ++t) scheduler.add(TraceId{t});
        computePrompt(scheduler);
        QCOMPARE(scheduler.plan().admissions.size(), std::size_t{3});
        QVERIFY(!scheduler.plan().shortage);
    }

    /// 10,000 random actions; the book-keeping is checked after every one. The seed is fixed and printed on failure.
    void randomActionsKeepIntegrity() {
        constexpr unsigned kSeed = 20260109;
        std::mt19937 random(kSeed);
        const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        BlockPool pool(64, 48);
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
};

QTEST_GUILESS_MAIN(EngineScheduler)
#include "engine_scheduler.moc"
