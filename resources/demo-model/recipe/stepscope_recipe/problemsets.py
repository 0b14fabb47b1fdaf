"""The problem files: train (for scorer training), validation, heldout; disjoint by question hash.

    python3 -m stepscope_recipe.problemsets DIR
"""
import json
import sys
from collections import namedtuple
from pathlib import Path

from .problem import question_hash
from .sampling import core_cells, everyday_cells, problem_set

FILES = ("heldout", "validation", "train")
Question = namedtuple("Question", "question answer family level")


def write_sets(folder, seed=20260109):
    """heldout: 384 of levels 2 to 5 and 180 everyday; validation: 96 and 45; train: 1,152 and 330."""
    folder = Path(folder)
    taken = set()
    for number, (name, core, easy) in enumerate((("heldout", 384, 180), ("validation", 96, 45), ("train", 1152, 330))):
        problems = problem_set(f"{seed} {name} core", core_cells(), core, taken) + problem_set(f"{seed} {name} easy", everyday_cells(), easy, taken)
        lines = [json.dumps(dict(question=p.question, answer=str(p.answer), family=p.family, level=p.level), ensure_ascii=False) for p in problems]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_set(path):
    """Questions of a JSON Lines file; answers as ints, lines without an integer answer are left out."""
    found = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            item = json.loads(line)
            try:
                answer = int(str(item["answer"]).replace(",", ""))
            except ValueError:
                continue
            found.append(Question(item["question"], answer, item.get("family", "other"), item.get("level", 1)))
    return found


def held_out_hashes(folder):
    """Hashes of all questions in the folder's files: none of them may be trained on."""
    return frozenset(question_hash(json.loads(line)["question"]) for path in Path(folder).glob("*.jsonl")
                     for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


if __name__ == "__main__":
    write_sets(sys.argv[1])
