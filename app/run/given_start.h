// What a lane begins with besides the prompt: tokens that were drawn elsewhere, and words that a person wrote.
// Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/run/events.h"

namespace app {

struct GivenStart {
    std::vector<TokenGiven> tokens = {};             ///< generated tokens, from the first on; their texts are made anew
    int written = 0;                                 ///< the last so many of them were written by a person
    std::string text = {};                           ///< a person's words that follow; the model's tokenizer cuts them
    std::optional<int> handFrom = std::nullopt;      ///< the first of `tokens` that a person wrote in an earlier run
    std::optional<int> earlierTrace = std::nullopt;  ///< the trace's number in the run that they come from
    std::optional<ModelInfo> model = std::nullopt;   ///< whose tokens they are; a run of another one is refused
    std::optional<TraceId> drawsAs = std::nullopt;   ///< draws the numbers of this trace instead of its own
    std::vector<std::pair<int, float>> scored = {};  ///< steps that are scored already: end and score
};

}  // namespace app
