#include "kernels/backend.h"

#include <cmath>
#include <utility>

#include "kernels/kv_rounding.h"
#include "kernels/mlp_trainer.h"
#include "kernels/philox.h"

namespace kernels {

namespace {

std::string mib(std::size_t bytes) {
    return std::to_string((bytes + (1U << 20) - 1) >> 20) + " MiB";
}

void require(bool ok, std::string_view op, const std::string& what) {
    if (!ok) throw ShapeError(std::string(op) + ": " + what);
}

void bindRows(Dims& dims, const PagedRows& rows) {
    dims.bind("positions", rows.positions, {"rows"})
        .bind("sequences", rows.sequences, {"rows"})
        .bind("block tables", rows.blockTables, {"sequences", "table width"});
}

void bindCache(Dims& dims, const Backend& backend, std::string_view op, const AttentionShape& shape,
               const KvCache& cache, int layer) {
    dims.bind("cache", "kv heads", cache.kvHeads).bind("cache", "head dim", cache.headDim);
    require(cache.data != nullptr, op, "expected a KV cache, got none");
    require(backend.takesKv(cache.type), op, std::string("this device takes no KV cache of ") + nameOf(cache.type));
    require(layer >= 0 && layer < cache.layers, op,
            "expected a layer below " + std::to_string(cache.layers) + ", got " + std::to_string(layer));
    require(shape.kvHeads > 0 && shape.heads % shape.kvHeads == 0, op,
            "expected query heads in groups of KV heads, got " + std::to_string(shape.heads) + " and " +
                std::to_string(shape.kvHeads));
}

}  // namespace

OutOfMemory::OutOfMemory(std::string_view label, std::size_t needed, std::size_t free)
    : std::runtime_error("not enough memory for " + std::string(label) + ": needs " + mib(needed) + ", " + mib(free) +
                         " free"),
      neededBytes(needed),
      freeBytes(free) {}

Buffer::Buffer(void* data, std::size_t bytes, std::function<void(void*, std::size_t)> release)
    : m_data(data), m_bytes(bytes), m_release(std::move(release)) {}

Buffer::~Buffer() {
    if (m_data != nullptr && m_release) m_release(m_data, m_bytes);
}

Buffer::Buffer(Buffer&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)),
      m_bytes(std::exchange(other.m_bytes, 0)),
      m_release(std::move(other.m_release)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_release, other.m_release);
    return *this;
}

std::unique_ptr<Weight> Backend::uploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                              WeightPrecision precision) {
    Dims dims(label);
    require(!parts.empty(), label, "expected at least one matrix, got none");
    for (const HostMatrix& part : parts) {
        dims.bind("matrix", "k", part.k);
        require(part.n > 0 && part.k > 0, label, "expected a matrix with rows and columns, got an empty one");
        const std::size_t together = blockOf(part.type).elements;
        require(std::size_t(part.k) % together == 0, label,
                "expected rows of whole blocks of " + std::to_string(together) + ", got " + std::to_string(part.k));
        require(!isQuantised(part.type) || (takesQuantised() && precision == WeightPrecision::Native), label,
                "this device takes no quantised matrix here");
        const std::size_t expected = bytesOf(part.type, std::size_t(part.n), std::size_t(part.k));
        require(part.bytes.size() == expected, label,
                "expected " + std::to_string(expected) + " bytes, got " + std::to_string(part.bytes.size()));
    }
    return doUploadWeight(parts, label, precision);
}

std::unique_ptr<Weight> Backend::randomWeight(int n, int k, float scale, std::uint64_t seed, std::string_view label,
                                              std::optional<HostType> quantised) {
    require(n > 0 && k > 0, label, "expected a matrix with rows and columns, got an empty one");
    if (quantised) {
        require(isQuantised(*quantised) && takesQuantised(), label, "this device takes no matrix of that type");
        const std::size_t together = blockOf(*quantised).elements;
        require(std::size_t(k) % together == 0, label,
                "expected rows of whole blocks of " + std::to_string(together) + ", got " + std::to_string(k));
    }
    return doRandomWeight(n, k, scale, seed, label, quantised);
}

std::unique_ptr<Weight> Backend::doRandomWeight(int n, int k, float scale, std::uint64_t seed, std::string_view label,
                                                std::optional<HostType> quantised) {
    if (quantised) throw std::logic_error("a backend that takes quantised matrices makes random ones itself");
    std::vector<std::uint16_t> values(std::size_t(n) * std::size_t(k));  // bf16, as most models are stored
    const double spread = double(scale) * std::sqrt(12.0);  // of uniform values with that standard deviation
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = bf16Of(static_cast<float>(
            (philoxUniform(seed, static_cast<std::int32_t>(i >> 32), static_cast<std::int32_t>(i)) - 0.5) * spread));
    const HostMatrix part{std::as_bytes(std::span(values)), HostType::Bf16, n, k};
    return doUploadWeight({&part, 1}, label, WeightPrecision::Native);
}

Buffer Backend::uploadVector(std::span<const float> values, std::string_view label) {
    Buffer buffer = allocate(values.size_bytes(), label);
    const std::unique_ptr<Stream> stream = makeStream();
    copyToDevice(*stream, buffer.data(), values.data(), values.size_bytes());
    synchronize(*stream);
    return buffer;
}

void Backend::embed(Stream& stream, Tensor<const std::int32_t> tokens, const Weight& table, Tensor<Activation> out) {
    Dims("embed")
        .bind("tokens", tokens, {"rows"})
        .bind("table", "width", table.k())
        .bind("out", out, {"rows", "width"});
    doEmbed(stream, tokens, table, out);
}

void Backend::addRmsNorm(Stream& stream, Tensor<Activation> residual, Tensor<const Activation> delta,
                         Tensor<const float> gain, float epsilon, Tensor<Activation> out) {
    Dims dims("addRmsNorm");
    dims.bind("residual", residual, {"rows", "width"})
        .bind("gain", gain, {"width"})
        .bind("out", out, {"rows", "width"});
    if (!delta.empty()) dims.bind("delta", delta, {"rows", "width"});
    doAddRmsNorm(stream, residual, delta, gain, epsilon, out);
}

void Backend::matmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                     Tensor<Activation> out) {
    Dims dims("matmul");
    dims.bind("x", x, {"rows", "k"}).bind("w", "n", w.n()).bind("w", "k", w.k()).bind("out", out, {"rows", "n"});
    if (!bias.empty()) dims.bind("bias", bias, {"n"});
    doMatmul(stream, x, w, bias, out);
}

void Backend::matmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                     Tensor<float> out) {
    Dims dims("matmul");
    dims.bind("x", x, {"rows", "k"}).bind("w", "n", w.n()).bind("w", "k", w.k()).bind("out", out, {"rows", "n"});
    if (!bias.empty()) dims.bind("bias", bias, {"n"});
    doMatmul(stream, x, w, bias, out);
}

void Backend::ropeTable(Stream& stream, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
                        float scale, Tensor<float> out) {
    Dims dims("ropeTable");
    dims.bind("positions", positions, {"rows"})
        .bind("inverse frequencies", inverseFrequencies, {"half"})
        .bind("out", out, {"rows", "rotary dim"});
    require(
        dims["rotary dim"] == 2 * dims["half"], "ropeTable",
        "expected a rotary dim of " + std::to_string(2 * dims["half"]) + ", got " + std::to_string(dims["rotary dim"]));
    doRopeTable(stream, positions, inverseFrequencies, scale, out);
}

void Backend::ropeAndCache(Stream& stream, const AttentionShape& shape, Tensor<Activation> qkv,
                           Tensor<const float> qGain, Tensor<const float> kGain, float epsilon,
                           Tensor<const float> rope, const PagedRows& rows, const KvCache& cache, int layer) {
    Dims dims("ropeAndCache");
    dims.bind("shape", "qkv width", shape.qkvWidth())
        .bind("shape", "kv heads", shape.kvHeads)
        .bind("shape", "head dim", shape.headDim)
        .bind("qkv", qkv, {"rows", "qkv width"})
        .bind("rope", rope, {"rows", "rotary dim"});
    if (!qGain.empty()) dims.bind("q gain", qGain, {"head dim"});
    if (!kGain.empty()) dims.bind("k gain", kGain, {"head dim"});
    bindRows(dims, rows);
    bindCache(dims, *this, "ropeAndCache", shape, cache, layer);
    require(dims["rotary dim"] % 2 == 0 && dims["rotary dim"] <= shape.headDim, "ropeAndCache",
            "expected an even rotary dim of at most " + std::to_string(shape.headDim) + ", got " +
                std::to_string(dims["rotary dim"]));
    doRopeAndCache(stream, shape, qkv, qGain, kGain, epsilon, rope, rows, cache, layer);
}

void Backend::attention(Stream& stream, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                        const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) {
    Dims dims("attention");
    dims.bind("shape", "qkv width", shape.qkvWidth())
        .bind("shape", "out width", shape.outWidth())
        .bind("shape", "kv heads", shape.kvHeads)
        .bind("shape", "head dim", shape.headDim)
        .bind("qkv", qkv, {"rows", "qkv width"})
        .bind("out", out, {"rows", "out width"});
    bindRows(dims, rows);
    bindCache(dims, *this, "attention", shape, cache, layer);
    require(
        rows.decodeRows >= 0 && rows.decodeRows <= dims["rows"], "attention",
        "expected at most " + std::to_string(dims["rows"]) + " decode rows, got " + std::to_string(rows.decodeRows));
    require(rows.maxContext <= rows.blockTables.dim(1) * KvCache::blockTokens, "attention",
            "expected block tables of " + std::to_string(rows.maxContext) + " tokens, got " +
                std::to_string(rows.blockTables.dim(1) * KvCache::blockTokens));
    doAttention(stream, shape, qkv, scale, rows, cache, layer, out);
}

void Backend::swiGlu(Stream& stream, Tensor<const Activation> gateUp, Tensor<Activation> out) {
    Dims dims("swiGlu");
    dims.bind("gate/up", gateUp, {"rows", "2 width"}).bind("out", out, {"rows", "width"});
    require(
        dims["2 width"] == 2 * dims["width"], "swiGlu",
        "expected gate and up of " + std::to_string(2 * dims["width"]) + ", got " + std::to_string(dims["2 width"]));
    doSwiGlu(stream, gateUp, out);
}

void Backend::matmulSwiGlu(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<Activation> gateUp,
                           Tensor<Activation> out) {
    Dims dims("matmulSwiGlu");
    dims.bind("x", x, {"rows", "k"})
        .bind("w", "2 width", w.n())
        .bind("w", "k", w.k())
        .bind("gate/up", gateUp, {"rows", "2 width"})
        .bind("out", out, {"rows", "width"});
    require(
        dims["2 width"] == 2 * dims["width"], "matmulSwiGlu",
        "expected gate and up of " + std::to_string(2 * dims["width"]) + ", got " + std::to_string(dims["2 width"]));
    doMatmulSwiGlu(stream, x, w, gateUp, out);
}

void Backend::doMatmulSwiGlu(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<Activation> gateUp,
                             Tensor<Activation> out) {
    doMatmul(stream, x, w, {}, gateUp);
    doSwiGlu(stream, gateUp, out);
}

void Backend::gatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                         Tensor<Activation> out) {
    Dims("gatherRows")
        .bind("x", x, {"rows", "width"})
        .bind("indices", indices, {"count"})
        .bind("out", out, {"count", "width"});
    doGatherRows(stream, x, indices, out);
}

void Backend::gatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                         Tensor<float> out) {
    Dims("gatherRows")
        .bind("x", x, {"rows", "width"})
        .bind("indices", indices, {"count"})
        .bind("out", out, {"count", "width"});
    doGatherRows(stream, x, indices, out);
}

void Backend::scoreMlp(Stream& stream, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores) {
    require(mlp.first != nullptr, "scoreMlp", "expected weights, got none");
    Dims dims("scoreMlp");
    dims.bind("x", x, {"rows", "in"})
        .bind("first layer", "hidden", mlp.first->n())
        .bind("first layer", "in", mlp.first->k())
        .bind("first bias", mlp.firstBias, {"hidden"})
        .bind("second layer", mlp.second, {"hidden"})
        .bind("scores", scores, {"rows"});
    doScoreMlp(stream, x, mlp, scores);
}

void Backend::sample(Stream& stream, Tensor<const float> logits, Tensor<const DrawKey> keys,
                     Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens, Tensor<float> logProbabilities,
                     Tensor<float> confidences) {
    Dims dims("sample");
    dims.bind("logits", logits, {"rows", "vocab"})
        .bind("keys", keys, {"rows"})
        .bind("tokens", tokens, {"rows"})
        .bind("log probabilities", logProbabilities, {"rows"})
        .bind("confidences", confidences, {"rows"});
    require(settings.dim(0) == 1, "sample", "expected one set of settings, got " + std::to_string(settings.dim(0)));
    require(dims["vocab"] > 0, "sample", "expected a vocabulary, got none");
    doSample(stream, logits, keys, settings, tokens, logProbabilities, confidences);
}

void Backend::copyBlock(Stream& stream, const KvCache& cache, int from, int to) {
    for (int block : {from, to})
        require(block >= 0 && block < cache.blockCount, "copyBlock",
                "expected a block below " + std::to_string(cache.blockCount) + ", got " + std::to_string(block));
    if (from != to) doCopyBlock(stream, cache, from, to);
}

std::unique_ptr<MlpTrainer> Backend::makeMlpTrainer(const MlpTrainerConfig& config, const MlpParameters& initial) {
    require(config.inputWidth > 0 && config.hiddenWidth > 0, "MlpTrainer",
            "expected an input and a hidden width of at least 1, got " + std::to_string(config.inputWidth) + " and " +
                std::to_string(config.hiddenWidth));
    const auto hidden = std::size_t(config.hiddenWidth);
    const auto requireSize = [](const char* what, std::size_t expected, std::size_t got) {
        require(got == expected, "MlpTrainer",
                std::string(what) + ": expected " + std::to_string(expected) + " values, got " + std::to_string(got));
    };
    requireSize("w0", hidden * std::size_t(config.inputWidth), initial.w0.size());
    requireSize("b0", hidden, initial.b0.size());
    requireSize("w1", hidden, initial.w1.size());
    return doMakeMlpTrainer(config, initial);
}

}  // namespace kernels
