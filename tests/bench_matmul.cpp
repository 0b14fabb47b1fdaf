// Times every way to multiply that the CUDA backend knows, per shape and number of rows, against the time that the
// weights take at the bandwidth of a device copy. Not a test: run it by hand on a quiet GPU.
//   bench_matmul [rows 64]
// Weights rotate over more memory than the level-2 cache holds; runs follow each other as they do in a pass.
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "app/study/benchmark.h"
#include "cuda_timer.h"
#include "kernels/cuda/matmul.h"
#include "kernels/devices.h"

namespace {

using namespace kernels;

constexpr std::size_t kRotatedBytes = std::size_t{400} << 20;

}  // namespace

int main(int argc, char** argv) {
    const int rows = argc > 1 ? std::atoi(argv[1]) : 64;
    const auto backend = makeCudaBackend(0);
    const double copy = app::measureCopy(*backend);
    const test::CudaTimer timer;
    int device = 0;
    cudaDeviceProp properties{};
    CHECK_CUDA(cudaGetDevice(&device));
    CHECK_CUDA(cudaGetDeviceProperties(&properties, device));
    const cuda::Launch to{timer.stream, properties.major >= 9, properties.multiProcessorCount};
    cuda::Matmul library;
    library.onlyLibrary(true);

    for (const char* name : {"qwen3-4b", "qwen3-8b", "phi-4-14b"}) {
        const engine::ModelConfig c = *app::findShape(name);
        const int qkv = (c.heads + 2 * c.kvHeads) * c.headDim;
        const std::pair<int, int> shapes[] = {{qkv, c.hiddenSize},
                                              {c.hiddenSize, c.heads * c.headDim},
                                              {2 * c.intermediateSize, c.hiddenSize},
                                              {c.hiddenSize, c.intermediateSize}};
        for (const auto& [n, k] : shapes) {
            const std::size_t bytes = std::size_t(n) * std::size_t(k) * 2;
            std::vector<std::unique_ptr<Weight>> weights;
            for (std::size_t i = 0; i <= kRotatedBytes / bytes; ++i)
                weights.push_back(backend->randomWeight(n, k, 0.02F, i, "w"));
            const auto x = backend->randomWeight(rows, k, 1, 99, "x");
            const Buffer y = backend->allocate(std::size_t(rows) * std::size_t(n) * 2, "y");
            const Tensor<const Activation> in{
                static_cast<const Activation*>(static_cast<const cuda::CudaWeight&>(*x).data()), rows, k};
            const Tensor<Activation> out{y.as<Activation>(), rows, n};
            const int count = int(weights.size());
            const auto weight = [&](int i) -> const cuda::CudaWeight& {
                return static_cast<const cuda::CudaWeight&>(*weights[std::size_t(i)]);
            };
            std::printf("%-10s n %6d k %6d: floor %5.1f us, library %5.1f", name, n, k, 1e6 * double(bytes) / copy,
                        timer.microseconds(count, [&](int i) { library.run(to, in, weight(i), out); }));
            if (rows <= cuda::kSkinnyRows)
                for (const bool deep : {false, true})
                    std::printf(", %s %5.1f", deep ? "deep" : "skinny", timer.microseconds(count, [&](int i) {
                        cuda::matmulSkinny(to, deep, in, weight(i), out);
                    }));
            std::printf("\n");
        }
    }
    return 0;
}
