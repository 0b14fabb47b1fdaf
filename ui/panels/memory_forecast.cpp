#include "ui/panels/memory_forecast.h"

#include <algorithm>
#include <cmath>

namespace ui {

std::optional<SaturationForecast> forecastSaturation(const app::RunState& state) {
    if (state.phase != app::RunPhase::Running && state.phase != app::RunPhase::Paused) return std::nullopt;
    SaturationForecast forecast;
    for (const app::TraceState& trace : state.traces) {
        if (trace.phase != app::TracePhase::Running && trace.phase != app::TracePhase::Prefill) continue;
        ++forecast.runningTraces;
        const int held = static_cast<int>(trace.blocks.size()) * engine::kBlockTokens;
        // The prompt's last, unfilled block may be shared too: the rest of a trace's own last block is a close bound.
        forecast.tokensLeft += std::clamp(held - trace.tokenCount(), 0, engine::kBlockTokens);
    }
    const int freeBlocks = std::max(0, state.kv.totalBlocks - state.kv.usedBlocks);
    forecast.saturated = freeBlocks == 0;
    forecast.tokensLeft += static_cast<qint64>(freeBlocks) * engine::kBlockTokens;
    if (forecast.runningTraces == 0) return forecast;
    forecast.tokensLeftPerTrace = static_cast<int>(forecast.tokensLeft / forecast.runningTraces);
    if (state.now > 0.5 && state.generatedTokens > 0) {
        forecast.secondsLeft =
            static_cast<double>(forecast.tokensLeft) * state.now / static_cast<double>(state.generatedTokens);
    }
    return forecast;
}

double fillOf(const app::KvState& kv) {
    return kv.totalBlocks > 0 ? std::clamp(static_cast<double>(kv.usedBlocks) / kv.totalBlocks, 0.0, 1.0) : 0.0;
}

}  // namespace ui
