// Each of the CUDA backend's own matrix products by itself, which the choice by time would not always run: numbers
// of rows and widths that fill no tile, against the CPU twin.
#include "cuda_support.h"
#include "kernels/cuda/matmul.h"

namespace {

using namespace test;
using kernels::Activation;
using kernels::Tensor;
namespace cuda = kernels::cuda;

struct Shape {
    int n, k;
};
const std::vector<Shape> kShapes = {{1, 8}, {16, 32}, {100, 72}, {130, 256}, {640, 320}, {257, 1096}};

}  // namespace

class KernelsCudaMatmul : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        SKIP_WITHOUT_DEVICE();
        m_both = std::make_unique<BothBackends>();
        cudaDeviceProp properties{};
        CHECK_CUDA(cudaGetDeviceProperties(&properties, 0));
        m_launch = {
            .stream = nullptr, .overlap = properties.major >= 9, .multiprocessors = properties.multiProcessorCount};
    }
    void skinny() {
        for (const bool deep : {false, true})
            check({1, 2, 7, 8, 9, 15, 16},
                  [&](auto x, const cuda::CudaWeight& w, auto out) { cuda::matmulSkinny(m_launch, deep, x, w, out); });
    }
    void plain() {
        check({1, 3, 70}, [&](auto x, const cuda::CudaWeight& w, auto out) { cuda::matmulPlain(m_launch, x, w, out); });
    }

private:
    template <class Op>
    void check(const std::vector<int>& rowCounts, Op op);
    std::unique_ptr<BothBackends> m_both;
    cuda::Launch m_launch;
};

template <class Op>
void KernelsCudaMatmul::check(const std::vector<int>& rowCounts, Op op) {
    RandomValues random(kSeed);
    for (const Shape& s : kShapes) {
        const std::vector<float> w = bf16Values(random, std::size_t(s.n) * std::size_t(s.k), 0.3F);
        const kernels::HostMatrix part = hostMatrix(w, s.n, s.k);
        const auto cpuWeight = m_both->cpu->uploadWeight({&part, 1}, "w");
        const auto cudaWeight = m_both->cuda->uploadWeight({&part, 1}, "w");
        const auto& own = static_cast<const cuda::CudaWeight&>(*cudaWeight);
        for (const int rows : rowCounts) {
            const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(s.k));
            const auto count = std::size_t(rows) * std::size_t(s.n);
            const Activations cpuInput(*m_both->cpu, x, rows, s.k), input(*m_both->cuda, x, rows, s.k);
            const DeviceArray<float> expected(*m_both->cpu, count);
            m_both->cpu->matmul(*m_both->cpu->makeStream(), cpuInput.view(), *cpuWeight, {}, expected.view(rows, s.n));
            const std::string which = caseText({{"n", s.n}, {"k", s.k}, {"rows", rows}});

            const DeviceArray<float> floats(*m_both->cuda, std::vector<float>(count, std::nanf("")));
            op(Tensor<const Activation>(input.view()), own, floats.view(rows, s.n));
            CHECK_CUDA(cudaDeviceSynchronize());
            VERIFY_ERROR(floats.get(), expected.get(), s.k * kEpsilon, which);
            const Activations rounded(*m_both->cuda, rows, s.n);
            op(Tensor<const Activation>(input.view()), own, rounded.view());
            CHECK_CUDA(cudaDeviceSynchronize());
            VERIFY_ERROR(rounded.get(), expected.get(), kBf16, which);
        }
    }
}

QTEST_GUILESS_MAIN(KernelsCudaMatmul)
#include "kernels_cuda_matmul.moc"
