#!/usr/bin/env python3
"""Measures the plugin for vLLM (engine/server) on a machine with vLLM 0.24.0. Downloads nothing, installs nothing.

    vllm_check.py [PART...] [--out FOLDER] [--cli stepscope-cli] ...

    scores    step scores of the server, and those of transformers in float32 (and of --cli) for the same tokens
    speed     tokens/s of a model of the Qwen3-4B shape with random weights, n 64: requests that are scored and requests
              that are not, in turns, on one server with the plugin
    plain     the same on a server without the plugin
    policies  STEP and self-consistency over the server with little memory on held-out problems (needs --cli)
    compare   no server: the scores in --out/scores.json and those of the local engine (needs --cli)

Without a PART: scores, speed, plain, policies; with --cpu, for vLLM's build without a GPU, scores and policies. All servers start at once, each part has its time, and the whole ends within
--minutes. The table comes last; --out gets vllm_check.json, scores.json, policies.json and the
servers' logs. Exit code 1: a part failed.

The plugin is not installed: a folder with its entry point (stepscope_vllm-1.0.0.dist-info) and engine/server go into the
servers' PYTHONPATH, which is where vLLM looks for plugins. Without pip and without vLLM's own folders touched.
"""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

from vllm_server import QWEN3_4B, ROOT, Failed, Feed, Server, post, write_big_model, write_plugin_path, write_scorer

DEMO = ROOT / "resources/demo-model"
BLOCK_BYTES = 16 * 12 * 2 * 2 * 64 * 2  # of the demo model in bf16: tokens, layers, keys and values, heads, width, bytes
ALLOWED = 0.02  # between the scores of a bf16 server and of float32


def read_scorer(path):
    data = path.read_bytes()
    size = struct.unpack_from("<Q", data)[0]
    header, tensors = json.loads(data[8:8 + size]), {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = struct.unpack(f"<{(end - begin) // 4}f", data[8 + size + begin:8 + size + end])
    return tensors


def score_row(weights, row):
    """Linear, ReLU, Linear, sigmoid of one hidden row, in double precision."""
    width, total = len(row), weights["net.2.bias"][0]
    for unit, bias in enumerate(weights["net.0.bias"]):
        at = unit * width
        value = bias + math.fsum(a * b for a, b in zip(weights["net.0.weight"][at:at + width], row))
        if value > 0:
            total += value * weights["net.2.weight"][unit]
    return 1 / (1 + math.exp(-total))


def differences(traces, reference):
    """(greatest, mean, count) between the server's scores and `reference(trace, position)`, None where it was not asked."""
    found = []
    for trace in traces:
        for position, score in trace["scores"]:
            other = reference(trace, position)
            if other is not None:
                found.append((abs(score - other), trace["request"], position, score, other))
    if not found:
        raise Failed("there is no score to compare")
    greatest = max(found)
    return {"largest": greatest[0], "mean": statistics.mean(f[0] for f in found), "compared": len(found),
            "where": dict(zip(("request", "position", "server", "reference"), greatest[1:]))}


def reference_transformers(traces):
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(DEMO, dtype=torch.float32)
    scorer = torch.load(DEMO / "step_scorer/step_scorer.pt", map_location="cpu", weights_only=True)["model_state_dict"]
    scores = {}
    with torch.no_grad():
        for trace in traces:
            tokens = torch.tensor([trace["prompt"] + trace["output"]])
            hidden = model.model(tokens).last_hidden_state[0, len(trace["prompt"]):]  # after the final norm
            inner = torch.relu(hidden @ scorer["net.0.weight"].T + scorer["net.0.bias"])
            scores[trace["request"]] = torch.sigmoid(inner @ scorer["net.2.weight"][0] + scorer["net.2.bias"]).tolist()
    return lambda trace, position: scores[trace["request"]][position]


def reference_local(traces, cli, most=48):
    """Hidden rows of the local engine, for scores spread over all traces."""
    weights = read_scorer(DEMO / "step_scorer/step_scorer.safetensors")
    wanted = [(trace, position) for trace in traces for position, _ in trace["scores"]]
    wanted = wanted[::max(1, len(wanted) // most)][:most]

    def one(pair):
        trace, position = pair
        tokens = ",".join(map(str, trace["prompt"] + trace["output"][:position + 1]))
        out = subprocess.run([cli, "logits", "--model", str(DEMO), "--tokens", tokens, "--json"], capture_output=True,
                             text=True, timeout=60)
        if out.returncode:
            raise Failed(f"{cli} logits: {out.stderr.strip()}")
        return score_row(weights, json.loads(out.stdout)["hidden"])

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        scores = {(trace["request"], position): score for (trace, position), score in zip(wanted, pool.map(one, wanted))}
    return lambda trace, position: scores.get((trace["request"], position))


def compare(traces, args):
    out = {}
    if args.cli:
        out["local_engine"] = differences(traces, reference_local(traces, args.cli))
    return out


def problems(count):
    lines = (ROOT / "resources/problems/heldout.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = [json.loads(line) for line in lines]
    return chosen[::max(1, len(chosen) // count)][:count]


def part_scores(server, args, until):
    info = server.wait(until)
    boundaries = set(info["boundary_tokens"])
    feed = Feed(server.plugin)

    def ask(pair):
        number, problem = pair
        request = f"stepscope-check{os.getpid()}-{number:05d}"
        answer = post(server.address + "/v1/chat/completions", {
            "model": "model", "messages": [{"role": "user", "content": problem["question"]}], "temperature": 0.85,
            "top_p": 1.0, "top_k": 0, "max_tokens": 900, "seed": number, "return_token_ids": True}, request)
        return {"request": request, "prompt": answer["prompt_token_ids"], "output": answer["choices"][0]["token_ids"]}

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        traces = list(pool.map(ask, enumerate(problems(16), 1)))
    time.sleep(1.5)
    feed.stop()
    missing, unexpected, wrong = 0, 0, 0
    for trace in traces:
        mine = [score for score in feed.scores if score["request"] == trace["request"]]
        trace["scores"] = sorted((score["position"], score["score"]) for score in mine)
        wrong += sum(score["position"] >= len(trace["output"]) or trace["output"][score["position"]] != score["token"]
                     for score in mine)
        expected = [p for p, token in enumerate(trace["output"][:-1]) if token in boundaries]
        got = [position for position, _ in trace["scores"]]
        missing += len(set(expected) - set(got))
        unexpected += len(got) - len(set(got) & set(expected))
    (args.out / "scores.json").write_text(json.dumps(traces))
    result = {"info": info, "up_after_s": server.up_after, "traces": len(traces),
              "steps": sum(len(trace["scores"]) for trace in traces), "missing": missing, "unexpected": unexpected,
              "wrong_token": wrong, "lost": feed.lost, **compare(traces, args)}
    try:
        result["transformers"] = differences(traces, reference_transformers(traces))
    except ImportError as failure:
        result["transformers_not_run"] = str(failure)
    found = [result[name]["largest"] for name in ("local_engine", "transformers") if name in result]
    result["ok"] = bool(found) and max(found) <= ALLOWED and missing == unexpected == wrong == 0
    return result


def measure(server, scored, args, number):
    """Tokens/s of 64 requests at once."""
    def ask(trace):
        name = f"stepscope-speed{os.getpid()}x{number}-{trace:05d}" if scored else f"other-{number}-{trace}"
        answer = post(server.address + "/v1/completions", {
            "model": "model", "prompt": [300 + (trace * 7 + i * 13) % 1000 for i in range(32)], "max_tokens": args.tokens,
            "temperature": 1.0, "ignore_eos": True, "seed": trace}, name)
        return answer["usage"]["completion_tokens"]

    feed = Feed(server.plugin) if scored else None
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        began = time.monotonic()
        tokens = sum(pool.map(ask, range(64)))
        seconds = time.monotonic() - began
    steps = 0
    if feed:
        time.sleep(0.5)
        feed.stop()
        steps = sum(score["request"].startswith(f"stepscope-speed{os.getpid()}x{number}-") for score in feed.scores)
    return tokens / seconds, steps


def part_speed(server, args, until):
    info = server.wait(until)
    for scored in ((True, False) if info else (False,)):  # the first of each compiles and fills caches
        measure(server, scored, args, 0)
    rates = {True: [], False: []}
    steps = 0
    for number in range(1, args.rounds + 1):
        for scored in ((number % 2 == 1, number % 2 == 0) if info else (False,)):
            if time.monotonic() > until:
                raise Failed("no time left")
            rate, found = measure(server, scored, args, number)
            rates[scored].append(rate)
            steps += found
    result = {"up_after_s": server.up_after, "n": 64, "tokens": args.tokens, "rounds": args.rounds,
              "unscored_tokens_per_s": rates[False], "unscored_median": statistics.median(rates[False]), "ok": True}
    if info:
        result |= {"scored_tokens_per_s": rates[True], "scored_median": statistics.median(rates[True]), "steps": steps,
                   "ratio": statistics.median(rates[True]) / statistics.median(rates[False]), "ok": steps > 0}
    return result


def run_once(server, args, policy, problem, timeout):
    command = [args.cli, "run", "--server", server.address, "--server-plugin", server.plugin, "--server-model", "model",
               "--policy", policy, "--problem", problem["question"], "-n", str(args.traces), "--temperature", "0.85", "--top-p", "1",
               "--top-k", "0", "--max-tokens", "900", "--json", *args.cli_option]
    before = server.metric("vllm:num_preemptions_total")
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise Failed(f"{policy}: {done.stderr.strip()[-500:]}")
    run = json.loads(done.stdout)
    return {"answer": run["answer"], "right": run["answer"] == problem["answer"], "latency_s": run["time"]["wall_s"],
            "tokens": run["tokens"]["generated"], "pruned": run["pruned"],
            "lost": sum(trace.get("reason") == "lost" for trace in run["traces"]),
            "preempted_by_server": server.metric("vllm:num_preemptions_total") - before}


def part_policies(server, args, until):
    """Both policies on one problem after the other, so that a part that ends early compares the same problems."""
    if not args.cli:
        raise Failed("not run: --cli is not given")
    server.wait(until)
    runs = {"sc": [], "step": []}
    chosen = problems(args.problems)
    until = min(until, time.monotonic() + args.policy_seconds)
    for number, problem in enumerate(chosen):
        if time.monotonic() > until:
            break
        for policy, done in runs.items():
            done.append({"question": problem["question"], "expected": problem["answer"],
                         **run_once(server, args, policy, problem, max(20, until - time.monotonic() + 20))})
        (args.out / "policies.json").write_text(json.dumps(runs, indent=1))
    count = min(len(done) for done in runs.values())
    result = {"problems": count, "of": len(chosen), "n": args.traces, "capacity_blocks": args.blocks, "ok": count > 0, "policies": {}}
    for policy, done in runs.items():
        mean = {key: statistics.mean(run[key] for run in done[:count])
                for key in ("latency_s", "tokens", "pruned", "lost", "preempted_by_server")} if count else {}
        result["policies"][policy] = {"right": sum(run["right"] for run in done[:count]), **mean}
    return result


def rows_of(results):
    for part, result in results.items():
        if "error" in result:
            yield part, "FAILED", result["error"]
            continue
        state = "ok" if result["ok"] else "FAILED"
        if part in ("scores", "compare"):
            for name in ("transformers", "local_engine"):
                if name in result:
                    one = result[name]
                    yield part, state, (f"{name}: largest difference {one['largest']:.5f}, mean {one['mean']:.5f}, "
                                        f"{one['compared']} steps")
            if part == "scores":
                yield part, state, (f"{result['steps']} steps of {result['traces']} traces, {result['missing']} missing, "
                                    f"{result['unexpected']} unexpected, {result['wrong_token']} with another token")
        elif part in ("speed", "plain"):
            if "scored_median" in result:
                yield part, state, (f"scored {result['scored_median']:.0f} tokens/s, unscored {result['unscored_median']:.0f}, "
                                    f"ratio {result['ratio']:.4f}, {result['steps']} steps")
            else:
                yield part, state, f"without the plugin {result['unscored_median']:.0f} tokens/s"
        else:
            for policy, one in result["policies"].items():
                yield part, state, f"{policy:4} {result['problems']} of {result['of']} problems, means: " + ", ".join(
                    f"{key} {value:.2f}" if isinstance(value, float) else f"{key} {value}" for key, value in one.items())


PARTS = {"scores": part_scores, "speed": part_speed, "plain": part_speed, "policies": part_policies}


def start_servers(parts, folder, args):
    path = write_plugin_path(folder / "path")
    servers = {}
    if {"scores", "policies"} & set(parts):
        servers["demo"] = Server("demo", DEMO, 8000, [
            "--max-model-len", str(min(2048, 16 * args.blocks)), "--gpu-memory-utilization", "0.1", "--kv-cache-memory-bytes",
            str((args.blocks + 1) * BLOCK_BYTES * (2 if args.dtype == "float32" else 1)), "--dtype", args.dtype,
            *(["--enforce-eager", "--block-size", "16"] if args.cpu else [])], path, {"STEPSCOPE_VLLM_PORT": "8010"}, args)
    if {"speed", "plain"} & set(parts):
        write_big_model(folder / "big")
        write_scorer(folder / "big_scorer.safetensors", QWEN3_4B["hidden_size"])
        options = ["--load-format", "dummy", "--max-model-len", "4096", "--gpu-memory-utilization", "0.2",
                   "--kv-cache-memory-bytes", str(8 << 30)]
        own = {"STEPSCOPE_VLLM_SCORER": str(folder / "big_scorer.safetensors"), "STEPSCOPE_VLLM_PORT": "8011"}
        if "speed" in parts:
            servers["speed"] = Server("speed", folder / "big", 8001, options, path, own, args)
        if "plain" in parts:
            servers["plain"] = Server("plain", folder / "big", 8002, options, None, {}, args)
    return servers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, "compare", []], metavar="PART")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(os.environ.get("OUT") or "vllm-check"))
    parser.add_argument("--cli", help="stepscope-cli, for `policies`, `compare` and the local engine's scores")
    parser.add_argument("--cpu", action="store_true", help="the server has no GPU")
    parser.add_argument("--dtype", default="auto", help="of the demo model on the server, such as float32 (auto)")
    parser.add_argument("--traces", type=int, default=64, help="n of `policies` (64)")
    parser.add_argument("--cli-option", action="append", default=[], help="one more word for `stepscope-cli run`")
    parser.add_argument("--python", nargs="+", default=[sys.executable], help="the Python that has vLLM")
    parser.add_argument("--minutes", type=float, default=8, help="the whole ends by then (8)")
    parser.add_argument("--blocks", type=int, default=256, help="KV blocks that the demo model's server has (256)")
    parser.add_argument("--problems", type=int, default=40, help="held-out problems for `policies` (40)")
    parser.add_argument("--policy-seconds", type=float, default=240, help="for `policies` at most (240)")
    parser.add_argument("--tokens", type=int, default=256, help="of each request of `speed` (256)")
    parser.add_argument("--rounds", type=int, default=6, help="of `speed` (6)")
    args = parser.parse_args()
    parts = args.parts or (["scores", "policies"] if args.cpu else list(PARTS))
    args.out.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + args.minutes * 60 - 20  # to stop the servers and write
    results, servers = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            servers = start_servers(parts, pathlib.Path(folder), args)
            for part in parts:
                began = time.monotonic()
                try:
                    if part == "compare":
                        traces = json.loads((args.out / "scores.json").read_text())
                        result = compare(traces, args)
                        result["ok"] = bool(result) and result["local_engine"]["largest"] <= ALLOWED
                    else:
                        result = PARTS[part](servers.get(part) or servers["demo"], args, until)
                except Exception as failure:  # a part that fails leaves the others
                    result = {"error": str(failure) if isinstance(failure, Failed) else repr(failure), "ok": False}
                result["part_seconds"] = time.monotonic() - began
                results[part] = result
                print(f"{part}: done after {result['part_seconds']:.0f} s", flush=True)
                (args.out / "vllm_check.json").write_text(json.dumps(results, indent=1))
        finally:
            for server in servers.values():
                server.stop()
    for part, state, text in rows_of(results):
        print(f"{part:9} {state:7} {text}")
    return 0 if all(result["ok"] for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
