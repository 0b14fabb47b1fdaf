// Letting the pruned finish: after a run, the traces that it cut go on from where they were, outside of its clock, its
// memory and its vote. Their KV is computed again from the recorded tokens, and they draw the numbers that they would
// have drawn (seed, trace, position), so on the CPU they write what they would have written. One thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/run/continuation_plan.h"
#include "app/run/run_loop.h"

namespace app {

class Continuation {
public:
    /// Emits the marked events, from TracesContinued on, to be appended to those of the run. Throws UsageError where
    /// the session's model is not the run's, where a recorded token cannot be, and where nothing was cut. The session
    /// must outlive it; no run may be in progress in it.
    Continuation(ModelSession& session, const ContinuationPlan& plan, RunLoop::Sink sink);

    /// One pass of the model.
    void step() { (void)m_run->step(); }
    bool isFinished() const { return m_run->isFinished(); }
    /// Traces that have not ended stay open; another continuation can go on with them.
    void stop() { m_run->stop(); }
    /// Why it failed; empty where it did not.
    std::string failure() const;

private:
    void take(const Event& event);
    TraceId original(TraceId inner) const { return m_traces.at(static_cast<std::size_t>(index(inner)) - 1); }

    std::vector<TraceId> m_traces;  // [inner trace - 1]
    RunLoop::Sink m_sink;
    bool m_begun = false;
    std::unique_ptr<RunLoop> m_run;
};

}  // namespace app
