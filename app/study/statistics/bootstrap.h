// Means over problems with what is not known about them: percentile bootstrap by problem. All runs of a problem go
// together, so seeds do not count as new problems. Same numbers on every machine. One owner, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace app {

struct Interval {
    double low = 0;
    double high = 0;
};

/// A number and its 95 % interval.
struct Estimate {
    double value = 0;
    std::optional<Interval> interval;  ///< empty with fewer than two problems: nothing is known about others
    int problems = 0;                  ///< it rests on
};

/// One problem's share of a ratio of sums; a mean has the number of its runs as `whole`.
struct Tally {
    double part = 0;
    double whole = 0;

    void add(double p, double w = 1) {
        part += p;
        whole += w;
    }
};
using Tallies = std::map<int, Tally>;  ///< [problem]

/// A scored thing of a class, for pooledAuc().
struct Scored {
    double score = 0;
    int problem = 0;
    bool right = false;
};

class Bootstrap {
public:
    explicit Bootstrap(int rounds = 2000, std::uint64_t seed = 20260109) : m_rounds(rounds), m_seed(seed) {}

    /// scale * sum of parts / sum of wholes. Problems whose whole is 0 are left out; empty if none is left.
    std::optional<Estimate> ratio(const Tallies& tallies, double scale = 1);
    /// Share of all (right, wrong) pairs in the right order, ties half, within and across problems. Empty if a class
    /// is.
    std::optional<Estimate> pooledAuc(std::span<const Scored> things);

private:
    /// [rounds, size] how often each of `size` problems is drawn in each round; the generator starts anew for each
    /// size.
    const std::vector<std::uint16_t>& draws(std::size_t size);

    int m_rounds;
    std::uint64_t m_seed;
    std::map<std::size_t, std::vector<std::uint16_t>> m_draws;
};

/// Share of (right, wrong) pairs where the right one is higher, ties half. Empty if there are no pairs.
std::optional<double> pairwiseAuc(std::span<const double> right, std::span<const double> wrong);

/// Whether the interval is known and does not hold `value`.
bool excludes(const Estimate& estimate, double value);

}  // namespace app
