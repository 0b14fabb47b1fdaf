"""vLLM 0.24.0 has two model runners. What the plugin reads of each is here: where a step's rows are, and whose they are.

V2 (`vllm.v1.worker.gpu.model_runner`) is the default for some architectures, V1 (`vllm.v1.worker.gpu_model_runner`) for
all others and where V2 lacks a feature. Both also run on a CPU, as subclasses.
"""
from __future__ import annotations

from typing import Any, Callable, Mapping, NamedTuple, Protocol

from .book import Batch, Request


class StepView(Protocol):
    """One step, between the forward pass and the drawing of tokens."""

    def batch(self, requests: Mapping[str, Request]) -> Batch:
        """Whose the rows are; stays true when the runner goes on."""

    def rows(self) -> tuple[Any, Any]:
        """([requests, d] hidden states after the final norm of each request's last token, [requests] that token's id)"""


class ViewV2:
    """Of `sample(hidden_states, input_batch, grammar_output)`: the batch is made anew at each step."""

    def __init__(self, _runner: Any, hidden_states: Any, input_batch: Any, _grammar_output: Any) -> None:
        self._hidden = hidden_states
        self._batch = input_batch

    def batch(self, requests: Mapping[str, Request]) -> Batch:
        batch = self._batch
        return Batch(requests, batch.req_ids, batch.num_computed_tokens_np, batch.num_scheduled_tokens,
                     batch.prefill_len_np)

    def rows(self) -> tuple[Any, Any]:
        last = self._batch.logits_indices
        return self._hidden.index_select(0, last), self._batch.input_ids.index_select(0, last)


class ViewV1:
    """Of `sample_tokens(grammar_output)`: the runner keeps what `execute_model` left, and one batch that it changes."""

    def __init__(self, runner: Any, _grammar_output: Any) -> None:
        self._runner = runner
        self._state = runner.execute_model_state

    def batch(self, requests: Mapping[str, Request]) -> Batch:
        runner, batch = self._runner, self._runner.input_batch
        ids = list(batch.req_ids)
        scheduled = self._state.scheduler_output.num_scheduled_tokens
        return Batch(requests, ids, batch.num_computed_tokens_cpu[:len(ids)].copy(), [scheduled[i] for i in ids],
                     [runner.requests[i].num_tokens for i in ids])

    def rows(self) -> tuple[Any, Any]:
        hidden = self._state.sample_hidden_states
        ends = self._runner.query_start_loc.gpu[1:hidden.shape[0] + 1]
        return hidden, self._runner.input_ids.gpu.index_select(0, ends - 1)


def _has_step_v1(runner: Any) -> bool:
    return runner.execute_model_state is not None  # None on all but the last of a pipeline, and where nothing ran


def _is_last_v1(_runner: Any) -> bool:
    from vllm.distributed.parallel_state import get_pp_group

    return bool(get_pp_group().is_last_rank)


class RunnerKind(NamedTuple):
    """How a model runner is met."""

    module: str  # of its class, or of one that this is derived from
    sample: str  # the function that draws a step's tokens
    parameters: tuple[str, ...]  # of that function
    fields: tuple[str, ...]  # that are read
    drafts: str  # the field with the number of draft tokens
    view: Callable[..., StepView]
    has_step: Callable[[Any], bool]
    is_last: Callable[[Any], bool]


KINDS = (
    RunnerKind("vllm.v1.worker.gpu.model_runner", "sample", ("hidden_states", "input_batch", "grammar_output"), (),
               "num_speculative_steps", ViewV2, lambda runner: True, lambda runner: bool(runner.is_last_pp_rank)),
    RunnerKind("vllm.v1.worker.gpu_model_runner", "sample_tokens", ("grammar_output",),
               ("execute_model_state", "input_batch", "requests", "query_start_loc", "input_ids"), "num_spec_tokens",
               ViewV1, _has_step_v1, _is_last_v1),
)


def find_kind(runner: Any) -> RunnerKind | None:
    modules = {base.__module__ for base in type(runner).__mro__}
    return next((kind for kind in KINDS if kind.module in modules), None)
