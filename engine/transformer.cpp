#include "engine/transformer.h"

#include <stdexcept>
#include <string>
#include <utility>

#include "engine/random_weights.h"
#include "engine/transformer_impl.h"

namespace engine {
namespace {

int checkedRows(const kernels::Backend& backend, const TransformerOptions& options) {
    const int rows = options.maxRows.value_or(backend.preferredRows());
    for (const int count : {rows, options.maxSequences})
        if (count < 1)
            throw std::invalid_argument("transformer: expected at least one row a pass, got " + std::to_string(count));
    return rows;
}

}  // namespace

Transformer::Impl::Impl(kernels::Backend& backend, const ModelConfig& config, TransformerWeights weights,
                        const TransformerOptions& options)
    : m_backend(backend),
      m_config(config),
      m_stream(backend.makeStream()),
      m_weights(std::move(weights)),
      m_workspace(backend, config, checkedRows(backend, options), options.maxSequences),
      m_kvType(backend.nativeKv()),
      m_clock(backend),
      m_scorerBegin(backend.makeEvent()),
      m_scorerEnd(backend.makeEvent()),
      m_passBegin(backend.makeEvent()),
      m_passEnd(backend.makeEvent()) {}

Transformer::Transformer(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                         const ProgressFn& progress, const TransformerOptions& options)
    : m_impl(
          std::make_unique<Impl>(backend, config, loadWeights(backend, config, tensors, progress, options), options)) {}
Transformer::Transformer(kernels::Backend& backend, const ModelConfig& config, const RandomWeights& random,
                         const TransformerOptions& options)
    : m_impl(std::make_unique<Impl>(backend, config, makeRandomWeights(backend, config, random.seed, options.weights),
                                    options)) {}
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
    return KvStorage::blockBytes(m_impl->m_backend, m_impl->m_config, m_impl->m_kvType);
}
kernels::KvType Transformer::kvType() const {
    return m_impl->m_kvType;
}
void Transformer::setKvType(kernels::KvType type) {
    if (!m_impl->m_backend.takesKv(type))
        throw std::invalid_argument("KV cache: expected a type that the " + m_impl->m_backend.info().backend +
                                    " backend takes, got " + kernels::nameOf(type));
    if (type == m_impl->m_kvType) return;
    releaseKv();
    m_impl->m_kvType = type;
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
