"""Told questions: every form is answered rightly by its own solver and, where the words allow it, by an independent reading."""
import math
import random
import re
import unittest
from fractions import Fraction

from stepscope_recipe.families.told import MODULES, make, numbers, rules, sentences
from stepscope_recipe.noise import Noise, noise_for
from stepscope_recipe.problem import Problem
from stepscope_recipe.sampling import draw
from stepscope_recipe.surface import Style
from stepscope_recipe.tracer import trace

PERFECT = Noise(**{name: 0.0 for name in Noise.__dataclass_fields__})
FORMS = sorted({form for module, _ in MODULES for form in module.FORMS}, key=lambda f: (f.__module__, f.__name__))
SUM = re.compile(r"(?<![-+*/] )(?<!\d)(-?\d+) ([-+*/]) \(?(-?\d+)\)? = (-?\d+)(?! ?[-+*/\d])")


def ints(text):
    return [int(n) for n in re.findall(r"-?\d+", text)]


def plain(form, seed):
    rng = random.Random(seed)
    return form(rng, Style(rng, plain=True))


class Told(unittest.TestCase):
    def test_perfect_reasoner_is_right(self):
        for form in FORMS:
            for seed in range(150):
                question, answer, solve, level = plain(form, seed)
                told = trace(Problem(question, answer, "told", level, solve), PERFECT, random.Random(0))
                self.assertEqual(told.answer, answer, question)
                self.assertIn(level, (2, 3))
                self.assertNotRegex(question, r"\{[a-z]?\}|  |(?<!\.)\.\.(?!\.)|None", question)
                self.assertGreater(len(told.steps), 0)

    def test_every_written_operation_is_true(self):
        for form in FORMS:
            for seed in range(40):
                question, answer, solve, level = plain(form, seed)
                for step in trace(Problem(question, answer, "told", level, solve), PERFECT, random.Random(0)).steps:
                    self.assertNotIn("\n", step)
                    self.assertTrue(step.endswith("."), step)
                    for a, op, b, c in SUM.findall(step):
                        self.assertEqual({"+": int(a) + int(b), "-": int(a) - int(b), "*": int(a) * int(b), "/": Fraction(int(a), int(b) or 1)}[op], int(c), step)

    def test_make(self):
        rng = random.Random(4)
        for _ in range(300):
            problem = draw(rng, "told")
            self.assertIn(problem.level, (2, 3))
            noise_for(problem.family, problem.level)
        self.assertEqual(make(rng, 3, Style(rng)).level, 3)


class IndependentReading(unittest.TestCase):
    """Answers computed again from the numbers in the words."""

    def test_gcd_and_lcm(self):
        for seed in range(200):
            question, answer, _, _ = plain(numbers.three, seed)
            found = ints(question)
            self.assertIn(answer, (math.gcd(*found), math.lcm(*found)), question)
            question, answer, _, _ = plain(numbers.combined, seed)
            g, low = math.gcd(*ints(question)), math.lcm(*ints(question))
            self.assertIn(answer, (g + low, low - g, g * low), question)
            question, answer, _, _ = plain(numbers.meeting, seed)
            self.assertEqual(answer, math.lcm(*ints(question)), question)

    def test_multiples_by_counting(self):
        for seed in range(200):
            question, answer, _, _ = plain(numbers.multiples, seed)
            found = ints(question)
            top = max(found)
            found = [n for n in found if n != top and n != 1]
            test = (all if "both" in question else any)
            if "neither" in question or " not " in question and "but not" not in question:
                count = sum(all(i % n for n in found) for i in range(1, top + 1))
            elif "but not" in question:
                count = sum(i % found[0] == 0 and i % found[1] != 0 for i in range(1, top + 1))
            else:
                count = sum(test(i % n == 0 for n in found) for i in range(1, top + 1))
            self.assertEqual(answer, count, question)

    def test_bases(self):
        for seed in range(200):
            question, answer, _, _ = plain(numbers.bases, seed)
            base = 2 if "binary" in question else int(re.search(r"base (\d)", question).group(1))
            n = [n for n in re.findall(r"\d+", re.sub(r"base \d+", "", question))][0]
            self.assertIn(answer, (int(numbers.digits_of(int(n), base)), int(n, base) if set(n) <= set("01234567"[:base]) else None), question)

    def test_brackets_by_substitution(self):
        checked = 0
        for seed in range(300):
            question, answer, _, _ = plain(sentences.wide_brackets, seed)
            found = re.search(r"(?<![a-z])[-(]?\d*\(?[-\dynatzmpx][-+\dxynatzmp() ]* = [-+\dxynatzmp() ]*[\dynatzmpx)]", question)
            if not found:
                continue
            equation = found.group()
            letter = re.search(r"(?<=\d)[xynatzmp]", equation)
            if not letter:
                continue
            letter = letter.group()
            equation = re.sub(rf"(?<=\d){letter}", f"*{letter}", equation)
            equation = re.sub(r"(?<=\d)\(", "*(", equation).replace("-(", "-1*(")
            left, right = equation.split("=")
            try:
                values = [eval(side, {letter: answer}) for side in (left, right)]
            except (SyntaxError, NameError):
                continue  # words around the equation
            checked += 1
            self.assertEqual(*values, question)
        self.assertGreater(checked, 100)

    def test_sum_of_two_before(self):
        for seed in range(100):
            question, answer, _, _ = plain(rules.sum_of_two, seed)
            found = ints(question.replace("a(1)", "").replace("a(2)", "").replace("n-1", "").replace("n-2", ""))
            a, b = found[:2]
            seen = [a, b]
            for _ in range(12):
                a, b = b, a + b
                seen.append(b)
            self.assertIn(answer, seen, question)


if __name__ == "__main__":
    unittest.main()
