// Every policy on whole runs of the embedded model on the CPU, with a small KV cache: what it decides is in the log,
// the log alone gives the same state again, and the same seed gives the same run.
#include <QTest>
#include <map>
#include <set>

#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/summary.h"
#include "engine/philox.h"
#include "run_support.h"

using namespace app;

namespace {

constexpr const char* kProblem = "What is 3 * (17 + 25) - 4 * 9 + 12?";

struct Outcome {
    RunState state;
    std::vector<Event> events;
};

std::vector<int> tokensOf(const Outcome& outcome, TraceId trace) {
    std::vector<int> tokens;
    for (const Event& e : outcome.events) {
        const auto* pass = std::get_if<PassDone>(&e.body);
        if (!pass) continue;
        for (const TokenOut& t : pass->tokens) {
            if (t.trace == trace) tokens.push_back(index(t.token));
        }
    }
    return tokens;
}

template <typename T>
std::vector<T> all(const Outcome& outcome) {
    std::vector<T> found;
    for (const Event& e : outcome.events) {
        if (const auto* body = std::get_if<T>(&e.body)) found.push_back(*body);
    }
    return found;
}

}  // namespace

class AppPolicies : public QObject {
    Q_OBJECT
    std::unique_ptr<ModelSession> m_session;

    RunOptions options(PolicyKind policy, int n, int blocks) {
        RunOptions o = m_session->defaults();
        o.policy = policy;
        o.traces = n;
        o.kvCacheMib = static_cast<double>(blocks) * static_cast<double>(m_session->info().blockBytes) / (1 << 20);
        o.sampling.seed = 7;
        o.maxTokens = 300;
        return o;
    }

    Outcome run(const RunOptions& options, const std::function<void(RunLoop&)>& between = {}) {
        Outcome outcome;
        RunLoop loop(*m_session, RunRequest{kProblem, "102", options},
                     [&](const Event& e) { outcome.events.push_back(e); });
        while (!loop.isFinished()) {
            loop.step();
            if (between) between(loop);
            loop.checkIntegrity();
        }
        outcome.state = loop.state();
        return outcome;
    }

private Q_SLOTS:
    void initTestCase() { m_session = ModelSession::load({.backend = BackendChoice::Cpu}); }

    void everyPolicyRunsToItsEnd_data() {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("traces");
        for (PolicyKind policy : kPolicies) {
            for (int n : {1, 10}) QTest::addRow("%s n %d", nameOf(policy), n) << int(policy) << n;
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
        if (traces > 1 && o.policy != PolicyKind::Cot)
            QVERIFY(once.state.kv.saturatedAt || o.policy == PolicyKind::ScStatic || o.policy == PolicyKind::SlimSc);
        // The same seed, the same log.
        QCOMPARE(timeless(run(o).events), timeless(once.events));
        // The log alone gives the same state.
        RunState folded;
        for (const Event& e : once.events) folded.apply(*fromJsonLine(toJsonLine(e)));
        QCOMPARE(summaryOf(folded).dump(), summaryOf(once.state).dump());
        QCOMPARE(folded.log.size(), once.state.log.size());
    }

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

    // ---- consensus probe ----

    /// Asking disturbs nobody: the traces are those of a run without probes, token by token.
    void probesDisturbNobody() {
        RunOptions o = options(PolicyKind::SelfConsistency, 8, 4000);
        const Outcome plain = run(o);
        o.consensusProbe = true;
        o.probe.everyPasses = 20;
        o.probe.warmupRounds = 1000;
        const Outcome probed = run(o);
        const auto rounds = all<ProbeDone>(probed);
        QVERIFY(rounds.size() > 3);
        QCOMPARE(probed.state.probe.rounds, static_cast<int>(rounds.size()));
        int answers = 0;
        int tokens = 0;
        for (const ProbeDone& round : rounds) {
            tokens += round.tokens;
            for (const ProbeDone::Reply& reply : round.replies) answers += reply.answer ? 1 : 0;
        }
        QVERIFY(answers > 8);
        QCOMPARE(probed.state.probeTokens, std::int64_t{tokens});
        QCOMPARE(probed.state.kv.peakBlocks, plain.state.kv.peakBlocks);
        for (const TraceState& trace : plain.state.traces)
            QCOMPARE(tokensOf(probed, trace.id), tokensOf(plain, trace.id));
    }

    void aLastingMajorityEndsTheRun() {
        RunOptions o = options(PolicyKind::Step, 8, 4000);
        o.consensusProbe = true;
        o.probe = {.setting = ProbeSetting::Ours,
                   .everyPasses = 10,
                   .warmupRounds = 2,
                   .stableRounds = 2,
                   .disagreeRounds = 100,
                   .answerTokens = 16,
                   .endThinking = o.probe.endThinking,
                   .phrase = o.probe.phrase};
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.finished->end, RunEnd::Probe);
        QVERIFY(outcome.state.probe.unchangedRounds >= 2);
        QVERIFY(outcome.state.vote.leader());
        int probed = 0;
        for (const TraceFinished& e : all<TraceFinished>(outcome)) probed += e.reason == FinishReason::Probed ? 1 : 0;
        QVERIFY(probed > 0);
        for (const scorer::Ballot& ballot : outcome.state.vote.ballots) {
            const TraceState& trace = *outcome.state.findTrace(ballot.trace);
            QCOMPARE(ballot.weight, *trace.score());
            if (trace.phase == TracePhase::Stopped) QCOMPARE(ballot.answer, *trace.probed);
        }
        RunState folded;
        for (const Event& e : outcome.events) folded.apply(*fromJsonLine(toJsonLine(e)));
        QCOMPARE(summaryOf(folded).dump(), summaryOf(outcome.state).dump());
    }

    void whoLongDisagreesGoes() {
        RunOptions o = options(PolicyKind::SelfConsistency, 10, 4000);
        o.consensusProbe = true;
        o.probe = {.everyPasses = 10,
                   .warmupRounds = 2,
                   .stableRounds = 1000,
                   .disagreeRounds = 2,
                   .answerTokens = 16,
                   .endThinking = o.probe.endThinking,
                   .phrase = o.probe.phrase};
        const Outcome outcome = run(o);
        QVERIFY(!all<TracePruned>(outcome).empty());
        for (const TracePruned& p : all<TracePruned>(outcome)) {
            QCOMPARE(p.cause, PruneCause::Consensus);
            QVERIFY(*p.value >= 2);
        }
    }

    /// Without a free block nobody is asked, and nothing else happens.
    void probesNeedFreeBlocks() {
        RunOptions o = options(PolicyKind::Step, 10, 34);
        o.consensusProbe = true;
        o.probe.everyPasses = 3;
        o.probe.stableRounds = 1000;
        o.probe.disagreeRounds = 1000;
        const Outcome outcome = run(o);
        int left = 0;
        for (const ProbeDone& round : all<ProbeDone>(outcome)) left += round.left;
        QVERIFY(left > 0);
        QCOMPARE(outcome.state.finished->end, RunEnd::Done);
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
            RunState folded;
            for (const Event& e : outcome.events) folded.apply(*fromJsonLine(toJsonLine(e)));
            QCOMPARE(summaryOf(folded).dump(), summaryOf(outcome.state).dump());
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

    // ---- refill ----

    void branchesGoOnFromTheirParents() {
        RunOptions o = options(PolicyKind::StepRefill, 8, 4000);
        o.refill.rounds = 8;
        o.refill.minTokens = 12;
        const Outcome outcome = run(o);
        const auto branches = all<TraceBranched>(outcome);
        QVERIFY(!branches.empty());
        bool shares = false;
        for (const TraceBranched& b : branches) {
            const TraceState& child = *outcome.state.findTrace(b.trace);
            const TraceState& parent = *outcome.state.findTrace(b.parent);
            QCOMPARE(child.parent, std::optional(b.parent));
            QCOMPARE(child.branchToken, b.atToken);
            const std::size_t bytes = parent.tokenEnds[static_cast<std::size_t>(b.atToken) - 1];
            QCOMPARE(child.text.substr(0, bytes), parent.text.substr(0, bytes));
            QCOMPARE(child.ownTokens(), static_cast<int>(tokensOf(outcome, b.trace).size()));
            shares = shares || b.sharedBlocks > 0;
        }
        QVERIFY(shares);
        RunState folded;  // no pass is run once as many as wanted have completed
        for (const Event& e : outcome.events) {
            if (std::holds_alternative<PassDone>(e.body)) QVERIFY(folded.countCompleted() < 8);
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
