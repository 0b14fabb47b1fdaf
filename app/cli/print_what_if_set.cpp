#include "app/cli/print_what_if_set.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/print_what_if.h"
#include "app/run/number_text.h"
#include "app/run/policy_table.h"

namespace app::cli {

void SweptSet::add(const RecordedRun& record, const RunOptions& asked, Sweep sweep) {
    isExact = isExact && app::isExact(record, asked);
    differs = differs || asked.policy != options.policy || tracesOf(asked) != tracesOf(options);
    worstFit = std::max(worstFit, record.passTimes.relativeError);
    sweeps.push_back(std::move(sweep));
}

void printSet(const SweptSet& set) {
    const std::vector<AccuracyCell> cells = accuracyOf(set.sweeps, set.vote);
    std::printf("what-if, from %zu recordings: %s, vote %s\n", set.sweeps.size(),
                set.differs ? "policy and n as each was asked for" : policyText(set.options).c_str(), wordOf(set.vote));
    std::printf("memory is a share of what each recording's traces take unpruned; figures are means\n");
    std::printf("%7s %9s %13s %9s %8s %9s %9s %9s\n", "memory", "MiB", "right", "accuracy", "pruned", "tokens",
                "waiting", "latency");
    for (const AccuracyCell& cell : cells) {
        if (cell.cannotStart == static_cast<int>(set.sweeps.size())) {
            std::printf("%5.0f %%  no recording's traces can start with so little\n", 100 * cell.share);
            continue;
        }
        const std::string right = std::to_string(cell.right) + " of " + std::to_string(cell.known);
        const std::string accuracy = cell.known > 0 ? fixedText(100 * cell.accuracy(), 1) + " %" : "-";
        std::printf("%5.0f %% %9.2f %13s %9s %8.1f %9.0f %7.2f s %7.2f s", 100 * cell.share, cell.kvMib, right.c_str(),
                    accuracy.c_str(), cell.pruned, cell.tokens, cell.waitedS, cell.latencyS);
        if (cell.cannotStart > 0) std::printf("  %d cannot start", cell.cannotStart);
        std::printf("\n");
    }
    const int known = cells.empty() ? 0 : cells.front().known;
    if (const int unknown = static_cast<int>(set.sweeps.size()) - known; unknown > 0)
        std::printf("%d of the recordings have no known answer and are left out of the accuracy\n", unknown);
    std::printf("times are simulated: a pass is off by %s %% at most on average\n",
                fixedText(100 * set.worstFit, 1).c_str());
    if (!set.isExact)
        std::printf(
            "some were recorded on a GPU: a real run may draw other tokens, because rounding there depends on "
            "which traces share a pass\n");
}

void printSetJson(const SweptSet& set) {
    nlohmann::json cells = nlohmann::json::array();
    for (const AccuracyCell& cell : accuracyOf(set.sweeps, set.vote)) {
        const bool anyStarts = cell.cannotStart < static_cast<int>(set.sweeps.size());
        const auto ifAny = [anyStarts](double value) { return anyStarts ? nlohmann::json(value) : nlohmann::json(); };
        cells.push_back({{"share", cell.share},
                         {"known", cell.known},
                         {"right", cell.right},
                         {"accuracy", cell.known > 0 ? ifAny(cell.accuracy()) : nlohmann::json()},
                         {"unanswered", cell.unanswered},
                         {"cannot_start", cell.cannotStart},
                         {"kv_mib", ifAny(cell.kvMib)},
                         {"pruned", ifAny(cell.pruned)},
                         {"tokens", ifAny(cell.tokens)},
                         {"waited_s", ifAny(cell.waitedS)},
                         {"latency_s", ifAny(cell.latencyS)}});
    }
    nlohmann::json out = {{"recordings", set.sweeps.size()}, {"exact", set.isExact}, {"sweep", std::move(cells)}};
    if (!set.differs) {
        out["policy"] = nameOf(set.options.policy);
        out["victim"] = nameOf(set.options.victim);
        out["n"] = tracesOf(set.options);
    }
    out["times"] = {{"simulated", true}, {"relative_error", set.worstFit}};
    std::printf("%s\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

std::string setCsv(const SweptSet& set) {
    std::string text =
        "memory_share,known,right,accuracy,unanswered,cannot_start,mean_kv_mib,mean_pruned,mean_tokens,"
        "mean_simulated_waited_s,mean_simulated_latency_s\n";
    for (const AccuracyCell& cell : accuracyOf(set.sweeps, set.vote)) {
        const bool anyStarts = cell.cannotStart < static_cast<int>(set.sweeps.size());
        text += shortText(cell.share) + ',' + std::to_string(cell.known) + ',' + std::to_string(cell.right) + ',' +
                (cell.known > 0 && anyStarts ? shortText(cell.accuracy()) : "") + ',' +
                std::to_string(cell.unanswered) + ',' + std::to_string(cell.cannotStart);
        for (const double value : {cell.kvMib, cell.pruned, cell.tokens, cell.waitedS, cell.latencyS})
            text += ',' + (anyStarts ? shortText(value) : std::string());
        text += '\n';
    }
    return text;
}

}  // namespace app::cli
