// Qwen3: query and key heads are normed before the rotation. Qwen3-4B-Thinking-2507, DeepSeek-R1-0528-Qwen3-8B.
#include <array>

#include "engine/files/config_reader.h"
#include "engine/files/family.h"

namespace engine {
namespace {

constexpr std::array kTensors{
    TensorName{TensorRole::Embedding, "model.embed_tokens.weight", "token_embd.weight"},
    TensorName{TensorRole::FinalGain, "model.norm.weight", "output_norm.weight"},
    TensorName{TensorRole::Head, "lm_head.weight", "output.weight"},
    TensorName{TensorRole::InputGain, "model.layers.#.input_layernorm.weight", "blk.#.attn_norm.weight"},
    TensorName{TensorRole::Q, "model.layers.#.self_attn.q_proj.weight", "blk.#.attn_q.weight"},
    TensorName{TensorRole::K, "model.layers.#.self_attn.k_proj.weight", "blk.#.attn_k.weight"},
    TensorName{TensorRole::V, "model.layers.#.self_attn.v_proj.weight", "blk.#.attn_v.weight"},
    TensorName{TensorRole::QBias, "model.layers.#.self_attn.q_proj.bias", "blk.#.attn_q.bias"},
    TensorName{TensorRole::KBias, "model.layers.#.self_attn.k_proj.bias", "blk.#.attn_k.bias"},
    TensorName{TensorRole::VBias, "model.layers.#.self_attn.v_proj.bias", "blk.#.attn_v.bias"},
    TensorName{TensorRole::QGain, "model.layers.#.self_attn.q_norm.weight", "blk.#.attn_q_norm.weight"},
    TensorName{TensorRole::KGain, "model.layers.#.self_attn.k_norm.weight", "blk.#.attn_k_norm.weight"},
    TensorName{TensorRole::Output, "model.layers.#.self_attn.o_proj.weight", "blk.#.attn_output.weight"},
    TensorName{TensorRole::OutputBias, "model.layers.#.self_attn.o_proj.bias", "blk.#.attn_output.bias"},
    TensorName{TensorRole::PostGain, "model.layers.#.post_attention_layernorm.weight", "blk.#.ffn_norm.weight"},
    TensorName{TensorRole::Gate, "model.layers.#.mlp.gate_proj.weight", "blk.#.ffn_gate.weight"},
    TensorName{TensorRole::Up, "model.layers.#.mlp.up_proj.weight", "blk.#.ffn_up.weight"},
    TensorName{TensorRole::Down, "model.layers.#.mlp.down_proj.weight", "blk.#.ffn_down.weight"},
};

void readConfig(const JsonObject& config, ModelConfig& model) {
    model.attentionBias = config.findBool("attention_bias").value_or(false);
    readRope(config, model);
    readLayerWindows(config, model);
}

}  // namespace

constinit const Family kQwen3{
    .id = ModelFamily::Qwen3,
    .modelType = "qwen3",
    .architecture = "Qwen3ForCausalLM",
    .tensors = kTensors,
    .readConfig = readConfig,
    .defaults = {.headDim = 128, .kvHeads = 32, .maxPositions = 32768},
    .qkNorm = true,
};

}  // namespace engine
