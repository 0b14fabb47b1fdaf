// An answer of Stepscope's plugin: scores of steps. A pure function, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct PluginScore {
    int trace = 0;
    int position = 0;  ///< output token, from 0
    float score = 0;   ///< 0..1
};

struct ScorePage {
    std::int64_t next = 0;  ///< number of what comes after it
    std::vector<PluginScore> scores = {};
    std::optional<int> usedBlocks = {};
};

/// @param prefix  what the run's request ids begin with; five digits of the trace follow it. Other requests are left
/// out Throws std::runtime_error naming the field that is none.
ScorePage scoresIn(const std::string& body, const std::string& prefix);

}  // namespace app
