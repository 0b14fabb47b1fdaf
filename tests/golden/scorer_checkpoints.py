"""Writes scorer/: small step scorers as PyTorch saves them, in every form this project reads, and expected.json.

    python scorer_checkpoints.py scorer [--scores]      (--scores: only scores.json, of the files that are there)

Needs: pip install torch safetensors numpy
"""
import json
import os
import sys
import zipfile

import torch
from safetensors.torch import load_file, save_file

INPUT, HIDDEN = 6, 4


class Scorer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Linear(INPUT, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1))


def deflated(source, target):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))


def write_scores(folder):
    """What PyTorch computes with every checkpoint of the folder, in float32: sigmoid of the MLP on the same rows."""
    rows = torch.randn(16, INPUT, generator=torch.Generator().manual_seed(11)) * 3
    scores = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".pt"):
            state = torch.load(os.path.join(folder, name), weights_only=False)
            state = state.get("model_state_dict", state)
        elif name.endswith(".safetensors"):
            state = load_file(os.path.join(folder, name))
        else:
            continue
        scorer = Scorer()
        scorer.load_state_dict({key: value.float() for key, value in state.items()})
        with torch.no_grad():
            scores[name] = torch.sigmoid(scorer.net(rows)).reshape(-1).tolist()
    json.dump({"rows": rows.tolist(), "scores": scores}, open(os.path.join(folder, "scores.json"), "w"))


def main():
    folder = sys.argv[1]
    if len(sys.argv) > 2 and sys.argv[2] == "--scores":
        return write_scores(folder)
    torch.manual_seed(5)
    scorer = Scorer()
    state = scorer.state_dict()
    # Values that half and bfloat16 hold exactly, so that every file holds the same scorer.
    for tensor in state.values():
        tensor.copy_((tensor * 64).round() / 64)
    place = lambda name: os.path.join(folder, name)
    torch.save(state, place("bare.pt"))
    torch.save({"model_state_dict": state, "epoch": 3, "val_auc": 0.875, "note": "line one\nline two", "best": True,
                "metrics": {"f1": 0.5, "steps": 12345678901}, "nothing": None}, place("wrapped.pt"))
    torch.save({"model_state_dict": {k: v.half() for k, v in state.items()}}, place("half.pt"))
    torch.save({k: v.bfloat16() for k, v in state.items()}, place("bfloat16.pt"))
    torch.save(dict(scorer.named_parameters()), place("parameters.pt"))
    torch.save(state, place("protocol4.pt"), pickle_protocol=4)
    # One storage for all: offsets, and a weight stored the other way round.
    flat = torch.cat([state["net.0.weight"].t().reshape(-1)] + [state[k].reshape(-1) for k in ("net.0.bias", "net.2.weight", "net.2.bias")])
    shared = {"net.0.weight": flat[:INPUT * HIDDEN].view(INPUT, HIDDEN).t()}
    at = INPUT * HIDDEN
    for key in ("net.0.bias", "net.2.weight", "net.2.bias"):
        count = state[key].numel()
        shared[key] = flat[at:at + count].view(state[key].shape)
        at += count
    torch.save(shared, place("strided.pt"))
    optimizer = torch.optim.Adam(scorer.parameters())
    scorer.net(torch.ones(2, INPUT)).sum().backward()
    before = {k: v.clone() for k, v in state.items()}
    optimizer.step()
    torch.save({"model_state_dict": before, "optimizer_state_dict": optimizer.state_dict(), "epoch": 1}, place("with_optimizer.pt"))
    deflated(place("wrapped.pt"), place("deflated.pt"))
    save_file(before, place("plain.safetensors"), metadata={"auc": "0.875", "note": "made for tests"})
    save_file({k: v.half() for k, v in before.items()}, place("half.safetensors"))
    save_file({k: v.bfloat16() for k, v in before.items()}, place("bfloat16.safetensors"))
    # Metrics as NumPy computes them, and the scores of some rows.
    import numpy
    torch.save({"model_state_dict": before, "epoch": numpy.int64(-7), "val_auc": numpy.float64(0.8125), "val_f1": numpy.float32(0.25),
                "best": numpy.bool_(True), "half": numpy.float16(-1.5), "count": numpy.uint8(200)}, place("numpy.pt"))
    write_scores(folder)
    json.dump({key: value.reshape(-1).tolist() for key, value in before.items()}, open(place("expected.json"), "w"))


if __name__ == "__main__":
    main()
