// Time to pixels and back, and round tick marks. Plain values, any thread.
#pragma once

#include <vector>

namespace ui {

struct TimeAxis {
    double duration = 0;  ///< seconds over the whole width
    double left = 0;      ///< pixels
    double width = 1;

    double x(double t) const { return duration > 0 ? left + width * t / duration : left; }
    double timeAt(double x) const;
};

/// Round times within 0..duration, at most `most` of them, 0 included.
std::vector<double> timeTicks(double duration, int most);

}  // namespace ui
