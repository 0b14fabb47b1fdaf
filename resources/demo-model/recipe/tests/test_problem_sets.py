"""Problem files: well formed, true, disjoint, and not in the training data.  Standard library only."""
import json
import random
import tempfile
import unittest
from pathlib import Path

from stepscope_recipe.problem import question_hash
from stepscope_recipe.problemsets import FILES, held_out_hashes, read_set, write_sets
from stepscope_recipe.sampling import CORE, document

FOLDER = Path(__file__).resolve().parents[3] / "problems"


class ProblemFiles(unittest.TestCase):
    def test_lines(self):
        for name in ("train", "validation", "heldout"):
            for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                self.assertEqual(set(item), {"question", "answer", "family", "level"})
                self.assertEqual(str(int(item["answer"])), item["answer"])

    def test_sizes_and_balance(self):
        held = read_set(FOLDER / "heldout.jsonl")
        core = [p for p in held if p.level > 1 and p.family != "everyday"]
        self.assertGreaterEqual(len(held), 480)
        self.assertGreaterEqual(len(core), 240)
        counts = [sum(p.family == f for p in core) for f in CORE]
        self.assertEqual(max(counts), min(counts))
        self.assertGreaterEqual(len(read_set(FOLDER / "train.jsonl")), 300)

    def test_examples_are_held_out(self):
        held = {p.question: (str(p.answer), p.family, p.level) for p in read_set(FOLDER / "heldout.jsonl")}
        examples = json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(examples), 12)
        for item in examples:
            self.assertEqual(held[item["question"]], (item["answer"], item["family"], item["level"]), item["title"])

    def test_disjoint(self):
        seen = {}
        for path in sorted(FOLDER.glob("*.jsonl")):
            for question in read_set(path):
                key = question_hash(question.question)
                self.assertNotIn(key, seen, f"{path.name}: {question.question}")
                seen[key] = path.name

    def test_files_are_what_the_recipe_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            write_sets(folder)
            for name in FILES:
                self.assertEqual((Path(folder) / f"{name}.jsonl").read_bytes(), (FOLDER / f"{name}.jsonl").read_bytes(), name)

    def test_training_data_leaves_them_out(self):
        """Regenerated training documents never contain a question of the files."""
        held_out = held_out_hashes(FOLDER)
        rng = random.Random("disjoint")
        for _ in range(15000):
            self.assertNotIn(question_hash(document(rng, held_out)[2].question), held_out)


if __name__ == "__main__":
    unittest.main()
