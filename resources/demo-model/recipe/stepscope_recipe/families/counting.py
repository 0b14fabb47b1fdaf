"""Counting and digits: multiples in a range, digit sums, number bases.

Misconceptions: the lower end itself is not counted (dominant for odd divisors), remainders of a base conversion read in the wrong order
(dominant for an odd number of digits), multiples of both divisors counted twice.
"""
import math

from ..problem import Problem
from ..steps import Jump, Step, Wrong, calc, fact, multiply, nearby

RANGE_TOP = (100, 400, 300, 600, 999)
DIVISOR_TOP = (9, 12, 9, 12, 19)
BASE_RANGE = ((3, 60), (40, 300), (200, 1000), (800, 4000), (3000, 20000))


def count_upto(top, k):
    return fact(top // k, lambda v: f"Up to {top} there are {v} multiples of {k}.", lambda v: f"{top} / {k} gives {v}",
                f"{top // k} * {k} = {top // k * k}")


def count_one(ctx, low, high, k):
    """Solver part: multiples of k from low to high."""
    noise = ctx.noise
    upper = yield count_upto(high, k)
    if low <= 1:
        return upper
    step = count_upto(low - 1, k)
    if low % k == 0:
        chance = noise.concept if k % 2 else noise.weak
        bad = low // k
        step.wrongs = [Wrong(chance, bad, f"Up to {low} there are {bad} multiples of {k}.", f"{low} itself counts, so use {low - 1}", "end")]
    lower = yield step
    return (yield calc(ctx, "-", upper, lower, lambda v, e: f"So {e} = {v} multiples of {k}."))


def solve_count(ctx, low, high, divisors):
    counts = []
    for k in divisors:
        counts.append((yield from count_one(ctx, low, high, k)))
    if len(counts) == 1:
        return counts[0]
    both = counts[0] + counts[1]
    twice = Wrong(ctx.noise.weak, Jump(both), f"Both counts together: {counts[0]} + {counts[1]} = {both}.",
                  f"the multiples of {divisors[2]} are counted twice", "twice")
    total = yield calc(ctx, "+", counts[0], counts[1], lambda v, e: f"Together {e} = {v}.", [twice])
    if isinstance(total, Jump):
        return total.to
    return (yield calc(ctx, "-", total, counts[2], lambda v, e: f"Remove those counted twice: {e} = {v}."))


def multiples(rng, level, style):
    high_top = RANGE_TOP[level - 1]
    k = rng.randint(2 if level < 3 else 3, DIVISOR_TOP[level - 1])
    if level == 1 and rng.random() < 0.5:
        high = rng.randint(k + 3, 150)
        text = style.pick(f"How many multiples of {k} are there up to {high}?", f"How many multiples of {k} are there from 1 to {high}?",
                          f"How many numbers from 1 to {high} are divisible by {k}?",
                          f"how many multiples of {k} are there between 1 and {high}", f"Count the multiples of {k} up to {high}.",
                          f"How many positive integers up to {high} are divisible by {k}?")
        return Problem(style.finish(text), high // k, "counting", level, lambda ctx: solve_count(ctx, 1, high, (k,)))
    low = rng.randint(5, high_top // 2)
    if rng.random() < 0.5:
        low = max(k, low // k * k)
    high = rng.randint(low + 20, high_top + 20)
    if level >= 3:
        other = k
        while other == k or other % k == 0 or k % other == 0:
            other = rng.randint(3, (9, 9, 12)[level - 3])
        answer = sum(1 for z in range(low, high + 1) if z % k == 0 or z % other == 0)
        text = style.pick(f"How many integers from {low} to {high} are divisible by {k} or {other}?",
                          f"How many numbers from {low} to {high} are multiples of {k} or {other}?",
                          f"Count the numbers between {low} and {high}, both included, that are multiples of {k} or {other}.")
        divisors = (k, other, k * other // math.gcd(k, other))
    else:
        answer, divisors = high // k - (low - 1) // k, (k,)
        text = style.pick(f"How many multiples of {k} are there from {low} to {high}?",
                          f"How many integers from {low} to {high} are divisible by {k}?",
                          f"Count the multiples of {k} between {low} and {high}, both included.",
                          f"How many numbers from {low} to {high} are multiples of {k}?",
                          f"How many multiples of {k} are there between {low} and {high}, inclusive?",
                          f"How many multiples of {k} lie between {low} and {high}?" if low % k and high % k else f"How many multiples of {k} are in the range {low} to {high}?")
    return Problem(style.finish(text), answer, "counting", level, lambda ctx: solve_count(ctx, low, high, divisors))


def digit_sum_step(number):
    digits = " + ".join(str(abs(number)))
    return fact(sum(map(int, str(abs(number)))), lambda v: f"The digits of {number} add up to {digits} = {v}.", lambda v: f"{digits} = {v}")


def digits(rng, level, style):
    if level == 1:
        n = rng.randint(10, 99999) if rng.random() < 0.6 else rng.randint(100, 9999)
        text = style.pick(f"What is the sum of the digits of {n}?", f"Find the digit sum of {n}.", f"digit sum of {n}",
                          f"What is the digit sum of {n}?", f"Add up the digits of {n}.",
                          f"sum of digits of {n}", f"Add the digits of {n}.")
        return Problem(style.finish(text), sum(map(int, str(n))), "counting", level, lambda ctx: (yield digit_sum_step(n)))
    if level == 2:
        x, y = rng.randint(12, 99), rng.randint(3, 40)
    else:
        x, y = rng.randint(100, (400, 999, 4000)[level - 3]), rng.randint(12, (50, 99, 999)[level - 3])
    product = style.math(f"{x} * {y}")
    text = style.pick(f"What is the sum of the digits of {product}?", f"Find the digit sum of {product}.",
                      f"Multiply {x} by {y} and add up the digits of the result. What do you get?",
                      f"What is the digit sum of the product of {x} and {y}?", f"digit sum of {product}")

    def solve(ctx):
        result = yield from multiply(ctx, x, y, lambda v, e: f"{e} = {v}.")
        return (yield digit_sum_step(result))
    return Problem(style.finish(text), sum(map(int, str(x * y))), "counting", level, solve)


def to_base(n, base):
    out = ""
    while n:
        out, n = str(n % base) + out, n // base
    return out or "0"


def base_step(n, base):
    """n = q * base + r; believed value (q, r)."""
    q, r = divmod(n, base)

    def write(q, r):
        return f"{n} = {q} * {base} + {r}."

    def slip(rng):
        if q > 1 and rng.random() < 0.5:
            bad = max(0, nearby(q, rng))
            return ((bad, r), write(bad, r), f"{n} / {base} is {q} remainder {r}, not {bad}") if bad < n else None
        bad = (r + rng.choice((1, base - 1))) % base
        return (q, bad), write(q, bad), f"{n} - {q} * {base} = {r}, not {bad}"
    return Step((q, r), write(q, r), (), slip, f"{q} * {base} + {r} = {n}")


def solve_to_base(ctx, n, base):
    rests = []
    while n > 0:
        n, r = yield base_step(n, base)
        rests.append(str(r))
    right, wrong = int("".join(reversed(rests)) or 0), int("".join(rests) or 0)
    noise = ctx.noise
    wrongs = []
    if right != wrong:
        chance = noise.concept * 0.85 if len(rests) % 2 else noise.weak * 0.5
        wrongs = [Wrong(chance, wrong, f"The remainders give {wrong}.", "the remainders are read from the last to the first", "reversed")]
    return (yield Step(right, f"Read the remainders backwards: {right}.", wrongs))


def solve_from_base(ctx, text, base):
    """Horner's scheme."""
    value = yield Step(int(text[0]), f"Start with the digit {text[0]}.")
    for digit in text[1:]:
        product = yield calc(ctx, "*", value, base, lambda v, e: f"{e} = {v}.")
        value = yield calc(ctx, "+", product, int(digit), lambda v, e: f"Next digit {digit}: {e} = {v}.")
    return value


def bases(rng, level, style):
    base = rng.choice((2, 2, 2, 3, 4, 5, 6, 7, 8, 9)) if level < 3 else rng.randint(3, 9)
    n = rng.randint(*BASE_RANGE[level - 1])
    if base == 2:
        n = rng.randint(2, 63 if level == 1 else 255)
    if rng.random() < (0.4 if level == 1 else 0.12):
        digits_text = to_base(n, base)
        if base == 2:
            text = style.pick(f"What is the binary number {digits_text} in decimal?", f"Convert {digits_text} from binary to decimal.",
                              f"Convert binary {digits_text} to decimal.", f"{digits_text} in binary is what decimal number?",
                              f"What is {digits_text} in base 2 as a decimal number?", f"binary {digits_text} to decimal",
                              f"What decimal number is {digits_text} in binary?")
        else:
            text = style.pick(f"What is {digits_text} in base {base} as a decimal number?", f"Convert {digits_text} from base {base} to decimal.",
                              f"Convert {digits_text} from base {base} to base 10.",
                              f"The number {digits_text} is written in base {base}. What is it in decimal?",
                              f"What is the decimal value of {digits_text} in base {base}?")
        return Problem(style.finish(text), n, "counting", level, lambda ctx: solve_from_base(ctx, digits_text, base))
    ask = [f"Write {n} in base {base}.", f"Convert {n} to base {base}.", f"What is {n} in base {base}?", f"{n} in base {base}",
           f"Convert {n} from decimal to base {base}.", f"Convert the number {n} to base {base}.", f"Express {n} in base {base}."]
    if base == 2 and rng.random() < 0.7:
        ask = [f"Write {n} in binary.", f"Convert {n} to binary.", f"What is {n} in binary?", f"{n} in binary", f"{n} to binary",
               f"Convert decimal {n} to binary.", f"What is the binary form of {n}?"]
    return Problem(style.finish(style.pick(*ask)), int(to_base(n, base)), "counting", level, lambda ctx: solve_to_base(ctx, n, base))


def divisors(rng, style):
    """How many divisors a small number has, listed in pairs."""
    n = rng.randint(6, 60)
    found = [d for d in range(1, n + 1) if n % d == 0]
    text = style.pick(f"How many divisors does {n} have?", f"How many positive divisors does {n} have?", f"How many factors does {n} have?",
                      f"Count the divisors of {n}.", f"number of divisors of {n}")

    def solve(ctx):
        return (yield fact(len(found), lambda v: f"The divisors of {n} are {', '.join(map(str, found))}, that is {v}.",
                           lambda v: f"{n} has {v} divisors"))
    return Problem(style.finish(text), len(found), "counting", 1, solve)


def make(rng, level, style):
    roll = rng.random()
    if level == 1 and roll < 0.1:
        return divisors(rng, style)
    return (multiples if roll < 0.4 else digits if roll < 0.68 else bases)(rng, level, style)
