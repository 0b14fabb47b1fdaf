"""Writes the golden data of tests/engine_transformer.cpp: small Qwen3 models with random weights, and what Hugging Face
transformers computes from them in float32.

    python3 write_forward.py          needs torch, transformers, safetensors; writes beside itself

Each folder holds config.json, model.safetensors and expected.json: the prompts' token ids; logits.f32 and hidden.f32 hold
one row for each prompt (its last position, little-endian float32).
"""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM

CASES = {
    # heads * head_dim is not the hidden size; groups of three; the embedding is the head
    "tied_bf16": (torch.bfloat16, dict(hidden_size=40, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=2, head_dim=16, intermediate_size=72,
                                       vocab_size=99, rope_theta=10000.0, tie_word_embeddings=True, attention_bias=False, rms_norm_eps=1e-6)),
    # own head, biases, no grouping, a head that fills no vector, large theta
    "untied_f32": (torch.float32, dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, num_key_value_heads=3, head_dim=20, intermediate_size=50,
                                       vocab_size=67, rope_theta=5000000.0, tie_word_embeddings=False, attention_bias=True, rms_norm_eps=1e-5)),
    "f16": (torch.float16, dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=8, num_key_value_heads=1, head_dim=8, intermediate_size=64,
                                vocab_size=80, rope_theta=1000000.0, tie_word_embeddings=True, attention_bias=False, rms_norm_eps=1e-6)),
}
PROMPT_LENGTHS = (1, 17, 45)


def random_model(config, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    model = Qwen3ForCausalLM(config).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            scale = 1.0 if "embed" in name else 0.3 if value.dim() == 1 else 1.5 / value.shape[1] ** 0.5
            fresh = torch.randn(value.shape, generator=generator) * scale + (1.0 if "norm" in name else 0.0)
            value.copy_(fresh.to(dtype).float())
    return model, generator


def write_case(folder, dtype, settings, seed):
    folder.mkdir(exist_ok=True)
    config = dict(architectures=["Qwen3ForCausalLM"], model_type="qwen3", max_position_embeddings=128, hidden_act="silu", use_sliding_window=False,
                  torch_dtype=str(dtype).removeprefix("torch."), bos_token_id=0, eos_token_id=2, **settings)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    model, generator = random_model(Qwen3Config(**settings, max_position_embeddings=128, hidden_act="silu", attn_implementation="eager"), dtype, seed)
    tensors = {name: value.detach().to(dtype).contiguous() for name, value in model.named_parameters()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    prompts, logits, hidden = [], [], []
    for length in PROMPT_LENGTHS:
        ids = torch.randint(settings["vocab_size"], (1, length), generator=generator)
        with torch.no_grad():
            out = model(ids, output_hidden_states=True)
        prompts.append(ids[0].tolist())
        logits.append(out.logits[0, -1])
        hidden.append(out.hidden_states[-1][0, -1])
    (folder / "expected.json").write_text(json.dumps(dict(prompts=prompts)) + "\n")
    torch.stack(logits).numpy().astype("<f4").tofile(folder / "logits.f32")
    torch.stack(hidden).numpy().astype("<f4").tofile(folder / "hidden.f32")


if __name__ == "__main__":
    for number, (name, (dtype, settings)) in enumerate(CASES.items()):
        write_case(Path(__file__).resolve().parent / name, dtype, settings, 100 + number)
