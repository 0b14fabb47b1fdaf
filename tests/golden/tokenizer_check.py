"""Compares this project's tokenizer with the `tokenizers` library on generated strings.

    python tokenizer_check.py TOKENIZER_JSON TOOL [--strings N] [--seed S] [--write FILE.jsonl]

TOOL is the `tokenize_lines` program of the build (tests/tools). Every string is encoded by both; random id lists are
decoded by both, with and without special tokens, and token by token. `--write` keeps 200 short strings with their ids
as JSON Lines (tokenizer/demo_model.jsonl was written so). Exit code 1 when anything differs.
Needs: pip install tokenizers
"""
import argparse
import json
import random
import subprocess
import sys
import unicodedata

from tokenizers import Tokenizer

WORDS = """the of a to in is that for it was on are as with his they be at one have this from or had by hot but some
what there we can out other were all your when up use word how said an each she which do their time if will way about
many then them would write like so these her long make thing see him two has look more day could go come did my sound
no most number who over know water than call first people may down side been now find any new work part take get place
made live where after back little only round man year came show every good me give our under name very through just
form much great think say help low line before turn cause same mean differ move right boy old too does tell sentence
It's don't we'll I'VE you'Re they'd can'T x'S O'Reilly rock'n'roll naïve café résumé Straße ﬁnal ŉ ſ 'ſ K Ω""".split()
MATH = [r"\boxed{42}", r"\frac{1}{2}", r"\sqrt{x^2+1}", "$x = 5$", "3.14159", "1,000,000", "2+2=4", "\\[ a^2 \\]",
        "x_{n+1} \\le y", "= -7/3", "∑_{i=1}^{n} i²", "½ ² ³ ⅷ", "٣٤٥", "१२३", "７８９", "10^{-9}", "α+β≠γ", "🯰🯱"]
CODE = ["def f(x):\n    return x\n", "for (int i = 0; i < n; ++i) {\n\t\tsum += a[i];\n}\n", "<div class=\"a\">&amp;</div>",
        "SELECT * FROM t WHERE a='b';", "{\"k\": [1, 2.5e-3, null]}", "#include <vector>\r\n", "a\tb\t\tc", "x = y ** 2  # no"]
SCRIPTS = ["数学推理需要步骤。", "これはテストです、", "한국어 텍스트 ", "Привет, мир! ", "שלום עולם ", "مرحبا بالعالم ", "สวัสดีชาวโลก",
           "नमस्ते दुनिया ", "ελληνικά ", "Tiếng Việt ", "ქართული ", "አማርኛ ", "தமிழ் ", "𠀀𠀁𪛖", "カタカナｶﾀｶﾅ", "㍿①②Ⅳ"]
EMOJI = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷", "👍🏽", "☃️", "❤", "\u200d", "\u200b", "\ufeff", "\u2028", "\u0085", "\u180e", "\u3000", "\u00a0"]
SPACES = [" ", "  ", "   ", "\n", "\n\n", "\r\n", "\t", " \n", "\n ", "\n\n\n", "  \n\n  ", "\u00a0", "\u2003", "\v", "\f", "\x1c", ".\n\n", " .\n"]
MARKS = ["e\u0301", "a\u0323\u0302", "a\u0302\u0323", "\u1100\u1161\u11a8", "가\u11a8", "\u212b", "\u0958", "\u0344", "q\u0307\u0323", "\u2126", "\ufb1d", "o\u031b\u0301"]


def code_points():
    return [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


class Strings:
    """Strings of every kind a prompt could hold, and some that none should."""

    def __init__(self, rng, tokenizer):
        self.rng = rng
        self.added = [t.content for t in tokenizer.get_added_tokens_decoder().values()]
        self.swept = code_points()
        rng.shuffle(self.swept)
        self.assigned = [c for c in self.swept if unicodedata.category(chr(c)) not in ("Cn", "Co")]

    def sentence(self):
        words = [self.rng.choice(WORDS) for _ in range(self.rng.randint(1, 30))]
        words = [w.upper() if self.rng.random() < .05 else w.capitalize() if self.rng.random() < .1 else w for w in words]
        return self.rng.choice(["", " ", "\n"]) + " ".join(words) + self.rng.choice([".", "!", "?", "...", "", ".\n\n", ": "])

    def mixture(self):
        pools = [WORDS, MATH, CODE, SCRIPTS, EMOJI, SPACES, MARKS]
        return "".join(self.rng.choice(self.rng.choice(pools)) for _ in range(self.rng.randint(1, 25)))

    def assigned_characters(self):
        return "".join(chr(self.rng.choice(self.assigned)) for _ in range(self.rng.randint(1, 40)))

    def any_characters(self):
        return "".join(chr(self.rng.choice(self.swept)) for _ in range(self.rng.randint(1, 40)))

    def ascii_noise(self):
        return "".join(chr(self.rng.randint(0, 127)) for _ in range(self.rng.randint(1, 80)))

    def digits(self):
        return "".join(self.rng.choice("0123456789 ,.-+/") for _ in range(self.rng.randint(1, 60)))

    def with_added_tokens(self):
        parts = []
        for _ in range(self.rng.randint(1, 8)):
            token = self.rng.choice(self.added) if self.added else "<|x|>"
            if self.rng.random() < .2:
                token = token[:self.rng.randint(1, len(token))]
            parts += [token, self.rng.choice([self.sentence, self.mixture, lambda: self.rng.choice(SPACES)])()]
        return "".join(parts)

    def repeated(self):
        return self.rng.choice(["a", "ab", " ", "\n", "=", "0", "é", "漢", "\u0301", "! ", "-_"]) * self.rng.randint(1, 400)

    def combining(self):
        return "".join(self.rng.choice("aeioucnsAEIOU") + "".join(chr(self.rng.randint(0x300, 0x36F))
                       for _ in range(self.rng.randint(0, 4))) for _ in range(self.rng.randint(1, 20)))

    def all(self, count):
        kinds = [self.sentence, self.mixture, self.mixture, self.assigned_characters, self.any_characters, self.ascii_noise,
                 self.digits, self.with_added_tokens, self.repeated, self.combining]
        # Every code point once, between letters, digits and spaces, so that each class decision shows.
        chunk = 256
        sweep = ["".join(f"a{chr(c)}b 1{chr(c)}2 {chr(c)}" for c in self.swept[i:i + chunk])
                 for i in range(0, len(self.swept), chunk)]
        result = sweep[:count // 2]
        while len(result) < count:
            result.append(self.rng.choice(kinds)())
        return result


def ask(tool, tokenizer_json, requests):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run([tool, tokenizer_json], input=lines.encode(), capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{tool}: {done.stderr.decode().strip()}")
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tokenizer_json")
    parser.add_argument("tool")
    parser.add_argument("--strings", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write")
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)
    tokenizer = Tokenizer.from_file(arguments.tokenizer_json)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    strings = Strings(rng, tokenizer).all(arguments.strings)
    expected = [tokenizer.encode(s, add_special_tokens=False).ids for s in strings]
    found = [answer["ids"] for answer in ask(arguments.tool, arguments.tokenizer_json, [{"text": s} for s in strings])]
    wrong = [i for i in range(len(strings)) if expected[i] != found[i]]
    for i in wrong[:10]:
        at = next((k for k in range(min(len(expected[i]), len(found[i]))) if expected[i][k] != found[i][k]), -1)
        print(f"DIFFERS {ascii(strings[i][:200])}\n  at {at} expected {expected[i][at:at + 8]} found {found[i][at:at + 8]}"
              f"\n  {[tokenizer.id_to_token(t) for t in expected[i][at:at + 4]]}")

    size = tokenizer.get_vocab_size(with_added_tokens=True)
    id_lists = [[rng.randrange(size + 50) for _ in range(rng.randint(1, 30))] for _ in range(arguments.strings // 4)]
    id_lists += expected[::4]
    decoded = ask(arguments.tool, arguments.tokenizer_json, [{"ids": ids} for ids in id_lists])
    wrong_ids = 0
    for ids, answer in zip(id_lists, decoded):
        text = tokenizer.decode(ids, skip_special_tokens=False)
        plain = tokenizer.decode(ids, skip_special_tokens=True)
        if answer != {"text": text, "plain": plain, "streamed": text}:
            wrong_ids += 1
            if wrong_ids < 5:
                print(f"DECODES DIFFERENTLY {ids}\n  expected {ascii(text)}\n  found {ascii(answer)}")

    if arguments.write:
        with open(arguments.write, "w", encoding="utf-8") as file:
            for text, ids in [pair for pair in zip(strings, expected) if len(pair[0]) <= 120][:200]:
                file.write(json.dumps({"text": text, "ids": ids}) + "\n")
    print(f"{len(strings) - len(wrong)} of {len(strings)} strings encoded alike, "
          f"{len(id_lists) - wrong_ids} of {len(id_lists)} id lists decoded alike")
    sys.exit(1 if wrong or wrong_ids else 0)


if __name__ == "__main__":
    main()
