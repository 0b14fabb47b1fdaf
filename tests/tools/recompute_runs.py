#!/usr/bin/env python3
"""Recomputes recorded runs from their events alone, by the published rules, and compares with what the program says.

    recompute_runs.py --cli build/dev/bin/stepscope-cli --make quick|full [--keep FOLDER]
    recompute_runs.py --cli build/dev/bin/stepscope-cli RECORDING...

Checked for every run: who was pruned or preempted (twice: the least score, and the reference's sort and pop), that blocks
were short when it happened, which block was taken (never one that is held), what a resumed trace had to compute again,
which steps were scored and when, trace scores, waiting, DeepConf's threshold and stops, refill's parents, the vote and
its ties, and the summary's counts. Nothing of the program's code is used: a second implementation, from the papers'
definitions and the format of recordings. Standard library only; exit code 1 where a run differs.
"""
import argparse
import heapq
import json
import math
import os
import subprocess
import sys
import tempfile

STEP_LIKE = ("step", "step-refill")
DEEPCONF = ("deepconf-low", "deepconf-high")
NEWEST = 5  # steps that trace_score "last5" looks at


class Differs(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Differs(what)


def near(a, b, what, limit=1e-6):
    check((a is None) == (b is None), f"{what}: {a} and {b}")
    if a is not None:
        check(abs(a - b) <= limit * max(1.0, abs(a), abs(b)), f"{what}: {a} and {b}")


class Trace:
    def __init__(self, number):
        self.number = number
        self.phase = "queued"
        self.tokens = []         # their text
        self.confidences = []
        self.log_probability = 0.0
        self.scores = []         # (end, score)
        self.blocks = []         # of its own, in table order
        self.left = []           # (block, filling) of its full blocks at the last preemption
        self.computed_before = 0
        self.drawn_since = False  # a token since its last admission: all it has is computed
        self.exactly = True      # computed_before is exact: it was not preempted while it recomputed
        self.waited = 0.0
        self.waiting_since = None
        self.recomputed = 0
        self.answer = None
        self.own_from = 0        # tokens that a branch has from its parent
        self.unscored_boundary = None
        self.after_think = False


class Pool:
    """Block numbers as the program should take them."""

    def __init__(self, limit, keeps):
        self.limit, self.keeps = limit, keeps
        self.references, self.filling = {}, {}
        self.freed = []          # (block, filling), oldest first
        self.kept = {}           # block -> filling
        self.blank, self.next_new = [], 0
        self.peak = 0

    def used(self):
        return len(self.references)

    def free(self):
        return self.limit - self.used()

    def forget_oldest(self):
        while self.freed:
            block, filling = self.freed.pop(0)
            if self.kept.get(block) == filling:
                del self.kept[block]
                heapq.heappush(self.blank, block)
                return

    def lowest(self):
        while self.blank and (self.blank[0] in self.references or self.blank[0] in self.kept):
            heapq.heappop(self.blank)
        if self.blank and self.blank[0] < self.next_new:
            return self.blank[0]
        return self.next_new

    def take(self, block, exact):
        check(block not in self.references, f"block {block} is given while it is held")
        check(self.free() > 0, f"block {block} is given beyond the limit of {self.limit}")
        if self.kept and self.used() + len(self.kept) >= self.limit:
            self.forget_oldest()
        if exact:
            check(block == self.lowest(), f"block {block} is taken, the next is {self.lowest()}")
        self.kept.pop(block, None)
        while self.next_new <= block:
            heapq.heappush(self.blank, self.next_new)
            self.next_new += 1
        self.references[block] = 1
        self.filling[block] = self.filling.get(block, 0) + 1
        self.peak = max(self.peak, self.used())

    def can_take_back(self, block, filling):
        return self.kept.get(block) == filling

    def take_back(self, block):
        del self.kept[block]
        self.references[block] = 1
        self.filling[block] += 1
        self.peak = max(self.peak, self.used())

    def release(self, blocks):
        freed = 0
        for block in reversed(blocks):
            self.references[block] -= 1
            if self.references[block]:
                continue
            del self.references[block]
            freed += 1
            if self.keeps and self.used() + len(self.kept) < self.limit:
                self.kept[block] = self.filling[block]
                self.freed.append((block, self.filling[block]))
            else:
                heapq.heappush(self.blank, block)
        return freed

    def set_limit(self, limit):
        self.limit = limit
        while self.kept and self.used() + len(self.kept) > limit:
            self.forget_oldest()


def percentile(values, q):
    ordered = sorted(values)
    at = q / 100 * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


class Run:
    def __init__(self, header):
        self.options = header["options"]
        self.policy = self.options["policy"]
        self.block = header["block_tokens"]
        self.prompt = header["prompt_tokens"]
        self.full_prompt_blocks = (self.prompt - 1) // self.block
        self.traces, self.running, self.queue = {}, [], []
        preempts = self.policy not in STEP_LIKE
        self.pool = Pool(header["kv_blocks"], preempts and self.options.get("prefix_reuse", False))
        self.exact = not self.options.get("consensus_probe")  # a probe takes blocks that no event names
        self.prompt_blocks = []
        self.passes = self.generated = self.recomputed = self.pruned = 0
        self.admitted = []       # admissions of the pass to come
        self.last_t = 0.0
        self.threshold = None
        self.saturated = self.short = False
        self.newest_thought = None

    # ---- what the rules say ------------------------------------------------------------------------------------

    def score(self, trace):
        scores = [s for _, s in trace.scores]
        if not scores:
            return None
        rule = self.options.get("trace_score", "mean")
        part = scores if rule == "mean" else scores[-1:] if rule == "last" else scores[-NEWEST:]
        return sum(part) / len(part)

    def groups(self, trace):
        """Group confidences over full windows, oldest first."""
        w = self.options["window"]
        c = trace.confidences
        return [sum(c[i - w:i]) / w for i in range(w, len(c) + 1)]

    def lowest_confidence(self, trace):
        groups = self.groups(trace)
        if groups:
            return min(groups)
        return sum(trace.confidences) / len(trace.confidences) if trace.confidences else None

    def victims(self):
        """The one that goes, by the least score and by the reference's sort and pop."""
        spare = self.options.get("unscored") == "neutral"
        rank = lambda n: (math.inf if spare else 0.0) if self.score(self.traces[n]) is None else self.score(self.traces[n])
        least = min(rank(n) for n in self.running)
        latest = [n for n in self.running if rank(n) == least][-1]
        ordered = sorted(self.running, key=lambda n: -rank(n))  # stable: arrival ascending among equals
        return latest, ordered[-1]

    def needed(self):
        """Blocks that running traces need for their next token."""
        total = 0
        for n in self.running:
            trace = self.traces[n]
            have = self.full_prompt_blocks + len(trace.blocks)
            total += max(0, -(-(self.prompt + len(trace.tokens)) // self.block) - have)
        return total

    # ---- the events --------------------------------------------------------------------------------------------

    def apply(self, event):
        check(event["t"] >= self.last_t - 1e-9, f"time goes back to {event['t']}")
        self.last_t = event["t"]
        handler = getattr(self, "on_" + event["e"].replace("-", "_"), None)
        if handler:
            handler(event)

    def on_prompt(self, e):
        self.prompt_blocks += e["blocks"]
        for block in e["blocks"]:
            self.pool.take(block, self.exact)

    def on_added(self, e):
        self.traces[e["trace"]] = Trace(e["trace"])
        self.queue.append(e["trace"])

    def on_admitted(self, e):
        n, trace = e["trace"], self.traces[e["trace"]]
        check(self.queue and self.queue[0] == n, f"trace {n} is admitted, first in the queue is {self.queue[:1]}")
        self.queue.pop(0)
        self.running.append(n)
        if trace.phase == "waiting":
            near(event_waited := e.get("waited_s", 0.0), self.last_t - trace.waiting_since, f"trace {n}: waited_s", 1e-4)
            trace.waited += event_waited
        self.admitted.append(e)
        trace.phase = "running"

    def admit_blocks(self):
        """The blocks of the pass: what is taken back first, then what running traces need, then the rest."""
        rest = []
        for e in self.admitted:
            trace = self.traces[e["trace"]]
            back = 0
            for (block, filling), given in zip(trace.left, e["blocks"]):
                if block != given or not self.pool.can_take_back(block, filling):
                    break
                self.pool.take_back(block)
                back += 1
            first = (self.full_prompt_blocks + back) * self.block if back else self.prompt - 1
            recomputed = max(0, trace.computed_before - first)
            if not trace.exactly:  # how far it had come is in no event
                check(e.get("recomputed", 0) <= recomputed, f"trace {e['trace']} recomputes {e.get('recomputed', 0)} tokens, more than {recomputed}")
                recomputed = e.get("recomputed", 0)
            check(e.get("recomputed", 0) == recomputed, f"trace {e['trace']} recomputes {e.get('recomputed', 0)} tokens, not {recomputed}")
            trace.drawn_since = False
            trace.recomputed += recomputed
            self.recomputed += recomputed
            trace.left, trace.computed_before = [], 0
            trace.blocks = list(e["blocks"])
            rest.append(e["blocks"][back:])
        self.admitted = []
        return rest

    def on_pass(self, e):
        rest = self.admit_blocks()
        for n, block in e.get("granted", []):
            self.pool.take(block, self.exact)
            self.traces[n].blocks.append(block)
        for blocks in rest:
            for block in blocks:
                self.pool.take(block, self.exact)
        check(self.pool.used() <= self.pool.limit, f"{self.pool.used()} blocks of {self.pool.limit} are in use")
        self.passes += 1
        self.short = False
        for token in e["tok"]:
            trace = self.traces[token[0]]
            check(token[0] in self.running, f"trace {token[0]} draws a token and does not run")
            check(not trace.unscored_boundary or self.scorer_is_off(), f"trace {token[0]}: the step that ends at "
                  f"{trace.unscored_boundary} has no score")
            text = token[2]
            if trace.tokens and self.ends_step(trace):
                trace.unscored_boundary = len(trace.tokens)
            trace.tokens.append(text)
            trace.drawn_since = True
            trace.log_probability += token[3]
            if self.policy in DEEPCONF:
                trace.confidences.append(token[4])
            self.generated += 1

    def scorer_is_off(self):
        return not self.has_scorer

    def ends_step(self, trace):
        if not self.has_scorer or "\n\n" not in trace.tokens[-1]:
            return False
        if self.options.get("score_after_think", True):
            return True
        return "</think>" not in "".join(trace.tokens)

    def on_score(self, e):
        trace = self.traces[e["trace"]]
        check(trace.unscored_boundary == e["end"], f"trace {e['trace']}: a score for the step at {e['end']}, due is {trace.unscored_boundary}")
        trace.unscored_boundary = None
        trace.scores.append((e["end"], e["score"]))

    def on_saturated(self, e):
        needed = self.needed()
        check(needed > self.pool.free(), f"saturated, though {needed} blocks are needed and {self.pool.free()} free")
        check(e["needed"] == needed and e["free"] == self.pool.free() and e["running"] == len(self.running),
              f"saturated says {e['needed']}, {e['free']}, {e['running']}, not {needed}, {self.pool.free()}, {len(self.running)}")
        self.short = True

    def end(self, n, e, phase):
        trace = self.traces[n]
        if trace.phase == "waiting":
            trace.waited += self.last_t - trace.waiting_since
        trace.phase = phase
        freed = self.pool.release(trace.blocks)
        check(e["freed"] == freed, f"trace {n} frees {e['freed']} blocks, not {freed}")
        trace.blocks = []
        if n in self.running:
            self.running.remove(n)
        if n in self.queue:
            self.queue.remove(n)

    def on_pruned(self, e):
        n, cause = e["trace"], e.get("cause", "memory")
        trace = self.traces[n]
        if cause == "memory":
            check(self.short and self.needed() > self.pool.free(), f"trace {n} is pruned while blocks are free")
            if self.options.get("victim", "lowest") == "lowest":
                check(self.victims() == (n, n), f"trace {n} is pruned, the rule says {self.victims()}")
        if cause == "memory" or cause == "refill":
            near(e.get("score"), self.score(trace), f"trace {n}: score when pruned")
        if cause == "memory":
            check(e["among"] == len(self.running), f"trace {n} is one of {len(self.running)}, not {e['among']}")
        if cause == "confidence":
            group = self.groups(trace)[-1]
            near(e["value"], group, f"trace {n}: group confidence", 1e-5)
            check(group < self.threshold, f"trace {n} stops at {group}, the threshold is {self.threshold}")
        if cause == "similarity":
            check(e["value"] > self.options["similarity"], f"trace {n} goes for a similarity of {e['value']}")
        self.pruned += 1
        self.end(n, e, "pruned")

    def on_preempted(self, e):
        n = e["trace"]
        check(self.policy not in STEP_LIKE, "STEP preempts nobody")
        check(n == self.running[-1], f"trace {n} is preempted, the latest is {self.running[-1]}")
        check(self.needed() > self.pool.free(), f"trace {n} is preempted while blocks are free")
        trace = self.traces[n]
        computed = self.computed(trace)
        full = computed // self.block - self.full_prompt_blocks
        trace.left = [(b, self.pool.filling[b]) for b in trace.blocks[:max(0, full)]]
        trace.computed_before = computed
        trace.exactly = trace.drawn_since
        freed = self.pool.release(trace.blocks)
        check(e["freed"] == freed, f"trace {n} frees {e['freed']} blocks, not {freed}")
        trace.blocks = []
        trace.phase, trace.waiting_since = "waiting", self.last_t
        self.running.remove(n)
        self.queue.insert(0, n)

    def computed(self, trace):
        return self.prompt + len(trace.tokens) - 1

    def on_branched(self, e):
        parent = self.traces[e["parent"]]
        child = Trace(e["trace"])
        check(e["parent"] in self.running and len(parent.tokens) == e["at_token"], f"trace {e['trace']} branches from nowhere")
        own = len(parent.tokens) - parent.own_from
        check(own >= self.options["refill_tokens"], f"trace {e['parent']} branches after {own} tokens of its own")
        check(self.score(parent) is not None, f"trace {e['parent']} branches without a score")
        if self.options.get("refill_rule", "ours") == "ours":
            check(self.passes % self.options["refill_rounds"] == 0, f"a branch after {self.passes} passes")
        child.tokens, child.scores = list(parent.tokens), list(parent.scores)
        child.log_probability, child.own_from = parent.log_probability, len(parent.tokens)
        child.after_think, child.unscored_boundary = parent.after_think, parent.unscored_boundary
        child.blocks = parent.blocks[:e["shared"]]
        for block in child.blocks:
            self.pool.references[block] += 1
        for block in e["blocks"]:
            self.pool.take(block, self.exact)
            child.blocks.append(block)
        child.phase = "running"
        self.traces[e["trace"]] = child
        self.running.append(e["trace"])

    def on_threshold(self, e):
        lowest = [self.lowest_confidence(t) for n, t in self.traces.items()
                  if n <= self.options["warmup"] and t.phase in ("finished", "length") and t.confidences]
        near(e["threshold"], percentile(lowest, self.options["percentile"]), "the threshold", 1e-5)
        self.threshold = e["threshold"]

    def on_finished(self, e):
        n = e["trace"]
        self.traces[n].answer = e.get("answer")
        self.end(n, e, "length" if e["reason"] == "memory" else e["reason"])

    def on_limits(self, e):
        if e.get("kv_blocks") is not None:
            self.pool.set_limit(e["kv_blocks"])

    # ---- the end -----------------------------------------------------------------------------------------------

    def weight(self, trace):
        if trace.answer is None or trace.phase not in ("finished", "length"):
            return None
        if self.policy in STEP_LIKE:
            score = self.score(trace)
            gambit = self.policy == "step-refill" and self.options.get("refill_rule", "ours") != "ours"
            return 1.0 if score is None and gambit else score
        if self.policy in DEEPCONF:
            lowest = self.lowest_confidence(trace)
            passed = self.threshold is None or lowest >= self.threshold - 1e-9
            return lowest if passed or self.vote_of_all else None
        return 1.0

    def compare(self, summary):
        for trace in summary["traces"]:
            mine = self.traces[trace["trace"]]
            name = f"trace {trace['trace']}"
            check(trace["state"] == mine.phase, f"{name}: {trace['state']}, not {mine.phase}")
            check(trace["tokens"] == len(mine.tokens), f"{name}: {trace['tokens']} tokens, not {len(mine.tokens)}")
            check(trace["text"] == "".join(mine.tokens), f"{name}: its text")
            check([s["end"] for s in trace["steps"]] == [end for end, _ in mine.scores], f"{name}: its steps")
            near(trace["score"], self.score(mine), f"{name}: score")
            near(trace["waited_s"], mine.waited, f"{name}: waited", 1e-4)
            check(trace["recomputed_tokens"] == mine.recomputed, f"{name}: recomputed {trace['recomputed_tokens']}, not {mine.recomputed}")
        check(len(summary["traces"]) == len(self.traces), "the number of traces")
        check(summary["pruned"] == self.pruned, "the number of pruned traces")
        check(summary["tokens"]["generated"] == self.generated, "generated tokens")
        check(summary["tokens"]["recomputed"] == self.recomputed, "recomputed tokens")
        if self.exact:
            check(summary["kv"]["peak_blocks"] == self.pool.peak, f"peak of {summary['kv']['peak_blocks']} blocks, not {self.pool.peak}")
        check(self.pool.used() == len(self.prompt_blocks), "blocks are held after the end")
        self.compare_votes(summary)

    def compare_votes(self, summary):
        self.vote_of_all = summary.get("vote_of_all", False)
        weights = {n: w for n, t in self.traces.items() if (w := self.weight(t)) is not None}
        cast = sorted(n for vote in summary["votes"] for n in vote["traces"])
        check(cast == sorted(weights), f"the votes are those of {cast}, not of {sorted(weights)}")
        for vote in summary["votes"]:
            near(vote["weight"], sum(weights[n] for n in vote["traces"]), f"weight of {vote['answer']}", 1e-5)
        for first in summary["votes"]:
            for second in summary["votes"]:
                texts = {self.traces[n].answer for n in first["traces"]} & {self.traces[n].answer for n in second["traces"]}
                check(first is second or not texts, f"{texts} votes twice")
        order = sorted(summary["votes"], key=lambda v: (-round(v["weight"], 9), min(v["traces"])))
        check(order == summary["votes"], "the order of the vote")
        check(summary["answer"] == (order[0]["answer"] if order else None), "the answer")
        runner_up = order[1]["weight"] if len(order) > 1 else 0.0
        near(summary["margin"], (order[0]["weight"] if order else 0.0) - runner_up, "the margin")


def recompute(path, cli):
    with open(path, encoding="utf8") as file:
        events = [json.loads(line) for line in file]
    run = Run(events[0])
    run.has_scorer = events[0].get("scorer") is not None
    run.vote_of_all = False
    for event in events[1:]:
        run.apply(event)
    summary = json.loads(subprocess.run([cli, "replay", path, "--json"], check=True, capture_output=True, text=True).stdout)
    run.compare(summary)
    return run


def settings(which):
    """Command lines of runs of the embedded model: policies, n, memory, seeds, and options of each."""
    base = ["--max-tokens", "300", "--backend", "cpu"]
    policies = ["sc", "step", "step-refill", "deepconf-low", "slim-sc", "sc-static"]
    if which == "quick":
        base += ["-n", "10", "--kv-cache-mib", "4", "--seed", "7", "--example", "3", "--warmup", "4"]
        for policy in policies:
            yield [*base, "--policy", policy]
        yield [*base, "--policy", "sc", "--prefix-reuse", "false"]
        yield [*base, "--policy", "step-refill", "--refill-rule", "gambit"]
        return
    for seed in ("1", "2"):
        for n, mib in (("12", "4"), ("24", "9"), ("16", "30")):
            for policy in [*policies, "deepconf-high"]:
                yield [*base, "--policy", policy, "-n", n, "--kv-cache-mib", mib, "--seed", seed, "--example", str(int(seed) + 2),
                       "--warmup", "6"]
    extra = [["--policy", "step", "--trace-score", "last"], ["--policy", "step", "--trace-score", "last5"],
             ["--policy", "step", "--unscored", "neutral"], ["--policy", "step", "--score-after-think", "false"],
             ["--policy", "sc", "--top-k", "5", "--top-p", "0.8"], ["--policy", "cot"]]
    for options in extra:
        yield [*base, *options, "-n", "16", "--kv-cache-mib", "6", "--seed", "5", "--example", "1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", nargs="*")
    parser.add_argument("--cli", default="stepscope-cli")
    parser.add_argument("--make", choices=["quick", "full"])
    parser.add_argument("--keep", help="folder for the recordings made")
    args = parser.parse_args()
    folder = args.keep or tempfile.mkdtemp(prefix="recompute-")
    os.makedirs(folder, exist_ok=True)
    paths = list(args.recordings)
    for number, options in enumerate(settings(args.make) if args.make else []):
        path = os.path.join(folder, f"run_{number:02d}.stepscope")
        done = subprocess.run([args.cli, "run", *options, "--record", path], capture_output=True, text=True)
        if done.returncode:
            print(f"{' '.join(options)}: {done.stderr.strip().splitlines()[-1]}")
            return 1
        paths.append(path)
    wrong = 0
    for path in paths:
        try:
            run = recompute(path, args.cli)
            print(f"{os.path.basename(path)}: {run.policy} n {run.options['n']}, {run.passes} passes, {run.generated} tokens, "
                  f"{run.recomputed} recomputed, {run.pruned} pruned: as recomputed")
        except (Differs, KeyError) as error:
            wrong += 1
            print(f"{path}: DIFFERS: {error!r}")
    print(f"{len(paths)} runs recomputed, {wrong} differ")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
