#include "ui/lanes/strip_layout.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ui {

int niceTokenScale(int longestTrace) {
    constexpr std::array kMantissas = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80};
    for (std::int64_t power = 10; power < 100'000'000; power *= 10) {
        for (const int mantissa : kMantissas) {
            const std::int64_t scale = mantissa * power;
            if (scale >= longestTrace && scale >= 100 && scale <= INT32_MAX) return static_cast<int>(scale);
        }
    }
    return longestTrace;
}

std::vector<StripSegment> layoutStrip(const app::TraceState& trace, const StripScale& scale, double minWidth) {
    std::vector<StripSegment> segments;
    const int scored = trace.steps.empty() ? 0 : trace.steps.back().endToken;
    const int end = scale.first + scale.tokens;
    int i = scale.first > 0 ? findStep(trace, scale.first).value_or(static_cast<int>(trace.steps.size())) : 0;
    segments.reserve(std::min(trace.steps.size() + 1, static_cast<std::size_t>(scale.width / minWidth) + 2));
    double weighted = 0;
    int tokens = 0;
    int first = i;
    int begin = i < static_cast<int>(trace.steps.size()) ? trace.steps[static_cast<std::size_t>(i)].beginToken : scored;
    for (auto step = trace.steps.begin() + i; step != trace.steps.end() && step->beginToken < end; ++step, ++i) {
        const int length = step->endToken - step->beginToken;
        weighted += static_cast<double>(step->score) * length;
        tokens += length;
        const bool wideEnough = scale.x(step->endToken) - scale.x(begin) >= minWidth;
        const bool last = i + 1 == static_cast<int>(trace.steps.size()) || step->endToken >= end;
        if (!wideEnough && !last) continue;
        segments.push_back({scale.x(begin), scale.x(step->endToken), tokens > 0 ? weighted / tokens : 0.0, first, i});
        weighted = 0;
        tokens = 0;
        first = i + 1;
        begin = step->endToken;
    }
    if (trace.tokenCount() > scored && scored < end) {
        const int steps = static_cast<int>(trace.steps.size());
        segments.push_back({scale.x(scored), scale.x(trace.tokenCount()), std::nullopt, steps, steps});
    }
    return segments;
}

std::optional<int> findStep(const app::TraceState& trace, int token) {
    const auto it = std::upper_bound(trace.steps.begin(), trace.steps.end(), token,
                                     [](int value, const app::StepState& step) { return value < step.endToken; });
    if (token < 0 || it == trace.steps.end()) return std::nullopt;
    return static_cast<int>(it - trace.steps.begin());
}

}  // namespace ui
