// Phi-3 and Phi-4 (Phi-4-reasoning-plus is one): q, k, v and gate, up are stored as one matrix each, a rotation may
// take part of a head, every layer may have a sliding window.
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
    TensorName{TensorRole::Qkv, "model.layers.#.self_attn.qkv_proj.weight", "blk.#.attn_qkv.weight"},
    TensorName{TensorRole::Output, "model.layers.#.self_attn.o_proj.weight", "blk.#.attn_output.weight"},
    TensorName{TensorRole::PostGain, "model.layers.#.post_attention_layernorm.weight", "blk.#.ffn_norm.weight"},
    TensorName{TensorRole::GateUp, "model.layers.#.mlp.gate_up_proj.weight", "blk.#.ffn_up.weight"},
    TensorName{TensorRole::Down, "model.layers.#.mlp.down_proj.weight", "blk.#.ffn_down.weight"},
};

void readConfig(const JsonObject& config, ModelConfig& model) {
    readRope(config, model);
    const auto window = config.findInteger("sliding_window", 1, kMostPositions);
    if (window) model.layerWindows.assign(static_cast<std::size_t>(model.layers), static_cast<int>(*window));
}

}  // namespace

constinit const Family kPhi3{
    .id = ModelFamily::Phi3,
    .modelType = "phi3",
    .architecture = "Phi3ForCausalLM",
    .tensors = kTensors,
    .readConfig = readConfig,
    .defaults = {.rmsEps = 1e-5, .maxPositions = 4096, .originalPositions = 4096, .eosId = 32000},
};

}  // namespace engine
