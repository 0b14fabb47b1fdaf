// Where a live run is to pause by itself: which events, and the watch that notices them in the loop, on the pass in
// which they happen. Plain values; one thread at a time.
#pragma once

#include <optional>

#include "app/run/run_state.h"

namespace app {

struct PausePoints {
    bool saturation = false;  ///< memory is full for the first time; nobody has gone for it yet
    bool prune = false;       ///< a trace was pruned or preempted: after each, also of one pass
    bool leader = false;      ///< another answer leads the vote
    bool answer = false;      ///< the first vote
    bool pass = false;        ///< a pass of the model is over
    bool event = false;       ///< anything that the log tells

    bool any() const { return saturation || prune || leader || answer || pass || event; }
    bool operator==(const PausePoints&) const = default;
};

class PauseWatch {
public:
    void setAlways(const PausePoints& points) { m_always = points; }
    const PausePoints& always() const { return m_always; }
    /// Besides, until the next pause.
    void setOnce(const PausePoints& points) { m_once = points; }

    /// Call after each event; `state` has it. `isPass`: the event ended a pass.
    void note(const RunState& state, bool isPass);
    /// Why the run is to pause now; empty if it is not. Afterwards nothing is due and nothing is watched for once.
    std::optional<PauseCause> take();

private:
    void reach(PauseCause cause, bool PausePoints::*point);

    PausePoints m_always;
    PausePoints m_once;
    std::size_t m_logSeen = 0;
    bool m_hasAnswer = false;
    std::optional<PauseCause> m_due;
};

}  // namespace app
