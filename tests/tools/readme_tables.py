#!/usr/bin/env python3
"""Puts the measured tables into resources/study/README.md, and the short one into the README.

    readme_tables.py [--check] [--root FOLDER]

Replaces what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` by a table made from a file that a command
wrote into resources/study: study, options and cpu from the tables.md of `stepscope-cli study`, bench from bench.jsonl
(a line from each `stepscope-cli bench --json`), scorer from scorer.training.json of `stepscope-cli train-scorer`, short
from the study's summary.json. resources/study/README.md names the commands. --check changes nothing and exits 1 where
a page differs. --root is the project's folder; tests give another. Standard library only.
"""
import argparse
import json
import os
import statistics
import sys


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def study_table(*parts):
    return lambda folder: read(os.path.join(folder, *parts, "tables.md"))


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def bench_table(folder):
    """Medians of steps; where a setting was measured several times, the median of those and their range."""
    runs = [json.loads(line) for line in read(os.path.join(folder, "bench.jsonl")).splitlines() if line.strip()]
    groups = {}
    for run in runs:
        if "decode" in run:
            groups.setdefault((run["model"], run["decode"]["n"], run["decode"]["context"]), []).append(run["decode"])
    lines = [row("shape", "n", "context", "step", "floor", "share of the floor's rate", "tokens/s", "scorer", "host gap"),
             "|" + "---|" * 9]
    for (model, n, context), decodes in groups.items():
        shares = sorted(100 * d["floor_rate"] for d in decodes)
        share = f"{statistics.median(shares):.1f} %"
        if len(shares) > 1:
            share += f" ({len(shares)} runs: {shares[0]:.1f} to {shares[-1]:.1f})"
        middle = min(decodes, key=lambda d: abs(100 * d["floor_rate"] - statistics.median(shares)))
        scorer = [s["share"] for s in middle["stages"] if s["stage"] == "scorer"]
        lines.append(row(model, f"{n:,}", f"{context:,}", f"{middle['median_ms']:.2f} ms", f"{middle['floor_ms']:.2f} ms", share,
                         f"{middle['tokens_per_s']:,.0f}", f"{100 * scorer[0]:.1f} %" if scorer else "-", f"{100 * middle['host_gap']:.1f} %"))
    for run in runs:
        if "prefill" in run:
            p = run["prefill"]
            lines += ["", f"Prefill of {p['tokens']:,} tokens ({run['model']}): {p['ms']:.0f} ms, {p['tflop_s']:.0f} TFLOP/s; its matrix products "
                          f"alone take {100 * p['product_share']:.0f} % of that time."]
    devices = sorted({f"{run['device']} (device copy {run['copy_gb_s'] / 1000:.2f} TB/s)" for run in runs})
    return "\n".join([f"Measured on {devices[0]}, random weights of each shape.", ""] + lines)


def scorer_table(folder):
    training = json.loads(read(os.path.join(folder, "scorer.training.json")))
    names = {"validation": "trained here, validation problems", "test": "trained here, held-out problems",
             "test_before": "the scorer of the embedded model, same held-out problems"}
    lines = [row("scorer and problems", "problems", "traces", "step AUC", "trace AUC", "F1", "right above wrong after 10 / 25 / 50 / 75 / 100 %"),
             "|" + "---|" * 7]
    for key, name in names.items():
        m = training[key]
        ranking = " / ".join(f"{100 * r['auc']:.0f}" for r in m["ranking"]) + " %"
        lines.append(row(name, f"{m['problems']:,}", f"{m['traces']:,}", f"{m['step_auc']:.3f}", f"{m['trace_auc']:.3f}", f"{m['f1']:.3f}", ranking))
    reference = json.loads(read(os.path.join(folder, "scorer.reference.json")))["scorers"]["reference"]
    lines.append(row("PyTorch on the same rows and split, validation problems", f"{training['validation']['problems']:,}",
                     f"{training['validation']['traces']:,}", f"{reference['step_auc']:.3f}", f"{reference['trace_auc']:.3f}",
                     f"{reference['f1']:.3f}", " / ".join(f"{100 * x:.0f}" for x in reference["ranking"].values()) + " %"))
    return "\n".join(lines)


def short_table(folder):
    """STEP against self-consistency at the largest n."""
    results = json.loads(read(os.path.join(folder, "summary.json")))["statistics"]
    n = max(setting["n"] for setting in results["settings"])
    accuracy = {(s["policy"], s["memory"]): s["accuracy"]["value"] for s in results["settings"] if s["n"] == n}
    lines = [row("memory", "accuracy of self-consistency", "accuracy of STEP", "time, STEP / self-consistency"), "|" + "---|" * 4]
    for pair in results["differences"]:
        if (pair["n"], pair["policy"], pair["against"]) == (n, "step", "sc"):
            memory = pair["memory"]
            lines.append(row(f"{100 * memory:.0f} %", f"{100 * accuracy['sc', memory]:.1f} %", f"{100 * accuracy['step', memory]:.1f} %",
                             f"{pair['latency_ratio']['value']:.2f}"))
    return "\n".join(lines)


PAGES = {
    "README.md": {"short": short_table},
    "resources/study/README.md": {"study": study_table(), "options": study_table("options"), "cpu": study_table("cpu"),
                                  "bench": bench_table, "scorer": scorer_table},
}


def with_table(page, name, table):
    """The text with the table between the name's marks. Raises ValueError where there is not one mark of each."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"expected one {begin} and one {end}, found {page.count(begin)} and {page.count(end)}")
    before, rest = page.split(begin)
    if end not in rest:
        raise ValueError(f"{end} stands before {begin}")
    if begin in table or end in table:
        raise ValueError(f"the table {name} holds one of its marks")
    return f"{before}{begin}\n{table.strip()}\n{end}{rest.split(end)[1]}"


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description="Puts the measured tables into the documents.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page differs")
    parser.add_argument("--root", default=root, help="the project's folder")
    arguments = parser.parse_args()
    measured = os.path.join(arguments.root, "resources", "study")
    differing = []
    for name, tables in PAGES.items():
        path = os.path.join(arguments.root, name)
        try:
            page = wanted = read(path)
            for mark, table in tables.items():
                wanted = with_table(wanted, mark, table(measured))
        except (OSError, ValueError, KeyError) as error:
            sys.exit(f"readme_tables.py: {path}: {error}")
        if page == wanted:
            continue
        differing.append(path)
        if not arguments.check:
            draft = path + ".part"
            with open(draft, "w", encoding="utf-8", newline="") as file:
                file.write(wanted)
            os.replace(draft, path)
    if differing and arguments.check:
        sys.exit(f"{', '.join(differing)}: not what the files in {measured} say; run tests/tools/readme_tables.py")


if __name__ == "__main__":
    main()
