"""The two functions of a model runner that the plugin stands before."""
from __future__ import annotations

import logging
from typing import Any, Callable, Protocol

_log = logging.getLogger("vllm.stepscope")


class Observer(Protocol):
    def observe(self, output: Any) -> None: ...


class Tap(Protocol):
    def score(self, hidden: Any, batch: Any) -> None: ...


def install(runner: Any, tap: Tap, book: Observer) -> None:
    """Puts the tap before `sample` and the book before `execute_model` of a model runner. If the tap fails, it says so
    once and is never asked again; the server goes on."""
    execute_model: Callable[..., Any] = runner.execute_model
    sample: Callable[..., Any] = runner.sample
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

    def scored(hidden_states: Any, input_batch: Any, grammar_output: Any) -> Any:
        guarded(lambda: tap.score(hidden_states, input_batch))
        return sample(hidden_states, input_batch, grammar_output)

    runner.execute_model = observed
    runner.sample = scored
