"""The two functions of a model runner that the plugin stands before."""
from __future__ import annotations

import logging
from typing import Any, Callable, Protocol

from .runners import RunnerKind, StepView

_log = logging.getLogger("vllm.stepscope")


class Observer(Protocol):
    def observe(self, output: Any) -> None: ...


class Tap(Protocol):
    def score(self, view: StepView) -> None: ...


def install(runner: Any, kind: RunnerKind, tap: Tap, book: Observer) -> None:
    """Puts the book before `execute_model` of a model runner, and the tap before the function that draws tokens. If one
    of them fails, it says so once and is never asked again; the server goes on."""
    execute_model: Callable[..., Any] = runner.execute_model
    sample: Callable[..., Any] = getattr(runner, kind.sample)
    works = True

    def guarded(act: Callable[[], None]) -> None:
        nonlocal works
        if not works:
            return
        try:
            act()
        except Exception:
            works = False
            _log.exception("Stepscope: no more scores, the server goes on")

    def observed(scheduler_output: Any, *args: Any, **kwargs: Any) -> Any:
        if not kwargs.get("dummy_run", False):
            guarded(lambda: book.observe(scheduler_output))
        return execute_model(scheduler_output, *args, **kwargs)

    def score(*args: Any) -> None:
        if kind.has_step(runner):
            tap.score(kind.view(runner, *args))

    def scored(*args: Any) -> Any:
        guarded(lambda: score(*args))
        return sample(*args)

    runner.execute_model = observed
    setattr(runner, kind.sample, scored)
