// Every policy on whole runs of the embedded model on the CPU, with a small KV cache: what it decides is in the log,
// the log alone gives the same state again, and the same seed gives the same run.
#include <QTest>
#include <map>
#include <set>

#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/summary.h"
#include "engine/philox.h"
#include "run_support.h"

using namespace run_support;

class AppPolicies : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    void everyPolicyRunsToItsEnd_data() {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("traces");
        for (const PolicyRow& row : policyRows()) {
            for (int n : {1, 10}) QTest::addRow("%s n %d", row.name, n) << int(row.kind) << n;
        }
    }
    void everyPolicyRunsToItsEnd() {
        QFETCH(int, policy);
        QFETCH(int, traces);
        RunOptions o = options(static_cast<PolicyKind>(policy), traces, traces == 1 ? 30 : 34);
        o.deepconf.warmup = 4;
        const Outcome once = run(o);
        QCOMPARE(once.state.finished->end, RunEnd::Done);
        QCOMPARE(once.state.countActive(), 0);
        QVERIFY(once.state.kv.peakBlocks <= 34);
        QCOMPARE(once.state.kv.usedBlocks, once.state.kv.promptBlocks);  // the fold gave every block back
        QVERIFY(once.state.vote.leader());
        const PolicyRow& row = policyRow(o.policy);
        if (traces > 1 && !row.oneTrace) QVERIFY(once.state.kv.saturatedAt || row.queues || row.comparesThoughts);
        // The same seed, the same log.
        QCOMPARE(timeless(run(o).events), timeless(once.events));
        // The log alone gives the same state.
        QCOMPARE(summaryOf(foldedFromLines(once)).dump(), summaryOf(once.state).dump());
        QCOMPARE(foldedFromLines(once).log.size(), once.state.log.size());
    }

    // ---- DeepConf ----

    void deepConfKeepsToItsThreshold() {
        for (PolicyKind policy : {PolicyKind::DeepConfLow, PolicyKind::DeepConfHigh}) {
            RunOptions o = options(policy, 16, 4000);
            o.deepconf.warmup = 6;
            o.deepconf.window = 24;
            const Outcome outcome = run(o);
            const auto set = all<ThresholdSet>(outcome);
            QCOMPARE(set.size(), std::size_t{1});
            QCOMPARE(set[0].traces, 6);
            // Only the warm-up runs before the threshold; the log's confidences give it again.
            std::map<TraceId, scorer::ConfidenceTrack> tracks;
            bool isSet = false;
            int pruned = 0;
            std::set<TraceId> below;  // the threshold since the last pass: they end before the next
            for (const Event& e : outcome.events) {
                if (const auto* pass = std::get_if<PassDone>(&e.body)) {
                    QVERIFY(below.empty());
                    for (const TokenOut& t : pass->tokens) {
                        QVERIFY(isSet || index(t.trace) <= 6);
                        QVERIFY(t.confidence > 0);
                        tracks.try_emplace(t.trace, 24).first->second.push(static_cast<double>(t.confidence));
                        if (isSet && index(t.trace) > 6 && tracks.at(t.trace).group() &&
                            *tracks.at(t.trace).group() < set[0].threshold) {
                            below.insert(t.trace);
                        }
                    }
                } else if (std::holds_alternative<ThresholdSet>(e.body)) {
                    std::vector<double> lowest;
                    for (const auto& [id, track] : tracks) lowest.push_back(*track.lowest());
                    QCOMPARE(scorer::percentile(lowest, policy == PolicyKind::DeepConfLow ? 90 : 10), set[0].threshold);
                    isSet = true;
                } else if (const auto* finished = std::get_if<TraceFinished>(&e.body)) {
                    below.erase(finished->trace);  // that token was its last
                } else if (const auto* p = std::get_if<TracePruned>(&e.body)) {
                    ++pruned;
                    below.erase(p->trace);
                    QVERIFY(index(p->trace) > 6);
                    QCOMPARE(p->cause, PruneCause::Confidence);
                    QCOMPARE(*tracks.at(p->trace).group(), *p->value);
                    QVERIFY(*p->value < set[0].threshold);
                }
            }
            if (policy == PolicyKind::DeepConfLow) QVERIFY(pruned > 0);
            for (const scorer::Ballot& ballot : outcome.state.vote.ballots) {
                QCOMPARE(ballot.weight, *outcome.state.findTrace(ballot.trace)->confidence.lowest());
                QVERIFY(outcome.state.vote.isOfAll || ballot.weight >= set[0].threshold);
            }
        }
    }

    void fewerTracesThanTheWarmUpAllSetTheThreshold() {
        const Outcome outcome = run(options(PolicyKind::DeepConfLow, 5, 4000));
        QCOMPARE(all<ThresholdSet>(outcome).size(), std::size_t{1});
        QCOMPARE(all<ThresholdSet>(outcome)[0].traces, 5);
        QVERIFY(outcome.state.vote.leader());
    }

    /// The last warm-up trace ends because it alone fills the cache: the others still get their turn.
    void aWarmUpThatFillsTheCacheDoesNotEndTheQueue() {
        RunOptions o = options(PolicyKind::DeepConfHigh, 3, 7);
        o.deepconf.warmup = 1;
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.traces[0].phase, TracePhase::Length);
        QVERIFY(outcome.state.traces[1].tokenCount() > 0);
        QVERIFY(outcome.state.traces[2].tokenCount() > 0);
    }

    void consensusEndsARun() {
        RunOptions o = options(PolicyKind::DeepConfHigh, 12, 4000);
        o.sampling.temperature = 0.1;
        o.deepconf.warmup = 3;
        o.consensusStop = true;
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.finished->end, RunEnd::Consensus);
        QVERIFY(outcome.state.vote.leader());
    }

    // ---- Slim-SC ----

    void likeThoughtsCostOneTraceItsPlace() {
        RunOptions o = options(PolicyKind::SlimSc, 10, 4000);
        o.slim = {.similarity = 0.99, .minTokens = 8, .delay = 0.2};
        const Outcome outcome = run(o);
        std::optional<ThoughtSeen> seen;
        int prunes = 0;
        for (const Event& e : outcome.events) {
            if (const auto* thought = std::get_if<ThoughtSeen>(&e.body)) seen = *thought;
            const auto* p = std::get_if<TracePruned>(&e.body);
            if (!p) continue;
            ++prunes;
            QCOMPARE(p->cause, PruneCause::Similarity);
            QVERIFY(seen && *p->value > 0.99 && *p->value == seen->similarity);
            QVERIFY((p->trace == seen->trace && p->other == seen->nearest) ||
                    (p->trace == *seen->nearest && p->other == seen->trace));
        }
        QVERIFY(prunes > 0);
        // What is left is what self-consistency would have drawn.
        const Outcome free = run(options(PolicyKind::SelfConsistency, 10, 4000));
        for (const TraceState& trace : outcome.state.traces) {
            if (trace.phase == TracePhase::Finished) QCOMPARE(tokensOf(outcome, trace.id), tokensOf(free, trace.id));
        }
        o.slim.similarity = 1.0;
        QVERIFY(all<TracePruned>(run(o)).empty());
    }

    // ---- trace score ----

    void theNewestStepsAloneMayCount() {
        for (const TraceScoreRule rule : {TraceScoreRule::Last, TraceScoreRule::LastFive}) {
            RunOptions o = options(PolicyKind::Step, 10, 34);
            o.traceScore = rule;
            const Outcome outcome = run(o);
            QVERIFY(!all<TracePruned>(outcome).empty());
            for (const scorer::Ballot& ballot : outcome.state.vote.ballots) {
                const auto& steps = outcome.state.findTrace(ballot.trace)->steps;
                const std::size_t count = rule == TraceScoreRule::Last ? 1 : std::min<std::size_t>(5, steps.size());
                double sum = 0;
                for (std::size_t i = steps.size() - count; i < steps.size(); ++i)
                    sum += static_cast<double>(steps[i].score);
                QVERIFY(std::abs(ballot.weight - sum / static_cast<double>(count)) < 1e-6);
            }
            QCOMPARE(summaryOf(foldedFromLines(outcome)).dump(), summaryOf(outcome.state).dump());
        }
    }

    // ---- static admission ----

    void staticAdmissionRecomputesLess() {
        const Outcome queued = run(options(PolicyKind::ScStatic, 12, 36));
        const Outcome preempted = run(options(PolicyKind::SelfConsistency, 12, 36));
        QVERIFY(queued.state.recomputedTokens < preempted.state.recomputedTokens);
        for (const TraceState& trace : queued.state.traces)
            QCOMPARE(tokensOf(queued, trace.id), tokensOf(preempted, trace.id));
    }

    // ---- options of every voting policy ----

    void betaStopEndsARunEarly() {
        RunOptions o = options(PolicyKind::SelfConsistency, 16, 4000);
        o.sampling.temperature = 0.2;
        o.betaStop = true;
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.finished->end, RunEnd::BetaStop);
        QVERIFY(outcome.state.vote.leader()->traces.size() >= 4);
        QVERIFY(outcome.state.vote.ballots.size() < 16);
    }

    void voteLockDoesNotTouchDeepConf() {
        RunOptions o = options(PolicyKind::DeepConfHigh, 8, 4000);
        o.sampling.temperature = 0.2;
        o.deepconf.warmup = 3;
        o.voteLock = true;
        QCOMPARE(run(o).state.finished->end, RunEnd::Done);
    }

    void victimsOfTheControls() {
        for (VictimRule victim : {VictimRule::Random, VictimRule::Longest, VictimRule::LowestLogProbability}) {
            RunOptions o = options(PolicyKind::Step, 10, 34);
            o.victim = victim;
            RunState before;
            int prunes = 0;
            for (const Event& e : run(o).events) {
                if (const auto* p = std::get_if<TracePruned>(&e.body)) {
                    ++prunes;
                    const auto rank = [&](const TraceState& t) {
                        const scorer::TraceView v = viewOf(t);
                        if (victim == VictimRule::Random)
                            return engine::uniformAt(7, {t.id, 0}, engine::DrawUse::Victim);
                        return victim == VictimRule::Longest ? -static_cast<double>(v.tokens) : v.meanLogProbability;
                    };
                    for (const TraceState& t : before.traces) {
                        if (t.phase == TracePhase::Running) QVERIFY(rank(t) >= rank(*before.findTrace(p->trace)));
                    }
                }
                before.apply(e);
            }
            QVERIFY(prunes > 0);
        }
    }
};

QTEST_GUILESS_MAIN(AppPolicies)
#include "app_policies.moc"
