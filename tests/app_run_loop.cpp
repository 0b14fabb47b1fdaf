// Whole runs of the embedded model on the CPU: the method, determinism, live changes and refusals.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>

#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/summary.h"
#include "refusal_of.h"
#include "run_support.h"
#include "scorer/checkpoint/checkpoint_writer.h"

using namespace run_support;

namespace {

bool isPrefix(const std::vector<TokenId>& a, const std::vector<TokenId>& b) {
    return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

template <typename T>
int countOf(const Outcome& outcome) {
    return static_cast<int>(all<T>(outcome).size());
}

/// The summary without what the clock wrote.
std::string timelessSummary(const RunState& state) {
    nlohmann::json j = summaryOf(state);
    j.erase("time");
    j["tokens"].erase("per_s");
    j["kv"].erase("saturated_at_s");
    for (auto& trace : j["traces"]) trace.erase("waited_s");
    return j.dump();
}

}  // namespace

class AppRunLoop : public QObject, run_support::Runs {
    Q_OBJECT

    std::string refusal(const RunOptions& options, const char* problem = kProblem) {
        return refusalOf([&] { RunLoop(session(), RunRequest{problem, std::nullopt, options}, [](const Event&) {}); });
    }

private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    void sameSeedSameRun() {
        const RunOptions o = options(PolicyKind::Step, 8, 30);
        const Outcome a = run(o);
        const Outcome b = run(o);
        QVERIFY(a.state.prunedCount > 0);
        QCOMPARE(timelessSummary(a.state), timelessSummary(b.state));
        RunOptions other = o;
        other.sampling.seed = 8;
        QVERIFY(timelessSummary(run(other).state) != timelessSummary(a.state));
    }

    /// A trace's tokens are the same alone, in a crowd, and under every policy until something touches it.
    void policiesDoNotChangeTokens() {
        const Outcome free = run(options(PolicyKind::SelfConsistency, 8));
        const Outcome alone = run(options(PolicyKind::Cot, 1));
        QCOMPARE(tokensOf(alone, TraceId{1}), tokensOf(free, TraceId{1}));
        const Outcome step = run(options(PolicyKind::Step, 8, 30));
        const Outcome sc = run(options(PolicyKind::SelfConsistency, 8, 30));
        QVERIFY(step.state.prunedCount > 0);
        QVERIFY(countOf<TracePreempted>(sc) > 0);
        for (int t = 1; t <= 8; ++t) {
            QVERIFY2(isPrefix(tokensOf(step, TraceId{t}), tokensOf(free, TraceId{t})), qPrintable(QString::number(t)));
            if (step.state.traces[static_cast<std::size_t>(t) - 1].phase != TracePhase::Pruned) {
                QCOMPARE(tokensOf(step, TraceId{t}), tokensOf(free, TraceId{t}));
            }
            QCOMPARE(tokensOf(sc, TraceId{t}),
                     tokensOf(free, TraceId{t}));  // recomputed KV is the same KV on this backend
        }
    }

    /// With KV of 8 bits, a preempted trace writes what it would have written; the header says the type, and the same
    /// memory has more blocks.
    void aCacheOfEightBits() {
        RunOptions plenty = options(PolicyKind::SelfConsistency, 8),
                   little = options(PolicyKind::SelfConsistency, 8, 30);
        const Outcome exact = run(little);
        plenty.kvType = little.kvType = KvChoice::Q8;
        const MemoryFacts memory = session().memory();
        const double ratio = static_cast<double>(blockBytesFor(memory, KvChoice::Q8)) /
                             static_cast<double>(blockBytesFor(memory, KvChoice::F32));
        QVERIFY(ratio > 0.25 && ratio < 0.27);
        const Outcome free = run(plenty);
        QVERIFY(run(little).state.header.kvBlocks >= static_cast<int>(30 / ratio) - 1);
        little.kvCacheMib = *little.kvCacheMib * ratio;
        for (const bool reuse : {true, false}) {
            little.prefixReuse = reuse;
            const Outcome sc = run(little);
            QCOMPARE(sc.state.header.kvBlocks, 30);
            QVERIFY(countOf<TracePreempted>(sc) > 0);
            for (int t = 1; t <= 8; ++t) QCOMPARE(tokensOf(sc, TraceId{t}), tokensOf(free, TraceId{t}));
        }
        const ModelInfo& model = free.state.header.model;
        QCOMPARE(model.kvType, std::string("q8"));
        QCOMPARE(model.blockBytes, blockBytesFor(memory, KvChoice::Q8));
        QCOMPARE(foldedFromLines(free).header.model.kvType, std::string("q8"));
        QCOMPARE(foldedFromLines(free).header.options.kvType, KvChoice::Q8);
        QCOMPARE(exact.state.header.model.kvType, std::string("f32"));
        QCOMPARE(exact.state.header.model.blockBytes, session().info().blockBytes);
        // The run after it has the other type again.
        QCOMPARE(tokensOf(run(options(PolicyKind::SelfConsistency, 8, 30)), TraceId{3}), tokensOf(exact, TraceId{3}));
    }

    void stepNeverWaitsAndScWaits() {
        const Outcome step = run(options(PolicyKind::Step, 8, 30));
        QCOMPARE(countOf<TracePreempted>(step), 0);
        for (const TraceState& t : step.state.traces) QCOMPARE(step.state.waitedS(t), 0.0);
        QVERIFY(step.state.kv.peakBlocks <= 30);
        QVERIFY(step.state.kv.saturatedAt.has_value());
        const Outcome sc = run(options(PolicyKind::SelfConsistency, 8, 30));
        QVERIFY(sc.state.recomputedTokens > 0);
        QCOMPARE(sc.state.prunedCount, 0);
    }

    /// The pruned trace is the lowest-scored of those running, at every prune.
    void theLowestIsPruned() {
        const Outcome step = run(options(PolicyKind::Step, 12, 36));
        RunState s;
        int prunes = 0;
        for (const Event& e : step.events) {
            if (const auto* pruned = std::get_if<TracePruned>(&e.body)) {
                ++prunes;
                const double score = pruned->score.value_or(0.0);
                for (const TraceState& t : s.traces) {
                    if (t.phase == TracePhase::Running) QVERIFY(t.score().value_or(0.0) >= score);
                }
            }
            s.apply(e);
        }
        QVERIFY(prunes > 0);
    }

    void replayGivesTheSameSummary() {
        QTemporaryDir dir;
        const Outcome outcome = run(options(PolicyKind::Step, 8, 30));
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        RecordingWriter writer(path);
        for (const Event& e : outcome.events) writer.append(e);
        RunState replayed;
        for (const Event& e : readRecording(path).events) replayed.apply(e);
        QCOMPARE(summaryOf(replayed).dump(), summaryOf(outcome.state).dump());
    }

    void lessMemoryPrunesAtOnceMoreTracesJoin() {
        int passes = 0;
        const Outcome outcome = run(options(PolicyKind::Step, 4), [&](RunLoop& loop) {
            ++passes;
            if (passes == 20) loop.setTraces(6);
            if (passes == 40) loop.setKvCache(mibOf(loop.state().kv.usedBlocks - 4));
        });
        QCOMPARE(outcome.state.traces.size(), std::size_t{6});
        QVERIFY(outcome.state.prunedCount > 0);
        QVERIFY(outcome.state.traces[5].tokenCount() > 0 || outcome.state.traces[5].phase == TracePhase::Pruned);
        QCOMPARE(outcome.state.phase, RunPhase::Finished);
    }

    void fewerTracesStopTheLowest() {
        int passes = 0;
        const Outcome outcome = run(options(PolicyKind::Step, 8), [&](RunLoop& loop) {
            if (++passes == 30) loop.setTraces(3);
        });
        int stopped = 0;
        for (const TraceState& t : outcome.state.traces) stopped += t.phase == TracePhase::Stopped ? 1 : 0;
        QCOMPARE(stopped, 5);
    }

    void onlyActiveTracesCountForN() {
        int before = 0;
        int activeBefore = 0;
        const Outcome outcome = run(options(PolicyKind::Step, 8, 30), [&](RunLoop& loop) {
            const int active = loop.state().countActive();
            if (before == 0 && loop.state().prunedCount >= 2 && active >= 2) {
                before = static_cast<int>(loop.state().traces.size());
                activeBefore = active;
                loop.setTraces(active);  // as many as there are: nobody has to go
                QCOMPARE(loop.state().countActive(), active);
                loop.setTraces(active + 1);
                QCOMPARE(loop.state().countActive(), active + 1);
                loop.setTraces(active - 1);
                QCOMPARE(loop.state().countActive(), std::max(1, active - 1));
            }
        });
        QVERIFY(activeBefore > 0 && activeBefore < before);
        QCOMPARE(static_cast<int>(outcome.state.traces.size()), before + 1);
    }

    void anotherScorerScoresEveryStepAgain() {
        const std::string pt = STEPSCOPE_RESOURCES "/demo-model/step_scorer/step_scorer.pt";
        Outcome outcome;
        RunRequest request{kProblem, std::nullopt, options(PolicyKind::Step, 4)};
        request.keepRows = true;
        RunLoop loop(session(), request, [&](const Event& e) { outcome.events.push_back(e); });
        while (!loop.isFinished()) loop.step();
        const RunState before = loop.state();
        session().loadScorer(pt);
        loop.rescore();
        QCOMPARE(loop.state().scorer->name, std::string("step_scorer.pt"));
        for (std::size_t i = 0; i < before.traces.size(); ++i) {
            QCOMPARE(loop.state().traces[i].steps.size(), before.traces[i].steps.size());
            for (std::size_t k = 0; k < before.traces[i].steps.size(); ++k) {
                // The same weights from the other file and rows to eleven bits: nearly the same scores.
                QVERIFY(std::abs(loop.state().traces[i].steps[k].score - before.traces[i].steps[k].score) < 5e-3f);
            }
        }
        QVERIFY(std::holds_alternative<Rescored>(outcome.events.back().body));
    }

    void voteLockStopsEarlyWithTheSameAnswer() {
        RunOptions o = options(PolicyKind::SelfConsistency, 9);
        o.sampling.temperature = 0.2;
        const Outcome whole = run(o);
        o.voteLock = true;
        const Outcome locked = run(o);
        QCOMPARE(locked.state.vote.leader()->answer, whole.state.vote.leader()->answer);
        QVERIFY(locked.state.generatedTokens <= whole.state.generatedTokens);
        QCOMPARE(locked.state.finished->end, RunEnd::VoteLock);
    }

    void stopAndPause() {
        int passes = 0;
        const Outcome outcome = run(options(PolicyKind::Step, 4), [&](RunLoop& loop) {
            if (++passes != 10) return;
            loop.pause();
            const auto tokens = loop.state().generatedTokens;
            loop.step();
            QCOMPARE(loop.state().generatedTokens, tokens);
            QVERIFY(loop.isPaused());
            loop.resume();
            loop.stop();
        });
        QCOMPARE(outcome.state.finished->end, RunEnd::Stopped);
        QVERIFY(outcome.state.vote.answers.empty());
    }

    void oneTraceThatFillsMemorySaysSo() {
        const Outcome outcome = run(options(PolicyKind::Cot, 1, 5));
        QCOMPARE(outcome.state.traces[0].phase, TracePhase::Length);
        QCOMPARE(*outcome.state.traces[0].finish, FinishReason::Memory);
        QVERIFY(outcome.state.traces[0].tokenCount() < 300);
        RunOptions o = options(PolicyKind::Cot, 1);
        o.maxTokens = 5;
        QCOMPARE(*run(o).state.traces[0].finish, FinishReason::Length);
    }

    /// A scorer whose scores are no numbers ends the run with a message; as a replacement it is refused and changes
    /// nothing.
    void scoresThatAreNoNumbersEndTheRun() {
        // Past the check of files: hidden states that overflow would give such scores, too.
        const int width = session().info().hiddenSize;
        const std::vector<float> w0(std::size_t(width) * 512, 0.0F);
        const std::vector<float> b0(512, 3e38F);
        std::vector<float> w1(512, 3e38F);
        for (std::size_t i = 0; i < 512; i += 2) w1[i] = -3e38F;  // infinity minus infinity
        const engine::MlpWeights overflowing{
            .inputWidth = width, .hiddenWidth = 512, .w0 = w0, .b0 = b0, .w1 = w1, .b1 = 0};
        const std::string good = session().scorer()->path;

        RunRequest request{kProblem, std::nullopt, options(PolicyKind::Step, 4)};
        request.keepRows = true;
        std::vector<Event> events;
        RunLoop finished(session(), request, [&](const Event& e) { events.push_back(e); });
        while (!finished.isFinished()) finished.step();
        const std::size_t count = events.size();
        const std::string before = timelessSummary(finished.state());
        session().transformer().attachScorer(overflowing);
        QVERIFY_THROWS_EXCEPTION(UsageError, finished.rescore());
        QCOMPARE(events.size(), count);
        QCOMPARE(timelessSummary(finished.state()), before);

        const Outcome failed = run(options(PolicyKind::Step, 4));
        session().loadScorer(good);
        QCOMPARE(failed.state.finished->end, RunEnd::Failed);
        QVERIFY2(failed.state.finished->message.find("not a number") != std::string::npos,
                 failed.state.finished->message.c_str());
        QVERIFY(failed.state.vote.answers.empty());
        QCOMPARE(countOf<StepScored>(failed), 0);
    }

    void rowsAreKeptForThoseWhoAsk() {
        RunRequest request{kProblem, std::nullopt, options(PolicyKind::SelfConsistency, 2)};
        for (const bool keep : {false, true}) {
            request.keepRows = keep;
            RunLoop loop(session(), request, [](const Event&) {});
            while (!loop.isFinished()) loop.step();
            QVERIFY(!loop.state().traces[0].steps.empty());
            QCOMPARE(loop.stepEnds(TraceId{1}).ends.size(),
                     keep ? loop.state().traces[0].steps.size() : std::size_t{0});
        }
    }

    /// In a folder of its own, or beside the weights as older models have it; the folder counts first.
    void theModelsOwnScorerIsFoundInBothPlaces() {
        namespace fs = std::filesystem;
        const fs::path demo = fs::path(STEPSCOPE_RESOURCES) / "demo-model";
        QTemporaryDir dir;
        const fs::path copy = fs::path(dir.path().toStdString()) / "model";
        fs::create_directories(copy / "step_scorer");
        for (const auto& entry : fs::directory_iterator(demo)) {
            if (entry.is_regular_file()) fs::create_symlink(fs::absolute(entry.path()), copy / entry.path().filename());
        }
        const auto ownScorer = [&] {
            const auto loaded = ModelSession::load({.path = copy.string(), .backend = BackendChoice::Cpu});
            return std::pair(fs::path(loaded->ownScorer()), loaded->scorer().has_value());
        };
        QCOMPARE(ownScorer(), std::pair(fs::path(), false));
        const auto put = [&](const fs::path& name) {
            fs::create_symlink(demo / "step_scorer" / name.filename(), copy / name);
            return std::pair(copy / name, true);
        };
        QCOMPARE(ownScorer(), put("step_scorer.pt"));
        QCOMPARE(ownScorer(), put("step_scorer.safetensors"));
        QCOMPARE(ownScorer(), put("step_scorer/step_scorer.pt"));
        QCOMPARE(ownScorer(), put("step_scorer/step_scorer.safetensors"));
    }

    /// Marked as special it is not in the decoded text, and ends thinking all the same.
    void theEndOfThinkingMayBeASpecialToken() {
        namespace fs = std::filesystem;
        const fs::path demo = fs::path(STEPSCOPE_RESOURCES) / "demo-model";
        QTemporaryDir dir;
        const fs::path copy = fs::path(dir.path().toStdString()) / "model";
        fs::create_directory(copy);
        for (const auto& entry : fs::directory_iterator(demo)) {
            if (entry.is_regular_file()) fs::create_symlink(fs::absolute(entry.path()), copy / entry.path().filename());
        }
        fs::create_directory_symlink(demo / "step_scorer", copy / "step_scorer");
        std::ifstream original(demo / "tokenizer.json");
        nlohmann::json tokenizer = nlohmann::json::parse(original);
        int marked = 0;
        for (auto& token : tokenizer["added_tokens"]) {
            if (token["content"] != "</think>") continue;
            token["special"] = true;
            ++marked;
        }
        QCOMPARE(marked, 1);
        fs::remove(copy / "tokenizer.json");
        std::ofstream(copy / "tokenizer.json") << tokenizer.dump();

        const auto special = ModelSession::load({.path = copy.string(), .backend = BackendChoice::Cpu});
        RunOptions o = options(PolicyKind::SelfConsistency, 4);
        const auto stepsOf = [&](ModelSession& session) {
            RunLoop loop(session, RunRequest{kProblem, std::nullopt, o}, [](const Event&) {});
            while (!loop.isFinished()) loop.step();
            std::vector<std::vector<int>> ends;
            for (const TraceState& trace : loop.state().traces) {
                ends.emplace_back();
                for (const StepState& step : trace.steps) ends.back().push_back(step.endToken);
            }
            return ends;
        };
        const auto everywhere = stepsOf(*special);
        o.scoreAfterThink = false;
        const auto thought = stepsOf(*special);
        QVERIFY(thought != everywhere);
        QCOMPARE(thought, stepsOf(session()));
    }

    void noRunLeavesBlocksThatDoNotAddUp() {
        for (const PolicyKind policy : {PolicyKind::Step, PolicyKind::SelfConsistency}) {
            const Outcome outcome = run(options(policy, 8, 30));
            for (const Event& e : outcome.events) {
                const auto* notice = std::get_if<Notice>(&e.body);
                QVERIFY2(!notice || notice->severity != Notice::Severity::Error, notice ? notice->text.c_str() : "");
            }
            QCOMPARE(outcome.state.kv.usedBlocks, outcome.state.kv.promptBlocks);
        }
    }

    void manyTraces() {
        RunOptions o = options(PolicyKind::Step, 256);
        o.maxTokens = 12;
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.generatedTokens, 256 * 12);
    }

    void refusals() {
        const std::string tooSmall = refusal(options(PolicyKind::Step, 64, 20));
        QVERIFY2(tooSmall.find("20 blocks") != std::string::npos && tooSmall.find("use n ") != std::string::npos &&
                     tooSmall.find("MiB") != std::string::npos,
                 tooSmall.c_str());
        QVERIFY(refusal(options(PolicyKind::Step, 4), " \n").find("empty") != std::string::npos);
        const std::string endless(40000, '7');
        QVERIFY(refusal(options(PolicyKind::Step, 4), endless.c_str()).find("context") != std::string::npos);
    }

    void aSettingThatTheRefusalNamesFits() {
        const std::string message = refusal(options(PolicyKind::Step, 64, 20));
        const int n = std::atoi(message.c_str() + message.find("use n ") + 6);
        QVERIFY(n >= 1);
        QVERIFY(refusal(options(PolicyKind::Step, n, 20)).empty());
        const double mib = std::atof(message.c_str() + message.find("at least ") + 9);
        RunOptions enough = options(PolicyKind::Step, 64);
        enough.kvCacheMib = mib;
        QVERIFY(refusal(enough).empty());
    }

    void badModelsAreRefusedByName() {
        const auto message = [](const std::string& path, const std::optional<std::string>& scorer = {}) -> std::string {
            try {
                ModelSession::load({.path = path, .backend = BackendChoice::Cpu, .scorerPath = scorer});
            } catch (const UsageError& error) {
                return error.what();
            }
            return {};
        };
        QTemporaryDir dir;
        QVERIFY(message("/nowhere").find("/nowhere") != std::string::npos);
        QVERIFY(message(dir.path().toStdString()).find("config.json") != std::string::npos);
        QVERIFY(message({}, dir.filePath(QStringLiteral("none.pt")).toStdString()).find("none.pt") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(AppRunLoop)
#include "app_run_loop.moc"
