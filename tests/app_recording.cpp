// Recordings: every event survives the file, damage is met with one line, unknown things are passed over.
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <fstream>

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "engine/files/printable.h"
#include "growth.h"
#include "recording_support.h"

using namespace recording_support;

namespace {

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

    /// In as few digits as will do, and bit for bit.
    void numbersOfTokensSurvive() {
        std::uint32_t bits = 1;
        for (int i = 0; i < 20000; ++i) {
            bits = bits * 1664525U + 1013904223U;
            float value = 0;
            std::memcpy(&value, &bits, sizeof value);
            if (!std::isfinite(value) || value == 0) continue;
            const std::string line =
                toJsonLine({1, PassDone{{{TraceId{1}, TokenId{9}, "x", value, value}}, {}, 0, 1, 0}});
            const TokenOut read = std::get<PassDone>(fromJsonLine(line)->body).tokens[0];
            QVERIFY2(std::memcmp(&read.logProbability, &value, sizeof value) == 0, line.c_str());
            QVERIFY2(std::memcmp(&read.confidence, &value, sizeof value) == 0, line.c_str());
        }
        const std::string line = toJsonLine({1, PassDone{{{TraceId{1}, TokenId{9}, "x", -0.1f, 12.3f}}, {}, 0, 1, 0}});
        QVERIFY2(line.find("-0.1,12.3]") != std::string::npos, line.c_str());
    }

    void theParametersOfEveryPolicySurvive() {
        for (const PolicyRow& row : policyRows()) {
            RunStarted header;
            header.options.policy = row.kind;
            header.options.betaStop = true;
            header.options.consensusStop = row.watchesConfidence;
            header.options.deepconf = {5, 77, 40.0};
            header.options.slim = {0.5, 9, 0.75};
            header.options.refill.rounds = 3;
            header.options.refill.minTokens = 4;
            const std::string line = toJsonLine({0, header});
            const RunStarted read = std::get<RunStarted>(fromJsonLine(line)->body);
            QVERIFY(read.hasOthersOptions);  // a what-if under another policy needs them
            QVERIFY(read.options.deepconf == header.options.deepconf);
            QVERIFY(read.options.slim == header.options.slim);
            QVERIFY(read.options.refill == header.options.refill);
            nlohmann::json older = nlohmann::json::parse(line);
            QVERIFY(older.erase("others_options") == 1);
            const RunStarted known = std::get<RunStarted>(fromJsonLine(older.dump())->body);
            QVERIFY(!known.hasOthersOptions);
            const RunOptions& back = known.options;
            QCOMPARE(back.policy, row.kind);
            QVERIFY(back.betaStop);
            QCOMPARE(back.consensusStop, row.watchesConfidence);
            const RunOptions fresh;
            QVERIFY(back.deepconf == (row.watchesConfidence ? header.options.deepconf : fresh.deepconf));
            QVERIFY(back.slim == (row.comparesThoughts ? header.options.slim : fresh.slim));
            QVERIFY(back.refill == (row.refills ? header.options.refill : fresh.refill));
        }
    }

    void everyTruncationOpens() {
        QTemporaryDir dir;
        const std::string all = allLines();
        const std::size_t firstLine = all.find('\n') + 1;
        for (std::size_t size = firstLine; size <= all.size(); size += 7) {
            const Recording r = readRecording(write(dir, all.substr(0, size)));
            const auto whole = static_cast<std::size_t>(
                std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
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
        newer.replace(newer.find("\"format\":\"1."), 12, "\"format\":\"2.");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(says);
        };
        row("empty", "", "empty");
        row("no json", "hello\n", "line 1: not valid JSON");
        row("other json", "{\"e\":\"paused\",\"t\":0}\n", "first line is no header");
        row("newer", newer + "\n", "newer");
        for (const char* format : {"1e9", "0.1", "1", "1.0x", "-1.0", " 1.0", "1.", "99999.0"}) {
            std::string other = header;
            const std::size_t version = other.find("\"format\":\"") + 10;
            other.replace(version, other.find('"', version) - version, format);
            row(format, other + "\n", "format: expected a version");
        }
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

    void whatComesBeforeADamagedLineOpens_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const std::string& line, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(line) << QByteArray(says);
        };
        row("no json", "xxx", "not valid JSON");
        row("wrong type", "{\"e\":\"pruned\",\"t\":1,\"trace\":\"a\"}", "trace: expected a whole number");
        row("missing field", "{\"e\":\"score\",\"t\":1,\"trace\":1}", "score: expected a number, found nothing");
        row("huge number", "{\"e\":\"added\",\"t\":1,\"trace\":99999999999}",
            "to 2147483647, found number 99999999999");
        row("number beyond 64 bits", "{\"e\":\"added\",\"t\":1,\"trace\":18446744073709551615}",
            "found number 18446744073709551615");
        row("number beyond doubles", "{\"e\":\"added\",\"t\":1e999,\"trace\":1}", "out of range");
        row("deep", std::string(100000, '['), "deep");
        row("empty line", "", "an empty line");
        row("second header", toJsonLine(oneOfEach()[0]), "a second header");
        row("too long", std::string((std::size_t{64} << 20) + 10, ' '), "line 3");
    }
    void whatComesBeforeADamagedLineOpens() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, says);
        QTemporaryDir dir;
        const auto events = oneOfEach();
        const std::string before = toJsonLine(events[0]) + "\n" + toJsonLine(events[1]) + "\n";
        const std::string path = write(dir, before + line.toStdString() + "\n" + toJsonLine(events[2]) + "\n");
        const Recording r = readRecording(path);
        QCOMPARE(r.events.size(), std::size_t{2});
        QVERIFY(r.leftOut);
        QVERIFY2(r.leftOut->find(says.toStdString()) != std::string::npos, r.leftOut->c_str());
        QVERIFY2(r.leftOut->find("line 3") == 0, r.leftOut->c_str());
        if (says != "line 3")
            QVERIFY2(r.leftOut->find("byte " + std::to_string(before.size())) != std::string::npos, r.leftOut->c_str());
        QCOMPARE(r.warnings().size(), std::size_t{1});
        QVERIFY(r.warnings()[0].find('\n') == std::string::npos);
        const OpenedRecording opened = openRecording(path);
        QCOMPARE(opened.leftOut, r.leftOut);
        QCOMPARE(opened.timeline.events().size(), std::size_t{2});
    }

    void emptyLinesAtTheEndAreNothing() {
        QTemporaryDir dir;
        QVERIFY(readRecording(write(dir, allLines() + "\n\n")).warnings().empty());
    }

    /// A newer minor version may have other words where this one has a list of them.
    void unknownWordsHaveANearestOne() {
        QTemporaryDir dir;
        std::string header = toJsonLine(oneOfEach()[0]);
        const auto replace = [](std::string& text, const std::string& from, const std::string& to) {
            QVERIFY2(text.find(from) != std::string::npos, from.c_str());
            text.replace(text.find(from), from.size(), to);
        };
        replace(header, "\"policy\":\"step\"", "\"policy\":\"step-next\"");
        replace(header, "\"answers\":\"normalised\"", "\"answers\":\"new\"");
        const Recording r =
            readRecording(write(dir, header + "\n"
                                              "{\"e\":\"notice\",\"t\":1,\"severity\":\"hint\",\"text\":\"x\"}\n"
                                              "{\"e\":\"pruned\",\"t\":1,\"trace\":1,\"cause\":\"new\"}\n"
                                              "{\"e\":\"finished\",\"t\":1,\"trace\":1,\"reason\":\"new\"}\n"
                                              "{\"e\":\"end\",\"t\":1,\"end\":\"new\"}\n"));
        QCOMPARE(r.events.size(), std::size_t{5});
        QCOMPARE(std::get<RunStarted>(r.events[0].body).options.policy, PolicyKind::Step);
        QCOMPARE(std::get<RunFinished>(r.events[4].body).end, RunEnd::Stopped);
        QCOMPARE(r.warnings().size(), std::size_t{1});
        QVERIFY2(r.warnings()[0].find("step-next") != std::string::npos, r.warnings()[0].c_str());
    }

    /// Older versions wrote NaN as null.
    void aMissingScoreIsNoScore() {
        QTemporaryDir dir;
        const Recording r = readRecording(
            write(dir, toJsonLine(oneOfEach()[0]) + "\n"
                                                    "{\"e\":\"score\",\"t\":1,\"trace\":1,\"end\":1,\"score\":null}\n"
                                                    "{\"e\":\"score\",\"t\":1,\"trace\":1,\"end\":1,\"score\":1e300}\n"
                                                    "{\"e\":\"score\",\"t\":1,\"trace\":1,\"end\":2,\"score\":0.5}\n"));
        QCOMPARE(r.events.size(), std::size_t{2});
        QVERIFY(r.warnings().empty());
    }

    void seedsAreWholeNumbersOf64Bits() {
        RunStarted header;
        header.options.sampling.seed = 0x8000000000000001ULL;
        const std::string line = toJsonLine({0, header});
        QVERIFY2(line.find("\"seed\":9223372036854775809") != std::string::npos, line.c_str());
        QCOMPARE(std::get<RunStarted>(fromJsonLine(line)->body).options.sampling.seed, header.options.sampling.seed);
        std::string older = line;
        older.replace(older.find("9223372036854775809"), 19, "-9223372036854775807");
        QCOMPARE(std::get<RunStarted>(fromJsonLine(older)->body).options.sampling.seed, header.options.sampling.seed);
    }

    void whatCannotBeIsSaid() {
        QTemporaryDir dir;
        RunStarted header;
        header.kvBlocks = 2147483647;
        header.model.blockBytes = 245760;
        const OpenedRecording opened = openRecording(
            write(dir, toJsonLine({0, header}) + "\n" + toJsonLine({1, TracePreempted{TraceId{9}, 1}}) + "\n"));
        QCOMPARE(opened.warnings().size(), std::size_t{2});
        QVERIFY(opened.warnings()[0].find("2147483647 blocks") != std::string::npos);
        QVERIFY(opened.warnings()[1].find("1 event of unknown traces") == 0);
    }

    void onlyRegularFilesAreRead() {
        QTemporaryDir dir;
        const std::string fifo = dir.filePath(QStringLiteral("fifo")).toStdString();
        QCOMPARE(mkfifo(fifo.c_str(), 0600), 0);
        for (const std::string& path : {fifo, dir.path().toStdString(), std::string("/dev/zero")}) {
            const std::string message = refusal(path);
            QVERIFY2(message.find(path) == 0 && message.find("expected a regular file") != std::string::npos,
                     message.c_str());
        }
        const std::string sparse = write(dir, "");
        QCOMPARE(truncate(sparse.c_str(), off_t{10} << 30), 0);
        QVERIFY(refusal(sparse).find("expected at most") != std::string::npos);
    }

    void eventsComeBackFromTheLogAsTheyWere() {
        EventLog log;
        auto events = oneOfEach();
        PassDone pass;
        for (int i = -3; i < 400; ++i)
            pass.tokens.push_back({TraceId{i * 1000}, TokenId{i}, std::string(static_cast<std::size_t>(i + 3), 'x'),
                                   0.1f * static_cast<float>(i), i % 2 ? 1.5f : 0.0f});
        pass.granted = {{TraceId{-1}, BlockId{2147483647}}, {TraceId{-2147483647 - 1}, BlockId{0}}};
        events.push_back({2.5, pass});
        events.push_back({1.0, StepScored{TraceId{2}, 2147483647, -0.5f}});  // out of order
        for (int i = 0; i < 40; ++i)
            events.push_back({3, PassDone{{{TraceId{1}, TokenId{1}, std::string(100'000, 'y'), 0}}, {}, 0, 0, 0}});
        for (const Event& event : events) log.append(event);
        QCOMPARE(log.size(), events.size());
        std::size_t i = 0;
        for (const Event& event : log) QCOMPARE(toJsonLine(event), toJsonLine(events[i++]));
        QCOMPARE(log.countUntil(2.6), log.size() - 40);
        QCOMPARE(log.countUntil(2.4), oneOfEach().size());
    }

    void openingIsLinear() {
        QTemporaryDir dir;
        const auto file = [&](int size) {
            std::string text = toJsonLine(oneOfEach()[0]) + "\n" + toJsonLine({0, TraceAdded{TraceId{1}}}) + "\n";
            for (int i = 0; i < size; ++i)
                text += toJsonLine({i * 0.01, PassDone{{{TraceId{1}, TokenId{1}, "abc", -1.0f}}, {}, 0, 0, 0}}) + "\n";
            return write(dir, text);
        };
        constexpr int kSize = 4000;
        const std::string path = file(kSize);
        const std::string single = path + ".1";
        QVERIFY(QFile::rename(QString::fromStdString(path), QString::fromStdString(single)));
        const std::string fourfold = file(4 * kSize);
        const double ratio =
            growth::ratioOfFourfold(kSize, [&](int size) { openRecording(size == kSize ? single : fourfold); });
        QVERIFY2(ratio <= growth::kMostRatio, qPrintable(QString::number(ratio)));
    }

    void terminalsGetNoEscapes() {
        QCOMPARE(engine::printable("a\x1b]0;x\x07"
                                   "b\r\nanswer: 42\x7f\xc2\x9b"
                                   "c\xe2\x80\xae\xff"),
                 std::string("a ]0;x b  answer: 42  c \xef\xbf\xbd"));
        QCOMPARE(engine::printable("\xc3\xa9\xe2\x82\xac"), std::string("\xc3\xa9\xe2\x82\xac"));
        QCOMPARE(engine::printable(std::string(50, 'x') + "\xc3\xa9", 51), std::string(50, 'x') + "...");
    }

    void missingFileIsNamed() { QVERIFY(refusal("/nowhere/x.stepscope").find("/nowhere/x.stepscope") == 0); }
};

QTEST_GUILESS_MAIN(AppRecording)
#include "app_recording.moc"
