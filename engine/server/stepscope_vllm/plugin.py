"""The entry point `vllm.general_plugins`: vLLM calls `register` in each of its processes.

It puts one function after `WorkerWrapperBase.initialize_from_config`, which a process that has a GPU runs once, when the
model is loaded and the KV cache is known. There it looks at the model runner and installs the tap. Whatever is not as
expected (another version of vLLM, another model runner, a scorer of another width) is said in one line of the server's
log, and the server runs on without the plugin: its address then does not answer.
"""
from __future__ import annotations

import inspect
import logging
from pathlib import Path
from typing import Any

from .runners import KINDS, RunnerKind, find_kind
from .settings import Settings, SettingsError, find_scorer, read_settings

KNOWN_VERSIONS = ("0.24.0",)
_log = logging.getLogger("vllm.stepscope")


class Refused(Exception):
    """Why the plugin stays out, in one line."""


def check_version(version: str) -> None:
    if version.split("+")[0] not in KNOWN_VERSIONS:
        raise Refused(f"vLLM {version} is not known to this plugin, expected {' or '.join(KNOWN_VERSIONS)}")


def check_runner(runner: Any, parallel: Any) -> RunnerKind:
    """@param parallel  vLLM's ParallelConfig"""
    kind = find_kind(runner)
    if kind is None:
        raise Refused(f"the model runner is of {type(runner).__module__}, expected "
                      f"{' or '.join(known.module for known in KINDS)}")
    for name, expected in ((kind.sample, list(kind.parameters)), ("execute_model", None)):
        function = getattr(runner, name, None)
        found = list(inspect.signature(function).parameters) if callable(function) else None
        if found is None or (expected and found != expected):
            raise Refused(f"{name} of the model runner takes {found}, expected {expected or 'a function'}")
    missing = [name for name in kind.fields if not hasattr(runner, name)]
    if missing:
        raise Refused(f"the model runner has no {', '.join(missing)}")
    if getattr(runner, kind.drafts, 0):
        raise Refused("speculative decoding has several rows a request, which this plugin does not read")
    if getattr(runner, "is_pooling_model", False):
        raise Refused("the model does not generate text")
    if parallel.data_parallel_size > 1:
        raise Refused("with several data-parallel engines each would need an address of its own")
    return kind


def is_the_one(is_last: bool, rank: int, parallel: Any) -> bool:
    """Of all workers, one scores: the first of those that hold the last layers."""
    return is_last and rank % parallel.tensor_parallel_size == 0


def choose_scorer(settings: Settings, model: str) -> Path:
    scorer = settings.scorer or find_scorer(Path(model))
    if scorer is None:
        raise Refused("no scorer; STEPSCOPE_VLLM_SCORER names one (.safetensors or .pt)")
    return scorer


def _boundaries(settings: Settings, model: Any) -> frozenset[int]:
    from .boundaries import boundary_ids_of

    if settings.boundary_tokens is not None:
        return settings.boundary_tokens
    if model.skip_tokenizer_init:
        raise Refused("without a tokenizer, STEPSCOPE_VLLM_BOUNDARY_TOKENS has to name the boundary tokens")
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model.tokenizer, revision=model.tokenizer_revision,
                                              trust_remote_code=model.trust_remote_code)
    found = boundary_ids_of(tokenizer)
    if not found:
        raise Refused("no token of the model's tokenizer holds two newlines")
    return found


def _served_name(model: Any) -> str:
    name = model.served_model_name
    return str((name[0] if isinstance(name, list) and name else name) or model.model)


def install(worker: Any, kv_cache: Any, version: str) -> None:
    """@param worker    vLLM's Worker; @param kv_cache  its KVCacheConfig. Throws what is wrong."""
    import torch

    from . import hooks, tap
    from .book import StepBook
    from .http_process import ListenError, ScorePublisher

    config, runner = worker.vllm_config, worker.model_runner
    kind = check_runner(runner, config.parallel_config)
    if not is_the_one(kind.is_last(runner), worker.rank, config.parallel_config):
        return
    settings = read_settings()
    scorer = tap.Scorer(choose_scorer(settings, config.model_config.model), runner.device)
    width = config.model_config.get_hidden_size()
    if scorer.shape.input_width != width:
        raise Refused(f"{scorer.shape.name}: input width {scorer.shape.input_width}, expected the model's {width}")
    boundaries = _boundaries(settings, config.model_config)
    book = StepBook()
    info = {"version": 1, "engine": f"vllm {version}", "model": _served_name(config.model_config),
            "scorer": {"name": scorer.shape.name, "input_width": width, "hidden_width": scorer.shape.hidden_width},
            "boundary_tokens": sorted(boundaries),
            "block_size": int(kv_cache.kv_cache_groups[0].kv_cache_spec.block_size),
            "capacity_blocks": int(kv_cache.num_blocks) - 1}  # one is vLLM's placeholder
    try:
        publisher = ScorePublisher(settings.host, settings.port, info)
    except ListenError as failure:
        raise Refused(str(failure)) from failure
    on_gpu = torch.device(runner.device).type == "cuda"
    step_tap = tap.StepTap(scorer, boundaries, book, publisher.publish, runner.max_num_reqs, pinned=on_gpu)
    hooks.install(runner, kind, step_tap, book)
    _log.info("Stepscope: %s scores the steps, %d boundary tokens, %s", scorer.shape.name, len(boundaries), publisher.address)


def register() -> None:
    """Called by vLLM; may be called in several processes."""
    try:
        import vllm

        check_version(vllm.__version__)
        from vllm.v1.worker.worker_base import WorkerWrapperBase
    except Refused as refusal:
        _log.warning("Stepscope: not installed: %s", refusal)
        return
    initialize = WorkerWrapperBase.initialize_from_config

    def initialize_and_install(self: Any, kv_cache_configs: list[Any]) -> None:
        initialize(self, kv_cache_configs)
        try:
            install(self.worker, kv_cache_configs[self.global_rank], vllm.__version__)
        except (Refused, SettingsError, ValueError) as refusal:  # a ScorerError is a ValueError
            _log.warning("Stepscope: not installed: %s", refusal)
        except Exception:
            _log.exception("Stepscope: not installed")

    WorkerWrapperBase.initialize_from_config = initialize_and_install
