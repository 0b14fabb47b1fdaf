"""Remainders: level 1 of a division or a small power; levels 2 to 5 b^e mod m by repeated squaring.

Misconceptions: the 1 of an odd exponent is forgotten (dominant for even bases), squares confused.
"""
from ..problem import Problem
from ..steps import CONFUSED, Step, Wrong, confused_product, fact, nearby

MODULUS = ((5, 13), (7, 20), (9, 35), (13, 60), (20, 99))
EXPONENT = ((3, 8), (8, 30), (16, 63), (32, 127), (64, 255))


def reduced(product, m, head, next_value=None):
    """`head = 81, 81 - 5 * 14 = 11.` with the remainder possibly wrong."""
    rest = product % m if next_value is None else next_value
    return f"{head} = {product}, {product} - {product // m} * {m} = {rest}." if product >= m else f"{head} = {product}."


def product_step(noise, a, b, m, head):
    """a * b mod m; believed value is the remainder."""
    product = a * b
    claim = f"{a} * {b} = {product}"
    wrongs = []
    bad, confused = None, False
    if a == b and a >= 10:
        entry = CONFUSED.get((a % 10, a % 10))
        if entry is not None:
            bad, confused = product - (a % 10) ** 2 + entry, True
    elif a and b and min(a, b) < 10:
        bad, confused = confused_product(max(a, b), min(a, b))
    if bad is not None and bad != product:
        wrongs.append(Wrong(noise.table if confused else noise.faint, bad % m, reduced(bad, m, head), f"{claim}, not {bad}", "table"))

    def slip(rng):
        if product >= m and rng.random() < 0.5:
            rest = (product % m + rng.choice((1, -1, 2, 10))) % m
            return rest, reduced(product, m, head, rest), f"{product} mod {m} = {product % m}, not {rest}"
        wrong = max(0, nearby(product, rng))
        return wrong % m, reduced(wrong, m, head), f"{claim}, not {wrong}"
    return Step(product % m, reduced(product, m, head), wrongs, slip, f"{claim} and {product} mod {m} = {product % m}" if product >= m else claim)


def exponent_step(noise, b, e):
    parts = tuple(1 << j for j in range(e.bit_length() - 1, -1, -1) if e >> j & 1)

    def write(ps):
        return f"The exponent is {e} = {' + '.join(map(str, ps))}."
    true = f"{e} = {' + '.join(map(str, parts))}"
    wrongs = []
    if len(parts) > 1 and parts[-1] == 1:
        short = parts[:-1]
        wrongs.append(Wrong(noise.concept if b % 2 == 0 else min(0.3, noise.weak * 3), short, write(short), f"{true}, the 1 is needed too", "odd"))

    def slip(rng):
        flipped = tuple(sorted(set(parts) ^ {1 << rng.randrange(e.bit_length())}, reverse=True)) or parts
        return flipped, write(flipped), true
    return Step(parts, write(parts), wrongs, slip, f"{' + '.join(map(str, parts))} = {e}")


def solve_power(ctx, b, e, m):
    parts = yield exponent_step(ctx.noise, b, e)
    powers = [b % m]
    if b >= m:
        powers[0] = yield fact(b % m, lambda v: f"First {b} mod {m} = {v}.", lambda v: f"{b} mod {m} = {v}")
    while 1 << len(powers) <= parts[0]:
        a, k = powers[-1], 1 << len(powers)
        powers.append((yield product_step(ctx.noise, a, a, m, ctx.say(f"{b}^{k}: {a}^2", f"{b}^{k} = {a} * {a}"))))
    table = [powers[min(p.bit_length() - 1, len(powers) - 1)] for p in parts]
    value = yield Step(table[0], f"Start with {b}^{parts[0]} = {table[0]}.")
    for part, power in zip(parts[1:], table[1:]):
        value = yield product_step(ctx.noise, value, power, m, f"Multiply by {b}^{part}: {value} * {power}")
    return value


ASK = ("What is the remainder when {p} is divided by {m}?", "Find {p} mod {m}.", "Compute {p} modulo {m}.",
       "Find the remainder of {p} divided by {m}.",
       "{p} mod {m}", "What is {p} mod {m}?", "Find the remainder when {p} is divided by {m}.", "Calculate {p} mod {m}.", "{p} mod {m} = ?",
       "What remainder does {p} leave when divided by {m}?", "What is the remainder of {p} divided by {m}?", "remainder of {p} / {m}", "{p} % {m}",
       "Divide {p} by {m}. What is the remainder?", "What is {p} modulo {m}?", "{p} (mod {m})", "Find {p} (mod {m}).", "Compute {p} (mod {m}).",
       "What is {p} (mod {m})?")


def make(rng, level, style):
    if level == 1 and rng.random() < 0.65:
        m = rng.randint(2, 13) if rng.random() < 0.75 else rng.randint(11, 60)
        n = rng.randint(m + 1, 200 if rng.random() < 0.7 else 1500)
        question = style.finish(style.pick(*ASK).format(p=style.num(n), m=m))
        return Problem(question, n % m, "powers", 1, lambda ctx: solve_remainder(n, m))
    m = rng.randint(*MODULUS[level - 1])
    b = rng.randint(2, m - 1) if rng.random() < 0.93 else rng.randint(m, 2 * m)
    e = rng.randint(*EXPONENT[level - 1])
    power = f"{b}^{e}" if rng.random() < 0.9 else rng.choice((f"{b} to the power of {e}", f"{b}**{e}", f"{b} to the power {e}"))
    question = style.finish(style.pick(*ASK).format(p=power, m=m))
    return Problem(question, pow(b, e, m), "powers", level, lambda ctx: solve_power(ctx, b, e, m))


def solve_remainder(n, m):
    quotient = yield fact(n // m, lambda v: f"{m} goes into {n} {v} times: {v} * {m} = {v * m}.", lambda v: f"{n} / {m} is {v} with a rest",
                          f"{n // m} * {m} = {n // m * m}")
    return (yield fact(n - quotient * m, lambda v: f"{n} - {quotient * m} = {v}, so the remainder is {v}.", lambda v: f"{n} - {quotient * m} = {v}"))
