// Quantised matrices on the CUDA backend against the formats' definition: every type, tiles and units that are not
// full, every way to cut a product up, weights of several types.
#include <bit>
#include <numeric>

#include "cuda_support.h"
#include "kernels/backend_cost.h"
#include "kernels/block_formats.h"
#include "kernels/cuda/matmul.h"
#include "kernels/half.h"

namespace {

using namespace test;
using kernels::Activation;
using kernels::HostType;
using kernels::Tensor;
namespace cuda = kernels::cuda;

constexpr std::array kTypes = {HostType::Q8_0, HostType::Q4_0, HostType::Q4_1, HostType::Q5_0,
                               HostType::Q5_1, HostType::Q4_K, HostType::Q5_K, HostType::Q6_K};

/// Where halves lie in a block of a type.
std::vector<std::size_t> halvesOf(HostType type) {
    switch (type) {
        case HostType::Q6_K: return {208};
        case HostType::Q8_0:
        case HostType::Q4_0:
        case HostType::Q5_0: return {0};
        default: return {0, 2};
    }
}

/// A quantised matrix of random numbers and scales, and its values.
struct Quantised {
    HostType type;
    int n, k;
    std::vector<std::byte> bytes;
    std::vector<float> values;

    Quantised(RandomValues& random, std::size_t which, int rows, int width)
        : type(kTypes[which]), n(rows), k(width), bytes(bytesOf(type, std::size_t(n), std::size_t(k))) {
        const std::vector<float> noise = random.vector(bytes.size());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const auto bits = std::bit_cast<std::uint32_t>(noise[i]);
            bytes[i] = std::byte(bits ^ bits >> 8 ^ bits >> 16);
        }
        const std::size_t block = blockOf(type).bytes;
        for (std::size_t at = 0; at < bytes.size(); at += block)
            for (const std::size_t half : halvesOf(type)) {
                const std::uint16_t scale = kernels::floatToHalf(0.01F + 0.02F * std::abs(noise[at + half]));
                std::memcpy(bytes.data() + at + half, &scale, 2);
            }
        values.resize(std::size_t(n) * std::size_t(k));
        kernels::dequantise(type, bytes, values);
    }
    kernels::HostMatrix part() const { return {bytes, type, n, k}; }
};

std::vector<float> rounded(std::vector<float> values) {
    for (float& v : values) v = asBf16(v);
    return values;
}

/// x [rows, k] times the transposed w [n, k], in double.
std::vector<float> product(const std::vector<float>& x, const std::vector<float>& w, int rows, int n, int k) {
    std::vector<float> out(std::size_t(rows) * std::size_t(n));
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < n; ++c) {
            double sum = 0;
            for (int i = 0; i < k; ++i)
                sum += double(x[std::size_t(r) * k + i]) * double(w[std::size_t(c) * std::size_t(k) + std::size_t(i)]);
            out[std::size_t(r) * n + c] = float(sum);
        }
    return out;
}

bool isSymmetric(HostType type) {
    return type == HostType::Q8_0 || type == HostType::Q4_0 || type == HostType::Q5_0 || type == HostType::Q6_K;
}

/// A kernel that makes elements bf16 rounds the sum of product and offset to the other of two neighbours where it lies
/// nearly between them: one in a hundred, by 2^-8.
double limitOfRounded(HostType type, int k) {
    return isSymmetric(type) ? k * kEpsilon : 5e-4;
}

/// Any kernel against exact elements: rounding them to bf16 is all that may be between.
constexpr double kOfElements = 0.6 * kBf16;

}  // namespace

class KernelsCudaQuantised : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        SKIP_WITHOUT_DEVICE();
        m_cuda = kernels::makeCudaBackend(0);
        cudaDeviceProp properties{};
        CHECK_CUDA(cudaGetDeviceProperties(&properties, 0));
        m_launch = {
            .stream = nullptr, .overlap = properties.major >= 9, .multiprocessors = properties.multiProcessorCount};
        CHECK_CUDA(cudaMalloc(&m_scratch.sums, kSumBytes));
        m_scratch.sumBytes = kSumBytes;
    }
    void cleanupTestCase() { cudaFree(m_scratch.sums); }
    void embedGivesWhatTheFormatsDefine();
    void skinny() {
        for (const int tiles : {1, 2})
            for (const int warps : {1, 2, 5, 8, 16, 20})
                check({1, 2, 4, 5, 8, 9, 16}, {.isSkinny = true, .warps = warps, .tiles = tiles});
    }
    void gated();
    void wide() {
        for (const int blocks : {1, 2, 3, 7, 45}) check({1, 17, 32, 33, 64, 65, 130}, {.blocks = blocks});
    }
    void everyNumberOfRows();
    void partsOfSeveralTypes();
    void besideOneThatIsNot();
    void randomWeights();
    void sameResultsEachTime();

private:
    static constexpr std::size_t kSumBytes = std::size_t{64} << 20;
    void check(const std::vector<int>& rowCounts, const cuda::QuantTiling& tiling);
    /// By the backend's choice.
    std::vector<float> multiplied(const kernels::Weight& weight, const std::vector<float>& x, int rows);
    std::unique_ptr<kernels::Backend> m_cuda;
    cuda::Launch m_launch;
    cuda::QuantScratch m_scratch;
};

void KernelsCudaQuantised::embedGivesWhatTheFormatsDefine() {
    RandomValues random(kSeed);
    const auto stream = m_cuda->makeStream();
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        for (const int k : {256, 768}) {
            const Quantised w(random, i, 45, k);
            const kernels::HostMatrix part = w.part();
            const auto weight = m_cuda->uploadWeight({&part, 1}, "table");
            QVERIFY(weight->bytes() == kernels::weightBytes(kernels::BackendKind::Cuda, w.type, 45, std::size_t(k)));
            std::vector<std::int32_t> ids(45);
            std::iota(ids.begin(), ids.end(), 0);
            const DeviceArray<std::int32_t> tokens(*m_cuda, ids);
            const Activations out(*m_cuda, 45, k);
            m_cuda->embed(*stream, tokens.view(45), *weight, out.view());
            m_cuda->synchronize(*stream);
            QVERIFY2(out.get() == rounded(w.values), std::to_string(i).c_str());
        }
}

void KernelsCudaQuantised::check(const std::vector<int>& rowCounts, const cuda::QuantTiling& tiling) {
    RandomValues random(kSeed);
    struct Shape {
        int n, k;
    };
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
        const int block = int(blockOf(kTypes[i]).elements);
        for (const Shape& s : {Shape{1, block}, Shape{16, 3 * block}, Shape{130, 5 * block}, Shape{300, 2560}}) {
            const Quantised w(random, i, s.n, s.k);
            const kernels::HostMatrix part = w.part();
            const auto weight = m_cuda->uploadWeight({&part, 1}, "w");
            const auto& own = static_cast<const cuda::CudaWeight&>(*weight);
            for (const int rows : rowCounts) {
                if (!cuda::fitsTiling(tiling, rows, s.n, s.k, m_scratch)) continue;
                const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(s.k));
                // Of few rows most types' numbers are multiplied as they are and sums are scaled.
                const bool scalesSums = tiling.isSkinny && w.type != HostType::Q8_0 && w.type != HostType::Q6_K;
                const std::vector<float> expected =
                    product(x, scalesSums ? w.values : rounded(w.values), rows, s.n, s.k);
                const Activations input(*m_cuda, x, rows, s.k);
                const std::string which = caseText({{"type", int(i)},
                                                    {"n", s.n},
                                                    {"k", s.k},
                                                    {"rows", rows},
                                                    {"blocks", tiling.blocks},
                                                    {"warps", tiling.warps},
                                                    {"tiles", tiling.tiles}});
                // The weight's columns are those in the middle of a wider output.
                const int width = s.n + 7;
                const std::size_t count = std::size_t(rows) * std::size_t(width);
                const DeviceArray<float> floats(*m_cuda, std::vector<float>(count, 77.0F));
                cuda::matmulQuantised(m_launch, w.type, tiling, m_scratch, Tensor<const Activation>(input.view()),
                                      own.sections()[0].matrix, floats.view(rows, width), 3);
                const Activations halves(*m_cuda, rows, s.n);
                cuda::matmulQuantised(m_launch, w.type, tiling, m_scratch, Tensor<const Activation>(input.view()),
                                      own.sections()[0].matrix, halves.view(), 0);
                CHECK_CUDA(cudaDeviceSynchronize());
                std::vector<float> got;
                const std::vector<float> all = floats.get();
                for (std::size_t at = 0; at < count; ++at) {
                    const int column = int(at % std::size_t(width)) - 3;
                    if (column >= 0 && column < s.n)
                        got.push_back(all[at]);
                    else
                        QVERIFY2(all[at] == 77.0F, which.c_str());
                }
                VERIFY_ERROR(got, expected, scalesSums ? 2e-5 : limitOfRounded(w.type, s.k), which);
                VERIFY_ERROR(halves.get(), expected, kBf16, which);
            }
        }
    }
}

void KernelsCudaQuantised::gated() {
    RandomValues random(kSeed);
    const auto stream = m_cuda->makeStream();
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        for (const auto& [n, k] : {std::pair{32, 256}, std::pair{224, 1280}, std::pair{96, 2560}, std::pair{80, 256}}) {
            const Quantised w(random, i, n, k);
            const kernels::HostMatrix part = w.part();
            const auto weight = m_cuda->uploadWeight({&part, 1}, "gate/up");
            const auto& own = static_cast<const cuda::CudaWeight&>(*weight);
            for (const int rows : {1, 3, 4, 5, 8, 9, 16, 17, 40}) {
                const std::string which = caseText({{"type", int(i)}, {"n", n}, {"k", k}, {"rows", rows}});
                const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(k), 0.3F);
                const Activations input(*m_cuda, x, rows, k), between(*m_cuda, rows, n);
                // One after the other, by kernels with tests of their own.
                m_cuda->matmul(*stream, input.view(), *weight, {}, between.view());
                const Activations expected(*m_cuda, rows, n / 2), byChoice(*m_cuda, rows, n / 2);
                m_cuda->swiGlu(*stream, between.view(), expected.view());
                m_cuda->matmulSwiGlu(*stream, input.view(), *weight, between.view(), byChoice.view());
                m_cuda->synchronize(*stream);
                VERIFY_ERROR(byChoice.get(), expected.get(), 2 * kBf16, which);
                const bool fits = n != 80 && rows <= 16;  // not half a tile of gates
                QCOMPARE(cuda::fitsGated(rows, own.sections()[0].matrix), fits);
                for (const int warps : {1, 3, 16}) {
                    if (!fits) break;
                    const Activations out(*m_cuda, rows, n / 2);
                    cuda::matmulGatedQuantised(m_launch, w.type, {.isSkinny = true, .warps = warps},
                                               Tensor<const Activation>(input.view()), own.sections()[0].matrix,
                                               out.view());
                    CHECK_CUDA(cudaDeviceSynchronize());
                    VERIFY_ERROR(out.get(), expected.get(), 2 * kBf16, which);
                }
            }
        }
}

std::vector<float> KernelsCudaQuantised::multiplied(const kernels::Weight& weight, const std::vector<float>& x,
                                                    int rows) {
    const auto stream = m_cuda->makeStream();
    const Activations input(*m_cuda, x, rows, weight.k());
    const DeviceArray<float> out(*m_cuda,
                                 std::vector<float>(std::size_t(rows) * std::size_t(weight.n()), std::nanf("")));
    m_cuda->matmul(*stream, input.view(), weight, {}, out.view(rows, weight.n()));
    m_cuda->synchronize(*stream);
    return out.get();
}

void KernelsCudaQuantised::everyNumberOfRows() {
    RandomValues random(kSeed);
    const int n = 700, k = 512;
    const Quantised w(random, 5, n, k);
    const kernels::HostMatrix part = w.part();
    const auto weight = m_cuda->uploadWeight({&part, 1}, "w");
    const std::vector<float> x = bf16Values(random, std::size_t(300) * std::size_t(k));
    const std::vector<float> expected = product(x, w.values, 300, n, k);
    for (int rows = 1; rows <= 300; rows += rows < 70 ? 1 : 23) {
        const std::vector<float> input(x.begin(), x.begin() + std::ptrdiff_t(rows) * k);
        const std::vector<float> part0(expected.begin(), expected.begin() + std::ptrdiff_t(rows) * n);
        VERIFY_ERROR(multiplied(*weight, input, rows), part0, kOfElements, caseText({{"rows", rows}}));
    }
}

void KernelsCudaQuantised::partsOfSeveralTypes() {
    RandomValues random(kSeed);
    const int k = 2048;
    const Quantised q(random, 5, 2050, k), kv(random, 5, 500, k), v(random, 7, 515, k);
    const std::array parts = {q.part(), kv.part(), v.part()};
    const auto weight = m_cuda->uploadWeight(parts, "qkv");
    QCOMPARE(static_cast<const cuda::CudaWeight&>(*weight).sections().size(), std::size_t{2});
    std::vector<float> values = q.values;
    values.insert(values.end(), kv.values.begin(), kv.values.end());
    values.insert(values.end(), v.values.begin(), v.values.end());
    for (const int rows : {1, 9, 64, 100, 257, 300}) {
        const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(k));
        VERIFY_ERROR(multiplied(*weight, x, rows), product(x, values, rows, weight->n(), k), kOfElements,
                     caseText({{"rows", rows}}));
    }
}

void KernelsCudaQuantised::besideOneThatIsNot() {
    RandomValues random(kSeed);
    const int k = 256;
    const Quantised q(random, 1, 33, k);
    const std::vector<float> plain = bf16Values(random, std::size_t(20) * std::size_t(k));
    const std::array parts = {q.part(), hostMatrix(plain, 20, k)};
    const auto weight = m_cuda->uploadWeight(parts, "both");
    std::vector<float> values = q.values;
    values.insert(values.end(), plain.begin(), plain.end());
    const std::vector<float> x = bf16Values(random, std::size_t(4) * std::size_t(k));
    VERIFY_ERROR(multiplied(*weight, x, 4), product(x, values, 4, 53, k), kOfElements, "both");
}

void KernelsCudaQuantised::randomWeights() {
    const auto stream = m_cuda->makeStream();
    const int n = 320, k = 1024;
    std::vector<std::int32_t> ids(n);
    std::iota(ids.begin(), ids.end(), 0);
    const DeviceArray<std::int32_t> tokens(*m_cuda, ids);
    for (const HostType type : kTypes) {
        const auto weight = m_cuda->randomWeight(n, k, 0.02F, 7, "random", type);
        const Activations out(*m_cuda, n, k);
        m_cuda->embed(*stream, tokens.view(n), *weight, out.view());
        m_cuda->synchronize(*stream);
        double sum = 0, squares = 0;
        for (const float v : out.get()) {
            sum += double(v);
            squares += double(v) * double(v);
        }
        const std::string what = caseText({{"type", int(type)}}) + ": " + std::to_string(sum / (n * k)) + ", " +
                                 std::to_string(std::sqrt(squares / (n * k)));
        QVERIFY2(std::abs(sum / (n * k)) < 0.0006, what.c_str());
        QVERIFY2(std::abs(std::sqrt(squares / (n * k)) - 0.02) < 0.0006, what.c_str());
    }
}

void KernelsCudaQuantised::sameResultsEachTime() {
    RandomValues random(kSeed);
    const Quantised w(random, 5, 300, 2560);
    const kernels::HostMatrix part = w.part();
    const auto weight = m_cuda->uploadWeight({&part, 1}, "w");
    const auto& own = static_cast<const cuda::CudaWeight&>(*weight);
    const std::vector<float> x = bf16Values(random, std::size_t(64) * 2560);
    const Activations input(*m_cuda, x, 64, 2560);
    std::vector<float> first;
    for (int i = 0; i < 20; ++i) {
        const DeviceArray<float> out(*m_cuda, std::size_t(64) * 300);
        cuda::matmulQuantised(m_launch, w.type, {.blocks = 37}, m_scratch, Tensor<const Activation>(input.view()),
                              own.sections()[0].matrix, out.view(64, 300), 0);
        CHECK_CUDA(cudaDeviceSynchronize());
        if (i == 0) first = out.get();
        QVERIFY(out.get() == first);
    }
}

QTEST_GUILESS_MAIN(KernelsCudaQuantised)
#include "kernels_cuda_quantised.moc"
