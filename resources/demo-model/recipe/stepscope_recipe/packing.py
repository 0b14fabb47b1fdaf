"""Training shards: documents packed whole into rows of 1,025 tokens, written by several processes while training reads them.

A shard is ROWS x WIDTH uint16.  Bit 15 marks a token that is no target (prompt, padding).
"""
import os
import random
from multiprocessing import get_context
from pathlib import Path

ROWS, WIDTH = 512, 1025
NO_LOSS = 0x8000
LONGEST = 1000  # tokens; longer documents are left out


def shard_path(folder, index):
    return Path(folder) / f"shard{index:06d}.bin"


def encoded_documents(rng, tokenizer, held_out, count):
    """Token lists of about `count` documents, prompt tokens marked."""
    from .sampling import document
    pairs = [document(rng, held_out)[:2] for _ in range(count)]
    prompts = tokenizer.encode_batch([p for p, _ in pairs])
    completions = tokenizer.encode_batch([c for _, c in pairs])
    documents = ([i | NO_LOSS for i in p.ids] + c.ids for p, c in zip(prompts, completions))
    return [d for d in documents if len(d) <= LONGEST]


def pack_row(pool, padding):
    """First documents of the pool that still fit."""
    row = []
    while True:
        room = WIDTH - len(row)
        fit = next((i for i in range(min(64, len(pool))) if len(pool[i]) <= room), None)
        if fit is None:
            return row + [padding | NO_LOSS] * room
        row += pool.pop(fit)


def write_shards(folder, tokenizer_path, held_out, seed, worker, workers, shards):
    """One process's share of the shards."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    import numpy
    from . import tokenizer as tok
    tokenizer = tok.load(tokenizer_path)
    padding = tokenizer.token_to_id("<|endoftext|>")
    rng = random.Random(f"shards {seed} {worker}")
    pool = []
    for index in range(worker, shards, workers):
        rows = []
        while len(rows) < ROWS:
            if len(pool) < 128:
                pool += encoded_documents(rng, tokenizer, held_out, 400)
            rows.append(pack_row(pool, padding))
        path = shard_path(folder, index)
        numpy.asarray(rows, dtype=numpy.uint16).tofile(f"{path}.part")
        os.rename(f"{path}.part", path)


def start_writers(folder, tokenizer_path, held_out, seed, workers, shards):
    """Processes that write shards 0 .. shards - 1; the caller ends them."""
    os.makedirs(folder, exist_ok=True)
    context = get_context("spawn")
    processes = [context.Process(target=write_shards, args=(str(folder), str(tokenizer_path), held_out, seed, w, workers, shards), daemon=True)
                 for w in range(workers)]
    for process in processes:
        process.start()
    return processes


def _texts(job):
    from .sampling import document
    seed, held_out, count = job
    rng = random.Random(seed)
    return ["".join(document(rng, held_out)[:2]) for _ in range(count)]


def sample_texts(held_out, seed, count, workers):
    """Documents as text, for the tokenizer."""
    each = max(1, count // workers)
    jobs = [(f"texts {seed} {w}", held_out, each) for w in range(workers)]
    if workers == 1:
        return _texts(jobs[0])
    with get_context("spawn").Pool(workers) as pool:
        return [text for part in pool.map(_texts, jobs) for text in part]
