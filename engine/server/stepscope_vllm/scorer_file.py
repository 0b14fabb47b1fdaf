"""Scorers on disk: Linear(d, h), ReLU, Linear(h, 1) as .safetensors, read with the standard library, or as .pt."""
from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

NAMES = ("net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias")
BYTES_OF = {"F32": 4, "F16": 2, "BF16": 2, "F64": 8}
MOST_FILE_BYTES = 1 << 30
MOST_HEADER_BYTES = 1 << 20


class ScorerError(ValueError):
    """One line: the file, what was found, what was expected."""


@dataclass(frozen=True)
class RawTensor:
    dtype: str  # of BYTES_OF
    shape: tuple[int, ...]
    data: bytes  # little endian


@dataclass(frozen=True)
class ScorerShape:
    name: str
    input_width: int
    hidden_width: int


def check_shapes(name: str, shapes: Mapping[str, Sequence[int]]) -> ScorerShape:
    missing = [tensor for tensor in NAMES if tensor not in shapes]
    if missing:
        raise ScorerError(f"{name}: {missing[0]} is missing; expected {', '.join(NAMES)}")
    first = tuple(shapes["net.0.weight"])
    if len(first) != 2 or min(first) < 1:
        raise ScorerError(f"{name}: net.0.weight has shape {list(first)}, expected [h, d]")
    hidden, width = first
    for tensor, expected in (("net.0.bias", (hidden,)), ("net.2.weight", (1, hidden)), ("net.2.bias", (1,))):
        if tuple(shapes[tensor]) != expected:
            raise ScorerError(f"{name}: {tensor} has shape {list(shapes[tensor])}, expected {list(expected)}")
    return ScorerShape(name, width, hidden)


def _entry(name: str, tensor: str, entry: Any, data: bytes) -> RawTensor:
    if not isinstance(entry, dict) or entry.get("dtype") not in BYTES_OF:
        found = entry.get("dtype") if isinstance(entry, dict) else entry
        raise ScorerError(f"{name}: {tensor} has type {found!r}, expected one of {', '.join(BYTES_OF)}")
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    for numbers, length in ((shape, None), (offsets, 2)):
        if (not isinstance(numbers, list) or (length and len(numbers) != length)
                or not all(type(n) is int and n >= 0 for n in numbers)):
            raise ScorerError(f"{name}: shape or data_offsets of {tensor} are no lists of whole numbers")
    begin, end = offsets
    need = math.prod(shape) * BYTES_OF[entry["dtype"]]
    if not begin <= end <= len(data) or end - begin != need:
        raise ScorerError(f"{name}: {tensor} lies at {begin} to {end} of {len(data)} bytes, expected {need} bytes")
    return RawTensor(entry["dtype"], tuple(shape), data[begin:end])


def read_safetensors(path: Path) -> dict[str, RawTensor]:
    """The four tensors of a scorer. Throws ScorerError."""
    name = path.name
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise ScorerError(f"{name}: {path.stat().st_size} bytes are too many for a scorer")
        whole = path.read_bytes()
    except OSError as failure:
        raise ScorerError(f"{name}: {failure.strerror}") from failure
    if len(whole) < 8:
        raise ScorerError(f"{name}: {len(whole)} bytes, expected a .safetensors file")
    header_bytes = struct.unpack_from("<Q", whole)[0]
    if header_bytes > min(MOST_HEADER_BYTES, len(whole) - 8):
        raise ScorerError(f"{name}: the header says {header_bytes} bytes, expected at most {min(MOST_HEADER_BYTES, len(whole) - 8)}")
    try:
        header = json.loads(whole[8:8 + header_bytes])
    except (ValueError, RecursionError) as failure:
        raise ScorerError(f"{name}: the header is no JSON") from failure
    if not isinstance(header, dict):
        raise ScorerError(f"{name}: the header is no JSON object")
    data = whole[8 + header_bytes:]
    return {tensor: _entry(name, tensor, header[tensor], data) for tensor in NAMES if tensor in header}
