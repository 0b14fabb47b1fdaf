// Every op of the CPU backend, in every variant, against a plain double-precision reference: odd sizes, block edges,
// head counts. Tolerances are bounds on float32 rounding for the sums at hand.
#include <bit>
#include <numeric>

#include "kernels_support.h"

namespace {

using namespace test;
using kernels::Tensor;

constexpr std::uint64_t kSeed = 20240717;
const std::vector<int> kRows = {1, 2, 3, 5, 7, 11, 12, 13, 16, 24, 25, 31, 32, 33, 47, 64, 70};

std::string caseText(std::initializer_list<std::pair<const char*, long>> values) {
    std::string text = "seed " + std::to_string(kSeed);
    for (const auto& [name, value] : values) text += std::string(", ") + name + " " + std::to_string(value);
    return text;
}

double silu(double x) {
    return x / (1 + std::exp(-x));
}

/// out = residual / rms * gain in double precision.
std::vector<double> rmsNorm(const std::vector<double>& x, const std::vector<float>& gain, double eps) {
    double squares = 0;
    for (const double v : x) squares += v * v;
    const double scale = 1 / std::sqrt(squares / double(x.size()) + eps);
    std::vector<double> out(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) out[i] = x[i] * scale * double(gain[i]);
    return out;
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
    void ropeTable_data() { addVariantRows(); }
    void ropeTable();
    void ropeAndCache_data() { addVariantRows(); }
    void ropeAndCache();
    void attention_data() { addVariantRows(); }
    void attention();
    void paddingRowsDoNothing();
    void swiGlu_data() { addVariantRows(); }
    void swiGlu();
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
    DeviceArray<float> out(*backend, 5 * width);
    backend->embed(*stream, tokens.view(5), *weight, out.activations(5, width));
    const std::vector<float> got = out.get();
    int row = 0;
    for (const int token : {44, 0, 31, 32, 44}) {
        const std::vector<float> expected(table.begin() + token * width, table.begin() + (token + 1) * width);
        QCOMPARE(std::vector<float>(got.begin() + row * width, got.begin() + (row + 1) * width), expected);
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
                        const auto at = std::size_t(r * width + i);
                        const float added = withDelta ? x[at] + d[at] : x[at];
                        QCOMPARE(gotResidual[at], added);
                        sum.push_back(double(added));
                    }
                    const std::vector<double> expected = rmsNorm(sum, gain, 1e-6);
                    std::vector<double>
                        tolerance;  // half the relative error of the sum of squares, and three roundings
                    for (const double e : expected) tolerance.push_back((width / 2.0 + 4) * kEpsilon * std::abs(e));
                    COMPARE_WITHIN(std::span(got).subspan(std::size_t(r * width), std::size_t(width)), expected,
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
                    const double product = double(x[std::size_t(r * k + i)]) * double(w[std::size_t(c * k + i)]);
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

void KernelsCpu::ropeTable() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    const std::vector<std::int32_t> position = {0, 1, 17, 4095, -1};
    const std::vector<float> f = {1.0F, 0.1F, 0.01F};
    DeviceArray<std::int32_t> positions(*backend, position);
    DeviceArray<float> frequencies(*backend, f);
    DeviceArray<float> out(*backend, 5 * 6);
    backend->ropeTable(*stream, positions.view(5), frequencies.view(3), 2.0F, out.view(5, 6));
    std::vector<double> expected, tolerance;
    for (const std::int32_t p : position) {
        for (const float v : f) expected.push_back(2 * std::cos(double(float(p) * v)));
        for (const float v : f) expected.push_back(2 * std::sin(double(float(p) * v)));
    }
    tolerance.assign(expected.size(), 4 * kEpsilon);
    COMPARE_WITHIN(out.get(), expected, tolerance, "rope table");
}

void KernelsCpu::ropeAndCache() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const kernels::AttentionShape& shape : {kernels::AttentionShape{6, 2, 64}, {3, 3, 20}, {4, 1, 34}}) {
        const int rows = 21;
        const int width = shape.qkvWidth();
        const auto headDim = std::size_t(shape.headDim);
        const std::size_t half = headDim / 2;
        const std::vector<float> x = random.vector(std::size_t(rows * width));
        const std::vector<float> qGain = random.vector(headDim, 0.5F, 1);
        const std::vector<float> rope = random.vector(std::size_t(rows) * headDim, 0.7F);
        DeviceArray<float> qkv(*backend, x), gains(*backend, qGain), table(*backend, rope);
        std::vector<std::int32_t> position(rows);
        std::iota(position.begin(), position.end(), 0);
        DeviceArray<std::int32_t> positions(*backend, position),
            sequences(*backend, std::vector<std::int32_t>(rows, 0)), tables(*backend, {1, 0});
        const std::size_t cacheFloats = 2 * std::size_t(2 * shape.kvHeads) * headDim * 16;
        DeviceArray<float> memory(*backend, cacheFloats);
        const kernels::KvCache cache{memory.view(1).data, 2, 1, shape.kvHeads, shape.headDim};
        const kernels::PagedRows paged{positions.view(rows), sequences.view(rows), tables.view(1, 2), rows};
        backend->ropeAndCache(*stream, shape, qkv.activations(rows, width), gains.view(shape.headDim), {}, 1e-6F,
                              table.view(rows, shape.headDim), paged, cache, 0);
        const std::vector<float> got = qkv.get();
        for (int r = 0; r < rows; ++r)
            for (int h = 0; h < shape.heads; ++h) {
                const std::size_t at = std::size_t(r * width) + std::size_t(h) * headDim;
                std::vector<double> head(x.begin() + std::ptrdiff_t(at), x.begin() + std::ptrdiff_t(at + headDim));
                head = rmsNorm(head, qGain, 1e-6);
                std::vector<double> expected(headDim), tolerance(headDim);
                const float* cosines = rope.data() + std::size_t(r) * headDim;
                for (std::size_t i = 0; i < half; ++i) {
                    const double c = double(cosines[i]);
                    const double s = double(cosines[half + i]);
                    expected[i] = head[i] * c - head[half + i] * s;
                    expected[half + i] = head[half + i] * c + head[i] * s;
                    tolerance[i] = tolerance[half + i] = (double(headDim) / 2 + 6) * kEpsilon *
                                                         (std::abs(head[i]) + std::abs(head[half + i])) *
                                                         (std::abs(c) + std::abs(s));
                }
                COMPARE_WITHIN(std::span(got).subspan(at, headDim), expected, tolerance,
                               caseText({{"row", r}, {"head", h}}));
            }
    }
}

void KernelsCpu::attention() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const kernels::AttentionShape& shape :
         {kernels::AttentionShape{6, 2, 64}, {3, 3, 20}, {4, 1, 34}, {7, 1, 16}, {16, 2, 128}}) {
        const std::vector<int> contexts = {1, 15, 16, 17, 31, 33, 300};
        const auto headDim = std::size_t(shape.headDim);
        const int width = shape.qkvWidth();
        const int tableWidth = 19;
        const int sequenceCount = int(contexts.size());
        const int blockCount = sequenceCount * tableWidth;

        // Block tables in no order, so that a block's place says nothing.
        std::vector<std::int32_t> table(static_cast<std::size_t>(blockCount));
        for (int i = 0; i < blockCount; ++i) table[std::size_t(i)] = (i * 31 + 5) % blockCount;
        DeviceArray<std::int32_t> tables(*backend, table);
        DeviceArray<float> memory(*backend,
                                  std::size_t(blockCount) * 2 * std::size_t(2 * shape.kvHeads) * headDim * 16);
        const kernels::KvCache cache{memory.view(1).data, blockCount, 2, shape.kvHeads, shape.headDim};
        const int layer = 1;

        // All tokens of all sequences in one write; their q rows attend afterwards: rows at every position.
        std::vector<std::int32_t> position, sequence;
        for (int s = 0; s < sequenceCount; ++s)
            for (int t = 0; t < contexts[std::size_t(s)]; ++t) {
                position.push_back(t);
                sequence.push_back(s);
            }
        const int rows = int(position.size());
        const std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(width));
        std::vector<float> rope(std::size_t(rows) * headDim, 0.0F);  // no rotation
        for (int r = 0; r < rows; ++r)
            std::fill_n(rope.begin() + std::ptrdiff_t(std::size_t(r) * headDim), headDim / 2, 1.0F);
        DeviceArray<float> qkv(*backend, x), ropes(*backend, rope),
            out(*backend, std::size_t(rows) * std::size_t(shape.outWidth()));
        DeviceArray<std::int32_t> positions(*backend, position), sequences(*backend, sequence);
        const kernels::PagedRows paged{positions.view(rows), sequences.view(rows),
                                       tables.view(sequenceCount, tableWidth), 300};
        backend->ropeAndCache(*stream, shape, qkv.activations(rows, width), {}, {}, 1e-6F,
                              ropes.view(rows, shape.headDim), paged, cache, layer);
        const float scale = 0.4F;
        backend->attention(*stream, shape, qkv.activations(rows, width), scale, paged, cache, layer,
                           out.activations(rows, shape.outWidth()));
        const std::vector<float> got = out.get();

        int firstRow = 0;
        for (int s = 0; s < sequenceCount; firstRow += contexts[std::size_t(s++)]) {
            for (const int t : {0, 14, 15, 16, contexts[std::size_t(s)] - 1}) {
                if (t >= contexts[std::size_t(s)]) continue;
                for (int h = 0; h < shape.heads; ++h) {
                    const int kvHead = h / (shape.heads / shape.kvHeads);
                    const float* q =
                        x.data() + std::size_t(firstRow + t) * std::size_t(width) + std::size_t(h) * headDim;
                    const auto row = [&](int token, int head) {
                        return x.data() + std::size_t(firstRow + token) * std::size_t(width) +
                               std::size_t(head) * headDim;
                    };
                    std::vector<double> score;
                    double worst = 0;  // of a score's rounding error
                    for (int i = 0; i <= t; ++i) {
                        double dot = 0, magnitude = 0;
                        for (std::size_t d = 0; d < headDim; ++d) {
                            const double product = double(q[d]) * double(row(i, shape.heads + kvHead)[d]);
                            dot += product;
                            magnitude += std::abs(product);
                        }
                        score.push_back(dot * double(scale));
                        worst = std::max(worst, (double(headDim) + 2) * kEpsilon * magnitude * double(scale) +
                                                    kEpsilon * std::abs(score.back()));
                    }
                    const double maximum = *std::max_element(score.begin(), score.end());
                    double sum = 0;
                    for (double& v : score) sum += v = std::exp(v - maximum);
                    std::vector<double> expected(headDim, 0), tolerance(headDim, 0);
                    for (int i = 0; i <= t; ++i)
                        for (std::size_t d = 0; d < headDim; ++d) {
                            const double v =
                                score[std::size_t(i)] / sum * double(row(i, shape.heads + shape.kvHeads + kvHead)[d]);
                            expected[d] += v;
                            tolerance[d] += std::abs(v);
                        }
                    // Errors of numerator and sum: a score's, the exponential's (4 units), and t additions.
                    for (double& v : tolerance) v *= 2 * worst + (2.0 * (t + 1) + 12) * kEpsilon;
                    COMPARE_WITHIN(std::span(got).subspan(std::size_t(firstRow + t) * std::size_t(shape.outWidth()) +
                                                              std::size_t(h) * headDim,
                                                          headDim),
                                   expected, tolerance,
                                   caseText({{"context", t + 1}, {"head", h}, {"head dim", shape.headDim}}));
                }
            }
        }
    }
}

void KernelsCpu::paddingRowsDoNothing() {
    const auto backend = kernels::makeCpuBackend();
    const auto stream = backend->makeStream();
    const kernels::AttentionShape shape{2, 1, 16};
    DeviceArray<float> qkv(*backend, std::vector<float>(64, 1.0F)), rope(*backend, std::vector<float>(16, 1.0F)),
        out(*backend, std::vector<float>(32, 9.0F)), memory(*backend, 2 * 16 * 16);
    DeviceArray<std::int32_t> positions(*backend, std::vector<std::int32_t>{-1}), sequences(*backend, 1),
        tables(*backend, 1);
    const kernels::KvCache cache{memory.view(1).data, 1, 1, 1, 16};
    const kernels::PagedRows paged{positions.view(1), sequences.view(1), tables.view(1, 1), 0};
    backend->ropeAndCache(*stream, shape, qkv.activations(1, 64), {}, {}, 1e-6F, rope.view(1, 16), paged, cache, 0);
    backend->attention(*stream, shape, qkv.activations(1, 64), 1.0F, paged, cache, 0, out.activations(1, 32));
    QCOMPARE(memory.get(), std::vector<float>(2 * 16 * 16, 0.0F));
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
        DeviceArray<float> gateUp(*backend, x), out(*backend, std::size_t(rows * width));
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
    const std::vector<float> w0 = random.vector(std::size_t(hidden * in), 0.2F),
                             b0 = random.vector(std::size_t(hidden), 0.2F),
                             w1 = random.vector(std::size_t(hidden), 0.2F);
    const kernels::HostMatrix part = hostMatrix(w0, hidden, in);
    const auto first = backend->uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
    DeviceArray<float> firstBias(*backend, b0), second(*backend, w1);
    const kernels::Mlp mlp{first.get(), firstBias.view(hidden), second.view(hidden), -0.3F};
    for (const int rows : kRows) {
        const std::vector<float> x = random.vector(std::size_t(rows * in));
        DeviceArray<float> input(*backend, x), scores(*backend, std::size_t(rows));
        backend->scoreMlp(*stream, input.view(rows, in), mlp, scores.view(rows));
        std::vector<double> expected, tolerance;
        for (int r = 0; r < rows; ++r) {
            double sum = double(-0.3F), magnitude = 0.3;
            for (int h = 0; h < hidden; ++h) {
                double dot = double(b0[std::size_t(h)]), size = std::abs(dot);
                for (int i = 0; i < in; ++i) {
                    const double product = double(x[std::size_t(r * in + i)]) * double(w0[std::size_t(h * in + i)]);
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
    const std::size_t blockFloats = 2 * 3 * 2 * 4 * 16;  // layers, kv heads, k and v, head dim, tokens
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
