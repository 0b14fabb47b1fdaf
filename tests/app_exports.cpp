// Exports of runs: the tables and the trace events say what the recording says, and hostile text stays text.
#include <QCryptographicHash>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "app/export/csv_tables.h"
#include "app/export/csv_text.h"
#include "app/export/export_moment.h"
#include "app/export/gzip.h"
#include "app/export/shown_state.h"
#include "app/export/trace_events.h"
#include "app/export/web_page.h"
#include "export_support.h"
#include "recording_support.h"
#include "refusal_of.h"
#include "run_state_support.h"

using namespace export_support;

class AppExports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_runs = someRuns(); }

    // ---- tables

    void cellsAreNoFormulas_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        QTest::newRow("formula") << "=1+1"
                                 << "'=1+1";
        QTest::newRow("plus") << "+cmd"
                              << "'+cmd";
        QTest::newRow("minus") << "-x"
                               << "'-x";
        QTest::newRow("at") << "@SUM(A1)"
                            << "'@SUM(A1)";
        QTest::newRow("tab") << "\t=1"
                             << "'\t=1";
        QTest::newRow("apostrophe") << "'=1"
                                    << "''=1";
        QTest::newRow("a number") << "-3"
                                  << "-3";
        QTest::newRow("with decimals") << "+3.25"
                                       << "+3.25";
        QTest::newRow("no number") << "-3+4"
                                   << "'-3+4";
        QTest::newRow("not a number") << "-inf"
                                      << "'-inf";
        QTest::newRow("later") << "1=1"
                               << "1=1";
    }
    void cellsAreNoFormulas() {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(QString::fromStdString(safeCell(text.toStdString())), cell);
    }

    void cellsAreQuotedWhereNeeded() {
        CsvText csv("a,b,c");
        csv.text("x, \"y\"\nz").text(std::string_view("nul\0!", 5)).number(0.1f).endRow();
        QCOMPARE(csv.str(), std::string("a,b,c\n\"x, \"\"y\"\"\nz\",nul\u2400!,0.1\n"));
    }

    /// Read back, the tables are the run.
    void tablesHoldTheRun() {
        for (const auto& [name, run] : m_runs) {
            const CsvTables tables = csvOf(run->events());
            const RunState& state = run->latest();
            const Table traces(tables.traces), steps(tables.steps), events(tables.events), votes(tables.votes);
            QCOMPARE(traces.rows.size(), state.traces.size());
            std::map<int, std::string> texts;
            std::map<int, std::size_t> stepCounts;
            for (std::size_t i = 0; i < steps.rows.size(); ++i) {
                const int number = std::stoi(steps.at(i, "trace"));
                texts[number] += Table::textOf(steps.at(i, "text"));
                if (steps.at(i, "score_0_to_1").empty()) continue;
                const auto at = static_cast<std::size_t>(std::stoi(steps.at(i, "step"))) - 1;
                const StepState& step = state.findTrace(TraceId{number})->steps[at];
                QCOMPARE(std::stof(steps.at(i, "score_0_to_1")), step.score);
                QCOMPARE(std::stod(steps.at(i, "scored_s")), step.t);
                QCOMPARE(std::stoi(steps.at(i, "end_token")), step.endToken);
                ++stepCounts[number];
            }
            for (std::size_t i = 0; i < traces.rows.size(); ++i) {
                const TraceState& trace = state.traces[i];
                const int number = index(trace.id);
                QCOMPARE(traces.at(i, "trace"), std::to_string(number));
                QCOMPARE(traces.at(i, "state"), std::string(nameOf(trace.phase)));
                QCOMPARE(std::stoi(traces.at(i, "tokens")), trace.tokenCount());
                QCOMPARE(std::stod(traces.at(i, "waited_s")), state.waitedS(trace));
                QCOMPARE(Table::textOf(traces.at(i, "answer")), trace.answer.value_or(""));
                if (trace.score()) QCOMPARE(std::stod(traces.at(i, "score_0_to_1")), *trace.score());
                if (trace.parent) continue;  // its rows begin where it left its parent
                QCOMPARE(texts[number],
                         QString::fromStdString(trace.text).replace(QChar(u'\0'), QChar(u'\u2400')).toStdString());
                QCOMPARE(stepCounts[number], trace.steps.size());
            }
            QCOMPARE(events.rows.size(), state.log.size());
            for (std::size_t i = 0; i < events.rows.size(); ++i)
                QCOMPARE(Table::textOf(events.at(i, "text")), state.log[i].text);
            compareVotes(votes, state);
        }
    }

    void tablesAreWrittenAsFiles() {
        const QTemporaryDir dir;
        const std::string folder = dir.filePath(QStringLiteral("new/csv")).toStdString();
        writeCsv(folder, csvOf(m_runs.front().second->events()));
        for (const char* name : {"traces.csv", "steps.csv", "events.csv", "votes.csv"})
            QVERIFY(std::filesystem::file_size(std::filesystem::path(folder) / name) > 50);
        std::ofstream(dir.filePath(QStringLiteral("file")).toStdString()) << "x";
        QVERIFY(refusalOf([&] {
                    writeCsv(dir.filePath(QStringLiteral("file/csv")).toStdString(), {});
                }).find("the folder cannot be made") != std::string::npos);
    }

    void notesAreInEveryExport() {
        RunNotes notes;
        notes.add({.atS = 0.25,
                   .event = 7,
                   .trace = 2,
                   .step = 1,
                   .text = "=look\n</script>",
                   .written = "2026-01-01T00:00:00Z"});
        notes.add({.atS = 0.5, .text = "no trace"});
        const EventLog& events = find("step").events();
        const Table table(csvOf(events, notes).notes);
        QCOMPARE(table.rows.size(), std::size_t{2});
        QCOMPARE(Table::textOf(table.at(0, "text")), notes.all()[0].text);
        QCOMPARE(table.at(0, "time_s") + table.at(0, "event_count") + table.at(0, "trace") + table.at(0, "step"),
                 std::string("0.25721"));
        QCOMPARE(table.at(1, "trace"), std::string());
        QVERIFY(csvOf(events).notes.empty());
        int instants = 0;
        const json all = json::parse(traceEventsOf(events, notes));
        for (const json& event : all.at("traceEvents")) instants += event.value("cat", "") == "notes";
        QCOMPARE(instants, 2);
        const PagedRun noted{&events, {}, notes}, plain{&events};
        const std::string page = webPageOf(std::span(&noted, 1), {});
        QVERIFY(page.size() > webPageOf(std::span(&plain, 1), {}).size());
        QVERIFY(page.find("=look") == std::string::npos);
    }

    // ---- trace events

    /// Slices of a track lie beside or within each other, and each trace has its states, steps and instants.
    void traceEventsKeepToTheFormat() {
        for (const auto& [name, run] : m_runs) {
            const json all = json::parse(traceEventsOf(run->events()));
            std::map<int, std::vector<std::pair<double, double>>> slices;
            std::map<std::string, int> instants;
            for (const json& event : all.at("traceEvents")) {
                const std::string form = event.at("ph");
                QVERIFY(event.at("pid").is_number_integer() && event.at("tid").is_number_integer());
                QVERIFY(event.at("ts").get<double>() >= 0);
                if (form == "X") {
                    const double begin = event.at("ts"), length = event.at("dur");
                    QVERIFY(length > 0);
                    slices[event.at("tid")].emplace_back(begin, begin + length);
                } else if (form == "i") {
                    QVERIFY(event.at("s") == "t" || event.at("s") == "p");
                    ++instants[event.at("name")];
                } else if (form == "C") {
                    for (const auto& [key, value] : event.at("args").items()) QVERIFY(value.is_number());
                } else {
                    QCOMPARE(form, std::string("M"));
                }
            }
            const RunState& state = run->latest();
            QCOMPARE(instants["pruned"], state.prunedCount);
            for (const TraceState& trace : state.traces) {
                if (trace.tokenCount() > trace.branchToken + trace.givenTokens && !name.starts_with("shuffled"))
                    QVERIFY2(!slices[index(trace.id)].empty(), name.c_str());
            }
            for (auto& [thread, list] : slices) requireNested(list);
        }
    }

    void countersEndAsTheRunDoes() {
        for (const auto& [name, run] : m_runs) {
            json memory, vote;
            const json all = json::parse(traceEventsOf(run->events()));
            for (const json& event : all.at("traceEvents")) {
                if (event.at("ph") != "C") continue;
                (event.at("name") == "KV blocks" ? memory : vote) = event.at("args");
            }
            const RunState& state = run->latest();
            QCOMPARE(memory.at("used").get<int>(), state.kv.usedBlocks);
            if (state.vote.answers.empty()) continue;
            QCOMPARE(vote.size(), state.vote.answers.size());
            for (const AnswerVote& answer : state.vote.answers)
                QCOMPARE(vote.at(answer.answer).get<double>(), answer.weight);
        }
    }

    // ---- the web page

    /// Fifty times a run, half of them those of events: the page's fold and the program's, number by number.
    void thePageShowsWhatTheProgramDoes() {
        const QString node = QStandardPaths::findExecutable(QStringLiteral("node"));
        if (node.isEmpty()) QSKIP("node is not installed (Debian package nodejs)");
        std::vector<PagedRun> paged;
        QByteArray questions;
        std::vector<std::pair<std::size_t, double>> asked;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            paged.push_back({&m_runs[i].second->events(), m_runs[i].first});
            for (const double t : momentsOf(*m_runs[i].second)) {
                asked.emplace_back(i, t);
                questions += QByteArray::number(static_cast<int>(i)) + ' ' + QByteArray::number(t, 'g', 17) + '\n';
            }
        }
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("page.html"));
        std::ofstream(path.toStdString(), std::ios::binary) << webPageOf(paged, {});
        QProcess process;
        process.start(
            node, {QStringLiteral(STEPSCOPE_PAGE_STATES), QStringLiteral(STEPSCOPE_RESOURCES "/web/fold.js"), path});
        process.write(questions);
        process.closeWriteChannel();
        QVERIFY2(process.waitForFinished(60000) && process.exitCode() == 0, process.readAllStandardError().constData());
        for (const auto& [run, t] : asked) {
            const json page = json::parse(process.readLine().toStdString());
            const json expected = json::parse(shownStateOf(m_runs[run].second->at(t)).dump());
            if (page == expected) continue;
            QFAIL((m_runs[run].first + " at " + std::to_string(t) + ": " + json::diff(expected, page).dump()).c_str());
        }
    }

    /// The page holds the run as data that no browser reads as markup, runs its own script alone, and fetches nothing.
    void thePageIsClosed() {
        const PagedRun hostile{&find("hostile").events(), "</script><script>alert(1)</script>"};
        const QString page = QString::fromStdString(webPageOf(std::span(&hostile, 1), {.theme = "dark", .atS = 0.5}));
        QVERIFY(!page.contains(QStringLiteral("alert(")) && !page.contains(QStringLiteral("onerror")));
        QCOMPARE(page.count(QStringLiteral("<script")), 3);
        QCOMPARE(page.count(QStringLiteral("</script")), 3);
        QVERIFY(page.contains(QStringLiteral("data-theme=\"dark\"")));
        for (const char* place : {"http:", "https:", "//cdn", "url(", "@import", "fetch(", "innerHTML", "outerHTML",
                                  "insertAdjacentHTML", "document.write", "eval("})
            QVERIFY2(!page.contains(QString::fromLatin1(place)), place);
        QVERIFY(page.contains(QStringLiteral("default-src 'none'")));
        for (const char* tag : {"script", "style"}) {
            const QString open = QStringLiteral("<%1>").arg(QString::fromLatin1(tag));
            const QString body =
                page.section(open, 1).section(QStringLiteral("</%1>").arg(QString::fromLatin1(tag)), 0, 0);
            const QByteArray hash = QCryptographicHash::hash(body.toUtf8(), QCryptographicHash::Sha256).toBase64();
            QVERIFY2(page.contains(
                         QStringLiteral("%1-src 'sha256-%2'").arg(QString::fromLatin1(tag), QString::fromLatin1(hash))),
                     tag);
        }
    }

    void thePageIsSmall() {
        for (const auto& [name, run] : m_runs) {
            std::string lines;
            for (const Event& event : run->events()) lines += toJsonLine(event) + '\n';
            const PagedRun paged{&run->events()};
            const std::size_t size = webPageOf(std::span(&paged, 1), {}).size();
            QVERIFY2(size < 3 * gzipOf(lines).size() / 2 + 200'000, name.c_str());
        }
    }

    void base64IsAsOthersWriteIt() {
        for (const QByteArray& bytes : {QByteArray(), QByteArray("a"), QByteArray("ab"), QByteArray("\xff\0\xfe", 3)})
            QCOMPARE(QByteArray::fromStdString(base64Of(bytes.toStdString())), bytes.toBase64());
    }

    // ---- moments

    void momentsHaveNames() {
        const RunState& state = find("step").latest();
        const auto first = [&](LogKind kind) {
            return std::find_if(state.log.begin(), state.log.end(), [&](const LogEntry& e) { return e.kind == kind; })
                ->t;
        };
        QCOMPARE(requireMoment("done", state), state.now);
        const double half = state.now / 2;
        QCOMPARE(requireMoment(std::to_string(half), state), std::stod(std::to_string(half)));
        QCOMPARE(requireMoment("1e9", state), state.now);
        QCOMPARE(requireMoment("saturated", state), first(LogKind::Saturated));
        QCOMPARE(requireMoment("pruned:1", state), first(LogKind::Pruned));
        QCOMPARE(requireMoment("event:1", state), state.log[0].t);
        for (const char* wrong : {"", "-1", "nan", "event", "event:0", "event:99999", "pruned:x", "pruned:999", "soon"})
            QVERIFY2(!refusalOf([&] { (void)requireMoment(wrong, state); }).empty(), wrong);
    }

private:
    const Timeline& find(const std::string& name) const {
        return *std::find_if(m_runs.begin(), m_runs.end(), [&](const auto& run) { return run.first == name; })->second;
    }

    static std::vector<double> momentsOf(const Timeline& run) {
        constexpr int kEach = 25;
        std::vector<double> moments;
        for (int i = 0; i < kEach; ++i) {
            moments.push_back(run.duration() * i / (kEach - 1));
            moments.push_back(run.events().timeAt(run.events().size() * static_cast<std::size_t>(i) / kEach));
        }
        return moments;
    }

    /// The last row of each answer is its vote at the end.
    static void compareVotes(const Table& votes, const RunState& state) {
        std::map<std::string, std::pair<double, int>> last;
        for (std::size_t i = 0; i < votes.rows.size(); ++i)
            last[Table::textOf(votes.at(i, "answer"))] = {std::stod(votes.at(i, "weight")),
                                                          std::stoi(votes.at(i, "traces"))};
        for (const AnswerVote& answer : state.vote.answers) {
            QCOMPARE(last[answer.answer].first, answer.weight);
            QCOMPARE(last[answer.answer].second, static_cast<int>(answer.traces.size()));
        }
        if (state.vote.leader())
            QCOMPARE(Table::textOf(votes.at(votes.rows.size() - 1, "leader")), state.vote.leader()->answer);
    }

    static void requireNested(std::vector<std::pair<double, double>>& slices) {
        std::stable_sort(slices.begin(), slices.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first < b.first : a.second > b.second;
        });
        constexpr double kSameUs = 1e-6;
        std::vector<double> ends;
        for (const auto& [begin, end] : slices) {
            while (!ends.empty() && ends.back() <= begin + kSameUs) ends.pop_back();
            if (!ends.empty()) QVERIFY(end <= ends.back() + kSameUs);
            ends.push_back(end);
        }
    }

    std::vector<NamedRun> m_runs;
};

QTEST_GUILESS_MAIN(AppExports)
#include "app_exports.moc"
