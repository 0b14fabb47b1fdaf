// The same what-if at many memories, from a small share of what the unpruned traces take up to all of it: how much
// memory an answer needs. Cells are computed on threads of their own. Any thread.
#pragma once

#include <string>
#include <vector>

#include "app/whatif/what_if.h"

namespace app {

struct SweepRequest {
    RunOptions options;        ///< as in WhatIfRequest; its KV cache is set cell by cell
    int cells = 40;            ///< at least 1
    double leastShare = 0.05;  ///< of the unpruned peak
    double greatestShare = 1.0;
    int threads = 0;  ///< 0: as many as the machine has
};

struct SweepCell {
    double share = 0;  ///< of the unpruned peak
    int kvBlocks = 0;
    double kvMib = 0;
    std::optional<RunFigures> figures;  ///< empty: the traces could not start
    std::string problem;                ///< why not, one line
};

struct Sweep {
    int peakBlocks = 0;            ///< of the unpruned traces
    bool hasKnownAnswer = false;   ///< the recording says what is right
    std::vector<SweepCell> cells;  ///< by rising memory
};

/// Options with that KV cache, as the command line would give them.
RunOptions withKvBlocks(RunOptions options, int blocks, std::size_t blockBytes);

/// Nothing where `progress` gave up; it is called by one thread at a time. Throws as whatIf(), but for memory that is
/// too small: its cell says so.
std::optional<Sweep> sweepMemory(const RecordedRun& record, const SweepRequest& request,
                                 const WhatIfProgress& progress = {});

}  // namespace app
