#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/run/devices.h"
#include "app/study/benchmark.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

using nlohmann::json;

struct Options {
    std::string modelPath;
    std::optional<std::string> shape;
    BenchmarkRequest request;
    BackendChoice backend = BackendChoice::Auto;
    std::optional<int> device;
    std::optional<WeightChoice> weights;
    bool json = false;
};

json toJson(const std::vector<StageShare>& stages) {
    json out = json::array();
    for (const StageShare& s : stages) out.push_back({{"stage", s.stage}, {"ms", 1e3 * s.seconds}, {"share", s.share}});
    return out;
}

json toJson(const BenchmarkResult& r, const Options& options) {
    json out{{"device", r.device},           {"backend", r.backend}, {"model", r.model},
             {"kv_type", r.kvType},          {"weights", r.weights}, {"copy_gb_s", r.copyBytesPerS / 1e9},
             {"weight_bytes", r.weightBytes}};
    if (r.decode) {
        const DecodeResult& d = *r.decode;
        out["decode"] = {{"n", options.request.traces},    {"context", options.request.context},
                         {"steps", options.request.steps}, {"median_ms", 1e3 * d.medianS},
                         {"p5_ms", 1e3 * d.p5S},           {"p95_ms", 1e3 * d.p95S},
                         {"device_ms", 1e3 * d.deviceS},   {"host_gap", d.hostGap},
                         {"tokens_per_s", d.tokensPerS},   {"kv_bytes", d.kvBytes},
                         {"floor_ms", 1e3 * d.floorS},     {"floor_rate", d.floorRate},
                         {"stages", toJson(d.stages)}};
    }
    if (r.prefill) {
        const PrefillResult& p = *r.prefill;
        out["prefill"] = {{"tokens", p.tokens},
                          {"ms", 1e3 * p.seconds},
                          {"tokens_per_s", p.tokensPerS},
                          {"tflop_s", p.flops / p.seconds / 1e12},
                          {"product_share", p.productShare},
                          {"stages", toJson(p.stages)}};
    }
    return out;
}

void printStages(const std::vector<StageShare>& stages) {
    for (const StageShare& s : stages)
        std::printf("  %-12s %9.3f ms  %5.1f %%\n", s.stage.c_str(), 1e3 * s.seconds, 100 * s.share);
}

void print(const BenchmarkResult& r, const BenchmarkRequest& request) {
    std::printf("%s on %s (%s): weights as %s, %.2f GB a pass, device copy %.0f GB/s\n",
                engine::printable(r.model).c_str(), engine::printable(r.device).c_str(), r.backend.c_str(),
                r.weights.c_str(), r.weightBytes / 1e9, r.copyBytesPerS / 1e9);
    if (r.decode) {
        const DecodeResult& d = *r.decode;
        std::printf("decode, n %d, context %d, KV as %s: %.3f ms a step (5 %% %.3f, 95 %% %.3f), %.0f tokens/s\n",
                    request.traces, request.context, r.kvType.c_str(), 1e3 * d.medianS, 1e3 * d.p5S, 1e3 * d.p95S,
                    d.tokensPerS);
        std::printf("  floor %.3f ms (KV %.2f GB): %.1f %% of the floor's rate; device %.3f ms, host gap %.1f %%\n",
                    1e3 * d.floorS, d.kvBytes / 1e9, 100 * d.floorRate, 1e3 * d.deviceS, 100 * d.hostGap);
        printStages(d.stages);
    }
    if (r.prefill) {
        const PrefillResult& p = *r.prefill;
        std::printf(
            "prefill of %d tokens: %.1f ms, %.0f tokens/s, %.0f TFLOP/s; %.1f %% of the rate of its matrix products "
            "alone\n",
            p.tokens, 1e3 * p.seconds, p.tokensPerS, p.flops / p.seconds / 1e12, 100 * p.productShare);
        printStages(p.stages);
    }
}

int benchShape(const Options& options) {
    const auto config = findShape(*options.shape);
    const auto backend = makeBackend(options.backend, options.device);
    const double copy = measureCopy(*backend);
    engine::Transformer model(*backend, *config, engine::RandomWeights{},
                              {.weights = options.weights.value_or(WeightChoice::File)});
    std::vector<float> w0(512 * static_cast<std::size_t>(config->hiddenSize), 0.01F), b(512, 0.1F);
    model.attachScorer({config->hiddenSize, 512, w0, b, b, 0.0F});
    BenchmarkResult result = runBenchmark(model, backend->info(), copy, options.request);
    result.model = *options.shape + " shape, random weights";
    const bool takes = backend->takesQuantised();
    result.weights = kernels::nameOf(engine::keptType(options.weights.value_or(WeightChoice::File),
                                                      engine::StorageType::BF16, engine::MatrixPlace::Layer,
                                                      static_cast<std::size_t>(config->hiddenSize), takes));
    if (options.json)
        std::printf("%s\n", toJson(result, options).dump().c_str());
    else
        print(result, options.request);
    return 0;
}

int benchModel(const Options& options) {
    CliRunOptions load;
    load.modelPath = options.modelPath;
    load.setDevice(options.backend, options.device);
    if (options.weights) load.preferWeights(*options.weights);
    const auto session = loadSession(load);
    const double copy = measureCopy(session->backend());
    BenchmarkResult result = runBenchmark(session->transformer(), session->device(), copy, options.request);
    result.model = session->info().name;
    result.weights = session->info().weights;
    if (options.json)
        std::printf("%s\n", toJson(result, options).dump().c_str());
    else
        print(result, options.request);
    return 0;
}

}  // namespace

void addBench(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("bench", "Measure decode and prefill against the floor of memory bandwidth");
    auto options = std::make_shared<Options>();
    BenchmarkRequest& r = options->request;
    auto* model = command->add_option("--model", options->modelPath, "Model (default: the embedded demo model)")
                      ->check(notEmpty());
    command->add_option("--shape", options->shape, "Random weights of a shape instead, made on the device")
        ->check(CLI::IsMember(shapeNames()))
        ->excludes(model);
    command->add_option("-n,--traces", r.traces, "Traces that decode together; 0: no decode")
        ->check(wholeRange(0, 4096));
    command->add_option("--context", r.context, "Tokens of each trace")->check(wholeRange(1, 1 << 20));
    command->add_option("--steps", r.steps, "Decode passes that are timed")->check(wholeRange(1, 100000));
    command->add_option("--prefill", r.prefillTokens, "Also time the prefill of a prompt of this many tokens")
        ->check(wholeRange(1, 1 << 20));
    addDeviceOptions(*command, options->backend, options->device);
    addTypeOptions(*command, r.kvType, options->weights);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] {
        if (options->request.traces == 0 && !options->request.prefillTokens)
            throw UsageError("-n 0 decodes nothing; without --prefill there is nothing to measure");
        action = [options] { return options->shape ? benchShape(*options) : benchModel(*options); };
    });
}

}  // namespace app::cli
