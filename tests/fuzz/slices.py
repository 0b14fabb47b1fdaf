#!/usr/bin/env python3
"""Runs the fuzzers one after the other, and adds what they did to the table of README.md.

    slices.py --bin build/fuzz/bin --minutes 30 [--only gguf,fold] [--work FOLDER]

The minutes are shared between the targets. Inputs that reach new code are kept in FOLDER/TARGET (default:
build/fuzz/inputs) from slice to slice; nothing is added to the corpus. A fuzzer that finds something ends with its
message and the input's name, and the exit status is 1."""
import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUPPRESSED = f"suppressions={HERE.parent / 'lsan.supp'}:print_suppressions=0"  # what libraries leave behind
TABLE = HERE / "README.md"
HEAD = "| target | slices | executions | seconds | cov | faults |\n|---|---|---|---|---|---|\n"


def read_table(text):
    rows = {}
    for line in re.search(r"<!-- slices:begin -->\n(.*)<!-- slices:end -->", text, re.S).group(1).splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] != "all":
            rows[cells[0]] = [int(cell.replace(",", "")) for cell in cells[1:]]
    return rows


def write_table(text, rows):
    lines = [f"| {name} | " + " | ".join(f"{n:,}" for n in row) + " |" for name, row in sorted(rows.items())]
    total = [sum(column) for column in zip(*rows.values())]
    lines.append(f"| all | {total[0]:,} | {total[1]:,} | {total[2]:,} | {total[3]:,} | {total[4]:,} |")
    table = HEAD + "\n".join(lines) + "\n"
    return re.sub(r"(<!-- slices:begin -->\n).*(<!-- slices:end -->)", lambda m: m[1] + table + m[2], text, flags=re.S)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--only", default="")
    parser.add_argument("--work", type=Path)
    arguments = parser.parse_args()
    programs = sorted(arguments.bin.glob("fuzz_*"))
    wanted = set(filter(None, arguments.only.split(",")))
    programs = [p for p in programs if not wanted or p.name.removeprefix("fuzz_") in wanted]
    work = arguments.work or arguments.bin.parent / "inputs"
    each = max(1, int(60 * arguments.minutes / max(1, len(programs))))
    found = 0
    for program in programs:
        name = program.name.removeprefix("fuzz_")
        (work / name).mkdir(parents=True, exist_ok=True)
        begin = time.monotonic()
        done = subprocess.run([program, f"-max_total_time={each}", "-timeout=60", "-rss_limit_mb=4096",
                               "-print_final_stats=1", f"-artifact_prefix={work / name}-", work / name,
                               HERE / "corpus" / name], capture_output=True, text=True, errors="replace",
                              env={**os.environ, "LSAN_OPTIONS": SUPPRESSED})
        seconds = round(time.monotonic() - begin)
        executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
        covered = re.findall(r"cov: (\d+)", done.stderr)
        failed = done.returncode != 0
        found += failed
        text = TABLE.read_text()
        rows = read_table(text)
        before = rows.get(name, [0, 0, 0, 0, 0])
        rows[name] = [before[0] + 1, before[1] + int(executions[1] if executions else 0), before[2] + seconds,
                      int(covered[-1]) if covered else before[3], before[4] + failed]
        TABLE.write_text(write_table(text, rows))
        print(f"{name}: {executions[1] if executions else '?'} executions in {seconds} s, "
              f"cov {covered[-1] if covered else '?'}{', FAULT' if failed else ''}", flush=True)
        if failed:
            print(done.stderr[-3000:])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
