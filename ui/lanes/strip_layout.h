// Where the steps of a trace go on its strip: width is tokens on a scale that all lanes share. Plain values, any
// thread.
#pragma once

#include <optional>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

/// Smallest round number of tokens that holds the longest trace, so that the scale changes seldom.
int niceTokenScale(int longestTrace);

/// Maps generated tokens to pixels.
struct StripScale {
    int tokens = 1;
    double width = 1;

    double x(int token) const { return width * token / tokens; }
    int tokenAt(double x) const { return static_cast<int>(x * tokens / width); }
};

struct StripSegment {
    double left = 0;
    double right = 0;
    std::optional<double> score;  ///< mean over the steps in it; empty for text that has no score yet
    int firstStep = 0;            ///< index into TraceState::steps
    int lastStep = 0;
};

/// Left to right. Steps narrower than `minWidth` pixels are drawn together with their neighbours.
std::vector<StripSegment> layoutStrip(const app::TraceState& trace, const StripScale& scale, double minWidth = 2.0);

/// Index of the step that holds generated token `token`; empty in unscored text.
std::optional<int> findStep(const app::TraceState& trace, int token);

}  // namespace ui
