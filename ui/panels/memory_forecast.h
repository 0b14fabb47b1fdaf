// How far a run is from saturation. Pure functions, any thread.
#pragma once

#include <QtGlobal>
#include <optional>

#include "app/run/run_state.h"

namespace ui {

struct SaturationForecast {
    bool saturated = false;
    int runningTraces = 0;
    qint64 tokensLeft = 0;  ///< over all traces
    int tokensLeftPerTrace = 0;
    std::optional<double> secondsLeft;  ///< at the speed so far
};

/// Empty if no run is under way.
std::optional<SaturationForecast> forecastSaturation(const app::RunState& state);

/// Used share of the KV cache, 0..1.
double fillOf(const app::KvState& kv);

}  // namespace ui
