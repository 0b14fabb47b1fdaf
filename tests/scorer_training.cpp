// The training of a scorer on made-up rows: what can be learnt is learnt, what cannot is not, the same seed gives the
// same bits, problems stay on one side, and the early stop follows its rule.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <set>

#include "kernels/cpu/cpu_backend.h"
#include "scorer/training/score_rows.h"
#include "scorer/training/step_rows_set.h"
#include "scorer/training/training.h"
#include "scorer/training/training_random.h"
#include "training_support.h"

namespace {

using namespace scorer;
using test::RowsInMemory;
using test::RowsShape;

/// Small and quick; the recipe itself is the default's.
TrainingConfig quickConfig() {
    TrainingConfig config;
    config.hiddenWidth = 24;
    config.learningRate = 2e-3;
    config.batchSize = 64;
    config.seed = 5;
    return config;
}

std::set<std::string> namesOf(const std::vector<SplitProblem>& problems) {
    std::set<std::string> names;
    for (const SplitProblem& problem : problems) names.insert(problem.name);
    return names;
}

/// The message of the error, empty where there is none.
template <class Call>
std::string errorOf(const Call& call) {
    try {
        call();
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

struct Cancelled {};

}  // namespace

class ScorerTraining : public QObject {
    Q_OBJECT

    std::unique_ptr<kernels::Backend> m_backend = kernels::makeCpuBackend({.threads = 2});
    TrainedScorer train(const TrainingData& data, const TrainingConfig& config, const TrainingCallback& progress = {}) {
        return trainScorer(*m_backend, data, config, progress);
    }

private Q_SLOTS:
    void separableRowsAreLearnt() {
        RowsInMemory rows({}, 8, 1);
        const TrainedScorer trained = train(rows.data(), quickConfig());
        QVERIFY(trained.report.validation.stepAuc.value() > 0.999);
        QVERIFY(trained.report.validation.f1 > 0.98);
        QVERIFY(trained.report.epochs.front().trainLoss > trained.report.epochs.back().trainLoss);
        QCOMPARE(trained.weights.inputWidth, 16);
        QCOMPARE(trained.weights.hiddenWidth, 24);
        QCOMPARE(trained.report.positiveWeight, 1.0);
    }

    void noisyRowsReachWhatIsPossible() {
        constexpr double kSignal = 1.19;  // a best AUC of 0.80
        RowsInMemory rows({.problems = 120, .traces = 8, .steps = 8}, kSignal, 2);
        const TrainedScorer trained = train(rows.data(), quickConfig());
        const double best = 0.5 * std::erfc(-kSignal / 2);
        const double auc = trained.report.validation.stepAuc.value();
        // 1536 validation steps: the AUC's standard error is about 0.012.
        QVERIFY2(std::abs(auc - best) < 0.04, qPrintable(QString::number(auc)));
        QVERIFY(trained.report.validation.traceAuc.value() > auc);  // means of 8 steps tell more
    }

    void nothingIsLearntFromNoise() {
        RowsInMemory rows({.problems = 60, .traces = 8, .steps = 8}, 0, 3);
        TrainingConfig config = quickConfig();
        config.patience = 3;
        const TrainedScorer trained = train(rows.data(), config);
        const double auc = trained.report.validation.stepAuc.value();
        QVERIFY2(std::abs(auc - 0.5) < 0.07, qPrintable(QString::number(auc)));
        // The early stop by its rule, followed again.
        double best = -1;
        int chosen = 0;
        for (const EpochReport& epoch : trained.report.epochs) {
            QVERIFY(std::abs(epoch.quality - (0.75 * epoch.auc + 0.25 * epoch.f1)) < 1e-12);
            if (chosen != 0 && epoch.quality <= best + config.minimumGain) continue;
            best = epoch.quality;
            chosen = epoch.epoch;
        }
        QCOMPARE(trained.report.chosenEpoch, chosen);
        QCOMPARE(int(trained.report.epochs.size()), std::min(config.maxEpochs, chosen + config.patience));
        QVERIFY(int(trained.report.epochs.size()) < config.maxEpochs);
    }

    void theSameSeedGivesTheSameBits() {
        RowsInMemory rows({}, 1, 4);
        TrainingConfig config = quickConfig();
        config.maxEpochs = 3;
        const TrainedScorer first = train(rows.data(), config), second = train(rows.data(), config);
        QCOMPARE(second.weights.w0, first.weights.w0);
        QCOMPARE(second.weights.b0, first.weights.b0);
        QCOMPARE(second.weights.w1, first.weights.w1);
        QCOMPARE(second.weights.b1, first.weights.b1);
        QCOMPARE(namesOf(second.report.split.validation), namesOf(first.report.split.validation));
        config.seed = 6;
        const TrainedScorer other = train(rows.data(), config);
        QVERIFY(other.weights.w0 != first.weights.w0);
        QVERIFY(namesOf(other.report.split.validation) != namesOf(first.report.split.validation));
    }

    /// The numbers themselves, so that another platform or a changed generator shows.
    void randomNumbersAreFixed() {
        TrainingRandom random(7, TrainingRandom::Use::Split);
        const kernels::PhiloxWords words = kernels::philox4x32({{0, 0, 3, 1}}, 7);
        QCOMPARE(random.below(1000), std::size_t(std::uint64_t{words.w[0]} * 1000 >> 32));
        std::vector<int> values{0, 1, 2, 3, 4, 5, 6, 7};
        TrainingRandom(7, TrainingRandom::Use::Order, 1).shuffle(std::span(values));
        QCOMPARE(values, (std::vector<int>{1, 0, 4, 7, 3, 6, 2, 5}));
    }

    void problemsStayOnOneSide() {
        RowsInMemory rows({.problems = 37}, 1, 5);
        const TrainingSplit split = splitTraces(rows.data(), 5000, 0.2, 9);
        QCOMPARE(split.validation.size(), std::size_t(7));  // a fifth, rounded down
        QCOMPARE(split.train.size(), std::size_t(30));
        const std::set<std::string> train = namesOf(split.train), validation = namesOf(split.validation);
        for (const std::string& name : validation) QVERIFY(!train.contains(name));
        QCOMPARE(train.size() + validation.size(), std::size_t(37));
        for (const SplitProblem& problem : split.train) {
            QCOMPARE(problem.traces.size(), std::size_t(8));
            QCOMPARE(rows.data().problems[problem.index].traces[problem.traces[3]].id, problem.traceIds[3]);
        }
    }

    /// Rows that name their trace and say nothing else: the training side can be learnt by heart, the other side not.
    void whatIsKnownByHeartDoesNotLeak() {
        RowsInMemory rows({.problems = 200, .traces = 8, .steps = 4, .width = 32}, 0, 11);
        for (ProblemRows& problem : rows.data().problems)
            for (TraceRows& trace : problem.traces)
                trace.rows.assign(trace.rows.size(), trace.rows.front());  // all steps of a trace are one row
        TrainingConfig config = quickConfig();
        config.hiddenWidth = 256;
        config.maxEpochs = config.patience = 30;
        const TrainedScorer trained = train(rows.data(), config);
        const double auc = trained.report.validation.stepAuc.value();
        QVERIFY2(std::abs(auc - 0.5) < 0.12, qPrintable(QString::number(auc)));  // standard error 0.03, best of 30
        QVERIFY(trained.report.epochs.back().trainLoss < 0.35);
    }

    void tracesAreDrawnUpToTheLimit() {
        RowsInMemory rows({.problems = 10}, 1, 6);
        rows.data().problems[0].traces[0].rows.clear();  // no step: cannot be drawn
        const TrainingSplit split = splitTraces(rows.data(), 15, 0.2, 1);
        int right = 0, wrong = 0;
        for (const auto* side : {&split.train, &split.validation})
            for (const SplitProblem& problem : *side)
                for (const std::size_t trace : problem.traces)
                    ++(rows.data().problems[problem.index].traces[trace].right ? right : wrong);
        QCOMPARE(right, 15);
        QCOMPARE(wrong, 15);
        const TrainingSplit all = splitTraces(rows.data(), 5000, 0.2, 1);
        std::size_t count = 0;
        for (const auto* side : {&all.train, &all.validation})
            for (const SplitProblem& problem : *side) count += problem.traces.size();
        QCOMPARE(count, std::size_t(79));
    }

    void whatCannotBeTrainedIsSaid() {
        const auto message = [&](const TrainingData& data, const TrainingConfig& config) {
            return errorOf([&] { train(data, config); });
        };
        const auto expect = [](const std::string& text, const char* word) {
            QVERIFY2(text.find(word) != std::string::npos, text.c_str());
            QVERIFY(text.find('\n') == std::string::npos);
        };
        RowsInMemory rightOnly({.problems = 4}, 1, 7);
        for (ProblemRows& problem : rightOnly.data().problems)
            std::erase_if(problem.traces, [](const TraceRows& trace) { return !trace.right; });
        expect(message(rightOnly.data(), quickConfig()), "no wrong trace");
        RowsInMemory one({.problems = 1}, 1, 7);
        expect(message(one.data(), quickConfig()), "at least 2 problems");
        RowsInMemory split({.problems = 2}, 1, 7);  // each problem has one class
        for (std::size_t p = 0; p < 2; ++p)
            std::erase_if(split.data().problems[p].traces, [&](const TraceRows& t) { return t.right == (p == 0); });
        expect(message(split.data(), quickConfig()), "another seed");
        RowsInMemory good({.problems = 4}, 1, 7);
        TrainingConfig config = quickConfig();
        config.batchSize = 0;
        expect(message(good.data(), config), "batch");
        config = quickConfig();
        config.learningRate = 1e30;
        expect(message(good.data(), config), "no longer finite");
        TrainedScorer trained = train(good.data(), quickConfig());
        trained.weights.inputWidth = 17;
        expect(errorOf([&] { (void)scoreRows(*m_backend, trained.weights, good.data(), "mine.pt"); }), "mine.pt");
    }

    void progressIsToldAndCanCancel() {
        RowsInMemory rows({}, 1, 8);
        TrainingConfig config = quickConfig();
        config.batchSize = 8;
        config.maxEpochs = 3;
        int finished = 0, told = 0;
        double elapsed = 0;
        (void)train(rows.data(), config, [&](const TrainingProgress& progress) {
            ++told;
            finished += progress.finished ? 1 : 0;
            QCOMPARE(progress.epoch, progress.finished ? finished : finished + 1);
            QCOMPARE(progress.maxEpochs, 3);
            QVERIFY(progress.epochShare > 0 && progress.epochShare <= 1);
            QVERIFY(progress.elapsedSeconds >= elapsed);
            elapsed = progress.elapsedSeconds;
        });
        QCOMPARE(finished, 3);
        QVERIFY(told > 3 * 5);
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)train(rows.data(), config, [](const TrainingProgress& progress) {
                                     if (progress.epoch == 2) throw Cancelled();
                                 }));
    }

    /// From files, as a command does it: rows written, the folder opened, trained, scored again.
    void filesGiveTheSameAsMemory() {
        QTemporaryDir folder;
        const std::filesystem::path place = folder.path().toStdString();
        RowsInMemory rows({.problems = 20}, 2, 9);
        for (int p = 0; p < 20; ++p) writeStepRows(place / RowsInMemory::fileName(p), rows.rows()[std::size_t(p)]);
        const StepRowsSet set = StepRowsSet::open(place);
        QCOMPARE(set.width(), 16);
        TrainingConfig config = quickConfig();
        config.maxEpochs = 4;
        const TrainedScorer fromMemory = train(rows.data(), config), fromFiles = train(set.data(), config);
        QCOMPARE(fromFiles.weights.w0, fromMemory.weights.w0);

        const TrainingReport& report = fromFiles.report;
        const auto scored =
            scoreRows(*m_backend, fromFiles.weights, onlyThese(set.data(), report.split.validation), "s");
        const ScorerMetrics again = measureScores(scored);
        QVERIFY(std::abs(again.stepAuc.value() - report.validation.stepAuc.value()) < 1e-4);
        QCOMPARE(again.traces, report.validation.traces);
        QCOMPARE(again.steps, report.validation.steps);
    }

    void theReportSaysAll() {
        RowsInMemory rows({.problems = 20}, 2, 10);
        const TrainedScorer trained = train(rows.data(), quickConfig());
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(toJson(trained.report))).object();
        const QJsonObject split = json.value(QLatin1String("split")).toObject();
        QCOMPARE(split.value(QLatin1String("train")).toArray().size(), qsizetype(16));
        const QJsonArray validation = split.value(QLatin1String("validation")).toArray();
        QCOMPARE(validation.size(), qsizetype(4));
        QCOMPARE(validation[0].toObject().value(QLatin1String("name")).toString().toStdString(),
                 trained.report.split.validation[0].name);
        QCOMPARE(validation[0].toObject().value(QLatin1String("traces")).toArray().size(), qsizetype(8));
        QCOMPARE(json.value(QLatin1String("chosen_epoch")).toInt(), trained.report.chosenEpoch);
        QCOMPARE(json.value(QLatin1String("train_steps")).toInt(), 16 * 8 * 6);
        QCOMPARE(json.value(QLatin1String("right_traces")).toInt(), 80);
        QVERIFY(json.value(QLatin1String("validation")).toObject().contains(QLatin1String("step_auc")));
        const auto& metrics = trained.weights.metrics;
        const auto epoch = std::ranges::find(metrics, "epoch", [](const auto& m) { return m.first; });
        QVERIFY(epoch != metrics.end());
        QCOMPARE(epoch->second, std::to_string(trained.report.chosenEpoch));
        QVERIFY(metrics.size() <= 64);  // what the reader keeps
    }
};

QTEST_GUILESS_MAIN(ScorerTraining)
#include "scorer_training.moc"
