#include "app/run/run_options.h"

namespace app {
namespace {

template <typename T, typename U>
void lay(const std::optional<T>& value, U& target) {
    if (value) target = *value;
}

}  // namespace

void RunOverrides::applyTo(RunOptions& options) const {
    lay(traces, options.traces);
    lay(memoryUtilization, options.memoryUtilization);
    lay(kvCacheMib, options.kvCacheMib);
    lay(temperature, options.sampling.temperature);
    lay(topP, options.sampling.topP);
    lay(topK, options.sampling.topK);
    lay(maxTokens, options.maxTokens);
    lay(seed, options.sampling.seed);
    lay(pace, options.pace);
    lay(warmup, options.deepconf.warmup);
    lay(confidenceWindow, options.deepconf.window);
    lay(percentile, options.deepconf.percentile);
    lay(similarity, options.slim.similarity);
    lay(thoughtTokens, options.slim.minTokens);
    lay(thoughtDelay, options.slim.delay);
    lay(refillRounds, options.refill.rounds);
    lay(refillTokens, options.refill.minTokens);
    lay(probeEvery, options.probe.everyPasses);
    lay(probeWarmup, options.probe.warmupRounds);
    lay(probeStable, options.probe.stableRounds);
    lay(probeDisagree, options.probe.disagreeRounds);
}

const char* nameOf(BackendChoice backend) {
    switch (backend) {
        case BackendChoice::Auto: return "auto";
        case BackendChoice::Cpu: return "cpu";
        case BackendChoice::Cuda: return "cuda";
    }
    return "";
}

std::optional<BackendChoice> findBackend(const std::string& word) {
    for (BackendChoice backend : {BackendChoice::Auto, BackendChoice::Cpu, BackendChoice::Cuda}) {
        if (word == nameOf(backend)) return backend;
    }
    return std::nullopt;
}

}  // namespace app
