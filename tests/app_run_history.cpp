// The history of runs: names, what has to go, and what a list shows of runs that are whole, cut off, in use or none.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "app/run/hidden_file.h"
#include "app/run/recording_writer.h"
#include "app/session/history_list.h"
#include "recording_support.h"

using namespace recording_support;
using namespace std::chrono;
namespace fs = std::filesystem;

namespace {

HistoryTime moment(int hoursAgo) {
    return floor<milliseconds>(system_clock::now()) - hours(hoursAgo);
}

HistoryFile fileOf(int hoursAgo, std::uintmax_t bytes) {
    return {.name = historyName(moment(hoursAgo), 1), .startedAt = moment(hoursAgo), .bytes = bytes};
}

std::vector<std::uintmax_t> bytesOf(const std::vector<HistoryFile>& files) {
    std::vector<std::uintmax_t> bytes;
    for (const HistoryFile& file : files) bytes.push_back(file.bytes);
    return bytes;
}

}  // namespace

class AppRunHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = m_dir->path().toStdString();
    }

    void namesSortByTime() {
        const HistoryTime time = sys_days(year(2026) / 3 / 1) + hours(12) + seconds(5) + milliseconds(42);
        QCOMPARE(historyName(time, 0xABC), std::string("2026-03-01_12-00-05.042_0000000000000abc.stepscope"));
        QVERIFY(historyName(time, ~0ULL) < historyName(time + milliseconds(1), 0));
        QVERIFY(historyName(time, 0) < historyName(time + days(200), 0));
        QVERIFY(startOfHistoryName(historyName(time, 7)) == time);
        QVERIFY(newHistoryFile(m_folder) != newHistoryFile(m_folder));
        QVERIFY(startOfHistoryName(newHistoryFile(m_folder).filename().string()));
    }

    void otherNamesAreNotOurs_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("of a person") << QByteArray("lesson.stepscope");
        QTest::newRow("dated") << QByteArray("2026-03-01_12-00-05.stepscope");
        QTest::newRow("month") << QByteArray("2026-13-01_12-00-05.042_0000000000000abc.stepscope");
        QTest::newRow("day") << QByteArray("2026-02-30_12-00-05.042_0000000000000abc.stepscope");
        QTest::newRow("hour") << QByteArray("2026-03-01_24-00-05.042_0000000000000abc.stepscope");
        QTest::newRow("letters") << QByteArray("2026-03-01_12-00-05.042_000000000000xabc.stepscope");
        QTest::newRow("draft") << QByteArray("2026-03-01_12-00-05.042_0000000000000abc.stepscope.part-1-0");
    }
    void otherNamesAreNotOurs() {
        QFETCH(const QByteArray, name);
        QVERIFY(!startOfHistoryName(name.toStdString()));
    }

    void theOldestGoFirst() {
        const std::vector<HistoryFile> files = {fileOf(0, 10), fileOf(1, 20), fileOf(2, 30), fileOf(3, 40)};
        const HistoryTime now = moment(0);
        const auto gone = [&](HistoryLimits limits) { return bytesOf(surplusOf(files, limits, now)); };
        using Bytes = std::vector<std::uintmax_t>;
        QCOMPARE(gone({.bytes = 100, .runs = 4}), Bytes{});
        QCOMPARE(gone({.bytes = 99, .runs = 4}), Bytes{40});
        QCOMPARE(gone({.bytes = 59, .runs = 4}), (Bytes{40, 30}));
        QCOMPARE(gone({.bytes = 1000, .runs = 2}), (Bytes{40, 30}));
        QCOMPARE(gone({.bytes = 0, .runs = 0}), (Bytes{40, 30, 20}));  // never the newest
        const std::vector<HistoryFile> old = {fileOf(800, 1), fileOf(900, 2)};
        QCOMPARE(bytesOf(surplusOf(old, {}, now)), Bytes{2});
        QVERIFY(surplusOf({}, {}, now).empty());
    }

    void aFileThatIsTooLargePushesNoOtherOut() {
        const HistoryLimits limits{.bytes = 100, .runs = 9};
        const auto gone = [&](const std::vector<HistoryFile>& files) {
            return bytesOf(surplusOf(files, limits, moment(0)));
        };
        QCOMPARE(gone({fileOf(0, 10), fileOf(1, 101), fileOf(2, 90)}), std::vector<std::uintmax_t>{101});
        QCOMPARE(gone({fileOf(0, 101), fileOf(1, 10), fileOf(2, 90)}), std::vector<std::uintmax_t>{});
        QCOMPARE(gone({fileOf(0, 101), fileOf(1, 20), fileOf(2, 90)}), std::vector<std::uintmax_t>{90});
    }

    void aRunInUseStays() {
        std::vector<HistoryFile> files = {fileOf(0, 10), fileOf(900, 20), fileOf(901, 30)};
        files[2].isInUse = true;
        QCOMPARE(bytesOf(surplusOf(files, {.bytes = 0, .runs = 0}, moment(0))), std::vector<std::uintmax_t>{20});
    }

    void aFolderIsTidied() {
        const std::string newest = keep(0);
        const std::string middle = keep(1);
        const std::string oldest = keep(2);
        std::ofstream(m_folder / "lesson.stepscope") << allLines();
        tidyHistory(m_folder, {.runs = 2});
        QVERIFY(fs::exists(newest) && fs::exists(middle) && !fs::exists(oldest));
        QVERIFY(fs::exists(m_folder / "lesson.stepscope"));
        tidyHistory(m_folder / "missing", {});
        QVERIFY(!fs::exists(m_folder / "missing"));
    }

    /// Hidden rows count with the run that kept them, and go with it.
    void hiddenRowsBelongToTheirRun() {
        const std::string newest = keep(0);
        const std::string oldest = keep(1);
        const auto bytes = [&] { return findHistoryFiles(m_folder).back().bytes; };
        const std::uintmax_t before = bytes();
        for (const std::string& path : {newest, oldest}) std::ofstream(hiddenPathOf(path)) << std::string(5000, 'x');
        QCOMPARE(bytes(), before + 5000);
        tidyHistory(m_folder, {.bytes = 6000});
        QVERIFY(fs::exists(hiddenPathOf(newest)) && !fs::exists(hiddenPathOf(oldest)) && !fs::exists(oldest));
        clearHistory(m_folder);
        QVERIFY(!fs::exists(hiddenPathOf(newest)));
    }

    void nobodysRunInProgressIsRemoved() {
        const std::string path = (m_folder / historyName(moment(5000), 1)).string();
        RecordingWriter writer(path);  // its lock is what another program sees
        QVERIFY(writer.append(oneOfEach()[0]));
        const std::string newest = keep(0);
        tidyHistory(m_folder, {.bytes = 0, .runs = 0});
        clearHistory(m_folder);
        QVERIFY(fs::exists(path) && !fs::exists(newest));
        QVERIFY(listHistory(m_folder).empty());
        QVERIFY(writer.append({9, RunFinished{}}));
        QCOMPARE(listHistory(m_folder).size(), std::size_t{1});
        clearHistory(m_folder, path);  // where there are no locks
        QVERIFY(fs::exists(path));
        clearHistory(m_folder);
        QVERIFY(!fs::exists(path));
    }

    void aListSaysWhatTheRunsWere() {
        const std::string second = keep(0, {header("6 * 7?", "42"), finished("41")});
        const std::string first = keep(1);
        const std::vector<HistoryRun> runs = listHistory(m_folder);
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[0].path.string(), second);
        QCOMPARE(runs[0].problem, std::string("6 * 7?"));
        QCOMPARE(runs[0].model, std::string("m"));
        QVERIFY(runs[0].policy == PolicyKind::SelfConsistency);
        QVERIFY(runs[0].answer == "41" && runs[0].isRight == false);
        QVERIFY(!runs[0].end);  // as after a kill
        QCOMPARE(runs[1].path.string(), first);
        QVERIFY(runs[1].end == RunEnd::VoteLock);
    }

    void theIndexIsRememberedAndMadeAgain() {
        const std::string path = keep(0, {header("6 * 7?", "42"), finished("41")});
        const fs::path index = m_folder / "index.json";
        QCOMPARE(listHistory(m_folder).size(), std::size_t{1});
        const std::string written = textOf(index.string());
        QVERIFY(written.find("6 * 7?") != std::string::npos);

        // It is believed as long as the file is the same one ...
        std::string changed = written;
        changed.replace(changed.find("6 * 7?"), 6, "8 * 9?");
        std::ofstream(index) << changed;
        QCOMPARE(listHistory(m_folder)[0].problem, std::string("8 * 9?"));
        // ... and no longer.
        std::ofstream(path, std::ios::app) << toJsonLine({2.0, RunFinished{}}) << '\n';
        QCOMPARE(listHistory(m_folder)[0].problem, std::string("6 * 7?"));
        QVERIFY(listHistory(m_folder)[0].end == RunEnd::Done);
        for (const char* text : {"", "{}", "[1]", "{\"version\":1,\"files\":{\"x\":5}}", "no JSON"}) {
            std::ofstream(index) << text;
            QCOMPARE(listHistory(m_folder)[0].problem, std::string("6 * 7?"));
        }
        fs::remove(index);
        fs::create_directory(index);  // cannot be written
        QCOMPARE(listHistory(m_folder).size(), std::size_t{1});
    }

    void whatIsNoRecordingIsSkipped() {
        const std::string good = keep(3);
        std::ofstream(m_folder / historyName(moment(0), 1));
        std::ofstream(m_folder / historyName(moment(0), 2)) << "important\n";
        std::ofstream(m_folder / historyName(moment(0), 3)) << "{\"e\":\"run\",\"format\":\"9.0\"}\n";
        fs::create_directory(m_folder / historyName(moment(0), 4));
        fs::create_symlink(good, m_folder / historyName(moment(0), 5));
        std::ofstream(m_folder / "lesson.stepscope") << allLines();
        const std::string all = allLines();
        const std::string end = toJsonLine({1.8, RunFinished{RunEnd::VoteLock, "m", 0.1, 0.2, 0.3}});
        QVERIFY(all.find(end) != std::string::npos);
        const std::string cut = all.substr(0, all.find(end) + 20);  // in the middle of the run's end
        std::ofstream(m_folder / historyName(moment(4), 6)) << cut;
        for (int round = 0; round < 2; ++round) {  // read, and from the index
            const std::vector<HistoryRun> runs = listHistory(m_folder);
            QCOMPARE(runs.size(), std::size_t{2});
            QCOMPARE(runs[0].path.string(), good);
            QVERIFY(!runs[1].end);
        }
    }

    void aLongProblemIsCutBetweenLetters() {
        std::string problem = "x";
        for (int i = 0; i < 2000; ++i) problem += "\u00fc";
        keep(0, {header(problem, "")});
        const std::string shown = listHistory(m_folder)[0].problem;
        QVERIFY(shown.size() < 1010);
        QVERIFY(shown.ends_with("\u00fc\u2026"));
    }

    void readingCanBeGivenUp() {
        keep(0);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, listHistory(m_folder, {}, [] { return true; }));
        QCOMPARE(listHistory(m_folder).size(), std::size_t{1});
    }

private:
    static Event header(const std::string& problem, const std::string& answer) {
        RunStarted started = std::get<RunStarted>(oneOfEach()[0].body);
        started.problem = problem;
        if (!answer.empty()) started.knownAnswer = answer;
        started.options.policy = PolicyKind::SelfConsistency;
        return {0, started};
    }
    static Event finished(const std::string& answer) {
        return {1.0, TraceFinished{TraceId{1}, FinishReason::EndOfText, answer, 0}};
    }
    std::string keep(int hoursAgo, std::vector<Event> events = oneOfEach()) {
        if (events.size() > 1 && std::holds_alternative<TraceFinished>(events[1].body))
            events.insert(events.begin() + 1, {0.1, TraceAdded{TraceId{1}}});
        const std::string path = (m_folder / historyName(moment(hoursAgo), 0)).string();
        RecordingWriter writer(path);
        for (const Event& event : events) {
            if (!writer.append(event)) qFatal("%s", writer.problem().c_str());
        }
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_folder;
};

QTEST_GUILESS_MAIN(AppRunHistory)
#include "app_run_history.moc"
