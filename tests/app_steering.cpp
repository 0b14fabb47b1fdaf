// Steering by hand on whole runs of the embedded model on the CPU: protection, forks, edits, and runs that are run once
// more with everything that was done to them.
#include <QTest>
#include <random>

#include "app/run/policy_table.h"
#include "app/run/recorded_traces.h"
#include "app/run/steering.h"
#include "app/run/summary.h"
#include "refusal_of.h"
#include "run_support.h"

using namespace run_support;

namespace {

using Kind = SteerAction::Kind;

EventLog logOf(const Outcome& outcome) {
    EventLog log;
    for (const Event& event : outcome.events) log.append(event);
    return log;
}

const TraceState& trace(const RunState& state, int number) {
    return *state.findTrace(TraceId{number});
}

/// Does something once, at the first pass from `pass` on.
template <typename F>
std::function<void(RunLoop&)> onceAt(int pass, F&& act) {
    return [pass, act, done = false](RunLoop& loop) mutable {
        if (done || loop.isFinished() || loop.state().passes < pass) return;
        done = true;
        act(loop);
    };
}

}  // namespace

class AppSteering : public QObject, run_support::Runs {
    Q_OBJECT

    RunOptions shortRun(PolicyKind policy, int n, int blocks = kPlentyOfBlocks) {
        RunOptions o = options(policy, n, blocks);
        o.maxTokens = 140;
        return o;
    }

    /// Of a run with a fork of trace 2 at token 20, made at that pass.
    std::vector<TokenId> tokensOfFork(const RunOptions& o, int pass) {
        TraceId lane{};
        const Outcome outcome = run(o, onceAt(pass, [&](RunLoop& loop) { lane = loop.fork(TraceId{2}, 20); }));
        return tokensOf(outcome, lane);
    }

private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    void aProtectedTraceStays() {
        const RunOptions o = shortRun(PolicyKind::Step, 8, 24);
        const Outcome free = run(o);
        const auto first = all<TracePruned>(free);
        QVERIFY(!first.empty());
        const TraceId victim = first.front().trace;
        const Outcome steered = run(o, onceAt(1, [&](RunLoop& loop) { loop.setProtected(victim, true); }));
        const auto prunes = all<TracePruned>(steered);
        QVERIFY(!prunes.empty());
        QVERIFY(prunes.front().trace != victim);
        QCOMPARE(prunes.front().sparing.spared, std::optional(victim));
        QVERIFY(trace(steered.state, index(victim)).phase != TracePhase::Pruned);
        bool said = false;
        for (const LogEntry& entry : steered.state.log)
            said = said || entry.text.find("was next, but is protected") != std::string::npos;
        QVERIFY(said);
    }

    /// Where all are protected the policy's own order decides, and the event says so.
    void whereAllAreProtectedThePolicyDecides() {
        const RunOptions o = shortRun(PolicyKind::Step, 8, 24);
        const Outcome free = run(o);
        const Outcome steered = run(o, onceAt(1, [&](RunLoop& loop) {
                                        for (int t = 1; t <= 8; ++t) loop.setProtected(TraceId{t}, true);
                                    }));
        const auto a = all<TracePruned>(free), b = all<TracePruned>(steered);
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].trace, b[i].trace);
            QVERIFY(b[i].sparing.allProtected && !a[i].sparing.allProtected);
        }
    }

    void preemptionPassesOverProtectedTraces() {
        const RunOptions o = shortRun(PolicyKind::SelfConsistency, 6, 24);
        const Outcome steered = run(o, onceAt(1, [&](RunLoop& loop) { loop.setProtected(TraceId{6}, true); }));
        const auto preempted = all<TracePreempted>(steered);
        QVERIFY(!preempted.empty());
        for (const TracePreempted& p : preempted) QVERIFY(p.trace != TraceId{6});
        QCOMPARE(preempted.front().sparing.spared, std::optional(TraceId{6}));
    }

    void pruneByHandAndWhatIsRefused() {
        const RunOptions o = shortRun(PolicyKind::SelfConsistency, 3);
        const Outcome steered =
            run(o, onceAt(5, [&](RunLoop& loop) {
                    loop.pruneByHand(TraceId{2});
                    QVERIFY(refusalOf([&] { loop.pruneByHand(TraceId{2}); }).find("has ended") != std::string::npos);
                    QVERIFY(refusalOf([&] { loop.setProtected(TraceId{9}, true); }).find("no trace 9") !=
                            std::string::npos);
                    QVERIFY(refusalOf([&] { loop.fork(TraceId{1}, 999); }).find("not 999") != std::string::npos);
                    QVERIFY(refusalOf([&] {
                                loop.fork(TraceId{1}, 2, {.text = std::string(4000, 'x')});
                            }).find("ends at 140") != std::string::npos);
                }));
        const auto pruned = all<TracePruned>(steered);
        QCOMPARE(pruned.size(), std::size_t{1});
        QVERIFY(pruned.front().cause == PruneCause::Hand);
        QCOMPARE(trace(steered.state, 2).phase, TracePhase::Pruned);
        QVERIFY(!trace(steered.state, 2).answer);
    }

    /// A fork has its parent's past, its blocks where they are, and writes the same whoever else takes part and
    /// whenever it is made.
    void aForksTokensAreItsOwn() {
        const std::vector<TokenId> alone = tokensOfFork(shortRun(PolicyKind::SelfConsistency, 4), 30);
        QVERIFY(alone.size() > 10);
        QCOMPARE(tokensOfFork(shortRun(PolicyKind::SelfConsistency, 4), 60), alone);
        QCOMPARE(tokensOfFork(shortRun(PolicyKind::SelfConsistency, 4, 16), 60), alone);  // others come and go
        const Outcome parent = run(shortRun(PolicyKind::SelfConsistency, 4));
        std::vector<TokenId> rest = tokensOf(parent, TraceId{2});
        rest.erase(rest.begin(), rest.begin() + 20);
        QVERIFY(rest != alone);
    }

    /// At temperature 0 a fork writes what its parent writes: shared, copied and recomputed KV are right.
    void aForkReadsItsParentsCache() {
        RunOptions o = shortRun(PolicyKind::SelfConsistency, 2);
        o.sampling.temperature = 0;
        const Outcome outcome = run(o, [made = 0](RunLoop& loop) mutable {
            if (loop.isFinished()) return;
            if (loop.state().passes >= 45 && made == 0) loop.fork(TraceId{1}, 40), made = 1;
            if (loop.state().passes >= 60 && made == 1) loop.fork(TraceId{3}, 43), made = 2;
            if (loop.state().passes >= 61 && made == 2) {
                loop.pruneByHand(TraceId{2});
                loop.fork(TraceId{2}, 17);
                made = 3;
            }
        });
        QCOMPARE(outcome.state.traces.size(), std::size_t{5});
        const std::string whole = outcome.state.traces[0].text.str();
        for (int t : {3, 4, 5}) {
            QCOMPARE(trace(outcome.state, t).text.str(), whole);
            QCOMPARE(trace(outcome.state, t).steps.size(), outcome.state.traces[0].steps.size());
        }
        QCOMPARE(trace(outcome.state, 3).parent, std::optional(TraceId{1}));
        QCOMPARE(trace(outcome.state, 3).branchToken, 40);
        int shared = 0;
        for (const TraceAdmitted& a : all<TraceAdmitted>(outcome)) shared += a.sharedBlocks;
        QVERIFY(shared >= 2);
        QCOMPARE(outcome.state.strayEvents, std::int64_t{0});
    }

    /// The steps of an edit score as the engine scores the same text that follows a prompt.
    void anEditScoresAsAPromptsContinuation() {
        const RunOptions o = shortRun(PolicyKind::Step, 3);
        const std::string words = "First, 17 + 25 = 42.\n\nThen 3 * 42 = 126.\n\nSo";
        TraceId lane{};
        const Outcome outcome =
            run(o, onceAt(50, [&](RunLoop& loop) { lane = loop.fork(TraceId{1}, 21, {.text = words}); }));
        const TraceState& edited = *outcome.state.findTrace(lane);
        QVERIFY(edited.byHand());
        QVERIFY(edited.text.str().find(words) != std::string::npos);
        const auto forks = all<TraceForked>(outcome);
        QCOMPARE(forks.size(), std::size_t{1});
        QCOMPARE(forks.front().written, edited.writtenTokens);
        QVERIFY(edited.writtenTokens > 10);

        std::vector<TokenId> tokens = session().promptTokens(kProblem, o.systemPrompt);
        const int prompt = static_cast<int>(tokens.size());
        const std::vector<TokenId> parent = tokensOf(outcome, TraceId{1});
        tokens.insert(tokens.end(), parent.begin(), parent.begin() + 21);
        for (TokenId token : session().tokenizer().encode(words)) tokens.push_back(token);
        std::vector<BlockId> blocks;
        for (int b = 0; b < engine::blocksFor(static_cast<int>(tokens.size())); ++b) blocks.push_back(BlockId{b});
        int compared = 0;
        int begin = 0;
        for (int end = prompt + 1; end <= static_cast<int>(tokens.size()); ++end) {
            if (!session().boundaries().contains(tokens[static_cast<std::size_t>(end) - 1])) continue;
            engine::Slice slice;
            slice.tokens =
                std::span(tokens).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
            slice.firstPosition = begin;
            slice.blocks = blocks;
            slice.gatherHidden = true;
            const engine::PassResult result = session().transformer().pass({&slice, 1}, o.sampling);
            begin = end;
            const auto step = std::find_if(edited.steps.begin(), edited.steps.end(),
                                           [&](const StepState& s) { return s.endToken == end - prompt; });
            QVERIFY(step != edited.steps.end());
            QCOMPARE((*step).score, result.scores.at(0));
            ++compared;
        }
        QVERIFY(compared >= 2);
    }

    void votesByHandCountOrAreLeftOut() {
        for (const HandVotes votes : {HandVotes::Count, HandVotes::LeaveOut}) {
            RunOptions o = shortRun(PolicyKind::SelfConsistency, 2);
            o.handVotes = votes;
            TraceId lane{};
            const Outcome outcome = run(
                o, onceAt(10, [&](RunLoop& loop) {
                    lane = loop.fork(TraceId{1}, 4, {.text = "3 * 42 - 36 + 12 = 102\n\nThe answer is \\boxed{102}"});
                }));
            const TraceState& edited = *outcome.state.findTrace(lane);
            QVERIFY(edited.answer.has_value());
            bool voted = false;
            for (const scorer::Ballot& ballot : outcome.state.vote.ballots) voted = voted || ballot.trace == lane;
            QCOMPARE(voted, votes == HandVotes::Count);
            QCOMPARE(timeless({{0, outcome.events.front().body}}).find("hand_votes") != std::string::npos,
                     votes == HandVotes::LeaveOut);
            QCOMPARE(summaryOf(foldedFromLines(outcome)).dump(), summaryOf(outcome.state).dump());
        }
    }

    /// A new run begins with a recorded prefix; a lane of it that is forked keeps the mark of words by hand.
    void aRunBeginsWithARecordedPrefix() {
        const RunOptions o = shortRun(PolicyKind::Step, 3);
        const Outcome recorded = run(o);
        GivenStart start = recordedStart(logOf(recorded), TraceId{2}, 25);
        QCOMPARE(start.tokens.size(), std::size_t{25});
        GivenStart edited = start;
        edited.text = "Check: 17 + 25 = 42.\n\n";
        Outcome outcome;
        RunRequest request{kProblem, "102", o};
        request.given = {start, edited};
        RunLoop loop(session(), request, [&](const Event& e) { outcome.events.push_back(e); });
        while (!loop.isFinished()) loop.step(), loop.checkIntegrity();
        outcome.state = loop.state();
        QCOMPARE(outcome.state.traces.size(), std::size_t{3});
        QVERIFY(trace(outcome.state, 1)
                    .text.str()
                    .starts_with(trace(recorded.state, 2).text.substr(0, trace(recorded.state, 2).tokenEnds[24])));
        QVERIFY(!trace(outcome.state, 1).byHand() && trace(outcome.state, 2).byHand());
        QCOMPARE(trace(outcome.state, 2).earlierTrace, std::optional(2));
        QCOMPARE(tokensOf(outcome, TraceId{3}), tokensOf(recorded, TraceId{3}));  // it began with the prompt alone
        // The steps in the prefix have the scores that they had.
        const auto& before = trace(recorded.state, 2).steps;
        for (std::size_t i = 0; i < before.size() && before[i].endToken <= 25; ++i)
            QCOMPARE(trace(outcome.state, 1).steps[i].score, before[i].score);
        Outcome again;
        rerun(session(), logOf(outcome), [&](const Event& e) { again.events.push_back(e); });
        QCOMPARE(timeless(again.events), timeless(outcome.events));
    }

    /// A steered run is run once more from its recording: the events are equal but for times.
    void aSteeredRunCanBeRunAgain_data() {
        QTest::addColumn<int>("policy");
        for (const PolicyKind policy : {PolicyKind::Step, PolicyKind::SelfConsistency, PolicyKind::DeepConfLow,
                                        PolicyKind::SlimSc, PolicyKind::StepRefill})
            QTest::newRow(nameOf(policy)) << static_cast<int>(policy);
    }
    void aSteeredRunCanBeRunAgain() {
        QFETCH(int, policy);
        constexpr unsigned kSeed = 77;
        std::mt19937 random(kSeed);
        const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        RunOptions o = shortRun(static_cast<PolicyKind>(policy), 6, 26);
        o.maxTokens = 100;
        o.deepconf.warmup = 3;
        o.deepconf.window = 16;
        o.refill = {.rounds = 20, .minTokens = 20, .most = 2};
        int taken = 0;
        const Outcome steered = run(o, [&](RunLoop& loop) {
            if (loop.isFinished() || draw(7) != 0) return;
            const TraceId id{1 + draw(static_cast<int>(loop.state().traces.size()))};
            const int tokens = loop.state().findTrace(id)->tokenCount();
            const Kind kinds[] = {Kind::Protect, Kind::Unprotect, Kind::Prune,  Kind::Fork,
                                  Kind::Fork,    Kind::KvBlocks,  Kind::Traces, Kind::Pause};
            SteerAction action{.kind = kinds[draw(8)], .trace = id, .atToken = draw(tokens + 1)};
            action.value = action.kind == Kind::Traces ? 4.0 + draw(4) : 20.0 + draw(12);
            if (draw(2)) action.given.text = "So 17 + 25 = 42.\n\n";
            if (loop.state().traces.size() > 12 && action.kind != Kind::Prune) action.kind = Kind::Protect;
            try {
                steer(loop, action);
                ++taken;
            } catch (const UsageError&) {
            }
            loop.resume();
            if (loop.state().passes > 160) loop.stop();
        });
        qInfo("seed %u: %d actions taken", kSeed, taken);
        QVERIFY(taken > 4);
        Outcome again;
        rerun(session(), logOf(steered), [&](const Event& e) { again.events.push_back(e); });
        QCOMPARE(timeless(again.events), timeless(steered.events));
        QCOMPARE(steered.state.strayEvents, std::int64_t{0});
        QCOMPARE(summaryOf(foldedFromLines(steered)).dump(), summaryOf(steered.state).dump());
    }
};

QTEST_GUILESS_MAIN(AppSteering)
#include "app_steering.moc"
