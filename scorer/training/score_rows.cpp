#include "scorer/training/score_rows.h"

#include <algorithm>

namespace scorer {
namespace {

constexpr std::size_t kRowsAtOnce = 1024;

/// The scorer's weights and room for a batch on the device.
class RowScorer {
public:
    RowScorer(kernels::Backend& backend, const ScorerWeights& weights)
        : m_backend(backend),
          m_stream(backend.makeStream()),
          m_width(weights.inputWidth),
          m_b0(backend.uploadVector(weights.b0, "scorer")),
          m_w1(backend.uploadVector(weights.w1, "scorer")),
          m_rows(backend.allocate(kRowsAtOnce * static_cast<std::size_t>(m_width) * sizeof(float), "step rows")),
          m_scores(backend.allocate(kRowsAtOnce * sizeof(float), "step scores")) {
        const kernels::HostMatrix first{std::as_bytes(std::span(weights.w0)), kernels::HostType::F32,
                                        weights.hiddenWidth, weights.inputWidth};
        m_first = backend.uploadWeight({&first, 1}, "scorer", kernels::WeightPrecision::Float32);
        m_mlp = {m_first.get(),
                 {m_b0.as<const float>(), weights.hiddenWidth},
                 {m_w1.as<const float>(), weights.hiddenWidth},
                 weights.b1};
    }

    /// At most kRowsAtOnce rows.
    void score(std::span<const std::byte* const> rows, std::span<float> scores) {
        const auto width = static_cast<std::size_t>(m_width);
        m_host.resize(rows.size() * width);
        for (std::size_t i = 0; i < rows.size(); ++i) readRow(rows[i], std::span(m_host).subspan(i * width, width));
        const int count = static_cast<int>(rows.size());
        m_backend.copyToDevice(*m_stream, m_rows.data(), m_host.data(), m_host.size() * sizeof(float));
        m_backend.scoreMlp(*m_stream, {m_rows.as<const float>(), count, m_width}, m_mlp, {m_scores.as<float>(), count});
        m_backend.copyToHost(*m_stream, scores.data(), m_scores.data(), scores.size_bytes());
        m_backend.synchronize(*m_stream);
    }

private:
    kernels::Backend& m_backend;
    std::unique_ptr<kernels::Stream> m_stream;
    int m_width;
    std::unique_ptr<kernels::Weight> m_first;
    kernels::Buffer m_b0, m_w1, m_rows, m_scores;
    kernels::Mlp m_mlp;
    std::vector<float> m_host;
};

}  // namespace

std::vector<ScoredProblem> scoreRows(kernels::Backend& backend, const ScorerWeights& weights, const TrainingData& data,
                                     const std::string& scorerName, const std::function<void()>& between) {
    requireWidth(weights, data.width, scorerName);
    std::vector<const std::byte*> rows;
    for (const ProblemRows& problem : data.problems)
        for (const TraceRows& trace : problem.traces) rows.insert(rows.end(), trace.rows.begin(), trace.rows.end());
    std::vector<float> scores(rows.size());
    RowScorer scorer(backend, weights);
    for (std::size_t done = 0; done < rows.size(); done += kRowsAtOnce) {
        const std::size_t count = std::min(kRowsAtOnce, rows.size() - done);
        if (between) between();
        scorer.score(std::span(rows).subspan(done, count), std::span(scores).subspan(done, count));
    }
    std::vector<ScoredProblem> scored;
    auto next = scores.begin();
    for (const ProblemRows& problem : data.problems) {
        scored.emplace_back();
        for (const TraceRows& trace : problem.traces) {
            const auto end = next + static_cast<std::ptrdiff_t>(trace.rows.size());
            scored.back().traces.push_back({.right = trace.right, .scores = {next, end}});
            next = end;
        }
    }
    return scored;
}

TrainingData onlyThese(const TrainingData& data, const std::vector<SplitProblem>& problems) {
    TrainingData part{.width = data.width, .problems = {}};
    for (const SplitProblem& problem : problems) {
        const ProblemRows& from = data.problems[problem.index];
        ProblemRows& to = part.problems.emplace_back(ProblemRows{.name = from.name, .traces = {}});
        for (const std::size_t trace : problem.traces) to.traces.push_back(from.traces[trace]);
    }
    return part;
}

}  // namespace scorer
