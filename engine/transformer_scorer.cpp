// The step scorer beside the transformer: its weights on the device, scores of gathered rows.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/transformer_impl.h"

namespace engine {

void Transformer::Impl::attachScorer(const MlpWeights& weights) {
    const auto require = [](bool ok, const std::string& what, std::size_t expected, std::size_t got) {
        if (!ok)
            throw std::invalid_argument("scorer: expected " + what + " of " + std::to_string(expected) + ", got " +
                                        std::to_string(got));
    };
    const auto input = std::size_t(m_config.hiddenSize);
    const auto hidden = std::size_t(weights.hiddenWidth);
    require(weights.inputWidth == m_config.hiddenSize, "an input width (the model's hidden size)", input,
            std::size_t(weights.inputWidth));
    require(weights.hiddenWidth > 0, "a hidden width", 1, hidden);
    require(weights.w0.size() == hidden * input, "a first layer", hidden * input, weights.w0.size());
    require(weights.b0.size() == hidden, "a first bias", hidden, weights.b0.size());
    require(weights.w1.size() == hidden, "a second layer", hidden, weights.w1.size());

    const kernels::HostMatrix first{std::as_bytes(weights.w0), kernels::HostType::F32, weights.hiddenWidth,
                                    weights.inputWidth};
    DeviceScorer scorer{.first = m_backend.uploadWeight({&first, 1}, "the scorer", kernels::WeightPrecision::Float32),
                        .firstBias = m_backend.uploadVector(weights.b0, "the scorer"),
                        .second = m_backend.uploadVector(weights.w1, "the scorer"),
                        .secondBias = weights.b1};
    dropGraphs();
    m_scorer = std::move(scorer);
}

std::vector<float> Transformer::Impl::scoreRows(std::span<const float> hidden) {
    if (!m_scorer) throw std::logic_error("scoreRows: no scorer is attached");
    const auto width = std::size_t(m_config.hiddenSize);
    if (hidden.size() % width != 0)
        throw std::invalid_argument("scoreRows: expected whole rows of " + std::to_string(width) + ", got " +
                                    std::to_string(hidden.size()) + " values");
    TransformerWorkspace& ws = m_workspace;
    const auto total = static_cast<int>(hidden.size() / width);
    std::vector<float> result;
    m_scorerSeconds = 0;
    for (int first = 0; first < total; first += ws.maxSequences()) {
        const int rows = std::min(ws.maxSequences(), total - first);
        m_backend.copyToDevice(*m_stream, ws.hidden.data, hidden.data() + std::size_t(first) * width,
                               std::size_t(rows) * width * sizeof(float));
        m_backend.record(*m_stream, *m_scorerBegin);
        m_backend.scoreMlp(*m_stream, ws.hidden.first(rows), m_scorer->view(), deviceView(ws.scores, rows));
        m_backend.record(*m_stream, *m_scorerEnd);
        ws.fetchResults(*m_stream);
        m_backend.synchronize(*m_stream);
        m_scorerSeconds += m_backend.secondsBetween(*m_scorerBegin, *m_scorerEnd);
        result.insert(result.end(), ws.scores.host, ws.scores.host + rows);
    }
    return result;
}

void Transformer::Impl::scores(kernels::Stream& stream, int outputCount, int gatheredCount, bool timed) {
    TransformerWorkspace& ws = m_workspace;
    if (gatheredCount == 0) return;
    if (timed) m_backend.record(stream, *m_scorerBegin);
    const auto hidden = ws.hidden.first(gatheredCount);
    m_backend.gatherRows(stream, ws.outputs.first(outputCount), deviceView(ws.hiddenIndices, gatheredCount), hidden);
    if (m_scorer) m_backend.scoreMlp(stream, hidden, m_scorer->view(), deviceView(ws.scores, gatheredCount));
    if (timed) m_backend.record(stream, *m_scorerEnd);
    m_clock.mark(stream, "scorer");
}

}  // namespace engine
