#!/usr/bin/env python3
"""Trains a step scorer with PyTorch on the step rows and the split of a training of this program, and measures it and
any given scorers on the same validation problems.

    train_scorer_reference.py ROWS_FOLDER REPORT.json [--scorer FILE.safetensors|FILE.pt ...] [--seed N] [--device cuda]
                              [--numpy] [--no-train] [--json OUT]

ROWS_FOLDER holds the .safetensors files that sampling wrote, REPORT.json is the training's report (its "config" and
"split" are used). Prints step AUC, trace AUC, F1 at 0.5 and the ranking within problems, for "reference" (trained here;
initial weights and order of steps are PyTorch's, so numbers agree within about 0.01) and for each scorer. --numpy trains
with NumPy instead: the same recipe, where PyTorch is too large to install.

Needs: pip install numpy, and torch unless --numpy or --no-train.
"""
import argparse
import json
import os
import struct
import sys

import numpy

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from read_checkpoint import read_checkpoint

TYPES = {"F32": "<f4", "F16": "<f2", "I32": "<i4", "U8": "u1"}
SHARES = (0.10, 0.25, 0.50, 0.75, 1.00)


def read_safetensors(path):
    """{name: array} mapped from the file, without the safetensors package."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        dtype = numpy.dtype(TYPES[entry["dtype"]])
        if begin == end:
            tensors[name] = numpy.zeros(entry["shape"], dtype)
            continue
        tensors[name] = numpy.memmap(path, dtype, "r", 8 + length + begin, tuple(entry["shape"]))
    return tensors


def read_scorer(path):
    """(w0 [h, d], b0 [h], w1 [h], b1) in float32"""
    if path.endswith(".safetensors"):
        state = read_safetensors(path)
    else:
        state = read_checkpoint(path)
        state = state.get("model_state_dict", state)
        state = {name: numpy.reshape(t["values"], t["shape"]) for name, t in state.items()}
    w0, b0, w1, b1 = (numpy.asarray(state[k], dtype=numpy.float32) for k in ("net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"))
    return w0, b0, w1.reshape(-1), b1.reshape(-1)[0]


class Side:
    """The rows of one side of the split: rows [steps, d] float16, labels [steps], and where each trace begins."""

    def __init__(self, folder, problems):
        rows, labels, self.traces = [], [], []  # traces: (problem, right, first step, steps)
        steps = 0
        for number, problem in enumerate(problems):
            file = read_safetensors(os.path.join(folder, problem["name"]))
            right = dict(zip(file["trace_ids"].tolist(), file["right"].tolist()))
            trace = numpy.asarray(file["trace"])
            for name in problem["traces"]:
                places = numpy.flatnonzero(trace == name)
                rows.append(file["hidden"][places])
                labels.append(numpy.full(len(places), right[name], numpy.float32))
                self.traces.append((number, bool(right[name]), steps, len(places)))
                steps += len(places)
        self.rows, self.labels = numpy.concatenate(rows), numpy.concatenate(labels)


def auc(scores, right):
    """Share of (right, wrong) pairs in the right order, ties half; nan where one class is missing."""
    scores, right = numpy.asarray(scores, numpy.float64), numpy.asarray(right).astype(bool)
    positive, negative = int(right.sum()), int((~right).sum())
    if not positive or not negative:
        return float("nan")
    _, inverse, counts = numpy.unique(scores, return_inverse=True, return_counts=True)
    rank = (numpy.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((rank[right].sum() - positive * (positive + 1) / 2) / (positive * negative))


def f1(scores, labels):
    called, right = scores >= 0.5, labels > 0
    return 2 * int((called & right).sum()) / max(1, int(called.sum()) + int(right.sum()))


def measure(scores, side):
    ranking = {}
    for share in SHARES:
        values = []
        for problem in sorted({t[0] for t in side.traces}):
            here = [t for t in side.traces if t[0] == problem]
            means = [float(scores[first:first + max(1, round(share * steps))].mean(dtype=numpy.float64)) for _, _, first, steps in here]
            value = auc(means, [t[1] for t in here])
            if value == value:
                values.append(value)
        ranking[f"{share:.0%}"] = sum(values) / len(values) if values else None
    trace_scores = [float(scores[first:first + steps].mean(dtype=numpy.float64)) for _, _, first, steps in side.traces]
    return {"step_auc": auc(scores, side.labels), "f1": f1(scores, side.labels),
            "trace_auc": auc(trace_scores, [t[1] for t in side.traces]), "ranking": ranking}


def score_with(weights, rows):
    w0, b0, w1, b1 = weights
    parts = []
    for first in range(0, len(rows), 4096):
        hidden = numpy.maximum(rows[first:first + 4096].astype(numpy.float32) @ w0.T + b0, 0)
        parts.append(1 / (1 + numpy.exp(-(hidden @ w1 + b1).astype(numpy.float64))))
    return numpy.concatenate(parts).astype(numpy.float32)


class NumpyFitter:
    """The network, its loss and Adam by their definitions."""

    def __init__(self, config, width, positive_weight, seed, device):
        draw, h = numpy.random.default_rng(seed), config["hidden_width"]
        uniform = lambda shape, inputs: draw.uniform(-inputs ** -0.5, inputs ** -0.5, shape).astype(numpy.float32)
        self.values = [uniform((h, width), width), uniform(h, width), uniform(h, h), uniform((), h)]
        self.first, self.second = ([numpy.zeros_like(v) for v in self.values] for _ in range(2))
        self.config, self.positive_weight, self.steps, self.draw = config, positive_weight, 0, draw

    def order(self, count):
        return self.draw.permutation(count)

    def fit(self, rows, labels):
        w0, b0, w1, b1 = self.values
        rows = rows.astype(numpy.float32)
        before = rows @ w0.T + b0
        hidden = numpy.maximum(before, 0)
        sigmoid = 1 / (1 + numpy.exp(-(hidden @ w1 + b1)))
        slope = ((1 + (self.positive_weight - 1) * labels) * sigmoid - self.positive_weight * labels) / len(rows)
        back = slope[:, None] * w1 * (before > 0)
        self.steps += 1
        for i, gradient in enumerate((back.T @ rows, back.sum(0), hidden.T @ slope, slope.sum())):
            gradient = gradient + self.config["weight_decay"] * self.values[i]
            self.first[i] = 0.9 * self.first[i] + 0.1 * gradient
            self.second[i] = 0.999 * self.second[i] + 0.001 * gradient ** 2
            size = self.config["learning_rate"] / (1 - 0.9 ** self.steps)
            denominator = numpy.sqrt(self.second[i]) / (1 - 0.999 ** self.steps) ** 0.5 + 1e-8
            self.values[i] = (self.values[i] - size * self.first[i] / denominator).astype(numpy.float32)

    def weights(self):
        return [v.copy() for v in self.values]


class TorchFitter:
    def __init__(self, config, width, positive_weight, seed, device):
        import torch
        self.torch, self.device = torch, device
        torch.manual_seed(seed)
        h = config["hidden_width"]
        self.net = torch.nn.Sequential(torch.nn.Linear(width, h), torch.nn.ReLU(), torch.nn.Linear(h, 1)).to(device)
        self.loss = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(positive_weight, dtype=torch.float32, device=device))
        self.optimiser = torch.optim.Adam(self.net.parameters(), lr=config["learning_rate"], weight_decay=config["weight_decay"])

    def order(self, count):
        return self.torch.randperm(count).numpy()

    def fit(self, rows, labels):
        rows = self.torch.from_numpy(rows.astype(numpy.float32)).to(self.device)
        labels = self.torch.from_numpy(labels).to(self.device)
        self.optimiser.zero_grad()
        self.loss(self.net(rows)[:, 0], labels).backward()
        self.optimiser.step()

    def weights(self):
        state = {k: v.detach().cpu().numpy().copy() for k, v in self.net.state_dict().items()}
        return state["0.weight"], state["0.bias"], state["2.weight"].reshape(-1), state["2.bias"][0]


def train(fitter_type, config, seed, device, train_side, validation):
    right = int(train_side.labels.sum())
    fitter = fitter_type(config, train_side.rows.shape[1], (len(train_side.labels) - right) / right, seed, device)
    best, since = None, 0
    for epoch in range(1, config["max_epochs"] + 1):
        order = fitter.order(len(train_side.labels))
        for first in range(0, len(order), config["batch_size"]):
            places = order[first:first + config["batch_size"]]
            fitter.fit(train_side.rows[places], train_side.labels[places])
        weights = fitter.weights()
        scores = score_with(weights, validation.rows)
        values = auc(scores, validation.labels), f1(scores, validation.labels)
        quality = config["auc_share"] * values[0] + (1 - config["auc_share"]) * values[1]
        print(f"epoch {epoch:2d}: AUC {values[0]:.4f}, F1 {values[1]:.4f}", file=sys.stderr, flush=True)
        if best is None or quality > best[0] + config["minimum_gain"]:
            best, since = (quality, epoch, weights), 0
        else:
            since += 1
            if since >= config["patience"]:
                break
    return best[2], best[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("report")
    parser.add_argument("--scorer", nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--numpy", action="store_true")
    parser.add_argument("--no-train", action="store_true")
    parser.add_argument("--json")
    options = parser.parse_args()
    with open(options.report) as file:
        report = json.load(file)
    names = {side: {p["name"] for p in report["split"][side]} for side in ("train", "validation")}
    if names["train"] & names["validation"]:
        sys.exit("the split has problems on both sides: " + ", ".join(sorted(names["train"] & names["validation"])))
    validation = Side(options.folder, report["split"]["validation"])
    out = {"steps": len(validation.labels), "traces": len(validation.traces), "scorers": {}}
    if not options.no_train:
        train_side = Side(options.folder, report["split"]["train"])
        fitter = NumpyFitter if options.numpy else TorchFitter
        weights, epoch = train(fitter, report["config"], options.seed, options.device, train_side, validation)
        out["scorers"]["reference"] = {"epoch": epoch, **measure(score_with(weights, validation.rows), validation)}
    for path in options.scorer:
        out["scorers"][path] = measure(score_with(read_scorer(path), validation.rows), validation)
    print(f"{'scorer':40} {'step AUC':>9} {'trace AUC':>9} {'F1':>7}  ranking at " + ", ".join(f"{s:.0%}" for s in SHARES))
    for name, m in out["scorers"].items():
        ranking = "  ".join("     -" if v is None else f"{v:.4f}" for v in m["ranking"].values())
        print(f"{name[-40:]:40} {m['step_auc']:9.4f} {m['trace_auc']:9.4f} {m['f1']:7.4f}  {ranking}")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(out, file, indent=1)


if __name__ == "__main__":
    main()
