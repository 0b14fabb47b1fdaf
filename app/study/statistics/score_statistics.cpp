// How well scores and log-probabilities tell right traces from wrong ones, on unpruned runs.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/study/statistics/study_runs.h"
#include "scorer/deepconf.h"

namespace app {
namespace {

constexpr std::size_t kShares = kStudyShares;

/// Mean of the first `share` tenths of the scores, of one at least; halves to even, as in the scorer's own metrics.
double meanOfFirst(const std::vector<float>& scores, std::size_t share) {
    const double wanted = std::nearbyint(static_cast<double>(share * scores.size()) / kShares);
    const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(wanted));
    return std::accumulate(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(count), 0.0) /
           static_cast<double>(count);
}

/// sc at memory 1 at the largest n that kept scores; else at the largest n.
const SettingRuns* findReference(std::span<const SettingRuns> all) {
    const SettingRuns* best = nullptr;
    bool bestScored = false;
    for (const SettingRuns& runs : all) {
        if (runs.setting.policy != "sc" || runs.setting.memory != 1) continue;
        const bool scored = std::any_of(runs.counted.begin(), runs.counted.end(), [](const auto& run) {
            return std::any_of(run.second->traces.begin(), run.second->traces.end(),
                               [](const StudyTrace& t) { return !t.scores.empty() || !t.logProbability.empty(); });
        });
        if (best && (bestScored && !scored)) continue;
        if (!best || (scored && !bestScored) || runs.setting.traces > best->setting.traces) {
            best = &runs;
            bestScored = scored;
        }
    }
    return best;
}

/// Adds each run's share of right over wrong pairs by `valueOf(trace)`, which is empty for traces that have none.
template <typename Value>
Tallies rankingTallies(const Runs& runs, Value valueOf) {
    Tallies tallies;
    for (const auto& [key, record] : runs) {
        std::vector<double> right, wrong;
        for (const StudyTrace& trace : record->traces) {
            if (!trace.right) continue;
            if (const std::optional<double> value = valueOf(trace)) (*trace.right ? right : wrong).push_back(*value);
        }
        if (const auto auc = pairwiseAuc(right, wrong)) tallies[key.first].add(*auc);
    }
    return tallies;
}

TokenStatistics tokenStatistics(const std::vector<double>& tokens, double end) {
    TokenStatistics s;
    s.traces = static_cast<int>(tokens.size());
    s.histogram = histogramOf(tokens, end);
    if (tokens.empty()) return s;
    s.mean = std::accumulate(tokens.begin(), tokens.end(), 0.0) / static_cast<double>(tokens.size());
    s.median = scorer::percentile(tokens, 50);
    s.tenth = scorer::percentile(tokens, 10);
    s.ninetieth = scorer::percentile(tokens, 90);
    return s;
}

/// What one pass over the traces gathers.
struct Gathered {
    std::vector<Scored> steps, traces;
    std::vector<double> rightTokens, wrongTokens;
    Tallies scores[2][kShares];  // [wrong, right][position]
};

void gather(const StudyTrace& trace, int problem, ScoreStatistics& s, Gathered& g) {
    if (!trace.right) {
        ++s.unansweredTraces;
        return;
    }
    const bool right = *trace.right;
    ++(right ? s.rightTraces : s.wrongTraces);
    (right ? g.rightTokens : g.wrongTokens).push_back(trace.tokens);
    if (trace.scores.empty()) return;
    s.steps += static_cast<std::int64_t>(trace.scores.size());
    g.traces.push_back({meanOfFirst(trace.scores, kShares), problem, right});
    for (std::size_t i = 0; i < trace.scores.size(); ++i) {
        const double score = static_cast<double>(trace.scores[i]);
        g.steps.push_back({score, problem, right});
        if (i >= trace.stepEnds.size() || trace.tokens < 1) continue;
        const double position = static_cast<double>(trace.stepEnds[i]) / trace.tokens;  // (0, 1]
        const double bin = std::clamp(std::ceil(position * kStudyShares - 1e-9) - 1, 0.0, kStudyShares - 1.0);
        g.scores[right ? 1 : 0][static_cast<std::size_t>(bin)][problem].add(score);
    }
}

std::vector<CalibrationBin> calibrationOf(const std::vector<Scored>& traces, Bootstrap& bootstrap) {
    std::vector<CalibrationBin> bins(kShares);
    std::vector<Tallies> rights(kShares);
    std::vector<double> sums(kShares);
    for (std::size_t b = 0; b < kShares; ++b) {
        bins[b].low = static_cast<double>(b) / kShares;
        bins[b].high = static_cast<double>(b + 1) / kShares;
    }
    for (const Scored& trace : traces) {
        const auto b = static_cast<std::size_t>(std::clamp(std::floor(trace.score * kShares), 0.0, kShares - 1.0));
        ++bins[b].traces;
        sums[b] += trace.score;
        rights[b][trace.problem].add(trace.right ? 1 : 0);
    }
    for (std::size_t b = 0; b < kShares; ++b) {
        if (bins[b].traces == 0) continue;
        bins[b].meanScore = sums[b] / bins[b].traces;
        bins[b].rightShare = bootstrap.ratio(rights[b]);
    }
    return bins;
}

}  // namespace

ScoreStatistics scoreStatistics(std::span<const SettingRuns> all, Bootstrap& bootstrap) {
    ScoreStatistics s;
    s.scoreRanking.resize(kShares);
    s.logProbabilityRanking.resize(kShares);
    s.rightScores.resize(kShares);
    s.wrongScores.resize(kShares);
    const SettingRuns* reference = findReference(all);
    Gathered g;
    if (reference) {
        s.traces = reference->setting.traces;
        Tallies problems;
        for (const auto& [key, record] : reference->counted) {
            problems[key.first];
            for (const StudyTrace& trace : record->traces) gather(trace, key.first, s, g);
        }
        s.problems = static_cast<int>(problems.size());
        s.mixedProblems = static_cast<int>(
            rankingTallies(reference->counted, [](const StudyTrace&) { return std::optional(0.0); }).size());
        for (std::size_t share = 0; share < kShares; ++share) {
            s.scoreRanking[share] = bootstrap.ratio(rankingTallies(reference->counted, [&](const StudyTrace& t) {
                return t.scores.empty() ? std::nullopt : std::optional(meanOfFirst(t.scores, share + 1));
            }));
            s.logProbabilityRanking[share] =
                bootstrap.ratio(rankingTallies(reference->counted, [&](const StudyTrace& t) {
                    return share < t.logProbability.size() ? std::optional(static_cast<double>(t.logProbability[share]))
                                                           : std::nullopt;
                }));
            s.wrongScores[share] = bootstrap.ratio(g.scores[0][share]);
            s.rightScores[share] = bootstrap.ratio(g.scores[1][share]);
        }
    }
    s.stepAuc = bootstrap.pooledAuc(g.steps);
    s.traceAuc = bootstrap.pooledAuc(g.traces);
    std::vector<double> tokens = g.rightTokens;
    tokens.insert(tokens.end(), g.wrongTokens.begin(), g.wrongTokens.end());
    s.histogramTokens = histogramEnd(tokens);
    s.right = tokenStatistics(g.rightTokens, s.histogramTokens);
    s.wrong = tokenStatistics(g.wrongTokens, s.histogramTokens);
    s.calibration = calibrationOf(g.traces, bootstrap);
    return s;
}

}  // namespace app
