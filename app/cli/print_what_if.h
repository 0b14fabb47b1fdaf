// What `stepscope-cli whatif` prints: a what-if beside what really happened, and sweeps as table, JSON and CSV. All
// times of what-ifs are called simulated. Plain functions, one thread.
#pragma once

#include <string>

#include "app/whatif/what_if_sweep.h"

namespace app::cli {

/// What both kinds of output begin with.
struct WhatIfPage {
    std::string file;
    const RecordedRun& record;
    const RunState& really;  ///< what the recording says
    VoteCount vote = VoteCount::AsRun;
    bool isExact = true;  ///< the answer is that of a real run
};

/// "majority", "weighted by trace score" ...
const char* wordOf(VoteCount count);
/// "step:random, n 8"
std::string policyText(const RunOptions& options);

void printWhatIf(const WhatIfPage& page, const WhatIfResult& result);
void printWhatIfJson(const WhatIfPage& page, const WhatIfResult& result);
void printSweep(const WhatIfPage& page, const RunOptions& options, const Sweep& sweep);
void printSweepJson(const WhatIfPage& page, const RunOptions& options, const Sweep& sweep);
/// One row a cell, with a header.
std::string sweepCsv(const RecordedRun& record, const RunOptions& options, const Sweep& sweep);

}  // namespace app::cli
