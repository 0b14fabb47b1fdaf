#include "ui/memory_forecast.h"

#include <algorithm>
#include <cmath>

namespace ui {

double kvBytesOf(const app::ModelReady& model, const app::RunOptions& options) {
    constexpr double kMib = 1024.0 * 1024.0;
    const double cap = options.kvCacheMib.value_or(0) * kMib;
    if (model.backend != "cuda") return cap;
    const double share = options.memoryUtilization * static_cast<double>(model.deviceBytes) -
                         static_cast<double>(model.weightBytes) - static_cast<double>(model.workspaceBytes);
    const double room = std::max(0.0, share);
    return options.kvCacheMib ? std::min(room, cap) : room;
}

Preflight planMemory(const app::ModelReady& model, const app::RunOptions& options, int promptTokens) {
    Preflight plan;
    plan.weightBytes = static_cast<double>(model.weightBytes);
    plan.workspaceBytes = static_cast<double>(model.workspaceBytes);
    plan.kvBytes = kvBytesOf(model, options);
    if (model.model.blockBytes == 0) return plan;
    plan.blocks = static_cast<int>(std::min(plan.kvBytes / static_cast<double>(model.model.blockBytes), 1e9));
    plan.tokens = static_cast<qint64>(plan.blocks) * engine::kBlockTokens;
    const int traces = options.policy == app::PolicyKind::Cot ? 1 : std::max(1, options.traces);
    const int own = plan.blocks - engine::blocksFor(promptTokens);
    plan.fits = own >= traces;
    plan.tokensPerTrace = std::max(0, own) / traces * engine::kBlockTokens;
    const int room = model.model.contextTokens > 0 ? model.model.contextTokens - promptTokens : options.maxTokens;
    plan.saturates = plan.tokensPerTrace < std::min(options.maxTokens, room);
    return plan;
}

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
