// The hidden rows at the ends of a trace's steps, kept to score them again and to train on: float16, in chunks that
// copies share, so that a branch costs no more than the rows it adds. A value type; copies of one live on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace app {

class KeptRows {
public:
    /// @param end  generated tokens up to the step's boundary
    /// @param row  [hidden_size], the same at each call
    void add(int end, std::span<const float> row);

    /// The rows of the steps that end at `end` or before.
    KeptRows upTo(int end) const;

    bool isEmpty() const { return m_ends.empty(); }
    std::span<const int> ends() const { return m_ends; }
    /// [steps, hidden_size], rounded to float16.
    std::vector<float> values() const;
    /// Bytes of rows that no copy shares with this one.
    std::size_t ownBytes() const;

private:
    using Chunk = std::vector<std::uint16_t>;  // [up to kRowsPerChunk, hidden_size]

    std::vector<int> m_ends;  // [steps]
    std::vector<std::shared_ptr<Chunk>> m_chunks;
};

}  // namespace app
