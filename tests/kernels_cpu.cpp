// Every op of the CPU backend but attention's (see kernels_attention.cpp), in every variant, against a plain
// double-precision reference over odd sizes. Tolerances are bounds on float32 rounding for the sums at hand.
#include <bit>
#include <numeric>

#include "kernels_support.h"

namespace {

using namespace test;
using kernels::Tensor;

const std::vector<int> kRows = {1, 2, 3, 5, 7, 11, 12, 13, 16, 24, 25, 31, 32, 33, 47, 64, 70};

double silu(double x) {
    return x / (1 + std::exp(-x));
}

}  // namespace

class KernelsCpu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightTypes();
    void embed_data() { addVariantRows(); }
    void embed();
    void addRmsNorm_data() { addVariantRows(); }
    void addRmsNorm();
    void matmul_data() { addVariantRows(); }
    void matmul();
    void matmulBf16_data() { addVariantRows(); }
    void matmulBf16();
    void swiGlu_data() { addVariantRows(); }
    void swiGlu();
    void matmulSwiGlu_data() { addVariantRows(); }
    void matmulSwiGlu();
    void gatherRows();
    void scoreMlp_data() { addVariantRows(); }
    void scoreMlp();
    void copyBlock();
    void shapesAreChecked();
    void memory();
    void devicesSayWhyThereAreNone();

private:
    /// x * w^T + bias of random matrices of `type`, all row counts up to 70.
    void checkMatmul(kernels::HostType type, int n, int k, bool withBias);
};

void KernelsCpu::weightTypes() {
    const auto backend = kernels::makeCpuBackend();
    const auto stream = backend->makeStream();
    // Two rows of each type, stacked: 1, -2.5 | smallest normal f16 fraction steps, zero, infinity-free extremes.
    const std::vector<float> f32 = {1.0F, -2.5F};
    const std::vector<std::uint16_t> f16 = {0x3C01, 0x0001, 0x8400, 0xFBFF};  // 1 + 2^-10, 2^-24, -2^-14, -65504
    const std::vector<std::uint16_t> bf16 = {0x3F80, 0xC020};
    const kernels::HostMatrix parts[] = {{std::as_bytes(std::span(f32)), kernels::HostType::F32, 1, 2},
                                         {std::as_bytes(std::span(f16)), kernels::HostType::F16, 2, 2},
                                         {std::as_bytes(std::span(bf16)), kernels::HostType::Bf16, 1, 2}};
    const auto weight = backend->uploadWeight(parts, "mixed");
    QCOMPARE(weight->n(), 4);
    QCOMPARE(weight->k(), 2);
    DeviceArray<std::int32_t> tokens(*backend, {0, 1, 2, 3});
    DeviceArray<float> out(*backend, 8);
    backend->embed(*stream, tokens.view(4), *weight, out.activations(4, 2));
    QCOMPARE(out.get(), (std::vector<float>{1.0F, -2.5F, 1.0009765625F, 0x1p-24F, -0x1p-14F, -65504.0F, 1.0F, -2.5F}));
}

void KernelsCpu::embed() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    const int vocab = 45;
    const int width = 37;
    const std::vector<float> table = random.vector(std::size_t(vocab) * width);
    const kernels::HostMatrix part = hostMatrix(table, vocab, width);
    const auto weight = backend->uploadWeight({&part, 1}, "table");
    DeviceArray<std::int32_t> tokens(*backend, {44, 0, 31, 32, 44});
    DeviceArray<float> out(*backend, std::size_t{5} * width);
    backend->embed(*stream, tokens.view(5), *weight, out.activations(5, width));
    const std::vector<float> got = out.get();
    int row = 0;
    for (const int token : {44, 0, 31, 32, 44}) {
        const auto tableRow = table.begin() + std::ptrdiff_t{token} * width;
        const auto gotRow = got.begin() + std::ptrdiff_t{row} * width;
        QCOMPARE(std::vector<float>(gotRow, gotRow + width), std::vector<float>(tableRow, tableRow + width));
        ++row;
    }
    tokens.set({0, 1, 2, vocab, 0});
    QVERIFY_THROWS_EXCEPTION(std::out_of_range,
                             backend->embed(*stream, tokens.view(5), *weight, out.activations(5, width)));
}

void KernelsCpu::addRmsNorm() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const int width : {1, 15, 16, 17, 64, 320, 333}) {
        for (const int rows : {1, 3, 70}) {
            for (const bool withDelta : {false, true}) {
                const auto count = std::size_t(rows) * std::size_t(width);
                const std::vector<float> x = random.vector(count, 2);
                const std::vector<float> d = random.vector(count, 2);
                const std::vector<float> gain = random.vector(std::size_t(width), 1, 1);
                DeviceArray<float> residual(*backend, x);
                DeviceArray<float> delta(*backend, d);
                DeviceArray<float> gains(*backend, gain);
                // The result goes where delta was, as the layers do it.
                backend->addRmsNorm(*stream, residual.activations(rows, width),
                                    withDelta ? delta.activations(rows, width) : Tensor<kernels::Activation>(),
                                    gains.view(width), 1e-6F, delta.activations(rows, width));
                const std::vector<float> got = delta.get();
                const std::vector<float> gotResidual = residual.get();
                for (int r = 0; r < rows; ++r) {
                    std::vector<double> sum;
                    for (int i = 0; i < width; ++i) {
                        const auto at = std::size_t(r) * width + i;
                        const float added = withDelta ? x[at] + d[at] : x[at];
                        QCOMPARE(gotResidual[at], added);
                        sum.push_back(double(added));
                    }
                    const std::vector<double> expected = rmsNorm(sum, gain, 1e-6);
                    // Half the relative error of the sum of squares, and three roundings.
                    std::vector<double> tolerance;
                    tolerance.reserve(expected.size());
                    for (const double e : expected) tolerance.push_back((width / 2.0 + 4) * kEpsilon * std::abs(e));
                    COMPARE_WITHIN(std::span(got).subspan(std::size_t(r) * width, std::size_t(width)), expected,
                                   tolerance, caseText({{"width", width}, {"row", r}}));
                }
            }
        }
    }
}

void KernelsCpu::checkMatmul(kernels::HostType type, int n, int k, bool withBias) {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    std::vector<float> w = random.vector(std::size_t(n) * std::size_t(k));
    std::vector<std::uint16_t> half;
    if (type == kernels::HostType::Bf16)
        for (float& value : w) {
            half.push_back(std::uint16_t(std::bit_cast<std::uint32_t>(value) >> 16));
            value = std::bit_cast<float>(std::uint32_t{half.back()} << 16);
        }
    // As two stacked parts where it can be cut.
    std::vector<kernels::HostMatrix> parts;
    const int firstRows = n > 1 ? n / 3 + 1 : n;
    const auto bytes = type == kernels::HostType::Bf16 ? std::as_bytes(std::span(half)) : std::as_bytes(std::span(w));
    const std::size_t cut = std::size_t(firstRows) * std::size_t(k) * kernels::bytesOf(type);
    parts.push_back({bytes.first(cut), type, firstRows, k});
    if (firstRows < n) parts.push_back({bytes.subspan(cut), type, n - firstRows, k});
    const auto weight = backend->uploadWeight(parts, "w");
    const std::vector<float> bias = random.vector(std::size_t(n));
    DeviceArray<float> biases(*backend, bias);

    for (const int rows : kRows) {
        const std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(k));
        DeviceArray<float> input(*backend, x);
        DeviceArray<float> out(*backend, std::size_t(rows) * std::size_t(n));
        backend->matmul(*stream, input.activations(rows, k), *weight, withBias ? biases.view(n) : Tensor<float>(),
                        out.view(rows, n));
        std::vector<double> expected, tolerance;
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < n; ++c) {
                double sum = withBias ? double(bias[std::size_t(c)]) : 0;
                double magnitude = std::abs(sum);
                for (int i = 0; i < k; ++i) {
                    const double product = double(x[std::size_t(r) * k + i]) * double(w[std::size_t(c) * k + i]);
                    sum += product;
                    magnitude += std::abs(product);
                }
                expected.push_back(sum);
                tolerance.push_back((k + 2) * kEpsilon * magnitude);
            }
        COMPARE_WITHIN(out.get(), expected, tolerance, caseText({{"rows", rows}, {"n", n}, {"k", k}}));
    }
}

void KernelsCpu::matmul() {
    for (const auto& [n, k] :
         std::initializer_list<std::pair<int, int>>{{1, 1}, {31, 17}, {32, 64}, {33, 65}, {100, 20}, {203, 72}}) {
        checkMatmul(kernels::HostType::F32, n, k, n % 2 == 0);
        if (QTest::currentTestFailed()) return;
    }
}

void KernelsCpu::matmulBf16() {
    for (const auto& [n, k] :
         std::initializer_list<std::pair<int, int>>{{1, 1}, {15, 3}, {17, 33}, {64, 40}, {203, 72}}) {
        checkMatmul(kernels::HostType::Bf16, n, k, n % 2 == 1);
        if (QTest::currentTestFailed()) return;
    }
}

void KernelsCpu::matmulSwiGlu() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const int rows : {1, 17}) {
        const int k = 48, width = 20;
        const std::vector<float> w = random.vector(std::size_t(2 * width) * std::size_t(k));
        const kernels::HostMatrix part = hostMatrix(w, 2 * width, k);
        const auto weight = backend->uploadWeight({&part, 1}, "gate/up");
        const DeviceArray<float> x(*backend, random.vector(std::size_t(rows) * std::size_t(k)));
        const DeviceArray<float> between(*backend, std::size_t(rows) * std::size_t(2 * width)),
            expected(*backend, std::size_t(rows) * std::size_t(width)),
            out(*backend, std::size_t(rows) * std::size_t(width));
        backend->matmul(*stream, x.activations(rows, k), *weight, {}, between.activations(rows, 2 * width));
        backend->swiGlu(*stream, between.activations(rows, 2 * width), expected.activations(rows, width));
        backend->matmulSwiGlu(*stream, x.activations(rows, k), *weight, between.activations(rows, 2 * width),
                              out.activations(rows, width));
        QCOMPARE(out.get(), expected.get());
        QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, backend->matmulSwiGlu(*stream, x.activations(rows, k), *weight,
                                                                            between.activations(rows, 2 * width),
                                                                            out.activations(rows, width - 1)));
    }
}

void KernelsCpu::swiGlu() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const int width : {1, 16, 100, 864}) {
        const int rows = 19;
        std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(2 * width), 4);
        x[0] = 200;  // past the range of the exponential on either side
        if (width > 1) x[1] = -200;
        DeviceArray<float> gateUp(*backend, x), out(*backend, std::size_t(rows) * width);
        backend->swiGlu(*stream, gateUp.activations(rows, 2 * width), out.activations(rows, width));
        std::vector<double> expected, tolerance;
        for (int r = 0; r < rows; ++r)
            for (int i = 0; i < width; ++i) {
                const float* row = x.data() + std::size_t(r) * std::size_t(2 * width);
                expected.push_back(silu(double(row[i])) * double(row[width + i]));
                tolerance.push_back(10 * kEpsilon * std::abs(expected.back()) + 1e-30);
            }
        COMPARE_WITHIN(out.get(), expected, tolerance, caseText({{"width", width}}));
    }
}

void KernelsCpu::gatherRows() {
    const auto backend = kernels::makeCpuBackend();
    const auto stream = backend->makeStream();
    DeviceArray<float> x(*backend, {0, 1, 10, 11, 20, 21}), out(*backend, 6);
    DeviceArray<std::int32_t> indices(*backend, {2, 0, 2});
    backend->gatherRows(*stream, x.activations(3, 2), indices.view(3), out.view(3, 2));
    QCOMPARE(out.get(), (std::vector<float>{20, 21, 0, 1, 20, 21}));
    backend->gatherRows(*stream, x.activations(3, 2), indices.view(1), out.activations(1, 2));
    QCOMPARE(out.get()[0], 20.0F);
    indices.set({3, 0, 0});
    QVERIFY_THROWS_EXCEPTION(std::out_of_range,
                             backend->gatherRows(*stream, x.activations(3, 2), indices.view(1), out.view(1, 2)));
}

void KernelsCpu::scoreMlp() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    const int in = 72;
    const int hidden = 77;
    const std::vector<float> w0 = random.vector(std::size_t(hidden) * in, 0.2F),
                             b0 = random.vector(std::size_t(hidden), 0.2F),
                             w1 = random.vector(std::size_t(hidden), 0.2F);
    const kernels::HostMatrix part = hostMatrix(w0, hidden, in);
    const auto first = backend->uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
    DeviceArray<float> firstBias(*backend, b0), second(*backend, w1);
    const kernels::Mlp mlp{first.get(), firstBias.view(hidden), second.view(hidden), -0.3F};
    for (const int rows : kRows) {
        const std::vector<float> x = random.vector(std::size_t(rows) * in);
        DeviceArray<float> input(*backend, x), scores(*backend, std::size_t(rows));
        backend->scoreMlp(*stream, input.view(rows, in), mlp, scores.view(rows));
        std::vector<double> expected, tolerance;
        for (int r = 0; r < rows; ++r) {
            double sum = double(-0.3F), magnitude = 0.3;
            for (int h = 0; h < hidden; ++h) {
                double dot = double(b0[std::size_t(h)]), size = std::abs(dot);
                for (int i = 0; i < in; ++i) {
                    const double product = double(x[std::size_t(r) * in + i]) * double(w0[std::size_t(h) * in + i]);
                    dot += product;
                    size += std::abs(product);
                }
                sum += std::max(dot, 0.0) * double(w1[std::size_t(h)]);
                magnitude += size * std::abs(double(w1[std::size_t(h)]));
            }
            expected.push_back(1 / (1 + std::exp(-sum)));
            tolerance.push_back((in + hidden + 4) * kEpsilon * magnitude / 4);  // the sigmoid's slope is at most 1/4
        }
        COMPARE_WITHIN(scores.get(), expected, tolerance, caseText({{"rows", rows}}));
    }
}

void KernelsCpu::copyBlock() {
    const auto backend = kernels::makeCpuBackend();
    const auto stream = backend->makeStream();
    const std::size_t blockFloats = std::size_t{2} * 3 * 2 * 4 * 16;  // layers, kv heads, k and v, head dim, tokens
    RandomValues random(kSeed);
    const std::vector<float> before = random.vector(3 * blockFloats);
    DeviceArray<float> memory(*backend, before);
    const kernels::KvCache cache{memory.view(1).data, 3, 2, 3, 4};
    backend->copyBlock(*stream, cache, 2, 0);
    std::vector<float> expected = before;
    std::copy_n(before.begin() + std::ptrdiff_t(2 * blockFloats), blockFloats, expected.begin());
    QCOMPARE(memory.get(), expected);
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, backend->copyBlock(*stream, cache, 0, 3));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, backend->copyBlock(*stream, cache, -1, 0));
}

void KernelsCpu::shapesAreChecked() {
    const auto backend = kernels::makeCpuBackend();
    const auto stream = backend->makeStream();
    const std::vector<float> w(6, 1.0F);
    const kernels::HostMatrix part = hostMatrix(w, 2, 3);
    const auto weight = backend->uploadWeight({&part, 1}, "w");
    DeviceArray<float> x(*backend, 8), out(*backend, 8);
    try {
        backend->matmul(*stream, x.activations(2, 4), *weight, {}, out.activations(2, 2));
        QFAIL("a matrix of another width was taken");
    } catch (const kernels::ShapeError& e) {
        QCOMPARE(QByteArray(e.what()), QByteArray("matmul: w: expected k = 4, got 3"));
    }
    const kernels::HostMatrix shortPart{std::as_bytes(std::span(w)), kernels::HostType::F32, 2, 4};
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, (void)backend->uploadWeight({&shortPart, 1}, "w"));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, backend->swiGlu(*stream, x.activations(2, 3), out.activations(2, 2)));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, (void)x.view(2).first(3));
}

void KernelsCpu::memory() {
    const auto backend = kernels::makeCpuBackend();
    QVERIFY(backend->info().totalBytes > 0);
    QVERIFY(!backend->info().name.empty());
    try {
        (void)backend->allocate(std::size_t{1} << 62, "everything");
        QFAIL("an impossible allocation succeeded");
    } catch (const kernels::OutOfMemory& e) {
        QCOMPARE(e.neededBytes, std::size_t{1} << 62);
        QVERIFY(QByteArray(e.what()).contains("everything"));
    }
    kernels::Buffer a = backend->allocate(100, "a");
    const kernels::Buffer b = std::move(a);
    QVERIFY(a.data() == nullptr && b.data() != nullptr);  // NOLINT(bugprone-use-after-move)
    // A capacity far beyond the machine's memory costs nothing until it is touched.
    const kernels::Buffer large = backend->allocate(std::size_t{1} << 36, "lazy");
    large.as<char>()[123456789] = 1;
}

void KernelsCpu::devicesSayWhyThereAreNone() {
    const kernels::DeviceList list = kernels::listDevices();
    QCOMPARE(list.devices.empty(), !list.reasonIfEmpty.empty());
}

QTEST_GUILESS_MAIN(KernelsCpu)
#include "kernels_cpu.moc"
