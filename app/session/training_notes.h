// Progress of a training as notes: at most ten a second, and no epoch is lost. Of the worker's thread.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "app/session/worker.h"

namespace app {

class TrainingNotes {
public:
    explicit TrainingNotes(std::function<void(TrainingProgress)> send) : m_send(std::move(send)) {}

    void take(const ScorerProgress& progress) {
        if (progress.epoch) m_next.epochs.push_back(*progress.epoch);
        m_next.progress = progress;
        m_unsent = true;
        if (std::chrono::steady_clock::now() >= m_due) flush();
    }
    void flush() {
        if (!std::exchange(m_unsent, false)) return;
        m_due = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
        m_send(std::exchange(m_next, {}));
    }

private:
    std::function<void(TrainingProgress)> m_send;
    TrainingProgress m_next;
    bool m_unsent = false;
    std::chrono::steady_clock::time_point m_due{};
};

}  // namespace app
