#include "app/study/statistics/study_runs.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "scorer/deepconf.h"

namespace app {
namespace {

/// The setting itself, else the only one of a policy that always runs one trace.
template <typename T>
const T* findIn(std::span<const T> all, const StudySetting& setting) {
    const T* lone = nullptr;
    bool severalTraces = false;
    for (const T& each : all) {
        if (each.setting == setting) return &each;
        if (each.setting.policy != setting.policy) continue;
        severalTraces = severalTraces || each.setting.traces != 1;
        if (!lone) lone = &each;
    }
    return severalTraces ? nullptr : lone;
}

}  // namespace

std::vector<SettingRuns> settingRunsOf(const StudySetup& setup, std::span<const StudyRecord> records) {
    const auto& order = setup.policies;
    using Place = std::tuple<std::ptrdiff_t, std::string, int, double>;
    std::map<Place, SettingRuns> sorted;
    for (const StudyRecord& record : records) {
        const StudyCell& cell = record.cell;
        const Place place{std::find(order.begin(), order.end(), cell.policy) - order.begin(), cell.policy, cell.traces,
                          cell.memory};
        SettingRuns& runs = sorted[place];
        runs.setting = {cell.policy, cell.traces, cell.memory};
        const StudyRecord*& counted = runs.counted[{record.problem, cell.seed}];
        if (!counted || !cell.alone) counted = &record;
        if (cell.alone) runs.timed[{record.problem, cell.seed}] = &record;
    }
    std::vector<SettingRuns> out;
    for (auto& [place, runs] : sorted) out.push_back(std::move(runs));
    return out;
}

const SettingRuns* findRuns(std::span<const SettingRuns> all, const StudySetting& setting) {
    return findIn(all, setting);
}

const SettingStatistics* findSetting(const StudyStatistics& statistics, const StudySetting& setting) {
    return findIn(std::span(statistics.settings), setting);
}

const PairedDifference* findDifference(const StudyStatistics& statistics, const std::string& policy,
                                       const std::string& against, int traces, double memory) {
    for (const PairedDifference& d : statistics.differences) {
        if (d.policy == policy && d.against == against && d.traces == traces && d.memory == memory) return &d;
    }
    return nullptr;
}

double histogramEnd(std::span<const double> tokens) {
    const double most = tokens.empty() ? 0 : scorer::percentile(tokens, 99.5);
    const double width = std::max(1.0, (most + 1.0) / kHistogramBins);
    const double decade = std::pow(10.0, std::floor(std::log10(width)));
    for (double step : {1.0, 2.0, 2.5, 5.0}) {
        const double round = step * decade;
        if (round >= width && round == std::floor(round)) return round * kHistogramBins;
    }
    return 10 * decade * kHistogramBins;
}

std::vector<int> histogramOf(std::span<const double> tokens, double end) {
    std::vector<int> bins(kHistogramBins);
    for (double count : tokens) {
        const double bin = end > 0 ? count / end * kHistogramBins : 0;
        ++bins[static_cast<std::size_t>(std::clamp(bin, 0.0, kHistogramBins - 1.0))];
    }
    return bins;
}

StudyStatistics statisticsOf(const StudySetup& setup, std::span<const StudyRecord> records) {
    Bootstrap bootstrap;
    const std::vector<SettingRuns> all = settingRunsOf(setup, records);
    StudyStatistics statistics;
    statistics.records = static_cast<int>(records.size());
    for (const SettingRuns& runs : all) {
        SettingStatistics& added = statistics.settings.emplace_back(settingStatistics(runs, bootstrap));
        if (!knowsWaiting(setup)) added.waitShare = added.waitedS = added.decodedS = std::nullopt;
    }
    statistics.differences = pairedDifferences(setup, all, bootstrap);
    statistics.families = familyDifferences(all, bootstrap);
    statistics.scores = scoreStatistics(all, bootstrap);
    addPruneStatistics(all, bootstrap, statistics);
    return statistics;
}

}  // namespace app
