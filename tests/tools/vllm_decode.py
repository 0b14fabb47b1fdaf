#!/usr/bin/env python3
"""Tokens/s of vLLM's decode, to compare with `stepscope-cli bench`. Needs a GPU and vLLM 0.24.0; downloads nothing.

    vllm_decode.py [--kv auto|fp8] [N:CONTEXT]...

A model of the Qwen3-4B shape with random weights in bf16. A step is the time of 100 more tokens, divided by 100: the
difference of two runs over the same prompts, whose KV is kept between runs. The median of three. Sampling as in `bench`:
temperature 0.6, top-p 0.95, top-k 20.
"""
import argparse
import json
import pathlib
import statistics
import tempfile
import time

from vllm_server import QWEN3_4B

FEW, MANY = 20, 120


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kv", choices=["auto", "fp8"], default="auto", help="type of the KV cache (auto: as the weights)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("settings", nargs="*", default=["1:512", "64:512", "8:4096", "16:4096", "64:4096"], metavar="N:CONTEXT")
    args = parser.parse_args()
    from vllm import LLM, SamplingParams

    def rates(llm):
        for setting in args.settings:
            traces, context = map(int, setting.split(":"))
            prompts = [{"prompt_token_ids": [300 + (trace * 7919 + i * 13) % 100000 for i in range(context)]}
                       for trace in range(traces)]

            def seconds(tokens):
                params = SamplingParams(max_tokens=tokens, temperature=0.6, top_p=0.95, top_k=20, ignore_eos=True,
                                        detokenize=False)
                began = time.perf_counter()
                llm.generate(prompts, params, use_tqdm=False)
                return time.perf_counter() - began

            seconds(1)  # the prompts' KV is there afterwards
            steps = []
            for _ in range(args.rounds):
                few = seconds(FEW)
                steps.append((seconds(MANY) - few) / (MANY - FEW))
            step = statistics.median(steps)
            print(json.dumps({"vllm_kv": args.kv, "n": traces, "context": context, "step_ms": round(1e3 * step, 3),
                              "tokens_per_s": round(traces / step), "spread_ms": [round(1e3 * s, 3) for s in steps]}),
                  flush=True)

    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "config.json").write_text(json.dumps(QWEN3_4B))
        rates(LLM(model=folder, load_format="dummy", skip_tokenizer_init=True, kv_cache_dtype=args.kv, max_model_len=4608,
                  gpu_memory_utilization=0.6, enable_prefix_caching=True, disable_log_stats=True))


if __name__ == "__main__":
    main()
