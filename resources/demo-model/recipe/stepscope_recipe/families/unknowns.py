"""Two unknowns: levels 1 and 2 sum and difference, ages and stories; levels 3 to 5 two linear equations by elimination.

Misconceptions: halves the sum instead of the sum minus the difference (dominant for sums divisible by 4), adds the two totals instead of
subtracting (dominant where the first multiplier is the larger), forgets to halve or to divide.
"""
from ..problem import Problem
from ..steps import Jump, Step, Wrong, calc, divide, multiply
from ..surface import WARES, plural

TOP_VALUE = {3: 9, 4: 20, 5: 45}
TOP_FACTOR = {3: 4, 4: 7, 5: 9}


def solve_sum_difference(ctx, total, gap, larger, names=("smaller", "larger")):
    noise = ctx.noise
    wanted = names[1] if larger else names[0]
    yield Step(0, f"We want the {wanted} number." if names[0] == "smaller" else f"We want {wanted}.")
    wrongs = []
    if total % 2 == 0:
        chance = noise.concept if total % 4 == 0 else noise.weak * 2
        wrongs.append(Wrong(chance, Jump(total // 2), f"Half of {total} is {total // 2}.", f"first subtract the difference: {total} - {gap}", "half"))
    small = "the smaller number" if names[0] == "smaller" else names[0]
    large = "the larger number" if names[0] == "smaller" else names[1]
    double = yield calc(ctx, "-", total, gap, lambda v, e: f"Twice {small} is {e} = {v}.", wrongs)
    if isinstance(double, Jump):
        return (yield calc(ctx, "+" if larger else "-", double.to, gap, lambda v, e: f"{e} = {v}."))
    unhalved = Wrong(noise.weak, double, f"So {small} is {double}.", f"{double} is twice {small}", "unhalved")
    low = yield divide(ctx, double, 2, lambda v, e: f"So {small} is {e} = {v}.", [unhalved])
    if not larger:
        return low
    return (yield calc(ctx, "+", low, gap, lambda v, e: f"So {large} is {e} = {v}."))


def sum_difference(rng, level, style):
    top = (30, 120, 400)[level - 1] if level < 3 else 400
    low, gap = rng.randint(2, top), rng.randint(2, top)
    total, larger = 2 * low + gap, rng.random() < 0.5
    which = "larger" if larger else "smaller"
    other = rng.choice(("bigger", "greater", "larger")) if larger else "smaller"
    a, b = style.names(2)
    kind = rng.randrange(4)
    names = ("smaller", "larger")
    if kind < 2:
        text = style.pick(f"Two numbers add up to {total} and differ by {gap}. What is the {other} number?",
                          f"The sum of two numbers is {total} and their difference is {gap}. Find the {which} one.",
                          f"Two boxes hold {total} balls in total. One box has {gap} more balls than the other. How many balls are in the {which} box?",
                          f"The sum of two numbers is {total}. Their difference is {gap}. What is the {which} number?",
                          f"Two numbers have sum {total} and difference {gap}. What is the {other} one?",
                          f"Find the {other} of two numbers whose sum is {total} and whose difference is {gap}.",
                          f"Two numbers differ by {gap}. Their sum is {total}. What is the {other} number?")
    else:
        names = (a, b)
        thing = rng.choice(("coins", "stamps", "marbles", "books", "cards", "years"))
        if thing == "years":
            text = style.pick(f"{b} is {gap} years older than {a}. Their ages add up to {total}. How old is {b if larger else a}?",
                              f"The ages of {a} and {b} add up to {total}. {b} is {gap} years older. How old is {b if larger else a}?")
        else:
            text = style.pick(f"{a} and {b} have {total} {thing} together. {b} has {gap} more than {a}. How many {thing} does {b if larger else a} have?",
                              f"Together {a} and {b} have {total} {thing}. {b} has {gap} {thing} more than {a}. How many does {b if larger else a} have?",
                              f"{a} and {b} share {total} {thing}. {b} gets {gap} more than {a}. How many does {b if larger else a} get?")
    answer = low + gap if larger else low
    return Problem(style.finish(text), answer, "unknowns", level, lambda ctx: solve_sum_difference(ctx, total, gap, larger, names))


def multiples(rng, level, style):
    """Sum and ratio: `together 48, one has three times as many`."""
    low, times = rng.randint(2, (15, 60)[level - 1]), rng.randint(2, (4, 7)[level - 1])
    total, larger = low * (times + 1), rng.random() < 0.5
    word = {2: "twice", 3: "three times"}.get(times, f"{times} times")
    a, b = style.names(2)
    kind = rng.randrange(3)
    if kind == 0:
        text = f"{a} and {b} have {total} coins together. {b} has {word} as many as {a}. How many coins does {b if larger else a} have?"
    elif kind == 1:
        text = style.pick(f"{b} is {word} as old as {a}. Their ages add up to {total}. How old is {b if larger else a}?",
                          f"The ages of {a} and {b} add up to {total} and {b} is {word} as old as {a}. How old is {b if larger else a}?")
    else:
        text = f"Two numbers add up to {total}. One is {word} the other. What is the {'larger' if larger else 'smaller'} number?"

    def solve(ctx):
        parts = yield calc(ctx, "+", 1, times, lambda v, e: f"Together there are {e} = {v} equal parts.")
        share = yield divide(ctx, total, parts, lambda v, e: f"One part is {e} = {v}.",
                             [Wrong(ctx.noise.weak * 2, total // times, f"One part is {total} / {times}, about {total // times}.",
                                    f"there are {times + 1} parts", "parts")])
        if not larger:
            return share
        return (yield from multiply(ctx, share, times, lambda v, e: f"The larger is {e} = {v}."))
    return Problem(style.finish(text), low * times if larger else low, "unknowns", level, solve)


def solve_system(ctx, first, second, names, want_first):
    """a1 u + b1 v = c1 and a2 u + b2 v = c2 with a1 b2 > a2 b1; v is eliminated."""
    noise = ctx.noise
    (a1, b1, c1), (a2, b2, c2) = first, second
    u, v = names
    yield Step(0, f"We want {u if want_first else v}.")
    yield Step(0, f"To remove {v}, multiply the first line by {b2} and the second by {b1}.")
    left1 = yield calc(ctx, "*", a1, b2, lambda n, e: f"First line, {u}: {e} = {n}.")
    right1 = yield from multiply(ctx, c1, b2, lambda n, e: f"First line, total: {e} = {n}.")
    left2 = yield calc(ctx, "*", a2, b1, lambda n, e: f"Second line, {u}: {e} = {n}.")
    right2 = yield from multiply(ctx, c2, b1, lambda n, e: f"Second line, total: {e} = {n}.")
    count = yield calc(ctx, "-", left1, left2, lambda n, e: f"Subtract: {e} = {n} for {u}.")
    both = right1 + right2
    wrongs = [Wrong(noise.concept if b1 > b2 else noise.weak * 0.5, both, f"Totals: {right1} + {right2} = {both}.",
                    f"the totals must be subtracted: {right1} - {right2}", "totals")]
    total = yield calc(ctx, "-", right1, right2, lambda n, e: f"Totals: {e} = {n}.", wrongs if both < 4000 else ())
    one = yield divide(ctx, total, count, lambda n, e: f"{u} = {e} = {n}.", loose=lambda n, e: f"{u} = {e} is not whole, about {n}.")
    if want_first:
        return (yield Step(one, f"So {u} = {one}."))
    spent = yield from multiply(ctx, a1, one, lambda n, e: f"Put it back in the first line: {e} = {n}.")
    rest = yield calc(ctx, "-", c1, spent, lambda n, e: f"The rest is {e} = {n}.")
    undivided = [Wrong(noise.weak * 0.7, rest, f"So {v} = {rest}.", f"{rest} is for {b1} of them", "undivided")] if b1 > 1 else []
    return (yield divide(ctx, rest, b1, lambda n, e: f"{v} = {e} = {n}.", undivided, lambda n, e: f"{v} = {e} is not whole, about {n}."))


def some(count, ware):
    return f"{count} {ware if count == 1 else plural(ware)}"


def system(rng, level, style):
    top, factor = TOP_VALUE[level], TOP_FACTOR[level]
    while True:
        x, y = rng.randint(2, top), rng.randint(2, top)
        a1, b1, a2, b2 = (rng.randint(1, factor) for _ in range(4))
        if x != y and a1 * b2 > a2 * b1 and a1 != a2:
            break
    c1, c2 = a1 * x + b1 * y, a2 * x + b2 * y
    want_first = rng.random() < 0.5
    if rng.random() < 0.6:
        u, v = rng.sample(WARES, 2) if rng.random() < 0.85 else rng.choice((("adult ticket", "child ticket"), ("child ticket", "adult ticket"),
                ("small box", "large box")))
        unit = rng.choice(("dollars", "dollars", "euros", "coins"))
        wanted = u if want_first else v
        text = style.pick(f"{some(a1, u)} and {some(b1, v)} cost {c1} {unit}. {some(a2, u)} and {some(b2, v)} cost {c2} {unit}. How much does one {wanted} cost?",
                          f"{some(a1, u)} and {some(b1, v)} cost {c1} {unit}, {some(a2, u)} and {some(b2, v)} cost {c2} {unit}. What is the price of one {wanted}?",
                          f"If {some(a1, u)} and {some(b1, v)} cost {c1} {unit} and {some(a2, u)} and {some(b2, v)} cost {c2} {unit}, how much is one {wanted}?")
    else:
        u, v = "x", "y"

        def line(a, b, c):
            return style.math(f"{'' if a == 1 else a}x + {'' if b == 1 else b}y = {c}")
        one, two, wanted = line(a1, b1, c1), line(a2, b2, c2), "x" if want_first else "y"
        text = style.pick(f"Solve {one} and {two}. What is {wanted}?", f"{one}, {two}. Find {wanted}.", f"If {one} and {two}, what is {wanted}?",
                          f"Find {wanted} if {one} and {two}.", f"Solve the system {one}, {two} for {wanted}.")
    answer = x if want_first else y
    return Problem(style.finish(text), answer, "unknowns", level, lambda ctx: solve_system(ctx, (a1, b1, c1), (a2, b2, c2), (u, v), want_first))


def make(rng, level, style):
    if level > 2:
        return system(rng, level, style)
    return (multiples if rng.random() < 0.25 else sum_difference)(rng, level, style)
