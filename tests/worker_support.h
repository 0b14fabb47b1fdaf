// What tests of the worker thread have in common: the demo model loaded, a request, waiting for a note.
#pragma once

#include <QElapsedTimer>

#include "app/session/worker.h"

namespace worker_support {

using namespace app;

/// Drains until `done` says so; false after `seconds`.
template <typename F>
bool waitUntil(Worker& worker, F&& done, double seconds = 300) {  // generous: sanitizers are slow
    QElapsedTimer timer;
    timer.start();
    while (static_cast<double>(timer.elapsed()) < seconds * 1000) {
        worker.waitForNotes(0.1);
        for (const Note& note : worker.drain()) {
            if (done(note)) return true;
        }
    }
    return false;
}

inline bool load(Worker& worker) {
    worker.post(LoadModel{.backend = BackendChoice::Cpu});
    return waitUntil(worker, [](const Note& n) { return std::holds_alternative<ScorerReady>(n); });
}

inline StartRun request(int n = 8) {
    StartRun start;
    start.problem = "What is 3 * (17 + 25) - 4 * 9 + 12?";
    start.options.traces = n;
    start.options.kvCacheMib = 64;
    start.options.maxTokens = 400;
    return start;
}

template <typename T>
bool isNote(const Note& note) {
    return std::holds_alternative<T>(note);
}

template <typename T>
bool isEvent(const Note& note) {
    const auto* event = std::get_if<Event>(&note);
    return event && std::holds_alternative<T>(event->body);
}

}  // namespace worker_support
