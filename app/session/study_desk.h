// Studies on the worker's thread: measuring one, running one, and how they are ended from outside. count() and end()
// may be called from any thread, the rest from the worker's.
#pragma once

#include <atomic>
#include <functional>

#include "app/session/worker.h"

namespace app {

class StudyDesk {
public:
    using Send = std::function<void(Note)>;
    /// @param isClosing  the worker ends: so does whatever is under way
    StudyDesk(const std::atomic<bool>& isClosing, Send send) : m_isClosing(isClosing), m_send(std::move(send)) {}

    /// A study, or its measurement, was posted.
    void count() { ++m_posted; }
    /// Ends all that were counted so far, also those that have not begun.
    void end(StudyEnd how);

    /// Each takes the next of those that were counted, and sends its progress and its end; nothing is thrown.
    /// @param session  empty: none is loaded
    /// @param busy     why it cannot be; empty if it can
    void measure(ModelSession* session, MeasureStudy& command, const std::string& busy);
    void run(ModelSession* session, RunStudy& command, const std::string& busy);

private:
    bool isStopped(int number) const { return m_isClosing || m_stopped >= number; }

    const std::atomic<bool>& m_isClosing;
    Send m_send;
    std::atomic<int> m_posted = 0;
    std::atomic<int> m_paused = 0;   // the first so many
    std::atomic<int> m_stopped = 0;  // the first so many
    int m_begun = 0;
};

}  // namespace app
