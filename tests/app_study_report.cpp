// A study's files: records as JSON and hostile ones, CSV, Markdown, and the report as well-formed markup that refers to
// nothing outside and says no number that is none.
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "app/study/report/plot.h"
#include "app/study/report/report_html.h"
#include "app/study/report/report_text.h"
#include "app/study/report/study_files.h"
#include "engine/files/atomic_file.h"
#include "study_support.h"

using namespace app;
using namespace study_support;
using nlohmann::json;

namespace {

/// Fails the test where markup is broken, says nan or inf, or refers to something outside.
void checkPage(const std::string& html) {
    const QString page = QString::fromStdString(html);
    QXmlStreamReader reader(page);
    QString words;
    int pictures = 0;
    int named = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters()) words += reader.text().toString() + QLatin1Char(' ');
        if (!reader.isStartElement()) continue;
        QVERIFY(reader.name() != QLatin1String("script"));
        const auto attributes = reader.attributes();
        for (const char* outside : {"src", "href", "data", "onload"})
            QVERIFY(!attributes.hasAttribute(QLatin1String(outside)));
        if (attributes.value(QLatin1String("role")) == QLatin1String("img")) {
            ++pictures;
            named += attributes.value(QLatin1String("aria-label")).isEmpty() ? 0 : 1;
        }
    }
    QVERIFY2(!reader.hasError(),
             qPrintable(reader.errorString() + QStringLiteral(" in line %1").arg(reader.lineNumber())));
    QCOMPARE(named, pictures);
    const QRegularExpression odd(QStringLiteral("(?<![a-z])(nan|inf)(?![a-z])"),
                                 QRegularExpression::CaseInsensitiveOption);
    const auto match = odd.match(page);
    QVERIFY2(!match.hasMatch(), qPrintable(page.mid(std::max<qsizetype>(0, match.capturedStart() - 80), 160)));
    QString rest = page;
    rest.remove(QStringLiteral("xmlns=\"http://www.w3.org/1999/xhtml\""));
    QVERIFY(!rest.contains(QStringLiteral("http:")) && !rest.contains(QStringLiteral("https:")) &&
            !rest.contains(QStringLiteral("@import")));
}

bool hasNanOrInf(const std::string& text) {
    static const QRegularExpression odd(QStringLiteral("(?<![a-z_])(nan|inf)(?![a-z_])"),
                                        QRegularExpression::CaseInsensitiveOption);
    return odd.match(QString::fromStdString(text)).hasMatch();
}

std::string errorOf(const json& value) {
    try {
        studyRecordFrom(value);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

StudyRecord fullRecord() {
    StudyRecord r = record("step", 2, 0.25, 18446744073709551615ULL, 3, true);
    r.recomputed = 5;
    r.probe = 7;
    r.latencyS = 1.25;
    r.traces[0] = scored(true, {0.25F, 0.123456F}, 40);
    r.traces[0].logProbability = std::vector<float>(10, -0.5F);
    r.traces[1] = {"pruned", 12, {}, {}, {}, {}, false};
    return r;
}

}  // namespace

class AppStudyReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // ---- JSON ----

    void recordsComeBack() {
        const json once = toJson(fullRecord());
        const StudyRecord back = studyRecordFrom(json::parse(once.dump()));
        QVERIFY(back.cell == fullRecord().cell);
        QCOMPARE(toJson(back).dump(), once.dump());
        QVERIFY(near(back.traces[0].scores[1], 0.1235, 1e-6));
        QVERIFY(back.traces[1].wouldBeRight == false && !back.traces[1].right);
        QVERIFY(once.dump().find("0.1235") != std::string::npos && once.dump().find("0.12345") == std::string::npos);
        QCOMPARE(toJson(studySetupFrom(json::parse(toJson(wholeSetup()).dump()))).dump(), toJson(wholeSetup()).dump());
    }

    void everyFieldIsNamedWhereItIsMissingOrOdd() {
        const json good = toJson(fullRecord());
        for (const auto& [name, value] : good.items()) {
            if (name == "answer") continue;  // may be missing
            json missing = good;
            missing.erase(name);
            if (name == "probe")
                QVERIFY(errorOf(missing).empty());  // older records have none
            else
                QVERIFY2(errorOf(missing).find(": " + name + ": ") != std::string::npos, name.c_str());
            json odd = good;
            odd[name] = json::object({{"a", 1}});
            QVERIFY2(errorOf(odd).find(": " + name + ": ") != std::string::npos, name.c_str());
        }
        const json setup = toJson(wholeSetup());
        for (const auto& [name, value] : setup.items()) {
            if (name == "memory_axis" || name == "unusable_problems")
                continue;  // studies of earlier versions lack them
            json missing = setup;
            missing.erase(name);
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, studySetupFrom(missing));
        }
        json odd = setup;
        odd["memory_axis"] = "shares";
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, studySetupFrom(odd));
        QVERIFY(errorOf(json::array()).find("object") != std::string::npos);
    }

    void hostileValuesAreRefused() {
        const json good = toJson(fullRecord());
        const auto with = [&](const char* name, json value) {
            json odd = good;
            odd[name] = std::move(value);
            return errorOf(odd);
        };
        QVERIFY(!with("n", -1).empty() && !with("n", 1e3).empty() && !with("n", 9999999999LL).empty() &&
                !with("n", 18446744073709551615ULL).empty());
        QVERIFY(!with("memory", -0.5).empty() && !with("seed", -1).empty() && !with("latency_s", 1e300).empty() &&
                !with("latency_s", nullptr).empty());
        QVERIFY(!with("generated", -1).empty() && !with("correct", 1).empty() && !with("answer", 42).empty() &&
                !with("problem", "7").empty());
        const auto withTrace = [&](const char* name, json value) {
            json odd = good;
            odd["traces"][0][name] = std::move(value);
            return errorOf(odd);
        };
        QVERIFY(withTrace("ends", json::array({1})).find("traces.ends: ") != std::string::npos);
        QVERIFY(withTrace("scores", json::array({0.5, 7})).find("traces.scores: ") != std::string::npos);
        QVERIFY(withTrace("logprob", json::array({-1})).find("traces.logprob: ") != std::string::npos);
        QVERIFY(withTrace("state", "asleep").find("traces.state: ") != std::string::npos);
        QVERIFY(withTrace("tokens", -5).find("traces.tokens: ") != std::string::npos);
        QVERIFY(errorOf(good).empty());
    }

    // ---- files ----

    /// Generated, recomputed and probed tokens are three numbers, and "tokens" is the first alone.
    void tokensAreThreeNumbers() {
        StudyRecord step = record("step", 4, 0.5, 1, 0, true);
        StudyRecord sc = record("sc", 4, 0.5, 1, 0, true);
        sc.generated = 2000;
        sc.recomputed = 700;
        step.probe = 31;
        const std::vector records{step, sc};
        const StudySetup setup = setupOf({"sc", "step"});
        const StudyStatistics statistics = statisticsOf(setup, records);
        QVERIFY(near(statistics.differences.at(0).tokenRatio->value, 0.5));
        const std::string tables = tablesMarkdown(setup, statistics);
        QVERIFY2(tables.find("| tokens | recomputed | probe |") != std::string::npos, tables.c_str());
        QVERIFY2(tables.find("| 2,000 | 700 |  |") != std::string::npos, tables.c_str());
        QVERIFY2(tables.find("| 1,000 |  | 31.0 |") != std::string::npos, tables.c_str());
        QVERIFY2(tables.find("0.50×") != std::string::npos, tables.c_str());
        QVERIFY(resultsCsv(records).find(",2000.0,2000.0,700.0,0.0,") != std::string::npos);
        const json old = [&] {
            json j = toJson(step);
            j.erase("probe");
            return j;
        }();
        QCOMPARE(studyRecordFrom(old).probe, 0);
    }

    /// A study that was stopped has timed fewer problems than it was asked to.
    void timesSayHowManyProblemsTheyRestOn() {
        std::vector<StudyRecord> records{timed(record("sc", 4, 1, 1, 0, true), 1, 0, 1),
                                         timed(record("sc", 4, 1, 1, 1, true), 1, 0, 1),
                                         timed(record("step", 4, 1, 1, 0, true), 1, 0, 1)};
        StudySetup setup = setupOf({"sc", "step"});
        setup.aloneProblems = 20;
        const std::string stopped = tablesMarkdown(setup, statisticsOf(setup, records));
        QVERIFY2(stopped.find("waiting from 1 to 2 problems that") != std::string::npos, stopped.c_str());
        records.push_back(timed(record("step", 4, 1, 1, 1, true), 1, 0, 1));
        const std::string whole = tablesMarkdown(setup, statisticsOf(setup, records));
        QVERIFY2(whole.find("waiting from 2 problems that") != std::string::npos, whole.c_str());
    }

    void csvIsQuoted() {
        StudyRecord r = timed(record("a \"b\", c", 4, 0.5, 9, 0, true), 1.5, 1, 4);
        const std::string csv = resultsCsv(std::vector{r, record("sc", 4, 1, 9, 0, false)});
        const QStringList lines = QString::fromStdString(csv).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 4);
        QVERIFY(
            lines[0].contains(QStringLiteral(",tokens_per_problem,generated_tokens_per_problem,recomputed_tokens_per_"
                                             "problem,probe_tokens_per_problem,")));
        QVERIFY(lines[0].startsWith(QStringLiteral("policy,n_traces,memory_share,seed,alone,")));
        QCOMPARE(lines[1],
                 QStringLiteral("\"a \"\"b\"\", c\",4,0.5,9,true,1,1.0,1000.0,1000.0,0.0,0.0,0.0,1.5,0.25,0.25,0.75"));
        QCOMPARE(lines[2], QStringLiteral("sc,4,1.0,9,false,1,0.0,1000.0,1000.0,0.0,0.0,0.0,,,,"));
        QCOMPARE(lines[0].count(QLatin1Char(',')), lines[2].count(QLatin1Char(',')));
    }

    void linesAreReadAndBadOnesNamed() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("cell.jsonl")).toStdString();
        const std::string line = toJson(fullRecord()).dump();
        const auto read = [&](const std::string& text) {
            std::ofstream(path, std::ios::binary) << text;
            return readStudyRecords(path).size();
        };
        QCOMPARE(read(line + "\n" + line + "\n"), std::size_t{2});
        QCOMPARE(read(line + "\n" + line.substr(0, 40)), std::size_t{1});  // killed while writing
        QCOMPARE(read(""), std::size_t{0});
        try {
            read(line + "\n{}\n");
            QFAIL("no error");
        } catch (const std::runtime_error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("line 2")), error.what());
        }
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, read(line + "\n{nonsense\n"));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, read(std::string(100000, '[') + "\n"));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, readStudyRecords("/nowhere/cell.jsonl"));
    }

    void allFilesAreWritten() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("a/b")).toStdString();
        writeStudyFiles(path, wholeSetup(), wholeStudy(kPolicies, 4));
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path))
            names.insert(entry.path().filename().string());
        QCOMPARE(names, (std::set<std::string>{"report.html", "results.csv", "summary.json", "tables.md"}));
        std::ifstream file(path / "summary.json");
        const json summary = json::parse(file);
        QCOMPARE(summary.at("setup").at("model").get<std::string>(), std::string("model"));
        QVERIFY(!hasNanOrInf(summary.dump()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeFileAtomically("/proc/nowhere/x", "x"));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeFileAtomically(path, "x"));
    }

    void tablesHoldTheirNumbers() {
        std::vector<StudyRecord> records;
        for (int p : {0, 1}) records.push_back(record("step", 4, 0.5, 1, p, true));
        for (int p : {0, 1}) records.push_back(record("sc", 4, 0.5, 1, p, p == 0));
        const StudySetup setup = setupOf({"sc", "step"});
        const std::string tables = tablesMarkdown(setup, statisticsOf(setup, records));
        QVERIFY2(
            tables.find("| 50 % | **`step`** | 100.0 % [100.0, 100.0] | 1,000 [1,000, 1,000] |  |  | – | – |  |") !=
                std::string::npos,
            tables.c_str());
        QVERIFY2(tables.find("| 4 | 50 % | +50.0 [0.0, 100.0] | – | 1.00× [1.00, 1.00] |") != std::string::npos,
                 tables.c_str());
        QVERIFY(!tablesMarkdown(setup, statisticsOf(setup, {})).empty());
    }

    // ---- report ----

    void aWholeReport() {
        const StudySetup setup = wholeSetup();
        const std::string html = reportHtml(setup, statisticsOf(setup, wholeStudy(kPolicies, 12)));
        checkPage(html);
        QVERIFY2(html.size() < 300'000, qPrintable(QString::number(html.size())));
        for (const std::string& policy : kPolicies)
            QVERIFY2(html.find(">" + policy + "<") != std::string::npos, policy.c_str());
        for (const char* part : {"Where STEP loses", "Figure 9.", "Paired differences", "By family",
                                 "4.0 billion parameters", "prefers-color-scheme:dark"}) {
            QVERIFY2(html.find(part) != std::string::npos, part);
        }
    }

    void oddStudiesStillMakeAReport() {
        const StudySetup setup = wholeSetup();
        const auto check = [&](const std::vector<StudyRecord>& records, const StudySetup& of) {
            const auto statistics = statisticsOf(of, records);
            QVERIFY(!hasNanOrInf(toJson(statistics).dump()));
            checkPage(reportHtml(of, statistics));
            QVERIFY(!hasNanOrInf(tablesMarkdown(of, statistics)));
        };
        check({}, {});
        check({}, setup);
        check({record("cot", 1, 1, 1, 0, true)}, setup);
        check({record("step", 4, 0.5, 1, 0, true)}, setup);
        check({record("sc", 4, 1, 1, 0, false), record("step", 4, 1, 1, 0, false)}, setup);
        check({timed(record("sc", 4, 1, 1, 0, false), 0, 0, 0), timed(record("step", 4, 1, 1, 0, true), 0, 0, 0)},
              setup);
        check(wholeStudy({"step", "cot"}, 2), setup);
        check(wholeStudy({"sc"}, 1), setup);
        StudyRecord bare = record("sc", 0, 0, 1, 0, true);
        bare.generated = 0;
        check({bare}, setup);
        std::vector<StudyRecord> huge = wholeStudy({"sc", "step"}, 2);
        for (StudyRecord& r : huge) {
            r.latencyS *= 1e8;
            for (StudyTrace& trace : r.traces) trace.tokens = 2'000'000'000;
        }
        check(huge, setup);
    }

    void namesFromFilesAreEscaped() {
        const std::string evil = "</style><script>alert('1')</script>&\"\x01\xff";
        StudySetup setup = setupOf({"sc", "step", evil});
        setup.model = setup.device = setup.scorer = setup.problemsFile = setup.programVersion = setup.startedAt =
            setup.backend = evil;
        setup.scorerSha256 = setup.problemsSha256 = evil;
        std::vector<StudyRecord> records = wholeStudy({"sc", "step", evil}, 3);
        for (StudyRecord& r : records) r.family = evil;
        const std::string html = reportHtml(setup, statisticsOf(setup, records));
        checkPage(html);
        QVERIFY(html.find("<script") == std::string::npos &&
                html.find("&lt;script&gt;alert(&#39;1&#39;)") != std::string::npos);
        QVERIFY(tablesMarkdown(setup, statisticsOf(setup, records)).size() > 100);
    }

    void lossesAreNamed() {
        std::vector<StudyRecord> records;
        for (int p = 0; p < 10; ++p) {
            records.push_back(record("step", 4, 0.5, 1, p, p < 2));
            records.push_back(record("sc", 4, 0.5, 1, p, true));
            records.push_back(record("slim-sc", 4, 0.5, 1, p, false));
        }
        const StudySetup setup = setupOf({"sc", "slim-sc", "step"});
        const std::string html = reportHtml(setup, statisticsOf(setup, records));
        QVERIFY(html.find("Less accurate: in 1 of 2 comparisons; the interval excludes equality in 1 of them.") !=
                std::string::npos);
        QVERIFY(html.find("−80.0 *") != std::string::npos);
        QVERIFY(html.find("More generated tokens: in none of 2 comparisons.") != std::string::npos);
        QVERIFY(html.find("Slower: nothing to compare.") != std::string::npos);
        QVERIFY(html.find("step is below sc in 2 of 2") != std::string::npos);
        QVERIFY(html.find("there are no waiting times") != std::string::npos);
    }

    void anUnfinishedStudySaysSo() {
        StudySetup setup = setupOf({"sc", "step"});
        setup.problems = 2;
        std::vector<StudyRecord> records{record("sc", 4, 0.5, 1, 0, true), record("sc", 4, 0.5, 1, 1, true),
                                         record("step", 4, 0.5, 1, 0, true)};
        const char* words = "not complete: in 1 of 2 settings fewer than 2 runs";
        QVERIFY(reportHtml(setup, statisticsOf(setup, records)).find(words) != std::string::npos);
        records.push_back(record("step", 4, 0.5, 1, 1, true));
        QVERIFY(reportHtml(setup, statisticsOf(setup, records)).find("not complete") == std::string::npos);
    }

    void textOfNumbers() {
        QCOMPARE(grouped(1234567), std::string("1,234,567"));
        QCOMPARE(grouped(-1234), std::string("−1,234"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(fixed(-0.04, 1), std::string("0.0"));
        QCOMPARE(fixed(std::nan(""), 1), std::string("–"));
        QCOMPARE(shown(11.46, Unit::Points), std::string("+11.5"));
        QCOMPARE(shown(Estimate{0.905, Interval{0.86, 0.949}, 5}, Unit::Percent), std::string("90.5 % [86.0, 94.9]"));
        QCOMPARE(plainNumber(0.6), std::string("0.6"));
        QCOMPARE(plainNumber(2500), std::string("2,500"));
        QCOMPARE(escaped("a<b>&\"'\x02\xc3\xa9\xed\xa0\x80"),
                 std::string("a&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBD\xc3\xa9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    }

    void ticksAreRoundAndInside() {
        for (const auto& [low, high] :
             std::vector<std::pair<double, double>>{{0, 1}, {0.37, 0.93}, {0, 153}, {-21, 46}, {0, 1e9}, {5, 5}}) {
            for (const Axis& axis : {linearAxis("", low, high, plainNumber), tightAxis("", low, high, plainNumber)}) {
                QVERIFY(axis.low <= low && axis.high >= high && axis.high > axis.low);
                QVERIFY(axis.ticks.size() >= 1 && axis.ticks.size() <= 12);
                for (const auto& tick : axis.ticks)
                    QVERIFY(axis.share(tick.value) > -1e-6 && axis.share(tick.value) < 1 + 1e-6);
            }
        }
        const Axis log = logAxis("", 0.08, 31, plainNumber);
        QVERIFY(near(log.share(log.low), 0) && near(log.share(log.high), 1) && log.share(0) < 0);
        QCOMPARE(log.ticks.front().text, std::string("0.1"));
    }
};

QTEST_GUILESS_MAIN(AppStudyReport)
#include "app_study_report.moc"
