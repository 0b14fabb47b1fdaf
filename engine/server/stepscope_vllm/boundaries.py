"""Step boundaries: the token ids after which a reasoning step ends."""
from __future__ import annotations

from typing import Any, Callable, Iterable


def boundary_ids(texts: Iterable[str]) -> frozenset[int]:
    """Ids whose own text holds two newlines in a row (arXiv 2601.09093). `texts`: of ids 0, 1, 2, ..."""
    return frozenset(token for token, text in enumerate(texts) if "\n\n" in text)


def boundary_ids_of(tokenizer: Any, count: int | None = None) -> frozenset[int]:
    """Of a Hugging Face tokenizer. Each id is decoded alone, special tokens too, and nothing is tidied."""
    decode: Callable[..., str] = tokenizer.decode
    vocabulary = count if count is not None else len(tokenizer)
    return boundary_ids(decode([token], skip_special_tokens=False, clean_up_tokenization_spaces=False)
                        for token in range(vocabulary))
