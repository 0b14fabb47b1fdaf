"""The latest scores, numbered, for clients that poll. Bounded; any thread."""
from __future__ import annotations

import math
import threading
from collections import deque
from itertools import islice
from typing import Iterable, NamedTuple

KEPT = 1 << 15
AT_ONCE = 1 << 12  # in one answer


class StepScore(NamedTuple):
    request: str
    position: int
    token: int
    score: float


class ScoreLog:
    def __init__(self, kept: int = KEPT) -> None:
        self._scores: deque[StepScore] = deque(maxlen=kept)
        self._next = 0  # number of the next score
        self._changed = threading.Condition()
        self._lost = 0

    @property
    def next(self) -> int:
        return self._next

    @property
    def lost(self) -> int:
        """Scores that were computed and could not be published."""
        return self._lost

    def set_lost(self, count: int) -> None:
        self._lost = count

    def extend(self, scores: Iterable[StepScore]) -> None:
        finite = [score for score in scores if math.isfinite(score.score)]
        if not finite:
            return
        with self._changed:
            self._scores.extend(finite)
            self._next += len(finite)
            self._changed.notify_all()

    def take(self, since: int, wait_s: float) -> tuple[int, list[StepScore]]:
        """Scores from number `since` on, at most AT_ONCE, and the number to ask for next. Waits for the first.
        A `since` that this log has not reached yet comes from another life of the server: nothing, and the number that
        is valid now."""
        with self._changed:
            if since > self._next:
                return self._next, []
            self._changed.wait_for(lambda: self._next > since, wait_s)
            oldest = self._next - len(self._scores)
            begin = max(since, oldest) - oldest
            scores = list(islice(self._scores, begin, begin + AT_ONCE))
            return oldest + begin + len(scores), scores
