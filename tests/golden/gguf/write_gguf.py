"""Writes the golden data of tests/engine_gguf.cpp with the `gguf` package: a tensor of every type with its values as
the package itself turns them back, whole models, tokenizers.

    python3 write_gguf.py          needs torch, transformers, safetensors, gguf, tokenizers; writes beside itself

types.gguf, types.json and types.f32: one tensor a type, its name and how many values it has in types.f32.
NAME.gguf of ../families/NAME: the same weights under GGUF's names, as llama.cpp's conversion writes them; what they
compute is ../families/NAME/logits.f32. One of them is split into three files.
quantised.gguf: a Llama model whose matrices are of every quantised type; quantised.f32 holds the logits of
transformers with the values turned back to float32, then those with the values rounded to bf16.
pre_NAME.gguf and pre.jsonl: a small vocabulary with each kind of `tokenizer.ggml.pre`, and the ids that the
`tokenizers` library gives with the pre-tokenizer that models of that kind publish.
"""
import json
import random
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
import transformers
from gguf import GGMLQuantizationType as Type
from safetensors.torch import load_file

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tokenizer_check import Strings  # noqa: E402
from tokenizer_samples import trained  # noqa: E402

QUANTISED = [Type.Q8_0, Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q4_K, Type.Q5_K, Type.Q6_K]
# Where a block of a type keeps its half-precision scales.
SCALES = {Type.Q8_0: [0], Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208]}
# What a scale is multiplied by at most, so that values come out near 1.
REACH = {Type.Q8_0: 128, Type.Q4_0: 8, Type.Q4_1: 15, Type.Q5_0: 16, Type.Q5_1: 31, Type.Q4_K: 63 * 15, Type.Q5_K: 63 * 31, Type.Q6_K: 127 * 32}


def random_blocks(rng, kind, shape, size):
    """Blocks of random bytes with scales such that the values are of the given size; any byte is a valid block."""
    elements, block_bytes = gguf.GGML_QUANT_SIZES[kind]
    rows, columns = shape
    blocks = rng.integers(0, 256, (rows, columns // elements, block_bytes), dtype=np.uint8)
    scales = (rng.uniform(0.5, 1.5, (rows, columns // elements, 1)) * size / REACH[kind]).astype("<f2")
    signs = rng.choice([-1, 1], scales.shape).astype("<f2") if len(SCALES[kind]) == 1 else np.float16(1)
    blocks[..., SCALES[kind][0]:SCALES[kind][0] + 2] = (scales * signs).view(np.uint8)
    if len(SCALES[kind]) == 2:  # the offset: half the reach, so that values lie on both sides of zero
        offset = scales * np.float16(REACH[kind] / 2 if kind in (Type.Q4_1, Type.Q5_1) else 7.5 if kind == Type.Q4_K else 15.5)
        blocks[..., 2:4] = (offset * np.float16(-1 if kind in (Type.Q4_1, Type.Q5_1) else 1)).astype("<f2").view(np.uint8)
    return blocks.reshape(rows, -1)


def write_types():
    rng = np.random.default_rng(1)
    writer = gguf.GGUFWriter(HERE / "types.gguf", "llama")
    index, values = [], []
    for kind in [Type.F32, Type.F16, Type.BF16] + QUANTISED:
        if kind in QUANTISED:
            stored = random_blocks(rng, kind, (3, 512), 1.0)
            stored[0, :2] = 0                                        # a block whose scale is 0
            at = SCALES[kind][0]
            stored[1, at:at + 2] = np.array([0x0003], "<u2").view(np.uint8)  # the smallest scales there are
            stored[2, at:at + 2] = np.array([0xFBFF], "<u2").view(np.uint8)  # and the largest, negative
        else:
            stored = gguf.quants.quantize(rng.normal(size=(3, 512)).astype(np.float32), kind)
        back = gguf.quants.dequantize(stored, kind).astype("<f4")
        writer.add_tensor(kind.name, stored, raw_dtype=kind)
        index.append(dict(name=kind.name, count=back.size))
        values.append(back.reshape(-1))
    finish(writer)
    (HERE / "types.json").write_text(json.dumps(index) + "\n")
    np.concatenate(values).tofile(HERE / "types.f32")


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def alternating(weights, heads):
    """The order in which GGUF keeps the rows of Llama's query and key heads."""
    return weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def llama3_factors(config, rope):
    dim = config["head_dim"]
    factors = []
    for i in range(0, dim, 2):
        wavelength = 2 * np.pi * rope["rope_theta"] ** (i / dim)
        turns = rope["original_max_position_embeddings"] / wavelength
        low, high = rope["low_freq_factor"], rope["high_freq_factor"]
        kept = (turns - low) / (high - low)
        factors.append(rope["factor"] if turns < low else 1.0 if turns > high else 1 / ((1 - kept) / rope["factor"] + kept))
    return np.array(factors, np.float32)


def write_metadata(writer, config):
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    if config.get("head_dim"):
        writer.add_key_length(config["head_dim"])
        writer.add_value_length(config["head_dim"])
    rope = config.get("rope_parameters") or config["rope_scaling"] | {"rope_theta": config["rope_theta"]}
    kind = rope.get("rope_type", rope.get("type"))
    head_dim = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    writer.add_rope_freq_base(rope["rope_theta"])
    writer.add_rope_dimension_count(int(head_dim * config.get("partial_rotary_factor", 1)))
    if kind == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        writer.add_rope_scaling_attn_factors(rope["attn_factor"])
    if kind == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    if kind == "llama3":
        writer.add_tensor("rope_freqs.weight", llama3_factors(config, rope))
    if kind == "longrope":
        original = config["original_max_position_embeddings"]
        scale = config["max_position_embeddings"] / original
        writer.add_rope_scaling_orig_ctx_len(original)
        writer.add_rope_scaling_attn_factors(float(np.sqrt(1 + np.log(scale) / np.log(original))))
        writer.add_tensor("rope_factors_long.weight", np.array(rope["long_factor"], np.float32))
        writer.add_tensor("rope_factors_short.weight", np.array(rope["short_factor"], np.float32))
    if config.get("sliding_window"):
        writer.add_sliding_window(config["sliding_window"])


def write_model(name, architecture, kind, files=1):
    folder = HERE.parent / "families" / name
    config = json.loads((folder / "config.json").read_text())
    writer = gguf.GGUFWriter(HERE / f"{name}.gguf", config["model_type"], split_max_tensors=0 if files == 1 else 10)
    write_metadata(writer, config)
    names = gguf.get_tensor_name_map(architecture, config["num_hidden_layers"])
    for tensor, value in load_file(folder / "model.safetensors").items():
        values = value.float().numpy()
        if config["model_type"] == "llama" and ("q_proj" in tensor or "k_proj" in tensor):
            values = alternating(values, config["num_attention_heads" if "q_proj" in tensor else "num_key_value_heads"])
        stored = Type.F32 if values.ndim == 1 else kind
        writer.add_tensor(names.get_name(tensor, try_suffixes=(".weight", ".bias")), gguf.quants.quantize(values, stored), raw_dtype=stored)
    finish(writer)


def write_quantised():
    """Every row of 256 may be of a K type; the others have shorter rows."""
    config = transformers.LlamaConfig(hidden_size=256, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=1, head_dim=32, intermediate_size=64, vocab_size=64,
                                      max_position_embeddings=128, rms_norm_eps=1e-5, tie_word_embeddings=True, rope_parameters=dict(rope_type="default", rope_theta=1e4), attn_implementation="eager")
    model = transformers.LlamaForCausalLM(config).eval()
    types = dict(embed_tokens=Type.Q8_0, q_proj=Type.Q4_K, k_proj=Type.Q5_K, v_proj=Type.Q6_K, o_proj=Type.Q5_0, gate_proj=Type.Q4_0, up_proj=Type.Q5_1, down_proj=Type.Q4_1)
    rng = np.random.default_rng(5)
    writer = gguf.GGUFWriter(HERE / "quantised.gguf", "llama")
    write_metadata(writer, config.to_dict())
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, 1)
    exact = {}
    for tensor, value in model.named_parameters():
        name = names.get_name(tensor, try_suffixes=(".weight",))
        if value.dim() == 1:
            exact[tensor] = rng.normal(1, 0.2, value.shape).astype(np.float32)
            writer.add_tensor(name, exact[tensor])
            continue
        kind = next(t for key, t in types.items() if key in tensor)
        stored = random_blocks(rng, kind, value.shape, 1.0 if "embed" in tensor else 3 / value.shape[1] ** 0.5)
        values = gguf.quants.dequantize(stored, kind)
        heads = 4 if "q_proj" in tensor else 1 if "k_proj" in tensor else 0
        exact[tensor] = values.reshape(heads, -1, 2, values.shape[1]).swapaxes(1, 2).reshape(values.shape) if heads else values
        writer.add_tensor(name, stored, raw_dtype=kind)
    finish(writer)
    ids = torch.arange(1, 64, 2)[None]
    rows = []
    for rounded in (False, True):
        with torch.no_grad():
            for tensor, value in model.named_parameters():
                fresh = torch.from_numpy(exact[tensor].copy())
                value.copy_(fresh.bfloat16().float() if rounded and value.dim() == 2 else fresh)
            rows.append(model(ids).logits[0, -1].numpy().astype("<f4"))
    np.concatenate(rows).tofile(HERE / "quantised.f32")


CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
GPT_4O = "|".join([r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                   r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                   r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
DEEPSEEK = [r"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"]


def splits(*patterns):
    return [dict(type="Split", pattern=dict(Regex=p), behavior="Isolated", invert=False) for p in patterns] + [byte_level(False)]


def byte_level(regex):
    return dict(type="ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=regex)


# name in GGUF: pre_tokenizer steps, normaliser, ignore_merges, as the tokenizer.json of such models has them
PUBLISHED = {
    "qwen2": (splits(CL100K.replace("{1,3}", "")), dict(type="NFC"), False),
    "llama-bpe": (splits(CL100K), None, True),
    "dbrx": (splits(CL100K), None, False),
    "gpt-4o": (splits(GPT_4O), None, False),
    "smollm": ([dict(type="Digits", individual_digits=True), byte_level(True)], None, False),
    "gpt-2": ([byte_level(True)], None, False),
    "deepseek-v3": (splits(*DEEPSEEK), None, False),
}


def write_vocabulary(path, pre, description):
    """A tokenizer.json's content as GGUF keeps it."""
    model = description["model"]
    texts = {number: text for text, number in model["vocab"].items()}
    kinds = {number: gguf.TokenType.NORMAL for number in texts}
    for token in description["added_tokens"]:
        texts[token["id"]] = token["content"]
        kinds[token["id"]] = gguf.TokenType.CONTROL if token["special"] else gguf.TokenType.USER_DEFINED
    size = max(texts) + 1
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list([texts.get(i, f"[PAD{i}]") for i in range(size)])
    writer.add_token_types([kinds.get(i, gguf.TokenType.UNUSED) for i in range(size)])
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    finish(writer)


def write_tokenizers():
    from tokenizers import Tokenizer
    base = trained()
    size = len(base["model"]["vocab"])
    base["added_tokens"] = [dict(id=size + i, content=text, single_word=False, lstrip=False, rstrip=False, normalized=False, special=special)
                            for i, (text, special) in enumerate([("<|end|>", True), ("<|endless|>", True), ("<think>", False)])]
    with open(HERE / "pre.jsonl", "w", encoding="utf-8") as file:
        for number, (pre, (steps, normalizer, ignore_merges)) in enumerate(PUBLISHED.items()):
            description = base | dict(pre_tokenizer=dict(type="Sequence", pretokenizers=steps), normalizer=normalizer)
            description["model"] = base["model"] | dict(ignore_merges=ignore_merges)
            write_vocabulary(HERE / f"pre_{pre}.gguf", pre, description)
            tokenizer = Tokenizer.from_str(json.dumps(description))
            strings = [s for s in Strings(random.Random(number), tokenizer).all(1000)[500:] if len(s) < 120][:40]
            strings += ["1234567 12 ٣٤٥", "McDonald's HTTPServer can'T", "数学123推理カナ。", "a/b//\n", "e\u0301 é", "<|endless|><|end|>x<think>\n"]
            cases = [dict(text=s, ids=tokenizer.encode(s, add_special_tokens=False).ids) for s in strings]
            file.write(json.dumps(dict(pre=pre, cases=cases)) + "\n")


if __name__ == "__main__":
    write_types()
    write_model("qwen3_tied_yarn", gguf.MODEL_ARCH.QWEN3, Type.BF16)
    write_model("qwen2_tied", gguf.MODEL_ARCH.QWEN2, Type.F32, files=3)
    write_model("qwen2_untied_linear", gguf.MODEL_ARCH.QWEN2, Type.F16)
    write_model("llama_untied_llama3", gguf.MODEL_ARCH.LLAMA, Type.BF16)
    write_model("phi3_tied_longrope", gguf.MODEL_ARCH.PHI3, Type.BF16)
    write_quantised()
    write_tokenizers()
