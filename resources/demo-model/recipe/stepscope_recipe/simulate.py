"""The STEP method played back on finished traces: lock step, one token per running trace and tick, finished traces free their memory.

Everything here works on one problem: numpy arrays over its traces.  The prompt's memory is shared and not counted.
"""
from collections import defaultdict
from dataclasses import dataclass

import numpy


@dataclass
class Traces:
    """lengths [n]; answers [n] int or None; at: per trace the step positions; scores: per trace the running trace scores after each step."""
    lengths: numpy.ndarray
    answers: list
    at: list
    scores: list

    def score_at(self, trace, tokens):
        """Trace score once `tokens` tokens exist; 0 before the first step.  The score of a boundary exists one tick after it."""
        count = numpy.searchsorted(self.at[trace], tokens - 1)
        return self.scores[trace][count - 1] if count else 0.0

    def final(self, trace):
        return self.scores[trace][-1] if len(self.scores[trace]) else 0.0


def peak_tokens(lengths, block=1):
    """Most tokens alive at once without any pruning, rounded up to blocks per trace."""
    ordered = numpy.sort(lengths)
    alive = len(ordered) - numpy.arange(len(ordered))
    return int((alive * (-(-ordered // block) * block)).max())


def run(traces, budget, victim):
    """(kept traces, tokens generated, pruned count); victim(running traces, tick) -> the trace to prune."""
    running = set(range(len(traces.lengths)))
    order = sorted(running, key=lambda i: traces.lengths[i])
    kept, used, pruned, place = [], 0, 0, 0
    while running:
        while place < len(order) and order[place] not in running:
            place += 1
        shortest = traces.lengths[order[place]]
        full_at = budget // len(running) + 1
        if shortest < full_at or len(running) == 1:
            trace = order[place]
            running.remove(trace)
            kept.append(trace)
            used += shortest
            continue
        trace = victim(running, full_at)
        running.remove(trace)
        used += full_at - 1
        pruned += 1
    return kept, int(used), pruned


def lowest_score(traces):
    return lambda running, tick: min(running, key=lambda i: (traces.score_at(i, tick), -i))


def vote(answers, kept, weights):
    """Weighted vote; the answer seen first wins a tie; None when nobody answered."""
    totals = defaultdict(float)
    for trace in kept:
        if answers[trace] is not None:
            totals[answers[trace]] += weights(trace)
    return max(totals, key=totals.get) if totals else None


def majority_share(answers, truth):
    """1 when the truth is the only mode, 1 / k when it is one of k modes, else 0."""
    counts = defaultdict(int)
    for answer in answers:
        if answer is not None:
            counts[answer] += 1
    if not counts:
        return 0.0
    best = max(counts.values())
    modes = [a for a, c in counts.items() if c == best]
    return (truth in modes) / len(modes)


def pair_ranking(right, scores):
    """(pairs won, pairs) of right against wrong traces; a tie is half won."""
    good, bad = scores[right], scores[~right]
    if not len(good) or not len(bad):
        return 0.0, 0
    difference = good[:, None] - bad[None]
    return float((difference > 0).sum() + 0.5 * (difference == 0).sum()), difference.size
