// Llama 2 and 3, SmolLM2 and what else is built like them.
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
    TensorName{TensorRole::Output, "model.layers.#.self_attn.o_proj.weight", "blk.#.attn_output.weight"},
    TensorName{TensorRole::OutputBias, "model.layers.#.self_attn.o_proj.bias", "blk.#.attn_output.bias"},
    TensorName{TensorRole::PostGain, "model.layers.#.post_attention_layernorm.weight", "blk.#.ffn_norm.weight"},
    TensorName{TensorRole::Gate, "model.layers.#.mlp.gate_proj.weight", "blk.#.ffn_gate.weight"},
    TensorName{TensorRole::Up, "model.layers.#.mlp.up_proj.weight", "blk.#.ffn_up.weight"},
    TensorName{TensorRole::Down, "model.layers.#.mlp.down_proj.weight", "blk.#.ffn_down.weight"},
};

void readConfig(const JsonObject& config, ModelConfig& model) {
    model.attentionBias = config.findBool("attention_bias").value_or(false);
    if (config.findBool("mlp_bias").value_or(false)) config.fail("mlp_bias", "expected false, found true");
    readRope(config, model);
}

}  // namespace

constinit const Family kLlama{
    .id = ModelFamily::Llama,
    .modelType = "llama",
    .architecture = "LlamaForCausalLM",
    .tensors = kTensors,
    .readConfig = readConfig,
    .defaults = {.maxPositions = 2048, .eosId = 2},
    .ggufAlternates = true,
};

}  // namespace engine
