// Quantised weights on the CPU: every type and instruction set against the same values loaded as bf16, which must agree
// bit for bit, and the block formats against a plain second reading of their definitions.
#include <limits>

#include "kernels/backend_cost.h"
#include "kernels/block_formats.h"
#include "kernels/half.h"
#include "kernels/kv_rounding.h"
#include "kernels_support.h"

namespace {

using namespace test;
using namespace kernels;

const std::vector<HostType> kTypes = {HostType::Q8_0, HostType::Q4_0, HostType::Q4_1, HostType::Q5_0,
                                      HostType::Q5_1, HostType::Q4_K, HostType::Q5_K, HostType::Q6_K};
constexpr auto kRowCounts = {1, 5, 13, 101};  // of one tile, of several, and of more than one chunk of tiles

std::size_t scaleAt(HostType type) {
    return type == HostType::Q6_K ? 208 : 0;
}

/// Random bytes; the halves in them are finite numbers of either sign below `largest`.
std::vector<std::byte> randomBlocks(HostType type, std::size_t count, RandomValues& random, float largest = 0.02F) {
    const std::size_t blockBytes = blockOf(type).bytes;
    std::vector<std::byte> bytes(count * blockBytes);
    for (std::byte& b : bytes) b = std::byte(random.below(256));
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t half = 0; half < (formatOf(type).hasOffsets ? 2 : 1); ++half) {
            const std::uint16_t bits = floatToHalf(largest * float(random.below(2001) - 1000) / 1000);
            std::memcpy(bytes.data() + i * blockBytes + scaleAt(type) + 2 * half, &bits, 2);
        }
    return bytes;
}

/// A part [n, k], and the same values as bf16.
struct Matrix {
    Matrix(HostType asType, int rows, int columns, RandomValues& random)
        : type(asType), n(rows), k(columns), floats(std::size_t(n) * std::size_t(k)), halves(floats.size()) {
        if (isQuantised(type)) {
            bytes = randomBlocks(type, floats.size() / blockOf(type).elements, random);
            dequantise(type, bytes, floats);
        } else {
            floats = random.vector(floats.size());
        }
        for (std::size_t i = 0; i < floats.size(); ++i) halves[i] = bf16Of(floats[i]);
    }
    HostMatrix asBf16() const { return {std::as_bytes(std::span(halves)), HostType::Bf16, n, k}; }
    HostMatrix asItIs() const { return type == HostType::Bf16 ? asBf16() : HostMatrix{bytes, type, n, k}; }

    HostType type;
    int n, k;
    std::vector<std::byte> bytes;
    std::vector<float> floats;
    std::vector<std::uint16_t> halves;
};

std::vector<float> product(Backend& backend, const std::vector<float>& x, int rows, const Weight& w,
                           const std::vector<float>& bias) {
    const auto stream = backend.makeStream();
    DeviceArray<float> in(backend, x);
    DeviceArray<float> out(backend, std::size_t(rows) * std::size_t(w.n()));
    const Buffer biasMemory = bias.empty() ? Buffer() : backend.uploadVector(bias, "bias");
    const Tensor<const float> biasView =
        bias.empty() ? Tensor<const float>() : Tensor<const float>(biasMemory.as<const float>(), w.n());
    backend.matmul(*stream, in.activations(rows, w.k()), w, biasView, out.activations(rows, w.n()));
    return out.get();
}

std::vector<float> allRows(Backend& backend, const Weight& table) {
    const auto stream = backend.makeStream();
    std::vector<std::int32_t> tokens(std::size_t(table.n()));
    for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = std::int32_t(i);
    DeviceArray<std::int32_t> in(backend, tokens);
    DeviceArray<float> out(backend, std::size_t(table.n()) * std::size_t(table.k()));
    backend.embed(*stream, in.view(table.n()), table, out.activations(table.n(), table.k()));
    return out.get();
}

}  // namespace

class KernelsQuantised : public QObject {
    Q_OBJECT

    /// Products and rows of a weight of `parts` are those of the same values as bf16.
    static void compareWithBf16(Backend& backend, const std::vector<Matrix>& parts, const std::string& what) {
        RandomValues random(kSeed + 1);
        std::vector<HostMatrix> asTheyAre, asBf16;
        std::size_t bytes = 0;
        for (const Matrix& part : parts) {
            asTheyAre.push_back(part.asItIs());
            asBf16.push_back(part.asBf16());
            bytes += weightBytes(BackendKind::Cpu, part.type, std::size_t(part.n), std::size_t(part.k));
        }
        const auto quantised = backend.uploadWeight(asTheyAre, "quantised");
        const auto rounded = backend.uploadWeight(asBf16, "bf16");
        QVERIFY2(quantised->bytes() == bytes, what.c_str());
        QVERIFY2(allRows(backend, *quantised) == allRows(backend, *rounded), what.c_str());
        const std::vector<float> bias = random.vector(std::size_t(quantised->n()));
        for (const int rows : kRowCounts) {
            const std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(quantised->k()));
            for (const std::vector<float>& added : {std::vector<float>(), bias})
                QVERIFY2(product(backend, x, rows, *quantised, added) == product(backend, x, rows, *rounded, added),
                         (what + caseText({{", rows", rows}})).c_str());
        }
    }

    static std::vector<Variant> packedVariants() {
        std::vector<Variant> packed;
        for (const Variant& variant : variants())
            if (variant.options.gemm == CpuGemm::Packed) packed.push_back(variant);
        return packed;
    }

private Q_SLOTS:
    void productsAndRowsAreThoseOfBf16_data() {
        QTest::addColumn<int>("type");
        for (const HostType type : kTypes) QTest::newRow(nameOf(type)) << int(type);
    }
    void productsAndRowsAreThoseOfBf16() {
        QFETCH(int, type);
        const int block = int(blockOf(HostType(type)).elements);
        RandomValues random(kSeed);
        for (const Variant& variant : packedVariants()) {
            const auto backend = makeCpuBackend(variant.options);
            QVERIFY(backend->takesQuantised());
            for (const auto& [n, blocks] : {std::pair{1, 1}, {16, 2}, {31, 1}, {33, 3}, {100, 9}})
                compareWithBf16(*backend, {Matrix(HostType(type), n, blocks * block, random)},
                                variant.name + caseText({{", n", n}, {"blocks", blocks}}));
        }
    }

    /// Parts of one weight keep their types, also beside one that is not quantised.
    void partsOfOneWeight() {
        RandomValues random(kSeed);
        for (const Variant& variant : packedVariants()) {
            const auto backend = makeCpuBackend(variant.options);
            std::vector<Matrix> parts;
            parts.emplace_back(HostType::Q4_K, 70, 512, random);
            parts.emplace_back(HostType::Bf16, 33, 512, random);
            parts.emplace_back(HostType::Q4_K, 17, 512, random);
            parts.emplace_back(HostType::Q6_K, 32, 512, random);
            parts.emplace_back(HostType::Q4_0, 1, 512, random);
            compareWithBf16(*backend, parts, variant.name);
        }
    }

    /// Against sums in double precision, so that it is not the two ways of this program alone that agree.
    void productsAreThoseOfTheValues() {
        const auto backend = makeCpuBackend({.threads = 2, .gemm = CpuGemm::Packed});
        RandomValues random(kSeed);
        for (const HostType type : kTypes) {
            const Matrix matrix(type, 40, 512, random);
            const HostMatrix part = matrix.asItIs();
            const auto weight = backend->uploadWeight({&part, 1}, "quantised");
            const std::vector<float> x = random.vector(std::size_t(3 * matrix.k));
            std::vector<double> expected, tolerance;
            for (int row = 0; row < 3; ++row)
                for (int n = 0; n < matrix.n; ++n) {
                    double sum = 0, size = 0;
                    for (int k = 0; k < matrix.k; ++k) {
                        const double term = double(x[std::size_t(row * matrix.k + k)]) *
                                            double(matrix.floats[std::size_t(n * matrix.k + k)]);
                        sum += term;
                        size += std::abs(term);
                    }
                    expected.push_back(sum);
                    tolerance.push_back(size * (1.0 / 256 + matrix.k * kEpsilon));  // bf16's rounding, the sum's
                }
            COMPARE_WITHIN(product(*backend, x, 3, *weight, {}), expected, tolerance, nameOf(type));
        }
    }

    void aRowDoesNotDependOnTheOthers() {
        RandomValues random(kSeed);
        for (const Variant& variant : packedVariants()) {
            const auto backend = makeCpuBackend(variant.options);
            for (const HostType type : kTypes) {
                const Matrix matrix(type, 45, 768, random);
                const HostMatrix part = matrix.asItIs();
                const auto weight = backend->uploadWeight({&part, 1}, "quantised");
                const int rows = 109;
                const std::vector<float> x = random.vector(std::size_t(rows * matrix.k));
                const std::vector<float> together = product(*backend, x, rows, *weight, {});
                for (const int row : {0, 7, 50, 95, 96, 108}) {
                    const std::vector<float> alone(x.begin() + row * matrix.k, x.begin() + (row + 1) * matrix.k);
                    const std::vector<float> got = product(*backend, alone, 1, *weight, {});
                    QVERIFY2(std::equal(got.begin(), got.end(), together.begin() + row * matrix.n), nameOf(type));
                }
            }
        }
    }

    void nonFiniteScalesAreFound() {
        RandomValues random(kSeed);
        for (const HostType type : kTypes) {
            std::vector<std::byte> bytes = randomBlocks(type, 7, random, 65504.0F);
            QVERIFY(!findNonFiniteBlock(type, bytes));
            std::vector<float> values(7 * blockOf(type).elements);
            dequantise(type, bytes, values);
            QVERIFY(std::all_of(values.begin(), values.end(),
                                [](float v) { return std::isfinite(floatOf(std::uint32_t{bf16Of(v)} << 16)); }));
            for (const std::uint16_t half : std::initializer_list<std::uint16_t>{0x7C00, 0xFC00, 0x7C01, 0xFFFF})
                for (std::size_t which = 0; which < (formatOf(type).hasOffsets ? 2 : 1); ++which)
                    for (const std::size_t at : {0, 3, 6}) {
                        std::vector<std::byte> bad = bytes;
                        std::memcpy(bad.data() + at * blockOf(type).bytes + scaleAt(type) + 2 * which, &half, 2);
                        QCOMPARE(findNonFiniteBlock(type, bad), std::optional(at));
                        dequantise(type, bad, values);  // and it is right to refuse it
                        QVERIFY(!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }));
                    }
        }
    }

    void randomWeightsHaveTheSpreadThatWasAskedFor() {
        const auto backend = makeCpuBackend({.threads = 2, .gemm = CpuGemm::Packed});
        for (const HostType type : kTypes) {
            const auto weight = backend->randomWeight(64, 1024, 0.03F, 7, "random", type);
            QCOMPARE(weight->bytes(), weightBytes(BackendKind::Cpu, type, 64, 1024));
            const std::vector<float> values = allRows(*backend, *weight);
            double sum = 0, squares = 0;
            for (const float v : values) {
                sum += double(v);
                squares += double(v) * double(v);
            }
            const auto count = double(values.size());
            QVERIFY2(std::abs(std::sqrt(squares / count) - 0.03) < 0.003, nameOf(type));
            QVERIFY2(std::abs(sum / count) < 0.005, nameOf(type));
            QVERIFY(values == allRows(*backend, *backend->randomWeight(64, 1024, 0.03F, 7, "random", type)));
            QVERIFY(values != allRows(*backend, *backend->randomWeight(64, 1024, 0.03F, 8, "random", type)));
        }
    }

    void whatIsNotTakenIsRefused() {
        RandomValues random(kSeed);
        const Matrix matrix(HostType::Q4_K, 8, 256, random);
        const HostMatrix part = matrix.asItIs();
        const auto blas = makeCpuBackend({.threads = 1, .gemm = CpuGemm::OpenBlas});
        QVERIFY(!blas->takesQuantised());
        QVERIFY_THROWS_EXCEPTION(ShapeError, blas->uploadWeight({&part, 1}, "w"));
        QVERIFY_THROWS_EXCEPTION(ShapeError, blas->randomWeight(8, 256, 1, 1, "w", HostType::Q4_K));
        const auto packed = makeCpuBackend({.threads = 1, .gemm = CpuGemm::Packed});
        HostMatrix bad = part;
        bad.bytes = part.bytes.first(part.bytes.size() - 1);
        QVERIFY_THROWS_EXCEPTION(ShapeError, packed->uploadWeight({&bad, 1}, "w"));
        bad = part;
        bad.k = 250;
        QVERIFY_THROWS_EXCEPTION(ShapeError, packed->uploadWeight({&bad, 1}, "w"));
        QVERIFY_THROWS_EXCEPTION(ShapeError, packed->uploadWeight({&part, 1}, "w", WeightPrecision::Float32));
        QVERIFY_THROWS_EXCEPTION(ShapeError, packed->randomWeight(8, 250, 1, 1, "w", HostType::Q8_0));
    }
};

QTEST_APPLESS_MAIN(KernelsQuantised)
#include "kernels_quantised.moc"
