"""Compares this project's reading of GGUF tokenizers with the `tokenizers` library on the strings of tokenizer_check.py.

    python gguf_tokenizer_check.py TOOL FILE.gguf                 the file's own vocabulary
    python gguf_tokenizer_check.py TOOL tokenizer.json[.xz] PRE   a published tokenizer, first written as GGUF with
                                                                  `tokenizer.ggml.pre` PRE

TOOL is the `tokenize_lines` program of the build. A GGUF file's reference is its vocabulary and merges with the
pre-tokenizer that models of its kind publish (gguf/write_gguf.py). Exit code 1 when anything differs.
Needs: pip install tokenizers gguf numpy torch transformers safetensors
"""
import argparse
import json
import lzma
import random
import sys
import tempfile
from pathlib import Path

from gguf import GGUFReader
from tokenizers import Tokenizer

from tokenizer_check import Strings, ask

sys.path.insert(0, str(Path(__file__).resolve().parent / "gguf"))
from write_gguf import PUBLISHED, write_vocabulary  # noqa: E402

CONTROL, USER_DEFINED = 3, 4


def from_gguf(path):
    """The tokenizer.json that a GGUF file was made from, as far as the file tells."""
    fields = GGUFReader(path).fields
    get = lambda key: fields[f"tokenizer.ggml.{key}"].contents()
    tokens, kinds = get("tokens"), get("token_type")
    steps, normalizer, ignore_merges = PUBLISHED[get("pre")]
    added = [dict(id=i, content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=kinds[i] == CONTROL)
             for i, t in enumerate(tokens) if kinds[i] in (CONTROL, USER_DEFINED)]
    model = dict(type="BPE", dropout=None, unk_token=None, continuing_subword_prefix=None, end_of_word_suffix=None, fuse_unk=False, byte_fallback=False,
                 ignore_merges=ignore_merges, vocab={t: i for i, t in enumerate(tokens)}, merges=get("merges"))
    return dict(version="1.0", truncation=None, padding=None, added_tokens=added, normalizer=normalizer, pre_tokenizer=dict(type="Sequence", pretokenizers=steps),
                post_processor=None, decoder=dict(type="ByteLevel", add_prefix_space=True, trim_offsets=True, use_regex=True), model=model)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("file")
    parser.add_argument("pre", nargs="?")
    parser.add_argument("--strings", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.file
        if arguments.pre:
            opened = lzma.open if path.endswith(".xz") else open
            with opened(path, "rt", encoding="utf-8") as file:
                description = json.load(file)
            path = str(Path(folder) / "vocabulary.gguf")
            write_vocabulary(path, arguments.pre, description)
        else:
            description = from_gguf(path)
        tokenizer = Tokenizer.from_str(json.dumps(description))
        strings = Strings(random.Random(arguments.seed), tokenizer).all(arguments.strings)
        expected = [tokenizer.encode(s, add_special_tokens=False).ids for s in strings]
        found = [answer["ids"] for answer in ask(arguments.tool, path, [{"text": s} for s in strings])]
        texts = [answer["text"] for answer in ask(arguments.tool, path, [{"ids": ids} for ids in expected])]
    wrong = [i for i in range(len(strings)) if expected[i] != found[i]]
    for i in wrong[:10]:
        at = next((k for k, pair in enumerate(zip(expected[i], found[i])) if pair[0] != pair[1]), -1)
        print(f"DIFFERS {ascii(strings[i][:200])}\n  at {at} expected {expected[i][at:at + 8]} found {found[i][at:at + 8]}")
    wrong_texts = [i for i in range(len(strings)) if texts[i] != tokenizer.decode(expected[i], skip_special_tokens=False)]
    for i in wrong_texts[:5]:
        print(f"DECODES DIFFERENTLY {expected[i][:20]}\n  found {ascii(texts[i][:200])}")
    print(f"{len(strings) - len(wrong)} of {len(strings)} strings encoded alike, {len(strings) - len(wrong_texts)} decoded alike")
    sys.exit(1 if wrong or wrong_texts else 0)


if __name__ == "__main__":
    main()
