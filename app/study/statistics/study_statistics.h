// What a study's records say: means with intervals, paired differences, how well scores rank traces, where prunes fall.
// Plain values computed from the records alone, the same on every machine. Pure, any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/study/statistics/bootstrap.h"
#include "app/study/statistics/study_record.h"

namespace app {

inline constexpr int kStudyShares = 10;    ///< parts of a trace: 10, 20 ... 100 %
inline constexpr int kHistogramBins = 20;  ///< of tokens

/// A policy at a number of traces and a memory, pooled over seeds.
struct StudySetting {
    std::string policy;
    int traces = 0;     ///< n
    double memory = 1;  ///< as in StudyCell

    bool operator==(const StudySetting&) const = default;
};

/// Means of one setting. A problem counts once a seed: its batch record, else the one where it ran alone. Times are
/// those of problems that had the device to themselves, and empty if there are none.
struct SettingStatistics {
    StudySetting setting;
    int problems = 0;
    int seeds = 0;
    int runs = 0;                          ///< problems times seeds, less what is missing
    int timedRuns = 0;                     ///< alone
    std::optional<Estimate> accuracy;      ///< 0..1
    std::optional<Interval> seedAccuracy;  ///< 0..1, smallest and largest seed's
    std::optional<Estimate> tokens;        ///< generated, per problem: what the papers count
    std::optional<Estimate> recomputed;    ///< tokens per problem
    std::optional<Estimate> probe;         ///< tokens of consensus probes, per problem
    std::optional<Estimate> pruned;        ///< traces per problem
    std::optional<Estimate> latencyS;      ///< seconds per problem
    std::optional<Estimate>
        waitShare;                    ///< 0..1, time that traces waited for memory over time they ran or could have run
    std::optional<Estimate> waitedS;  ///< seconds per trace waiting (STEP's Table 2)
    std::optional<Estimate> decodedS;  ///< seconds per trace alive and not waiting
};

/// `policy` minus or over `against`, on the problems and seeds both have.
struct PairedDifference {
    std::string policy;
    std::string against;
    int traces = 0;
    double memory = 1;
    std::optional<Estimate> accuracyPoints;  ///< policy - against, percentage points
    std::optional<Estimate> latencyRatio;    ///< policy / against, of summed times
    std::optional<Estimate> tokenRatio;      ///< policy / against, of generated tokens
};

/// STEP against self-consistency on one family of problems, over all settings where both ran.
struct FamilyDifference {
    std::string family;
    int problems = 0;
    double stepAccuracy = 0;         ///< 0..1
    double scAccuracy = 0;           ///< 0..1
    std::optional<Estimate> points;  ///< step - sc, percentage points
};

struct TokenStatistics {
    int traces = 0;
    std::optional<double> mean, median, tenth, ninetieth;  ///< tokens; percentiles 50, 10, 90
    std::vector<int> histogram;                            ///< [kHistogramBins] traces
};

struct CalibrationBin {
    double low = 0, high = 0;  ///< trace score
    int traces = 0;
    std::optional<double> meanScore;     ///< 0..1
    std::optional<Estimate> rightShare;  ///< 0..1
};

/// What scores know about traces, from unpruned runs: sc at memory 1 in batches, at the largest n that kept scores.
/// Traces without an answer of their own are counted, and take no other part.
struct ScoreStatistics {
    int traces = 0;  ///< n of the runs used; 0 if there are none
    int problems = 0;
    int mixedProblems = 0;  ///< with right and wrong traces in a run: ranking is about these
    int rightTraces = 0, wrongTraces = 0, unansweredTraces = 0;
    std::int64_t steps = 0;
    std::vector<std::optional<Estimate>> scoreRanking;  ///< [kStudyShares] by mean of the first steps' scores, 0..1
    std::vector<std::optional<Estimate>>
        logProbabilityRanking;                  ///< [kStudyShares] by mean log-probability of the first tokens
    std::optional<Estimate> stepAuc, traceAuc;  ///< 0..1, pooled over problems
    std::vector<std::optional<Estimate>> rightScores,
        wrongScores;             ///< [kStudyShares] mean step score by position in the trace
    double histogramTokens = 0;  ///< upper end of the last bin, which also holds longer ones; the first begins at 0
    TokenStatistics right, wrong;
    std::vector<CalibrationBin> calibration;  ///< [10]
};

/// Traces that one policy pruned at one memory, over n and seeds.
struct PruneStatistics {
    std::string policy;
    double memory = 1;
    int runs = 0;
    int pruned = 0;
    std::vector<int> histogram;  ///< [kHistogramBins] of tokens written when pruned
    std::optional<double> medianTokens;
    int knownFates = 0;                    ///< of the pruned traces, whose end without pruning is known
    std::optional<Estimate> wouldBeRight;  ///< 0..1 of those
    std::optional<Estimate>
        baseRate;  ///< 0..1 right traces among all of the unpruned runs of the same problems, n and seeds
};

struct StudyStatistics {
    std::vector<SettingStatistics> settings;    ///< in the order of the setup's policies, then n, then memory
    std::vector<PairedDifference> differences;  ///< every policy against "sc", then "step" against every other
    std::vector<FamilyDifference> families;
    ScoreStatistics scores;
    double pruneTokens = 0;  ///< upper end of the last bin of the prune histograms, which also holds longer ones
    std::vector<PruneStatistics> prunes;
    int records = 0;
};

/// Never throws for odd sets (no records, one problem, a class without traces): what can't be said is empty.
StudyStatistics statisticsOf(const StudySetup& setup, std::span<const StudyRecord> records);

/// Empty if the setting is missing. A policy of one trace ("cot") has one setting for every n and memory.
const SettingStatistics* findSetting(const StudyStatistics& statistics, const StudySetting& setting);
const PairedDifference* findDifference(const StudyStatistics& statistics, const std::string& policy,
                                       const std::string& against, int traces, double memory);

/// Numbers that are not known are null.
nlohmann::json toJson(const StudyStatistics& statistics);

}  // namespace app
