// STEP over a scripted server with a scripted plugin: scores arrive on their own way, the policy prunes by them, and a
// pruned trace's request is closed. What is recorded replays and answers what-ifs.
#include <QTest>
#include <cmath>
#include <mutex>

#include "app/run/event_log.h"
#include "app/run/usage_error.h"
#include "app/whatif/recorded_run.h"
#include "app/whatif/what_if.h"
#include "refusal_of.h"
#include "server_support.h"

using namespace server_support;

namespace {

/// A step's score: the later the trace, the better; no two alike.
double scoreOf(int trace, int position) {
    return 0.05 * trace + 0.0001 * position;
}

/// A vLLM with the plugin, as far as a run sees it.
class PluginServer {
public:
    explicit PluginServer(double betweenS = 0.004)
        : m_server([this, betweenS](const Request& r, Link& link) { serve(r, link, betweenS); }) {}

    scripted::Server& server() { return m_server; }
    std::atomic<int> aborted = 0;
    std::atomic<bool> isMute = false;     // the plugin answers no more
    std::atomic<bool> isGarbled = false;  // it answers nonsense
    int blocks = 10;

private:
    void serve(const Request& r, Link& link, double betweenS) {
        if (r.path == "/version") return link.answer(200, R"({"version": "0.24.0"})");
        if (r.path == "/stepscope/v1/info") return sendInfo(link);
        if (r.path.starts_with("/stepscope/v1/scores?since=")) return sendScores(std::stoul(r.path.substr(27)), link);
        if (answersQuestion(r, link, 20, "vllm")) return;
        link.beginStream();
        const std::string id = r.headers.at("x-request-id");
        const auto tokens = tokensOf(traceOf(r));
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const bool isBoundary = tokens[i].ends_with("\n\n");
            if (!link.send(chunkOf(tokens[i]))) break;
            if (!link.wait(betweenS)) break;
            // The score comes with the pass that has the boundary token as its input.
            if (isBoundary) score(id, static_cast<int>(i), scoreOf(traceOf(r), static_cast<int>(i)));
            if (i + 1 == tokens.size()) return (void)link.send(lastChunk());
        }
        ++aborted;
    }
    void score(const std::string& id, int position, double value) {
        const std::lock_guard lock(m_mutex);
        m_scores.push_back({{"request", "chatcmpl-" + id}, {"position", position}, {"token", 7}, {"score", value}});
    }
    void sendInfo(Link& link) const {
        link.answer(200, json({{"version", 1},
                               {"engine", "vllm 0.24.0"},
                               {"model", "m1"},
                               {"scorer", {{"name", "s1"}, {"input_width", 64}, {"hidden_width", 512}}},
                               {"boundary_tokens", {7, 3}},
                               {"block_size", 16},
                               {"capacity_blocks", blocks}})
                             .dump());
    }
    void sendScores(std::size_t since, Link& link) {
        if (isMute) return link.answer(503, "gone");
        if (isGarbled) return link.answer(200, R"({"next": 3, "scores": [{"request": "a"}]})");
        for (int i = 0; i < 50; ++i) {
            {
                const std::lock_guard lock(m_mutex);
                if (m_scores.size() > since || i == 49) {
                    json all = json::array();
                    for (std::size_t k = since; k < m_scores.size(); ++k) all.push_back(m_scores[k]);
                    return link.answer(200,
                                       json({{"next", m_scores.size()}, {"scores", all}, {"used_blocks", 9}}).dump());
                }
            }
            if (!link.wait(0.002)) return;
        }
    }

    std::mutex m_mutex;
    std::vector<json> m_scores;
    scripted::Server m_server;
};

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
        const Outcome run = runOn(settingsFor(plugin.server()), optionsFor(6, PolicyKind::Step));
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
};

QTEST_GUILESS_MAIN(AppServerStep)
#include "app_server_step.moc"
