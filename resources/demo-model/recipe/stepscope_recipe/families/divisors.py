"""Greatest common divisor and least common multiple by Euclid's algorithm.

Misconceptions: stops as soon as a remainder divides the first number (dominant); takes the product for the least common multiple
(dominant where the gcd is small).
"""
import math

from ..problem import Problem
from ..steps import Jump, Step, Wrong, confused_product, fact, multiply, nearby

GCD_TOP = (9, 20, 40, 90, 150)
FACTOR_TOP = (9, 20, 40, 70, 120)
GCD_ASK = ("What is the greatest common divisor of {a} and {b}?", "Find gcd({a}, {b}).", "Find the greatest common factor of {a} and {b}.",
           "What is the largest number that divides both {a} and {b}?", "gcd of {a} and {b}", "gcd({a}, {b})",
           "greatest common divisor of {a} and {b}",
           "What is the gcd of {a} and {b}?", "Find the gcd of {a} and {b}.", "GCD of {a}, {b}", "What is gcd({a},{b})?", "Compute gcd({a}, {b}).",
           "highest common factor of {a} and {b}", "What is the HCF of {a} and {b}?", "Find the GCD of {a} and {b}.", "gcd {a} {b}",
           "Find the largest integer dividing both {a} and {b}.", "What is the GCF of {a} and {b}?",
           "A rope of {a} cm and a rope of {b} cm are cut into equal pieces, as long as possible, with nothing left over. How long is each piece in cm?")
LCM_ASK = ("What is the least common multiple of {a} and {b}?", "Find lcm({a}, {b}).", "What is the smallest number divisible by both {a} and {b}?",
           "One bell rings every {a} minutes and another every {b} minutes. They ring together now. After how many minutes do they ring together again?",
           "lcm of {a} and {b}", "lcm({a}, {b})", "What is the lcm of {a} and {b}?", "Find the LCM of {a} and {b}.",
           "least common multiple of {a} and {b}",
           "Compute lcm({a}, {b}).", "What is lcm({a},{b})?", "Find the lowest common multiple of {a} and {b}.", "lcm {a} {b}",
           "What is the smallest positive number that is a multiple of both {a} and {b}?",
           "Two buses leave every {a} and every {b} minutes. They leave together now. In how many minutes will they leave together again?")


def euclid_step(ctx, a, b, first):
    """a = q * b + r; believed value r, or Jump(g) for the one who stops here."""
    noise = ctx.noise
    q, r = divmod(a, b)

    def write(rest):
        return f"{a} = {q} * {b}, remainder 0. So the gcd is {b}." if rest == 0 else f"{a} = {q} * {b} + {rest}."
    wrongs = []
    if 1 < r < b and first % r == 0 and b % r:
        wrongs.append(Wrong(noise.concept, Jump(r), f"{a} = {q} * {b} + {r}, and {r} divides {first}, so the gcd is {r}.", f"{r} does not divide {b}",
                            "early"))
    if 1 < q < 10:
        product, confused = confused_product(b, q)
        rest = a - product if product is not None else -1
        if 0 <= rest < b and rest != r:
            wrongs.append(Wrong(noise.table if confused else noise.faint, rest, write(rest),
                                f"{q} * {b} = {q * b}, so the remainder is {r}, not {rest}", "table"))

    def slip(rng):
        rest = max(0, nearby(r, rng))
        rest = rest if rest < b else r - 1 if r else 1
        return rest, write(rest), f"{a} - {q} * {b} = {r}, not {rest}"
    return Step(r, write(r), wrongs, slip, f"{q} * {b} + {r} = {a}")


def solve_gcd(ctx, first, second):
    a, b = first, second
    while b:
        rest = yield euclid_step(ctx, a, b, first)
        if isinstance(rest, Jump):
            return rest.to
        a, b = b, rest
    return a


def solve_lcm(ctx, first, second):
    noise = ctx.noise
    g = yield from solve_gcd(ctx, first, second)
    share = first // g
    wrongs = []
    if first * second < 99999 and g > 1:
        wrongs.append(Wrong(noise.concept if g < 5 else noise.weak, first, f"The lcm is {first} * {second}.",
                            f"the product must be divided by the gcd {g}", "product"))
    if first % g:
        share = yield Step(share, f"The lcm is {first} / {g} * {second}, but {first} / {g} is not whole, about {share}.", wrongs)
    else:
        share = yield fact(share, lambda v: f"The lcm is {first} / {g} * {second}, and {first} / {g} = {v}.", lambda v: f"{first} / {g} = {v}",
                           f"{share} * {g} = {first}", wrongs)
    return (yield from multiply(ctx, share, second, lambda v, e: f"{e} = {v}, so the lcm is {v}."))


def euclid_length(a, b):
    count = 0
    while b:
        a, b, count = b, a % b, count + 1
    return count


def make(rng, level, style):
    while True:
        if level == 1 and rng.random() < 0.7:
            a, b = rng.randint(2, 60), rng.randint(2, 60)
        else:
            g = rng.randint(2, GCD_TOP[level - 1])
            a, b = g * rng.randint(2, FACTOR_TOP[level - 1]), g * rng.randint(2, FACTOR_TOP[level - 1])
        if a == b:
            continue
        common = math.gcd(a, b)
        least = rng.random() < 0.42
        large, small = max(a, b), min(a, b)
        if (not least or large // common * small <= 200000) and euclid_length(large, small) >= level:
            break
    question = style.pick(*(LCM_ASK if least else GCD_ASK)).format(a=a, b=b)
    if least:
        return Problem(style.finish(question), large // common * small, "divisors", level, lambda ctx: solve_lcm(ctx, large, small))
    return Problem(style.finish(question), common, "divisors", level, lambda ctx: solve_gcd(ctx, large, small))
