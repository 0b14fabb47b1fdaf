"""Short questions of many kinds: named functions in expressions, gaps, halves, rounding, prime factors, simple powers, rates, clocks."""
import math

from ...steps import Step, calc, divide, fact, multiply
from ...surface import THINGS
from ..stories import run


def _named(rng, style):
    """(text, value, step writer) of a root, square, cube, factorial, fraction or percentage."""
    kind = rng.randrange(6)
    if kind == 0:
        a = rng.randint(2, 20)
        return style.pick(f"the square root of {a * a}", f"sqrt({a * a})", f"\u221a{a * a}"), a, lambda: fact(a,
                lambda v: f"The square root of {a * a} is {v}.", lambda v: f"the square root of {a * a} is {v}")
    if kind == 1:
        a = rng.randint(2, 20)
        return style.pick(f"{a} squared", f"{a}^2", f"the square of {a}"), a * a, lambda: fact(a * a, lambda v: f"{a}^2 = {v}.",
                lambda v: f"{a}^2 = {v}")
    if kind == 2:
        a = rng.randint(2, 6)
        return style.pick(f"{a} cubed", f"{a}^3"), a ** 3, lambda: fact(a ** 3, lambda v: f"{a}^3 = {v}.", lambda v: f"{a}^3 = {v}")
    if kind == 3:
        a = rng.randint(3, 6)
        return style.pick(f"{a}!", f"{a} factorial"), math.factorial(a), lambda: fact(math.factorial(a), lambda v: f"{a}! = {v}.",
                lambda v: f"{a}! = {v}")
    if kind == 4:
        by, word = rng.choice(((2, "half"), (3, "a third"), (4, "a quarter"), (5, "one fifth")))
        a = by * rng.randint(2, 40)
        return f"{word} of {a}", a // by, lambda: fact(a // by, lambda v: f"{a} / {by} = {v}.", lambda v: f"{a} / {by} = {v}")
    p = rng.choice((10, 20, 25, 50))
    a = 100 // p * rng.randint(2, 40)
    return style.pick(f"{p}% of {a}", f"{p} percent of {a}"), a * p // 100, lambda: fact(a * p // 100,
            lambda v: f"{p}% of {a} is {a} / {100 // p} = {v}.", lambda v: f"{a} / {100 // p} = {v}")


def named_then(rng, style):
    """`sqrt(81) + 7`, `5 squared minus half of 18`."""
    first, one, say_one = _named(rng, style)
    op = rng.choice("++-*")
    two_named = rng.random() < 0.4
    second, two, say_two = _named(rng, style) if two_named else (str(n := rng.randint(2, 30 if op != "*" else 9)), n, None)
    if op == "*" and one * two > 5000:
        op = "+"
    swap = not two_named and rng.random() < 0.3
    if swap:
        first, second = second, first
    a, b = (two, one) if swap else (one, two)
    sign = {"+": "plus", "-": "minus", "*": "times"}[op] if rng.random() < 0.4 else {"*": style.times, "-": style.minus}.get(op, op)
    ask = style.pick("What is {}?", "Calculate {}.", "{}", "Find {}.", "Compute {}.", "{} = ?")

    def solve(ctx):
        got = yield say_one()
        other = (yield say_two()) if say_two else two
        left, right = (other, got) if swap else (got, other)
        if op == "*":
            return (yield from multiply(ctx, left, right, lambda v, e: f"Then {e} = {v}."))
        return (yield calc(ctx, op, left, right, lambda v, e: f"Then {e} = {v}."))
    return ask.format(f"{first} {sign} {second}"), a + b if op == "+" else a - b if op == "-" else a * b, solve, 2


def gaps(rng, style):
    a, b = rng.randint(2, 150), rng.randint(1, 120)
    big = a + b
    kind = rng.randrange(5)
    if kind == 0:
        text = style.pick(f"What number must be added to {a} to get {big}?", f"How much must be added to {a} to make {big}?",
                          f"{a} plus what equals {big}?", f"{a} + ? = {big}", f"What do you add to {a} to get {big}?",
                          f"{style.name()} has {a} dollars. How many more dollars are needed to have {big}?")
    elif kind == 1:
        text = style.pick(f"What number must be subtracted from {big} to get {a}?", f"{big} minus what number is {a}?", f"{big} - ? = {a}")
    elif kind == 2:
        text = style.pick(f"How much greater is {big} than {a}?", f"By how much is {big} larger than {a}?", f"How much more is {big} than {a}?",
                          f"How much smaller is {a} than {big}?")
    elif kind == 3:
        low, half = rng.randint(1, 80), rng.randint(1, 40)
        high = low + 2 * half
        text = style.pick(f"What number is halfway between {low} and {high}?", f"Which number is exactly in the middle between {low} and {high}?",
                          f"What is the midpoint of {low} and {high}?")
        return text, low + half, run(("+", low, high, "{e} = {v}."), ("/", (0,), 2, "The middle is {e} = {v}.")), 2
    else:
        start, rise = rng.randint(-20, 15), rng.randint(2, 30)
        up = rng.random() < 0.6
        text = style.pick(f"It is {start} degrees and the temperature {'rises' if up else 'falls'} by {rise} degrees. What is the temperature now?",
                          f"The temperature is {start} degrees. It {'rises' if up else 'drops'} by {rise} degrees. What is it now?")
        return text, start + rise if up else start - rise, run(("+" if up else "-", start, rise, "The temperature is {e} = {v}.")), 2
    return text, b, run(("-", big, a, "{e} = {v}.")), 2


def compare(rng, style):
    numbers = rng.sample(range(1, 200), rng.randint(3, 6))
    listed = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
    kind = rng.randrange(4)
    if kind == 0:
        large = rng.random() < 0.5
        value = max(numbers) if large else min(numbers)
        text = style.pick(f"What is the {'largest' if large else 'smallest'} of {listed}?",
                          f"Which of the numbers {listed} is the {'largest' if large else 'smallest'}?")
        return text, value, lambda ctx: (yield fact(value, lambda v: f"The {'largest' if large else 'smallest'} is {v}.", lambda v: f"it is {v}")), 2
    if kind == 1:
        text = style.pick(f"What is the difference between the largest and the smallest of {listed}?", f"What is the range of {listed}?",
                          f"Find the range of {listed}.")

        def solve(ctx):
            high = yield fact(max(numbers), lambda v: f"The largest is {v}.", lambda v: f"the largest is {v}")
            low = yield fact(min(numbers), lambda v: f"The smallest is {v}.", lambda v: f"the smallest is {v}")
            return (yield calc(ctx, "-", high, low, lambda v, e: f"{e} = {v}."))
        return text, max(numbers) - min(numbers), solve, 2
    if kind == 2:
        numbers = numbers[:5] if len(numbers) >= 5 else numbers[:3]
        ordered = sorted(numbers)
        listed = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
        text = style.pick(f"What is the median of {listed}?", f"Find the median of {listed}.")

        def solve_median(ctx):
            yield Step(0, f"In order: {', '.join(map(str, ordered))}.")
            return (yield fact(ordered[len(ordered) // 2], lambda v: f"The middle one is {v}.", lambda v: f"the middle one is {v}"))
        return text, ordered[len(ordered) // 2], solve_median, 2
    n, unit, word = rng.randint(12, 9999), *rng.choice(((10, "ten"), (100, "hundred"), (1000, "thousand")))
    if n < unit:
        n += unit
    text = style.pick(f"Round {n} to the nearest {word}.", f"What is {n} rounded to the nearest {word}?")
    value = (n + unit // 2) // unit * unit
    return text, value, lambda ctx: (yield fact(value, lambda v: f"Between {n // unit * unit} and {n // unit * unit + unit}, the nearer is {v}.",
                                                lambda v: f"it is {v}")), 2


def factorise(rng, style):
    n = rng.choice([n for n in range(12, 200) if any(n % d == 0 for d in range(2, int(n ** 0.5) + 1))])
    primes, rest, d = [], n, 2
    while rest > 1:
        while rest % d == 0:
            primes.append(d)
            rest //= d
        d += 1
    kind = rng.randrange(4)
    if kind == 3:
        n = rng.randint(6, 50)
        divisors = [d for d in range(1, n + 1) if n % d == 0]
        text = style.pick(f"What is the sum of the divisors of {n}?", f"Find the sum of all divisors of {n}.",
                          f"What is the sum of all factors of {n}?")

        def solve_sum(ctx):
            yield Step(0, f"The divisors are {', '.join(map(str, divisors))}.")
            total = divisors[0]
            for d in divisors[1:]:
                total = yield calc(ctx, "+", total, d, lambda v, e: f"{e} = {v}.")
            return total
        return text, sum(divisors), solve_sum, 2
    name, answer = (("largest", max(primes)), ("smallest", min(primes)), ("sum", sum(primes)))[kind]
    if kind == 2:
        text = style.pick(f"What is the sum of the prime factors of {n}, counted with multiplicity?",
                          f"Write {n} as a product of primes. What is the sum of these primes?")
    else:
        text = style.pick(f"What is the {name} prime factor of {n}?", f"Find the {name} prime factor of {n}.",
                          f"What is the {name} prime that divides {n}?")

    def solve(ctx):
        rest = n
        for p in primes[:-1]:
            rest = yield divide(ctx, rest, p, lambda v, e: f"{rest} = {p} * {v}.", loose=lambda v, e: f"{rest} is about {p} * {v}.")
        yield Step(0, f"So {n} = {' * '.join(map(str, primes))}.")
        return (yield fact(answer, lambda v: f"The {name} is {v}." if kind < 2 else f"{' + '.join(map(str, primes))} = {v}.", lambda v: f"it is {v}"))
    return text, answer, solve, 2


def inverse_powers(rng, style):
    kind = rng.randrange(3)
    ask = style.pick("what is x?", "find x.", "solve for x.")
    if kind == 0:
        b, e = rng.choice(((2, rng.randint(2, 10)), (3, rng.randint(2, 5)), (5, rng.randint(2, 4)), (10, rng.randint(2, 5))))
        text = style.pick(f"If {b}^x = {b ** e}, {ask}", f"{b}^x = {b ** e}, {ask}", f"Solve {b}^x = {b ** e}.",
                          f"To which power must {b} be raised to get {b ** e}?")

        def solve(ctx):
            value, k = b, 1
            while value < b ** e and k < 14:
                value = yield calc(ctx, "*", value, b, lambda v, x, k=k: f"{b}^{k + 1} = {v}.")
                k += 1
            return (yield Step(k, f"So x = {k}."))
        return text, e, solve, 2
    a = rng.randint(2, 25)
    if kind == 1:
        text = style.pick(f"If x^2 = {a * a} and x is positive, {ask}", f"What positive number squared is {a * a}?",
                          f"Find the positive x with x^2 = {a * a}.", f"x^2 = {a * a}, x > 0, {ask}")
        return text, a, lambda ctx: (yield fact(a, lambda v: f"{v} * {v} = {a * a}, so x = {v}.", lambda v: f"x = {v}", f"{a} * {a} = {a * a}")), 2
    c = rng.randint(1, 30)
    text = style.pick(f"If x^2 + {c} = {a * a + c} and x is positive, {ask}", f"Find the positive solution of x^2 + {c} = {a * a + c}.")

    def solve_shifted(ctx):
        square = yield calc(ctx, "-", a * a + c, c, lambda v, e: f"x^2 = {e} = {v}.")
        root = round(max(0, square) ** 0.5)
        return (yield fact(root, lambda v: f"{root} * {root} = {root * root}, so x = {v}.", lambda v: f"x = {v}"))
    return text, a, solve_shifted, 2


def usage(rng, style):
    """Rates of use, leftovers told backwards, groups of groups."""
    name, thing = style.name(), rng.choice(THINGS)
    n, d, each = rng.randint(2, 9), rng.randint(2, 12), rng.randint(2, 12)
    more = rng.randint(1, 40)
    kind = rng.randrange(6)
    if kind == 0:
        total = n * d + more
        text = style.pick(f"{name} has {total} {thing} and uses {n} every day. How many are left after {d} days?",
                          f"{name} has {total} {thing} and eats {n} a day. How many {thing} are left after {d} days?",
                          f"There are {total} {thing}. Each day {n} are used. How many are left after {d} days?")
        return text, more, run(("*", n, d, "Used are {e} = {v}."), ("-", total, (0,), "What is left is {e} = {v}.")), 2
    if kind == 1:
        text = style.pick(f"{name} gives {n} {thing} to each of {d} friends and has {more} left. How many {thing} did {name} have at first?",
                          f"After giving {d} friends {n} {thing} each, {name} has {more} left. How many were there at the start?")
        return text, n * d + more, run(("*", n, d, "Given away are {e} = {v}."), ("+", (0,), more, "So at first there were {e} = {v}.")), 2
    if kind == 2:
        text = style.pick(f"There are {n} classes with {d} students each. Every student needs {each} books. How many books are needed?",
                          f"{n} boxes hold {d} bags each, and each bag holds {each} {thing}. How many {thing} are there?",
                          f"A building has {n} floors with {d} rooms each. Every room has {each} windows. How many windows are there?",
                          f"{name} runs {n} km a day, {d} days a week. How many km is that in {each} weeks?")
        return text, n * d * each, run(("*", n, d, "First {e} = {v}."), ("*", (0,), each, "In total {e} = {v}.")), 2
    if kind == 3:
        total = n * d
        text = style.pick(f"{total} {thing} are shared equally by {n} children. Each child then {'gets' if more % 2 else 'finds'} {more} more. How many does each child have?",
                          f"{name} divides {total} {thing} into {n} equal groups and adds {more} to each. How many are in each group?")
        return text, d + more, run(("/", total, n, "Each has {e} = {v}."), ("+", (0,), more, "Then {e} = {v}.")), 2
    if kind == 4:
        total = n * d
        gone = rng.randint(1, 30)
        text = style.pick(f"{name} has {total + gone} {thing}, keeps {gone} and shares the rest equally among {n} friends. How many does each friend get?",
                          f"Of {total + gone} {thing}, {gone} are broken. The others are put into {n} boxes equally. How many are in each box?",
                          f"{name} had {total + gone} {thing} and lost {gone}. The rest is divided equally among {n} people. How many does each get?")
        return text, d, run(("-", total + gone, gone, "To share are {e} = {v}."), ("/", (0,), n, "Each gets {e} = {v}.")), 2
    h, m, length = rng.randint(1, 10), rng.randint(0, 11) * 5, rng.randint(2, 34) * 5
    end = h * 60 + m + length
    text = style.pick(f"How many minutes are there from {h}:{m:02d} to {end // 60}:{end % 60:02d}?",
                      f"A film starts at {h}:{m:02d} and ends at {end // 60}:{end % 60:02d}. How many minutes does it last?",
                      f"How many minutes pass between {h}:{m:02d} and {end // 60}:{end % 60:02d}?")
    return text, length, run(("*", end // 60, 60, "The end is {e} = {v} minutes after 0:00."), ("+", (0,), end % 60, "With the minutes {e} = {v}."),
                             ("*", h, 60, "The start is {e} = {v}."), ("+", (2,), m, "With the minutes {e} = {v}."), ("-", (1,), (3,),
                                     "So {e} = {v} minutes.")), 2


def nth_multiple(rng, style):
    from ..sequences import ordinal
    n, k = rng.randint(2, 30), rng.randint(2, 25)
    if rng.random() < 0.5:
        return style.pick(f"What is the {ordinal(n)} multiple of {k}?", f"Find the {ordinal(n)} positive multiple of {k}."), n * k, run(("*", n, k,
                "It is {e} = {v}.")), 2
    odd = rng.random() < 0.5
    text = style.pick(f"What is the {ordinal(n)} {'odd' if odd else 'even'} number?",
                      f"Find the {ordinal(n)} positive {'odd' if odd else 'even'} number.")
    moves = [("*", n, 2, "Twice the place is {e} = {v}.")]
    if odd:
        moves.append(("-", (0,), 1, "The odd number before is {e} = {v}."))
    return text, 2 * n - odd, run(*moves), 2


FORMS = [named_then, named_then, gaps, compare, factorise, inverse_powers, usage, usage, nth_multiple]
