// Whether a run's log holds its traces to their natural ends: an end-of-text token, the token limit or the context's
// end. Only then does it say what another policy would have had to do with. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "app/run/run_state.h"

namespace app {

struct Completeness {
    struct Trace {
        TraceId trace{};
        std::string why;  ///< what cut it short, such as "pruned after 120 tokens"; empty: it is complete
    };
    std::vector<Trace> traces;  ///< without branches, whose draws no run from the beginning would make
    int usable = 0;             ///< traces 1 to `usable` are complete: what-ifs of so many can be answered

    bool isComplete() const { return !traces.empty() && usable == static_cast<int>(traces.size()); }
    /// One line for people: how many traces are incomplete, why, and which; empty for a complete record.
    std::string text() const;
    /// What to do about it, one line; empty for a complete record.
    std::string remedy() const;
};

/// Of a run that has ended; while one runs, the traces under way count as incomplete.
Completeness completenessOf(const RunState& state);

}  // namespace app
