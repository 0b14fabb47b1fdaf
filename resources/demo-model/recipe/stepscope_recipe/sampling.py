"""Draws problems and training documents."""
import random

from .families import CORE, MAKERS
from .noise import noise_for
from .problem import question_hash
from .surface import Style
from .tracer import trace

# Weights of families and levels in the training mix; level 1 documents are short, so they get many.
FAMILY_WEIGHT = {"expressions": 2.4, "equations": 2.2, "powers": 1.2, "divisors": 1.2, "people": 2.7, "sequences": 1.3, "unknowns": 1.4,
                 "counting": 1.4, "everyday": 6.5, "told": 8.7}
LEVEL_WEIGHT = {1: 0.28, 2: 0.16, 3: 0.18, 4: 0.20, 5: 0.18}
EVERYDAY_WEIGHT = {1: 0.24, 2: 0.38, 3: 0.38}
TOLD_WEIGHT = {2: 0.8, 3: 0.2}


def draw(rng, family=None, level=None):
    """One problem."""
    family = family or rng.choices(tuple(FAMILY_WEIGHT), tuple(FAMILY_WEIGHT.values()))[0]
    weights = {"everyday": EVERYDAY_WEIGHT, "told": TOLD_WEIGHT}.get(family, LEVEL_WEIGHT)
    level = level or rng.choices(tuple(weights), tuple(weights.values()))[0]
    return MAKERS[family](rng, level, Style(rng))


def prompt_text(question):
    """What the chat template makes of one user message, up to where the model goes on."""
    return f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n<think>\n"


def completion_text(steps, answer):
    return "\n\n".join(steps) + "\n</think>\n\nThe answer is \\boxed{" + str(answer) + "}.<|im_end|>\n"


def document(rng, held_out=frozenset(), family=None, level=None):
    """(prompt, completion, problem, trace) for training; never a question whose hash is in `held_out`."""
    while True:
        problem = draw(rng, family, level)
        if held_out and question_hash(problem.question) in held_out:
            continue
        told = trace(problem, noise_for(problem.family, problem.level), rng)
        if told.answer is not None:
            return prompt_text(problem.question), completion_text(told.steps, told.answer), problem, told


def problem_set(seed, cells, count, taken):
    """`count` problems that go round the (family, level) cells; question hashes are added to `taken` and never repeated."""
    rng = random.Random(seed)
    found = []
    while len(found) < count:
        problem = draw(rng, *cells[len(found) % len(cells)])
        key = question_hash(problem.question)
        if key not in taken:
            taken.add(key)
            found.append(problem)
    return found


def core_cells(levels=(2, 3, 4, 5)):
    return [(family, level) for level in levels for family in CORE]


def everyday_cells():
    return [(family, 1) for family in CORE] + [("everyday", 1)] + [("everyday", 2), ("everyday", 3)] * 3
