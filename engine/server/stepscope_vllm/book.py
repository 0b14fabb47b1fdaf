"""What the scheduler tells a worker at each step, kept: which requests are Stepscope's, how long their prompts are, and
which KV blocks are held. It reads the fields of vLLM's SchedulerOutput and nothing else of vLLM.

One thread (the worker's) writes; `used_blocks` and the dicts that `requests` gives may be read by any.
"""
from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

# vLLM's own ids: "chatcmpl-NAME-1a2b3c4d" and "cmpl-NAME-0-1a2b3c4d", where NAME is what the client sent as
# X-Request-Id. The random end is missing if the server was told so.
_CHAT = re.compile(r"chatcmpl-(stepscope-[\w.-]{1,100}?-\d{1,9})(?:-[0-9a-f]{8})?")
_COMPLETION = re.compile(r"cmpl-(stepscope-[\w.-]{1,100}?-\d{1,9})-\d{1,6}(?:-[0-9a-f]{8})?")


def client_name(request_id: str) -> str | None:
    """The client's own name of a request ("stepscope-RUN-TRACE"); None if it is not one of Stepscope's."""
    match = _CHAT.fullmatch(request_id) or _COMPLETION.fullmatch(request_id)
    return match[1] if match else None


class Request(NamedTuple):
    """One of Stepscope's."""

    name: str  # the client's own
    prompt_tokens: int


class Batch(NamedTuple):
    """Which token each row of the logits of a step belongs to."""

    requests: Mapping[str, Request]  # by vLLM's id, at that step
    ids: Sequence[str]
    computed: Any  # [requests] tokens before the step
    scheduled: Any  # [requests] tokens of the step
    prefill: Any  # [requests] tokens that have to be there for the row to bring a new one


def position_of(batch: Batch, row: int) -> tuple[str, int] | None:
    """(client's name, position in output tokens from 0) of the token that the row of that step has just processed; None
    where the request is not Stepscope's or the token is none of its output."""
    known = batch.requests.get(batch.ids[row])
    if known is None:
        return None
    done = int(batch.computed[row]) + int(batch.scheduled[row])
    position = done - 1 - known.prompt_tokens
    # The end of a piece of a prompt, or of text that is computed again after it lost its blocks, was scored before or
    # never will be.
    return (known.name, position) if position >= 0 and done >= int(batch.prefill[row]) else None


class BlockLedger:
    """Which requests hold which KV blocks. A block that several share counts once; block 0 is vLLM's placeholder."""

    def __init__(self) -> None:
        self._blocks: dict[str, list[int]] = {}
        self._holders: dict[int, int] = {}

    @property
    def used(self) -> int:
        return len(self._holders)

    def add(self, request: str, groups: Iterable[Iterable[int]]) -> None:
        mine = self._blocks.setdefault(request, [])
        for group in groups:
            for block in group:
                if block:
                    mine.append(block)
                    self._holders[block] = self._holders.get(block, 0) + 1

    def remove(self, request: str) -> None:
        for block in self._blocks.pop(request, ()):
            left = self._holders[block] - 1
            if left:
                self._holders[block] = left
            else:
                del self._holders[block]


class StepBook:
    """All of it, fed with each SchedulerOutput before the step runs."""

    def __init__(self) -> None:
        self._ledger = BlockLedger()
        self._requests: dict[str, Request] = {}  # by vLLM's id; replaced and never changed

    @property
    def used_blocks(self) -> int:
        return self._ledger.used

    @property
    def requests(self) -> Mapping[str, Request]:
        return self._requests

    def observe(self, output: Any) -> None:
        """@param output  vLLM's SchedulerOutput"""
        requests = self._requests
        for request in output.preempted_req_ids or ():  # begins again, or ends
            self._ledger.remove(request)
        for request in output.finished_req_ids:
            self._ledger.remove(request)
            if request in requests:
                requests = {other: known for other, known in requests.items() if other != request}
        for new in output.scheduled_new_reqs:
            self._ledger.remove(new.req_id)
            self._ledger.add(new.req_id, new.block_ids)
            name = client_name(new.req_id)
            if name is not None and new.prompt_token_ids is not None:
                requests = {**requests, new.req_id: Request(name, len(new.prompt_token_ids))}
        self._requests = requests
        cached = output.scheduled_cached_reqs
        for request, blocks in zip(cached.req_ids, cached.new_block_ids):
            if blocks is None:  # nearly always: a block lasts for many steps
                continue
            if request in cached.resumed_req_ids:
                self._ledger.remove(request)
            self._ledger.add(request, blocks)
