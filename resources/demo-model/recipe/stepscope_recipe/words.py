"""The words of the generator's questions, for the program's hint about questions outside of the model's families.

    python3 -m stepscope_recipe.words ../stepscope.json
writes them into the file's `known_words`. A word counts when it is common: names made of syllables are not.
"""
import collections
import json
import random
import re
import sys

from .sampling import draw

QUESTIONS = 20000
COMMON = 5  # times seen


def known_words(questions=QUESTIONS, seed=1):
    """Sorted lower-case words of at least three letters that occur at least COMMON times."""
    rng = random.Random(seed)
    counts = collections.Counter()
    for _ in range(questions):
        counts.update(set(re.findall(r"[a-z]{3,}", draw(rng).question.lower())))
    return sorted(word for word, count in counts.items() if count >= COMMON)


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    settings["known_words"] = known_words()
    with open(path, "w", encoding="utf-8") as file:
        json.dump(settings, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
