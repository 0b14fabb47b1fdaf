#include "app/whatif/what_if_accuracy.h"

namespace app {

std::vector<AccuracyCell> accuracyOf(std::span<const Sweep> sweeps, VoteCount vote) {
    std::vector<AccuracyCell> cells;
    for (std::size_t i = 0; !sweeps.empty() && i < sweeps.front().cells.size(); ++i) {
        AccuracyCell all;
        all.share = sweeps.front().cells[i].share;
        int started = 0;
        for (const Sweep& sweep : sweeps) {
            const SweepCell& cell = sweep.cells.at(i);
            if (sweep.hasKnownAnswer) ++all.known;
            if (!cell.figures) {
                ++all.cannotStart;
                if (sweep.hasKnownAnswer) ++all.unanswered;
                continue;
            }
            const RunFigures& figures = *cell.figures;
            if (sweep.hasKnownAnswer) {
                if (!figures.vote(vote).answer) ++all.unanswered;
                if (figures.vote(vote).right.value_or(false)) ++all.right;
            }
            ++started;
            all.kvMib += cell.kvMib;
            all.pruned += figures.pruned;
            all.waitedS += figures.waitedS;
            all.latencyS += figures.latencyS;
            all.tokens += static_cast<double>(figures.generatedTokens);
        }
        for (double* sum : {&all.kvMib, &all.pruned, &all.waitedS, &all.latencyS, &all.tokens})
            *sum = started > 0 ? *sum / started : 0.0;
        cells.push_back(all);
    }
    return cells;
}

}  // namespace app
