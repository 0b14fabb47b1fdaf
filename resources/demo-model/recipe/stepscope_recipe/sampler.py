"""Batched sampling of many traces, with the hidden row of every step boundary."""
import re
import time
from dataclasses import dataclass, field

import numpy
import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from . import tokenizer as tok
from .export import load_weights
from .model import rms_norm, rotary_tables
from .sampling import prompt_text

BOXED = re.compile(r"\\boxed\{(-?\d+)\}")
MAX_NEW = 900


@dataclass
class Samples:
    """Traces of a problem set, trace t of problem p at index p * per_problem + t; steps sorted by (trace, position)."""
    per_problem: int
    lengths: numpy.ndarray            # [traces] tokens
    answers: list                     # [traces] int or None
    right: numpy.ndarray              # [traces] bool
    logprob: numpy.ndarray            # [traces] mean log-probability at temperature 1
    step_trace: numpy.ndarray         # [steps]
    step_at: numpy.ndarray            # [steps] index of the boundary token among the generated ones
    step_logprob: numpy.ndarray       # [steps] mean log-probability of the tokens so far
    hidden: torch.Tensor              # [steps, width] float16, after the final norm
    tokens: list = field(default_factory=list)   # [traces] ids, where asked for


class Sampler:
    def __init__(self, folder, device="cuda"):
        self.device = device
        self.kind = torch.bfloat16 if device == "cuda" else torch.float32
        self.tokenizer = tok.load(f"{folder}/tokenizer.json")
        weights, self.shape = load_weights(folder, device, self.kind)
        s = self.shape
        self.embedding, self.final_norm = weights["model.embed_tokens.weight"], weights["model.norm.weight"]
        self.layers = []
        for index in range(s.layers):
            def w(name, index=index):
                return weights[f"model.layers.{index}.{name}.weight"]
            self.layers.append(dict(
                norm1=w("input_layernorm"), norm2=w("post_attention_layernorm"), out=w("self_attn.o_proj"), down=w("mlp.down_proj"),
                qkv=torch.cat([w("self_attn.q_proj"), w("self_attn.k_proj"), w("self_attn.v_proj")]),
                gate_up=torch.cat([w("mlp.gate_proj"), w("mlp.up_proj")]),
                head_norm=torch.cat([w("self_attn.q_norm").expand(s.heads, -1), w("self_attn.k_norm").expand(s.kv_heads, -1)])))
        cos, sin = rotary_tables(2048, s.head_width, s.theta, device)
        half = s.head_width // 2
        self.cos, self.sin = cos.to(self.kind), torch.cat([-sin[:, :half], sin[:, half:]], 1).to(self.kind)
        self.is_boundary = torch.zeros(s.vocabulary, dtype=torch.bool, device=device)
        self.is_boundary[torch.tensor(tok.boundary_ids(self.tokenizer), device=device)] = True
        self.end, self.think_end = self.tokenizer.token_to_id("<|im_end|>"), self.tokenizer.token_to_id("</think>")

    def norm(self, x, weight=None):
        if self.device == "cuda":
            return F.rms_norm(x, x.shape[-1:], weight, self.shape.epsilon)
        return rms_norm(x, weight if weight is not None else torch.ones(x.shape[-1]), self.shape.epsilon)

    def layer(self, p, x, keys, values, at, until, bias, positions):
        """x: [rows, time, width] at cache columns `at` (a slice), attending to columns below `until`.

        keys, values: [rows, kv_heads, capacity, head_width]; bias: [rows, 1, time, until]; positions: [rows, time].
        """
        s = self.shape
        rows, time, _ = x.shape
        qkv = F.linear(self.norm(x, p["norm1"]), p["qkv"]).view(rows, time, s.heads + 2 * s.kv_heads, s.head_width)
        qk = self.norm(qkv[:, :, :s.heads + s.kv_heads]) * p["head_norm"]
        cos, sin = self.cos[positions][:, :, None], self.sin[positions][:, :, None]
        qk = torch.addcmul(qk * cos, qk.roll(s.head_width // 2, -1), sin)
        q = qk[:, :, :s.heads]
        keys[:, :, at] = qk[:, :, s.heads:].transpose(1, 2)
        values[:, :, at] = qkv[:, :, s.heads + s.kv_heads:].transpose(1, 2)
        k, v = keys[:, :, :until], values[:, :, :until]
        group = s.heads // s.kv_heads
        if time == 1:
            q = q.reshape(rows, s.kv_heads, group, s.head_width)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.expand(rows, s.kv_heads, group, until))
            mixed = mixed.reshape(rows, 1, -1)
        else:
            k, v = (t.repeat_interleave(group, 1) for t in (k, v))
            mixed = F.scaled_dot_product_attention(q.transpose(1, 2), k, v, attn_mask=bias).transpose(1, 2).reshape(rows, time, -1)
        x = x + F.linear(mixed, p["out"])
        gate, up = F.linear(self.norm(x, p["norm2"]), p["gate_up"]).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, p["down"])

    def generate(self, prompts, per_prompt, temperature, seed, max_new=MAX_NEW):
        """prompts: lists of ids.  -> dict of tensors for len(prompts) * per_prompt traces."""
        with sdpa_kernel([SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]):
            return self._generate(prompts, per_prompt, temperature, seed, max_new)

    @torch.no_grad()
    def _generate(self, prompts, per_prompt, temperature, seed, max_new):
        s, device, kind = self.shape, self.device, self.kind
        generator = torch.Generator(device=device)
        generator.manual_seed(seed)
        count, longest = len(prompts), (max(map(len, prompts)) + 15) // 16 * 16
        capacity = (longest + max_new + 63) // 64 * 64
        padded = torch.zeros(count, longest, dtype=torch.long)
        shift = torch.tensor([longest - len(p) for p in prompts])
        for row, prompt in enumerate(prompts):
            padded[row, longest - len(prompt):] = torch.tensor(prompt)
        padded, shift = padded.to(device), shift.to(device)
        column = torch.arange(longest, device=device)
        seen = (column[None, None] <= column[None, :, None]) & (column[None, None] >= shift[:, None, None]) | torch.eye(longest, device=device,
                dtype=torch.bool)
        bias = torch.zeros(count, 1, longest, longest, device=device, dtype=kind).masked_fill(~seen[:, None], float("-inf"))
        x = F.embedding(padded, self.embedding)
        positions = (column[None] - shift[:, None]).clamp(min=0)
        caches = []
        rows = count * per_prompt
        for p in self.layers:
            k0, v0 = (torch.zeros(count, s.kv_heads, longest, s.head_width, device=device, dtype=kind) for _ in "kv")
            x = self.layer(p, x, k0, v0, slice(0, longest), longest, bias, positions)
            pair = [torch.zeros(rows, s.kv_heads, capacity, s.head_width, device=device, dtype=kind) for _ in "kv"]
            for cache, short in zip(pair, (k0, v0)):
                cache[:, :, :longest] = short.repeat_interleave(per_prompt, 0)
            caches.append(pair)
        hidden = self.norm(x[:, -1], self.final_norm).repeat_interleave(per_prompt, 0)
        shift = shift.repeat_interleave(per_prompt)
        bias = torch.full((rows, capacity), float("-inf"), device=device, dtype=kind)
        bias[:, :longest].masked_fill_(column[None] >= shift[:, None], 0.0)
        origin = torch.arange(rows, device=device)
        alive = torch.ones(rows, dtype=torch.bool, device=device)
        thinking = alive.clone()
        tokens = torch.full((rows, max_new), -1, dtype=torch.int16, device=device)
        logprob = torch.zeros(rows, max_new, device=device)
        lengths = torch.full((rows,), max_new, device=device)
        found = []
        for t in range(max_new):
            logits = F.linear(hidden, self.embedding).float()
            noise = torch.empty_like(logits).exponential_(generator=generator).clamp_min(1e-20)
            chosen = ((logits / temperature).softmax(-1) / noise).argmax(-1)
            here = origin[alive]
            tokens[here, t] = chosen[alive].to(torch.int16)
            logprob[here, t] = logits.log_softmax(-1).gather(1, chosen[:, None])[alive, 0]
            thinking = thinking & (chosen != self.think_end)
            ended = alive & (chosen == self.end)
            lengths[origin[ended]] = t + 1
            alive = alive & ~ended
            if t == max_new - 1 or not bool(alive.any()):
                break
            if t % 32 == 31 and int(alive.sum()) < 0.75 * len(alive):
                keep = alive.nonzero()[:, 0]
                for pair in caches:
                    pair[0], pair[1] = pair[0].index_select(0, keep), pair[1].index_select(0, keep)
                origin, shift, bias, chosen, alive, thinking = (v[keep] for v in (origin, shift, bias, chosen, alive, thinking))
            at = longest + t
            bias[:, at] = 0.0
            until = min(capacity, (at + 64) // 64 * 64)
            x = F.embedding(chosen[:, None], self.embedding)
            spot = (at - shift)[:, None]
            window = bias[:, None, None, :until]
            for p, (k, v) in zip(self.layers, caches):
                x = self.layer(p, x, k, v, slice(at, at + 1), until, window, spot)
            hidden = self.norm(x[:, 0], self.final_norm)
            marked = (self.is_boundary[chosen] & alive & thinking).nonzero()[:, 0]
            if len(marked):
                found.append((hidden[marked].half(), origin[marked], torch.full_like(marked, t)))
        return dict(tokens=tokens, logprob=logprob, lengths=lengths, hidden=torch.cat([f[0] for f in found]),
                    step_trace=torch.cat([f[1] for f in found]), step_at=torch.cat([f[2] for f in found]))

    def sample(self, problems, per_problem, temperature, seed, max_new=MAX_NEW, rows=6144, keep_tokens=False, say=print):
        """problems: objects with .question, .answer (int), .family and .level."""
        began = time.time()
        encoded = [self.tokenizer.encode(prompt_text(p.question)).ids for p in problems]
        # problems of one kind end at about the same time
        order = sorted(range(len(problems)), key=lambda i: (problems[i].level > 1, problems[i].family, problems[i].level, len(encoded[i])))
        total = len(problems) * per_problem
        out = Samples(per_problem, numpy.zeros(total, numpy.int32), [None] * total, numpy.zeros(total, bool), numpy.zeros(total, numpy.float32),
                      None, None, None, None, [None] * total if keep_tokens else [])
        pieces = []
        chunk = max(1, rows // per_problem)
        for number, first in enumerate(range(0, len(order), chunk)):
            block = order[first:first + chunk]
            got = self.generate([encoded[i] for i in block], per_problem, temperature, seed * 1000 + number, max_new)
            index = torch.tensor([[i * per_problem + t for t in range(per_problem)] for i in block]).flatten()
            self._collect(problems, out, got, index, keep_tokens)
            running = got["logprob"].cumsum(1)
            mean_so_far = running[got["step_trace"], got["step_at"]] / (got["step_at"] + 1)
            out.logprob[index.numpy()] = (running.gather(1, got["lengths"][:, None] - 1)[:, 0] / got["lengths"]).cpu().numpy()
            pieces.append((got["hidden"], index.to(self.device)[got["step_trace"]], got["step_at"], mean_so_far))
            del got, running
        hidden, step_trace, step_at, step_logprob = (torch.cat(parts) for parts in zip(*pieces))
        by_trace = torch.argsort(step_trace * 4096 + step_at)
        out.hidden = hidden[by_trace]
        out.step_trace, out.step_at, out.step_logprob = (v[by_trace].cpu().numpy() for v in (step_trace, step_at, step_logprob))
        used = time.time() - began
        say(f"{len(problems)} problems x {per_problem} at T {temperature}: {out.lengths.sum() / 1e6:.2f} M tokens in {used:.1f} s; "
            f"accuracy {out.right.mean():.3f}; no answer {sum(a is None for a in out.answers) / total:.4f}")
        return out

    def _collect(self, problems, out, got, index, keep_tokens):
        tokens, lengths = got["tokens"].cpu().numpy(), got["lengths"].cpu().numpy()
        tails = self.tokenizer.decode_batch([[int(i) for i in row[max(0, n - 30):n]] for row, n in zip(tokens, lengths)], skip_special_tokens=False)
        for row, trace in enumerate(index.tolist()):
            n = lengths[row]
            boxes = BOXED.findall(tails[row])
            if boxes and tokens[row, n - 1] == self.end:
                out.answers[trace] = int(boxes[-1])
                out.right[trace] = out.answers[trace] == problems[trace // out.per_problem].answer
            out.lengths[trace] = n
            if keep_tokens:
                out.tokens[trace] = [int(i) for i in tokens[row, :n]]
