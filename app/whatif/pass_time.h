// How long a pass takes, learnt from the passes of a recording: a + b rows + c KV tokens read + d prefill tokens, with
// none of them negative. Times that come out of it are simulated, and whoever shows them says so. Pure functions, any
// thread.
#pragma once

#include <span>
#include <string_view>

namespace app {

/// What the time of a pass goes by.
struct PassLoad {
    double rows = 0;           ///< traces that decode, one token each
    double kvTokens = 0;       ///< that attention reads, summed over all tokens of the pass
    double prefillTokens = 0;  ///< tokens of the prompt, and recomputed ones
};

struct TimedPass {
    PassLoad load;
    double seconds = 0;
};

struct PassTimeModel {
    double perPassS = 0;          ///< a
    double perRowS = 0;           ///< b
    double perKvTokenS = 0;       ///< c
    double perPrefillTokenS = 0;  ///< d
    double betweenPassesS = 0;    ///< what the loop does between two passes, median
    double perScoreS = 0;         ///< of which a step score takes, within the pass
    int passes = 0;               ///< that it was fitted to; 0: no pass could be, and all times are 0
    double meanErrorS = 0;        ///< mean of |fitted - recorded| over those passes
    double relativeError = 0;     ///< the sum of |fitted - recorded| by that of the recorded

    double secondsOf(const PassLoad& load) const {
        return perPassS + perRowS * load.rows + perKvTokenS * load.kvTokens + perPrefillTokenS * load.prefillTokens;
    }
};

/// What passes that took far longer than their load explains say. On a CPU they waited for another program, which is no
/// property of the run. A GPU is the program's own: they are part of what a run takes (on an H200, with them counting
/// less, a run's latency came out 15 % too short).
enum class SlowPasses { CountLess, CountWhole };
constexpr SlowPasses slowPassesOf(std::string_view backend) {
    return backend == "cpu" ? SlowPasses::CountLess : SlowPasses::CountWhole;
}

/// Least squares with non-negative a, b, c, d. And the fit's errors, over all passes. The other fields stay 0.
PassTimeModel fitPassTimes(std::span<const TimedPass> passes, SlowPasses slow = SlowPasses::CountLess);

}  // namespace app
