"""Generator: true answers, repeatability, going back, regime.  Standard library only."""
import random
import re
import unittest

from stepscope_recipe.families import CORE, MAKERS
from stepscope_recipe.noise import Noise, noise_for
from stepscope_recipe.problem import Problem, question_hash
from stepscope_recipe.sampling import completion_text, core_cells, document, draw, everyday_cells, problem_set
from stepscope_recipe.simgen import simulate, summary
from stepscope_recipe.steps import Context, Step, Wrong, confused_product, lost_borrow, lost_carry, nearby
from stepscope_recipe.tracer import trace

PERFECT = Noise(**{name: 0.0 for name in Noise.__dataclass_fields__})
CELLS = core_cells() + everyday_cells()


class Arithmetic(unittest.TestCase):
    def test_buggy_arithmetic(self):
        self.assertEqual(lost_carry(58, 67), 115)
        self.assertEqual(lost_carry(120, 34), 154)
        self.assertEqual(lost_borrow(52, 19), 47)
        self.assertEqual(confused_product(7, 8), (54, True))
        self.assertEqual(confused_product(14, 3), (32, False))

    def test_nearby_is_another_value(self):
        rng = random.Random(1)
        for _ in range(3000):
            value = rng.randint(0, 5000)
            near = nearby(value, rng)
            self.assertNotEqual(near, value)
            self.assertGreaterEqual(near, 0)


class Families(unittest.TestCase):
    def test_perfect_reasoner_is_right(self):
        rng = random.Random(2)
        for cell in CELLS:
            for _ in range(120):
                problem = draw(rng, *cell)
                told = trace(problem, PERFECT, rng)
                self.assertEqual(told.answer, problem.answer, problem.question)
                self.assertEqual((told.mistakes, told.standing), (0, False))

    def test_text_is_fit_for_steps(self):
        rng = random.Random(3)
        for cell in CELLS:
            for _ in range(40):
                problem = draw(rng, *cell)
                told = trace(problem, noise_for(*cell), rng)
                for step in told.steps:
                    self.assertNotIn("\n", step)
                    self.assertTrue(step.isascii() or not problem.question.isascii(), step)
                    self.assertTrue(step.endswith("."), step)
                self.assertNotRegex(problem.question, r"\{[a-z]?\}")

    def test_every_family_has_every_level(self):
        rng = random.Random(4)
        for family in CORE:
            for level in range(1, 6):
                self.assertEqual(MAKERS[family](rng, level, __import__("stepscope_recipe.surface", fromlist=["Style"]).Style(rng)).level, level)

    def test_checks_are_true(self):
        """Every `a op b = c` that a check claims holds."""
        rng = random.Random(5)
        claim = re.compile(r"^(\d+) ([+*-]) (\d+) = (-?\d+)$")
        seen = 0
        for cell in CELLS:
            for _ in range(40):
                problem = draw(rng, *cell)
                solver = problem.solve(Context(noise_for(*cell), 0))
                step = next(solver, None)
                while step is not None:
                    found = claim.match(step.check or "")
                    if found:
                        seen += 1
                        a, op, b, c = found.groups()
                        self.assertEqual({"+": int(a) + int(b), "-": int(a) - int(b), "*": int(a) * int(b)}[op], int(c))
                    try:
                        step = solver.send(step.value)
                    except StopIteration:
                        step = None
        self.assertGreater(seen, 2000)


class Tracing(unittest.TestCase):
    @staticmethod
    def _two_steps(ctx):
        a = yield Step(1, "a = 1.", [Wrong(1.0, 5, "a = 5.", "a is 1, not 5", "k")])
        b = yield Step(a + 1, f"b = {a + 1}.")
        return b

    def _problem(self):
        return Problem("q", 2, "people", 1, self._two_steps)

    def test_uncorrected_mistake_propagates(self):
        noise = Noise(**{**{n: 0.0 for n in Noise.__dataclass_fields__}})
        told = trace(self._problem(), noise, random.Random(0))
        self.assertEqual(told.steps, ["a = 5.", "b = 6."])
        self.assertEqual(told.answer, 6)
        self.assertTrue(told.standing)

    def test_noticed_now(self):
        noise = Noise(**{**{n: 0.0 for n in Noise.__dataclass_fields__}, "notice_now": 1.0})
        told = trace(self._problem(), noise, random.Random(0))
        self.assertEqual(told.answer, 2)
        self.assertEqual(told.steps[0], "a = 5.")
        self.assertIn("a is 1, not 5", told.steps[1])
        self.assertEqual(told.steps[2:], ["a = 1.", "b = 2."])

    def test_noticed_later_replays(self):
        noise = Noise(**{**{n: 0.0 for n in Noise.__dataclass_fields__}, "notice_later": 1.0})
        told = trace(self._problem(), noise, random.Random(0))
        self.assertEqual(told.answer, 2)
        self.assertEqual(told.steps[:2], ["a = 5.", "b = 6."])
        self.assertEqual(told.steps[-1], "b = 2.")
        self.assertFalse(told.standing)

    def test_same_seed_same_documents(self):
        first = [document(random.Random(9))[:2] for _ in range(3)]
        self.assertEqual(first, [document(random.Random(9))[:2] for _ in range(3)])

    def test_completion_layout(self):
        self.assertEqual(completion_text(["A.", "B."], 7), "A.\n\nB.\n</think>\n\nThe answer is \\boxed{7}.<|im_end|>\n")


class Sets(unittest.TestCase):
    def test_hash_ignores_case_and_space(self):
        self.assertEqual(question_hash("What  is\n2 + 2?"), question_hash("what is 2 + 2? "))

    def test_sets_never_repeat(self):
        taken = set()
        first, second = (problem_set(seed, everyday_cells(), 300, taken) for seed in (1, 2))
        hashes = [question_hash(p.question) for p in first + second]
        self.assertEqual(len(set(hashes)), 600)

    def test_documents_avoid_held_out(self):
        rng = random.Random(3)
        held_out = {question_hash(draw(rng, "expressions", 1).question) for _ in range(4000)}
        rng = random.Random(3)
        for _ in range(1500):
            self.assertNotIn(question_hash(document(rng, held_out, "expressions", 1)[2].question), held_out)


class Regime(unittest.TestCase):
    """The data must give majority voting something to lose and the scorer something to find."""

    def test_levels_two_to_five(self):
        single, majority = summary(simulate(core_cells(), problems=24, traces=24, seed=11))
        self.assertTrue(0.60 <= single <= 0.73, single)
        self.assertTrue(0.74 <= majority <= 0.91, majority)

    def test_everyday_is_nearly_clean(self):
        single, majority = summary(simulate([c for c in everyday_cells() if c[1] == 1], problems=30, traces=8, seed=12))
        self.assertGreater(single, 0.97)
        self.assertGreater(majority, 0.98)


if __name__ == "__main__":
    unittest.main()
