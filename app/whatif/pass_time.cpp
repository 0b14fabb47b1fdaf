#include "app/whatif/pass_time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace app {
namespace {

constexpr std::size_t kTerms = 4;
using Vector = std::array<double, kTerms>;
using Matrix = std::array<Vector, kTerms>;

Vector termsOf(const PassLoad& load) {
    return {1.0, load.rows, load.kvTokens, load.prefillTokens};
}

/// Sums of products over all passes, each with its weight, every term scaled to a greatest value of 1.
struct NormalEquations {
    Vector scale{};
    Matrix products{};
    Vector withTime{};
    double timeSquared = 0;
};

NormalEquations equationsOf(std::span<const TimedPass> passes, std::span<const double> weights) {
    NormalEquations e;
    for (const TimedPass& pass : passes) {
        const Vector terms = termsOf(pass.load);
        for (std::size_t i = 0; i < kTerms; ++i) e.scale[i] = std::max(e.scale[i], terms[i]);
    }
    for (std::size_t at = 0; at < passes.size(); ++at) {
        const TimedPass& pass = passes[at];
        Vector terms = termsOf(pass.load);
        for (std::size_t i = 0; i < kTerms; ++i) terms[i] = e.scale[i] > 0 ? terms[i] / e.scale[i] : 0.0;
        for (std::size_t i = 0; i < kTerms; ++i) {
            for (std::size_t k = 0; k < kTerms; ++k) e.products[i][k] += weights[at] * terms[i] * terms[k];
            e.withTime[i] += weights[at] * terms[i] * pass.seconds;
        }
        e.timeSquared += weights[at] * pass.seconds * pass.seconds;
    }
    return e;
}

/// Least squares over the terms of the set alone (bit i: term i), by Cholesky; nothing where they depend on each other.
std::optional<Vector> solve(const NormalEquations& e, unsigned set) {
    constexpr double kLeastPivot = 1e-9;  // of the diagonal
    Matrix lower{};
    Vector x{};
    std::array<std::size_t, kTerms> used{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < kTerms; ++i) {
        if (set >> i & 1U) used[count++] = i;
    }
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k <= i; ++k) {
            double sum = e.products[used[i]][used[k]];
            for (std::size_t m = 0; m < k; ++m) sum -= lower[i][m] * lower[k][m];
            if (i != k) {
                lower[i][k] = sum / lower[k][k];
            } else if (sum <= kLeastPivot * e.products[used[i]][used[i]] || sum <= 0) {
                return std::nullopt;
            } else {
                lower[i][i] = std::sqrt(sum);
            }
        }
    }
    Vector y{};
    for (std::size_t i = 0; i < count; ++i) {
        double sum = e.withTime[used[i]];
        for (std::size_t m = 0; m < i; ++m) sum -= lower[i][m] * y[m];
        y[i] = sum / lower[i][i];
    }
    for (std::size_t i = count; i-- > 0;) {
        double sum = y[i];
        for (std::size_t m = i + 1; m < count; ++m) sum -= lower[m][i] * x[used[m]];
        x[used[i]] = sum / lower[i][i];
    }
    return x;
}

double squaredError(const NormalEquations& e, const Vector& x) {
    double error = e.timeSquared;
    for (std::size_t i = 0; i < kTerms; ++i) {
        error -= 2 * x[i] * e.withTime[i];
        for (std::size_t k = 0; k < kTerms; ++k) error += x[i] * x[k] * e.products[i][k];
    }
    return error;
}

/// The best of all sets of terms whose solution has no negative number: that is the optimum, because the terms of the
/// optimum that are not zero solve the plain problem of their set.
Vector solveNonNegative(const NormalEquations& e) {
    Vector best{};
    double least = std::numeric_limits<double>::infinity();
    for (unsigned set = 0; set < 1U << kTerms; ++set) {
        const auto x = solve(e, set);
        if (!x || std::any_of(x->begin(), x->end(), [](double value) { return value < 0; })) continue;
        const double error = squaredError(e, *x);
        if (error >= least) continue;
        least = error;
        best = *x;
    }
    return best;
}

void solveFor(PassTimeModel& model, const NormalEquations& equations) {
    Vector x = solveNonNegative(equations);
    for (std::size_t i = 0; i < kTerms; ++i) x[i] = equations.scale[i] > 0 ? x[i] / equations.scale[i] : 0.0;
    model.perPassS = x[0];
    model.perRowS = x[1];
    model.perKvTokenS = x[2];
    model.perPrefillTokenS = x[3];
}

/// Huber's: a pass that is further off than most are counts less, by how far it is off. In a pass that took long
/// because another program had the cores, the excess is no property of its load. False once every pass counts whole.
bool weighAnew(std::span<const TimedPass> passes, const PassTimeModel& model, std::vector<double>& weights) {
    constexpr double kUsual = 1.5 * 1.4826;  // of the median: 1.5 standard deviations, were the errors normal
    constexpr double kLeast = 1e-6;          // of the mean time: below it errors are rounding
    std::vector<double> errors;
    errors.reserve(passes.size());
    double seconds = 0;
    for (const TimedPass& pass : passes) {
        errors.push_back(std::abs(model.secondsOf(pass.load) - pass.seconds));
        seconds += pass.seconds;
    }
    std::vector<double> sorted = errors;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double usual = std::max(kUsual * *middle, kLeast * seconds / static_cast<double>(passes.size()));
    bool anyLess = false;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        weights[i] = errors[i] > usual ? usual / errors[i] : 1.0;
        anyLess = anyLess || weights[i] < 1.0;
    }
    return anyLess;
}

}  // namespace

PassTimeModel fitPassTimes(std::span<const TimedPass> passes, SlowPasses slow) {
    constexpr int kRounds = 8;  // after so many the terms move by less than their error
    PassTimeModel model;
    if (passes.empty()) return model;
    std::vector<double> weights(passes.size(), 1.0);
    for (int round = 0; round < kRounds; ++round) {
        solveFor(model, equationsOf(passes, weights));
        if (slow == SlowPasses::CountWhole || !weighAnew(passes, model, weights)) break;
    }
    model.passes = static_cast<int>(passes.size());
    double errors = 0;
    double seconds = 0;
    for (const TimedPass& pass : passes) {
        errors += std::abs(model.secondsOf(pass.load) - pass.seconds);
        seconds += pass.seconds;
    }
    model.meanErrorS = errors / static_cast<double>(passes.size());
    model.relativeError = seconds > 0 ? errors / seconds : 0.0;
    return model;
}

}  // namespace app
