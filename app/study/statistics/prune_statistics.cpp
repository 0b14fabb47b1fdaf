// Where prunes fall, and what the pruned traces would have become.
#include <algorithm>

#include "app/study/statistics/study_runs.h"
#include "scorer/deepconf.h"

namespace app {
namespace {

struct Gathered {
    int runs = 0;
    std::vector<double> tokens;
    Tallies fates, base;
};

/// The unpruned run of the same problem, n and seed; null if it is missing.
const StudyRecord* findUnpruned(std::span<const SettingRuns> all, int traces, const RunKey& key) {
    const SettingRuns* reference = findRuns(all, {"sc", traces, 1.0});
    if (!reference) return nullptr;
    const auto found = reference->counted.find(key);
    return found == reference->counted.end() ? nullptr : found->second;
}

void gather(const SettingRuns& runs, std::span<const SettingRuns> all, Gathered& g) {
    for (const auto& [key, record] : runs.counted) {
        ++g.runs;
        for (const StudyTrace& trace : record->traces) {
            if (trace.state != "pruned") continue;
            g.tokens.push_back(trace.tokens);
            if (trace.wouldBeRight) g.fates[key.first].add(*trace.wouldBeRight ? 1 : 0);
        }
        if (const StudyRecord* unpruned = findUnpruned(all, runs.setting.traces, key)) {
            for (const StudyTrace& trace : unpruned->traces) g.base[key.first].add(trace.right.value_or(false) ? 1 : 0);
        }
    }
}

}  // namespace

void addPruneStatistics(std::span<const SettingRuns> all, Bootstrap& bootstrap, StudyStatistics& statistics) {
    std::vector<std::pair<std::pair<std::string, double>, Gathered>> groups;  // in the order of the settings
    for (const SettingRuns& runs : all) {
        const std::pair key{runs.setting.policy, runs.setting.memory};
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == key; });
        if (group == groups.end()) group = groups.insert(groups.end(), {key, {}});
        gather(runs, all, group->second);
    }
    std::vector<double> tokens;
    for (const auto& [key, g] : groups) tokens.insert(tokens.end(), g.tokens.begin(), g.tokens.end());
    statistics.pruneTokens = histogramEnd(tokens);
    for (const auto& [key, g] : groups) {
        if (g.tokens.empty()) continue;
        PruneStatistics p;
        p.policy = key.first;
        p.memory = key.second;
        p.runs = g.runs;
        p.pruned = static_cast<int>(g.tokens.size());
        p.histogram = histogramOf(g.tokens, statistics.pruneTokens);
        p.medianTokens = scorer::percentile(g.tokens, 50);
        for (const auto& [problem, tally] : g.fates) p.knownFates += static_cast<int>(tally.whole);
        p.wouldBeRight = bootstrap.ratio(g.fates);
        p.baseRate = bootstrap.ratio(g.base);
        statistics.prunes.push_back(std::move(p));
    }
}

}  // namespace app
