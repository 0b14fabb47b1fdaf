// A study's records turned into numbers: intervals and pairs on cases small enough to check by hand, ranking against
// brute force, prunes, odd and empty sets.
#include <QTest>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "app/study/statistics/study_statistics.h"
#include "study_support.h"

using namespace app;
using namespace study_support;

class AppStudyStatistics : public QObject {
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
        QVERIFY2(near(e->interval->low, 0.40, 0.02) && near(e->interval->high, 0.60, 0.02),
                 qPrintable(QString::number(e->interval->low)));
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
        QVERIFY(near(s.rightScores[2]->value, 0.1, 1e-6) && near(s.rightScores[4]->value, 0.1, 1e-6) &&
                near(s.rightScores[9]->value, 0.94, 1e-6));
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
        std::vector<StudyRecord> records{record("step", 4, 0.5, 1, 0, true), record("step", 4, 0.5, 1, 1, false),
                                         record("step", 4, 0.5, 2, 0, true), record("step", 4, 0.5, 2, 1, true)};
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
        QVERIFY(near(s.accuracy->value, 0.75) && near(s.tokens->value, 1000) && near(s.recomputed->value, 100) &&
                near(s.probe->value, 0) && near(s.pruned->value, 0.5));
        QVERIFY(near(s.seedAccuracy->low, 0.5) && near(s.seedAccuracy->high, 1));
        QVERIFY(near(s.latencyS->value, 3) && near(s.waitShare->value, 0.2) && near(s.waitedS->value, 0.5) &&
                near(s.decodedS->value, 2));
    }

    void withoutTimesTheyAreEmpty() {
        const auto statistics = statisticsOf(setupOf({"step"}), std::vector{record("step", 4, 0.5, 1, 0, true)});
        const SettingStatistics& s = statistics.settings[0];
        QVERIFY(!s.latencyS && !s.waitShare && !s.waitedS && s.accuracy);
        QVERIFY(toJson(statistics).at("settings")[0].at("latency_s").is_null());
    }

    void onlyARunAloneStillCounts() {
        const auto statistics =
            statisticsOf(setupOf({"sc"}), std::vector{timed(record("sc", 4, 1, 1, 0, true), 2, 0, 4)});
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
        const auto statistics = statisticsOf(
            setupOf({"step", "sc"}), std::vector{record("zeta", 4, 1, 1, 0, true), record("sc", 8, 1, 1, 0, true),
                                                 record("sc", 4, 1, 1, 0, true), record("step", 4, 1, 1, 0, true)});
        std::vector<std::string> names;
        for (const auto& s : statistics.settings) names.push_back(s.setting.policy + std::to_string(s.setting.traces));
        QCOMPARE(names, (std::vector<std::string>{"step4", "sc4", "sc8", "zeta4"}));
    }

    // ---- prunes ----

    void prunedTracesAndWhatTheyWouldBe() {
        StudyRecord free = record("sc", 4, 1, 1, 0, true);
        for (std::size_t i = 0; i < 4; ++i)
            free.traces[i].right = i < 3 ? std::optional(i < 1) : std::nullopt;  // one of four right
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
};

QTEST_GUILESS_MAIN(AppStudyStatistics)
#include "app_study_statistics.moc"
