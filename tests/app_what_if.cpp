// What-ifs: what a recording can answer and what it says where it cannot, the time model, smaller n, sweeps, giving up.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <random>

#include "app/whatif/what_if_sweep.h"
#include "cpu_time.h"
#include "made_up_record.h"
#include "refusal_of.h"
#include "what_if_support.h"

using namespace what_if_support;

namespace {

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

/// A run of three traces that end as given, without a model.
RunState endedAs(std::initializer_list<EventBody> ends) {
    RunState state;
    RunStarted header;
    header.options.traces = 3;
    header.kvBlocks = 40;
    state.apply({0, header});
    for (int t = 1; t <= 3; ++t) state.apply({0, TraceAdded{TraceId{t}}});
    for (int t = 1; t <= 3; ++t) state.apply({0, TraceAdmitted{TraceId{t}, {BlockId{t}}}});
    PassDone pass;
    for (int t = 1; t <= 3; ++t) pass.tokens.push_back({TraceId{t}, TokenId{5}, "x", -1, 2});
    state.apply({1, pass});
    for (const EventBody& end : ends) state.apply({2, end});
    return state;
}

TraceFinished finished(int trace, FinishReason reason = FinishReason::EndOfText) {
    return {TraceId{trace}, reason, std::nullopt, 1};
}

/// One to three changes: a number replaced, a line lost, doubled or moved.
std::vector<std::string> damaged(std::vector<std::string> lines, std::mt19937& random) {
    static const char* const kNumbers[] = {"0",  "-1",   "1",          "2",           "7",
                                           "99", "4096", "2147483647", "-2147483648", "1e300"};
    for (unsigned changes = 1 + random() % 3; changes > 0; --changes) {
        const std::size_t at = random() % 4 == 0 ? 0 : random() % lines.size();
        std::string& line = lines[at];
        switch (random() % 6) {
            case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); break;
            case 1: lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), std::string(line)); break;
            case 2: std::swap(lines[at], lines[random() % lines.size()]); break;
            default: {
                const std::size_t from = line.find_first_of("0123456789", random() % line.size());
                if (from == std::string::npos) break;
                const std::size_t to = std::min(line.find_first_not_of("0123456789.", from), line.size());
                line.replace(from, to - from, kNumbers[random() % std::size(kNumbers)]);
            }
        }
        if (lines.empty()) break;
    }
    return lines;
}

TracePruned pruned(int trace) {
    return {TraceId{trace}, std::nullopt, 3, 1, PruneCause::Memory, std::nullopt, std::nullopt};
}

}  // namespace

class AppWhatIf : public QObject, run_support::Runs {
    Q_OBJECT

    RecordedRun m_record;  // of 8 traces, without pruning
    Outcome m_outcome;

    std::string refusal(const RunOptions& options, const RecordedRun& record) {
        return refusalOf([&] { (void)whatIf(record, {options, std::nullopt, false}); });
    }

private Q_SLOTS:
    void initTestCase() {
        loadDemo();
        m_outcome = run(options(PolicyKind::SelfConsistency, 8));
        m_record = recordOf(m_outcome);
    }

    // ---- complete records ----

    void aRecordSaysWhetherItIsComplete() {
        const auto complete = completenessOf(endedAs({finished(1), finished(2, FinishReason::Length), finished(3)}));
        QVERIFY(complete.isComplete());
        QCOMPARE(complete.usable, 3);
        QCOMPARE(complete.text(), "");
        QCOMPARE(complete.remedy(), "");

        const auto cut = completenessOf(endedAs({pruned(2), finished(1), finished(3, FinishReason::Memory)}));
        QVERIFY(!cut.isComplete());
        QCOMPARE(cut.usable, 1);
        QCOMPARE(cut.traces[0].why, "");
        QCOMPARE(cut.traces[1].why, "pruned after 1 token");
        QCOMPARE(cut.traces[2].why, "ended for lack of memory after 1 token");
        QCOMPARE(cut.text(), "2 of 3 traces are incomplete: 1 ended for lack of memory (3); 1 pruned (2)");
        QVERIFY(has(cut.remedy(), "--policy sc") && has(cut.remedy(), "ask for n 1"));

        const auto stopped = completenessOf(endedAs({finished(1, FinishReason::Stopped), finished(2)}));
        QCOMPARE(stopped.usable, 0);
        QCOMPARE(stopped.text(), "2 of 3 traces are incomplete: 1 not at its end (3); 1 stopped (1)");
        QVERIFY(!has(stopped.remedy(), "ask for n"));
        QVERIFY(!completenessOf(RunState{}).isComplete());
    }

    void branchesAreNoTracesOfARecord() {
        const RunState state = endedAs({TraceBranched{TraceId{4}, TraceId{3}, 1, {BlockId{9}}, 0}, finished(1),
                                        finished(2), finished(3), pruned(4)});
        const auto found = completenessOf(state);
        QVERIFY(found.isComplete());
        QCOMPARE(found.traces.size(), std::size_t{3});
    }

    /// Everything that any policy looks at is in the log of every run, whatever its own policy looks at.
    void everyRunRecordsWhatAnyPolicyNeeds() {
        QVERIFY(m_record.completeness.isComplete());
        QVERIFY(m_record.hasConfidence);
        QVERIFY(m_record.hasScores);
        QVERIFY(m_record.header.prefillRows > 0);
        for (std::size_t i = 0; i < m_record.traces.size(); ++i) {
            const TraceRecord& trace = m_record.traces[i];
            const TraceState& state = m_outcome.state.traces[i];
            QVERIFY(state.text == std::string_view(trace.text));
            QCOMPARE(trace.steps.size(), state.steps.size());
            QVERIFY(!trace.steps.empty());
            double logProbabilities = 0;
            for (const TokenRecord& token : trace.tokens) logProbabilities += double(token.logProbability);
            QCOMPARE(logProbabilities, state.logProbabilitySum);
        }
    }

    void stepEndsAreRecordedWithoutAScorer() {
        namespace fs = std::filesystem;
        QTemporaryDir dir;
        const fs::path copy = fs::path(dir.path().toStdString()) / "model";
        fs::create_directory(copy);
        for (const auto& file : fs::directory_iterator(fs::path(STEPSCOPE_RESOURCES) / "demo-model")) {
            if (file.is_regular_file()) fs::create_symlink(file.path(), copy / file.path().filename());
        }
        const auto bare = ModelSession::load({.path = copy.string(), .backend = BackendChoice::Cpu});
        QVERIFY(!bare->scorer());
        RunOptions o = options(PolicyKind::SelfConsistency, 4);
        const auto eventsOf = [&](ModelSession& session) {
            std::vector<Event> events;
            RunLoop loop(session, RunRequest{kProblem, std::nullopt, o}, [&](const Event& e) { events.push_back(e); });
            while (!loop.isFinished()) loop.step();
            return events;
        };
        const RecordedRun without = recordOf(eventsOf(*bare));
        const RecordedRun with = recordOf(eventsOf(session()));
        QVERIFY(!without.hasScores);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(without.traces[i].steps.size(), with.traces[i].steps.size());
            for (std::size_t k = 0; k < with.traces[i].steps.size(); ++k)
                QCOMPARE(without.traces[i].steps[k].end, with.traces[i].steps[k].end);
        }
        QVERIFY(has(refusal(options(PolicyKind::Step, 4), without), "no scorer"));
        // The same run again, with the ends of its steps.
        const auto again = whatIf(without, {o, std::nullopt, true});
        QCOMPARE(comparable(listOf(again->events)), comparable(eventsOf(*bare)));
    }

    // ---- what cannot be answered ----

    void refusalsSayWhatToDo() {
        RunOptions o = options(PolicyKind::StepRefill, 8);
        QVERIFY(has(refusal(o, m_record), "branches"));
        o = options(PolicyKind::SlimSc, 8);
        QVERIFY(has(refusal(o, m_record), "hidden states"));
        o = options(PolicyKind::SelfConsistency, 8);
        o.consensusProbe = true;
        QVERIFY(has(refusal(o, m_record), "probe"));
        QVERIFY(has(refusal(options(PolicyKind::SelfConsistency, 9), m_record), "holds 8 traces"));
        o = options(PolicyKind::SelfConsistency, 8);
        o.sampling.seed = 8;
        QVERIFY(has(refusal(o, m_record), "another seed"));
        o.sampling.seed = 7;
        o.sampling.temperature = 0.1;
        QVERIFY(has(refusal(o, m_record), "another sampling"));
        o = options(PolicyKind::SelfConsistency, 8, 3);
        QVERIFY(has(refusal(o, m_record), "KV cache holds 3 blocks"));

        const Outcome step = run(options(PolicyKind::Step, 8, 30));
        const RecordedRun incomplete = recordOf(step);
        const std::string why = refusal(options(PolicyKind::SelfConsistency, 8), incomplete);
        QVERIFY2(has(why, "of 8 traces are incomplete") && has(why, "pruned (") && has(why, "--policy sc"),
                 why.c_str());

        RecordedRun old = m_record;
        old.hasConfidence = false;
        QVERIFY(has(refusal(options(PolicyKind::DeepConfLow, 8), old), "confidence"));
        QCOMPARE(refusal(options(PolicyKind::Step, 8), old), "");
    }

    void longerTracesAreRefusedOnlyWhereTheLimitCutSome() {
        RunOptions o = options(PolicyKind::SelfConsistency, 4);
        o.maxTokens = 20;
        const RecordedRun cut = recordOf(run(o));
        o.maxTokens = 40;
        QVERIFY(has(refusal(o, cut), "end at 20 tokens"));
        o.maxTokens = 11;
        const auto shorter = whatIf(cut, {o, std::nullopt, true});
        QCOMPARE(comparable(listOf(shorter->events)), comparable(run(o).events));
    }

    /// A file with numbers and lines out of place is answered or refused, with one line, and takes no time.
    void damagedRecordsAreAnsweredOrRefused() {
        RunOptions o = options(PolicyKind::SelfConsistency, 3);
        o.maxTokens = 14;
        std::vector<std::string> good;
        for (const Event& event : run(o).events) good.push_back(toJsonLine(event));
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("STEPSCOPE_SEED", &given);
        const unsigned seed = given ? static_cast<unsigned>(wanted) : std::random_device()();
        qInfo("STEPSCOPE_SEED=%u repeats this damage", seed);
        std::mt19937 random(seed);
        int answered = 0, refused = 0;
        for (int i = 0; i < 1500; ++i) {
            const std::vector<std::string> lines = damaged(good, random);
            EventLog log;
            RunState state;
            for (const std::string& line : lines) {
                try {
                    const auto event = fromJsonLine(line);
                    if (!event) continue;
                    log.append(*event);
                    state.apply(*event);
                } catch (const std::runtime_error&) {
                    break;  // as the reader does
                }
            }
            const RecordedRun record = recordedRunOf(log, state);
            RunOptions asked = optionsToStartFrom(record);
            asked.policy = i % 3 == 0 ? PolicyKind::Step : i % 3 == 1 ? PolicyKind::DeepConfLow : asked.policy;
            int calls = 0;
            try {
                (void)whatIf(record, {asked, std::nullopt, false}, [&](double) { return ++calls < 50; });
                ++answered;
            } catch (const UsageError& error) {
                ++refused;
                QVERIFY2(std::string(error.what()).find('\n') == std::string::npos, error.what());
            }
        }
        qInfo("%d answered, %d refused", answered, refused);
        QVERIFY(answered > 100 && refused > 100);
    }

    // ---- what it gives ----

    void aLargerRecordAnswersForSmallerN() {
        for (const PolicyKind policy : {PolicyKind::Cot, PolicyKind::SelfConsistency, PolicyKind::Step}) {
            RunOptions o = options(policy, 5, 26);
            const Outcome real = run(o);
            const auto found = whatIf(m_record, {o, std::nullopt, true});
            QCOMPARE(comparable(listOf(found->events)), comparable(real.events));
        }
    }

    void aWhatIfIsARecordAgain() {
        const auto first = whatIf(m_record, {options(PolicyKind::SelfConsistency, 8, 40), std::nullopt, true});
        QVERIFY(first->state.header.whatIf);
        const RecordedRun again = recordOf(listOf(first->events));
        QVERIFY(again.completeness.isComplete());
        QVERIFY(again.header.whatIf);  // it survives the file
        const RunOptions o = options(PolicyKind::Step, 8, 30);
        QCOMPARE(comparable(listOf(whatIf(again, {o, std::nullopt, true})->events)), comparable(run(o).events));
    }

    /// On a machine whose passes take exactly what the model says, a what-if has the very times of the real run.
    void simulatedTimesAreThoseOfAMachineThatKeepsToTheModel() {
        PassTimeModel machine;
        machine.perPassS = 2e-3;
        machine.perRowS = 3e-4;
        machine.perKvTokenS = 5e-6;
        machine.perPrefillTokenS = 1e-4;
        const auto timed = [&](const RunOptions& o) {
            double now = 100;
            std::vector<Event> events;
            RunLoop loop(
                std::make_unique<TimedModelPass>(session(), machine, now), RunRequest{kProblem, "102", o},
                [&](const Event& e) { events.push_back(e); }, [&now] { return now; });
            while (!loop.isFinished()) loop.step();
            return events;
        };
        const RecordedRun record = recordOf(timed(options(PolicyKind::SelfConsistency, 8)));
        const PassTimeModel& times = record.passTimes;
        QVERIFY(times.passes > 50);
        QVERIFY(times.relativeError < 1e-6);
        QVERIFY(times.betweenPassesS < 1e-9);
        for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::Step, PolicyKind::DeepConfHigh}) {
            RunOptions o = options(policy, 8, 30);
            o.deepconf.warmup = 3;
            const std::vector<Event> real = timed(o);
            const auto found = whatIf(record, {o, std::nullopt, true});
            QCOMPARE(comparable(listOf(found->events)), comparable(real));
            for (std::size_t i = 0; i < real.size(); ++i) {
                const double t = found->events[i].t;
                QVERIFY2(std::abs(t - real[i].t) < 1e-6 * (1 + real[i].t),
                         qPrintable(QString::number(t) + QLatin1Char(' ') + QString::number(real[i].t)));
            }
        }
    }

    /// Which recomputed tokens a pass held follows from the log alone, so that all passes count for the fit.
    void passesThatRecomputeAreLearntFromToo() {
        PassTimeModel machine;
        machine.perPassS = 1e-3;
        machine.perRowS = 2e-4;
        machine.perKvTokenS = 3e-6;
        machine.perPrefillTokenS = 5e-5;
        for (const int blocks : {26, 34, 44}) {
            for (const bool reuse : {true, false}) {
                RunOptions o = options(PolicyKind::SelfConsistency, 8, blocks);
                o.maxTokens = 100;
                o.prefixReuse = reuse;
                double now = 0;
                std::vector<Event> events;
                RunLoop loop(
                    std::make_unique<TimedModelPass>(session(), machine, now), RunRequest{kProblem, "102", o},
                    [&](const Event& e) { events.push_back(e); }, [&now] { return now; });
                while (!loop.isFinished()) loop.step();
                QVERIFY(loop.state().recomputedTokens > 0);
                const PassTimeModel found = recordOf(events).passTimes;
                QCOMPARE(found.passes, loop.state().passes);
                QVERIFY2(found.relativeError < 1e-6, qPrintable(QString::number(found.relativeError)));
                QVERIFY(std::abs(found.perPrefillTokenS - machine.perPrefillTokenS) < 1e-9);
            }
        }
    }

    void sweepsAreWhatIfsSideBySide() {
        const RunOptions o = options(PolicyKind::Step, 8);
        const auto sweep = sweepMemory(m_record, {.options = o, .cells = 12, .threads = 2});
        QCOMPARE(sweep->cells.size(), std::size_t{12});
        QCOMPARE(sweep->peakBlocks, m_outcome.state.kv.peakBlocks);
        QVERIFY(!sweep->cells.front().figures && has(sweep->cells.front().problem, "blocks"));
        QCOMPARE(sweep->cells.back().figures->pruned, 0);
        QCOMPARE(sweep->cells.back().kvBlocks, sweep->peakBlocks);
        int pruned = 0;
        for (const SweepCell& cell : sweep->cells) {
            if (!cell.figures) continue;
            RunOptions one = o;
            one.kvCacheMib = cell.kvMib;
            const auto single = whatIf(m_record, {one, std::nullopt, false});
            QCOMPARE(single->figures.pruned, cell.figures->pruned);
            QCOMPARE(single->figures.asRun.margin, cell.figures->asRun.margin);
            QCOMPARE(single->figures.asRun.answer, cell.figures->asRun.answer);
            QCOMPARE(single->figures.latencyS, cell.figures->latencyS);
            pruned += cell.figures->pruned;
        }
        QVERIFY(pruned > 0);
    }

    void bothCanBeGivenUp() {
        int calls = 0;
        const auto afterTwo = [&calls](double fraction) { return fraction <= 1.0 && ++calls < 2; };
        QVERIFY(!sweepMemory(m_record, {.options = options(PolicyKind::Step, 8), .threads = 1}, afterTwo));
        const auto never = [](double) { return false; };
        RunOptions o = options(PolicyKind::SelfConsistency, 8, 20);  // waits, so that it takes many passes
        QVERIFY(!whatIf(m_record, {o, std::nullopt, false}, never));
    }

    void votesAreCountedThreeWays() {
        const auto found = whatIf(m_record, {options(PolicyKind::Step, 8, 30), std::nullopt, false});
        const RunFigures& f = found->figures;
        QCOMPARE(f.weighted.answer, f.asRun.answer);
        QCOMPARE(f.weighted.margin, f.asRun.margin);
        QVERIFY(f.majority.answer.has_value());
        QCOMPARE(f.majority.weight, std::floor(f.majority.weight));
        const auto sc = whatIf(m_record, {options(PolicyKind::SelfConsistency, 8), std::nullopt, false});
        QCOMPARE(sc->figures.majority.margin, sc->figures.asRun.margin);
        QCOMPARE(sc->figures.majority.answer, sc->figures.asRun.answer);
        QCOMPARE(sc->figures.asRun.right, m_outcome.state.isCorrect(*m_outcome.state.vote.leader()));
    }

    // ---- speed ----

    /// Processor time, at any optimisation: 30 ms for a run of the embedded model's size, 3 s for a large one.
    void answersComeAtOnce() {
        const auto secondsOf = [](const RecordedRun& record, PolicyKind policy, int blocks) {
            RunOptions o = optionsToStartFrom(record);
            o.policy = policy;
            const cpu::ThreadClock clock;
            (void)whatIf(record, {o, blocks, false});
            return clock.seconds();
        };
        const RecordedRun small = madeUp(32, 320);
        const RecordedRun large = madeUp(64, 20000);
        for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::Step, PolicyKind::DeepConfHigh}) {
            const double one = secondsOf(small, policy, 300);
            const double big = secondsOf(large, policy, 30000);
            qInfo("%s: %.1f ms; 64 traces of 20,000 tokens %.0f ms", nameOf(policy), 1e3 * one, 1e3 * big);
            QVERIFY(one < 0.03 * cpu::kSlack);
            QVERIFY(big < 3 * cpu::kSlack);
        }
        const cpu::ProcessClock clock;
        const auto sweep = sweepMemory(small, {.options = optionsToStartFrom(small), .threads = 2});
        qInfo("a sweep over %zu memories: %.0f ms of two processors", sweep->cells.size(), 1e3 * clock.seconds());
        QVERIFY(clock.seconds() < 2 * cpu::kSlack);
    }
};

QTEST_GUILESS_MAIN(AppWhatIf)
#include "app_what_if.moc"
