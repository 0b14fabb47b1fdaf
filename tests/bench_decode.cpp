// Decode speed of the CPU backend on the demo model's shape with random weights: tokens a second and time per stage.
// Not a test: run it by hand on a quiet machine.
//   bench_decode [traces 32] [context 300] [steps 60] [threads 0 = all] [gemm auto|packed|openblas] [prefill rows 128]
//                [KV f32|bf16|q8]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/transformer.h"
#include "kernels/cpu/cpu_backend.h"
#include "random_model.h"

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Traces that share nothing, each with blocks of its own.
struct Traces {
    Traces(int count, int tokensEach, int vocab) : random(7) {
        const int blocksEach = engine::blocksFor(tokensEach);
        for (int t = 0; t < count; ++t) {
            std::vector<engine::BlockId> blocks;
            blocks.reserve(static_cast<std::size_t>(blocksEach));
            for (int b = 0; b < blocksEach; ++b) blocks.push_back(engine::BlockId{t * blocksEach + b});
            tables.push_back(std::move(blocks));
            std::vector<engine::TokenId> tokens;
            tokens.reserve(static_cast<std::size_t>(tokensEach));
            for (int i = 0; i < tokensEach; ++i) tokens.push_back(engine::TokenId{random.below(vocab)});
            texts.push_back(std::move(tokens));
        }
    }
    test::RandomValues random;
    std::vector<std::vector<engine::BlockId>> tables;
    std::vector<std::vector<engine::TokenId>> texts;
};

void printStages(const std::vector<engine::StageTime>& stages, int steps) {
    double total = 0;
    for (const engine::StageTime& s : stages) total += s.seconds;
    for (const engine::StageTime& s : stages)
        std::printf("  %-12.*s %8.3f ms a pass  %5.1f %%\n", int(s.stage.size()), s.stage.data(),
                    1e3 * s.seconds / steps, 100 * s.seconds / total);
    std::printf("  %-12s %8.3f ms a pass\n", "together", 1e3 * total / steps);
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int i, int standard) { return argc > i ? std::atoi(argv[i]) : standard; };
    const int traceCount = number(1, 32);
    const int context = number(2, 300);
    const int steps = number(3, 60);
    const std::string_view gemm = argc > 5 ? argv[5] : "auto";
    const auto backend = kernels::makeCpuBackend({.threads = number(4, 0),
                                                  .gemm = gemm == "openblas" ? kernels::CpuGemm::OpenBlas
                                                          : gemm == "packed" ? kernels::CpuGemm::Packed
                                                                             : kernels::CpuGemm::Auto});
    const engine::ModelConfig config = test::demoShape();
    auto start = Clock::now();
    engine::Transformer model(*backend, config, test::RandomModel(config, 1), {}, {.maxRows = number(6, 128)});
    std::printf("%s, %d traces, context %d, weights %.1f MiB, loaded in %.2f s\n", backend->info().name.c_str(),
                traceCount, context, double(model.weightBytes()) / (1 << 20), secondsSince(start));

    const std::string_view kv = argc > 7 ? argv[7] : "f32";
    model.setKvType(kv == "q8" ? kernels::KvType::Q8 : kv == "bf16" ? kernels::KvType::Bf16 : kernels::KvType::F32);
    const int tokensEach = context + steps / 2 + 1;
    Traces traces(traceCount, tokensEach, config.vocabSize);
    model.allocateKv(traceCount * engine::blocksFor(tokensEach));
    const engine::SamplingParams params{.seed = 1};

    const int prefilled = context - steps / 2;  // the context asked for is the middle of the measurement
    start = Clock::now();
    for (int t = 0; t < traceCount; ++t) {
        const engine::Slice slice{.tokens = std::span(traces.texts[std::size_t(t)]).first(std::size_t(prefilled)),
                                  .blocks = traces.tables[std::size_t(t)],
                                  .sample = std::nullopt};
        (void)model.pass({&slice, 1}, params);
    }
    std::printf("prefill: %.0f tokens/s\n", traceCount * prefilled / secondsSince(start));

    std::vector<double> stepSeconds;
    for (const bool profiling : {false, true}) {
        model.setProfiling(profiling);
        for (int step = 0; step < steps; ++step) {
            std::vector<engine::Slice> slices;
            slices.reserve(static_cast<std::size_t>(traceCount));
            for (int t = 0; t < traceCount; ++t)
                slices.push_back(
                    {.tokens = std::span(traces.texts[std::size_t(t)])
                                   .subspan(static_cast<std::size_t>(prefilled) + static_cast<std::size_t>(step), 1),
                     .firstPosition = prefilled + step,
                     .blocks = traces.tables[std::size_t(t)],
                     .sample = engine::SampleKey{engine::TraceId{t + 1}, step},
                     .gatherHidden = (t + step) % 16 == 0});
            start = Clock::now();
            (void)model.pass(slices, params);
            if (!profiling) stepSeconds.push_back(secondsSince(start));
        }
    }
    std::sort(stepSeconds.begin(), stepSeconds.end());
    const auto percentile = [&](double p) { return stepSeconds[std::size_t(p * double(stepSeconds.size() - 1))]; };
    std::printf("decode: %.0f tokens/s at the median pass of %.2f ms (best %.2f, 95th percentile %.2f)\n",
                traceCount / percentile(0.5), 1e3 * percentile(0.5), 1e3 * percentile(0), 1e3 * percentile(0.95));
    printStages(model.stageTimes(), steps);
    return 0;
}
