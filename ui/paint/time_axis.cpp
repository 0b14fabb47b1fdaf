#include "ui/paint/time_axis.h"

#include <algorithm>
#include <array>

namespace ui {

double TimeAxis::timeAt(double x) const {
    if (width <= 0) return 0;
    return std::clamp((x - left) / width, 0.0, 1.0) * duration;
}

std::vector<double> timeTicks(double duration, int most) {
    constexpr std::array kSteps = {0.1,  0.2,  0.5,   1.0,   2.0,   5.0,    10.0,  15.0,
                                   30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0};
    std::vector<double> ticks;
    if (duration <= 0 || most < 2) return ticks;
    double step = kSteps.back();
    for (const double candidate : kSteps) {
        if (duration / candidate <= most - 1) {
            step = candidate;
            break;
        }
    }
    while (duration / step > most - 1) step *= 2;
    for (int i = 0; i * step <= duration + 1e-9; ++i) ticks.push_back(i * step);
    return ticks;
}

}  // namespace ui
