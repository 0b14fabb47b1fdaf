"""The part that touches the GPU: scores rows while vLLM decodes and brings the numbers to the host behind its back.

Before vLLM samples, its model runner holds the hidden state after the final norm of each request's last token. The tap
runs the scorer on those rows in the same stream, copies scores and tokens into pinned memory, records an event and
returns; a thread of its own waits for the event. Which tokens are boundaries, and whose they are, is found out there: asking on
the GPU would make the decode loop wait, and the loop's own thread has no time for it.
"""
from __future__ import annotations

import logging
import math
import queue
import threading
import time
from pathlib import Path
from typing import Any, Callable

import torch

from .book import Batch, StepBook, position_of
from .runners import StepView
from .score_log import StepScore
from .scorer_file import RawTensor, ScorerError, ScorerShape, check_shapes, read_safetensors

GATHER_S = 0.005
IDLE_S = 0.1  # after which the use of the KV cache is told without scores
MOST_SLOTS = 64  # steps under way between the GPU and the thread
_log = logging.getLogger("vllm.stepscope")
_TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64}


def _tensor(raw: RawTensor) -> torch.Tensor:
    return torch.frombuffer(bytearray(raw.data), dtype=_TYPES[raw.dtype]).reshape(raw.shape)


def _read_checkpoint(path: Path) -> dict[str, torch.Tensor]:
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as failure:  # whatever a damaged file makes of it
        raise ScorerError(f"{path.name}: cannot be read as weights: {str(failure).splitlines()[0][:200]}") from failure
    state = found.get("model_state_dict", found) if isinstance(found, dict) else None
    if not isinstance(state, dict):
        raise ScorerError(f"{path.name}: holds no state dict")
    return {name: value for name, value in state.items() if isinstance(name, str) and isinstance(value, torch.Tensor)}


class Scorer:
    """Linear, ReLU, Linear, sigmoid in float32."""

    def __init__(self, path: Path, device: torch.device | str) -> None:
        tensors = (_read_checkpoint(path) if path.suffix in (".pt", ".pth")
                   else {name: _tensor(raw) for name, raw in read_safetensors(path).items()})
        self.shape: ScorerShape = check_shapes(path.name, {name: tuple(value.shape) for name, value in tensors.items()})
        weights = {name: tensors[name].to(device=device, dtype=torch.float32).contiguous()
                   for name in ("net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias")}
        self._first = weights["net.0.weight"].t()  # [d, h]
        self._first_bias = weights["net.0.bias"]  # [h]
        self._second = weights["net.2.weight"][0].contiguous()  # [h]
        self._second_bias = weights["net.2.bias"]  # [1]

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[n, d] of any float type to [n] scores before the sigmoid, which costs the host less than the GPU a launch."""
        hidden = torch.addmm(self._first_bias, rows.float(), self._first).relu_()  # [n, h]
        return torch.addmv(self._second_bias, hidden, self._second)


class _Slot:
    """Pinned memory for one step, and the event after which it is filled."""

    def __init__(self, rows: int, pinned: bool) -> None:
        self.scores = torch.empty(rows, dtype=torch.float32, pin_memory=pinned)
        self.tokens = torch.empty(rows, dtype=torch.int32, pin_memory=pinned)
        self.event = torch.cuda.Event(blocking=True) if pinned else None


class StepTap:
    """One per worker. `score` runs on the worker's thread, the rest on the tap's own."""

    def __init__(self, scorer: Scorer, boundaries: frozenset[int], book: StepBook,
                 publish: Callable[[list[StepScore], int, int], None], most_rows: int, pinned: bool) -> None:
        """@param publish  takes scores, used blocks and how many scores were lost so far; called by the tap's thread"""
        self._scorer = scorer
        self._boundaries = boundaries
        self._book = book
        self._publish = publish
        self._lost = 0
        self._works = True
        self._free: queue.SimpleQueue[_Slot] = queue.SimpleQueue()
        for _ in range(MOST_SLOTS):
            self._free.put(_Slot(most_rows, pinned))
        self._filled: queue.SimpleQueue[tuple[_Slot, int, Batch] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="stepscope-scores", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._filled.put(None)
        self._thread.join(5)

    def score(self, view: StepView) -> None:
        requests = self._book.requests
        if not requests or not self._works:
            return
        try:
            slot = self._free.get_nowait()
        except queue.Empty:  # the host is far behind: the server goes first
            self._lost += len(view.batch(requests).ids)
            return
        with torch.inference_mode():
            hidden, tokens = view.rows()
            count = hidden.shape[0]
            slot.scores[:count].copy_(self._scorer(hidden), non_blocking=True)
            slot.tokens[:count].copy_(tokens, non_blocking=True)
        if slot.event is not None:
            slot.event.record()
        self._filled.put((slot, count, view.batch(requests)))

    def _work(self) -> None:
        """Takes what has gathered in a few milliseconds at once: each time that this thread wakes, the decode loop may
        have to wait for Python's lock."""
        while True:
            scores: list[StepScore] = []
            try:
                work = self._filled.get(timeout=IDLE_S)
                time.sleep(GATHER_S)
                while work is not None:
                    scores += self._scores_of(*work)
                    work = self._filled.get_nowait()
                return  # stop()
            except queue.Empty:
                pass
            try:
                self._publish(scores, self._book.used_blocks, self._lost)
            except OSError:
                self._works = False
                _log.exception("Stepscope: no more scores, the server goes on")
                return

    def _scores_of(self, slot: _Slot, count: int, batch: Batch) -> list[StepScore]:
        if slot.event is not None:
            slot.event.synchronize()
        found = []
        for row, token in enumerate(slot.tokens[:count].tolist()):
            if token not in self._boundaries:
                continue
            place = position_of(batch, row)
            if place is not None:
                found.append(StepScore(*place, token, sigmoid(float(slot.scores[row]))))
        self._free.put(slot)
        return found


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(value))
