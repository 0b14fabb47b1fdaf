// What a transformer holds, and the parts of a pass: passes in transformer_pass.cpp, the scorer in
// transformer_scorer.cpp, the public face in transformer.cpp. One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/kv_storage.h"
#include "engine/transformer.h"
#include "engine/transformer_batch.h"
#include "engine/transformer_clock.h"
#include "engine/transformer_weights.h"
#include "engine/transformer_workspace.h"

namespace engine {

/// A scorer's weights on the device.
struct DeviceScorer {
    std::unique_ptr<kernels::Weight> first;
    kernels::Buffer firstBias;
    kernels::Buffer second;
    float secondBias = 0;

    kernels::Mlp view() const {
        return {.first = first.get(),
                .firstBias = {firstBias.as<const float>(), first->n()},
                .second = {second.as<const float>(), first->n()},
                .secondBias = secondBias};
    }
};

/// A captured decode pass, good as long as the backend's scratch stays where it was.
struct CapturedPass {
    std::unique_ptr<kernels::Graph> graph;
    std::uint64_t scratchVersion = 0;
    double scorerSeconds = 0;  ///< measured once, just before the capture
};

inline kernels::Tensor<const float> vectorView(const kernels::Buffer& buffer) {
    if (buffer.data() == nullptr) return {};
    return {buffer.as<const float>(), static_cast<int>(buffer.bytes() / sizeof(float))};
}

template <class T>
kernels::Tensor<T> deviceView(const Mirrored<T>& array, int count) {
    return {array.device, count};
}

class Transformer::Impl {
public:
    Impl(kernels::Backend& backend, const ModelConfig& config, TransformerWeights weights,
         const TransformerOptions& options);

    PassResult pass(std::span<const Slice> slices, const SamplingParams& params);
    Logits logitsOf(std::span<const TokenId> tokens);
    void attachScorer(const MlpWeights& weights);
    std::vector<float> scoreRows(std::span<const float> hidden);
    void allocateKv(int blockCount) {
        dropGraphs();  // they hold the cache's address
        m_kv = {};     // before the new one, so that both need not fit at once
        m_kv = KvStorage(m_backend, m_config, m_kvType, blockCount);
    }
    void detachScorer() {
        dropGraphs();
        m_scorer.reset();
    }
    void dropGraphs() {
        m_graphs.clear();
        m_timedGraph = {};
    }
    void setProfiling(bool on) {
        m_timedGraph = {};
        m_clock.setOn(on);
    }

    // What a pass consists of; counts are rows of the batch that was sent.
    void layers(kernels::Stream& stream, const KvStorage& kv, int rows);
    void layer(kernels::Stream& stream, const KvStorage& kv, const LayerWeights& w, int number, int rows);
    void outputs(kernels::Stream& stream, int rows, int outputCount);
    void draws(kernels::Stream& stream, int outputCount, int drawCount);
    void scores(kernels::Stream& stream, int outputCount, int gatheredCount, bool timed);
    void runDirect(const Batch& batch);
    double runCaptured(int rows);
    void decode(kernels::Stream& stream, int rows, bool timed);
    void collect(PassResult& result, std::optional<double> scorerSeconds);

    kernels::PagedRows pagedRows(int rows) const {
        return {.positions = {m_workspace.positions.device, rows},
                .sequences = {m_workspace.sequences.device, rows},
                .blockTables = m_workspace.blockTables(),
                .maxContext = m_workspace.maxContext,
                .decodeRows = m_workspace.decodeRows};
    }

    kernels::Backend& m_backend;
    ModelConfig m_config;
    std::unique_ptr<kernels::Stream> m_stream;
    TransformerWeights m_weights;
    TransformerWorkspace m_workspace;
    kernels::KvType m_kvType;
    KvStorage m_kv;
    std::optional<DeviceScorer> m_scorer;
    std::map<int, CapturedPass> m_graphs;  ///< by their rows
    TransformerClock m_clock;
    CapturedPass m_timedGraph;  ///< the same with the clock's marks in it
    int m_timedRows = 0;
    std::unique_ptr<kernels::Event> m_scorerBegin, m_scorerEnd;
    std::unique_ptr<kernels::Event> m_passBegin, m_passEnd;
    double m_scorerSeconds = 0;
    double m_deviceSeconds = 0;
};

}  // namespace engine
