// What each pass of a log had to do. The log says which tokens a pass drew and how many it computed again; whose those
// were, and where they lie, follows from the scheduler's order: whoever was admitted first is served first.
// Takes the events of one run in order; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/run/events.h"
#include "app/whatif/pass_time.h"

namespace app {

class LoadTracker {
public:
    void begin(int promptTokens);
    void branch(TraceId trace, int parentTokens);
    void admit(const TraceAdmitted& event);
    void preempt(TraceId trace);
    void end(TraceId trace);
    /// The load of a pass; nothing where the events do not add up. Call it for every pass.
    std::optional<PassLoad> loadOf(const PassDone& pass);

private:
    struct Place {
        std::int64_t generated = 0;
        std::int64_t computed = 0;  // tokens of prompt and text whose KV is there; void while the trace decodes
    };
    Place& place(TraceId trace);
    std::int64_t shareOut(std::int64_t prefillTokens, PassLoad& load);

    std::int64_t m_promptTokens = 0;
    double m_promptComputed = 0;
    bool m_anyAdmitted = false;
    std::vector<Place> m_places;         // [trace]
    std::vector<TraceId> m_recomputing;  // in the order of their admission
};

}  // namespace app
