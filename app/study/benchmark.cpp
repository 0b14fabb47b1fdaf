#include "app/study/benchmark.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include "app/run/preflight.h"
#include "app/run/units.h"
#include "app/run/usage_error.h"
#include "kernels/philox.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUpSteps = 12;
constexpr int kProfiledSteps = 20;
constexpr int kPrefillRepeats = 5;
constexpr int kStepTokens = 50;  // a boundary every so many tokens

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

/// Traces that share nothing: the same random text, each with blocks of its own.
class Traces {
public:
    Traces(engine::Transformer& model, int count, int context, int tokensEach) : m_model(model), m_count(count) {
        const int blocksEach = engine::blocksFor(tokensEach);
        m_model.allocateKv(count * blocksEach);
        for (int t = 0; t < count; ++t) {
            m_tables.emplace_back();
            for (int b = 0; b < blocksEach; ++b) m_tables.back().push_back(engine::BlockId{t * blocksEach + b});
        }
        const int vocabulary = model.config().vocabSize;
        for (int i = 0; i < tokensEach; ++i)
            m_text.push_back(engine::TokenId{static_cast<int>(kernels::philoxUniform(1, 0, i) * vocabulary)});
        if (context == 0) return;
        const engine::Slice slice{.tokens = std::span(m_text).first(static_cast<std::size_t>(context)),
                                  .blocks = m_tables[0],
                                  .sample = std::nullopt};
        m_model.pass({&slice, 1}, {});
        for (int t = 1; t < count; ++t) {
            for (int b = 0; b < engine::blocksFor(context); ++b)
                m_model.copyBlock(m_tables[0][static_cast<std::size_t>(b)],
                                  m_tables[static_cast<std::size_t>(t)][static_cast<std::size_t>(b)]);
        }
    }

    /// One token of every trace at `position`.
    void decode(int position) {
        std::vector<engine::Slice> slices;
        for (int t = 0; t < m_count; ++t) {
            slices.push_back({.tokens = std::span(m_text).subspan(static_cast<std::size_t>(position), 1),
                              .firstPosition = position,
                              .blocks = m_tables[static_cast<std::size_t>(t)],
                              .sample = engine::SampleKey{engine::TraceId{t + 1}, position},
                              .gatherHidden = (7 * t + position) % kStepTokens == 0});
        }
        m_model.pass(slices, {.seed = 1});
    }

private:
    engine::Transformer& m_model;
    int m_count;
    std::vector<std::vector<engine::BlockId>> m_tables;
    std::vector<engine::TokenId> m_text;
};

std::vector<StageShare> sharesOf(const std::vector<engine::StageTime>& stages, int passes) {
    std::vector<StageShare> shares;
    double total = 0;
    for (const engine::StageTime& s : stages) total += s.seconds;
    for (const engine::StageTime& s : stages)
        shares.push_back({std::string(s.stage), s.seconds / passes, s.seconds / total});
    return shares;
}

/// Tokens of a trace before its first decode pass, so that it has `context` of them in the middle of the measurement.
int tokensBefore(const BenchmarkRequest& request) {
    return std::max(0, request.context - kWarmUpSteps - request.steps / 2);
}
int decodePasses(const BenchmarkRequest& request) {
    return kWarmUpSteps + request.steps + kProfiledSteps;
}

/// What the model's context or the device's memory cannot hold is refused before it is tried.
void requireRoom(const engine::Transformer& model, const kernels::DeviceInfo& device, const BenchmarkRequest& request) {
    const int context = model.config().maxPositions;
    const int needed = tokensBefore(request) + decodePasses(request) + 1;
    if (request.traces > 0 && needed > context) {
        throw UsageError("--context " + std::to_string(request.context) + " with --steps " +
                         std::to_string(request.steps) + " takes " + std::to_string(needed) +
                         " positions, the model has " + std::to_string(context));
    }
    if (request.prefillTokens.value_or(0) > context) {
        throw UsageError("--prefill " + std::to_string(*request.prefillTokens) + ": the model has " +
                         std::to_string(context) + " positions");
    }
    const double decode = static_cast<double>(request.traces) * engine::blocksFor(needed);
    const double bytes = std::max<double>(decode, engine::blocksFor(request.prefillTokens.value_or(0))) *
                         static_cast<double>(model.blockBytes());
    if (bytes > static_cast<double>(device.freeBytes)) {
        throw UsageError("the KV cache would take " + std::to_string(std::llround(bytes / kMib)) + " MiB, " +
                         std::to_string(std::llround(static_cast<double>(device.freeBytes) / kMib)) +
                         " MiB are free; choose a smaller -n, --context or --prefill");
    }
}

DecodeResult measureDecode(engine::Transformer& model, const BenchmarkRequest& request, double weightBytes,
                           double copyBytesPerS) {
    const int steps = request.steps;
    const int total = decodePasses(request);
    const int before = tokensBefore(request);
    Traces traces(model, request.traces, before, before + total + 1);
    int position = before;
    for (int i = 0; i < kWarmUpSteps; ++i) traces.decode(position++);
    std::vector<double> wall, device;
    const int firstTimed = position;
    for (int i = 0; i < steps; ++i) {
        const auto start = Clock::now();
        traces.decode(position++);
        wall.push_back(secondsSince(start));
        device.push_back(model.lastDeviceSeconds());
    }
    DecodeResult result;
    result.medianS = quantile(wall, 0.5);
    result.p5S = quantile(wall, 0.05);
    result.p95S = quantile(wall, 0.95);
    result.deviceS = quantile(device, 0.5);
    result.hostGap = 1.0 - result.deviceS / result.medianS;
    result.tokensPerS = request.traces / result.medianS;
    const double contextTokens = firstTimed + (steps + 1) / 2.0;
    result.kvBytes = request.traces * contextTokens * static_cast<double>(model.blockBytes()) / engine::kBlockTokens;
    result.floorS = (weightBytes + result.kvBytes) / copyBytesPerS;
    result.floorRate = result.floorS / result.medianS;

    model.setProfiling(true);
    traces.decode(position++);  // captured anew, with events
    model.setProfiling(true);
    for (int i = 1; i < kProfiledSteps; ++i) traces.decode(position++);
    result.stages = sharesOf(model.stageTimes(), kProfiledSteps - 1);
    model.setProfiling(false);
    return result;
}

/// Floating-point operations of the layers' matrix products for one token.
double productFlops(const engine::ModelConfig& c) {
    const double attention = (2.0 * c.heads + 2.0 * c.kvHeads) * c.headDim * c.hiddenSize;
    const double mlp = 3.0 * c.intermediateSize * c.hiddenSize;
    return 2.0 * c.layers * (attention + mlp);
}

PrefillResult measurePrefill(engine::Transformer& model, int tokens) {
    Traces(model, 1, tokens, tokens);  // warms up: shapes are timed, code is loaded
    std::vector<double> seconds;
    for (int i = 0; i < kPrefillRepeats; ++i) {
        Traces(model, 1, tokens, tokens);
        seconds.push_back(model.lastDeviceSeconds());
    }
    PrefillResult result;
    result.tokens = tokens;
    result.seconds = quantile(seconds, 0.5);
    result.tokensPerS = tokens / result.seconds;
    result.flops = productFlops(model.config()) * tokens;
    model.setProfiling(true);
    Traces(model, 1, tokens, tokens);
    result.stages = sharesOf(model.stageTimes(), 1);
    model.setProfiling(false);
    const std::array products = {"q/k/v", "output", "gate/up", "down"};
    double productSeconds = 0;
    for (const StageShare& s : result.stages) {
        if (std::find(products.begin(), products.end(), s.stage) != products.end()) productSeconds += s.seconds;
    }
    result.productShare = productSeconds / result.seconds;
    return result;
}

}  // namespace

std::vector<std::string> shapeNames() {
    return {"qwen3-4b", "qwen3-8b", "phi-4-14b", "smollm2-135m", "demo"};
}

std::optional<engine::ModelConfig> findShape(const std::string& name) {
    const std::vector<std::string> names = shapeNames();
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    engine::ModelConfig c;
    c.architecture = name;
    c.layers = 36;
    c.heads = 32;
    c.kvHeads = 8;
    c.headDim = 128;
    c.vocabSize = 151936;
    c.maxPositions = 40960;
    c.ropeTheta = 1e6;
    c.qkNorm = true;
    if (name == "qwen3-4b") {
        c.hiddenSize = 2560;
        c.intermediateSize = 9728;
        c.tieEmbeddings = true;
    } else if (name == "qwen3-8b") {
        c.hiddenSize = 4096;
        c.intermediateSize = 12288;
    } else if (name == "phi-4-14b") {
        c.hiddenSize = 5120;
        c.intermediateSize = 17920;
        c.layers = 40;
        c.heads = 40;
        c.kvHeads = 10;
        c.vocabSize = 100352;
        c.rmsEps = 1e-5;
        c.ropeTheta = 5e5;
        c.qkNorm = false;
    } else if (name == "smollm2-135m") {
        c.hiddenSize = 576;
        c.intermediateSize = 1536;
        c.layers = 30;
        c.heads = 9;
        c.kvHeads = 3;
        c.headDim = 64;
        c.vocabSize = 49152;
        c.maxPositions = 8192;
        c.rmsEps = 1e-5;
        c.ropeTheta = 1e5;
        c.qkNorm = false;
        c.tieEmbeddings = true;
    } else {
        c.hiddenSize = 320;
        c.intermediateSize = 864;
        c.layers = 12;
        c.heads = 6;
        c.kvHeads = 2;
        c.headDim = 64;
        c.vocabSize = 1024;
        c.maxPositions = 4096;
        c.tieEmbeddings = true;
    }
    return c;
}

double measureCopy(kernels::Backend& backend) {
    constexpr int kRepeats = 10;
    const std::size_t bytes = std::size_t{1} << (backend.info().backend == "cpu" ? 27 : 30);
    const kernels::Buffer from = backend.allocate(bytes, "a copy's source");
    const kernels::Buffer to = backend.allocate(bytes, "a copy's target");
    const auto stream = backend.makeStream();
    const auto begin = backend.makeEvent(), end = backend.makeEvent();
    backend.copyOnDevice(*stream, to.data(), from.data(), bytes);
    std::vector<double> seconds;
    for (int i = 0; i < kRepeats; ++i) {
        backend.record(*stream, *begin);
        backend.copyOnDevice(*stream, to.data(), from.data(), bytes);
        backend.record(*stream, *end);
        backend.synchronize(*stream);
        seconds.push_back(backend.secondsBetween(*begin, *end));
    }
    return 2.0 * static_cast<double>(bytes) / quantile(seconds, 0.5);
}

/// The KV cache that a run of such a model would have.
static kernels::KvType kvTypeOf(const engine::Transformer& model, const kernels::DeviceInfo& device, KvChoice choice) {
    const engine::ModelConfig& c = model.config();
    const double embeddings = (c.tieEmbeddings ? 1.0 : 2.0) * c.vocabSize * c.hiddenSize;
    MemoryFacts facts;
    facts.backend = device.backend;
    facts.parameters = std::llround(productFlops(c) / 2 + embeddings);
    requireKvType(facts, choice);
    return kvTypeFor(facts, choice);
}

BenchmarkResult runBenchmark(engine::Transformer& model, const kernels::DeviceInfo& device, double copyBytesPerS,
                             const BenchmarkRequest& request) {
    model.setKvType(kvTypeOf(model, device, request.kvType));
    requireRoom(model, device, request);
    BenchmarkResult result;
    result.kvType = kernels::nameOf(model.kvType());
    result.device = device.name;
    result.backend = device.backend;
    result.copyBytesPerS = copyBytesPerS;
    result.weightBytes = static_cast<double>(model.bytesReadByPass());
    if (request.traces > 0) result.decode = measureDecode(model, request, result.weightBytes, copyBytesPerS);
    if (request.prefillTokens) result.prefill = measurePrefill(model, *request.prefillTokens);
    return result;
}

}  // namespace app
