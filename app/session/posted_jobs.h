// Long jobs of one kind that were posted to the worker, and which of them are cancelled: all that were posted before.
// Any thread.
#pragma once

#include <atomic>

namespace app {

class PostedJobs {
public:
    void count() { ++m_posted; }
    /// Cancels those that were counted so far, also those that have not begun.
    void cancel() { m_cancelled = m_posted.load(); }
    /// The number of the next one, for isCancelled(). Jobs begin in the order in which they were counted.
    int begin() { return ++m_begun; }
    bool isCancelled(int number) const { return m_cancelled >= number; }

private:
    std::atomic<int> m_posted = 0;
    std::atomic<int> m_cancelled = 0;  ///< the first so many
    std::atomic<int> m_begun = 0;
};

}  // namespace app
