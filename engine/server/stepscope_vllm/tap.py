"""The part that touches the GPU: scores rows while vLLM decodes and brings the numbers to the host behind its back.

Before vLLM samples, its model runner holds the hidden state after the final norm of each request's last token. The tap
runs the scorer on those rows in the same stream, copies scores and tokens into pinned memory, records an event and
returns; a thread of its own waits for the event. Which tokens are boundaries is decided there: asking on the GPU would
make the decode loop wait.
"""
from __future__ import annotations

import queue
import threading
from pathlib import Path
from typing import Any

import torch

from .book import Row, StepBook
from .score_log import ScoreLog, StepScore
from .scorer_file import RawTensor, ScorerError, ScorerShape, check_shapes, read_safetensors

MOST_SLOTS = 64  # steps under way between the GPU and the thread
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
        """[n, d] of any float type to [n] scores from 0 to 1."""
        hidden = torch.addmm(self._first_bias, rows.float(), self._first).relu_()  # [n, h]
        return (hidden @ self._second).add_(self._second_bias).sigmoid_()


class _Slot:
    """Pinned memory for one step, and the event after which it is filled."""

    def __init__(self, rows: int, pinned: bool) -> None:
        self.scores = torch.empty(rows, dtype=torch.float32, pin_memory=pinned)
        self.tokens = torch.empty(rows, dtype=torch.int32, pin_memory=pinned)
        self.event = torch.cuda.Event(blocking=True) if pinned else None


class StepTap:
    """One per worker. `score` runs on the worker's thread, the rest on the tap's own."""

    def __init__(self, scorer: Scorer, boundaries: frozenset[int], book: StepBook, log: ScoreLog, most_rows: int,
                 pinned: bool) -> None:
        self._scorer = scorer
        self._boundaries = boundaries
        self._book = book
        self._scores = log
        self._free: queue.SimpleQueue[_Slot] = queue.SimpleQueue()
        for _ in range(MOST_SLOTS):
            self._free.put(_Slot(most_rows, pinned))
        self._filled: queue.SimpleQueue[tuple[_Slot, int, list[Row]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._publish, name="stepscope-scores", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._filled.put(None)
        self._thread.join(5)

    def score(self, hidden: torch.Tensor, batch: Any) -> None:
        """@param hidden  [tokens, d], after the final norm; `batch`: vLLM's InputBatch"""
        rows = self._book.rows(batch)
        if not rows:
            return
        try:
            slot = self._free.get_nowait()
        except queue.Empty:  # the host is far behind: the server goes first
            self._scores.lose(len(rows))
            return
        last = batch.logits_indices  # [requests]
        count = last.shape[0]
        slot.scores[:count].copy_(self._scorer(hidden.index_select(0, last)), non_blocking=True)
        slot.tokens[:count].copy_(batch.input_ids.index_select(0, last), non_blocking=True)
        if slot.event is not None:
            slot.event.record()
        self._filled.put((slot, count, rows))

    def _publish(self) -> None:
        while (work := self._filled.get()) is not None:
            slot, count, rows = work
            if slot.event is not None:
                slot.event.synchronize()
            tokens, scores = slot.tokens[:count].tolist(), slot.scores[:count].tolist()
            self._free.put(slot)
            self._scores.extend(StepScore(row.request, row.position, tokens[row.index], scores[row.index])
                             for row in rows if tokens[row.index] in self._boundaries)
