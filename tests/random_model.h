// Models with random weights for the tests and benchmarks of the forward pass: any shape, no file. The same seed gives
// the same model on every machine.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "engine/files/model_config.h"
#include "engine/files/tensor_source.h"
#include "kernels/philox.h"

namespace test {

/// Roughly normal numbers: the sum of four uniform ones.
class RandomValues {
public:
    explicit RandomValues(std::uint64_t seed) : m_seed(seed) {}
    float next() {
        const kernels::PhiloxWords words = kernels::philox4x32({{m_counter++, 0, 0, 0}}, m_seed);
        double sum = 0;
        for (const std::uint32_t w : words.w) sum += (w + 0.5) / 4294967296.0 - 0.5;
        return static_cast<float>(sum * std::sqrt(3.0));
    }
    std::vector<float> vector(std::size_t count, float scale = 1, float offset = 0) {
        std::vector<float> values(count);
        for (float& value : values) value = offset + scale * next();
        return values;
    }
    int below(int limit) {
        const kernels::PhiloxWords words = kernels::philox4x32({{m_counter++, 1, 0, 0}}, m_seed);
        return static_cast<int>(words.w[0] % static_cast<std::uint32_t>(limit));
    }

private:
    std::uint64_t m_seed;
    std::uint32_t m_counter = 0;
};

/// The tensors of a Qwen3 model, scaled so that activations stay near 1. All values are such that bf16 can hold them;
/// matrices are stored as bf16 or, on request, as float32.
class RandomModel : public engine::TensorSource {
public:
    RandomModel(const engine::ModelConfig& c, std::uint64_t seed,
                engine::StorageType matrixType = engine::StorageType::BF16)
        : m_matrixType(matrixType), m_random(seed) {
        const std::int64_t h = c.hiddenSize;
        const std::int64_t q = std::int64_t{c.heads} * c.headDim;
        const std::int64_t kv = std::int64_t{c.kvHeads} * c.headDim;
        add("model.embed_tokens.weight", {c.vocabSize, h}, 1.0F);
        for (int i = 0; i < c.layers; ++i) {
            const std::string p = "model.layers." + std::to_string(i) + ".";
            add(p + "input_layernorm.weight", {h}, 0.2F, 1.0F);
            addMatrix(p + "self_attn.q_proj.weight", q, h);
            addMatrix(p + "self_attn.k_proj.weight", kv, h);
            addMatrix(p + "self_attn.v_proj.weight", kv, h);
            if (c.attentionBias) {
                add(p + "self_attn.q_proj.bias", {q}, 0.5F);
                add(p + "self_attn.k_proj.bias", {kv}, 0.5F);
                add(p + "self_attn.v_proj.bias", {kv}, 0.5F);
                add(p + "self_attn.o_proj.bias", {h}, 0.5F);
            }
            if (c.qkNorm) {
                add(p + "self_attn.q_norm.weight", {c.headDim}, 0.2F, 1.0F);
                add(p + "self_attn.k_norm.weight", {c.headDim}, 0.2F, 1.0F);
            }
            addMatrix(p + "self_attn.o_proj.weight", h, q);
            add(p + "post_attention_layernorm.weight", {h}, 0.2F, 1.0F);
            addMatrix(p + "mlp.gate_proj.weight", c.intermediateSize, h);
            addMatrix(p + "mlp.up_proj.weight", c.intermediateSize, h);
            addMatrix(p + "mlp.down_proj.weight", h, c.intermediateSize);
        }
        add("model.norm.weight", {h}, 0.2F, 1.0F);
        if (!c.tieEmbeddings) addMatrix("lm_head.weight", c.vocabSize, h);
    }

    std::optional<engine::HostTensor> findTensor(std::string_view name) const override {
        const auto found = m_tensors.find(name);
        if (found == m_tensors.end()) return std::nullopt;
        return engine::HostTensor{.name = std::string(name),
                                  .type = found->second.type,
                                  .shape = found->second.shape,
                                  .bytes = found->second.bytes};
    }
    std::vector<std::string> tensorNames() const override {
        std::vector<std::string> names;
        for (const auto& [name, tensor] : m_tensors) names.push_back(name);
        return names;
    }
    std::string describe() const override { return "random model"; }

    /// Puts a value into a tensor, as it is stored.
    void spoil(const std::string& name, std::size_t element, float value) {
        Stored& tensor = m_tensors.at(name);
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const std::size_t bytesEach = engine::bytesPerElement(tensor.type);
        const std::uint32_t stored = bytesEach == 2 ? bits >> 16 : bits;
        std::memcpy(tensor.bytes.data() + element * bytesEach, &stored, bytesEach);
    }
    void rename(const std::string& from, const std::string& to) {
        auto node = m_tensors.extract(from);
        node.key() = to;
        m_tensors.insert(std::move(node));
    }

private:
    struct Stored {
        engine::StorageType type;
        std::vector<std::int64_t> shape;
        std::vector<std::byte> bytes;
    };

    void addMatrix(const std::string& name, std::int64_t n, std::int64_t k) {
        add(name, {n, k}, 1.0F / std::sqrt(static_cast<float>(k)));
    }
    void add(const std::string& name, std::vector<std::int64_t> shape, float scale, float offset = 0) {
        std::size_t count = 1;
        for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
        Stored tensor{shape.size() == 2 ? m_matrixType : engine::StorageType::F32, std::move(shape), {}};
        const std::size_t bytesEach = engine::bytesPerElement(tensor.type);
        tensor.bytes.resize(count * bytesEach);
        for (std::size_t i = 0; i < count; ++i) {
            const float value = offset + scale * m_random.next();
            std::uint32_t bits;
            std::memcpy(&bits, &value, sizeof bits);
            bits &= 0xFFFF0000U;  // the upper half is the bf16 value
            const std::uint32_t stored = bytesEach == 2 ? bits >> 16 : bits;
            std::memcpy(tensor.bytes.data() + i * bytesEach, &stored, bytesEach);
        }
        m_tensors[name] = std::move(tensor);
    }

    engine::StorageType m_matrixType;
    RandomValues m_random;
    std::map<std::string, Stored, std::less<>> m_tensors;
};

/// The shape of the demo model.
inline engine::ModelConfig demoShape() {
    return {.architecture = "Qwen3ForCausalLM",
            .hiddenSize = 320,
            .layers = 12,
            .heads = 6,
            .kvHeads = 2,
            .headDim = 64,
            .intermediateSize = 864,
            .vocabSize = 1024,
            .maxPositions = 4096,
            .rmsEps = 1e-6,
            .ropeTheta = 10000,
            .tieEmbeddings = true,
            .qkNorm = true,
            .eosIds = {},
            .bosId = {}};
}

/// A small shape with nothing round about it.
inline engine::ModelConfig oddShape() {
    engine::ModelConfig c = demoShape();
    c.hiddenSize = 72;
    c.layers = 3;
    c.heads = 6;
    c.kvHeads = 3;
    c.headDim = 20;
    c.intermediateSize = 100;
    c.vocabSize = 203;
    c.maxPositions = 512;
    return c;
}

}  // namespace test
