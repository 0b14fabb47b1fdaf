// Several runs in one pass: on the CPU each gives the events that it gives alone, whatever runs beside it.
#include <QTest>
#include <map>

#include "app/run/policy_table.h"
#include "app/run/run_batch.h"
#include "app/run/summary.h"
#include "run_support.h"

using namespace run_support;

class AppRunBatch : public QObject {
    Q_OBJECT
    std::unique_ptr<ModelSession> m_session;

    RunRequest request(const char* problem, PolicyKind policy, int n, int blocks) {
        RunRequest r{problem, "102", m_session->defaults()};
        r.options.policy = policy;
        r.options.traces = n;
        r.options.kvCacheMib =
            static_cast<double>(blocks) * static_cast<double>(m_session->info().blockBytes) / (1 << 20);
        r.options.sampling.seed = 7;
        r.options.maxTokens = 200;
        r.options.deepconf.warmup = 4;
        r.options.refill.rounds = 8;
        r.options.refill.minTokens = 12;
        r.options.consensusProbe = policy == PolicyKind::SelfConsistency;
        r.options.probe.stableRounds = 8;
        return r;
    }

private Q_SLOTS:
    void initTestCase() { m_session = ModelSession::load({.backend = BackendChoice::Cpu}); }

    void runsBesideOthersAreTheRunsAlone() {
        const char* problems[] = {"What is 3 * (17 + 25) - 4 * 9 + 12?", "Solve 9x - 8 = 3x + 4.",
                                  "gcd of 252 and 198"};
        std::vector<RunRequest> requests;
        for (const PolicyRow& row : policyRows())
            requests.push_back(
                request(problems[requests.size() % 3], row.kind, 8, 34 + static_cast<int>(requests.size())));
        std::map<int, std::vector<Event>> alone;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            RunLoop loop(*m_session, requests[i], [&](const Event& e) { alone[static_cast<int>(i)].push_back(e); });
            while (!loop.isFinished()) loop.step();
        }
        std::map<int, std::vector<Event>> together;
        RunBatch batch(*m_session, 3, 64);
        std::size_t next = 0;
        int ended = 0;
        std::size_t most = 0;
        while (next < requests.size() || !batch.isEmpty()) {
            while (next < requests.size() && batch.hasRoom()) {
                const int tag = static_cast<int>(next);
                batch.start(tag, requests[next++], [&, tag](const Event& e) { together[tag].push_back(e); });
            }
            most = std::max(most, batch.runs().size());
            for (const RunBatch::Ended& end : batch.step()) {
                ++ended;
                QCOMPARE(end.run->state().finished->end == RunEnd::Failed, false);
                end.run->checkIntegrity();
            }
            for (const RunLoop* run : batch.runs()) run->checkIntegrity();
        }
        QCOMPARE(ended, static_cast<int>(requests.size()));
        QCOMPARE(most, std::size_t{3});
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const int tag = static_cast<int>(i);
            QVERIFY2(timeless(together[tag]) == timeless(alone[tag]), nameOf(requests[i].options.policy));
        }
    }

    void refusesWhatCannotShareAPass() {
        RunBatch batch(*m_session, 2, 64);
        batch.start(0, request("gcd of 252 and 198", PolicyKind::Step, 4, 40));
        RunRequest other = request("gcd of 252 and 198", PolicyKind::Step, 4, 40);
        other.options.sampling.seed = 8;
        QVERIFY_THROWS_EXCEPTION(std::logic_error, batch.start(1, other));
        batch.start(1, request("gcd of 252 and 198", PolicyKind::Step, 4, 40));
        QVERIFY_THROWS_EXCEPTION(std::logic_error,
                                 batch.start(2, request("gcd of 252 and 198", PolicyKind::Step, 4, 40)));
        // More memory than a place has is not given; too little is refused as alone.
        QCOMPARE(batch.runs()[0]->state().kv.totalBlocks, 40);
        RunBatch small(*m_session, 1, 6);
        QVERIFY_THROWS_EXCEPTION(UsageError, small.start(0, request("gcd of 252 and 198", PolicyKind::Step, 16, 40)));
        QVERIFY(small.hasRoom());
    }

    /// Rows at the ends of steps are kept with and without a scorer; scoring them gives the steps' scores.
    void keepsTheRowsOfSteps() {
        RunRequest kept = request("gcd of 252 and 198", PolicyKind::SelfConsistency, 3, 100);
        kept.keepRows = true;
        RunLoop loop(*m_session, kept, [](const Event&) {});
        while (!loop.isFinished()) loop.step();
        for (const TraceState& trace : loop.state().traces) {
            const StepEnds steps = loop.stepEnds(trace.id);
            QCOMPARE(steps.ends.size(), trace.steps.size());
            QCOMPARE(steps.hidden.size(), steps.ends.size() * static_cast<std::size_t>(m_session->info().hiddenSize));
            const std::vector<float> scores = m_session->transformer().scoreRows(steps.hidden);
            for (std::size_t i = 0; i < scores.size(); ++i) {
                QCOMPARE(trace.steps[i].endToken, steps.ends[i]);
                QVERIFY(std::abs(trace.steps[i].score - scores[i]) < 5e-3F);  // rows are kept to eleven bits
            }
        }
    }
};

QTEST_GUILESS_MAIN(AppRunBatch)
#include "app_run_batch.moc"
