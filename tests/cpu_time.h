// Processor time, for limits that claim speed: what else the machine does does not count.
#pragma once

#include <time.h>

namespace cpu {

inline double secondsOn(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Seconds that a thread, or the whole process, has worked since the clock was made.
class Clock {
public:
    double seconds() const { return secondsOn(m_clock) - m_begin; }
    void restart() { m_begin = secondsOn(m_clock); }

protected:
    explicit Clock(clockid_t clock) : m_clock(clock), m_begin(secondsOn(clock)) {}

private:
    clockid_t m_clock;
    double m_begin;
};

struct ThreadClock : Clock {
    ThreadClock() : Clock(CLOCK_THREAD_CPUTIME_ID) {}
};

struct ProcessClock : Clock {
    ProcessClock() : Clock(CLOCK_PROCESS_CPUTIME_ID) {}
};

/// Limits are multiplied by it: sanitizers slow all work down, which is no fault of what is measured.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double kSlack = 15;
#else
inline constexpr double kSlack = 1;
#endif

}  // namespace cpu
