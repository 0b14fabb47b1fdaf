// Measures of step scores against their definitions by brute force, and against tools/eval_table.py
// (golden/scorer_metrics.py).
#include "scorer/training/scorer_metrics.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>

#include "random_model.h"

namespace {

using namespace scorer;
using test::RandomValues;

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

/// Over all pairs.
std::optional<double> slowAuc(const std::vector<double>& scores, const std::vector<std::uint8_t>& right) {
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        for (std::size_t j = 0; j < scores.size(); ++j) {
            if (right[i] == 0 || right[j] != 0) continue;
            sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            ++pairs;
        }
    return pairs == 0 ? std::nullopt : std::optional(sum / pairs);
}

std::vector<ScoredProblem> problemsFrom(const QJsonArray& list) {
    std::vector<ScoredProblem> problems;
    for (const auto& traces : list) {
        problems.emplace_back();
        for (const auto& value : traces.toArray()) {
            const QJsonObject trace = value.toObject();
            std::vector<float> scores;
            for (const auto& score : trace.value(QLatin1String("scores")).toArray())
                scores.push_back(float(score.toDouble()));
            problems.back().traces.push_back({trace.value(QLatin1String("right")).toBool(), scores});
        }
    }
    return problems;
}

}  // namespace

class ScorerMetricsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areaIsThatOfAllPairs() {
        RandomValues random(1);
        for (const int count : {1, 2, 3, 10, 50, 200})
            for (const int values : {1, 3, 1000}) {  // few values: many ties
                std::vector<double> scores;
                std::vector<std::uint8_t> right;
                for (int i = 0; i < count; ++i) {
                    scores.push_back(double(random.below(values)) / values);
                    right.push_back(random.below(3) == 0 ? 1 : 0);
                }
                const auto expected = slowAuc(scores, right);
                const auto got = areaUnderCurve(scores, right);
                QCOMPARE(got.has_value(), expected.has_value());
                if (got) QVERIFY(near(*got, *expected));
            }
    }

    void f1AndItsBestThreshold() {
        RandomValues random(2);
        std::vector<ScoredProblem> problems(1);
        std::vector<double> scores;
        std::vector<std::uint8_t> right;
        for (int t = 0; t < 30; ++t) {
            ScoredTrace trace{.right = random.below(2) == 1, .scores = {}};
            for (int i = 0; i < 4; ++i) {
                trace.scores.push_back(float(random.below(32)) / 32);
                scores.push_back(double(trace.scores.back()));
                right.push_back(trace.right ? 1 : 0);
            }
            problems[0].traces.push_back(trace);
        }
        double best = 0;
        for (int threshold = 0; threshold <= 32; ++threshold) {
            int hits = 0, called = 0, all = 0;
            for (std::size_t i = 0; i < scores.size(); ++i) {
                const bool calls = scores[i] >= threshold / 32.0;
                called += calls ? 1 : 0;
                all += right[i];
                hits += calls && right[i] != 0 ? 1 : 0;
            }
            const double f1 = 2.0 * hits / std::max(1, called + all);
            QVERIFY(near(f1At(scores, right, threshold / 32.0), f1));
            best = std::max(best, f1);
        }
        const ScorerMetrics metrics = measureScores(problems);
        QVERIFY(near(metrics.bestF1, best));
        QVERIFY(near(f1At(scores, right, metrics.bestThreshold), best));
        QVERIFY(near(metrics.f1, f1At(scores, right, 0.5)));
    }

    void tablesOfThePythonToolAreTheSame() {
        QFile file(QStringLiteral(STEPSCOPE_TEST_DATA "/scorer_metrics/eval_table.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
        const ScorerMetrics metrics = measureScores(problemsFrom(golden.value(QLatin1String("problems")).toArray()));
        const QJsonObject expected = golden.value(QLatin1String("expected")).toObject();
        QVERIFY(near(metrics.stepAuc.value(), expected.value(QLatin1String("step_auc")).toDouble()));
        QVERIFY(near(metrics.traceAuc.value(), expected.value(QLatin1String("trace_auc")).toDouble()));
        QCOMPARE(int(metrics.traces), expected.value(QLatin1String("traces")).toInt());
        QVERIFY(near(double(metrics.rightTraces) / double(metrics.traces),
                     expected.value(QLatin1String("single_trace_accuracy")).toDouble()));
        const QJsonObject ranking = expected.value(QLatin1String("ranking")).toObject();
        QCOMPARE(ranking.size(), qsizetype(metrics.ranking.size()));
        for (const Ranking& r : metrics.ranking) {
            const QString name = QString::number(std::lround(100 * r.share)) + QLatin1Char('%');
            QVERIFY2(ranking.contains(name), qPrintable(name));
            QVERIFY2(near(r.auc.value(), ranking.value(name).toDouble()), qPrintable(name));
        }
    }

    void prefixesAreRoundedAndNeverEmpty() {
        // The first half of 5 steps are 2 (halves to even), a tenth of 3 is one step.
        const std::vector<ScoredProblem> problems{
            {{{true, {0.5F, 0.5F, 0.0F, 0.0F, 0.0F}}, {false, {0.4F, 0.4F, 1.0F, 1.0F, 1.0F}}}}};
        const ScorerMetrics metrics = measureScores(problems);
        QCOMPARE(metrics.ranking[0].auc.value(), 1.0);  // 10 %: one step
        QCOMPARE(metrics.ranking[2].auc.value(), 1.0);  // 50 %: two
        QCOMPARE(metrics.ranking[3].auc.value(), 0.0);  // 75 %: four
        QCOMPARE(metrics.ranking[4].auc.value(), 0.0);
        QCOMPARE(metrics.ranking[4].problems, std::size_t(1));
    }

    void calibrationCountsEveryStep() {
        const std::vector<ScoredProblem> problems{{{{true, {0.0F, 0.125F, 1.0F}}, {false, {0.1875F, 0.9375F}}}}};
        const ScorerMetrics metrics = measureScores(problems);
        QCOMPARE(metrics.calibration[0].steps, std::size_t(1));
        QCOMPARE(metrics.calibration[1].steps, std::size_t(2));
        QCOMPARE(metrics.calibration[1].meanScore, 0.15625);
        QCOMPARE(metrics.calibration[1].rightShare, 0.5);
        QCOMPARE(metrics.calibration[9].steps, std::size_t(2));  // 1 belongs to the last tenth
        QVERIFY(near(metrics.calibrationError, 0.2 * 1.0 + 0.4 * (0.5 - 0.15625) + 0.4 * (0.96875 - 0.5)));
    }

    void whatIsMissingIsSaid() {
        const ScorerMetrics none = measureScores({});
        QVERIFY(!none.stepAuc && !none.traceAuc && !none.ranking[0].auc);
        QCOMPARE(none.f1, 0.0);
        const std::vector<ScoredProblem> oneClass{{{{true, {0.7F}}, {true, {}}}}, {}};
        const ScorerMetrics metrics = measureScores(oneClass);
        QVERIFY(!metrics.stepAuc && !metrics.ranking[4].auc);
        QCOMPARE(metrics.traces, std::size_t(1));  // the trace without steps does not count
        QCOMPARE(metrics.problems, std::size_t(1));
        QCOMPARE(metrics.f1, 1.0);
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(toJson(metrics))).object();
        QVERIFY(json.value(QLatin1String("step_auc")).isNull());
        QCOMPARE(json.value(QLatin1String("traces")).toInt(), 1);
        QCOMPARE(json.value(QLatin1String("calibration")).toArray().size(), qsizetype(10));
    }
};

QTEST_GUILESS_MAIN(ScorerMetricsTest)
#include "scorer_metrics.moc"
