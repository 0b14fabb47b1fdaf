// Recordings: every event survives the file, damage is met with one line, unknown things are passed over.
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>

#include "app/event_json.h"
#include "app/recording.h"

using namespace app;

namespace {

ScorerInfo someScorer() { return {"s.pt", "", "abc", 320, 512, {{"auc", "0.9"}}}; }

std::vector<Event> oneOfEach() {
    RunStarted header;
    header.programVersion = "0.1";
    header.model.name = "m";
    header.model.hiddenSize = 320;
    header.scorer = someScorer();
    header.options.kvCacheMib = 24.5;
    header.options.sampling.seed = 0xFFFFFFFFFFFFFFFFULL;
    header.options.victim = VictimRule::Longest;
    header.problem = "Ünï \"quoted\"\nline";
    header.knownAnswer = "1/2";
    header.hint = "hint";
    header.kvBlocks = 12;
    header.simulated = true;
    Rescored rescored;
    rescored.scorer = someScorer();
    rescored.traces = {{TraceId{1}, {0.25f, 0.5f}}};
    return {{0, header},
            {0.5, PromptBlocks{{BlockId{0}, BlockId{1}}}},
            {0.5, TraceAdded{TraceId{1}}},
            {0.5, TraceAdmitted{TraceId{1}, {BlockId{2}}, 7, 1.5}},
            {0.6, PassDone{{{TraceId{1}, TokenId{9}, "é\n\n", -1.25f, 10.5f}}, {{TraceId{1}, BlockId{3}}}, 4, 0.1, 0.02}},
            {0.7, StepScored{TraceId{1}, 1, 0.75f}},
            {0.8, Saturated{2, -1, 3}},
            {0.9, TracePruned{TraceId{1}, 0.5, 3, 2, PruneCause::Memory, std::nullopt, std::nullopt}},
            {0.9, TracePruned{TraceId{1}, std::nullopt, 3, 2, PruneCause::Similarity, TraceId{4}, 0.97}},
            {0.9, TraceBranched{TraceId{2}, TraceId{1}, 33, {BlockId{7}}, 2}},
            {0.9, ThresholdSet{12.5, 90, 16}},
            {0.9, ThoughtSeen{TraceId{1}, 40, TraceId{3}, 0.5}},
            {0.9, ThoughtSeen{TraceId{1}, 50, std::nullopt, 0}},
            {1.0, TracePreempted{TraceId{1}, 4}},
            {1.1, TraceFinished{TraceId{1}, FinishReason::Length, "42", 2}},
            {1.1, TraceFinished{TraceId{1}, FinishReason::Stopped, std::nullopt, 2}},
            {1.2, LimitsChanged{40, std::nullopt}},
            {1.2, LimitsChanged{std::nullopt, 8}},
            {1.3, rescored},
            {1.4, PaceChanged{12}},
            {1.5, Paused{}},
            {1.6, Resumed{}},
            {1.7, Notice{Notice::Severity::Warning, "careful"}},
            {1.8, RunFinished{RunEnd::VoteLock, "m", 0.1, 0.2, 0.3}}};
}

std::string write(const QTemporaryDir& dir, const std::string& text) {
    const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

std::string textOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string allLines() {
    std::string text;
    for (const Event& e : oneOfEach()) text += toJsonLine(e) + "\n";
    return text;
}

/// The one-line message of a refused file.
std::string refusal(const std::string& path) {
    try {
        readRecording(path);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

class AppRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEventSurvives() {
        const auto events = oneOfEach();
        QCOMPARE(events.size() >= std::variant_size_v<EventBody>, true);
        for (const Event& event : events) {
            const std::string line = toJsonLine(event);
            QVERIFY(line.find('\n') == std::string::npos);
            const auto back = fromJsonLine(line);
            QVERIFY(back.has_value());
            QCOMPARE(back->body.index(), event.body.index());
            QCOMPARE(toJsonLine(*back), line);
        }
        const auto header = std::get<RunStarted>(fromJsonLine(toJsonLine(events[0]))->body);
        QCOMPARE(header.options.sampling.seed, 0xFFFFFFFFFFFFFFFFULL);
        QCOMPARE(header.options.victim, VictimRule::Longest);
        QCOMPARE(std::get<PassDone>(fromJsonLine(toJsonLine(events[4]))->body).tokens[0].confidence, 10.5f);
        QCOMPARE(header.problem, std::get<RunStarted>(events[0].body).problem);
    }

    void theParametersOfEveryPolicySurvive() {
        for (PolicyKind policy : kPolicies) {
            RunStarted header;
            header.options.policy = policy;
            header.options.betaStop = true;
            header.options.consensusStop = scorer::isDeepConf(policy);
            header.options.deepconf = {5, 77, 40.0};
            header.options.slim = {0.5, 9, 0.75};
            header.options.refill.rounds = 3;
            header.options.refill.minTokens = 4;
            const RunOptions back = std::get<RunStarted>(fromJsonLine(toJsonLine({0, header}))->body).options;
            QCOMPARE(back.policy, policy);
            QVERIFY(back.betaStop);
            QCOMPARE(back.consensusStop, scorer::isDeepConf(policy));
            const RunOptions fresh;
            QVERIFY(back.deepconf == (scorer::isDeepConf(policy) ? header.options.deepconf : fresh.deepconf));
            QVERIFY(back.slim == (policy == PolicyKind::SlimSc ? header.options.slim : fresh.slim));
            QVERIFY(back.refill == (policy == PolicyKind::StepRefill ? header.options.refill : fresh.refill));
        }
    }

    void writerAndReaderAgree() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("w.stepscope")).toStdString();
        {
            RecordingWriter writer(path);
            for (const Event& e : oneOfEach()) QVERIFY(writer.append(e));
            // Flushed line by line: everything is there before the writer is gone.
            QCOMPARE(readRecording(path).events.size(), oneOfEach().size());
        }
    }

    void aRunThatIsRefusedLeavesTheFileAlone() {
        QTemporaryDir dir;
        const std::string path = write(dir, allLines());
        { const RecordingWriter refused(path); }
        QCOMPARE(textOf(path), allLines());
        RecordingWriter accepted(path);
        QCOMPARE(textOf(path), allLines());
        QVERIFY(accepted.append(oneOfEach()[0]));
        QCOMPARE(textOf(path), toJsonLine(oneOfEach()[0]) + "\n");
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{QStringLiteral("r.stepscope")});
    }

    void onlyARecordingIsReplaced_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("replaced");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("recording") << QByteArray::fromStdString(allLines()) << true;
        QTest::newRow("newer recording") << QByteArray("{\"e\":\"run\",\"format\":\"9.0\"}\n") << true;
        QTest::newRow("problem set") << QByteArray("{\"question\":\"1+1\",\"answer\":\"2\"}\n") << false;
        QTest::newRow("text") << QByteArray("important\n") << false;
        QTest::newRow("one byte") << QByteArray("\0", 1) << false;
    }
    void onlyARecordingIsReplaced() {
        QFETCH(QByteArray, text);
        QFETCH(bool, replaced);
        QTemporaryDir dir;
        const std::string path = write(dir, text.toStdString());
        std::string refused;
        try {
            RecordingWriter writer(path);
            QVERIFY(writer.append(oneOfEach()[0]));
        } catch (const std::runtime_error& error) {
            refused = error.what();
        }
        QCOMPARE(refused.empty(), replaced);
        QCOMPARE(textOf(path), replaced ? toJsonLine(oneOfEach()[0]) + "\n" : text.toStdString());
        QVERIFY(replaced || refused.find(path) == 0);
    }

    void linksAndFoldersAreRefused() {
        QTemporaryDir dir;
        const std::string target = write(dir, allLines());
        const QString link = dir.filePath(QStringLiteral("link.stepscope"));
        QVERIFY(QFile::link(QString::fromStdString(target), link));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter(link.toStdString()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter(dir.path().toStdString()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter("/nowhere/x.stepscope"));
        QCOMPARE(textOf(target), allLines());
    }

    void twoRunsDoNotMix() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        const auto events = oneOfEach();
        RecordingWriter first(path), second(path);
        QVERIFY(first.append(events[0]));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter{path});
        QVERIFY(!second.append(events[0]));  // it was there before the first had begun
        QVERIFY2(second.problem().find("another run") != std::string::npos, second.problem().c_str());
        for (std::size_t i = 1; i < events.size(); ++i) QVERIFY(first.append(events[i]));
        QCOMPARE(textOf(path), allLines());
        RecordingWriter next(path);  // the first run has ended
        QVERIFY(next.append(events[0]));
        QVERIFY(first.append(events[1]));  // into its own file, which nobody sees any more
        QCOMPARE(textOf(path), toJsonLine(events[0]) + "\n");
    }

    void aFileThatCannotGrowStaysReadable() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        RecordingWriter writer(path);
        QVERIFY(writer.append(oneOfEach()[0]));
        const rlimit small{static_cast<rlim_t>(textOf(path).size() + 40), before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        bool failed = false;
        for (int i = 0; i < 3; ++i) failed = failed || !writer.append({0, Paused{}});
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(failed && !writer.append({0, Paused{}}));
        QVERIFY(writer.problem().find(path) == 0);
        const Recording r = readRecording(path);
        QVERIFY(r.truncated);
        QVERIFY(r.events.size() >= 1);
    }

    void everyTruncationOpens() {
        QTemporaryDir dir;
        const std::string all = allLines();
        const std::size_t firstLine = all.find('\n') + 1;
        for (std::size_t size = firstLine; size <= all.size(); size += 7) {
            const Recording r = readRecording(write(dir, all.substr(0, size)));
            const auto whole = static_cast<std::size_t>(std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
            QVERIFY(r.events.size() == whole || r.events.size() == whole + 1);  // + 1: only the line feed is missing
        }
    }

    void unknownTypesAndFieldsArePassedOver() {
        QTemporaryDir dir;
        std::string text = allLines();
        text += "{\"e\":\"from-the-future\",\"t\":9}\n{\"e\":\"paused\",\"t\":9,\"more\":[1]}\n";
        const Recording r = readRecording(write(dir, text));
        QCOMPARE(r.skippedLines, 1);
        QCOMPARE(r.events.size(), oneOfEach().size() + 1);
    }

    void refusals_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        const std::string header = toJsonLine(oneOfEach()[0]);
        std::string newer = header;
        newer.replace(newer.find("\"format\":\"1."), 11, "\"format\":\"2.");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(says);
        };
        row("empty", "", "empty");
        row("no json", "hello\n", "line 1: not JSON");
        row("other json", "{\"e\":\"paused\",\"t\":0}\n", "first line is no header");
        row("newer", newer + "\n", "newer");
        row("bad middle", header + "\nxxx\n" + header + "\n", "line 2");
        row("wrong type", header + "\n{\"e\":\"pruned\",\"t\":1,\"trace\":\"a\"}\n{}\n", "'trace'");
        row("missing field", header + "\n{\"e\":\"score\",\"t\":1,\"trace\":1}\n{}\n", "'end'");
        row("huge number", header + "\n{\"e\":\"added\",\"t\":1,\"trace\":99999999999}\n{}\n", "32-bit");
        row("deep", header + "\n" + std::string(100000, '[') + "\n{}\n", "line 2");
        row("binary", std::string("\0\1\2\3\n", 5), "line 1");
    }
    void refusals() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        QTemporaryDir dir;
        const std::string message = refusal(write(dir, text.toStdString()));
        QVERIFY2(message.find(says.toStdString()) != std::string::npos, message.c_str());
        QVERIFY(message.find('\n') == std::string::npos);
    }

    void missingFileIsNamed() { QVERIFY(refusal("/nowhere/x.stepscope").find("/nowhere/x.stepscope") == 0); }

    void fullDiskIsNoticed() {
        if (!std::ofstream("/dev/full")) QSKIP("/dev/full is not there to stand for a full disk");
        RecordingWriter writer("/dev/full");
        bool failed = false;
        for (int i = 0; i < 3; ++i) failed = failed || !writer.append({0, Paused{}});
        QVERIFY(failed);
        QVERIFY(!writer.append({0, Paused{}}));
    }
};

QTEST_GUILESS_MAIN(AppRecording)
#include "app_recording.moc"
