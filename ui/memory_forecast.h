// Memory arithmetic for people: what a choice of n and memory gives before a run, and how far a run is from saturation.
// Pure functions, any thread.
#pragma once

#include <QtGlobal>
#include <optional>

#include "app/run_state.h"
#include "app/worker.h"

namespace ui {

struct Preflight {
    double weightBytes = 0;
    double workspaceBytes = 0;
    double kvBytes = 0;
    int blocks = 0;
    qint64 tokens = 0;       ///< that the KV cache holds
    int tokensPerTrace = 0;  ///< generated tokens a trace has when all n saturate
    bool fits = false;       ///< prompt and one block a trace
    bool saturates = false;  ///< before every trace reaches its token limit
};

/// Bytes of KV cache that these options give on this device.
double kvBytesOf(const app::ModelReady& model, const app::RunOptions& options);
Preflight planMemory(const app::ModelReady& model, const app::RunOptions& options, int promptTokens);

struct SaturationForecast {
    bool saturated = false;
    int runningTraces = 0;
    qint64 tokensLeft = 0;  ///< over all traces
    int tokensLeftPerTrace = 0;
    std::optional<double> secondsLeft;  ///< at the speed so far
};

/// Empty where no run is under way.
std::optional<SaturationForecast> forecastSaturation(const app::RunState& state);

/// Used share of the KV cache, 0..1.
double fillOf(const app::KvState& kv);

}  // namespace ui
