// Refill on whole runs of the embedded model on the CPU: branches go on from their parents and share their blocks.
#include <QTest>
#include <algorithm>
#include <set>

#include "run_support.h"

using namespace run_support;

class AppRefill : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// The fold's blocks in use are the pool's at every moment, also where branches share some.
    void theFoldCountsBlocksAsThePoolDoes() {
        RunOptions o = options(PolicyKind::StepRefill, 10, 40);
        o.refill.rounds = 5;
        o.refill.minTokens = 10;
        int checked = 0;
        const Outcome outcome = run(o, [&](RunLoop& loop) {
            std::set<int> held;
            for (const TraceState& trace : loop.state().traces) {
                for (BlockId block : trace.blocks) held.insert(index(block));
            }
            QCOMPARE(static_cast<int>(held.size()) + loop.state().kv.promptBlocks, loop.state().kv.usedBlocks);
            checked += loop.state().traces.size() > 10 ? 1 : 0;
        });
        QVERIFY(checked > 10);
        QVERIFY(outcome.state.kv.peakBlocks <= 40);
    }

    void branchesGoOnFromTheirParents() {
        RunOptions o = options(PolicyKind::StepRefill, 8, 4000);
        o.refill.rounds = 8;
        o.refill.minTokens = 12;
        const Outcome outcome = run(o);
        const auto branches = all<TraceBranched>(outcome);
        QVERIFY(!branches.empty());
        const auto tokens = tokensByTrace(outcome);
        bool shares = false;
        for (const TraceBranched& b : branches) {
            const TraceState& child = *outcome.state.findTrace(b.trace);
            const TraceState& parent = *outcome.state.findTrace(b.parent);
            QCOMPARE(child.parent, std::optional(b.parent));
            QCOMPARE(child.branchToken, b.atToken);
            const std::size_t bytes = parent.tokenEnds[static_cast<std::size_t>(b.atToken) - 1];
            QCOMPARE(child.text.substr(0, bytes), parent.text.substr(0, bytes));
            const auto own = tokens.find(b.trace);
            QCOMPARE(child.ownTokens(), own == tokens.end() ? 0 : static_cast<int>(own->second.size()));
            shares = shares || b.sharedBlocks > 0;
        }
        QVERIFY(shares);
        RunState folded;  // no pass is run once as many as wanted have completed
        for (const Event& e : outcome.events) {
            if (std::holds_alternative<PassDone>(e.body)) QVERIFY(folded.countCompleted() < 8);
            if (std::holds_alternative<TraceBranched>(e.body)) QCOMPARE(folded.passes % o.refill.rounds, 0);
            folded.apply(e);
        }
        QVERIFY(outcome.state.countCompleted() >= 8);
        for (const TracePruned& p : all<TracePruned>(outcome)) QCOMPARE(p.cause, PruneCause::Refill);
    }

    /// Without randomness a branch writes what its parent writes: the KV that it shares and copies is right.
    void aBranchReadsItsParentsCache() {
        RunOptions o = options(PolicyKind::StepRefill, 3, 4000);
        o.sampling.temperature = 0;
        o.refill.rounds = 7;
        o.refill.minTokens = 10;
        o.refill.most = 1;
        const Outcome outcome = run(o);
        const auto branches = all<TraceBranched>(outcome);
        QVERIFY(!branches.empty());
        const std::string whole = outcome.state.traces[0].text.str();
        int finished = 0;
        for (const TraceState& trace : outcome.state.traces) {
            const std::string text = trace.text.str();
            QVERIFY2(whole.starts_with(text) || text.starts_with(whole), text.c_str());
            if (trace.phase != TracePhase::Finished) continue;
            QCOMPARE(text, whole);
            finished += trace.parent ? 1 : 0;
        }
        QVERIFY(finished > 0);
    }

    void refillEndsWhenEnoughHaveCompleted() {
        RunOptions o = options(PolicyKind::StepRefill, 4, 4000);
        o.refill.rounds = 4;
        o.refill.minTokens = 4;
        const Outcome outcome = run(o);
        QVERIFY(outcome.state.countCompleted() >= 4);
        QVERIFY(outcome.state.traces.size() > 4);
        QCOMPARE(outcome.state.finished->end, RunEnd::Done);
    }

    void moreAndFewerTracesDuringARefill() {
        RunOptions o = options(PolicyKind::StepRefill, 6, 4000);
        o.refill.rounds = 5;
        o.refill.minTokens = 5;
        int passes = 0;
        const Outcome outcome = run(o, [&](RunLoop& loop) {
            ++passes;
            if (passes == 30) loop.setTraces(9);
            if (passes == 40) {
                loop.setTraces(3);
                QVERIFY(loop.state().countActive() <= 3);
            }
        });
        QCOMPARE(outcome.state.countActive(), 0);
    }
};

QTEST_GUILESS_MAIN(AppRefill)
#include "app_refill.moc"
