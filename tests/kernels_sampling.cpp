// Draws: Philox against its published vectors, distributions, the limits of top-k and top-p, greedy, and what comes
// with a draw.
#include <numeric>

#include "kernels/philox.h"
#include "kernels_support.h"

namespace {

using namespace test;

struct Draws {
    std::vector<std::int32_t> tokens;
    std::vector<float> logProbabilities;
    std::vector<float> confidences;
};

/// Draws once for every row of `logits` [rows, vocab].
Draws drawAll(kernels::Backend& backend, const std::vector<float>& logits, int vocab,
              const std::vector<kernels::DrawKey>& keys, const kernels::DrawSettings& settings) {
    const auto stream = backend.makeStream();
    const int rows = int(keys.size());
    DeviceArray<float> values(backend, logits), logProbabilities(backend, keys.size()),
        confidences(backend, keys.size());
    DeviceArray<kernels::DrawKey> drawKeys(backend, keys);
    DeviceArray<kernels::DrawSettings> drawSettings(backend, std::vector{settings});
    DeviceArray<std::int32_t> tokens(backend, keys.size());
    backend.sample(*stream, values.view(rows, vocab), drawKeys.view(rows), drawSettings.view(1), tokens.view(rows),
                   logProbabilities.view(rows), confidences.view(rows));
    return {tokens.get(), logProbabilities.get(), confidences.get()};
}

/// Counts of `draws` draws from one row of logits, at consecutive positions of one trace.
std::vector<int> histogram(kernels::Backend& backend, const std::vector<float>& logits, int draws,
                           const kernels::DrawSettings& settings) {
    const int vocab = int(logits.size());
    std::vector<float> rows;
    std::vector<kernels::DrawKey> keys;
    for (int i = 0; i < draws; ++i) {
        rows.insert(rows.end(), logits.begin(), logits.end());
        keys.push_back({.trace = 3, .position = i});
    }
    std::vector<int> counts(logits.size());
    for (const std::int32_t token : drawAll(backend, rows, vocab, keys, settings).tokens) ++counts[std::size_t(token)];
    return counts;
}

std::vector<double> softmax(const std::vector<float>& logits, double temperature) {
    const double maximum = double(*std::max_element(logits.begin(), logits.end()));
    std::vector<double> p;
    for (const float logit : logits) p.push_back(std::exp((double(logit) - maximum) / temperature));
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    for (double& value : p) value /= sum;
    return p;
}

/// Pearson's statistic of counts against probabilities; tokens of probability 0 must not occur.
double chiSquare(const std::vector<int>& counts, const std::vector<double>& p) {
    const int draws = std::accumulate(counts.begin(), counts.end(), 0);
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p[i] == 0) {
            if (counts[i] != 0) return INFINITY;
            continue;
        }
        sum += std::pow(counts[i] - draws * p[i], 2) / (draws * p[i]);
    }
    return sum;
}

/// The value that a chi-square of `freedom` degrees exceeds once in a million (Wilson and Hilferty's approximation).
double chiSquareLimit(int freedom) {
    const double z = 4.753;
    const double a = 2.0 / (9.0 * freedom);
    return freedom * std::pow(1 - a + z * std::sqrt(a), 3);
}

}  // namespace

class KernelsSampling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void philoxKnownAnswers();
    void philoxUniformsAreUniform();
    void distributionFollowsTemperature_data();
    void distributionFollowsTemperature();
    void topKAndTopP_data();
    void topKAndTopP();
    void greedyTakesTheLowestOfEquals();
    void keysDecideTheDraw();
    void logProbabilityAndConfidence();
    void largeVocabularyWithoutTopK();
    void refusesBrokenLogits();
};

void KernelsSampling::philoxKnownAnswers() {
    // Philox4x32-10 vectors of Random123 (kat_vectors).
    const auto words = [](const kernels::PhiloxWords& p) { return std::vector<std::uint32_t>(p.w, p.w + 4); };
    QCOMPARE(words(kernels::philox4x32({{0, 0, 0, 0}}, 0)),
             (std::vector<std::uint32_t>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QCOMPARE(words(kernels::philox4x32({{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}}, 0xffffffffffffffff)),
             (std::vector<std::uint32_t>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QCOMPARE(words(kernels::philox4x32({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0x299f31d0a4093822)),
             (std::vector<std::uint32_t>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    static_assert(kernels::philoxUniform(1, 2, 3) > 0 && kernels::philoxUniform(1, 2, 3) < 1);
    QVERIFY(kernels::philoxUniform(1, 2, 3) != kernels::philoxUniform(1, 3, 2));
    QVERIFY(kernels::philoxUniform(1, 2, 3) != kernels::philoxUniform(1, 2, 3, 1));
}

void KernelsSampling::philoxUniformsAreUniform() {
    // Neighbouring keys and positions are what a run uses.
    std::vector<int> counts(64);
    for (int trace = 0; trace < 50; ++trace)
        for (int position = 0; position < 400; ++position)
            ++counts[std::size_t(kernels::philoxUniform(7, trace, position) * 64)];
    QCOMPARE_LT(chiSquare(counts, std::vector<double>(64, 1.0 / 64)), chiSquareLimit(63));
}

void KernelsSampling::distributionFollowsTemperature_data() {
    QTest::addColumn<double>("temperature");
    for (const double temperature : {0.3, 0.6, 1.0, 1.7}) QTest::addRow("%g", temperature) << temperature;
}

void KernelsSampling::distributionFollowsTemperature() {
    QFETCH(double, temperature);
    const auto backend = kernels::makeCpuBackend();
    std::vector<float> logits;
    for (int i = 0; i < 24; ++i) logits.push_back(0.1F * float((i * 7) % 24));
    const std::vector<int> counts =
        histogram(*backend, logits, 20000, {.seed = 11, .temperature = float(temperature), .topP = 1, .topK = 0});
    QCOMPARE_LT(chiSquare(counts, softmax(logits, double(float(temperature)))), chiSquareLimit(23));
}

void KernelsSampling::topKAndTopP_data() {
    QTest::addColumn<int>("topK");
    QTest::addColumn<double>("topP");
    QTest::addColumn<int>("kept");  // of the six most likely, in order
    // Probabilities 0.4, 0.3, 0.15, 0.1, 0.04, 0.01 of tokens 5, 0, 3, 1, 4, 2.
    QTest::newRow("neither") << 0 << 1.0 << 6;
    QTest::newRow("top-k 1") << 1 << 1.0 << 1;
    QTest::newRow("top-k 3") << 3 << 1.0 << 3;
    QTest::newRow("top-k of all") << 6 << 1.0 << 6;
    QTest::newRow("top-k beyond all") << 100 << 1.0 << 6;
    QTest::newRow("top-p below the first") << 0 << 0.1 << 1;
    QTest::newRow("top-p 0") << 0 << 0.0 << 1;
    QTest::newRow("top-p into the second") << 0 << 0.5 << 2;
    QTest::newRow("top-p past the second") << 0 << 0.72 << 3;
    QTest::newRow("top-p of nearly all") << 0 << 0.995 << 6;
    QTest::newRow("top-p after top-k") << 3 << 0.8 << 2;  // of 0.85: 0.47, 0.82
    QTest::newRow("top-k decides") << 2 << 0.99 << 2;
}

void KernelsSampling::topKAndTopP() {
    QFETCH(int, topK);
    QFETCH(double, topP);
    QFETCH(int, kept);
    const auto backend = kernels::makeCpuBackend();
    const std::vector<std::pair<int, double>> byRank = {{5, 0.4}, {0, 0.3}, {3, 0.15}, {1, 0.1}, {4, 0.04}, {2, 0.01}};
    std::vector<float> logits(6);
    std::vector<double> expected(6);
    double sum = 0;
    for (int rank = 0; rank < 6; ++rank) {
        const auto& [token, p] = byRank[std::size_t(rank)];
        logits[std::size_t(token)] = float(std::log(p) + 3);
        if (rank < kept) sum += expected[std::size_t(token)] = p;
    }
    for (double& p : expected) p /= sum;
    const std::vector<int> counts =
        histogram(*backend, logits, 20000, {.seed = 12, .temperature = 1, .topP = float(topP), .topK = topK});
    QCOMPARE_LT(chiSquare(counts, expected), chiSquareLimit(std::max(1, kept - 1)));
}

void KernelsSampling::greedyTakesTheLowestOfEquals() {
    const auto backend = kernels::makeCpuBackend();
    const Draws draws = drawAll(*backend, {1, 3, 3, -1, 0, 0, 0, 0}, 4, {{1, 0}, {1, 1}}, {.temperature = 0});
    QCOMPARE(draws.tokens, (std::vector<std::int32_t>{1, 0}));
    // Top-k 1 is greedy at every temperature.
    QCOMPARE(drawAll(*backend, {1, 3, 3, -1, 0, 0, 0, 0}, 4, {{1, 0}, {1, 1}}, {.temperature = 2, .topK = 1}).tokens,
             draws.tokens);
}

void KernelsSampling::keysDecideTheDraw() {
    const auto backend = kernels::makeCpuBackend();
    RandomValues random(1);
    const std::vector<float> row = random.vector(100);
    std::vector<float> logits;
    for (int i = 0; i < 4; ++i) logits.insert(logits.end(), row.begin(), row.end());
    const kernels::DrawSettings settings{.seed = 5, .temperature = 2, .topP = 1, .topK = 0};
    const auto draw = [&](const kernels::DrawSettings& s) {
        std::vector<kernels::DrawKey> keys;
        for (int i = 0; i < 4; ++i) keys.push_back({1 + i / 2, i % 2});
        return drawAll(*backend, logits, 100, keys, s).tokens;
    };
    const std::vector<std::int32_t> first = draw(settings);
    QCOMPARE(draw(settings), first);
    QVERIFY(first[0] != first[1] || first[1] != first[2] || first[2] != first[3]);
    kernels::DrawSettings other = settings;
    other.seed = 6;
    QVERIFY(draw(other) != first);
    other.seed = settings.seed + (std::uint64_t{1} << 40);  // the upper half of the seed counts too
    QVERIFY(draw(other) != first);
}

void KernelsSampling::logProbabilityAndConfidence() {
    const auto backend = kernels::makeCpuBackend();
    RandomValues random(2);
    for (const int vocab : {1, 5, 20, 21, 1024}) {
        const std::vector<float> logits = random.vector(std::size_t(vocab), 3);
        const Draws draws =
            drawAll(*backend, logits, vocab, {{1, 1}}, {.temperature = 0.5F, .topK = 4, .wantConfidence = 1});
        std::vector<double> p = softmax(logits, 1);  // temperature 1, whatever the draw's own
        QVERIFY(std::abs(double(draws.logProbabilities[0]) - std::log(p[std::size_t(draws.tokens[0])])) < 1e-5);
        std::sort(p.rbegin(), p.rend());
        const int count = std::min(20, vocab);
        double sum = 0;
        for (int i = 0; i < count; ++i) sum -= std::log(p[std::size_t(i)]);
        QVERIFY(std::abs(double(draws.confidences[0]) - sum / count) < 1e-5 * (1 + sum));
        QCOMPARE(drawAll(*backend, logits, vocab, {{1, 1}}, {.temperature = 0.5F, .topK = 4}).confidences[0], 0.0F);
    }
}

void KernelsSampling::largeVocabularyWithoutTopK() {
    const auto backend = kernels::makeCpuBackend();
    // Flat but for a slope: top-p keeps thousands, so that the candidates have to be looked for in several rounds.
    const int vocab = 20000;
    std::vector<float> logits;
    for (int i = 0; i < vocab; ++i) logits.push_back(-2e-4F * float((i * 7919) % vocab));
    std::vector<double> p = softmax(logits, 1);
    std::vector<int> order(static_cast<std::size_t>(vocab));
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](int a, int b) { return logits[std::size_t(a)] > logits[std::size_t(b)]; });
    double sum = 0;
    std::size_t kept = 0;
    while (sum < 0.7) sum += p[std::size_t(order[kept++])];
    std::vector<bool> allowed(static_cast<std::size_t>(vocab));
    for (std::size_t i = 0; i < kept + 1; ++i) allowed[std::size_t(order[i])] = true;  // one more for rounding
    int last = 0;
    const std::vector<int> counts =
        histogram(*backend, logits, 300, {.seed = 1, .temperature = 1, .topP = 0.7F, .topK = 0});
    for (int i = 0; i < vocab; ++i)
        if (counts[std::size_t(i)] > 0) {
            QVERIFY(allowed[std::size_t(i)]);
            last = std::max(last, int(std::find(order.begin(), order.end(), i) - order.begin()));
        }
    QVERIFY(last > int(kept) * 9 / 10);  // 300 draws reach the far end of what is kept
}

void KernelsSampling::refusesBrokenLogits() {
    const auto backend = kernels::makeCpuBackend();
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)drawAll(*backend, {1, bad, 2}, 3, {{1, 0}}, {}));
}

QTEST_GUILESS_MAIN(KernelsSampling)
#include "kernels_sampling.moc"
