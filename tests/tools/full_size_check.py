"""Compares Stepscope with transformers on a model of full size with random weights, on a CUDA device.

    full_size_check.py SHAPE FOLDER [--tokenizer TOKENIZER_FOLDER] [--prompts 20] [--generate] [--cli stepscope-cli]

Writes the model to FOLDER as transformers does (unless it is there), asks both for the next token's logits and the last
hidden row of random prompts, and reports errors against transformers in float32, and the ranking of the first five
tokens. --generate times `generate` of transformers and a run of ours on the same work: 64 traces, a prompt of
256 tokens and 256 new ones each.
"""
import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time

import torch
from transformers import AutoModelForCausalLM, Phi3Config, Qwen3Config

SHAPES = {
    "qwen3-4b": lambda: Qwen3Config(
        hidden_size=2560, intermediate_size=9728, num_hidden_layers=36, num_attention_heads=32, num_key_value_heads=8,
        head_dim=128, vocab_size=151936, max_position_embeddings=40960, rope_theta=1e6, tie_word_embeddings=True),
    "qwen3-8b": lambda: Qwen3Config(
        hidden_size=4096, intermediate_size=12288, num_hidden_layers=36, num_attention_heads=32, num_key_value_heads=8,
        head_dim=128, vocab_size=151936, max_position_embeddings=40960, rope_theta=1e6, tie_word_embeddings=False),
    "phi-4-14b": lambda: Phi3Config(
        hidden_size=5120, intermediate_size=17920, num_hidden_layers=40, num_attention_heads=40, num_key_value_heads=10,
        vocab_size=100352, max_position_embeddings=16384, rope_theta=250000, rms_norm_eps=1e-5,
        tie_word_embeddings=False, pad_token_id=100349, bos_token_id=100257, eos_token_id=100265),
}

def relative(got, expected):
    return float((got - expected).norm() / expected.norm())


def write_model(shape, folder, tokenizer):
    if os.path.exists(os.path.join(folder, "config.json")):
        return
    torch.manual_seed(1)
    with torch.device("cuda"):
        model = AutoModelForCausalLM.from_config(SHAPES[shape](), dtype=torch.bfloat16)
    model.save_pretrained(folder, max_shard_size="4GB")
    if tokenizer:
        for name in os.listdir(tokenizer):
            shutil.copy(os.path.join(tokenizer, name), folder)
    del model
    torch.cuda.empty_cache()


def reference(folder, prompts, dtype):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, device_map="cuda")
    rows = []
    with torch.no_grad():
        for prompt in prompts:
            out = model(torch.tensor([prompt], device="cuda"), output_hidden_states=True)
            rows.append((out.logits[0, -1].float().cpu(), out.hidden_states[-1][0, -1].float().cpu()))
    del model
    torch.cuda.empty_cache()
    return rows


def ours(cli, folder, prompts):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(",".join(map(str, p)) + "\n" for p in prompts))
        file.flush()
        start = time.time()
        done = subprocess.run([cli, "logits", "--backend", "cuda", "--model", folder, "--tokens-file", file.name, "--json"],
                              capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit("stepscope-cli: " + done.stderr)
    print(f"ours: loaded and answered in {time.time() - start:.1f} s")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(torch.tensor(r["logits"]), torch.tensor(r["hidden"])) for r in rows]


def compare(args):
    config = SHAPES[args.shape]()
    generator = torch.Generator().manual_seed(2)
    prompts = [torch.randint(0, 100000, (16 + 7 * i,), generator=generator).tolist() for i in range(args.prompts)]
    got = ours(args.cli, args.folder, prompts)
    half = reference(args.folder, prompts, torch.bfloat16)
    full = reference(args.folder, prompts, torch.float32)
    same = near = 0
    for (mine, _), (theirs, _), (truth, _) in zip(got, half, full):
        top_mine, top_theirs = mine.topk(5).indices.tolist(), theirs.topk(5).indices.tolist()
        if top_mine == top_theirs:
            same += 1
            continue
        # A near-tie: tokens that changed places lie no further apart, in float32, than bf16 moves two logits.
        moved = float((theirs - truth).abs().max())
        gaps = [abs(float(truth[a] - truth[b])) for a, b in zip(top_mine, top_theirs)]
        near += max(gaps) <= 2 * moved
    print(f"{args.shape}: first five of {args.prompts} prompts: {same} the same, {near} apart by near-ties")
    worst = lambda rows, truth, i: max(relative(r[i], t[i]) for r, t in zip(rows, truth))
    print(f"  against transformers in bf16: logits {worst(got, half, 0):.4f}, hidden {worst(got, half, 1):.4f}")
    print(f"  against float32: ours logits {worst(got, full, 0):.4f}, hidden {worst(got, full, 1):.4f};"
          f" transformers in bf16 {worst(half, full, 0):.4f}, {worst(half, full, 1):.4f}")
    if same + near < args.prompts:
        raise SystemExit("a ranking differs by more than a near-tie")


def generate(args):
    model = AutoModelForCausalLM.from_pretrained(args.folder, dtype=torch.bfloat16, device_map="cuda")
    prompt = torch.randint(0, 100000, (1, 256), device="cuda").repeat(64, 1)
    for tokens in (8, 256):
        torch.cuda.synchronize()
        start = time.time()
        model.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=tokens, min_new_tokens=tokens,
                       do_sample=True, temperature=0.6, top_k=20, top_p=0.95, pad_token_id=0)
        torch.cuda.synchronize()
        seconds = time.time() - start
    print(f"transformers generate: {64 * 256 / seconds:.0f} tokens/s ({seconds:.2f} s)")
    del model
    torch.cuda.empty_cache()
    # Words of a token or two: about 256 tokens with the template's own.
    problem = " ".join(f"{i}" for i in range(100, 174))
    done = subprocess.run([args.cli, "run", "--backend", "cuda", "--model", args.folder, "--policy", "sc", "-n", "64",
                           "--max-tokens", "256", "--problem", problem, "--json", "--temperature", "0.6"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit("stepscope-cli: " + done.stderr)
    run = json.loads(done.stdout)
    tokens = run["tokens"]["generated"]
    print(f"ours: {tokens / run['time']['wall_s']:.0f} tokens/s ({tokens} tokens in {run['time']['wall_s']:.2f} s,"
          f" prefill {run['time']['prefill_s']:.3f} s)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("folder")
    parser.add_argument("--tokenizer")
    parser.add_argument("--prompts", type=int, default=20)
    parser.add_argument("--generate", action="store_true")
    parser.add_argument("--cli", default="stepscope-cli")
    arguments = parser.parse_args()
    write_model(arguments.shape, arguments.folder, arguments.tokenizer)
    compare(arguments)
    if arguments.generate:
        generate(arguments)
