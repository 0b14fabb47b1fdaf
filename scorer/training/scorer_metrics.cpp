#include "scorer/training/scorer_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "scorer/training/scorer_metrics_json.h"

namespace scorer {
namespace {

constexpr std::array kShares{0.10, 0.25, 0.50, 0.75, 1.00};
constexpr double kThreshold = 0.5;

double meanOfFirst(std::span<const float> scores, std::size_t count) {
    double sum = 0;
    for (const float score : scores.first(count)) sum += double{score};
    return sum / static_cast<double>(count);
}

/// Scores with their labels, as the measures of this file take them.
struct Labelled {
    std::vector<double> scores;
    std::vector<std::uint8_t> right;

    void add(double score, bool isRight) {
        scores.push_back(score);
        right.push_back(isRight ? 1 : 0);
    }
};

std::vector<std::size_t> orderByScore(std::span<const double> scores) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return scores[i]; });
    return order;
}

std::size_t countRight(std::span<const std::uint8_t> right) {
    return static_cast<std::size_t>(std::ranges::count_if(right, [](std::uint8_t r) { return r != 0; }));
}

void requireSameLength(std::span<const double> scores, std::span<const std::uint8_t> right) {
    if (scores.size() != right.size()) throw std::invalid_argument("scorer metrics: expected a label for each score");
}

/// Fills bestF1 and bestThreshold: thresholds fall from the highest score, steps of equal score together.
void findBestThreshold(const Labelled& steps, ScorerMetrics& metrics) {
    const std::vector<std::size_t> order = orderByScore(steps.scores);
    const auto allRight = static_cast<double>(countRight(steps.right));
    std::size_t hits = 0;
    for (std::size_t called = 1; called <= order.size(); ++called) {
        const std::size_t here = order[order.size() - called];
        hits += steps.right[here];
        const bool isTie =
            called < order.size() && steps.scores[order[order.size() - called - 1]] == steps.scores[here];
        if (isTie) continue;
        const double f1 = 2 * static_cast<double>(hits) / (static_cast<double>(called) + allRight);
        if (f1 <= metrics.bestF1) continue;
        metrics.bestF1 = f1;
        metrics.bestThreshold = steps.scores[here];
    }
}

void calibrate(const Labelled& steps, ScorerMetrics& metrics) {
    auto& bins = metrics.calibration;
    for (std::size_t i = 0; i < steps.scores.size(); ++i) {
        const double place = std::floor(steps.scores[i] * static_cast<double>(bins.size()));
        const double last = static_cast<double>(bins.size() - 1);
        auto& bin = bins[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
        ++bin.steps;
        bin.meanScore += steps.scores[i];
        bin.rightShare += steps.right[i] != 0 ? 1 : 0;
    }
    for (CalibrationBin& bin : bins) {
        if (bin.steps == 0) continue;
        const auto count = static_cast<double>(bin.steps);
        bin.meanScore /= count;
        bin.rightShare /= count;
        metrics.calibrationError +=
            count / static_cast<double>(steps.scores.size()) * std::abs(bin.meanScore - bin.rightShare);
    }
}

Ranking rankWithinProblems(std::span<const ScoredProblem> problems, double share) {
    Ranking ranking{.share = share, .auc = std::nullopt, .problems = 0};
    double sum = 0;
    for (const ScoredProblem& problem : problems) {
        Labelled traces;
        for (const ScoredTrace& trace : problem.traces) {
            if (trace.scores.empty()) continue;
            // Halves to even, as Python's round().
            const double count = std::max(1.0, std::nearbyint(share * static_cast<double>(trace.scores.size())));
            traces.add(meanOfFirst(trace.scores, static_cast<std::size_t>(count)), trace.right);
        }
        const auto auc = areaUnderCurve(traces.scores, traces.right);
        if (!auc) continue;
        sum += *auc;
        ++ranking.problems;
    }
    if (ranking.problems > 0) ranking.auc = sum / static_cast<double>(ranking.problems);
    return ranking;
}

}  // namespace

std::optional<double> areaUnderCurve(std::span<const double> scores, std::span<const std::uint8_t> right) {
    requireSameLength(scores, right);
    const auto positives = static_cast<double>(countRight(right));
    const double negatives = static_cast<double>(right.size()) - positives;
    if (positives == 0 || negatives == 0) return std::nullopt;
    const std::vector<std::size_t> order = orderByScore(scores);
    double rankSum = 0;  // of the right ones, counted from 1, the mean rank within ties
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        std::size_t rightHere = 0;
        for (end = begin; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end)
            rightHere += right[order[end]] != 0 ? 1 : 0;
        rankSum += static_cast<double>(rightHere) * static_cast<double>(begin + end + 1) / 2;
    }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}

double f1At(std::span<const double> scores, std::span<const std::uint8_t> right, double threshold) {
    requireSameLength(scores, right);
    std::size_t called = 0, hits = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (scores[i] < threshold) continue;
        ++called;
        hits += right[i] != 0 ? 1 : 0;
    }
    const std::size_t sum = std::max<std::size_t>(1, called + countRight(right));
    return 2 * static_cast<double>(hits) / static_cast<double>(sum);
}

ScorerMetrics measureScores(std::span<const ScoredProblem> problems) {
    ScorerMetrics metrics;
    Labelled steps, traces;
    for (const ScoredProblem& problem : problems) {
        const std::size_t tracesBefore = traces.scores.size();
        for (const ScoredTrace& trace : problem.traces) {
            if (trace.scores.empty()) continue;
            for (const float score : trace.scores) steps.add(double{score}, trace.right);
            traces.add(meanOfFirst(trace.scores, trace.scores.size()), trace.right);
        }
        if (traces.scores.size() > tracesBefore) ++metrics.problems;
    }
    metrics.traces = traces.scores.size();
    metrics.rightTraces = countRight(traces.right);
    metrics.steps = steps.scores.size();
    metrics.rightSteps = countRight(steps.right);
    metrics.stepAuc = areaUnderCurve(steps.scores, steps.right);
    metrics.traceAuc = areaUnderCurve(traces.scores, traces.right);
    metrics.f1 = f1At(steps.scores, steps.right, kThreshold);
    findBestThreshold(steps, metrics);
    for (std::size_t i = 0; i < kShares.size(); ++i) metrics.ranking[i] = rankWithinProblems(problems, kShares[i]);
    calibrate(steps, metrics);
    return metrics;
}

nlohmann::json asJson(const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

nlohmann::json asJson(const ScorerMetrics& metrics) {
    nlohmann::json ranking = nlohmann::json::array(), calibration = nlohmann::json::array();
    for (const Ranking& r : metrics.ranking)
        ranking.push_back({{"share", r.share}, {"auc", asJson(r.auc)}, {"problems", r.problems}});
    for (const CalibrationBin& bin : metrics.calibration)
        calibration.push_back({{"steps", bin.steps}, {"mean_score", bin.meanScore}, {"right_share", bin.rightShare}});
    return {{"problems", metrics.problems},
            {"traces", metrics.traces},
            {"right_traces", metrics.rightTraces},
            {"steps", metrics.steps},
            {"right_steps", metrics.rightSteps},
            {"step_auc", asJson(metrics.stepAuc)},
            {"trace_auc", asJson(metrics.traceAuc)},
            {"f1", metrics.f1},
            {"best_f1", metrics.bestF1},
            {"best_threshold", metrics.bestThreshold},
            {"ranking", ranking},
            {"calibration", calibration},
            {"calibration_error", metrics.calibrationError}};
}

std::string toJson(const ScorerMetrics& metrics) {
    return asJson(metrics).dump();
}

}  // namespace scorer
