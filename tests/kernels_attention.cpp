// Rotation, the write into the paged cache and attention of the CPU backend, in every variant, against a plain
// double-precision reference: block edges, head counts and widths. Tolerances are bounds on float32 rounding.
#include <numeric>

#include "kernels/kv_rounding.h"
#include "kernels_support.h"

namespace {

using namespace test;
using kernels::KvType;

/// A head's key or value as a cache of that type gives it back, worked out in double precision.
std::vector<double> asKept(KvType type, const float* x, std::size_t count) {
    std::vector<double> kept(x, x + count);
    if (type == KvType::F32) return kept;
    double largest = 0;
    for (const double v : kept) largest = std::max(largest, std::abs(v));
    const auto ulp = [](double v) { return std::ldexp(1.0, std::ilogb(v) - 7); };  // of bf16
    if (type == KvType::Bf16) {
        for (double& v : kept) v = v == 0 ? 0 : std::nearbyint(v / ulp(v)) * ulp(v);
        return kept;
    }
    const double wanted = largest / 127;
    const double scale = std::ceil(wanted / ulp(wanted)) * ulp(wanted);
    const float inverse = 1.0F / float(scale);  // by a product in float32, which decides what lies halfway
    for (double& v : kept) v = std::nearbyint(double(float(v) * inverse)) * scale;
    return kept;
}

}  // namespace

class KernelsAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ropeTable_data() { addVariantRows(); }
    void ropeTable();
    void ropeAndCache_data() { addVariantRows(); }
    void ropeAndCache();
    void attention_data();
    void attention();
    void roundingToEightBits();
    void whatIsNoNumberStaysNone_data() { addVariantRows(); }
    void whatIsNoNumberStaysNone();
    void paddingRowsDoNothing();
};

void KernelsAttention::ropeTable() {
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

void KernelsAttention::ropeAndCache() {
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

void KernelsAttention::attention_data() {
    QTest::addColumn<int>("variant");
    QTest::addColumn<int>("kvType");
    for (const KvType type : {KvType::F32, KvType::Bf16, KvType::Q8})
        for (std::size_t i = 0; i < variants().size(); ++i)
            QTest::addRow("%s, %s", variants()[i].name.c_str(), kernels::nameOf(type)) << int(i) << int(type);
}

void KernelsAttention::attention() {
    QFETCH(int, kvType);
    const auto type = KvType(kvType);
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const kernels::AttentionShape& shape : {kernels::AttentionShape{6, 2, 64},
                                                 {3, 3, 20},
                                                 {4, 1, 34},
                                                 {7, 1, 16},
                                                 {16, 2, 128},
                                                 {6, 2, 64, 1},
                                                 {3, 3, 20, 15},
                                                 {4, 1, 34, 17},
                                                 {5, 1, 16, 40},
                                                 {4, 2, 32, 299}}) {
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
        const DeviceArray<std::byte> memory(
            *backend,
            std::vector(std::size_t(blockCount * 2 * shape.kvHeads) * kernels::kvHeadBytes(type, shape.headDim),
                        std::byte{0xFF}));  // what no token was written to may be anything
        const kernels::KvCache cache{memory.view(1).data, blockCount, 2, shape.kvHeads, shape.headDim, type};
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
                    const auto kept = [&](int token, int head) { return asKept(type, row(token, head), headDim); };
                    std::vector<double> score;
                    double worst = 0;  // of a score's rounding error
                    const int first = shape.window > 0 ? std::max(0, t + 1 - shape.window) : 0;
                    for (int i = first; i <= t; ++i) {
                        double dot = 0, magnitude = 0;
                        const std::vector<double> key = kept(i, shape.heads + kvHead);
                        for (std::size_t d = 0; d < headDim; ++d) {
                            const double product = double(q[d]) * key[d];
                            dot += product;
                            magnitude += std::abs(product);
                        }
                        score.push_back(dot * double(scale));
                        worst = std::max(worst, (double(headDim) + 3) * kEpsilon * magnitude * double(scale) +
                                                    kEpsilon * std::abs(score.back()));
                    }
                    const double maximum = *std::max_element(score.begin(), score.end());
                    double sum = 0;
                    for (double& v : score) sum += v = std::exp(v - maximum);
                    std::vector<double> expected(headDim, 0), tolerance(headDim, 0);
                    for (int i = first; i <= t; ++i) {
                        const std::vector<double> value = kept(i, shape.heads + shape.kvHeads + kvHead);
                        for (std::size_t d = 0; d < headDim; ++d) {
                            const double v = score[std::size_t(i - first)] / sum * value[d];
                            expected[d] += v;
                            tolerance[d] += std::abs(v);
                        }
                    }
                    // Errors of numerator and sum: a score's, the exponential's (4 units), and t additions.
                    for (double& v : tolerance) v *= 2 * worst + (2.0 * (t + 1) + 12) * kEpsilon;
                    COMPARE_WITHIN(
                        std::span(got).subspan(
                            std::size_t(firstRow + t) * std::size_t(shape.outWidth()) + std::size_t(h) * headDim,
                            headDim),
                        expected, tolerance,
                        caseText(
                            {{"context", t + 1}, {"head", h}, {"head dim", shape.headDim}, {"window", shape.window}}));
                }
            }
        }
    }
}

/// Every element within half a step of what it was, whatever its size; what is no number stays none.
void KernelsAttention::roundingToEightBits() {
    using namespace kernels;
    RandomValues random(kSeed);
    for (int power = -140; power <= 120; power += 3) {
        const std::vector<float> x = random.vector(64, float(std::ldexp(1.0, power)));
        std::uint32_t largest = 0;
        for (const float v : x) largest = std::max(largest, magnitudeBits(v));
        const float scale = kvScaleValue(kvScale(largest));
        const double exact = double(floatOf(largest)) / 127;
        QVERIFY(double(scale) >= exact * (1 - kEpsilon));
        QVERIFY(double(scale) <= std::max(exact * (1 + 1.0 / 127), std::ldexp(1.0, -40)));
        for (const float v : x) {
            const auto rounded = static_cast<std::int8_t>(kvRound(v, 1.0F / scale));
            QVERIFY(std::abs(int(rounded)) <= 127);
            QVERIFY(std::abs(double(rounded) * double(scale) - double(v)) <= double(scale) * (0.5 + 1e-4));
        }
    }
    QCOMPARE(kvScaleValue(kvScale(0)), std::ldexp(1.0F, -40));
    QVERIFY(std::isnan(kvScaleValue(kvScale(magnitudeBits(-std::nanf(""))))));
    QVERIFY(std::isnan(kvScaleValue(kvScale(0x7FFFFFFFU))));
    QVERIFY(std::isinf(kvScaleValue(kvScale(magnitudeBits(-std::numeric_limits<float>::infinity())))));
}

/// A key, a query or a value that is no number must not vanish in the maximum or the exponential of the softmax.
void KernelsAttention::whatIsNoNumberStaysNone() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    const kernels::AttentionShape shape{2, 2, 20};
    const int width = shape.qkvWidth();
    constexpr int kRows = 40;
    for (const KvType type : {KvType::F32, KvType::Bf16, KvType::Q8})
        for (const int part : {0, 1, 2}) {                  // query, key, value of the first head
            for (const int spoiled : {0, 7, 16, 33, 39}) {  // token, in whole blocks and in the last one
                std::vector<float> x = random.vector(std::size_t(kRows * width));
                x[std::size_t(spoiled * width + part * 2 * shape.headDim + 3)] =
                    std::numeric_limits<float>::quiet_NaN();
                std::vector<float> rope(std::size_t(kRows * shape.headDim), 0.0F);
                for (int r = 0; r < kRows; ++r)
                    std::fill_n(rope.begin() + std::ptrdiff_t(r * shape.headDim), shape.headDim / 2, 1.0F);
                std::vector<std::int32_t> position(kRows);
                std::iota(position.begin(), position.end(), 0);
                DeviceArray<float> qkv(*backend, x), ropes(*backend, rope),
                    out(*backend, std::size_t(kRows * shape.outWidth()));
                DeviceArray<std::byte> memory(
                    *backend, 3 * std::size_t(shape.kvHeads) * kernels::kvHeadBytes(type, shape.headDim));
                DeviceArray<std::int32_t> positions(*backend, position),
                    sequences(*backend, std::vector<std::int32_t>(kRows, 0)), tables(*backend, {2, 0, 1});
                const kernels::KvCache cache{memory.view(1).data, 3, 1, shape.kvHeads, shape.headDim, type};
                const kernels::PagedRows paged{positions.view(kRows), sequences.view(kRows), tables.view(1, 3), kRows};
                backend->ropeAndCache(*stream, shape, qkv.activations(kRows, width), {}, {}, 1e-6F,
                                      ropes.view(kRows, shape.headDim), paged, cache, 0);
                backend->attention(*stream, shape, qkv.activations(kRows, width), 0.3F, paged, cache, 0,
                                   out.activations(kRows, shape.outWidth()));
                const std::vector<float> got = out.get();
                for (int r = 0; r < kRows; ++r) {
                    const bool sees = part == 0 ? r == spoiled : r >= spoiled;
                    const float first = got[std::size_t(r * shape.outWidth() + 3)];  // of 8 bits, its neighbours too
                    const float other = got[std::size_t(r * shape.outWidth() + shape.headDim + 3)];
                    QVERIFY2(std::isnan(first) == sees,
                             caseText({{"part", part}, {"spoiled", spoiled}, {"row", r}}).c_str());
                    QVERIFY(std::isfinite(other));
                }
            }
        }
}

void KernelsAttention::paddingRowsDoNothing() {
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

QTEST_GUILESS_MAIN(KernelsAttention)
#include "kernels_attention.moc"
