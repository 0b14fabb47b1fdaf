"""Training of the step scorer: the MLP of the STEP method on hidden rows at step boundaries.

5,000 right and 5,000 wrong traces; every step carries the label of its trace; split by problem; Linear(d, 512), ReLU, Linear(512, 1);
BCE with pos_weight = negatives / positives; Adam 1e-4, weight decay 1e-5, batch 128; at most 20 epochs, patience 5, the best by
0.75 AUC + 0.25 F1 (minimum gain 1e-4) on 20 % of the problems.
"""
import time

import numpy
import torch
import torch.nn.functional as F

HIDDEN, RATE, DECAY, BATCH, EPOCHS, PATIENCE, MINIMUM_GAIN = 512, 1e-4, 1e-5, 128, 20, 5, 1e-4


def auc(scores, labels):
    """Area under the ROC curve; ties count half."""
    scores, labels = numpy.asarray(scores, dtype=numpy.float64), numpy.asarray(labels).astype(bool)
    positive, negative = int(labels.sum()), int((~labels).sum())
    if not positive or not negative:
        return float("nan")
    values, inverse, counts = numpy.unique(scores, return_inverse=True, return_counts=True)
    rank = (numpy.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((rank[labels].sum() - positive * (positive + 1) / 2) / (positive * negative))


def f1(scores, labels, threshold=0.5):
    called, labels = scores >= threshold, labels.astype(bool)
    hits = int((called & labels).sum())
    return 2 * hits / max(1, int(called.sum()) + int(labels.sum()))


def draw_traces(right, answered, per_class, rng):
    """Indices of up to per_class right and as many wrong traces that gave an answer."""
    chosen = []
    for wanted in (True, False):
        pool = numpy.flatnonzero(answered & (right == wanted))
        chosen.append(rng.permutation(pool)[:per_class])
    return numpy.concatenate(chosen)


def collect(sample_sets, seed, per_class=5000):
    """(rows [n, width] half, labels [n], problem of each row [n], facts) from several Samples of the same problems."""
    rng = numpy.random.default_rng(seed)
    right = numpy.concatenate([s.right for s in sample_sets])
    answered = numpy.concatenate([[a is not None for a in s.answers] for s in sample_sets])
    chosen = draw_traces(right, answered, per_class, rng)
    member = numpy.zeros(len(right), bool)
    member[chosen] = True
    rows, labels, problems, first = [], [], [], 0
    for s in sample_sets:
        keep = member[first + s.step_trace]
        rows.append(s.hidden[torch.from_numpy(numpy.flatnonzero(keep)).to(s.hidden.device)])
        labels.append(s.right[s.step_trace[keep]])
        problems.append(s.step_trace[keep] // s.per_problem)
        first += len(s.right)
    facts = dict(right_traces=int(right[chosen].sum()), wrong_traces=int((~right[chosen]).sum()), steps=int(sum(map(len, labels))))
    return torch.cat(rows), numpy.concatenate(labels), numpy.concatenate(problems), facts


class _Fitter:
    """One optimiser step on a fixed batch, replayed as a CUDA graph where there is one."""

    def __init__(self, net, weight, width, device):
        self.net, self.weight = net, weight
        graphs = device == "cuda"
        self.optimiser = torch.optim.Adam(net.parameters(), lr=RATE, weight_decay=DECAY, capturable=graphs)
        self.x, self.y = torch.zeros(BATCH, width, device=device), torch.zeros(BATCH, device=device)
        self.graph = None
        if graphs:
            saved = {k: v.clone() for k, v in net.state_dict().items()}
            stream = torch.cuda.Stream()
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                for _ in range(3):
                    self._step()
            torch.cuda.current_stream().wait_stream(stream)
            self.graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.graph):
                self._step()
            with torch.no_grad():  # undo the warm-up
                for k, v in net.state_dict().items():
                    v.copy_(saved[k])
                for state in self.optimiser.state.values():
                    for v in state.values():
                        v.zero_()

    def _step(self):
        loss = F.binary_cross_entropy_with_logits(self.net(self.x)[:, 0], self.y, pos_weight=self.weight)
        self.optimiser.zero_grad(set_to_none=False)
        loss.backward()
        self.optimiser.step()

    def fit(self, x, y):
        self.x.copy_(x)
        self.y.copy_(y)
        self.graph.replay() if self.graph else self._step()


def train_scorer(rows, labels, problems, seed, device="cuda", say=print):
    """-> (net, metrics of the chosen epoch)"""
    began = time.time()
    torch.manual_seed(seed)
    names = numpy.random.default_rng(seed).permutation(numpy.unique(problems))
    held = numpy.isin(problems, names[:max(1, len(names) // 5)])
    target = torch.from_numpy(labels.astype(numpy.float32)).to(device)
    train_index = torch.from_numpy(numpy.flatnonzero(~held)).to(device)
    held_rows, held_labels = rows[torch.from_numpy(numpy.flatnonzero(held)).to(device)].float(), labels[held]
    positives = target[train_index].sum()
    weight = (len(train_index) - positives) / positives
    width = rows.shape[1]
    net = torch.nn.Sequential(torch.nn.Linear(width, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1)).to(device)
    fitter = _Fitter(net, weight, width, device)
    best, best_state, since = None, None, 0
    for epoch in range(1, EPOCHS + 1):
        order = train_index[torch.randperm(len(train_index), device=device)]
        for first in range(0, len(order) - BATCH + 1, BATCH):
            index = order[first:first + BATCH]
            fitter.fit(rows[index].float(), target[index])
        with torch.no_grad():
            scores = torch.sigmoid(net(held_rows)[:, 0]).cpu().numpy()
        a, f = auc(scores, held_labels), f1(scores, held_labels)
        quality = 0.75 * a + 0.25 * f
        if best is None or quality > best["quality"] + MINIMUM_GAIN:
            best, since = dict(auc=round(a, 4), f1=round(f, 4), epoch=epoch, quality=round(quality, 4)), 0
            best_state = {k: v.detach().clone() for k, v in net.state_dict().items()}
        else:
            since += 1
            if since >= PATIENCE:
                break
    net.load_state_dict(best_state)
    best.update(pos_weight=round(float(weight), 4), train_steps=len(train_index), validation_steps=int(held.sum()), last_epoch=epoch)
    say(f"scorer: {best} in {time.time() - began:.1f} s")
    return net, best


@torch.no_grad()
def score(net, rows):
    """Step scores [n] as float32 numpy."""
    return torch.cat([torch.sigmoid(net(part.float())[:, 0]) for part in rows.split(262144)]).cpu().numpy()
