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

/// Processor time of `work(4 * size)` over that of `work(size)`: near 4 where the work is linear, some more where it
/// sorts or leaves a cache, near 16 where it is quadratic. The larger work should take some milliseconds. The best
/// times of some rounds are compared, more of them while the ratio looks too large, since caches and neighbours only
/// ever add time: forty, and of short work as many as fit a second.
template <typename Work>
double ratioOfFourfold(int size, Work&& work) {
    constexpr int kLeastRounds = 3;
    constexpr int kMostRounds = 40;
    constexpr double kGoodEnough = 5;
    double single = std::numeric_limits<double>::infinity();
    double fourfold = single;
    double spent = 0;
    for (int round = 0; round < kMostRounds || spent < 1.0; ++round) {
        const double one = secondsOf([&] { work(size); });
        const double four = secondsOf([&] { work(4 * size); });
        single = std::min(single, one);
        fourfold = std::min(fourfold, four);
        spent += one + four;
        if (round + 1 >= kLeastRounds && fourfold < kGoodEnough * single) break;
    }
    return fourfold / single;
}

inline constexpr double kMostRatio = 7;

}  // namespace growth
