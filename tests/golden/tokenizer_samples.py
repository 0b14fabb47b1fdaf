"""Writes tokenizer/variants.jsonl: small tokenizers of every kind this project reads, with strings and their ids.

    python tokenizer_samples.py tokenizer/variants.jsonl

One vocabulary is trained on the words of tokenizer_check.py; the variants change what is around it. The ids are those
of the `tokenizers` library.
Needs: pip install tokenizers
"""
import copy
import json
import random
import sys

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tokenizer_check import CODE, MATH, SCRIPTS, WORDS, Strings

CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
STRINGS = 25


def trained():
    rng = random.Random(3)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(CL100K), "isolated"),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    lines = [" ".join(rng.choice(WORDS + MATH + CODE + SCRIPTS) for _ in range(20)) for _ in range(200)]
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                                             show_progress=False))
    return json.loads(tokenizer.to_str())


def added(number, content, **flags):
    return {"id": number, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
            "special": True} | flags


def split(pattern, behavior, invert=False):
    kind = "Regex" if isinstance(pattern, tuple) else "String"
    return {"type": "Split", "pattern": {kind: pattern[0] if kind == "Regex" else pattern}, "behavior": behavior, "invert": invert}


def byte_level(prefix=False, regex=False):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": regex}


def variants(base):
    def variant(name, steps, **changes):
        result = copy.deepcopy(base)
        result["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": steps} if len(steps) > 1 else steps[0]
        for field, value in changes.items():
            (result["model"] if field in result["model"] or field == "ignore_merges" else result)[field] = value
        return name, result

    size = len(base["model"]["vocab"])
    tags = [added(size, "<|end|>"), added(size + 1, "<|endless|>"), added(size + 2, "<think>", special=False)]
    flags = [added(size, "<l>", lstrip=True), added(size + 1, "<r>", rstrip=True), added(size + 2, "word", single_word=True),
             added(size + 3, "é!", normalized=True, special=False), added(size + 4, " <b> ", lstrip=True, rstrip=True)]
    cl100k = split((CL100K,), "Isolated")
    yield variant("plain", [cl100k, byte_level()], added_tokens=tags)
    yield variant("form C, flags", [cl100k, byte_level()], added_tokens=flags, normalizer={"type": "NFC"})
    yield variant("GPT-2", [byte_level(True, True)], added_tokens=tags)
    yield variant("digits", [{"type": "Digits", "individual_digits": True}, byte_level(False, True)])
    yield variant("digit runs", [{"type": "Digits", "individual_digits": False}, byte_level(False, True)])
    yield variant("removed", [split((CL100K,), "Removed", True), byte_level()])
    yield variant("spaces removed", [split(" ", "Removed"), byte_level(True)])
    yield variant("merged with previous", [split("e", "MergedWithPrevious"), byte_level()])
    yield variant("merged with next", [split((r"\s+|[aeiou]",), "MergedWithNext"), byte_level()])
    yield variant("contiguous", [split((r"\d|\w",), "Contiguous"), byte_level()])
    yield variant("whole words first", [cl100k, byte_level()], ignore_merges=True)
    name, partial = variant("unknown bytes", [cl100k, byte_level()], unk_token="!", fuse_unk=True)
    partial["model"]["merges"] = []
    partial["model"]["vocab"] = {token: n for n, token in enumerate("!aeiounstĠ")}
    yield name, partial
    fused = copy.deepcopy(partial)
    fused["model"]["fuse_unk"] = False
    yield "unknown bytes apart", fused
    dropped = copy.deepcopy(partial)
    dropped["model"]["unk_token"] = None
    yield "unknown bytes dropped", dropped


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        for number, (name, description) in enumerate(variants(trained())):
            tokenizer = Tokenizer.from_str(json.dumps(description))
            rng = random.Random(number)
            strings = [s for s in Strings(rng, tokenizer).all(1000)[500:] if len(s) < 120][:STRINGS]
            strings += ["a <l>  <r>  b", "sword word words word", "e\u0301! é!", "x  <b>   y", "<|endless|><|end|><|en", " ", ""]
            cases = [{"text": s, "ids": tokenizer.encode(s, add_special_tokens=False).ids} for s in strings]
            if number > 0:  # the vocabulary is the first one's
                model = description["model"]
                if len(model["vocab"]) > 100:
                    model["vocab"], model["merges"] = "as before", "as before"
            file.write(json.dumps({"name": name, "tokenizer": description, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
