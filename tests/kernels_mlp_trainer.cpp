// The CPU trainer of scorers: gradients against central differences, Adam against NumPy (golden/mlp_trainer.py),
// results that do not depend on threads, and errors that say what was wrong.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "mlp_support.h"

namespace {

using namespace test;
using kernels::MlpParameters;

struct Size {
    int width, hidden, batch;
};
const std::vector<Size> kSizes = {{1, 1, 1}, {33, 7, 5}, {6, 40, 9}, {20, 65, 129}};  // 32 units are a task

std::vector<float> floatsOf(const QJsonValue& values) {
    std::vector<float> floats;
    for (const auto& value : values.toArray()) floats.push_back(float(value.toDouble()));
    return floats;
}

}  // namespace

class KernelsMlpTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreThoseOfDifferences_data() { addVariantRows(); }
    void gradientsAreThoseOfDifferences();
    void adamIsThatOfNumPy_data() { addVariantRows(); }
    void adamIsThatOfNumPy();
    void threadsDoNotChangeABit();
    void aGradientChangesNothing();
    void scoresAreThoseOfTheScorer();
    void shapesAreChecked();
};

void KernelsMlpTrainer::gradientsAreThoseOfDifferences() {
    const auto backend = variantBackend();
    RandomValues random(kSeed);
    constexpr double kPositiveWeight = 1.75, kStep = 1e-6;
    for (const Size& s : kSizes) {
        const MlpParameters weights = randomWeights(random, s.width, s.hidden);
        const Batch batch = randomBatch(random, s.batch, s.width);
        const auto trainer = backend->makeMlpTrainer(
            {.inputWidth = s.width, .hiddenWidth = s.hidden, .weightDecay = 0.1, .positiveWeight = kPositiveWeight},
            weights);
        const std::vector<float> got = flat(trainer->gradient(batch.rowView(), batch.labelView()));
        const std::vector<float> start = flat(weights);
        std::vector<double> at(start.begin(), start.end()), expected, tolerance;
        for (double& value : at) {
            const double middle = value;
            value = middle + kStep;
            const double above = meanLoss(at, s.hidden, batch, kPositiveWeight);
            value = middle - kStep;
            const double below = meanLoss(at, s.hidden, batch, kPositiveWeight);
            value = middle;
            expected.push_back((above - below) / (2 * kStep));
            // Sums over width, units and batch of terms below about 8, and the difference's own error.
            tolerance.push_back(8 * kEpsilon * double(s.width + s.hidden + s.batch) + 1e-8);
        }
        COMPARE_WITHIN(got, expected, tolerance, caseText({{"width", s.width}, {"hidden", s.hidden}}));
    }
}

void KernelsMlpTrainer::adamIsThatOfNumPy() {
    QFile file(QStringLiteral(STEPSCOPE_TEST_DATA "/mlp_trainer/adam50.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    const auto number = [&](const char* name) { return golden.value(QLatin1String(name)).toDouble(); };
    const QJsonArray initial = golden.value(QLatin1String("initial")).toArray();
    const MlpParameters weights{.w0 = floatsOf(initial[0]),
                                .b0 = floatsOf(initial[1]),
                                .w1 = floatsOf(initial[2]),
                                .b1 = floatsOf(initial[3])[0]};
    const int steps = int(number("steps"));
    const double rate = number("rate");
    const auto backend = variantBackend();
    const auto trainer = backend->makeMlpTrainer({.inputWidth = int(number("input")),
                                                  .hiddenWidth = int(number("hidden")),
                                                  .learningRate = rate,
                                                  .weightDecay = number("decay"),
                                                  .positiveWeight = number("positive_weight")},
                                                 weights);
    const QJsonArray rows = golden.value(QLatin1String("rows")).toArray();
    const QJsonArray labels = golden.value(QLatin1String("labels")).toArray();
    const QJsonArray losses = golden.value(QLatin1String("losses")).toArray();
    // A step moves a weight by at most about the rate; its relative error is that of a gradient, a few dozen roundings,
    // and errors add up over the steps.
    const double limit = double(steps) * rate * 64 * kEpsilon;
    for (int i = 0; i < steps; ++i) {
        const Batch batch{floatsOf(rows[i]), floatsOf(labels[i]), int(number("input"))};
        const double difference =
            std::abs(double(trainer->step(batch.rowView(), batch.labelView())) - losses[i].toDouble());
        QVERIFY2(difference < 16 * limit, qPrintable(QString::number(difference)));
    }
    std::vector<double> expected;
    for (const auto& part : golden.value(QLatin1String("final")).toArray())
        for (const auto& value : part.toArray()) expected.push_back(value.toDouble());
    const std::vector<double> tolerance(expected.size(), limit);
    COMPARE_WITHIN(flat(trainer->parameters()), expected, tolerance, "the weights after all steps");
}

void KernelsMlpTrainer::threadsDoNotChangeABit() {
    for (const Size& s : kSizes) {
        std::vector<std::vector<float>> results;
        for (const int threads : {1, 2, 5}) {
            RandomValues random(kSeed);
            const auto backend = kernels::makeCpuBackend({.threads = threads});
            const auto trainer = backend->makeMlpTrainer({.inputWidth = s.width, .hiddenWidth = s.hidden},
                                                         randomWeights(random, s.width, s.hidden));
            for (int i = 0; i < 5; ++i) {
                const Batch batch = randomBatch(random, s.batch, s.width);
                trainer->step(batch.rowView(), batch.labelView());
            }
            results.push_back(flat(trainer->parameters()));
        }
        QCOMPARE(results[1], results[0]);
        QCOMPARE(results[2], results[0]);
    }
}

void KernelsMlpTrainer::aGradientChangesNothing() {
    RandomValues random(kSeed);
    const auto backend = kernels::makeCpuBackend();
    const MlpParameters weights = randomWeights(random, 5, 3);
    const auto trainer = backend->makeMlpTrainer({.inputWidth = 5, .hiddenWidth = 3}, weights);
    const Batch batch = randomBatch(random, 4, 5);
    (void)trainer->gradient(batch.rowView(), batch.labelView());
    QCOMPARE(flat(trainer->parameters()), flat(weights));
}

/// What is trained is what scoreMlp computes.
void KernelsMlpTrainer::scoresAreThoseOfTheScorer() {
    RandomValues random(kSeed);
    const auto backend = kernels::makeCpuBackend();
    constexpr int kWidth = 33, kHidden = 40, kRows = 70;
    const MlpParameters weights = randomWeights(random, kWidth, kHidden);
    const auto trainer = backend->makeMlpTrainer({.inputWidth = kWidth, .hiddenWidth = kHidden}, weights);
    const Batch batch = randomBatch(random, kRows, kWidth);
    std::vector<float> got(kRows), expected(kRows);
    trainer->scores(batch.rowView(), {got.data(), kRows});
    const kernels::HostMatrix part = hostMatrix(weights.w0, kHidden, kWidth);
    const auto first = backend->uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
    const kernels::Mlp mlp{first.get(), {weights.b0.data(), kHidden}, {weights.w1.data(), kHidden}, weights.b1};
    backend->scoreMlp(*backend->makeStream(), batch.rowView(), mlp, {expected.data(), kRows});
    const std::vector<double> tolerance(kRows, 4 * kEpsilon * (kWidth + kHidden));
    COMPARE_WITHIN(got, std::vector<double>(expected.begin(), expected.end()), tolerance, caseText({}));
}

void KernelsMlpTrainer::shapesAreChecked() {
    RandomValues random(kSeed);
    const auto backend = kernels::makeCpuBackend();
    const MlpParameters weights = randomWeights(random, 5, 3);
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError,
                             backend->makeMlpTrainer({.inputWidth = 5, .hiddenWidth = 4}, weights));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError,
                             backend->makeMlpTrainer({.inputWidth = 0, .hiddenWidth = 3}, weights));
    const auto trainer = backend->makeMlpTrainer({.inputWidth = 5, .hiddenWidth = 3}, weights);
    const Batch wide = randomBatch(random, 2, 6), good = randomBatch(random, 2, 5);
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, trainer->step(wide.rowView(), wide.labelView()));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, trainer->step(good.rowView(), good.labelView().first(1)));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, trainer->step(good.rowView().first(0), good.labelView().first(0)));
}

QTEST_GUILESS_MAIN(KernelsMlpTrainer)
#include "kernels_mlp_trainer.moc"
