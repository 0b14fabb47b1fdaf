// The time that durations are measured by. Any thread.
#pragma once

#include <chrono>

namespace app {

/// Seconds since some moment; the clock never goes back.
inline double steadySeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace app
