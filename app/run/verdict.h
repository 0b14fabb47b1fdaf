// What pruning cost and saved, once the cut traces have been let finish: counts, and the sentence that says them.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "app/run/run_state.h"

namespace app {

struct Verdict {
    int pruned = 0;      ///< cut traces by how they were cut
    int stopped = 0;     ///< by the end of the run, a lower n, or for memory
    int open = 0;        ///< cut traces that have not been brought to their end
    bool known = false;  ///< the problem's answer is: right and wrong are by it, else by the run's own answer
    int cutRight = 0;    ///< of those brought to their end
    int cutWrong = 0;    ///< the same; without an answer as well
    int cutSilent = 0;   ///< of the wrong ones, those without an answer
    int keptRight = 0;
    int kept = 0;  ///< traces that reached their end in the run
};

/// Empty where no trace was cut, or none has gone on.
std::optional<Verdict> verdictOf(const RunState& state);

/// "24 pruned: 4 would have been right, 20 wrong. Right among the kept: 3 of 8; among all: 7 of 32."
std::string verdictText(const Verdict& verdict);

}  // namespace app
