// The trainer of scorers on a CUDA device against its CPU twin, over odd sizes.
#include "cuda_support.h"
#include "mlp_support.h"

namespace {

using namespace test;
using kernels::MlpParameters;
using kernels::MlpTrainer;

constexpr int kSteps = 5;

struct Twins {
    std::unique_ptr<MlpTrainer> cpu, cuda;
};
Twins twins(const BothBackends& both, const kernels::MlpTrainerConfig& config, const MlpParameters& weights) {
    return {both.cpu->makeMlpTrainer(config, weights), both.cuda->makeMlpTrainer(config, weights)};
}

std::vector<float> minus(const std::vector<float>& a, const std::vector<float>& b) {
    std::vector<float> difference(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) difference[i] = a[i] - b[i];
    return difference;
}

}  // namespace

class KernelsCudaTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        SKIP_WITHOUT_DEVICE();
        m_both = std::make_unique<BothBackends>();
    }
    void theTwinsAgree_data();
    void theTwinsAgree();
    void theSameCallsGiveTheSameBits();

private:
    std::unique_ptr<BothBackends> m_both;
};

void KernelsCudaTraining::theTwinsAgree_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("hidden");
    for (const int width : {1, 33, 320, 2560})
        for (const int hidden : {1, 7, 512}) QTest::addRow("%d, %d", width, hidden) << width << hidden;
}

void KernelsCudaTraining::theTwinsAgree() {
    QFETCH(int, width);
    QFETCH(int, hidden);
    RandomValues random(kSeed);
    for (const int count : {1, 5, 128, 129}) {
        const std::string which = caseText({{"width", width}, {"hidden", hidden}, {"batch", count}});
        // The first layer's sums are exact, so both sides see the same units on either side of the ReLU's edge, and
        // gradients differ by rounding alone: sums over units and batch, worse by cancellation in them.
        MlpParameters weights;
        weights.w0 = gridValues(random, std::size_t(width) * std::size_t(hidden));
        weights.b0 = gridValues(random, std::size_t(hidden));
        weights.w1 = random.vector(std::size_t(hidden), 1 / std::sqrt(float(width) * float(hidden)));
        weights.b1 = random.next();
        const Batch batch{gridValues(random, std::size_t(count) * std::size_t(width)), randomLabels(random, count),
                          width};
        const kernels::MlpTrainerConfig config{.inputWidth = width,
                                               .hiddenWidth = hidden,
                                               .learningRate = 1e-3,
                                               .weightDecay = 1e-5,
                                               .positiveWeight = 1.75};
        const Twins t = twins(*m_both, config, weights);
        const double gradientLimit = 16 * kEpsilon * double(hidden + count);
        VERIFY_ERROR(flat(t.cuda->gradient(batch.rowView(), batch.labelView())),
                     flat(t.cpu->gradient(batch.rowView(), batch.labelView())), gradientLimit, "gradient, " + which);

        std::vector<float> logits[2] = {std::vector<float>(std::size_t(count)), std::vector<float>(std::size_t(count))};
        t.cpu->logits(batch.rowView(), {logits[0].data(), count});
        t.cuda->logits(batch.rowView(), {logits[1].data(), count});
        VERIFY_ERROR(logits[1], logits[0], 16 * kEpsilon * double(hidden), "logits, " + which);

        // A gradient that nearly cancels may have the other sign, and Adam's first steps go by the sign alone; a sum
        // near 0 may fall on the other side of the ReLU. Both concern a share of the weights as large as the relative
        // error of a sum, and each such weight is wrong by up to twice its own step.
        const std::vector<float> start = flat(t.cpu->parameters());
        for (int i = 0; i < kSteps; ++i) {
            const float expected = t.cpu->step(batch.rowView(), batch.labelView());
            const float got = t.cuda->step(batch.rowView(), batch.labelView());
            const double lossLimit = double(i + 1) * 1e-3 * double(expected) + 1e-5;
            QVERIFY2(std::abs(double(got) - double(expected)) <= lossLimit, ("loss, " + which).c_str());
        }
        const double share = 16 * kEpsilon * double(width + hidden + count);
        VERIFY_ERROR(minus(flat(t.cuda->parameters()), start), minus(flat(t.cpu->parameters()), start),
                     2 * std::sqrt(share * kSteps), "steps, " + which);
    }
}

void KernelsCudaTraining::theSameCallsGiveTheSameBits() {
    std::vector<float> results[2];
    for (std::vector<float>& result : results) {
        RandomValues random(kSeed);
        const MlpParameters weights = randomWeights(random, 2560, 512);
        const auto trainer = m_both->cuda->makeMlpTrainer({.inputWidth = 2560, .hiddenWidth = 512}, weights);
        for (const int count : {128, 128, 37, 128}) {
            const Batch batch = randomBatch(random, count, 2560);
            trainer->step(batch.rowView(), batch.labelView());
        }
        result = flat(trainer->parameters());
    }
    QCOMPARE(results[1], results[0]);
}

QTEST_GUILESS_MAIN(KernelsCudaTraining)
#include "kernels_cuda_training.moc"
