// What the strips of all lanes show: the range of tokens, and the step that was chosen. Owned by the view, read by
// those who paint. A value type, GUI thread.
#pragma once

#include <optional>

#include "engine/ids.h"
#include "ui/lanes/strip_layout.h"
#include "ui/lanes/strip_zoom.h"

namespace ui {

struct ChosenStep {
    engine::TraceId trace{};
    int step = 0;  ///< index into TraceState::steps; their number: the text after the last scored step
    bool operator==(const ChosenStep&) const = default;
};

struct StripsShown {
    StripZoom zoom;
    std::optional<ChosenStep> chosen;

    /// @param tokens  over the full width of a strip that is not zoomed
    StripScale scale(int tokens, double width) const { return {zoom.tokens(tokens), width, zoom.first(tokens)}; }
};

}  // namespace ui
