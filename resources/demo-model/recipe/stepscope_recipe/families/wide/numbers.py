"""Remainders, divisors and counting beyond the trapped families: last digits, three numbers, arrangements, ranges."""
import math

from ...steps import Step, calc, divide, fact, multiply
from ..divisors import solve_gcd, solve_lcm
from ..powers import solve_power, solve_remainder
from ..stories import run
from ...surface import THINGS


def last_digit(rng, style):
    if rng.random() < 0.65:
        b, e = rng.randint(2, 9) if rng.random() < 0.7 else rng.randint(11, 39), rng.randint(5, 130)
        text = style.pick(f"What is the last digit of {b}^{e}?", f"Find the last digit of {b}^{e}.", f"What is the units digit of {b}^{e}?",
                          f"last digit of {b}^{e}", f"What is the ones digit of {b}^{e}?",
                          f"Find the unit digit of {b} to the power of {e}.")
        return text, pow(b, e, 10), lambda ctx: solve_power(ctx, b, e, 10), 3
    a, b = rng.randint(11, 99), rng.randint(11, 99)
    text = style.pick(f"What is the last digit of {a} * {b}?", f"Find the units digit of {a} * {b}.")

    def solve(ctx):
        product = yield from multiply(ctx, a, b, lambda v, e: f"{e} = {v}.")
        return (yield fact(abs(product) % 10, lambda v: f"The last digit of {product} is {v}.", lambda v: f"the last digit is {v}"))
    return style.math(text), a * b % 10, solve, 2


def long_remainder(rng, style):
    """Digit by digit, as in long division."""
    m = rng.randint(3, 12) if rng.random() < 0.7 else rng.randint(11, 40)
    n = rng.randint(1000, 99999)
    text = style.pick(f"What is the remainder when {style.num(n)} is divided by {m}?", f"{n} mod {m}", f"Find {n} mod {m}.", f"What is {n} mod {m}?",
                      f"What is the remainder of {style.num(n)} divided by {m}?",
                      f"Find the remainder when {style.num(n)} is divided by {m}.", f"Divide {n} by {m}. What is the remainder?")

    def solve(ctx):
        rest = 0
        for digit in str(n):
            number = rest * 10 + int(digit)
            rest = yield fact(number % m, lambda v: f"{number} = {number // m} * {m} + {v}.", lambda v: f"{number} mod {m} = {v}")
        return (yield Step(rest, f"So the remainder is {rest}."))
    return text, n % m, solve, 2


def result_remainder(rng, style):
    a, b, m = rng.randint(5, 99), rng.randint(5, 99), rng.randint(3, 15)
    op, word, verb = rng.choice((("+", "sum", "added"), ("*", "product", "multiplied")))
    expr = style.math(f"{a} {op} {b}")
    text = style.pick(f"What is the remainder when {expr} is divided by {m}?", f"Find ({expr}) mod {m}.", f"What is ({expr}) mod {m}?",
                      f"What is the remainder when the {word} of {a} and {b} is divided by {m}?", f"({expr}) mod {m}")
    value = a + b if op == "+" else a * b

    def solve(ctx):
        if op == "*":
            got = yield from multiply(ctx, a, b, lambda v, e: f"{e} = {v}.")
        else:
            got = yield calc(ctx, "+", a, b, lambda v, e: f"{e} = {v}.")
        return (yield from solve_remainder(got, m))
    return text, value % m, solve, 2


def nearest_multiple(rng, style):
    k, n = rng.randint(3, 19), rng.randint(30, 400)
    if n % k == 0:
        n += 1
    rest = n % k
    below = rng.random() < 0.5
    answer = n - rest if below else n - rest + k
    text = style.pick(f"What is the largest multiple of {k} less than {n}?", f"Find the largest number below {n} that is divisible by {k}.",
                      f"What is the greatest multiple of {k} that is smaller than {n}?") if below else \
        style.pick(f"What is the smallest multiple of {k} greater than {n}?", f"Find the smallest number above {n} that is divisible by {k}.",
                   f"What is the first multiple of {k} after {n}?")

    def solve(ctx):
        times = yield fact(n // k, lambda v: f"{k} goes into {n} {v} times.", lambda v: f"{n} / {k} gives {v}")
        if not below:
            times = yield calc(ctx, "+", times, 1, lambda v, e: f"The next is {e} = {v} times.")
        return (yield from multiply(ctx, k, times, lambda v, e: f"So it is {e} = {v}."))
    return text, answer, solve, 2


def two_remainders(rng, style):
    """The smallest number with two given remainders, by trying."""
    m, k = rng.choice(((3, 5), (4, 5), (3, 7), (5, 7), (4, 7), (3, 4), (5, 6), (2, 5), (7, 8), (5, 8), (2, 7), (3, 8), (4, 9), (5, 9)))
    r, s = rng.randint(1, m - 1), rng.randint(1, k - 1)
    answer = next(n for n in range(s, m * k + 1) if n % k == s and n % m == r)
    text = style.pick(f"What is the smallest positive number that leaves remainder {r} when divided by {m} and remainder {s} when divided by {k}?",
                      f"A number leaves remainder {r} when divided by {m} and {s} when divided by {k}. What is the smallest such number?",
                      f"Find the smallest positive integer n with n mod {m} = {r} and n mod {k} = {s}.",
                      f"Find the smallest positive x such that x mod {m} = {r} and x mod {k} = {s}.")

    def solve(ctx):
        n = s
        while n < m * k + k:
            rest = yield fact(n % m, lambda v: f"{n} leaves {s} for {k}, and {n} mod {m} = {v}.", lambda v: f"{n} mod {m} = {v}")
            if rest == r:
                break
            n += k
        return (yield Step(n, f"So the number is {n}."))
    return text, answer, solve, 3


def three_numbers(rng, style):
    least = rng.random() < 0.5
    if least:
        numbers = [rng.randint(2, 15) for _ in range(3)]
        a, b, c = sorted(numbers, reverse=True)
        ab = a * b // math.gcd(a, b)
        answer = ab * c // math.gcd(ab, c)
        listed = ", ".join(map(str, numbers[:2])) + f" and {numbers[2]}"
        text = style.pick(f"What is the least common multiple of {listed}?", f"lcm of {listed}", f"Find the lcm of {listed}.",
                          f"lcm({', '.join(map(str, numbers))})", f"What is the smallest number divisible by {listed}?",
                          f"Three lights flash every {numbers[0]}, {numbers[1]} and {numbers[2]} seconds. They flash together now. After how many seconds do they flash together again?",
                          f"Three bells ring every {listed} minutes. They ring together now. In how many minutes will they ring together again?",
                          f"Find the least common multiple of {', '.join(map(str, numbers))}.")

        def solve(ctx):
            first = yield from solve_lcm(ctx, a, b)
            big, small = max(first, c), min(first, c)
            return (yield from solve_lcm(ctx, big, small)) if small > 0 else first
    else:
        g = rng.randint(2, 24)
        numbers = [g * rng.randint(1, 12) for _ in range(3)]
        a, b, c = sorted(numbers, reverse=True)
        answer = math.gcd(math.gcd(a, b), c)
        listed = ", ".join(map(str, numbers[:2])) + f" and {numbers[2]}"
        text = style.pick(f"What is the greatest common divisor of {listed}?", f"gcd of {listed}", f"Find the gcd of {listed}.",
                          f"gcd({', '.join(map(str, numbers))})", f"What is the largest number that divides {listed}?",
                          f"Ropes of {listed} cm are cut into equal pieces that are as long as possible. How long is each piece?",
                          f"Find the greatest common factor of {', '.join(map(str, numbers))}.")

        def solve(ctx):
            first = yield from solve_gcd(ctx, a, b)
            big, small = max(first, c), min(first, c)
            return (yield from solve_gcd(ctx, big, small)) if small > 0 else first
    return text, answer, solve, 3


def gcd_stories(rng, style):
    g, x, y = rng.randint(2, 20), rng.randint(2, 9), rng.randint(2, 9)
    while math.gcd(x, y) > 1:
        x += 1
    a, b = g * x, g * y
    one, two = rng.sample(THINGS, 2)
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"There are {a} {one} and {b} {two}. What is the largest number of equal bags that can be made using all of them?",
                          f"{style.name()} has {a} {one} and {b} {two} and makes identical packs with nothing left over. What is the largest number of packs?",
                          f"A teacher has {a} {one} and {b} {two}. What is the greatest number of students that can share them equally with nothing left?",
                          f"What is the largest number of identical gift bags that can be made from {a} {one} and {b} {two}?")
        return text, g, lambda ctx: solve_gcd(ctx, max(a, b), min(a, b)), 2
    if kind == 1:
        text = style.pick(f"A floor of {a} cm by {b} cm is covered with equal square tiles. What is the largest possible side of a tile in cm?",
                          f"What is the side of the largest square tile that fits a floor of {a} by {b} exactly?",
                          f"A {a} by {b} sheet is cut into equal squares, as large as possible. How long is the side of a square?")
        return text, g, lambda ctx: solve_gcd(ctx, max(a, b), min(a, b)), 2
    least = a * y
    if rng.random() < 0.5:
        text = style.pick(f"The product of two numbers is {a * b} and their gcd is {g}. What is their lcm?",
                          f"Two numbers have product {a * b} and greatest common divisor {g}. What is their least common multiple?")
        return text, least, run(("/", a * b, g, "The lcm is {e} = {v}.")), 2
    text = style.pick(f"{style.name()} visits every {a} days and {style.name()} every {b} days. Both came today. In how many days will both come again?",
                      f"One runner needs {a} seconds for a lap, another {b} seconds. They start together. After how many seconds are they together at the start again?",
                      f"One light blinks every {a} seconds and another every {b} seconds. They blink together now. After how many seconds do they blink together again?")
    return text, a // math.gcd(a, b) * b, lambda ctx: solve_lcm(ctx, max(a, b), min(a, b)), 2


def arrangements(rng, style):
    n = rng.randint(3, 20)
    kind = rng.randrange(6)
    if kind == 0:
        text = style.pick(f"{n} people shake hands with each other once. How many handshakes are there?",
                          f"How many handshakes are there if {n} people all shake hands once?",
                          f"In a league of {n} teams each pair plays once. How many games are there?",
                          f"How many ways are there to choose 2 people from {n}?",
                          f"{n} teams each play every other team once. How many games are played?", f"How many pairs can be formed from {n} people?")
        return text, n * (n - 1) // 2, run(("-", n, 1, "Each meets {e} = {v} others."), ("*", n, (0,), "That is {e} = {v}."), ("/", (1,), 2,
                "Every pair was counted twice, so {e} = {v}.")), 2
    if kind == 1:
        n = rng.randint(2, 6)
        text = style.pick(f"In how many ways can {n} books be arranged on a shelf?", f"How many ways can {n} people stand in a line?",
                          f"In how many orders can {n} runners finish?", f"How many ways are there to arrange {n} different letters?")
        answer = math.factorial(n)

        def solve(ctx):
            value = 1
            for k in range(2, n + 1):
                value = yield calc(ctx, "*", value, k, lambda v, e: f"{e} = {v}.")
            return value
        return text, answer, solve, 2
    if kind == 2:
        a, b, c = rng.randint(2, 12), rng.randint(2, 12), rng.randint(2, 8)
        if rng.random() < 0.5:
            text = style.pick(f"{style.name()} has {a} shirts and {b} pants. How many outfits are possible?",
                              f"A menu has {a} starters and {b} main dishes. How many different meals are there?",
                              f"How many outfits can be made from {a} shirts and {b} hats?")
            return text, a * b, run(("*", a, b, "There are {e} = {v}.")), 2
        text = style.pick(f"{style.name()} has {a} shirts, {b} pants and {c} hats. How many outfits are possible?",
                          f"A menu has {a} starters, {b} main dishes and {c} desserts. How many different meals are there?")
        return text, a * b * c, run(("*", a, b, "First {e} = {v}."), ("*", (0,), c, "Then {e} = {v}.")), 2
    if kind == 3:
        a = rng.randint(1, 100)
        b = a + rng.randint(3, 200)
        if rng.random() < 0.5:
            text = style.pick(f"How many integers are there from {a} to {b}, both included?",
                              f"How many numbers are there from {a} to {b} inclusive?", f"How many pages are there from page {a} to page {b}?")
            return text, b - a + 1, run(("-", b, a, "The difference is {e} = {v}."), ("+", (0,), 1, "Both ends count, so {e} = {v}.")), 2
        odd = rng.choice((0, 1))
        word = ("even", "odd")[odd]
        answer = sum(1 for z in range(a, b + 1) if z % 2 == odd)
        text = style.pick(f"How many {word} numbers are there from {a} to {b}?", f"How many {word} integers are between {a} and {b}, inclusive?")
        low = a if a % 2 == odd else a + 1
        high = b if b % 2 == odd else b - 1

        def solve(ctx):
            yield Step(0, f"The first is {low} and the last is {high}.")
            gap = yield calc(ctx, "-", high, low, lambda v, e: f"The difference is {e} = {v}.")
            half = yield divide(ctx, gap, 2, lambda v, e: f"Half of it is {e} = {v}.")
            return (yield calc(ctx, "+", half, 1, lambda v, e: f"Both ends count, so {e} = {v}."))
        return text, answer, solve, 2
    if kind == 4:
        high, k = rng.randint(20, 300), rng.randint(2, 12)
        text = style.pick(f"How many numbers from 1 to {high} are not divisible by {k}?",
                          f"How many integers from 1 to {high} are not multiples of {k}?")

        def solve(ctx):
            count = yield fact(high // k, lambda v: f"Up to {high} there are {v} multiples of {k}.", lambda v: f"{high} / {k} gives {v}")
            return (yield calc(ctx, "-", high, count, lambda v, e: f"The others are {e} = {v}."))
        return text, high - high // k, solve, 2
    high, k, m = rng.randint(30, 400), rng.randint(2, 9), rng.randint(2, 9)
    while m == k:
        m = rng.randint(2, 9)
    both = k * m // math.gcd(k, m)
    text = style.pick(f"How many numbers from 1 to {high} are divisible by both {k} and {m}?",
                      f"How many integers from 1 to {high} are multiples of {k} and {m}?",
                      f"How many positive integers up to {high} are divisible by {k} and by {m}?")

    def solve(ctx):
        yield Step(0, f"They are the multiples of {both}.")
        return (yield fact(high // both, lambda v: f"Up to {high} there are {v} multiples of {both}.", lambda v: f"{high} / {both} gives {v}"))
    return text, high // both, solve, 2


def digits(rng, style):
    """Reversed numbers, digit products, counting digits and primes."""
    kind = rng.randrange(5)
    if kind == 0:
        n = rng.randint(12, 9999)
        digits_ = [int(c) for c in str(n)]
        text = style.pick(f"What is the product of the digits of {n}?", f"Multiply the digits of {n}.", f"Find the product of the digits of {n}.")
        answer = math.prod(digits_)

        def solve(ctx):
            value = digits_[0]
            for d in digits_[1:]:
                value = yield calc(ctx, "*", value, d, lambda v, e: f"{e} = {v}.")
            return value
        return text, answer, solve, 2
    if kind == 1:
        n = rng.randint(10, 60)
        primes = [p for p in range(2, n + 1) if all(p % d for d in range(2, int(p ** 0.5) + 1))]
        text = style.pick(f"How many prime numbers are there up to {n}?", f"How many primes are less than or equal to {n}?",
                          f"Count the primes up to {n}.")
        return text, len(primes), lambda ctx: (yield fact(len(primes), lambda v: f"They are {', '.join(map(str, primes))}, that is {v}.",
                                                          lambda v: f"there are {v}")), 2
    if kind == 2:
        e = rng.randint(2, 10)
        text = style.pick(f"What is the sum of the digits of 2^{e + 3}?", f"Find the digit sum of 2^{e + 3}.")
        value = 2 ** (e + 3)

        def solve(ctx):
            v = 2
            for k in range(2, e + 4):
                v = yield calc(ctx, "*", v, 2, lambda w, x, k=k: f"2^{k} = {x} = {w}.")
            return (yield fact(sum(map(int, str(abs(v)))), lambda w: f"The digits of {v} add up to {' + '.join(str(abs(v)))} = {w}.",
                               lambda w: f"the digit sum is {w}"))
        return text, sum(map(int, str(value))), solve, 2
    if kind == 3:
        a, b = rng.randint(100, 9999), rng.randint(100, 9999)
        text = style.pick(f"What is the sum of the digits of {a} + {b}?", f"Find the digit sum of {a} + {b}.",
                          f"Add {a} and {b}. What is the sum of the digits of the result?")

        def solve(ctx):
            total = yield calc(ctx, "+", a, b, lambda v, e: f"{e} = {v}.")
            return (yield fact(sum(map(int, str(total))), lambda v: f"The digits of {total} add up to {' + '.join(str(total))} = {v}.",
                               lambda v: f"the digit sum is {v}"))
        return style.math(text), sum(map(int, str(a + b))), solve, 2
    k = rng.randint(1, 4)
    text = style.pick(f"How many {k}-digit numbers are there?", f"How many positive integers have exactly {k} digits?")
    if k == 1:
        return "How many positive one-digit numbers are there?", 9, lambda ctx: (yield fact(9, lambda v: f"From 1 to 9 there are {v}.",
                lambda v: f"there are {v}")), 2
    low, high = 10 ** (k - 1), 10 ** k - 1
    return text, high - low + 1, run(("-", high, low, f"They go from {low} to {high}: " + "{e} = {v}."), ("+", (0,), 1,
            "Both ends count, so {e} = {v}.")), 2


def clocks(rng, style):
    """Clock and week arithmetic."""
    if rng.random() < 0.5:
        size = rng.choice((12, 24))
        start, later = rng.randint(1, size - 1), rng.randint(13, 200)
        text = style.pick(f"It is {start} o'clock on a {size}-hour clock. What hour will it show {later} hours from now?",
                          f"A {size}-hour clock shows {start}. What does it show after {later} hours?",
                          f"It is now {start} o'clock. What will a {size}-hour clock show in {later} hours?")
        value = (start + later) % size
        answer = value or size if size == 12 else value

        def solve(ctx):
            total = yield calc(ctx, "+", start, later, lambda v, e: f"{e} = {v}.")
            rest = yield from solve_remainder(total, size)
            if rest == 0 and size == 12:
                return (yield Step(12, "On the clock that is 12."))
            return rest
        return text, answer, solve, 3
    h, m = rng.randint(1, 5), rng.randint(1, 59)
    h2, m2 = rng.randint(1, 5), rng.randint(1, 59)
    text = style.pick(f"How many minutes are {h} hours {m} minutes and {h2} hours {m2} minutes together?",
                      f"A film lasts {h} hours and {m} minutes, another {h2} hours and {m2} minutes. How many minutes is that in total?")
    return text, 60 * (h + h2) + m + m2, run(("+", h, h2, "The hours are {e} = {v}."), ("*", (0,), 60, "In minutes {e} = {v}."),
                                             ("+", m, m2, "The minutes are {e} = {v}."), ("+", (1,), (2,), "Together {e} = {v}.")), 3


FORMS = [last_digit, long_remainder, long_remainder, result_remainder, nearest_multiple, two_remainders, three_numbers, three_numbers, gcd_stories,
         arrangements, arrangements, digits, clocks]
