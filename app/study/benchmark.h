// How fast a model decodes and prefills on a device, against the floor that memory bandwidth sets: what a step must
// read (weights once, each trace's KV once) over what a device copy of the same machine moves. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/run/run_options.h"
#include "engine/transformer.h"

namespace app {

struct BenchmarkRequest {
    int traces = 64;
    int context = 512;  ///< tokens of each trace in the middle of the measurement
    int steps = 100;    ///< decode passes that are timed
    KvChoice kvType = KvChoice::Auto;
    std::optional<int> prefillTokens;
};

struct StageShare {
    std::string stage;
    double seconds = 0;  ///< of one pass
    double share = 0;    ///< of the pass
};

struct DecodeResult {
    double medianS = 0, p5S = 0, p95S = 0;  ///< from the start of one pass to the start of the next
    double deviceS = 0;                     ///< median time from the first to the last op of a pass
    double hostGap = 0;                     ///< share of a pass in which the device waits for the host
    double tokensPerS = 0;
    double kvBytes = 0;              ///< read by one pass
    double floorS = 0;               ///< (weights + KV) / copy bandwidth
    double floorRate = 0;            ///< floor / median: 1 is the floor
    std::vector<StageShare> stages;  ///< of passes with events between the ops, which cost a little
};

struct PrefillResult {
    int tokens = 0;
    double seconds = 0;  ///< median
    double tokensPerS = 0;
    double flops = 0;         ///< of the matrix products
    double productShare = 0;  ///< their time's share: prefill's rate over that of the products alone
    std::vector<StageShare> stages;
};

struct BenchmarkResult {
    std::string device;
    std::string backend;
    std::string model;
    std::string kvType;        ///< "f32", "bf16", "q8"
    std::string weights = {};  ///< "BF16", "Q4_0"; of a caller that knows it
    double copyBytesPerS = 0;  ///< read and written
    double weightBytes = 0;    ///< read by one pass
    std::optional<DecodeResult> decode;
    std::optional<PrefillResult> prefill;
};

/// "qwen3-4b", "qwen3-8b", "phi-4-14b", "smollm2-135m", "demo".
std::vector<std::string> shapeNames();
/// The shape of that name, without files.
std::optional<engine::ModelConfig> findShape(const std::string& name);

/// Bytes per second that a copy within the device's memory reads and writes.
double measureCopy(kernels::Backend& backend);

/// Decode where `request.traces` > 0, prefill where it is asked for. The transformer's KV memory is allocated anew.
/// Throws kernels::OutOfMemory, std::invalid_argument if the context is longer than the model's.
BenchmarkResult runBenchmark(engine::Transformer& model, const kernels::DeviceInfo& device, double copyBytesPerS,
                             const BenchmarkRequest& request);

}  // namespace app
