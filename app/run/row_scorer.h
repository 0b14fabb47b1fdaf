// A step scorer by itself: scores hidden rows on the CPU, without the model that they come from. One thread at a time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "kernels/backend.h"
#include "scorer/checkpoint/checkpoint.h"

namespace app {

/// What recordings say about a scorer.
ScorerInfo scorerInfoOf(const std::string& path, const scorer::ScorerWeights& weights);

class RowScorer {
public:
    /// Throws UsageError: unreadable, or made for rows of another width.
    RowScorer(const std::string& path, int hiddenSize);

    const ScorerInfo& info() const { return m_info; }
    /// One score a row, equal to what a model on the CPU computes for it with this scorer. `rows` [rows, hiddenSize]
    std::vector<float> score(std::span<const float> rows);

private:
    ScorerInfo m_info;
    std::unique_ptr<kernels::Backend> m_backend;
    std::unique_ptr<kernels::Stream> m_stream;
    std::unique_ptr<kernels::Weight> m_first;
    kernels::Buffer m_firstBias;
    kernels::Buffer m_second;
    float m_secondBias = 0;
    kernels::Buffer m_rows;    // [kRowsAtOnce, hiddenSize]
    kernels::Buffer m_scores;  // [kRowsAtOnce]
};

}  // namespace app
