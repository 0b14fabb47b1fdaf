// Times every way to multiply with quantised weights on the CUDA backend, per shape of Qwen3-4B, type and number of
// rows, against the time that the weights take at the bandwidth of a device copy. Not a test: run it by hand on a quiet
// GPU.
//   bench_quantised [ROWS]...
// Weights rotate over more memory than the level-2 cache holds; runs follow each other as they do in a pass.
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "app/study/benchmark.h"
#include "cuda_timer.h"
#include "kernels/backend_cost.h"
#include "kernels/cuda/matmul.h"
#include "kernels/devices.h"

namespace {

using namespace kernels;

constexpr std::size_t kRotatedBytes = std::size_t{300} << 20;

struct Named {
    HostType type;
    const char* name;
};

}  // namespace

int main(int argc, char** argv) {
    std::vector<int> rowCounts;
    for (int i = 1; i < argc; ++i) rowCounts.push_back(std::atoi(argv[i]));
    if (rowCounts.empty()) rowCounts = {1, 8, 16, 32, 64, 128, 256};
    const auto backend = makeCudaBackend(0);
    const double copy = app::measureCopy(*backend);
    const test::CudaTimer timer;
    cudaDeviceProp properties{};
    CHECK_CUDA(cudaGetDeviceProperties(&properties, 0));
    const cuda::Launch to{timer.stream, properties.major >= 9, properties.multiProcessorCount};
    constexpr std::size_t kSums = std::size_t{64} << 20;
    const Buffer sums = backend->allocate(kSums, "sums");
    const cuda::QuantScratch scratch{sums.as<float>(), kSums};

    std::printf("copy %.0f GB/s\n", copy * 1e-9);
    const std::pair<int, int> shapes[] = {{6144, 2560}, {2560, 4096}, {19456, 2560}, {2560, 9728}};
    for (const Named named : {Named{HostType::Q4_0, "Q4_0"}, Named{HostType::Q4_K, "Q4_K"},
                              Named{HostType::Q6_K, "Q6_K"}, Named{HostType::Q8_0, "Q8_0"}})
        for (const auto& shape : shapes) {
            const HostType type = named.type;
            const int n = shape.first, k = shape.second;
            const std::size_t bytes = weightBytes(BackendKind::Cuda, type, std::size_t(n), std::size_t(k));
            std::vector<std::unique_ptr<Weight>> weights;
            for (std::size_t i = 0; i <= kRotatedBytes / bytes; ++i)
                weights.push_back(backend->randomWeight(n, k, 0.02F, i, "w", type));
            const int count = int(weights.size());
            for (const int rows : rowCounts) {
                const auto x = backend->randomWeight(rows, k, 1, 99, "x");
                const Buffer y = backend->allocate(std::size_t(rows) * std::size_t(n) * 2, "y");
                const Tensor<const Activation> in{
                    static_cast<const Activation*>(static_cast<const cuda::CudaWeight&>(*x).data()), rows, k};
                const Tensor<Activation> out{y.as<Activation>(), rows, n};
                std::printf("%s n %5d k %4d rows %3d: floor %5.1f us", named.name, n, k, rows,
                            1e6 * double(bytes) / copy);
                const auto timed = [&](const char* what, int number, const cuda::QuantTiling& tiling) {
                    if (!cuda::fitsTiling(tiling, rows, n, k, scratch)) return;
                    std::printf(", %s%d %5.1f", what, number, timer.microseconds(count, [&](int i) {
                        const auto& w = static_cast<const cuda::CudaWeight&>(*weights[std::size_t(i)]);
                        cuda::matmulQuantised(to, type, tiling, scratch, in, w.sections()[0].matrix, out, 0);
                    }));
                };
                for (const int warps : {2, 4, 5, 8, 10, 16, 20}) {
                    timed("skinny", warps, {.isSkinny = true, .warps = warps});
                    timed("skinny of two tiles ", warps, {.isSkinny = true, .warps = warps, .tiles = 2});
                }
                const int places = (n + 127) / 128 * (rows <= 32 ? 1 : (rows + 63) / 64);
                if (rows > 4) timed("places", 1, {.blocks = places});
                for (const int each : {1, 2, 3, 5})
                    if (rows > 4) timed("wide", each, {.blocks = each * to.multiprocessors});
                std::printf("\n");
            }
        }
    return 0;
}
