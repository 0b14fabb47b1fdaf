// Random numbers of a training: Philox by (seed, use, number), counted through, so that the same seed gives the same
// split, weights and order of steps on every platform. One object a use; not shared between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "kernels/philox.h"

namespace scorer {

class TrainingRandom {
public:
    enum class Use : std::uint32_t { DrawRight = 1, DrawWrong, Split, Weights, Order };

    /// `number` separates repeated uses, such as the epochs.
    TrainingRandom(std::uint64_t seed, Use use, std::uint32_t number = 0)
        : m_seed(seed), m_use(static_cast<std::uint32_t>(use)), m_number(number) {}

    /// Uniform in (0, 1), of 2^32 values.
    double uniform() { return (next() + 0.5) * (1.0 / 4294967296.0); }

    /// 0 .. count-1, uniform up to 2^-32 count.
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(std::uint64_t{next()} * std::uint64_t{count} >> 32);
    }

    template <class T>
    void shuffle(std::span<T> values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint32_t next() {
        // The last word is not 0, so no draw of a token has the same counter.
        return kernels::philox4x32({{m_count++, m_number, m_use, 1}}, m_seed).w[0];
    }

    std::uint64_t m_seed;
    std::uint32_t m_use;
    std::uint32_t m_number;
    std::uint32_t m_count = 0;
};

}  // namespace scorer
