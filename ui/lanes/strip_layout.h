// Where the steps of a trace go on its strip: width is tokens on a scale that all lanes share. Plain values, any
// thread.
#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

/// Smallest round number of tokens that holds the longest trace, so that the scale changes seldom.
int niceTokenScale(int longestTrace);

/// Maps generated tokens to pixels: `tokens` of them, from `first` on, lie over the width.
struct StripScale {
    int tokens = 1;
    double width = 1;
    int first = 0;

    double x(int token) const { return width * (token - first) / tokens; }
    int tokenAt(double x) const { return first + static_cast<int>(std::floor(x * tokens / width)); }
};

struct StripSegment {
    double left = 0;
    double right = 0;
    std::optional<double> score;  ///< mean over the steps in it; empty for text that has no score yet
    int firstStep = 0;            ///< index into TraceState::steps
    int lastStep = 0;
};

/// Left to right, what lies within the scale and at most the rest of a step at either side of it. Steps narrower than
/// `minWidth` pixels are drawn together with their neighbours.
std::vector<StripSegment> layoutStrip(const app::TraceState& trace, const StripScale& scale, double minWidth = 2.0);

/// Index of the step that holds generated token `token`; empty in unscored text.
std::optional<int> findStep(const app::TraceState& trace, int token);

}  // namespace ui
