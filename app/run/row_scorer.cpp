#include "app/run/row_scorer.h"

#include <algorithm>
#include <filesystem>

#include "app/run/devices.h"
#include "app/run/usage_error.h"
#include "engine/files/sha256.h"

namespace app {
namespace {

constexpr std::size_t kRowsAtOnce = 256;

}  // namespace

ScorerInfo scorerInfoOf(const std::string& path, const scorer::ScorerWeights& weights) {
    return {std::filesystem::path(path).filename().string(),
            path,
            engine::sha256HexOfFile(path),
            weights.inputWidth,
            weights.hiddenWidth,
            weights.metrics};
}

RowScorer::RowScorer(const std::string& path, int hiddenSize) {
    try {
        const scorer::ScorerWeights weights = scorer::loadScorer(path);
        scorer::requireWidth(weights, hiddenSize, std::filesystem::path(path).filename().string());
        m_info = scorerInfoOf(path, weights);
        m_backend = makeBackend(BackendChoice::Cpu, {});
        m_stream = m_backend->makeStream();
        const kernels::HostMatrix first{std::as_bytes(std::span(weights.w0)), kernels::HostType::F32,
                                        weights.hiddenWidth, weights.inputWidth};
        m_first = m_backend->uploadWeight({&first, 1}, "the scorer", kernels::WeightPrecision::Float32);
        m_firstBias = m_backend->uploadVector(weights.b0, "the scorer");
        m_second = m_backend->uploadVector(weights.w1, "the scorer");
        m_secondBias = weights.b1;
        m_rows = m_backend->allocate(kRowsAtOnce * static_cast<std::size_t>(hiddenSize) * sizeof(float), "hidden rows");
        m_scores = m_backend->allocate(kRowsAtOnce * sizeof(float), "scores");
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

std::vector<float> RowScorer::score(std::span<const float> rows) {
    const auto width = static_cast<std::size_t>(m_first->k());
    std::vector<float> scores(rows.size() / width);
    const kernels::Mlp mlp{.first = m_first.get(),
                           .firstBias = {m_firstBias.as<const float>(), m_first->n()},
                           .second = {m_second.as<const float>(), m_first->n()},
                           .secondBias = m_secondBias};
    for (std::size_t at = 0; at < scores.size(); at += kRowsAtOnce) {
        const std::size_t count = std::min(kRowsAtOnce, scores.size() - at);
        m_backend->copyToDevice(*m_stream, m_rows.data(), rows.data() + at * width, count * width * sizeof(float));
        m_backend->scoreMlp(*m_stream, {m_rows.as<const float>(), static_cast<int>(count), static_cast<int>(width)},
                            mlp, {m_scores.as<float>(), static_cast<int>(count)});
        m_backend->copyToHost(*m_stream, scores.data() + at, m_scores.data(), count * sizeof(float));
        m_backend->synchronize(*m_stream);
    }
    return scores;
}

}  // namespace app
