#!/usr/bin/env python3
"""Tables from the folders that `stepscope-cli eval --output` writes.

    eval_table.py LABEL=FOLDER [LABEL=FOLDER ...] [--scorer FOLDER ...] [--json OUT]

Each LABEL is one setting (a memory cap, say); the same LABEL given several times is several seeds of it. A FOLDER holds
one folder per policy with question_NNNN.json in it. Prints per label and policy: mean over seeds of accuracy, tokens,
latency and waiting share, with the smallest and largest seed's accuracy. --scorer folders (runs without a cap, such as
the folder `free`) give step AUC, trace AUC and ranking of right over wrong traces of one problem at 10 to 100 % of
the steps. Standard library only.
"""
import argparse
import glob
import json
import os
import random
import statistics


def questions(folder):
    return [json.load(open(path)) for path in sorted(glob.glob(os.path.join(folder, "question_*.json")))]


def auc(right, wrong):
    """Share of (right, wrong) pairs in the right order, ties half; by ranks, n log n."""
    if not right or not wrong:
        return float("nan")
    ordered = sorted([(s, 1) for s in right] + [(s, 0) for s in wrong])
    rank_sum, i = 0.0, 0
    while i < len(ordered):
        j = i
        while j < len(ordered) and ordered[j][0] == ordered[i][0]:
            j += 1
        rank_sum += sum((i + j + 1) / 2 for k in range(i, j) if ordered[k][1])
        i = j
    n = len(right)
    return (rank_sum - n * (n + 1) / 2) / (n * len(wrong))


def scorer_table(folders):
    steps = {True: [], False: []}
    traces = {True: [], False: []}
    shares = (0.10, 0.25, 0.50, 0.75, 1.00)
    ranking = {share: [] for share in shares}
    for folder in folders:
        for q in questions(folder):
            here = {True: [], False: []}
            for t in q["generation_results"].values():
                scores = t["step_scores"]
                if t["finish_reason"] == "abort" or t["extracted_answer"] is None or not scores:
                    continue  # a scorer is measured on traces that ended by themselves
                right = t["is_trace_correct"]
                steps[right] += scores
                traces[right].append(statistics.fmean(scores))
                here[right].append(scores)
            for share in shares:
                cut = {k: [statistics.fmean(s[: max(1, round(share * len(s)))]) for s in v] for k, v in here.items()}
                value = auc(cut[True], cut[False])
                if value == value:
                    ranking[share].append(value)
    return {
        "step_auc": auc(steps[True], steps[False]),
        "trace_auc": auc(traces[True], traces[False]),
        "ranking": {f"{share:.0%}": statistics.fmean(v) for share, v in ranking.items() if v},
        "traces": len(traces[True]) + len(traces[False]),
        "single_trace_accuracy": len(traces[True]) / max(1, len(traces[True]) + len(traces[False])),
    }


def policy_row(rows):
    n = len(rows)
    alive = sum(q["alive_s"] for q in rows)
    return {
        "problems": n,
        "accuracy": sum(q["is_final_correct"] for q in rows) / n,
        "tokens": sum(q["tokens"] for q in rows) / n,
        "recomputed_tokens": sum(q["recomputed_tokens"] for q in rows) / n,
        "latency_s": sum(q["generation_time"] for q in rows) / n,
        "wait_share": sum(q["waited_s"] for q in rows) / alive if alive else 0.0,
        "pruned": sum(q["pruned"] for q in rows) / n,
    }


def paired_interval(a, b, rounds=2000):
    """95 % bootstrap interval over problems of the mean difference a - b, in points."""
    draw = random.Random(1)
    diffs = [x - y for x, y in zip(a, b)]
    means = sorted(statistics.fmean(draw.choices(diffs, k=len(diffs))) for _ in range(rounds))
    return 100 * means[int(0.025 * rounds)], 100 * means[int(0.975 * rounds)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="LABEL=FOLDER")
    parser.add_argument("--scorer", nargs="*", default=[])
    parser.add_argument("--json")
    options = parser.parse_args()
    out = {"policies": [], "scorer": None}
    by_label = {}
    for item in options.folders:
        label, folder = item.split("=", 1)
        for name in sorted(os.listdir(folder)):
            rows = questions(os.path.join(folder, name)) if os.path.isdir(os.path.join(folder, name)) else []
            if rows:
                by_label.setdefault(label, {}).setdefault(name, []).append(rows)
    print(f"{'setting':10} {'policy':14} {'seeds':>5} {'problems':>8} {'accuracy':>20} {'tokens':>8} {'recomputed':>10} {'latency':>9} {'waiting':>8} {'pruned':>7}")
    for label, policies in by_label.items():
        for name, seeds in policies.items():
            cells = [policy_row(rows) for rows in seeds]
            mean = {k: statistics.fmean(c[k] for c in cells) for k in cells[0]}
            low, high = min(c["accuracy"] for c in cells), max(c["accuracy"] for c in cells)
            print(f"{label:10} {name:14} {len(cells):5d} {cells[0]['problems']:8d} {100 * mean['accuracy']:6.1f} ({100 * low:.1f} to {100 * high:.1f})"
                  f" {mean['tokens']:8.0f} {mean['recomputed_tokens']:10.0f} {mean['latency_s']:7.2f} s {100 * mean['wait_share']:6.1f} % {mean['pruned']:7.1f}")
            out["policies"].append({"setting": label, "policy": name, "seeds": cells, "mean": mean})
        if "step" in policies and "sc" in policies:
            pairs = [(s, c) for s, c in zip(policies["step"], policies["sc"])]
            a = [float(q["is_final_correct"]) for s, _ in pairs for q in s]
            b = [float(q["is_final_correct"]) for _, c in pairs for q in c]
            low, high = paired_interval(a, b)
            ratio = sum(q["generation_time"] for s, _ in pairs for q in s) / sum(q["generation_time"] for _, c in pairs for q in c)
            print(f"{label:10} step - sc: {100 * (statistics.fmean(a) - statistics.fmean(b)):+.1f} points [{low:.1f}, {high:.1f}], latency x {ratio:.2f}")
            out["policies"].append({"setting": label, "policy": "step - sc", "points": 100 * (statistics.fmean(a) - statistics.fmean(b)),
                                    "interval": [low, high], "latency_ratio": ratio})
    if options.scorer:
        out["scorer"] = scorer_table(options.scorer)
        print("scorer:", json.dumps(out["scorer"], indent=1))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(out, file, indent=1)


if __name__ == "__main__":
    main()
