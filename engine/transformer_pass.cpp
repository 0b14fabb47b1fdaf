// One pass: layers, norm, draws; on a GPU decode passes are captured once and launched again.
#include <cmath>
#include <stdexcept>

#include "engine/transformer_impl.h"

namespace engine {

void Transformer::Impl::layer(kernels::Stream& stream, const KvStorage& kv, const LayerWeights& w, int number,
                              int rows) {
    TransformerWorkspace& ws = m_workspace;
    const auto eps = static_cast<float>(m_config.rmsEps);
    const kernels::AttentionShape shape{m_config.heads, m_config.kvHeads, m_config.headDim, m_config.windowOf(number)};
    const float scale = 1.0F / std::sqrt(static_cast<float>(m_config.headDim));
    const auto residual = ws.residual.first(rows);
    const auto normed = ws.normed.first(rows);  // also what a projection adds to the residual
    const auto qkv = ws.qkv.first(rows);
    const auto attended = ws.attended.first(rows);
    const auto gateUp = ws.gateUp.first(rows);
    const auto activated = ws.activated.first(rows);

    // The first layer's residual is the embedding; later ones first add what the layer before left in `normed`.
    const auto fromBefore = number == 0 ? kernels::Tensor<kernels::Activation>() : normed;
    m_backend.addRmsNorm(stream, residual, fromBefore, vectorView(w.inputGain), eps, normed);
    m_clock.mark(stream, "norm");
    m_backend.matmul(stream, normed, *w.qkv, vectorView(w.qkvBias), qkv);
    m_clock.mark(stream, "q/k/v");
    m_backend.ropeAndCache(stream, shape, qkv, vectorView(w.qGain), vectorView(w.kGain), eps, ws.rope.first(rows),
                           pagedRows(rows), kv.view(), number);
    m_clock.mark(stream, "rope, cache");
    m_backend.attention(stream, shape, qkv, scale, pagedRows(rows), kv.view(), number, attended);
    m_clock.mark(stream, "attention");
    m_backend.matmul(stream, attended, *w.output, vectorView(w.outputBias), normed);
    m_clock.mark(stream, "output");
    m_backend.addRmsNorm(stream, residual, normed, vectorView(w.postGain), eps, normed);
    m_clock.mark(stream, "norm");
    m_backend.matmulSwiGlu(stream, normed, *w.gateUp, gateUp, activated);
    m_clock.mark(stream, "gate/up");
    m_backend.matmul(stream, activated, *w.down, {}, normed);
    m_clock.mark(stream, "down");
}

void Transformer::Impl::layers(kernels::Stream& stream, const KvStorage& kv, int rows) {
    TransformerWorkspace& ws = m_workspace;
    m_backend.embed(stream, deviceView(ws.tokens, rows), *m_weights.embedding, ws.residual.first(rows));
    m_clock.mark(stream, "embedding");
    m_backend.ropeTable(stream, deviceView(ws.positions, rows), vectorView(m_weights.inverseFrequencies),
                        m_weights.ropeScale, ws.rope.first(rows));
    m_clock.mark(stream, "rope table");
    for (int i = 0; i < m_config.layers; ++i) layer(stream, kv, m_weights.layers[std::size_t(i)], i, rows);
}

/// The final norm, for the rows whose results are wanted.
void Transformer::Impl::outputs(kernels::Stream& stream, int rows, int outputCount) {
    TransformerWorkspace& ws = m_workspace;
    if (outputCount == 0) return;
    // Only what is wanted is added and normed: a prefill needs one row of many.
    const auto indices = deviceView(ws.outputIndices, outputCount);
    const auto residual = ws.outputResidual.first(outputCount);
    const auto wanted = ws.outputs.first(outputCount);
    m_backend.gatherRows(stream, ws.residual.first(rows), indices, residual);
    m_backend.gatherRows(stream, ws.normed.first(rows), indices, wanted);
    m_backend.addRmsNorm(stream, residual, wanted, vectorView(m_weights.finalGain), static_cast<float>(m_config.rmsEps),
                         wanted);
    m_clock.mark(stream, "norm");
}

void Transformer::Impl::draws(kernels::Stream& stream, int outputCount, int drawCount) {
    TransformerWorkspace& ws = m_workspace;
    if (drawCount == 0) return;
    auto drawn = ws.outputs.first(outputCount);
    if (drawCount != outputCount) {
        m_backend.gatherRows(stream, drawn, deviceView(ws.drawIndices, drawCount), ws.drawRows.first(drawCount));
        drawn = ws.drawRows.first(drawCount);
    }
    const auto logits = ws.logits.first(drawCount);
    m_backend.matmul(stream, drawn, m_weights.head(), {}, logits);
    m_clock.mark(stream, "logits");
    m_backend.sample(stream, logits, deviceView(ws.keys, drawCount), deviceView(ws.settings, 1),
                     deviceView(ws.drawn, drawCount), deviceView(ws.logProbabilities, drawCount),
                     deviceView(ws.confidences, drawCount));
    m_clock.mark(stream, "sampling");
}

void Transformer::Impl::runDirect(const Batch& batch) {
    const TransformerWorkspace& ws = m_workspace;
    m_timedGraph = {};  // its marks are used for this pass
    m_clock.start(*m_stream);
    layers(*m_stream, m_kv, batch.rows);
    outputs(*m_stream, batch.rows, ws.outputCount);
    draws(*m_stream, ws.outputCount, ws.drawCount);
    scores(*m_stream, ws.outputCount, ws.gatheredCount, true);
}

/// A decode pass in which every row draws and is scored.
void Transformer::Impl::decode(kernels::Stream& stream, int rows, bool timed) {
    m_clock.start(stream);
    layers(stream, m_kv, rows);
    outputs(stream, rows, rows);
    draws(stream, rows, rows);
    scores(stream, rows, rows, timed);
}

/// A decode pass of `rows` rows, padding included, captured when it is first needed and again when memory that it
/// points to has moved. Returns the scorer's seconds in it.
double Transformer::Impl::runCaptured(int rows) {
    if (m_clock.isOn() && m_timedRows != rows) m_timedGraph = {};
    CapturedPass& captured = m_clock.isOn() ? m_timedGraph : m_graphs[rows];
    if (!captured.graph || captured.scratchVersion != m_backend.scratchVersion()) {
        captured = {};
        m_workspace.maxContext = m_config.maxPositions;  // the graph must serve every context
        m_workspace.decodeRows = rows;
        // The scorer is timed once, before the capture: events among a graph's kernels would make every launch dearer.
        decode(*m_stream, rows, true);
        m_backend.synchronize(*m_stream);
        captured.scorerSeconds = m_backend.secondsBetween(*m_scorerBegin, *m_scorerEnd);
        captured.graph =
            m_backend.capture(*m_stream, [this, rows](kernels::Stream& stream) { decode(stream, rows, false); });
        captured.scratchVersion = m_backend.scratchVersion();  // that pass may have made it grow
        if (m_clock.isOn()) m_timedRows = rows;
        m_backend.record(*m_stream, *m_passBegin);  // without the time that capturing took
    }
    m_backend.launch(*m_stream, *captured.graph);
    return captured.scorerSeconds;
}

/// Fetches the results of the batch that was run and appends them. The scorer's time is given where its events were not
/// recorded.
void Transformer::Impl::collect(PassResult& result, std::optional<double> scorerSeconds) {
    TransformerWorkspace& ws = m_workspace;
    const auto gathered = std::size_t(ws.gatheredCount);
    const std::size_t hiddenBefore = result.hidden.size();
    m_backend.record(*m_stream, *m_passEnd);
    ws.fetchResults(*m_stream);
    if (gathered > 0) {
        result.hidden.resize(hiddenBefore + gathered * std::size_t(m_config.hiddenSize));
        m_backend.copyToHost(*m_stream, result.hidden.data() + hiddenBefore, ws.hidden.data,
                             gathered * std::size_t(m_config.hiddenSize) * sizeof(float));
    }
    m_backend.synchronize(*m_stream);
    m_clock.collect();
    m_deviceSeconds += m_backend.secondsBetween(*m_passBegin, *m_passEnd);
    for (int i = 0; i < ws.drawCount; ++i) {
        if (ws.drawn.host[i] < 0) throw std::runtime_error("sample: the logits are not finite");
        result.sampled.push_back({.token = TokenId{ws.drawn.host[i]},
                                  .logProbability = ws.logProbabilities.host[i],
                                  .confidence = ws.confidences.host[i]});
    }
    if (gathered == 0) return;
    m_scorerSeconds += scorerSeconds ? *scorerSeconds : m_backend.secondsBetween(*m_scorerBegin, *m_scorerEnd);
    if (m_scorer) result.scores.insert(result.scores.end(), ws.scores.host, ws.scores.host + gathered);
}

PassResult Transformer::Impl::pass(std::span<const Slice> slices, const SamplingParams& params) {
    checkSlices(slices, m_config, m_kv.blockCount());
    const kernels::DrawSettings settings{.seed = params.seed,
                                         .temperature = static_cast<float>(params.temperature),
                                         .topP = static_cast<float>(params.topP),
                                         .topK = params.topK,
                                         .wantConfidence = params.wantConfidence ? 1 : 0};
    PassResult result;
    m_scorerSeconds = m_deviceSeconds = 0;
    for (const Batch& batch : cutIntoBatches(slices, m_workspace.maxRows(), m_workspace.maxSequences())) {
        const std::optional<int> graphRows = batch.isDecode() ? m_backend.findGraphRows(batch.rows) : std::nullopt;
        const bool captured = graphRows && *graphRows <= m_workspace.maxSequences();
        m_workspace.send(*m_stream, batch, captured ? *graphRows : batch.rows, settings);
        m_backend.record(*m_stream, *m_passBegin);
        std::optional<double> scorerSeconds;
        if (captured)
            scorerSeconds = runCaptured(*graphRows);
        else
            runDirect(batch);
        collect(result, scorerSeconds);
    }
    return result;
}

Transformer::Logits Transformer::Impl::logitsOf(std::span<const TokenId> tokens) {
    const int blockCount = blocksFor(static_cast<int>(tokens.size()));
    std::vector<BlockId> blocks;
    for (int i = 0; i < blockCount; ++i) blocks.push_back(BlockId{i});
    const Slice slice{.tokens = tokens, .blocks = blocks, .sample = SampleKey{}};
    checkSlices({&slice, 1}, m_config, blockCount);
    const KvStorage kv(m_backend, m_config, m_kvType, blockCount);

    for (const Batch& batch : cutIntoBatches({&slice, 1}, m_workspace.maxRows(), m_workspace.maxSequences())) {
        m_workspace.send(*m_stream, batch, batch.rows, {});
        layers(*m_stream, kv, batch.rows);
        outputs(*m_stream, batch.rows, m_workspace.outputCount);
        m_backend.synchronize(*m_stream);  // the next batch writes its inputs where this one's are copied from
    }
    TransformerWorkspace& ws = m_workspace;
    const std::int32_t firstOutput = 0;
    m_backend.copyToDevice(*m_stream, ws.hiddenIndices.device, &firstOutput, sizeof firstOutput);
    m_backend.gatherRows(*m_stream, ws.outputs.first(1), deviceView(ws.hiddenIndices, 1), ws.hidden.first(1));
    m_backend.matmul(*m_stream, ws.outputs.first(1), m_weights.head(), {}, ws.logits.first(1));
    Logits result{.logits = std::vector<float>(std::size_t(m_config.vocabSize)),
                  .hidden = std::vector<float>(std::size_t(m_config.hiddenSize))};
    m_backend.copyToHost(*m_stream, result.logits.data(), ws.logits.data, result.logits.size() * sizeof(float));
    m_backend.copyToHost(*m_stream, result.hidden.data(), ws.hidden.data, result.hidden.size() * sizeof(float));
    m_backend.synchronize(*m_stream);
    return result;
}

}  // namespace engine
