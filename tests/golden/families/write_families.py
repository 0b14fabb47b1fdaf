"""Writes the golden data of tests/engine_families.cpp: for every family small models with random weights, saved by
Hugging Face transformers as it saves any model, and what it computes from them in float32.

    python3 write_families.py          needs torch, transformers; writes beside itself

Each folder holds config.json and weights (one file, or shards with an index) as `save_pretrained` wrote them, and
expected.json: the ids of a 70-token prompt; logits.f32 and hidden.f32 hold its last position's row, little-endian
float32. With changes in CHANGED, config.json is edited afterwards into another spelling of the same model.
"""
import json
import shutil
from pathlib import Path

import torch
import transformers

TOKENS = 70
# name: (class, stored type, settings, shard size)
CASES = {
    # Groups of 7, tied; positions stretched by YaRN, whose original context is shorter than the prompt.
    "qwen3_tied_yarn": ("Qwen3", torch.bfloat16, dict(hidden_size=36, num_hidden_layers=3, num_attention_heads=7, num_key_value_heads=1, head_dim=10, intermediate_size=53, vocab_size=97, tie_word_embeddings=True,
                        max_position_embeddings=160, rope_parameters=dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=40, attention_factor=0.97)), None),
    # No grouping, own head, biases, two shards, the last layer with a sliding window.
    "qwen3_window_shards": ("Qwen3", torch.float32, dict(hidden_size=30, num_hidden_layers=3, num_attention_heads=3, num_key_value_heads=3, head_dim=14, intermediate_size=41, vocab_size=71, tie_word_embeddings=False,
                            attention_bias=True, use_sliding_window=True, sliding_window=19, max_window_layers=2, max_position_embeddings=128, rope_parameters=dict(rope_type="default", rope_theta=1e6)), "60KB"),
    "qwen2_tied": ("Qwen2", torch.bfloat16, dict(hidden_size=42, num_hidden_layers=2, num_attention_heads=7, num_key_value_heads=1, intermediate_size=59, vocab_size=101, tie_word_embeddings=True,
                   max_position_embeddings=128, rope_parameters=dict(rope_type="default", rope_theta=1e6)), None),
    "qwen2_untied_linear": ("Qwen2", torch.float16, dict(hidden_size=48, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=2, intermediate_size=37, vocab_size=83, tie_word_embeddings=False,
                            max_position_embeddings=256, rope_parameters=dict(rope_type="linear", rope_theta=1e4, factor=2.5)), None),
    # SmolLM2's kind: groups of 3, tied.
    "llama_tied": ("Llama", torch.bfloat16, dict(hidden_size=54, num_hidden_layers=3, num_attention_heads=9, num_key_value_heads=3, intermediate_size=71, vocab_size=89, tie_word_embeddings=True,
                   max_position_embeddings=128, rms_norm_eps=1e-5, rope_parameters=dict(rope_type="default", rope_theta=1e5)), None),
    # Llama 3.1's kind: groups of 4, a head that is not hidden / heads, its way of stretching positions.
    "llama_untied_llama3": ("Llama", torch.bfloat16, dict(hidden_size=44, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=1, head_dim=18, intermediate_size=67, vocab_size=93, tie_word_embeddings=False, attention_bias=True,
                            max_position_embeddings=512, rms_norm_eps=1e-5, rope_parameters=dict(rope_type="llama3", rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64)), None),
    # Phi-4's kind: groups of 4, untied, fused matrices.
    "phi3_untied": ("Phi3", torch.bfloat16, dict(hidden_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=1, intermediate_size=61, vocab_size=79, tie_word_embeddings=False,
                    max_position_embeddings=128, original_max_position_embeddings=128, rope_parameters=dict(rope_type="default", rope_theta=500000.0), pad_token_id=0), None),
    # Phi-4-mini's kind: tied, groups of 3, 6 of 8 elements rotated, longrope within its original context; and a window.
    "phi3_tied_longrope": ("Phi3", torch.bfloat16, dict(hidden_size=48, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=2, intermediate_size=43, vocab_size=73, tie_word_embeddings=True, sliding_window=33,
                           max_position_embeddings=512, original_max_position_embeddings=96, pad_token_id=0,
                           rope_parameters=dict(rope_type="longrope", rope_theta=10000.0, partial_rotary_factor=0.75, short_factor=[1.0, 1.3, 1.75], long_factor=[1.0, 2.5, 7.0])), None),
}
# The spelling of older files, and what transformers does not know: the attention factor 0.97 as `attn_factor`.
CHANGED = {
    "qwen3_tied_yarn": lambda c: c.update(rope_theta=c["rope_parameters"]["rope_theta"], rope_scaling=dict(type="yarn", factor=4.0, original_max_position_embeddings=40, attn_factor=0.97 / 1.138629436111989)) or c.pop("rope_parameters"),
    "qwen2_untied_linear": lambda c: c.update(rope_theta=1e4, rope_scaling=dict(type="linear", factor=2.5)) or c.pop("rope_parameters"),
    "phi3_tied_longrope": lambda c: c.update(rope_theta=1e4, partial_rotary_factor=0.75, rope_scaling=dict(type="longrope", short_factor=[1.0, 1.3, 1.75], long_factor=[1.0, 2.5, 7.0])) or c.pop("rope_parameters"),
}


def random_model(name, settings, dtype, generator):
    config = getattr(transformers, name + "Config")(**settings, attn_implementation="eager", bos_token_id=0, eos_token_id=2)
    model = getattr(transformers, name + "ForCausalLM")(config).eval()
    with torch.no_grad():
        for parameter, value in model.named_parameters():
            scale = 1.0 if "embed" in parameter else 0.3 if value.dim() == 1 else 1.5 / value.shape[1] ** 0.5
            fresh = torch.randn(value.shape, generator=generator) * scale + (1.0 if "norm" in parameter else 0.0)
            value.copy_(fresh.to(dtype).float())
    return model


def write_case(folder, number, name, dtype, settings, shard_size):
    shutil.rmtree(folder, ignore_errors=True)
    generator = torch.Generator().manual_seed(700 + number)
    model = random_model(name, settings, dtype, generator)
    ids = torch.randint(settings["vocab_size"], (1, TOKENS), generator=generator)
    with torch.no_grad():
        out = model(ids, output_hidden_states=True)
    model.to(dtype).save_pretrained(folder, **({"max_shard_size": shard_size} if shard_size else {}))
    (folder / "generation_config.json").unlink(missing_ok=True)
    if change := CHANGED.get(folder.name):
        config = json.loads((folder / "config.json").read_text())
        change(config)
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "expected.json").write_text(json.dumps(dict(prompt=ids[0].tolist())) + "\n")
    out.logits[0, -1].numpy().astype("<f4").tofile(folder / "logits.f32")
    out.hidden_states[-1][0, -1].numpy().astype("<f4").tofile(folder / "hidden.f32")


if __name__ == "__main__":
    for number, (folder, case) in enumerate(CASES.items()):
        write_case(Path(__file__).resolve().parent / folder, number, *case)
