// What `stepscope-cli whatif` prints of several recordings: how many answers are right at each memory. One thread.
#pragma once

#include <string>
#include <vector>

#include "app/whatif/what_if_accuracy.h"

namespace app::cli {

struct SweptSet {
    VoteCount vote = VoteCount::AsRun;
    RunOptions options = {};  ///< asked of the first recording; of the others those that differ are theirs
    std::vector<Sweep> sweeps = {};
    bool isExact = true;
    bool differs = false;  ///< policies or numbers of traces are not the same in all
    double worstFit = 0;   ///< relative error of the time model, the largest

    void add(const RecordedRun& record, const RunOptions& asked, Sweep sweep);
};

void printSet(const SweptSet& set);
void printSetJson(const SweptSet& set);
/// One row a memory, with a header.
std::string setCsv(const SweptSet& set);

}  // namespace app::cli
