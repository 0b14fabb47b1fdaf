"""Training on shards as they appear, for a given number of seconds."""
import time

import numpy
import torch

from .model import Shape, Transformer, hugging_face_name, rotary_tables, token_loss
from .optimiser import Muon
from .packing import NO_LOSS, ROWS, WIDTH, shard_path

BATCH = 128               # rows of 1,024 tokens
RATE_MATRICES, RATE_REST = 0.02, 0.003
WARM_UP_STEPS, CONSTANT_SHARE, LAST_RATE = 60, 0.45, 0.02
CONTINUED_PEAK, CONTINUED_CONSTANT = 0.3, 0.05   # going on from finished weights: a smaller peak, then linear almost from the start


def rate_factor(step, progress, continued=False):
    """Warm-up by steps, constant, then linear to LAST_RATE; progress is the share of the time used."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    peak, constant = (CONTINUED_PEAK, CONTINUED_CONSTANT) if continued else (1.0, CONSTANT_SHARE)
    if progress < constant:
        return warm * peak
    return warm * (LAST_RATE + (peak - LAST_RATE) * max(0.0, 1 - (progress - constant) / (1 - constant)))


def read_shard(folder, index, device):
    """[ROWS, WIDTH] int64 with the NO_LOSS bit."""
    raw = numpy.fromfile(shard_path(folder, index), dtype=numpy.uint16).reshape(ROWS, WIDTH)
    return torch.from_numpy(raw.astype(numpy.int32)).to(device).long()


def batches(folder, device, batch, patience_s=60):
    """Endless batches from shard 1 on (shard 0 is for validation), waiting for the writers; starts over when they have ended."""
    index = 1
    while True:
        waited = time.time()
        while not shard_path(folder, index).exists():
            time.sleep(0.05)
            if time.time() - waited > patience_s:
                index = 1
                break
        rows = read_shard(folder, index, device)
        rows = rows[torch.randperm(ROWS, device=device)]
        index += 1
        for first in range(0, ROWS - batch + 1, batch):
            yield rows[first:first + batch]


def inputs_and_targets(rows):
    ids, unused = rows & (NO_LOSS - 1), rows >= NO_LOSS
    return ids[:, :-1], ids[:, 1:].masked_fill(unused[:, 1:], -100)


def train(folder, seconds, seed, shape=Shape(), device="cuda", batch=BATCH, max_steps=None, say=print, weights=None):
    """-> (model with float32 weights, dict of what happened); `weights`: Hugging Face names to tensors to go on from."""
    torch.manual_seed(seed)
    kind = torch.bfloat16 if device == "cuda" else torch.float32
    model = Transformer(shape).to(device)
    if weights:
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(weights[hugging_face_name(name)])
    loss_of = token_loss
    if device == "cuda":
        for layer in model.layers:
            layer.compile()
        loss_of = torch.compile(token_loss)
    cos, sin = rotary_tables(WIDTH - 1, shape.head_width, shape.theta, device)
    matrices = [p for layer in model.layers for p in layer.parameters() if p.dim() == 2]
    rest = [model.embed_tokens, model.norm] + [p for layer in model.layers for p in layer.parameters() if p.dim() == 1]
    muon = Muon(matrices)
    adam = torch.optim.AdamW(rest, lr=RATE_REST, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.0, fused=device == "cuda")
    source = batches(folder, device, batch)
    step = tokens = 0
    start = None
    history = []
    began = time.time()
    while max_steps is None or step < max_steps:
        progress = 0.0 if start is None else (time.time() - start) / seconds
        if progress >= 1:
            break
        factor = rate_factor(step, progress, bool(weights))
        inputs, targets = inputs_and_targets(next(source))
        loss = loss_of(model.before_norm(inputs, cos, sin, kind), model.norm, model.embed_tokens, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(rest, 1.0)
        for group in adam.param_groups:
            group["lr"] = RATE_REST * factor
        adam.step()
        muon.step(RATE_MATRICES * factor)
        model.zero_grad(set_to_none=True)
        step += 1
        tokens += inputs.numel()
        if step == 3:  # compiled; the clock starts here
            loss.item()
            start, tokens = time.time(), 0
            say(f"compiled in {start - began:.0f} s")
        elif step % 100 == 0:
            value, used = loss.item(), time.time() - (start or began)
            history.append((step, round(used, 1), tokens, round(value, 4)))
            if step % 300 == 0 or step < 500:
                say(f"step {step}: {used:.0f} s, {tokens / 1e6:.0f} M tokens, {tokens / used / 1e6:.2f} M/s, loss {value:.4f}")
    used = time.time() - (start or began)
    losses = []
    with torch.no_grad():
        rows = read_shard(folder, 0, device)
        for first in range(0, ROWS if device == "cuda" else batch, batch):
            inputs, targets = inputs_and_targets(rows[first:first + batch])
            losses.append(loss_of(model.before_norm(inputs, cos, sin, kind), model.norm, model.embed_tokens, targets).item())
    facts = dict(parameters=sum(p.numel() for p in model.parameters()), steps=step, tokens=tokens, seconds=round(used, 1),
                 validation_loss=round(sum(losses) / len(losses), 5), history=history, seed=seed)
    say(f"trained {step} steps, {tokens / 1e6:.0f} M tokens in {used:.0f} s; validation loss {facts['validation_loss']}")
    return model, facts
