#include <cmath>
#include <nlohmann/json.hpp>

#include "app/study/statistics/study_statistics.h"

namespace app {
namespace {

using nlohmann::json;

json number(double value) {
    return std::isfinite(value) ? json(value) : json(nullptr);
}

json orNull(const std::optional<double>& value) {
    return value ? number(*value) : json(nullptr);
}

json pair(const std::optional<Interval>& interval) {
    return interval ? json{number(interval->low), number(interval->high)} : json(nullptr);
}

json estimate(const std::optional<Estimate>& e) {
    if (!e) return nullptr;
    return {{"value", number(e->value)}, {"interval", pair(e->interval)}, {"problems", e->problems}};
}

json list(const std::vector<std::optional<Estimate>>& estimates) {
    json out = json::array();
    for (const auto& e : estimates) out.push_back(estimate(e));
    return out;
}

json settingJson(const SettingStatistics& s) {
    return {{"policy", s.setting.policy},
            {"n", s.setting.traces},
            {"memory", s.setting.memory},
            {"problems", s.problems},
            {"seeds", s.seeds},
            {"runs", s.runs},
            {"timed_runs", s.timedRuns},
            {"accuracy", estimate(s.accuracy)},
            {"accuracy_of_seeds", pair(s.seedAccuracy)},
            {"tokens", estimate(s.tokens)},
            {"recomputed_tokens", estimate(s.recomputed)},
            {"probe_tokens", estimate(s.probe)},
            {"pruned", estimate(s.pruned)},
            {"latency_s", estimate(s.latencyS)},
            {"wait_share", estimate(s.waitShare)},
            {"waited_s_per_trace", estimate(s.waitedS)},
            {"decoded_s_per_trace", estimate(s.decodedS)}};
}

json tokensJson(const TokenStatistics& t) {
    return {{"traces", t.traces},
            {"mean", orNull(t.mean)},
            {"median", orNull(t.median)},
            {"percentile_10", orNull(t.tenth)},
            {"percentile_90", orNull(t.ninetieth)},
            {"histogram", t.histogram}};
}

json scoresJson(const ScoreStatistics& s) {
    json calibration = json::array();
    for (const CalibrationBin& bin : s.calibration) {
        calibration.push_back({{"low", bin.low},
                               {"high", bin.high},
                               {"traces", bin.traces},
                               {"mean_score", orNull(bin.meanScore)},
                               {"right_share", estimate(bin.rightShare)}});
    }
    return {{"n", s.traces},
            {"problems", s.problems},
            {"mixed_problems", s.mixedProblems},
            {"right_traces", s.rightTraces},
            {"wrong_traces", s.wrongTraces},
            {"unanswered_traces", s.unansweredTraces},
            {"steps", s.steps},
            {"ranking_by_score", list(s.scoreRanking)},
            {"ranking_by_log_probability", list(s.logProbabilityRanking)},
            {"step_auc", estimate(s.stepAuc)},
            {"trace_auc", estimate(s.traceAuc)},
            {"scores_of_right", list(s.rightScores)},
            {"scores_of_wrong", list(s.wrongScores)},
            {"histogram_tokens", s.histogramTokens},
            {"tokens_of_right", tokensJson(s.right)},
            {"tokens_of_wrong", tokensJson(s.wrong)},
            {"calibration", std::move(calibration)}};
}

json pruneJson(const PruneStatistics& p) {
    return {{"policy", p.policy},
            {"memory", p.memory},
            {"runs", p.runs},
            {"pruned", p.pruned},
            {"histogram", p.histogram},
            {"median_tokens", orNull(p.medianTokens)},
            {"known_fates", p.knownFates},
            {"would_be_right", estimate(p.wouldBeRight)},
            {"base_rate", estimate(p.baseRate)}};
}

}  // namespace

json toJson(const StudyStatistics& statistics) {
    json settings = json::array(), differences = json::array(), families = json::array(), prunes = json::array();
    for (const auto& s : statistics.settings) settings.push_back(settingJson(s));
    for (const auto& d : statistics.differences) {
        differences.push_back({{"policy", d.policy},
                               {"against", d.against},
                               {"n", d.traces},
                               {"memory", d.memory},
                               {"accuracy_points", estimate(d.accuracyPoints)},
                               {"latency_ratio", estimate(d.latencyRatio)},
                               {"token_ratio", estimate(d.tokenRatio)}});
    }
    for (const auto& f : statistics.families) {
        families.push_back({{"family", f.family},
                            {"problems", f.problems},
                            {"step_accuracy", number(f.stepAccuracy)},
                            {"sc_accuracy", number(f.scAccuracy)},
                            {"points", estimate(f.points)}});
    }
    for (const auto& p : statistics.prunes) prunes.push_back(pruneJson(p));
    return {{"records", statistics.records},
            {"settings", std::move(settings)},
            {"differences", std::move(differences)},
            {"families", std::move(families)},
            {"scores", scoresJson(statistics.scores)},
            {"prune_histogram_tokens", statistics.pruneTokens},
            {"prunes", std::move(prunes)}};
}

}  // namespace app
