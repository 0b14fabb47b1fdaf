// Traces that begin with tokens of another trace: what they share with it, what they take back, where their slices
// end, and that every trace reads its own tokens.
#include <QTest>
#include <algorithm>
#include <map>
#include <random>

#include "scheduler_support.h"

using namespace scheduler_support;

namespace {

std::vector<TokenId> generated(const Scheduler& scheduler, TraceId trace) {
    const auto tokens = scheduler.tokens(trace).subspan(static_cast<std::size_t>(scheduler.promptTokens()));
    return {tokens.begin(), tokens.end()};
}

/// The first `count` generated tokens of another trace, then `own` of its own.
Beginning beginningOf(const std::vector<TokenId>& of, TraceId other, int count, int own = 0) {
    Beginning beginning;
    beginning.tokens.assign(of.begin(), of.begin() + count);
    for (int i = 0; i < own; ++i) beginning.tokens.push_back(TokenId{500 + i});
    beginning.sharesWith = other;
    beginning.sharedTokens = count;
    beginning.goesFirst = true;
    return beginning;
}

}  // namespace

class EngineSchedulerBeginnings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fullBlocksAreSharedAndTheRestIsComputed() {
        BlockPool pool(100, 100);
        ActedOut run(pool, 20, {});  // 19 shared tokens: one full block, three in the second
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 20 + 40) run.pass();
        // 20 + 30 tokens: 49 to be computed before the next draw, of which 48 lie in full blocks of the parent.
        scheduler.add(TraceId{2}, beginningOf(generated(scheduler, TraceId{1}), TraceId{1}, 30));
        const Plan plan = run.pass();
        QCOMPARE(plan.admissions, std::vector{TraceId{2}});
        QCOMPARE(plan.slices.back().sharedBlocks, 2);
        QCOMPARE(plan.slices.back().firstPosition, 48);
        QCOMPARE(plan.slices.back().tokenCount, 2);
        QVERIFY(plan.slices.back().reachesEnd);
        QCOMPARE(pool.references(scheduler.blocks(TraceId{1})[2]), 2);
        run.check();
        scheduler.remove(TraceId{1});
        for (int i = 0; i < 40; ++i) {
            run.pass();
            run.check();
        }
    }

    /// A slice ends where a row is wanted, and such a token is never among those that are shared.
    void slicesEndAtStops() {
        BlockPool pool(100, 100);
        ActedOut run(pool, 17, {});
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 17 + 60) run.pass();
        Beginning beginning = beginningOf(generated(scheduler, TraceId{1}), TraceId{1}, 40, 12);
        beginning.stops = {40, 45, 52};
        scheduler.add(TraceId{2}, beginning);
        std::vector<int> ends;
        while (scheduler.tokens(TraceId{2}).size() == 17 + 52) {
            const Plan plan = run.pass();
            for (const PlannedSlice& s : plan.slices) {
                if (s.trace == TraceId{2}) ends.push_back(s.firstPosition + s.tokenCount - 17);
            }
            run.check();
        }
        QCOMPARE(ends, (std::vector{40, 45, 52}));
    }

    void whatAnEndedTraceLeftIsTakenBack() {
        BlockPool pool(100, 100, TakeOrder::OldestFreed);
        ActedOut run(pool, 17, {});
        Scheduler& scheduler = run.scheduler();
        scheduler.add(TraceId{1});
        while (scheduler.tokens(TraceId{1}).size() < 17 + 60) run.pass();
        const std::vector<TokenId> past = generated(scheduler, TraceId{1});
        scheduler.remove(TraceId{1});
        scheduler.add(TraceId{2}, beginningOf(past, TraceId{1}, 50));
        const Plan plan = run.pass();
        QCOMPARE(plan.slices.back().sharedBlocks, 0);
        QCOMPARE(plan.slices.back().firstPosition, 64);
        QVERIFY(run.takenBack() > 0);
        run.check();
    }

    /// A lane by hand passes those that may not start yet.
    void goesFirstPastTheLast() {
        BlockPool pool(100, 100);
        ActedOut run(pool, 17, {});
        Scheduler& scheduler = run.scheduler();
        for (int t = 1; t <= 3; ++t) scheduler.add(TraceId{t});
        scheduler.setAdmission({.last = TraceId{1}});
        run.pass();
        run.pass();
        QCOMPARE(scheduler.running().size(), std::size_t{1});
        scheduler.add(TraceId{4}, beginningOf(generated(scheduler, TraceId{1}), TraceId{1}, 1));
        QCOMPARE(run.pass().admissions, std::vector{TraceId{4}});
    }

    void randomBeginningsKeepIntegrityAndContents_data() { takeOrders(); }
    void randomBeginningsKeepIntegrityAndContents() {
        QFETCH(TakeOrder, order);
        constexpr unsigned kSeed = 20261129;
        std::mt19937 random(kSeed);
        const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        BlockPool pool(64, 48, order);
        ActedOut run(pool, 37, {.prefillTokensPerPass = 24, .rowsPerPass = 40});
        Scheduler& scheduler = run.scheduler();
        std::map<TraceId, std::vector<TokenId>> known;  // of all traces that ever ran
        int next = 1, lanes = 0, shared = 0;
        try {
            for (int action = 0; action < 10000; ++action) {
                const int kind = draw(20);
                const auto running = scheduler.running();
                const auto some = [&] { return running[static_cast<std::size_t>(draw(int(running.size())))]; };
                for (TraceId id : running) known[id] = generated(scheduler, id);
                if (kind == 0 && running.size() < 6) {
                    scheduler.add(TraceId{next++});
                } else if (kind == 1 && !running.empty()) {
                    scheduler.preempt(some());
                } else if (kind == 2 && !running.empty()) {
                    scheduler.remove(some());
                } else if (kind == 3) {
                    pool.setLimit(24 + draw(40));
                } else if (kind < 6 && !known.empty() && scheduler.waiting().size() + running.size() < 10) {
                    // A recent trace, running or ended.
                    auto of = known.end();
                    for (int back = 1 + draw(std::min<int>(4, static_cast<int>(known.size()))); back > 0; --back) --of;
                    const int count = draw(static_cast<int>(of->second.size()) + 1);
                    Beginning beginning = beginningOf(of->second, of->first, count, draw(3) ? 0 : 1 + draw(9));
                    beginning.goesFirst = draw(2) == 0;
                    for (int stop = std::max(1, count); stop <= static_cast<int>(beginning.tokens.size()); ++stop) {
                        if (draw(4) == 0) beginning.stops.push_back(stop);
                    }
                    if (beginning.tokens.size() < 200) {
                        scheduler.add(TraceId{next++}, beginning);
                        ++lanes;
                    }
                } else {
                    const Plan plan = run.pass();
                    for (const PlannedSlice& s : plan.slices) shared += s.sharedBlocks;
                    if (plan.shortage && !scheduler.running().empty()) {
                        if (draw(2)) {
                            scheduler.preempt(scheduler.running().back());
                        } else {
                            scheduler.remove(scheduler.running().front());
                        }
                    } else if (plan.slices.empty() && !scheduler.waiting().empty() && scheduler.running().empty()) {
                        scheduler.remove(scheduler.waiting().front());
                    }
                }
                run.check();
            }
        } catch (const std::exception& error) {
            QFAIL(qPrintable(QString::fromLatin1("seed %1: %2").arg(kSeed).arg(QString::fromUtf8(error.what()))));
        }
        QVERIFY2(lanes > 200, qPrintable(QString::number(lanes)));
        QVERIFY2(shared > 100, qPrintable(QString::number(shared)));
        QCOMPARE(run.takenBack() > 100, order == TakeOrder::OldestFreed);
    }
};

QTEST_GUILESS_MAIN(EngineSchedulerBeginnings)
#include "engine_scheduler_beginnings.moc"
