"""Told questions: stories of two and three stages, ages, equations in words, orders, rules of sequences; almost no misconceptions.

Each module has FORMS, functions (rng, style) -> (question, answer, solver, level 2 or 3).  The problem files know nothing of this family.
"""
from ...problem import Problem
from . import ages, chains, numbers, rules, sentences, stories

MODULES = ((stories, 3.0), (chains, 1.8), (ages, 1.7), (sentences, 2.6), (numbers, 1.3), (rules, 2.4))


def make(rng, level, style):
    module = rng.choices([m for m, _ in MODULES], [w for _, w in MODULES])[0]
    while True:
        question, answer, solve, real = rng.choice(module.FORMS)(rng, style)
        if real >= level or level <= 2:
            break
    question = question[0].upper() + question[1:] if not style.lower and rng.random() < 0.97 else question
    return Problem(style.finish(question), answer, "told", max(2, real), solve)
