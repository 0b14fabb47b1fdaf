#!/usr/bin/env python3
"""How far what-if latencies are from those of real runs: for 20 complete runs of the examples, the latency that the time
model gives the run itself, and what it says of STEP with less memory against a real STEP run. By hand, on a quiet
machine:

    tests/tools/what_if_latency.py build/release/bin/stepscope-cli --backend cpu
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

EXAMPLES = range(1, 11)
RUNS = ((16, "12"), (32, "24"))  # n, MiB of KV cache for STEP
ROOMY = "600"  # MiB: nothing is ever cut


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("--backend", choices=("cpu", "cuda"), default="cpu")
    arguments = parser.parse_args()

    def answer(*words):
        done = subprocess.run([str(arguments.cli), *words], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    own, other = [], []
    with tempfile.TemporaryDirectory() as folder:
        recording = str(pathlib.Path(folder) / "complete.stepscope")
        for example in EXAMPLES:
            for traces, mib in RUNS:
                run = ["run", "--example", str(example), "-n", str(traces), "--seed", str(example + traces),
                       "--backend", arguments.backend, "--json"]
                answer(*run, "--policy", "sc", "--kv-cache-mib", ROOMY, "--record", recording)
                asked = answer("whatif", recording, "--policy", "sc", "--json")
                real = asked["recorded"]["latency_s"]
                own.append(abs(asked["what_if"]["latency_s"] - real) / real)
                step = ["--policy", "step", "--kv-cache-mib", mib]
                real = answer(*run, *step)["time"]["wall_s"]
                asked = answer("whatif", recording, *step, "--json")
                other.append(abs(asked["what_if"]["latency_s"] - real) / real)
    for name, errors in (("the run itself", own), ("STEP with less memory", other)):
        print(f"{name}: off by {100 * sum(errors) / len(errors):.1f} % on average, "
              f"{100 * max(errors):.1f} % at most, {len(errors)} runs")


if __name__ == "__main__":
    main()
