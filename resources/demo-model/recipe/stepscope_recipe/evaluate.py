"""Tables: single, majority, STEP at several memory budgets, controls, ranking inside problems; by family and level."""
import random

import numpy

from .scorer import auc
from .simulate import Traces, lowest_score, majority_share, pair_ranking, peak_tokens, run, vote

SHARES = (0.125, 0.25, 0.5)             # of the unpruned peak of the problem
TOKEN_BUDGETS = (1000, 1500, 2000, 3000, 4000)
POINTS = (0.1, 0.25, 0.5, 0.75, 1.0)


def running_means(values):
    return numpy.cumsum(values) / numpy.arange(1, len(values) + 1)


def problem_traces(samples, values, problem, count=None):
    """Traces of one problem with running scores from per-step `values`."""
    n = samples.per_problem
    first = problem * n
    edges = numpy.searchsorted(samples.step_trace, numpy.arange(first, first + n + 1))
    at = [samples.step_at[a:b] for a, b in zip(edges, edges[1:])]
    scores = [running_means(values[a:b]) if b > a else numpy.zeros(0) for a, b in zip(edges, edges[1:])]
    count = count or n
    return Traces(samples.lengths[first:first + count], samples.answers[first:first + count], at[:count], scores[:count])


def step_outcome(traces, truth, budget):
    kept, used, pruned = run(traces, budget, lowest_score(traces))
    return vote(traces.answers, kept, traces.final) == truth, used, pruned


def random_outcome(traces, truth, budget, rng):
    kept, _, _ = run(traces, budget, lambda running, tick: rng.choice(sorted(running)))
    return majority_share([traces.answers[i] for i in kept], truth)


def longest_outcome(traces, truth, budget):
    """Control that knows what no method knows: prunes the trace that will become the longest."""
    kept, _, _ = run(traces, budget, lambda running, tick: max(running, key=lambda i: (traces.lengths[i], i)))
    return majority_share([traces.answers[i] for i in kept], truth)


def sampled_majority(answers, truth, k, rng, repeats=8):
    if k >= len(answers):
        return majority_share(answers, truth)
    return sum(majority_share(rng.sample(answers, k), truth) for _ in range(repeats)) / repeats


def per_problem(samples, values, problems):
    """One dict of outcomes for each problem."""
    rng = random.Random(5)
    rows = []
    n = samples.per_problem
    for index, problem in enumerate(problems):
        traces = problem_traces(samples, values, index)
        right = samples.right[index * n:(index + 1) * n]
        logprob = samples.logprob[index * n:(index + 1) * n]
        peak = peak_tokens(traces.lengths)
        row = dict(family=problem.family, level=problem.level, single=right.mean(), any=right.any(), peak=peak,
                   peak_blocks=peak_tokens(traces.lengths, 16) // 16, total=int(traces.lengths.sum()))
        for k in (8, 16, 32):
            if k <= n:
                row[f"majority{k}"] = sampled_majority(traces.answers, problem.answer, k, rng)
        everyone = range(n)
        row["weighted"] = vote(traces.answers, everyone, traces.final) == problem.answer
        sure = numpy.exp(logprob)
        edges = numpy.searchsorted(samples.step_trace, numpy.arange(index * n, (index + 1) * n + 1))
        confident = Traces(traces.lengths, traces.answers, traces.at, [numpy.exp(samples.step_logprob[a:b]) for a, b in zip(edges, edges[1:])])
        for share in SHARES:
            budget = int(peak * share)
            row[f"step{share}"], used, pruned = step_outcome(traces, problem.answer, budget)
            row[f"used{share}"], row[f"pruned{share}"] = used / row["total"], pruned
            row[f"random{share}"] = sum(random_outcome(traces, problem.answer, budget, rng) for _ in range(4)) / 4
            row[f"longest{share}"] = longest_outcome(traces, problem.answer, budget)
            kept, _, _ = run(confident, budget, lowest_score(confident))
            row[f"logprob{share}"] = vote(traces.answers, kept, lambda i: sure[i]) == problem.answer
        for tokens in TOKEN_BUDGETS:
            row[f"tokens{tokens}"], _, row[f"tokens_pruned{tokens}"] = step_outcome(traces, problem.answer, tokens)
        if n >= 16:
            fewer = problem_traces(samples, values, index, 16)
            row["step16_0.5"] = step_outcome(fewer, problem.answer, int(peak_tokens(fewer.lengths) * 0.5))[0]
            row["step16_0.25"] = step_outcome(fewer, problem.answer, int(peak_tokens(fewer.lengths) * 0.25))[0]
        for point in POINTS:
            scores = numpy.array([traces.score_at(i, int(numpy.ceil(traces.lengths[i] * point)) + 1) for i in everyone])
            row[f"won{point}"], row[f"pairs{point}"] = pair_ranking(right, scores)
        row["won_logprob"], row["pairs_logprob"] = pair_ranking(right, sure)
        rows.append(row)
    return rows


def average(rows, key):
    return round(float(numpy.mean([r[key] for r in rows])), 4)


def table(rows):
    """Means over problems; ranking as pairs won over pairs."""
    out = {"problems": len(rows)}
    skip = ("family", "level")
    for key in rows[0]:
        if key in skip or key.startswith(("won", "pairs")):
            continue
        out[key] = average(rows, key)
    for suffix in [*map(str, POINTS), "_logprob"]:
        pairs = sum(r[f"pairs{suffix}"] for r in rows)
        out[f"ranking{suffix}"] = round(sum(r[f"won{suffix}"] for r in rows) / max(1, pairs), 4)
    return out


def paired_interval(rows, first, second, repeats=2000):
    """Mean difference and its 95 % bootstrap interval over problems."""
    rng = numpy.random.default_rng(3)
    gap = numpy.array([float(r[first]) - float(r[second]) for r in rows])
    means = gap[rng.integers(0, len(gap), (repeats, len(gap)))].mean(1)
    return [round(float(v), 4) for v in (gap.mean(), *numpy.percentile(means, [2.5, 97.5]))]


def length_table(samples, chosen):
    """Tokens of right and wrong traces of the chosen problems."""
    n = samples.per_problem
    index = numpy.concatenate([numpy.arange(p * n, (p + 1) * n) for p in chosen])
    out = {}
    for name, mask in (("right", samples.right[index]), ("wrong", ~samples.right[index])):
        lengths = samples.lengths[index][mask]
        out[name] = dict(mean=round(float(lengths.mean()), 1), **{f"p{q}": float(numpy.percentile(lengths, q)) for q in (50, 90,
                99)}) if len(lengths) else None
    counts = numpy.bincount(samples.step_trace, minlength=len(samples.lengths))[index]
    out["steps_per_trace"] = round(float(counts.mean()), 2)
    out["no_answer"] = round(float(numpy.mean([samples.answers[i] is None for i in index])), 4)
    return out


def aucs(samples, values, chosen):
    """Of steps, of traces by mean score, by log-probability, by length."""
    n = samples.per_problem
    member = numpy.zeros(len(samples.lengths), bool)
    for p in chosen:
        member[p * n:(p + 1) * n] = True
    steps = member[samples.step_trace]
    counts = numpy.bincount(samples.step_trace, minlength=len(member))
    sums = numpy.bincount(samples.step_trace, weights=values, minlength=len(member))
    scored = member & (counts > 0)
    return dict(step=round(auc(values[steps], samples.right[samples.step_trace[steps]]), 4),
                trace=round(auc((sums / numpy.maximum(counts, 1))[scored], samples.right[scored]), 4),
                logprob=round(auc(samples.logprob[scored], samples.right[scored]), 4),
                shorter=round(auc(-samples.lengths[scored], samples.right[scored]), 4))


def report(samples, values, problems, core):
    """All tables; `core` says of a problem whether it counts for the headline (levels 2 to 5 of the trapped families)."""
    rows = per_problem(samples, values, problems)
    chosen = [i for i, p in enumerate(problems) if core(p)]
    core_rows = [rows[i] for i in chosen]
    out = {"headline": table(core_rows)}
    out["headline"].update(auc=aucs(samples, values, chosen), tokens=length_table(samples, chosen),
                           step25_minus_majority=paired_interval(core_rows, "step0.25", "majority32"),
                           step50_minus_majority=paired_interval(core_rows, "step0.5", "majority32"),
                           step25_minus_random=paired_interval(core_rows, "step0.25", "random0.25"),
                           peak_p95=float(numpy.percentile([r["peak"] for r in core_rows], 95)),
                           peak_blocks_p95=float(numpy.percentile([r["peak_blocks"] for r in core_rows], 95)))
    out["by_family"] = {f: table([r for r in core_rows if r["family"] == f]) for f in sorted({r["family"] for r in core_rows})}
    out["by_level"] = {level: table([r for r in core_rows if r["level"] == level]) for level in sorted({r["level"] for r in core_rows})}
    easy = [i for i in range(len(problems)) if i not in set(chosen)]
    if easy:
        out["everyday"] = table([rows[i] for i in easy])
        out["everyday"].update(tokens=length_table(samples, easy), peak_p95=float(numpy.percentile([rows[i]["peak"] for i in easy], 95)))
        out["everyday_by_family"] = {f"{f} {lv}": table([rows[i] for i in easy if (problems[i].family, problems[i].level) == (f, lv)])["single"]
                                     for f, lv in sorted({(problems[i].family, problems[i].level) for i in easy})}
    return out, rows


def headline_text(out):
    h = out["headline"]
    lines = [f"{h['problems']} problems: single {h['single']:.3f}, majority {h.get('majority8', 0):.3f} {h.get('majority16', 0):.3f} {h.get('majority32', 0):.3f}, "
             f"any {h['any']:.3f}, weighted {h['weighted']:.3f}",
             "STEP  " + "  ".join(f"{s}: {h[f'step{s}']:.3f} (tokens {h[f'used{s}']:.2f})" for s in SHARES),
             "random " + " ".join(f"{h[f'random{s}']:.3f}" for s in SHARES) + "  longest " + " ".join(f"{h[f'longest{s}']:.3f}" for s in SHARES)
             + "  logprob " + " ".join(f"{h[f'logprob{s}']:.3f}" for s in SHARES),
             "token budgets " + "  ".join(f"{t}: {h[f'tokens{t}']:.3f} (pruned {h[f'tokens_pruned{t}']:.1f})" for t in TOKEN_BUDGETS),
             f"16 traces: 25 % {h['step16_0.25']:.3f}, 50 % {h['step16_0.5']:.3f}",
             f"AUC {h['auc']}; ranking " + " ".join(f"{h[f'ranking{p}']:.2f}" for p in POINTS) + f", by log-probability {h['ranking_logprob']:.2f}",
             f"STEP25 - majority {h['step25_minus_majority']}; STEP50 - majority {h['step50_minus_majority']}; STEP25 - random {h['step25_minus_random']}",
             f"tokens {h['tokens']}", f"peak tokens of 32: mean {h['peak']:.0f}, p95 {h['peak_p95']:.0f}; total {h['total']:.0f}"]
    for kind in ("by_family", "by_level"):
        for name, t in out[kind].items():
            lines.append(f"  {name}: single {t['single']:.3f} majority {t['majority8']:.2f} {t['majority16']:.2f} {t['majority32']:.3f} STEP25 {t['step0.25']:.3f} STEP50 {t['step0.5']:.3f} "
                         f"ranking {t['ranking1.0']:.2f} peak {t['peak']:.0f}")
    if "everyday" in out:
        lines.append(f"everyday: single {out['everyday']['single']:.3f} majority32 {out['everyday']['majority32']:.3f} STEP50 {out['everyday']['step0.5']:.3f} {out['everyday_by_family']}")
    return "\n".join(lines)
