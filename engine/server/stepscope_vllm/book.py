"""What the scheduler tells a worker at each step, kept: which requests are Stepscope's, how long their prompts are, and
which KV blocks are held. It reads the fields of vLLM's SchedulerOutput and InputBatch and nothing else of vLLM.

One thread (the worker's) writes; `used_blocks` may be read by any.
"""
from __future__ import annotations

import re
from typing import Any, Iterable, NamedTuple

# vLLM's own ids: "chatcmpl-NAME-1a2b3c4d" and "cmpl-NAME-0-1a2b3c4d", where NAME is what the client sent as
# X-Request-Id. The random end is missing if the server was told so.
_CHAT = re.compile(r"chatcmpl-(stepscope-[\w.-]{1,100}?-\d{1,9})(?:-[0-9a-f]{8})?")
_COMPLETION = re.compile(r"cmpl-(stepscope-[\w.-]{1,100}?-\d{1,9})-\d{1,6}(?:-[0-9a-f]{8})?")


def client_name(request_id: str) -> str | None:
    """The client's own name of a request ("stepscope-RUN-TRACE"); None if it is not one of Stepscope's."""
    match = _CHAT.fullmatch(request_id) or _COMPLETION.fullmatch(request_id)
    return match[1] if match else None


class Row(NamedTuple):
    """A row of a step's logits whose token may end a reasoning step."""

    index: int  # in the batch
    request: str  # the client's name
    position: int  # of the token just processed, counted in output tokens from 0


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
        self._requests: dict[str, tuple[str, int]] = {}  # vLLM's id: client's name, prompt tokens

    @property
    def used_blocks(self) -> int:
        return self._ledger.used

    def observe(self, output: Any) -> None:
        """@param output  vLLM's SchedulerOutput"""
        for request in (*output.finished_req_ids, *(output.preempted_req_ids or ())):
            self._ledger.remove(request)
            self._requests.pop(request, None)
        for new in output.scheduled_new_reqs:
            self._ledger.remove(new.req_id)
            self._ledger.add(new.req_id, new.block_ids)
            name = client_name(new.req_id)
            if name is not None and new.prompt_token_ids is not None:
                self._requests[new.req_id] = (name, len(new.prompt_token_ids))
        cached = output.scheduled_cached_reqs
        for request, blocks in zip(cached.req_ids, cached.new_block_ids):
            if request in cached.resumed_req_ids:
                self._ledger.remove(request)
            if blocks is not None:
                self._ledger.add(request, blocks)

    def rows(self, batch: Any) -> list[Row]:
        """Rows of Stepscope's requests whose token just processed was one of the output.
        @param batch  vLLM's InputBatch, without draft tokens: one row of logits a request"""
        if not self._requests:
            return []
        rows = []
        for index, request in enumerate(batch.req_ids):
            known = self._requests.get(request)
            if known is None:
                continue
            done = int(batch.num_computed_tokens_np[index]) + int(batch.num_scheduled_tokens[index])
            position = done - 1 - known[1]
            # The end of a piece of a prompt, or of text that is computed again after it lost its blocks, was scored
            # before or never will be.
            if position >= 0 and done >= int(batch.prefill_len_np[index]):
                rows.append(Row(index, known[0], position))
        return rows
