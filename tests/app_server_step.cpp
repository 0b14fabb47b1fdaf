// STEP over a scripted server with a scripted plugin: scores arrive on their own way, the policy prunes by them, and a
// pruned trace's request is closed. What is recorded replays and answers what-ifs.
#include <QTest>
#include <cmath>

#include "app/run/event_log.h"
#include "app/run/usage_error.h"
#include "app/server/server_jobs.h"
#include "app/whatif/recorded_run.h"
#include "app/whatif/what_if.h"
#include "plugin_server.h"
#include "refusal_of.h"

using namespace server_support;

namespace {

/// How many events have that body.
template <typename Body>
int countOf(const Outcome& run) {
    return static_cast<int>(
        std::ranges::count_if(run.events, [](const Event& e) { return std::holds_alternative<Body>(e.body); }));
}

RecordedRun recordOf(const Outcome& run, EventLog& log) {
    for (const Event& event : run.events) log.append(event);
    return recordedRunOf(log, run.state);
}

}  // namespace

class AppServerStep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scoresAreThoseOfThePlugin() {
        PluginServer plugin;
        plugin.blocks = 1000;
        const Outcome run = runOn(settingsFor(plugin.server()), optionsFor(6, PolicyKind::Step));
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        QVERIFY2(run.warnings().empty(), run.warnings().c_str());
        QCOMPARE(run.count(FinishReason::EndOfText), 6);
        QVERIFY(run.state.header.scorer && run.state.header.scorer->name == "s1");
        QVERIFY(run.state.header.server->engine == "vLLM 0.24.0" && run.state.header.server->hasLimit);
        for (const TraceState& trace : run.state.traces) {
            QCOMPARE(static_cast<int>(trace.steps.size()), 2 + index(trace.id) % 3);
            for (const StepState& step : trace.steps)
                QCOMPARE(step.score, static_cast<float>(scoreOf(index(trace.id), step.endToken - 1)));
        }
        QCOMPARE(countOf<StepEnded>(run), 0);
        QCOMPARE(countOf<TracePruned>(run), 0);
    }

    void prunesTheLowestWhenMemoryIsFull() {
        PluginServer plugin;
        plugin.holdBack();  // or a slow program prunes traces whose streams have come to their end
        const Outcome run = runOn(settingsFor(plugin.server()), optionsFor(6, PolicyKind::Step),
                                  [&](const RunLoop& loop) { plugin.follow(loop.state()); });
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        const int pruned = countOf<TracePruned>(run);
        QVERIFY2(pruned >= 1 && pruned <= 4, qPrintable(QString::number(pruned)));
        QCOMPARE(run.state.kv.totalBlocks, 9);  // one stays free: the server is ahead of what has come
        QVERIFY(run.state.kv.peakBlocks <= 10);
        QTRY_COMPARE_WITH_TIMEOUT(plugin.aborted.load(), pruned, 2000);
        // Each victim had the lowest score of those that ran, or none yet.
        RunState state;
        for (const Event& event : run.events) {
            if (const auto* e = std::get_if<TracePruned>(&event.body)) {
                const double victim = state.findTrace(e->trace)->score().value_or(0);
                for (const TraceState& other : state.traces) {
                    if (other.phase == TracePhase::Running) QVERIFY(other.score().value_or(0) >= victim);
                }
            }
            state.apply(event);
        }
        QVERIFY(run.state.vote.leader() && run.state.vote.ballots.size() == std::size_t(6 - pruned));
    }

    void lessMemoryMayBeAskedFor() {
        PluginServer plugin;
        plugin.blocks = 1000;
        ServerSettings settings = settingsFor(plugin.server());
        settings.kvTokens = 10 * 16;
        const Outcome run = runOn(settings, optionsFor(6, PolicyKind::Step));
        QCOMPARE(run.state.kv.totalBlocks, 10);
        QVERIFY(countOf<TracePruned>(run) >= 1);
        settings.kvTokens = 16;
        QVERIFY(refusalOf([&] {
                    (void)runOn(settings, optionsFor(6, PolicyKind::Step));
                }).find("KV cache of at least") != std::string::npos);
    }

    /// Some blocks stay free for what the server decodes ahead, and for what its larger blocks leave empty.
    void aReserveIsKept_data() {
        QTest::addColumn<int>("capacity");
        QTest::addColumn<int>("blockTokens");
        QTest::addColumn<int>("traces");
        QTest::addColumn<int>("expected");
        QTest::newRow("one block a trace") << 1000 << 16 << 64 << 936;
        QTest::newRow("a sixth at most") << 256 << 16 << 64 << 214;
        QTest::newRow("blocks of 128") << 1000 << 128 << 64 << 8000 - 64 - 224;
        QTest::newRow("blocks of 128, few") << 100 << 128 << 64 << 800 - 64 - 200;
        QTest::newRow("smaller blocks") << 1000 << 8 << 4 << 496;
        QTest::newRow("hardly any") << 1 << 16 << 4 << 1;
    }
    void aReserveIsKept() {
        QFETCH(int, capacity);
        QFETCH(int, blockTokens);
        QFETCH(int, traces);
        ServerDescription server;
        server.plugin = ServerPlugin{.blockTokens = blockTokens, .capacityBlocks = capacity};
        QTEST(serverBlocks(server, optionsFor(traces, PolicyKind::Step)).value_or(-1), "expected");
        QVERIFY(!serverBlocks(server, optionsFor(traces, PolicyKind::SelfConsistency)));
    }

    /// Without scores the run goes on: steps end unscored, and one line says why.
    void goesOnWithoutScores_data() {
        QTest::addColumn<bool>("garbled");
        QTest::newRow("silent") << false;
        QTest::newRow("garbled") << true;
    }
    void goesOnWithoutScores() {
        QFETCH(bool, garbled);
        PluginServer plugin(0.05);
        plugin.blocks = 1000;
        const Outcome run = runOn(settingsFor(plugin.server()), optionsFor(2, PolicyKind::Step), [&](RunLoop& loop) {
            if (loop.state().generatedTokens > 16) (garbled ? plugin.isGarbled : plugin.isMute) = true;
        });
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        QVERIFY(countOf<StepScored>(run) >= 1 && countOf<StepEnded>(run) >= 1);
        QVERIFY2(run.warnings().find("no more step scores come") != std::string::npos ||
                     run.warnings().find("no score came") != std::string::npos,
                 run.warnings().c_str());
        QVERIFY(run.seconds < 12);
    }

    /// Recorded without a limit, asked about one: the rules are those of a local recording.
    void whatIfsWorkOnTheRecording() {
        PluginServer plugin;
        plugin.blocks = 1000;
        const Outcome run = runOn(settingsFor(plugin.server()), optionsFor(6, PolicyKind::Step));
        EventLog log;
        const RecordedRun record = recordOf(run, log);
        QVERIFY(record.hasScores && record.hasConfidence);
        RunOptions options = optionsToStartFrom(record);
        QCOMPARE(whyNotFrom(record, options), std::nullopt);
        const auto same = whatIf(record, {.options = options, .kvBlocks = {}, .keepEvents = true});
        QVERIFY(same && same->state.vote.leader()->answer == run.state.vote.leader()->answer);
        QCOMPARE(same->figures.generatedTokens, run.state.generatedTokens);
        const auto tight = whatIf(record, {.options = options, .kvBlocks = 10, .keepEvents = false});
        QVERIFY(tight && tight->state.prunedCount >= 1);
        options.policy = PolicyKind::SelfConsistency;
        const auto sc = whatIf(record, {.options = options, .kvBlocks = 10, .keepEvents = false});
        QVERIFY(sc && sc->state.prunedCount == 0 && sc->state.recomputedTokens > 0);
        options.kvCacheMib = 10;
        QVERIFY(whyNotFrom(record, options)->find("--memory-share") != std::string::npos);
        QVERIFY(unprunedPeakBlocks(record, 6).value_or(0) > 10);
    }

    void pluginsOfAnotherKindAreRefused() {
        scripted::Server other([](const Request& r, Link& link) {
            if (r.path == "/stepscope/v1/info") return link.answer(200, R"({"version": 2})");
            if (!answersQuestion(r, link)) sayAll(r, link);
        });
        ServerSettings settings = settingsFor(other);
        settings.plugin = other.address();
        const std::string why = refusalOf([&] { (void)runOn(settings, optionsFor(2, PolicyKind::Step)); });
        QVERIFY2(why.find("expected 1, found 2") != std::string::npos, why.c_str());
        QCOMPARE(runOn(settings, optionsFor(2)).count(FinishReason::EndOfText), 2);  // self-consistency needs none
    }

    /// Runs that prune have an account each; together they hold no more than the server has.
    void runsTogetherFitTheServer() {
        PluginServer plugin(0.001);
        plugin.blocks = 24;  // of which 4, one for each trace, stay free
        const ServerSettings settings = settingsFor(plugin.server());
        ServerJobs jobs(settings, describeServer(settings));
        std::vector<RunJob> all;
        for (int i = 0; i < 5; ++i) {
            RunOptions options = optionsFor(4, PolicyKind::Step);
            options.serverKvTokens = 9 * 16;
            all.push_back({i, RunRequest{"What is 6 * 7?", "42", options}});
        }
        int together = 0;
        int most = 0;
        int done = 0;
        JobObserver observer;
        observer.sinkOf = [&](const RunJob&) {
            most = std::max(most, ++together);
            return RunLoop::Sink([](const Event&) {});
        };
        observer.ended = [&](const RunJob&, const RunLoop& run) {
            QCOMPARE(run.state().finished->end, RunEnd::Done);
            QCOMPARE(run.state().kv.totalBlocks, 9);
            --together;
            ++done;
        };
        jobs.run(all, 5, observer);
        QCOMPARE(done, 5);
        QCOMPARE(most, 2);
        QCOMPARE(plugin.server().countRequests("/v1/models"), 1);  // it is not described anew for each run
    }
};

QTEST_GUILESS_MAIN(AppServerStep)
#include "app_server_step.moc"
