"""Writes mlp_trainer/adam50.json: 50 Adam steps of a small scorer in float64 by NumPy, written out from the definitions
of torch.nn.BCEWithLogitsLoss(pos_weight) and torch.optim.Adam(weight_decay), for kernels/mlp_trainer.h.

    python mlp_trainer.py mlp_trainer

Needs: pip install numpy
"""
import json
import os
import sys

import numpy

INPUT, HIDDEN, BATCH, STEPS = 7, 5, 6, 50
RATE, DECAY, POSITIVE_WEIGHT = 1e-2, 1e-3, 1.75
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def loss_and_gradients(weights, rows, labels):
    w0, b0, w1, b1 = weights
    before = rows @ w0.T + b0
    hidden = numpy.maximum(before, 0)
    logits = hidden @ w1 + b1
    weight = 1 + (POSITIVE_WEIGHT - 1) * labels
    softplus = numpy.log1p(numpy.exp(-numpy.abs(logits))) + numpy.maximum(-logits, 0)
    loss = ((1 - labels) * logits + weight * softplus).mean()
    slope = (weight / (1 + numpy.exp(-logits)) - POSITIVE_WEIGHT * labels) / len(rows)
    back = slope[:, None] * w1 * (before > 0)
    return loss, [back.T @ rows, back.sum(0), hidden.T @ slope, slope.sum()]


def main():
    draw = numpy.random.default_rng(20260113)
    as_float32 = lambda shape, scale: (draw.uniform(-scale, scale, shape)).astype(numpy.float32).astype(numpy.float64)
    initial = [as_float32((HIDDEN, INPUT), INPUT ** -0.5), as_float32(HIDDEN, INPUT ** -0.5),
               as_float32(HIDDEN, HIDDEN ** -0.5), as_float32((), HIDDEN ** -0.5)]
    rows, labels = as_float32((STEPS, BATCH, INPUT), 2), draw.integers(0, 2, (STEPS, BATCH)).astype(numpy.float64)
    weights = [w.copy() for w in initial]
    first, second = [numpy.zeros_like(w) for w in weights], [numpy.zeros_like(w) for w in weights]
    losses = []
    for step in range(1, STEPS + 1):
        loss, gradients = loss_and_gradients(weights, rows[step - 1], labels[step - 1])
        losses.append(float(loss))
        for i, gradient in enumerate(gradients):
            gradient = gradient + DECAY * weights[i]
            first[i] = BETA1 * first[i] + (1 - BETA1) * gradient
            second[i] = BETA2 * second[i] + (1 - BETA2) * gradient ** 2
            size = RATE / (1 - BETA1 ** step)
            weights[i] = weights[i] - size * first[i] / (numpy.sqrt(second[i]) / numpy.sqrt(1 - BETA2 ** step) + EPSILON)
    flat = lambda values: [numpy.asarray(v).reshape(-1).tolist() for v in values]
    with open(os.path.join(sys.argv[1], "adam50.json"), "w") as file:
        json.dump(dict(input=INPUT, hidden=HIDDEN, batch=BATCH, steps=STEPS, rate=RATE, decay=DECAY,
                       positive_weight=POSITIVE_WEIGHT, initial=flat(initial), rows=rows.reshape(STEPS, -1).tolist(),
                       labels=labels.tolist(), losses=losses, final=flat(weights)), file)


if __name__ == "__main__":
    main()
