// How well step scores tell right traces from wrong ones: pure functions over scores and labels, no model.
// Definitions are those of tests/tools/eval_table.py. No state, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace scorer {

struct ScoredTrace {
    bool right = false;         ///< its answer is the problem's
    std::vector<float> scores;  ///< of its steps, in order
};
struct ScoredProblem {
    std::vector<ScoredTrace> traces;
};

/// Steps whose score lies in one tenth of [0, 1].
struct CalibrationBin {
    std::size_t steps = 0;
    double meanScore = 0;   ///< 0 if there are no steps
    double rightShare = 0;  ///< of the steps, those of right traces; 0 if there are no steps
};

/// Right against wrong traces of one problem by the mean of the first steps' scores.
struct Ranking {
    double share = 0;           ///< of each trace's steps; at least one step
    std::optional<double> auc;  ///< mean over the problems of the pairwise AUC; none if no problem has both
    std::size_t problems = 0;   ///< that have right and wrong traces
};

struct ScorerMetrics {
    std::size_t problems = 0;  ///< with at least one trace that has a step
    std::size_t traces = 0;    ///< with at least one step; others count nowhere
    std::size_t rightTraces = 0;
    std::size_t steps = 0;
    std::size_t rightSteps = 0;  ///< of right traces

    std::optional<double> stepAuc;     ///< over all steps of all problems; none if one class is missing
    std::optional<double> traceAuc;    ///< the same over traces by the mean of their scores
    double f1 = 0;                     ///< of steps called right at a score of 0.5 or more
    double bestF1 = 0;                 ///< the greatest over all thresholds
    double bestThreshold = 0.5;        ///< the score at and above which that calls a step right
    std::array<Ranking, 5> ranking{};  ///< at 10, 25, 50, 75 and 100 % of the steps
    std::array<CalibrationBin, 10> calibration{};
    /// Expected calibration error: the mean over steps of |mean score - right share| of a step's bin.
    double calibrationError = 0;
};

ScorerMetrics measureScores(std::span<const ScoredProblem> problems);

/// Share of (right, wrong) pairs whose right one scores higher, ties half; n log n. None if one class is missing.
/// `scores` and `right` have the same length.
std::optional<double> areaUnderCurve(std::span<const double> scores, std::span<const std::uint8_t> right);

/// 2 hits / (called right + right), 0 where both are none.
double f1At(std::span<const double> scores, std::span<const std::uint8_t> right, double threshold);

/// As a JSON object of one line; what is not defined is null.
std::string toJson(const ScorerMetrics& metrics);

}  // namespace scorer
