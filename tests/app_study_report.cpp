// A study's records turned into results: intervals and pairs on cases small enough to check by hand, ranking against
// brute force, odd and empty sets, and the files: JSON, CSV, Markdown and the report as well-formed markup.
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <set>

#include "app/study/plot.h"
#include "app/study/report_html.h"
#include "app/study/report_text.h"
#include "app/study/study_files.h"
#include "app/study/study_statistics.h"

using namespace app;
using nlohmann::json;

namespace {

bool near(double a, double b, double within = 1e-9) { return std::abs(a - b) < within; }

StudyRecord record(const std::string& policy, int n, double memory, std::uint64_t seed, int problem, bool correct) {
    StudyRecord r;
    r.cell = {policy, n, memory, seed, false};
    r.problem = problem;
    r.family = problem % 2 == 0 ? "even" : "odd";
    r.correct = correct;
    r.answer = "42";
    r.generated = 1000;
    r.traces.resize(static_cast<std::size_t>(n));
    for (StudyTrace& trace : r.traces) trace = {"finished", 1000 / n, correct, {}, {}, {}, {}};
    return r;
}

StudyRecord timed(StudyRecord r, double latency, double waited, double alive) {
    r.cell.alone = true;
    r.latencyS = latency;
    r.waitedS = waited;
    r.aliveS = alive;
    return r;
}

StudyTrace scored(bool right, std::vector<float> scores, int tokens = 100) {
    StudyTrace trace{"finished", tokens, right, std::move(scores), {}, {}, {}};
    for (std::size_t i = 0; i < trace.scores.size(); ++i) {
        trace.stepEnds.push_back(static_cast<int>((i + 1) * static_cast<std::size_t>(tokens) / trace.scores.size()));
    }
    return trace;
}

StudySetup setupOf(std::vector<std::string> policies) {
    StudySetup setup;
    setup.model = "model";
    setup.device = "device";
    setup.policies = std::move(policies);
    setup.traces = {4};
    setup.memory = {1};
    setup.seeds = {1};
    return setup;
}

/// Eight policies, three n, three memories, three seeds; prunes, scores and times as a study has them.
std::vector<StudyRecord> wholeStudy(const std::vector<std::string>& policies, int problems) {
    std::mt19937 draw(7);
    const auto chance = [&](double p) { return static_cast<double>(draw() % 1000) < 1000 * p; };
    const auto share = [&] { return static_cast<double>(draw() % 1000) / 1000; };
    std::vector<StudyRecord> out;
    for (const std::string& policy : policies) {
        const bool lone = policy == "cot";
        for (int n : lone ? std::vector{1} : std::vector{4, 8, 16}) {
            for (double memory : lone ? std::vector{1.0} : std::vector{0.25, 0.5, 1.0}) {
                for (std::uint64_t seed : {1U, 2U, 3U}) {
                    for (int problem = 0; problem < problems; ++problem) {
                        StudyRecord r = record(policy, n, memory, seed, problem, chance(policy == "step" ? 0.8 : 0.6));
                        for (StudyTrace& trace : r.traces) {
                            trace.tokens = 50 + static_cast<int>(400 * share());
                            trace.right = chance(0.5);
                            if (policy != "sc" && memory < 1 && chance(0.4)) {
                                trace = {"pruned", trace.tokens / 2, {}, {}, {}, {}, chance(0.3)};
                                ++r.pruned;
                            } else if (policy == "sc" && memory == 1) {
                                const double lift = *trace.right ? 0.4 : 0.1;
                                for (int step = 1; step <= 12; ++step) {
                                    trace.scores.push_back(static_cast<float>(lift + 0.5 * share()));
                                    trace.stepEnds.push_back(step * trace.tokens / 12);
                                }
                                for (int i = 0; i < 10; ++i) trace.logProbability.push_back(static_cast<float>(-share()));
                            }
                        }
                        out.push_back(r);
                        if (problem % 2 == 0) out.push_back(timed(r, 1 + n * share(), share(), 2 + share()));
                    }
                }
            }
        }
    }
    return out;
}

const std::vector<std::string> kPolicies{"cot", "sc", "sc-static", "slim-sc", "deepconf-low", "deepconf-high", "step", "step-refill"};

StudySetup wholeSetup() {
    StudySetup setup = setupOf(kPolicies);
    setup.programVersion = "0.2.0";
    setup.startedAt = "2026-11-25T20:14:03Z";
    setup.parameters = 4'022'468'096;
    setup.backend = "cuda";
    setup.scorer = "scorer.safetensors";
    setup.problemsFile = "set.jsonl";
    setup.problems = 12;
    setup.aloneProblems = 6;
    setup.temperature = 0.6;
    setup.topP = 0.95;
    setup.traces = {4, 8, 16};
    setup.memory = {0.25, 0.5, 1};
    setup.seeds = {1, 2, 3};
    return setup;
}

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
        for (const char* outside : {"src", "href", "data", "onload"}) QVERIFY(!attributes.hasAttribute(QLatin1String(outside)));
        if (attributes.value(QLatin1String("role")) == QLatin1String("img")) {
            ++pictures;
            named += attributes.value(QLatin1String("aria-label")).isEmpty() ? 0 : 1;
        }
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString() + QStringLiteral(" in line %1").arg(reader.lineNumber())));
    QCOMPARE(named, pictures);
    const QRegularExpression odd(QStringLiteral("(?<![a-z])(nan|inf)(?![a-z])"), QRegularExpression::CaseInsensitiveOption);
    const auto match = odd.match(page);
    QVERIFY2(!match.hasMatch(), qPrintable(page.mid(std::max<qsizetype>(0, match.capturedStart() - 80), 160)));
    QString rest = page;
    rest.remove(QStringLiteral("xmlns=\"http://www.w3.org/1999/xhtml\""));
    QVERIFY(!rest.contains(QStringLiteral("http:")) && !rest.contains(QStringLiteral("https:")) && !rest.contains(QStringLiteral("@import")));
}

bool hasNanOrInf(const std::string& text) {
    static const QRegularExpression odd(QStringLiteral("(?<![a-z_])(nan|inf)(?![a-z_])"), QRegularExpression::CaseInsensitiveOption);
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
    // ---- intervals ----

    void twoProblemsSpanTheirInterval() {
        Bootstrap bootstrap;
        // Drawing two of {0, 1} with replacement: means 0, 1/2, 1 with chances 1/4, 1/2, 1/4.
        const auto e = bootstrap.ratio({{7, {1, 1}}, {9, {0, 1}}});
        QVERIFY(e && near(e->value, 0.5) && e->problems == 2);
        QVERIFY(e->interval && near(e->interval->low, 0) && near(e->interval->high, 1));
    }

    void equalProblemsHaveAnIntervalWithoutWidth() {
        const auto e = Bootstrap().ratio({{0, {2, 4}}, {1, {1, 2}}, {2, {3, 6}}}, 100);
        QVERIFY(e && near(e->value, 50) && near(e->interval->low, 50) && near(e->interval->high, 50));
    }

    void oneProblemHasNone() {
        const auto e = Bootstrap().ratio({{3, {1, 4}}});
        QVERIFY(e && near(e->value, 0.25) && !e->interval);
        QVERIFY(!Bootstrap().ratio({}));
        QVERIFY(!Bootstrap().ratio({{1, {5, 0}}}));  // a whole of nothing says nothing
        QCOMPARE(Bootstrap().ratio({{1, {5, 0}}, {2, {1, 2}}})->problems, 1);
    }

    void widthIsThatOfTheBinomial() {
        Tallies tallies;
        for (int i = 0; i < 100; ++i) tallies[i].add(i % 2);
        const auto e = Bootstrap().ratio(tallies);
        QVERIFY2(near(e->interval->low, 0.40, 0.02) && near(e->interval->high, 0.60, 0.02), qPrintable(QString::number(e->interval->low)));
    }

    void seedsOfAProblemGoTogether() {
        // Three seeds that agree tell no more than one: the interval is that of two problems.
        const auto e = Bootstrap().ratio({{0, {3, 3}}, {1, {0, 3}}});
        QVERIFY(near(e->interval->low, 0) && near(e->interval->high, 1));
    }

    void sameNumbersEveryTime() {
        Tallies tallies;
        for (int i = 0; i < 11; ++i) tallies[i].add(i * i, 3);
        Bootstrap first, second;
        second.ratio({{0, {1, 1}}, {1, {0, 1}}});  // what was asked before does not matter
        const auto a = first.ratio(tallies);
        const auto b = second.ratio(tallies);
        QCOMPARE(a->interval->low, b->interval->low);
        QCOMPARE(a->interval->high, b->interval->high);
    }

    // ---- ranking ----

    void pairwiseAucIsBruteForce() {
        std::mt19937 draw(3);
        for (int round = 0; round < 50; ++round) {
            std::vector<double> right(draw() % 8), wrong(draw() % 8);
            for (double& x : right) x = static_cast<double>(draw() % 5);
            for (double& x : wrong) x = static_cast<double>(draw() % 5);
            double won = 0;
            for (double r : right) {
                for (double w : wrong) won += r > w ? 1 : r == w ? 0.5 : 0;
            }
            const auto auc = pairwiseAuc(right, wrong);
            QCOMPARE(auc.has_value(), !right.empty() && !wrong.empty());
            if (auc) QVERIFY(near(*auc, won / static_cast<double>(right.size() * wrong.size())));
        }
    }

    void pooledAucIsBruteForce() {
        std::mt19937 draw(5);
        std::vector<Scored> things;
        std::vector<double> right, wrong;
        for (int i = 0; i < 300; ++i) {
            const Scored thing{static_cast<double>(draw() % 40), static_cast<int>(draw() % 6), draw() % 3 == 0};
            things.push_back(thing);
            (thing.right ? right : wrong).push_back(thing.score);
        }
        const auto e = Bootstrap().pooledAuc(things);
        QVERIFY(e && near(e->value, *pairwiseAuc(right, wrong)));
        QVERIFY(e->interval && e->interval->low < e->value && e->value < e->interval->high);
        QCOMPARE(e->problems, 6);
        QVERIFY(!Bootstrap().pooledAuc({}));
        QVERIFY(!Bootstrap().pooledAuc(std::vector<Scored>{{0.5, 1, true}, {0.7, 2, true}}));
    }

    void rankingUsesTheFirstPart() {
        // At first the wrong trace looks better; from the middle on the right one does.
        StudyRecord r = record("sc", 2, 1, 1, 0, true);
        r.traces = {scored(true, {0.1F, 0.1F, 0.9F, 0.94F}), scored(false, {0.4F, 0.4F, 0.2F, 0.2F})};
        r.traces[0].logProbability = {-1, -1, -1, -1, -1, -.1F, -.1F, -.1F, -.1F, -.1F};
        r.traces[1].logProbability = std::vector<float>(10, -0.5F);
        const ScoreStatistics s = statisticsOf(setupOf({"sc"}), std::vector{r}).scores;
        QVERIFY(near(s.scoreRanking[0]->value, 0));  // one step at least
        QVERIFY(near(s.scoreRanking[4]->value, 0));
        QVERIFY(near(s.scoreRanking[7]->value, 1));  // three of four steps: 0.37 against 0.33
        QVERIFY(near(s.scoreRanking[9]->value, 1));
        QVERIFY(near(s.logProbabilityRanking[4]->value, 0) && near(s.logProbabilityRanking[5]->value, 1));
        QVERIFY(!s.scoreRanking[0]->interval);  // one problem
        QCOMPARE(s.mixedProblems, 1);
        QVERIFY(near(s.traceAuc->value, 1));
        QVERIFY(near(s.stepAuc->value, 0.5));  // 0.1 twice below all, 0.9 twice above all
        // Steps end at 25, 50, 75 and 100 % of the tokens: the third, fifth, eighth and tenth tenth.
        QVERIFY(near(s.rightScores[2]->value, 0.1, 1e-6) && near(s.rightScores[4]->value, 0.1, 1e-6) && near(s.rightScores[9]->value, 0.94, 1e-6));
        QVERIFY(!s.rightScores[0] && !s.rightScores[9 - 1]);
        QCOMPARE(s.calibration[5].traces, 1);  // 0.51
        QVERIFY(near(s.calibration[5].rightShare->value, 1) && near(*s.calibration[5].meanScore, 0.51, 1e-6));
        QCOMPARE(s.calibration[3].traces, 1);  // 0.3
        QCOMPARE(s.calibration[0].traces, 0);
    }

    void scoresComeFromTheLargestN() {
        StudyRecord small = record("sc", 2, 1, 1, 0, true);
        small.traces = {scored(true, {0.9F}), scored(false, {0.1F})};
        StudyRecord large = record("sc", 3, 1, 1, 0, true);
        large.traces = {scored(true, {0.2F}), scored(false, {0.8F}), {"length", 90, {}, {}, {}, {}, {}}};
        StudyRecord capped = record("sc", 4, 0.5, 1, 0, true);
        const ScoreStatistics s = statisticsOf(setupOf({"sc"}), std::vector{small, large, capped}).scores;
        QCOMPARE(s.traces, 3);
        QVERIFY(near(s.scoreRanking[9]->value, 0));
        QCOMPARE(s.unansweredTraces, 1);
        QVERIFY(near(*s.right.mean, 100));
    }

    void noWrongTracesNoRanking() {
        StudyRecord r = record("sc", 2, 1, 1, 0, true);
        r.traces = {scored(true, {0.9F}), scored(true, {0.1F})};
        const ScoreStatistics s = statisticsOf(setupOf({"sc"}), std::vector{r}).scores;
        QVERIFY(!s.scoreRanking[9] && !s.traceAuc && !s.wrong.mean);
        QCOMPARE(s.right.traces, 2);
    }

    // ---- settings and pairs ----

    void meansOfASetting() {
        std::vector<StudyRecord> records{record("step", 4, 0.5, 1, 0, true), record("step", 4, 0.5, 1, 1, false), record("step", 4, 0.5, 2, 0, true),
                                         record("step", 4, 0.5, 2, 1, true)};
        records[0].recomputed = 400;
        records[1].pruned = 2;
        // The same problem alone: its time counts, its verdict does not count twice.
        StudyRecord alone = timed(record("step", 4, 0.5, 1, 0, false), 3, 2, 10);
        records.push_back(alone);
        const auto statistics = statisticsOf(setupOf({"step"}), records);
        QCOMPARE(statistics.settings.size(), std::size_t{1});
        const SettingStatistics& s = statistics.settings[0];
        QCOMPARE(s.problems, 2);
        QCOMPARE(s.seeds, 2);
        QCOMPARE(s.runs, 4);
        QCOMPARE(s.timedRuns, 1);
        QVERIFY(near(s.accuracy->value, 0.75) && near(s.tokens->value, 1100) && near(s.pruned->value, 0.5));
        QVERIFY(near(s.seedAccuracy->low, 0.5) && near(s.seedAccuracy->high, 1));
        QVERIFY(near(s.latencyS->value, 3) && near(s.waitShare->value, 0.2) && near(s.waitedS->value, 0.5) && near(s.decodedS->value, 2));
    }

    void withoutTimesTheyAreEmpty() {
        const auto statistics = statisticsOf(setupOf({"step"}), std::vector{record("step", 4, 0.5, 1, 0, true)});
        const SettingStatistics& s = statistics.settings[0];
        QVERIFY(!s.latencyS && !s.waitShare && !s.waitedS && s.accuracy);
        QVERIFY(toJson(statistics).at("settings")[0].at("latency_s").is_null());
    }

    void onlyARunAloneStillCounts() {
        const auto statistics = statisticsOf(setupOf({"sc"}), std::vector{timed(record("sc", 4, 1, 1, 0, true), 2, 0, 4)});
        QVERIFY(near(statistics.settings[0].accuracy->value, 1));
    }

    void differencesUseWhatBothHave() {
        std::vector<StudyRecord> records;
        for (int p : {0, 1, 2}) records.push_back(record("step", 4, 0.5, 1, p, p != 0));
        for (int p : {1, 2, 3}) records.push_back(record("sc", 4, 0.5, 1, p, p == 1));
        records.push_back(record("sc", 4, 0.5, 2, 0, true));  // a seed that step does not have
        records[1].generated = 500;
        records.push_back(timed(record("step", 4, 0.5, 1, 1, true), 2, 0, 1));
        records.push_back(timed(record("sc", 4, 0.5, 1, 1, true), 8, 0, 1));
        records.push_back(timed(record("sc", 4, 0.5, 1, 2, true), 80, 0, 1));
        const auto statistics = statisticsOf(setupOf({"sc", "step"}), records);
        QCOMPARE(statistics.differences.size(), std::size_t{1});
        const PairedDifference* d = findDifference(statistics, "step", "sc", 4, 0.5);
        QVERIFY(d && near(d->accuracyPoints->value, 50) && d->accuracyPoints->problems == 2);
        QVERIFY(near(d->tokenRatio->value, 0.75) && near(d->latencyRatio->value, 0.25));
        QVERIFY(!d->latencyRatio->interval);
        // Families: problem 1 is odd (both right), problem 2 even (step alone right).
        QCOMPARE(statistics.families.size(), std::size_t{2});
        QCOMPARE(statistics.families[0].family, std::string("even"));
        QVERIFY(near(statistics.families[0].points->value, 100) && near(statistics.families[1].points->value, 0));
    }

    void oneTraceIsComparedEverywhere() {
        std::vector<StudyRecord> records{record("cot", 1, 1, 1, 0, true)};
        for (int n : {4, 8}) {
            for (const char* policy : {"sc", "step"}) records.push_back(record(policy, n, 0.5, 1, 0, false));
        }
        const auto statistics = statisticsOf(setupOf({"cot", "sc", "step"}), records);
        QVERIFY(near(findDifference(statistics, "step", "cot", 8, 0.5)->accuracyPoints->value, -100));
        QVERIFY(near(findDifference(statistics, "cot", "sc", 4, 0.5)->accuracyPoints->value, 100));
        QVERIFY(findSetting(statistics, {"cot", 8, 0.25}) && !findSetting(statistics, {"sc", 8, 0.25}));
        QVERIFY(!findDifference(statistics, "step", "cot", 1, 1));
    }

    void settingsComeInTheSetupsOrder() {
        const auto statistics = statisticsOf(setupOf({"step", "sc"}), std::vector{record("zeta", 4, 1, 1, 0, true), record("sc", 8, 1, 1, 0, true),
                                                                                  record("sc", 4, 1, 1, 0, true), record("step", 4, 1, 1, 0, true)});
        std::vector<std::string> names;
        for (const auto& s : statistics.settings) names.push_back(s.setting.policy + std::to_string(s.setting.traces));
        QCOMPARE(names, (std::vector<std::string>{"step4", "sc4", "sc8", "zeta4"}));
    }

    // ---- prunes ----

    void prunedTracesAndWhatTheyWouldBe() {
        StudyRecord free = record("sc", 4, 1, 1, 0, true);
        for (std::size_t i = 0; i < 4; ++i) free.traces[i].right = i < 3 ? std::optional(i < 1) : std::nullopt;  // one of four right
        StudyRecord r = record("step", 4, 0.5, 1, 0, true);
        r.traces[0] = {"pruned", 10, {}, {}, {}, {}, true};
        r.traces[1] = {"pruned", 30, {}, {}, {}, {}, false};
        r.traces[2] = {"pruned", 20, {}, {}, {}, {}, {}};
        r.traces[3] = {"stopped", 20, {}, {}, {}, {}, {}};  // the run ended: nobody chose it
        const auto statistics = statisticsOf(setupOf({"sc", "step"}), std::vector{free, r});
        QCOMPARE(statistics.prunes.size(), std::size_t{1});
        const PruneStatistics& p = statistics.prunes[0];
        QCOMPARE(p.pruned, 3);
        QCOMPARE(p.knownFates, 2);
        QVERIFY(near(p.wouldBeRight->value, 0.5) && near(p.baseRate->value, 0.25) && near(*p.medianTokens, 20));
        QCOMPARE(std::accumulate(p.histogram.begin(), p.histogram.end(), 0), 3);
    }

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
            QVERIFY2(errorOf(missing).find("'" + name + "'") != std::string::npos, name.c_str());
            json odd = good;
            odd[name] = json::object({{"a", 1}});
            QVERIFY2(errorOf(odd).find("'" + name + "'") != std::string::npos, name.c_str());
        }
        const json setup = toJson(wholeSetup());
        for (const auto& [name, value] : setup.items()) {
            json missing = setup;
            missing.erase(name);
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, studySetupFrom(missing));
        }
        QVERIFY(errorOf(json::array()).find("object") != std::string::npos);
    }

    void hostileValuesAreRefused() {
        const json good = toJson(fullRecord());
        const auto with = [&](const char* name, json value) {
            json odd = good;
            odd[name] = std::move(value);
            return errorOf(odd);
        };
        QVERIFY(!with("n", -1).empty() && !with("n", 1e3).empty() && !with("n", 9999999999LL).empty() && !with("n", 18446744073709551615ULL).empty());
        QVERIFY(!with("memory", -0.5).empty() && !with("seed", -1).empty() && !with("latency_s", 1e300).empty() && !with("latency_s", nullptr).empty());
        QVERIFY(!with("generated", -1).empty() && !with("correct", 1).empty() && !with("answer", 42).empty() && !with("problem", "7").empty());
        const auto withTrace = [&](const char* name, json value) {
            json odd = good;
            odd["traces"][0][name] = std::move(value);
            return errorOf(odd);
        };
        QVERIFY(withTrace("ends", json::array({1})).find("'ends'") != std::string::npos);
        QVERIFY(withTrace("scores", json::array({0.5, 7})).find("'scores'") != std::string::npos);
        QVERIFY(withTrace("logprob", json::array({-1})).find("'logprob'") != std::string::npos);
        QVERIFY(withTrace("state", "asleep").find("'state'") != std::string::npos);
        QVERIFY(withTrace("tokens", -5).find("'tokens'") != std::string::npos);
        QVERIFY(errorOf(good).empty());
    }

    // ---- files ----

    void csvIsQuoted() {
        StudyRecord r = timed(record("a \"b\", c", 4, 0.5, 9, 0, true), 1.5, 1, 4);
        const std::string csv = resultsCsv(std::vector{r, record("sc", 4, 1, 9, 0, false)});
        const QStringList lines = QString::fromStdString(csv).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[0].startsWith(QStringLiteral("policy,n_traces,memory_share,seed,alone,")));
        QCOMPARE(lines[1], QStringLiteral("\"a \"\"b\"\", c\",4,0.5,9,true,1,1.0,1000.0,1000.0,0.0,0.0,1.5,0.25,0.25,0.75"));
        QCOMPARE(lines[2], QStringLiteral("sc,4,1.0,9,false,1,0.0,1000.0,1000.0,0.0,0.0,,,,"));
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
        for (const auto& entry : std::filesystem::directory_iterator(path)) names.insert(entry.path().filename().string());
        QCOMPARE(names, (std::set<std::string>{"report.html", "results.csv", "summary.json", "tables.md"}));
        std::ifstream file(path / "summary.json");
        const json summary = json::parse(file);
        QCOMPARE(summary.at("setup").at("model").get<std::string>(), std::string("model"));
        QVERIFY(!hasNanOrInf(summary.dump()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeTextFile("/proc/nowhere/x", "x"));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeTextFile(path, "x"));
    }

    void tablesHoldTheirNumbers() {
        std::vector<StudyRecord> records;
        for (int p : {0, 1}) records.push_back(record("step", 4, 0.5, 1, p, true));
        for (int p : {0, 1}) records.push_back(record("sc", 4, 0.5, 1, p, p == 0));
        const StudySetup setup = setupOf({"sc", "step"});
        const std::string tables = tablesMarkdown(setup, statisticsOf(setup, records));
        QVERIFY2(tables.find("| 50 % | **`step`** | 100.0 % [100.0, 100.0] | 1,000 [1,000, 1,000] | – | – |  |") != std::string::npos, tables.c_str());
        QVERIFY2(tables.find("| 4 | 50 % | +50.0 [0.0, 100.0] | – | 1.00× [1.00, 1.00] |") != std::string::npos, tables.c_str());
        QVERIFY(!tablesMarkdown(setup, statisticsOf(setup, {})).empty());
    }

    // ---- report ----

    void aWholeReport() {
        const StudySetup setup = wholeSetup();
        const std::string html = reportHtml(setup, statisticsOf(setup, wholeStudy(kPolicies, 12)));
        checkPage(html);
        QVERIFY2(html.size() < 300'000, qPrintable(QString::number(html.size())));
        for (const std::string& policy : kPolicies) QVERIFY2(html.find(">" + policy + "<") != std::string::npos, policy.c_str());
        for (const char* part : {"Where STEP loses", "Figure 9.", "Paired differences", "By family", "4.0 billion parameters", "prefers-color-scheme:dark"}) {
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
        check({timed(record("sc", 4, 1, 1, 0, false), 0, 0, 0), timed(record("step", 4, 1, 1, 0, true), 0, 0, 0)}, setup);
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
        setup.model = setup.device = setup.scorer = setup.problemsFile = setup.programVersion = setup.startedAt = setup.backend = evil;
        setup.scorerSha256 = setup.problemsSha256 = evil;
        std::vector<StudyRecord> records = wholeStudy({"sc", "step", evil}, 3);
        for (StudyRecord& r : records) r.family = evil;
        const std::string html = reportHtml(setup, statisticsOf(setup, records));
        checkPage(html);
        QVERIFY(html.find("<script") == std::string::npos && html.find("&lt;script&gt;alert(&#39;1&#39;)") != std::string::npos);
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
        QVERIFY(html.find("Less accurate: in 1 of 2 comparisons; the interval excludes equality in 1 of them.") != std::string::npos);
        QVERIFY(html.find("−80.0 *") != std::string::npos);
        QVERIFY(html.find("More tokens: in none of 2 comparisons.") != std::string::npos);
        QVERIFY(html.find("Slower: nothing to compare.") != std::string::npos);
        QVERIFY(html.find("step is below sc in 2 of 2") != std::string::npos);
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
        QCOMPARE(escaped("a<b>&\"'\x02\xc3\xa9\xed\xa0\x80"), std::string("a&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBD\xc3\xa9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    }

    void ticksAreRoundAndInside() {
        for (const auto& [low, high] : std::vector<std::pair<double, double>>{{0, 1}, {0.37, 0.93}, {0, 153}, {-21, 46}, {0, 1e9}, {5, 5}}) {
            for (const Axis& axis : {linearAxis("", low, high, plainNumber), tightAxis("", low, high, plainNumber)}) {
                QVERIFY(axis.low <= low && axis.high >= high && axis.high > axis.low);
                QVERIFY(axis.ticks.size() >= 1 && axis.ticks.size() <= 12);
                for (const auto& tick : axis.ticks) QVERIFY(axis.share(tick.value) > -1e-6 && axis.share(tick.value) < 1 + 1e-6);
            }
        }
        const Axis log = logAxis("", 0.08, 31, plainNumber);
        QVERIFY(near(log.share(log.low), 0) && near(log.share(log.high), 1) && log.share(0) < 0);
        QCOMPARE(log.ticks.front().text, std::string("0.1"));
    }
};

QTEST_GUILESS_MAIN(AppStudyReport)
#include "app_study_report.moc"
