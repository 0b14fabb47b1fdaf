"""What the environment of the server says: where the scorer is, and where to listen."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

MOST_BOUNDARY_TOKENS = 1_000_000


class SettingsError(ValueError):
    """One line: the variable, what was found, what was expected."""


@dataclass(frozen=True)
class Settings:
    scorer: Path | None  # None: the model's own, in its folder
    host: str
    port: int
    boundary_tokens: frozenset[int] | None  # None: from the model's tokenizer


def parse_tokens(text: str) -> frozenset[int]:
    """Token ids as "271,382" or "0-99,271"."""
    tokens: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,9})(?:-(\d{1,9}))?\s*", part)
        if not match:
            raise SettingsError(f"STEPSCOPE_VLLM_BOUNDARY_TOKENS: found {part.strip()!r}, expected ids such as 271,382 or 0-99")
        first = int(match[1])
        last = int(match[2] or first)
        if last - first + len(tokens) >= MOST_BOUNDARY_TOKENS:
            raise SettingsError(f"STEPSCOPE_VLLM_BOUNDARY_TOKENS: expected at most {MOST_BOUNDARY_TOKENS} ids")
        tokens.update(range(first, last + 1))
    return frozenset(tokens)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    port_text = environment.get("STEPSCOPE_VLLM_PORT", "") or "8010"
    if not re.fullmatch(r"\d{1,5}", port_text) or int(port_text) > 65535:
        raise SettingsError(f"STEPSCOPE_VLLM_PORT: found {port_text!r}, expected 0 to 65535")
    scorer = environment.get("STEPSCOPE_VLLM_SCORER", "")
    tokens = environment.get("STEPSCOPE_VLLM_BOUNDARY_TOKENS", "")
    return Settings(scorer=Path(scorer).expanduser() if scorer else None,
                    host=environment.get("STEPSCOPE_VLLM_HOST", "") or "127.0.0.1", port=int(port_text),
                    boundary_tokens=parse_tokens(tokens) if tokens else None)


def find_scorer(model_folder: Path) -> Path | None:
    """The scorer that lies in a model's folder. A .safetensors beside the weights stops vLLM, so only a .pt is looked
    for there."""
    for name in ("step_scorer/step_scorer.safetensors", "step_scorer/step_scorer.pt", "step_scorer.pt"):
        if (model_folder / name).is_file():
            return model_folder / name
    return None
