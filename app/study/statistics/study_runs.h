// A study's records put in order, and the parts of its statistics that are made from them. For the files of this
// folder; others use study_statistics.h.
#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "app/study/statistics/study_statistics.h"

namespace app {

using RunKey = std::pair<int, std::uint64_t>;  ///< problem, seed
using Runs = std::map<RunKey, const StudyRecord*>;

struct SettingRuns {
    StudySetting setting;
    Runs counted;  ///< one a problem and seed: the batch record, else the one alone
    Runs timed;    ///< those alone
};

/// In the order of StudyStatistics::settings; policies that the setup does not name come last. Points into `records`.
std::vector<SettingRuns> settingRunsOf(const StudySetup& setup, std::span<const StudyRecord> records);
/// As findSetting(): null where missing, a policy of one trace stands for every n and memory.
const SettingRuns* findRuns(std::span<const SettingRuns> all, const StudySetting& setting);

SettingStatistics settingStatistics(const SettingRuns& runs, Bootstrap& bootstrap);
std::vector<PairedDifference> pairedDifferences(const StudySetup& setup, std::span<const SettingRuns> all,
                                                Bootstrap& bootstrap);
std::vector<FamilyDifference> familyDifferences(std::span<const SettingRuns> all, Bootstrap& bootstrap);
ScoreStatistics scoreStatistics(std::span<const SettingRuns> all, Bootstrap& bootstrap);
/// Sets StudyStatistics::prunes and pruneTokens.
void addPruneStatistics(std::span<const SettingRuns> all, Bootstrap& bootstrap, StudyStatistics& statistics);

/// Upper end of kHistogramBins bins of a round width that hold 99.5 % of the values; the last bin takes the rest as
/// well.
double histogramEnd(std::span<const double> tokens);
std::vector<int> histogramOf(std::span<const double> tokens, double end);

}  // namespace app
