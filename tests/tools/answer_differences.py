#!/usr/bin/env python3
"""Puts the pairs of tests/golden/answers/pairs.txt to math-verify as well, and prints where the program or math-verify
judges other than the file says: the table of tests/golden/answers/differences.md.

  answer_differences.py PATH/TO/answer_pairs [FILE]
  answer_differences.py --check PATH/TO/answer_pairs   fails where the table in differences.md is not the one printed

Run by hand, a minute or so. Needs the package math-verify; without it, it says so and ends with 77."""
import collections
import pathlib
import subprocess
import sys

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden" / "answers"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"


def read_pairs(path):
    for line in path.read_text(encoding="utf8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, want, a, b = (field.strip() for field in line.split("§"))
            yield kind, want, a, b


def parsed(math_verify, answer):
    """As the package's users do: the answer in dollar signs, where it has none."""
    text = answer if "$" in answer else f"${answer}$"
    return math_verify.parse(text, parsing_timeout=None)


def by_math_verify(math_verify, a, b):
    try:
        gold, given = parsed(math_verify, a), parsed(math_verify, b)
        return "=" if math_verify.verify(gold, given, timeout_seconds=None) else "!"
    except Exception:  # its parser gives up: not equal for its users
        return "!"


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    arguments = [a for a in arguments if a != "--check"]
    try:
        import math_verify
    except ImportError:
        print("skipped: the Python package math-verify is not installed")
        return 77
    path = pathlib.Path(arguments[1]) if len(arguments) > 1 else GOLDEN / "pairs.txt"
    pairs = list(read_pairs(path))
    ours = subprocess.run([arguments[0], "--all", str(path)], capture_output=True, text=True, encoding="utf8").stdout.split()
    if len(ours) != len(pairs):
        print(f"{arguments[0]} judged {len(ours)} pairs of {len(pairs)}")
        return 1
    counts = collections.defaultdict(lambda: [0, 0, 0])
    rows = []
    for (kind, want, a, b), our in zip(pairs, ours):
        their = by_math_verify(math_verify, a, b)
        counts[kind][0] += 1
        counts[kind][1] += our != want
        counts[kind][2] += their != want
        if our != their:
            shown = [text.replace("|", "\\|") for text in (a, b)]
            rows.append(f"| {kind} | `{shown[0]}` | `{shown[1]}` | {our} | {their} |\n")
    table = "| kind | pairs | judged wrongly by Stepscope | by math-verify |\n|---|---|---|---|\n"
    table += "".join(f"| {kind} | {n} | {o} | {t} |\n" for kind, (n, o, t) in counts.items())
    totals = [sum(count[i] for count in counts.values()) for i in range(3)]
    table += f"| all | {totals[0]} | {totals[1]} | {totals[2]} |\n\n"
    table += "| kind | a | b | Stepscope | math-verify |\n|---|---|---|---|---|\n" + "".join(rows)
    if not check:
        print(table, end="")
        return 0
    text = (GOLDEN / "differences.md").read_text(encoding="utf8")
    stored = text[text.index(START) + len(START):text.index(END)]
    if stored != table:
        print("tests/golden/answers/differences.md does not hold the table that this program prints")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
