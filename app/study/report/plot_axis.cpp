#include <algorithm>
#include <cmath>

#include "app/study/report/plot.h"

namespace app {

double Axis::share(double value) const {
    if (logarithmic) return (std::log(std::max(value, low / 10)) - std::log(low)) / (std::log(high) - std::log(low));
    return (value - low) / (high - low);
}

Axis linearAxis(std::string label, double low, double high, const Show& show, int wantedTicks) {
    Axis axis;
    axis.label = std::move(label);
    if (!(high > low)) high = low + 1;
    const double rough = (high - low) / wantedTicks;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * decade;
    for (double factor : {5.0, 2.0, 1.0}) {
        if (factor * decade >= rough * 0.999) step = factor * decade;
    }
    const double first = std::floor(low / step + 1e-9);
    const double last = std::ceil(high / step - 1e-9);
    axis.low = first * step;
    axis.high = last * step;
    for (double i = first; i <= last; ++i) axis.ticks.push_back({i * step, show(i * step)});
    return axis;
}

Axis tightAxis(std::string label, double low, double high, const Show& show, int wantedTicks) {
    Axis axis = linearAxis(std::move(label), low, high, show, wantedTicks);
    const double pad = 0.03 * (high > low ? high - low : 1);
    axis.low = std::max(axis.low, low - pad);
    axis.high = std::min(axis.high, std::max(high, low) + pad);
    std::erase_if(axis.ticks, [&](const Axis::Tick& tick) {
        return tick.value < axis.low - 1e-9 || tick.value > axis.high + 1e-9;
    });
    return axis;
}

Axis logAxis(std::string label, double low, double high, const Show& show) {
    Axis axis;
    axis.label = std::move(label);
    axis.logarithmic = true;
    axis.low = low / 1.15;
    axis.high = std::max(high, low) * 1.15;
    const bool wide = axis.high / axis.low > 300;
    for (double decade = std::pow(10.0, std::floor(std::log10(axis.low))); decade <= axis.high; decade *= 10) {
        for (double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * decade;
            if (value < axis.low || value > axis.high || (wide && factor != 1)) continue;
            axis.ticks.push_back({value, show(value)});
        }
    }
    return axis;
}

Axis namedAxis(std::string label, const std::vector<std::string>& names, bool downwards) {
    Axis axis;
    axis.label = std::move(label);
    axis.grid = false;
    axis.low = -0.5;
    axis.high = std::max(0.5, static_cast<double>(names.size()) - 0.5);
    if (downwards) std::swap(axis.low, axis.high);
    for (std::size_t i = 0; i < names.size(); ++i) axis.ticks.push_back({static_cast<double>(i), names[i]});
    return axis;
}

}  // namespace app
