// Branches of a trace: what they share with it, what is copied, and that every trace reads its own tokens.
#include <QTest>
#include <random>

#include "scheduler_support.h"

using namespace scheduler_support;

class EngineSchedulerForks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aForkSharesFullBlocksAndCopiesThePartialOne() {
        BlockPool pool(100, 100);
        ActedOut run(pool, 20, {});  // 19 shared tokens: one full block, three tokens in the second
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 20 + 16)
            run.pass();                                              // 35 computed: two full blocks and three tokens
        QCOMPARE(pool.used(), 4);                                    // prompt 2, trace 2 of its own
        QCOMPARE(run.fork(TraceId{1}, TraceId{2}).sharedBlocks, 1);  // besides the prompt's
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

    /// A fork may leave more running than a pass has rows: those beyond wait a pass.
    void aPassKeepsToItsRows() {
        BlockPool pool(10, 10);
        ActedOut run(pool, 17, {.rowsPerPass = 2});
        Scheduler& scheduler = run.scheduler();
        for (int t = 1; t <= 2; ++t) scheduler.add(TraceId{t});
        while (scheduler.running().size() < 2) run.pass();
        run.fork(TraceId{1}, TraceId{3});
        QCOMPARE(scheduler.plan().slices.size(), std::size_t{2});
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

QTEST_GUILESS_MAIN(EngineSchedulerForks)
#include "engine_scheduler_forks.moc"
