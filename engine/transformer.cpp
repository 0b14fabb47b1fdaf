#include "engine/transformer.h"

#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "engine/kv_storage.h"
#include "engine/random_weights.h"
#include "engine/transformer_batch.h"
#include "engine/transformer_clock.h"
#include "engine/transformer_weights.h"
#include "engine/transformer_workspace.h"

namespace engine {

namespace {

/// A scorer's weights on the device.
struct Scorer {
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

kernels::Tensor<const float> vectorView(const kernels::Buffer& buffer) {
    if (buffer.data() == nullptr) return {};
    return {buffer.as<const float>(), static_cast<int>(buffer.bytes() / sizeof(float))};
}

template <class T>
kernels::Tensor<T> deviceView(const Mirrored<T>& array, int count) {
    return {array.device, count};
}

int checkedRows(const kernels::Backend& backend, const TransformerOptions& options) {
    const int rows = options.maxRows.value_or(backend.preferredRows());
    for (const int count : {rows, options.maxSequences})
        if (count < 1)
            throw std::invalid_argument("transformer: expected at least one row a pass, got " + std::to_string(count));
    return rows;
}

}  // namespace

class Transformer::Impl {
public:
    Impl(kernels::Backend& backend, const ModelConfig& config, TransformerWeights weights,
         const TransformerOptions& options)
        : m_backend(backend),
          m_config(config),
          m_stream(backend.makeStream()),
          m_weights(std::move(weights)),
          m_workspace(backend, config, checkedRows(backend, options), options.maxSequences),
          m_clock(backend),
          m_scorerBegin(backend.makeEvent()),
          m_scorerEnd(backend.makeEvent()),
          m_passBegin(backend.makeEvent()),
          m_passEnd(backend.makeEvent()) {}

    PassResult pass(std::span<const Slice> slices, const SamplingParams& params);
    Logits logitsOf(std::span<const TokenId> tokens);
    void attachScorer(const MlpWeights& weights);
    std::vector<float> scoreRows(std::span<const float> hidden);
    void allocateKv(int blockCount) {
        dropGraphs();  // they hold the cache's address
        m_kv = {};     // before the new one, so that both need not fit at once
        m_kv = KvStorage(m_backend, m_config, blockCount);
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
    KvStorage m_kv;
    std::optional<Scorer> m_scorer;
    std::map<int, CapturedPass> m_graphs;  ///< by their rows
    TransformerClock m_clock;
    CapturedPass m_timedGraph;  ///< the same with the clock's marks in it
    int m_timedRows = 0;
    std::unique_ptr<kernels::Event> m_scorerBegin, m_scorerEnd;
    std::unique_ptr<kernels::Event> m_passBegin, m_passEnd;
    double m_scorerSeconds = 0;
    double m_deviceSeconds = 0;
};

// ---- the layers --------------------------------------------------------------------------------------------------

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
    m_backend.matmul(stream, normed, *w.gateUp, {}, gateUp);
    m_clock.mark(stream, "gate/up");
    m_backend.swiGlu(stream, gateUp, activated);
    m_clock.mark(stream, "swiglu");
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

// ---- one pass ----------------------------------------------------------------------------------------------------

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
    const KvStorage kv(m_backend, m_config, blockCount);

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

// ---- the scorer --------------------------------------------------------------------------------------------------

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
    Scorer scorer{.first = m_backend.uploadWeight({&first, 1}, "the scorer", kernels::WeightPrecision::Float32),
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

// ---- the public face -----------------------------------------------------------------------------------------------

Transformer::Transformer(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                         const ProgressFn& progress, const TransformerOptions& options)
    : m_impl(std::make_unique<Impl>(
          backend, config, loadWeights(backend, config, tensors, progress, options.exactQuantised), options)) {}
Transformer::Transformer(kernels::Backend& backend, const ModelConfig& config, const RandomWeights& random,
                         const TransformerOptions& options)
    : m_impl(std::make_unique<Impl>(backend, config, makeRandomWeights(backend, config, random.seed), options)) {}
Transformer::~Transformer() = default;

const ModelConfig& Transformer::config() const {
    return m_impl->m_config;
}
int Transformer::maxRows() const {
    return m_impl->m_workspace.maxRows();
}
std::size_t Transformer::weightBytes() const {
    return m_impl->m_weights.bytes();
}
std::size_t Transformer::bytesReadByPass() const {
    const TransformerWeights& w = m_impl->m_weights;
    return w.bytes() - (w.untiedHead ? w.embedding->bytes() : 0);
}
std::size_t Transformer::workspaceBytes() const {
    return m_impl->m_workspace.bytes();
}

std::size_t Transformer::blockBytes() const {
    return KvStorage::blockBytes(m_impl->m_backend, m_impl->m_config);
}
void Transformer::allocateKv(int blockCount) {
    m_impl->allocateKv(blockCount);
}
void Transformer::releaseKv() {
    m_impl->dropGraphs();
    m_impl->m_kv = {};
}
int Transformer::kvBlockCount() const {
    return m_impl->m_kv.blockCount();
}
void Transformer::copyBlock(BlockId from, BlockId to) {
    for (const BlockId block : {from, to})
        if (index(block) < 0 || index(block) >= kvBlockCount())
            throw std::out_of_range("copyBlock: expected a block below " + std::to_string(kvBlockCount()) + ", got " +
                                    std::to_string(index(block)));
    m_impl->m_backend.copyBlock(*m_impl->m_stream, m_impl->m_kv.view(), index(from), index(to));
}

void Transformer::attachScorer(const MlpWeights& weights) {
    m_impl->attachScorer(weights);
}
void Transformer::detachScorer() {
    m_impl->detachScorer();
}
bool Transformer::hasScorer() const {
    return m_impl->m_scorer.has_value();
}
std::vector<float> Transformer::scoreRows(std::span<const float> hidden) {
    return m_impl->scoreRows(hidden);
}

PassResult Transformer::pass(std::span<const Slice> slices, const SamplingParams& params) {
    return m_impl->pass(slices, params);
}
Transformer::Logits Transformer::logitsOf(std::span<const TokenId> tokens) {
    return m_impl->logitsOf(tokens);
}
double Transformer::lastScorerSeconds() const {
    return m_impl->m_scorerSeconds;
}

double Transformer::lastDeviceSeconds() const {
    return m_impl->m_deviceSeconds;
}

void Transformer::setProfiling(bool on) {
    m_impl->setProfiling(on);
}
std::vector<StageTime> Transformer::stageTimes() const {
    return m_impl->m_clock.table();
}

}  // namespace engine
