// Whether work grows no faster than its input: processor time of this thread, so that a busy machine does not matter.
#pragma once

#include <algorithm>
#include <limits>

#include "cpu_time.h"

namespace growth {

template <typename Work>
double secondsOf(Work&& work) {
    const cpu::ThreadClock clock;
    work();
    return clock.seconds();
}

/// Processor time of `work(2 * size)` over that of `work(size)`: near 2 where the work is linear, near 4 where it is
/// quadratic. Sizes should be such that both stay in a cache, some milliseconds. The best times of some rounds are
/// compared, more of them while the ratio is above `goodEnough`, since caches and neighbours only ever add time: forty,
/// and of short work as many as fit a second.
template <typename Work>
double ratioOfDouble(int size, Work&& work, double goodEnough = 2.15) {
    constexpr int kLeastRounds = 3;
    constexpr int kMostRounds = 40;
    double single = std::numeric_limits<double>::infinity();
    double twice = single;
    double spent = 0;
    for (int round = 0; round < kMostRounds || spent < 1.0; ++round) {
        const double one = secondsOf([&] { work(size); });
        const double two = secondsOf([&] { work(2 * size); });
        single = std::min(single, one);
        twice = std::min(twice, two);
        spent += one + two;
        if (round + 1 >= kLeastRounds && twice < goodEnough * single) break;
    }
    return twice / single;
}

inline constexpr double kMostRatio = 2.2;

}  // namespace growth
