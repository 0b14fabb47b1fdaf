// Where notes come from: the worker thread in the program, a script in tests. GUI thread.
#pragma once

#include <vector>

#include "app/session/worker.h"

namespace ui {

class RunSource {
public:
    virtual ~RunSource() = default;
    virtual void post(app::Command command) = 0;
    /// All notes since the last call; never blocks.
    virtual std::vector<app::Note> drain() = 0;
};

class WorkerSource : public RunSource {
public:
    void post(app::Command command) override { m_worker.post(std::move(command)); }
    std::vector<app::Note> drain() override { return m_worker.drain(); }

private:
    app::Worker m_worker;
};

}  // namespace ui
