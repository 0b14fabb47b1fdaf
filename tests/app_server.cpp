// Servers that behave and servers that do not, all scripted: every run ends in time, in one clear line and with a
// recording that can be read.
#include <QTest>

#include "refusal_of.h"
#include "server_support.h"

using namespace server_support;

namespace {

std::string firstTexts(const RunState& state) {
    std::string all;
    for (const TraceState& trace : state.traces) all += trace.text.str() + "|";
    return all;
}

std::string expectedTexts(int traces) {
    std::string all;
    for (int trace = 1; trace <= traces; ++trace) {
        for (const std::string& token : tokensOf(trace)) all += token;
        all += "|";
    }
    return all;
}

/// Sends some tokens of a trace, and no end.
void sayTokens(Link& link, int tokens) {
    link.beginStream();
    for (int i = 0; i < tokens; ++i) link.send(chunkOf(" w"));
}

}  // namespace

class AppServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsAsALocalOne_data() { sizes(); }
    void runsAsALocalOne() {
        QFETCH(int, n);
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }));
        const Outcome run = runOn(settingsFor(server), optionsFor(n));
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        QCOMPARE(run.count(FinishReason::EndOfText), n);
        QCOMPARE(firstTexts(run.state), expectedTexts(n));
        QCOMPARE(run.state.vote.leader()->answer, std::string("42"));
        QCOMPARE(run.state.vote.ballots.size(), std::size_t(n));
        QCOMPARE(run.state.strayEvents, 0);
        QVERIFY(run.ways.empty() && run.warnings().empty());
        for (const TraceState& trace : run.state.traces) {
            QCOMPARE(trace.tokenCount(), static_cast<int>(tokensOf(index(trace.id)).size()));
            const auto ends = std::ranges::count_if(run.events, [&](const Event& event) {
                const auto* step = std::get_if<StepEnded>(&event.body);
                return step && step->trace == trace.id;
            });
            QCOMPARE(static_cast<int>(ends), 2 + index(trace.id) % 3);
        }
        QVERIFY(run.state.header.server && run.state.header.server->address == server.address());
        QCOMPARE(run.state.header.promptTokens, 21);
    }

    void deepConfStopsTraces() {
        // Later traces are far less sure of themselves than the two of the warm-up.
        scripted::Server server(withStreams([](const Request& r, Link& link) {
            link.beginStream();
            const int trace = traceOf(r);
            for (const std::string& token : tokensOf(trace)) {
                if (!link.send(chunkOf(token, 20, trace <= 2 ? -2.0 : -0.01))) return;
            }
            link.send(lastChunk());
        }));
        RunOptions options = optionsFor(6, PolicyKind::DeepConfLow);
        options.deepconf.window = 4;
        const Outcome run = runOn(settingsFor(server), options);
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        QVERIFY(run.state.confidenceThreshold && *run.state.confidenceThreshold > 5);
        QCOMPARE(run.state.prunedCount, 4);
        QCOMPARE(run.count(FinishReason::EndOfText), 2);
    }

    void whatCannotRunIsRefused() {
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }, 5));
        const ServerSettings settings = settingsFor(server);
        const auto refusal = [&](RunOptions options) { return refusalOf([&] { (void)runOn(settings, options); }); };
        QVERIFY(refusal(optionsFor(2, PolicyKind::DeepConfLow)).find("sends 5") != std::string::npos);
        QVERIFY(refusal(optionsFor(2, PolicyKind::Step)).find("plugin") != std::string::npos);
        QVERIFY(refusal(optionsFor(2, PolicyKind::SlimSc)).find("hidden") != std::string::npos);
        RunOptions plain = optionsFor(2);
        plain.plainPrompt = true;
        QVERIFY(!refusal(plain).empty());
        ServerSettings other = settings;
        other.model = "m2";
        QVERIFY(refusalOf([&] { (void)describeServer(other); }).find("it offers m1") != std::string::npos);
        other.address = "http://127.0.0.1:1";
        QVERIFY(refusalOf([&] { (void)describeServer(other); }).find("nothing answers") != std::string::npos);
    }

    // ---- servers that misbehave ----------------------------------------------------------------------------------

    void badStreamsEndInOneLine_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("n");
        QTest::addColumn<QString>("line");
        const auto add = [](const char* kind, const char* line) {
            for (int n : {1, 64})
                QTest::addRow("%s, n %d", kind, n) << QString::fromLatin1(kind) << n << QString::fromLatin1(line);
        };
        add("hangs", "no token came within 1 s");
        add("hangs in the middle", "no further token came for 0.6 s");
        add("dribbles", "no token came within 1 s");
        add("cut in the middle", "the connection ended in the middle");
        add("cut before the first", "the connection ended before the first token");
        add("closed at once", "closed the connection without an answer");
        add("500", "answered 500: it broke (asked 3 times)");
        add("400", "answered 400: it is bad");
        add("401", "the key is missing or not accepted");
        add("redirect", "sends elsewhere, which is not followed");
        add("wrong json", "not valid JSON");
        add("json of another kind", "choices[0]");
        add("10 MB line", "a line longer than 1024 KiB");
        add("wrong type", "answered with text/html");
        add("no http", "no HTTP server");
        add("error in the stream", "out of memory");
        add("nan", "not valid JSON");
        add("huge", "a log-probability that is none");
        add("many", "65 log-probabilities for one token");
        add("bad utf-8", "not valid JSON");
    }
    void badStreamsEndInOneLine() {
        QFETCH(QString, kind);
        QFETCH(int, n);
        QFETCH(QString, line);
        scripted::Server server(
            withStreams([kind = kind.toStdString()](const Request&, Link& link) { misbehave(kind, link); }));
        const bool isLate = kind.startsWith(QLatin1String("hangs")) || kind == QLatin1String("dribbles");
        const Outcome run = runOn(isLate ? impatientWith(server) : settingsFor(server), optionsFor(n));
        const std::string warnings = run.warnings();
        QVERIFY2(warnings.find(line.toStdString()) != std::string::npos, warnings.c_str());
        // One for all, few where a loaded machine spreads them; one more for requests that were sent again.
        QVERIFY2(std::ranges::count(warnings, '\n') <= 7, warnings.c_str());
        QCOMPARE(run.count(FinishReason::Lost), n);
        QCOMPARE(run.state.finished->end, RunEnd::Failed);
        QVERIFY(run.state.finished->message.find(line.toStdString()) != std::string::npos);
        QVERIFY(run.ways.empty() && run.state.strayEvents == 0);
        QVERIFY2(run.seconds < 25, qPrintable(QString::number(run.seconds)));
    }

    void busyServersAreAskedAgain() {
        std::atomic<int> asked = 0;
        scripted::Server server(withStreams([&](const Request& r, Link& link) {
            if (asked++ < 6)
                return link.answer(429, R"({"error": {"message": "busy"}})", "application/json", "Retry-After: 0\r\n");
            sayAll(r, link);
        }));
        const Outcome run = runOn(settingsFor(server), optionsFor(6));
        QCOMPARE(run.count(FinishReason::EndOfText), 6);
        QVERIFY(run.warnings().find("sent again") != std::string::npos);
    }

    /// Nothing is sent again once a token has come, so that nothing is said twice.
    void lostTracesLeaveTheRestToVote() {
        std::atomic<int> third = 0;
        scripted::Server server(withStreams([&](const Request& r, Link& link) {
            if (traceOf(r) != 3) return sayAll(r, link);
            ++third;
            sayTokens(link, 4);
        }));
        const Outcome run = runOn(settingsFor(server), optionsFor(5));
        QCOMPARE(third.load(), 1);
        QCOMPARE(run.state.finished->end, RunEnd::Done);
        QCOMPARE(run.count(FinishReason::Lost), 1);
        QCOMPARE(run.state.vote.ballots.size(), std::size_t{4});
        QCOMPARE(run.warnings(), std::string("trace 3 was lost: the connection ended in the middle\n"));
        const json summary = summaryOf(run.state);
        QVERIFY(summary.dump().find("\"lost\"") != std::string::npos);
    }

    void killedInTheMiddle() {
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link, 0.05); }));
        const Outcome run = runOn(settingsFor(server), optionsFor(16), [&](RunLoop& loop) {
            if (loop.state().generatedTokens > 60) server.stop();
        });
        QCOMPARE(run.state.finished->end, RunEnd::Failed);
        QCOMPARE(run.count(FinishReason::Lost), 16);
        QVERIFY(run.state.generatedTokens > 60 && run.ways.empty());
        QVERIFY(run.seconds < 15);
    }

    void stopClosesConnections() {
        std::atomic<int> gone = 0;
        scripted::Server server(withStreams([&](const Request& r, Link& link) {
            link.beginStream();
            (void)r;
            while (link.send(chunkOf(" w"))) {
                if (!link.wait(0.01)) break;
            }
            ++gone;
        }));
        const Outcome run = runOn(settingsFor(server), optionsFor(16), [](RunLoop& loop) {
            if (loop.state().generatedTokens > 100) loop.stop();
        });
        QCOMPARE(run.state.finished->end, RunEnd::Stopped);
        QCOMPARE(run.count(FinishReason::Stopped), 16);
        QTRY_COMPARE_WITH_TIMEOUT(gone.load(), 16, 2000);
    }

    /// The server sends more than it was asked for: it is read no further, long before the run has taken all of it.
    void endlessStreamsAreCut() {
        std::atomic<int> closed = 0;
        scripted::Server server(withStreams([&](const Request&, Link& link) {
            link.beginStream();
            const std::string chunk = chunkOf(" w", 1);
            while (link.send(chunk)) {
            }
            ++closed;
        }));
        ServerSettings settings = impatientWith(server);
        settings.limits.waitingTokens = 50;
        std::int64_t takenUntilClosed = 0;
        const Outcome run = runOn(settings, optionsFor(4), [&](RunLoop& loop) {
            if (closed == 4) return;
            takenUntilClosed = loop.state().generatedTokens;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        });
        QVERIFY2(run.warnings().empty(), run.warnings().c_str());
        QCOMPARE(run.count(FinishReason::Length), 4);
        for (const TraceState& trace : run.state.traces) QCOMPARE(trace.tokenCount(), 500);
        QVERIFY2(takenUntilClosed < 1000, qPrintable(QString::number(takenUntilClosed)));
    }

    /// A paused run does not fill memory, and what is not read meanwhile is not late.
    void pausedRunsReadNothing() {
        scripted::Server server(withStreams([](const Request&, Link& link) {
            link.beginStream();
            while (link.send(chunkOf(" w", 1))) {
                if (!link.wait(0.002)) break;
            }
        }));
        ServerSettings settings = settingsFor(server);
        settings.timeouts.betweenTokensS = 1.5;
        settings.limits.waitingTokens = 50;
        bool paused = false;
        const Outcome run = runOn(settings, optionsFor(4), [&](RunLoop& loop) {
            if (paused || loop.state().generatedTokens < 40) return;
            paused = true;
            loop.pause();
            QTest::qWait(3000);  // twice what may pass between tokens
            loop.resume();
        });
        QVERIFY(paused);
        QVERIFY2(run.warnings().empty(), run.warnings().c_str());
        QCOMPARE(run.count(FinishReason::Length), 4);
        for (const TraceState& trace : run.state.traces) QCOMPARE(trace.tokenCount(), 500);
    }

    void certificatesAreChecked() {
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }), true);
        const std::string untrusted = refusalOf([&] { (void)describeServer(settingsFor(server)); });
        QVERIFY2(untrusted.find("not trusted") != std::string::npos, untrusted.c_str());
        scripted::Server plain(withStreams([](const Request& r, Link& link) { sayAll(r, link); }));
        ServerSettings settings = settingsFor(plain);
        settings.address.replace(0, 4, "https");
        const std::string noTls = refusalOf([&] { (void)describeServer(settings); });
        QVERIFY2(noTls.find("TLS") != std::string::npos, noTls.c_str());
    }

    void theKeyGoesToTheServerAlone() {
        std::mutex mutex;
        std::vector<std::string> keys;
        scripted::Server server([&](const Request& r, Link& link) {
            {
                const std::lock_guard lock(mutex);
                keys.push_back(r.headers.contains("authorization") ? r.headers.at("authorization") : "");
            }
            if (answersQuestion(r, link)) return;
            if (traceOf(r) == 2) return link.answer(400, R"({"error": {"message": "bad key sk-99"}})");
            sayAll(r, link);
        });
        ServerSettings settings = settingsFor(server);
        settings.key = "sk-99";
        const Outcome run = runOn(settings, optionsFor(3));
        QVERIFY(keys.size() >= 5);
        for (const std::string& key : keys) QCOMPARE(key, std::string("Bearer sk-99"));
        for (const Event& event : run.events) QVERIFY(toJsonLine(event).find("sk-99") == std::string::npos);
        QVERIFY(run.warnings().find("bad key [key]") != std::string::npos);
    }

    void charactersMayComeInPieces() {
        scripted::Server server(withStreams([](const Request&, Link& link) {
            link.beginStream();
            const std::string stream =
                "data: {\"choices\": [{\"delta\": {\"content\": \"caf\xC3\xA9 \xE2\x9C\x93 \\\\boxed{1}\"}}]}\r\n\r\n" +
                lastChunk();
            for (char byte : stream) {
                link.send({&byte, 1});
                std::this_thread::sleep_for(std::chrono::microseconds(200));
            }
        }));
        const Outcome run = runOn(settingsFor(server), optionsFor(2));
        QCOMPARE(run.state.traces[0].text.str(), std::string("caf\xC3\xA9 \xE2\x9C\x93 \\boxed{1}"));
        QCOMPARE(run.state.vote.leader()->answer, std::string("1"));
    }

private:
    static void sizes() {
        QTest::addColumn<int>("n");
        QTest::newRow("1") << 1;
        QTest::newRow("64") << 64;
        QTest::newRow("256") << 256;
    }

    static void misbehave(const std::string& kind, Link& link) {
        const auto stream = [&link](const std::string& text) {
            link.beginStream();
            link.send(text);
        };
        if (kind == "hangs") return (void)link.wait(10);
        if (kind == "hangs in the middle") return sayTokens(link, 3), (void)link.wait(10);
        if (kind == "dribbles") {
            link.beginStream();
            while (link.send(": still here\n") && link.wait(0.1)) {
            }
            return;
        }
        if (kind == "cut in the middle") return sayTokens(link, 3);
        if (kind == "cut before the first") return (void)link.beginStream();
        if (kind == "closed at once") return;
        if (kind == "500") return link.answer(500, R"({"error": {"message": "it broke"}})");
        if (kind == "400") return link.answer(400, R"({"error": {"message": "it is bad"}})");
        if (kind == "401") return link.answer(401, "no");
        if (kind == "redirect") return link.answer(302, "", "text/html", "Location: http://127.0.0.1:9/\r\n");
        if (kind == "wrong json") return stream("data: {\"choices\": [{\n\n");
        if (kind == "json of another kind") return stream("data: {\"choices\": [[]]}\n\n");
        if (kind == "10 MB line") return stream(std::string("data: \"").append(10'000'000, 'x') + "\"\n\n");
        if (kind == "wrong type") return link.answer(200, "<html>hello</html>", "text/html");
        if (kind == "no http") return (void)link.send("220 mail.example ESMTP\r\n");
        if (kind == "error in the stream") return stream("data: {\"error\": {\"message\": \"out of memory\"}}\n\n");
        if (kind == "nan")
            return stream(
                R"(data: {"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"token": "a", "logprob": NaN}]}}]})"
                "\n\n");
        if (kind == "huge") return stream(chunkOf("a", 20, -1e200));
        if (kind == "many") return stream(chunkOf("a", 65));
        if (kind == "bad utf-8") return stream("data: {\"choices\": [{\"delta\": {\"content\": \"\xFF\xFE\"}}]}\n\n");
        qFatal("no such kind");
    }
};

QTEST_GUILESS_MAIN(AppServer)
#include "app_server.moc"
