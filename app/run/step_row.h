// What a step leaves besides its score: the hidden row that scorers look at, and the mean row that Slim-SC compares.
// Plain values, any thread.
#pragma once

#include <functional>
#include <span>

#include "engine/ids.h"

namespace app {

struct StepRow {
    engine::TraceId trace{};
    int end = 0;                          ///< generated tokens up to and including the boundary token
    engine::TokenId token{};              ///< the boundary token
    std::span<const float> row;           ///< [hiddenSize] of the boundary token, after the final norm
    int thoughtTokens = 0;                ///< of which `thought` is the mean; 0: the step was given, and has none
    std::span<const float> thought = {};  ///< [hiddenSize]
};

/// The spans are valid during the call.
using RowSink = std::function<void(const StepRow&)>;

}  // namespace app
