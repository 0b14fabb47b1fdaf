#include "app/study/statistics/bootstrap.h"

#include <algorithm>
#include <limits>
#include <random>

#include "scorer/deepconf.h"

namespace app {
namespace {

std::optional<Interval> intervalOf(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    return Interval{scorer::percentile(values, 2.5), scorer::percentile(values, 97.5)};
}

/// Even draw from 0..size-1; std::uniform_int_distribution gives other numbers in other libraries.
std::size_t drawIndex(std::mt19937_64& generator, std::size_t size) {
    constexpr std::uint64_t top = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t limit = top - top % size;
    std::uint64_t x = generator();
    while (x >= limit) x = generator();
    return static_cast<std::size_t>(x % size);
}

}  // namespace

const std::vector<std::uint16_t>& Bootstrap::draws(std::size_t size) {
    std::vector<std::uint16_t>& counts = m_draws[size];
    if (!counts.empty()) return counts;
    counts.resize(static_cast<std::size_t>(m_rounds) * size);
    std::mt19937_64 generator(m_seed);
    for (std::size_t round = 0; round < static_cast<std::size_t>(m_rounds); ++round) {
        for (std::size_t i = 0; i < size; ++i) ++counts[round * size + drawIndex(generator, size)];
    }
    return counts;
}

std::optional<Estimate> Bootstrap::ratio(const Tallies& tallies, double scale) {
    std::vector<Tally> used;
    Tally all;
    for (const auto& [problem, tally] : tallies) {
        if (!(tally.whole > 0)) continue;
        used.push_back(tally);
        all.add(tally.part, tally.whole);
    }
    if (used.empty()) return std::nullopt;
    Estimate estimate{scale * all.part / all.whole, std::nullopt, static_cast<int>(used.size())};
    if (used.size() < 2) return estimate;

    const auto& counts = draws(used.size());
    std::vector<double> values(static_cast<std::size_t>(m_rounds));
    for (std::size_t round = 0; round < values.size(); ++round) {
        Tally sum;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const double times = counts[round * used.size() + i];
            sum.add(times * used[i].part, times * used[i].whole);
        }
        values[round] = scale * sum.part / sum.whole;
    }
    estimate.interval = intervalOf(values);
    return estimate;
}

std::optional<Estimate> Bootstrap::pooledAuc(std::span<const Scored> things) {
    std::map<int, std::size_t> places;
    for (const Scored& thing : things) places.emplace(thing.problem, places.size());
    const std::size_t size = places.size();
    std::vector<Scored> sorted(things.begin(), things.end());
    std::sort(sorted.begin(), sorted.end(), [](const Scored& a, const Scored& b) { return a.score < b.score; });

    // wins[i, j]: pairs of a right thing of problem i above a wrong one of problem j.
    std::vector<double> wins(size * size);
    std::vector<double> right(size), wrong(size), tied(size);
    for (std::size_t from = 0, to = 0; from < sorted.size(); from = to) {
        std::fill(tied.begin(), tied.end(), 0.0);
        for (to = from; to < sorted.size() && sorted[to].score == sorted[from].score; ++to) {
            if (!sorted[to].right) tied[places[sorted[to].problem]] += 1;
        }
        for (std::size_t k = from; k < to; ++k) {
            if (!sorted[k].right) continue;
            const std::size_t i = places[sorted[k].problem];
            right[i] += 1;
            for (std::size_t j = 0; j < size; ++j) wins[i * size + j] += wrong[j] + 0.5 * tied[j];
        }
        for (std::size_t j = 0; j < size; ++j) wrong[j] += tied[j];
    }

    const auto aucOf = [&](const std::uint16_t* times) -> std::optional<double> {
        double won = 0, rights = 0, wrongs = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const double here = times ? times[i] : 1;
            rights += here * right[i];
            wrongs += here * wrong[i];
            if (here == 0 || right[i] == 0) continue;
            for (std::size_t j = 0; j < size; ++j) won += here * (times ? times[j] : 1) * wins[i * size + j];
        }
        const double pairs = rights * wrongs;
        return pairs > 0 ? std::optional(won / pairs) : std::nullopt;
    };
    const auto value = aucOf(nullptr);
    if (!value) return std::nullopt;
    Estimate estimate{*value, std::nullopt, static_cast<int>(size)};
    if (size < 2) return estimate;
    const auto& counts = draws(size);
    std::vector<double> values;
    for (std::size_t round = 0; round < static_cast<std::size_t>(m_rounds); ++round) {
        if (const auto drawn = aucOf(counts.data() + round * size)) values.push_back(*drawn);
    }
    estimate.interval = intervalOf(values);
    return estimate;
}

std::optional<double> pairwiseAuc(std::span<const double> right, std::span<const double> wrong) {
    if (right.empty() || wrong.empty()) return std::nullopt;
    std::vector<double> sorted(wrong.begin(), wrong.end());
    std::sort(sorted.begin(), sorted.end());
    double won = 0;
    for (double score : right) {
        const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), score);
        won += static_cast<double>(low - sorted.begin()) + 0.5 * static_cast<double>(high - low);
    }
    return won / (static_cast<double>(right.size()) * static_cast<double>(wrong.size()));
}

bool excludes(const Estimate& estimate, double value) {
    return estimate.interval && (estimate.interval->low > value || estimate.interval->high < value);
}

}  // namespace app
