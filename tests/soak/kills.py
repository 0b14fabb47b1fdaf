#!/usr/bin/env python3
"""Runs that are stopped, killed or halted at a random moment: every recording is readable afterwards.

    kills.py --cli build/release/bin/stepscope-cli --runs 1000 [--seconds 600] [--max-tokens 200] [--seed 1]
             [--json FILE]

Each run records. At a random moment it gets Ctrl+C, SIGTERM, SIGKILL, or is halted for a while and goes on; one in five
is left alone. Then: a run that was asked to stop says so by its exit status and its recording has an end; one that was
killed leaves a recording that opens, if it had begun. Every tenth recording is also finished (`finish`), and every
tenth asked a what-if. The exit status is 1 if anything else happened."""
import argparse
import collections
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLICIES = ["cot", "sc", "sc-static", "deepconf-low", "deepconf-high", "slim-sc", "step", "step-refill"]
FATES = ["int", "term", "kill", "halt", "none"]


PATIENCE_S = 1800  # for one program, on a machine that is busy


def call(cli, *arguments):
    return subprocess.run([cli, *map(str, arguments)], capture_output=True, timeout=PATIENCE_S)


def one(cli, folder, chance, number, longest, counts, max_tokens):
    """One run and its fate; returns what is wrong, and how long it took."""
    path = folder / f"{number}.stepscope"
    policy = POLICIES[number % len(POLICIES)]
    fate = chance.choice(FATES)
    hidden = ["--record-hidden"] if chance.random() < 0.3 else []
    command = [cli, "run", "--example", str(chance.randint(1, 3)), "--policy", policy, "-n",
               str(chance.choice([1, 2, 4, 8, 16])), "--max-tokens", str(max_tokens), "--seed", str(chance.randrange(10**6)),
               "--kv-cache-mib", str(chance.choice([6, 12, 24])), "--record", str(path), *hidden]
    begin = time.monotonic()
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if fate != "none":
        try:
            program.wait(chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            pass
        if fate == "halt":
            program.send_signal(signal.SIGSTOP)
            time.sleep(0.05)
            program.send_signal(signal.SIGCONT)
        else:
            program.send_signal({"int": signal.SIGINT, "term": signal.SIGTERM, "kill": signal.SIGKILL}[fate])
    _, err = program.communicate(timeout=PATIENCE_S)
    took = time.monotonic() - begin
    status = program.returncode
    counts[f"{fate}, exit status {status}"] += 1
    wrong = []
    # A signal before the program listens ends it as every program; afterwards the status says which one it was.
    allowed = {"none": {0}, "halt": {0}, "int": {0, 130, -signal.SIGINT}, "term": {0, 143, -signal.SIGTERM},
               "kill": {0, -signal.SIGKILL}}[fate]
    if status not in allowed:
        wrong.append(f"exit status {status}: {err[-200:]}")
    if path.exists():
        counts["recordings"] += 1
        read = call(cli, "replay", path, "--json")
        if read.returncode != 0:
            wrong.append(f"cannot be read: {read.stderr[-200:]}")
        elif b"warning" in read.stderr and fate != "kill":
            wrong.append(f"reads with a warning: {read.stderr[-200:]}")
        elif number % 10 == 0:
            finished = call(cli, "finish", path, "--json")
            counts[f"finish, exit status {finished.returncode}"] += 1
            if finished.returncode not in (0, 2):
                wrong.append(f"cannot be finished: {finished.stderr[-200:]}")
        elif number % 10 == 5:
            asked = call(cli, "whatif", path, "--policy", "sc", "--json")
            counts[f"what-if, exit status {asked.returncode}"] += 1
            if asked.returncode not in (0, 2):
                wrong.append(f"cannot be asked: {asked.stderr[-200:]}")
    elif status == 0:
        wrong.append("no recording")
    drafts = list(folder.glob("*.part-*"))
    if drafts and status != -signal.SIGKILL and status not in (-signal.SIGINT, -signal.SIGTERM):
        wrong.append(f"left behind: {drafts[:2]}")
    for left in folder.iterdir():
        left.unlink()
    return [f"run {number} ({policy}, {fate}): {what}" for what in wrong], took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first run, for slices")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--max-tokens", type=int, default=200, help="of each trace")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    cli = str(Path(arguments.cli).resolve())
    counts, failures, done = collections.Counter(), [], 0
    begin, longest = time.monotonic(), 1.0
    with tempfile.TemporaryDirectory(prefix="stepscope-kills-") as place:
        for number in range(arguments.first, arguments.first + arguments.runs):
            if time.monotonic() - begin > arguments.seconds:
                break
            wrong, took = one(cli, Path(place), random.Random(arguments.seed * 1_000_003 + number), number, longest,
                              counts, arguments.max_tokens)
            longest = max(0.2, 0.9 * longest + 0.1 * took)
            failures += wrong
            done += 1
    for what, count in sorted(counts.items()):
        print(f"{what}: {count}")
    for failure in failures:
        print(failure)
    print(f"{done} runs in {time.monotonic() - begin:.0f} s, {len(failures)} with something wrong")
    if arguments.json:
        arguments.json.write_text(json.dumps({"runs": done, "counts": counts, "failures": failures}, indent=1) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
