"""Two unknowns in everyday clothes: heads and legs, tickets, coins, ages then and now, small systems."""
from ...steps import Step, calc, divide, multiply
from ..stories import run


def heads_and_legs(rng, style):
    """n things of two kinds with a and b units each, total given."""
    kind = rng.randrange(5)
    x, y = rng.randint(2, 30), rng.randint(2, 30)
    name = style.name()
    if kind == 0:
        (one, a), (two, b) = (("chickens", 2), rng.choice((("cows", 4), ("rabbits", 4), ("pigs", 4), ("sheep", 4))))
        n, total = x + y, a * x + b * y
        want = rng.random() < 0.5
        word = two if want else one
        text = style.pick(f"A farm has {one} and {two}. There are {n} heads and {total} legs. How many {word} are there?",
                          f"A farmer has {n} animals, {one} and {two}. Together they have {total} legs. How many {word} does the farmer have?",
                          f"There are {n} {one} and {two} with {total} legs in total. How many {word} are there?",
                          f"In a yard there are {one} and {two}: {n} heads, {total} legs. How many {word}?")
    elif kind == 1:
        a = rng.randint(2, 9)
        b = a + rng.randint(1, 9)
        n, total, want = x + y, a * x + b * y, rng.random() < 0.5
        one, two = "child tickets", "adult tickets"
        word = two if want else one
        text = style.pick(f"Adult tickets cost {b} dollars and child tickets cost {a} dollars. {n} tickets were sold for {total} dollars. How many {word} were sold?",
                          f"A theater sold {n} tickets for {total} dollars in total. Adult tickets cost {b} dollars, child tickets {a} dollars. How many {word} were sold?",
                          f"{n} people went to a show and paid {total} dollars. An adult pays {b} dollars and a child {a} dollars. How many {'adults' if want else 'children'} were there?")
    elif kind == 2:
        (one, a), (two, b) = rng.choice(((("nickels", 5), ("dimes", 10)), (("dimes", 10), ("quarters", 25)), (("2-dollar coins", 2),
                ("5-dollar bills", 5)), (("5-dollar bills", 5), ("10-dollar bills", 10)), (("pennies", 1), ("nickels", 5)), (("nickels", 5),
                        ("quarters", 25))))
        n, total, want = x + y, a * x + b * y, rng.random() < 0.5
        word, unit = two if want else one, "dollars" if "dollar" in one else "cents"
        text = style.pick(f"{name} has {n} coins, {one} and {two}, worth {total} {unit}. How many {word} does {name} have?" if unit == "cents" else f"{name} has {n} {one} and {two} worth {total} {unit}. How many {word} does {name} have?",
                          f"{name} has {n} {one} and {two} in total. They are worth {total} {unit}. How many {word} are there?")
    elif kind == 3:
        (one, a), (two, b) = rng.choice(((("bicycles", 2), ("cars", 4)), (("bicycles", 2), ("tricycles", 3)), (("motorcycles", 2), ("cars", 4))))
        n, total, want = x + y, a * x + b * y, rng.random() < 0.5
        word = two if want else one
        text = style.pick(f"A shop has {n} {one} and {two} with {total} wheels in total. How many {word} are there?",
                          f"There are {n} {one} and {two} in a lot. Together they have {total} wheels. How many {word} are there?")
    else:
        a = rng.randint(2, 8)
        b = a + rng.randint(1, 6)
        n, total, want = x + y, a * x + b * y, rng.random() < 0.5
        one, two = rng.choice((("pens", "notebooks"), ("apples", "melons"), ("cookies", "cakes"), ("small boxes", "large boxes")))
        word = two if want else one
        text = style.pick(f"{name} buys {n} {one} and {two} for {total} dollars. Each of the {one} costs {a} dollars and each of the {two} {b} dollars. How many {word} are there?",
                          f"{one.capitalize()} cost {a} dollars and {two} cost {b} dollars. {name} buys {n} in total and pays {total} dollars. How many {word} does {name} buy?")

    def solve(ctx):
        low = yield from multiply(ctx, n, a, lambda v, e: f"If all were {one}: {e} = {v}.")
        extra = yield calc(ctx, "-", total, low, lambda v, e: f"The rest is {e} = {v}.")
        more = yield calc(ctx, "-", b, a, lambda v, e: f"Each of the {two} adds {e} = {v}.")
        high = yield divide(ctx, extra, more, lambda v, e: f"So there are {e} = {v} {two}.")
        if want:
            return high
        return (yield calc(ctx, "-", n, high, lambda v, e: f"And {e} = {v} {one}."))
    return text, y if want else x, solve, 3


def plus_minus(rng, style):
    """x + y = s and x - y = d."""
    y, d = rng.randint(1, 40), rng.randint(1, 40)
    x = y + d
    s = x + y
    ask, answer = rng.choice((("x", x), ("y", y), ("x", x), ("y", y), ("x * y", x * y)))
    one, two = style.math(f"x + y = {s}"), style.math(f"x - y = {d}")
    style.times = "*" if style.times == "x" else style.times
    ask = style.math(ask)
    text = style.pick(f"If {one} and {two}, what is {ask}?", f"{one}, {two}. Find {ask}.", f"Solve {one} and {two}. What is {ask}?",
                      f"{one} and {two}. What is {ask}?", f"Given {one} and {two}, find {ask}.",
                      f"x plus y is {s} and x minus y is {d}. What is {ask}?")

    def solve(ctx):
        double = yield calc(ctx, "+", s, d, lambda v, e: f"Add the lines: 2x = {e} = {v}.")
        first = yield divide(ctx, double, 2, lambda v, e: f"So x = {e} = {v}.")
        if answer == x and ask == "x":
            return first
        second = yield calc(ctx, "-", s, first, lambda v, e: f"Then y = {e} = {v}.")
        if ask == "y":
            return second
        return (yield from multiply(ctx, first, second, lambda v, e: f"The product is {e} = {v}."))
    return text, answer, solve, 2


def substitution(rng, style):
    """y = kx + c or x = y + c given, put into a x + b y = n."""
    x, k, c, a, b = rng.randint(1, 15), rng.randint(1, 5), rng.randint(-8, 12), rng.randint(1, 6), rng.randint(1, 5)
    y = k * x + c
    total = a * x + b * y
    if y <= 0 or a + b * k == 0:
        return substitution(rng, style)
    right = (f"{k}x" if k > 1 else "x") + (f" + {c}" if c > 0 else f" - {-c}" if c else "")
    left = (f"{a}x" if a > 1 else "x") + " + " + (f"{b}y" if b > 1 else "y")
    want_y = rng.random() < 0.4
    one, two = style.math(f"y = {right}"), style.math(f"{left} = {total}")
    if rng.random() < 0.4:
        one, two = two, one
    word = "y" if want_y else "x"
    text = style.pick(f"Solve {one} and {two}. What is {word}?", f"If {one} and {two}, what is {word}?", f"{one}, {two}. Find {word}.",
                      f"Find {word} if {one} and {two}.", f"Given {one} and {two}, find {word}.")

    def solve(ctx):
        coefficient = a + b * k
        constant = b * c
        const = f" + {constant}" if constant > 0 else f" - {-constant}" if constant else ""
        yield Step(0, f"Put y into the other line: {coefficient}x{const} = {total}.")
        rest = total
        if constant:
            rest = yield calc(ctx, "-" if constant > 0 else "+", total, abs(constant), lambda v, e: f"So {coefficient}x = {e} = {v}.")
        first = yield divide(ctx, rest, coefficient, lambda v, e: f"x = {e} = {v}.")
        if not want_y:
            return first
        product = yield calc(ctx, "*", k, first, lambda v, e: f"{e} = {v}.")
        return (yield calc(ctx, "+" if c >= 0 else "-", product, abs(c), lambda v, e: f"So y = {e} = {v}."))
    return text, y if want_y else x, solve, 3


def elimination(rng, style):
    """ax + by = m, cx - dy = n with one pair of equal or easy coefficients."""
    x, y = rng.randint(1, 15), rng.randint(1, 15)
    a, b, c = rng.randint(1, 6), rng.randint(1, 5), rng.randint(1, 6)
    add = rng.random() < 0.55
    if not add and a <= c:
        a = c + rng.randint(1, 4)
    m, n = a * x + b * y, c * x - b * y if add else c * x + b * y

    def line(p, q, sign, r):
        return style.math(f"{'' if p == 1 else p}x {sign} {'' if q == 1 else q}y = {r}")
    one, two = line(a, b, "+", m), line(c, b, "-" if add else "+", n)
    want_y = rng.random() < 0.5
    word = "y" if want_y else "x"
    text = style.pick(f"Solve {one} and {two}. What is {word}?", f"If {one} and {two}, what is {word}?", f"{one}, {two}. Find {word}.",
                      f"Find {word} if {one} and {two}.", f"Solve the system {one}, {two} for {word}.", f"{one} and {two}. What is {word}?")

    def solve(ctx):
        verb, op = ("Add", "+") if add else ("Subtract", "-")
        count = yield calc(ctx, op, a, c, lambda v, e: f"{verb} the lines: {e} = {v} for x.")
        total = yield calc(ctx, op, m, n, lambda v, e: f"Totals: {e} = {v}.")
        first = yield divide(ctx, total, count, lambda v, e: f"x = {e} = {v}.")
        if not want_y:
            return first
        spent = yield from multiply(ctx, a, first, lambda v, e: f"Put it back in the first line: {e} = {v}.")
        rest = yield calc(ctx, "-", m, spent, lambda v, e: f"The rest is {e} = {v}.")
        return (yield divide(ctx, rest, b, lambda v, e: f"y = {e} = {v}."))
    return text, y if want_y else x, solve, 3


def mixed_signs(rng, style):
    """a x + b y = m, c x - d y = n: both lines multiplied so that y goes."""
    x, y = rng.randint(1, 12), rng.randint(1, 12)
    a, b, c, d = (rng.randint(1, 6) for _ in range(4))
    if b == d:
        d += 1
    m, n = a * x + b * y, c * x - d * y
    one = style.math(f"{'' if a == 1 else a}x + {'' if b == 1 else b}y = {m}")
    two = style.math(f"{'' if c == 1 else c}x - {'' if d == 1 else d}y = {n}")
    word, want_y = rng.choice((("x", False), ("y", True)))
    text = style.pick(f"Solve {one} and {two}. What is {word}?", f"If {one} and {two}, what is {word}?", f"{one}, {two}. Find {word}.",
                      f"Find {word} if {one} and {two}.", f"Solve the system {one}, {two} for {word}.")

    def solve(ctx):
        yield Step(0, f"To remove y, multiply the first line by {d} and the second by {b}, then add.")
        left = yield calc(ctx, "*", a, d, lambda v, e: f"First line, x: {e} = {v}.")
        right = yield from multiply(ctx, m, d, lambda v, e: f"First line, total: {e} = {v}.")
        left2 = yield calc(ctx, "*", c, b, lambda v, e: f"Second line, x: {e} = {v}.")
        right2 = yield from multiply(ctx, n, b, lambda v, e: f"Second line, total: {e} = {v}.")
        count = yield calc(ctx, "+", left, left2, lambda v, e: f"Add: {e} = {v} for x.")
        total = yield calc(ctx, "+", right, right2, lambda v, e: f"Totals: {e} = {v}.")
        first = yield divide(ctx, total, count, lambda v, e: f"x = {e} = {v}.")
        if not want_y:
            return first
        spent = yield from multiply(ctx, a, first, lambda v, e: f"Put it back in the first line: {e} = {v}.")
        rest = yield calc(ctx, "-", m, spent, lambda v, e: f"The rest is {e} = {v}.")
        return (yield divide(ctx, rest, b, lambda v, e: f"y = {e} = {v}."))
    return text, y if want_y else x, solve, 3


def ages_then(rng, style):
    """Times as old now or in some years; sums of ages later."""
    a, b = style.names(2)
    kind = rng.randrange(5)
    times = rng.choice((2, 2, 3, 4))
    word = {2: "twice", 3: "three times", 4: "four times"}[times]
    if kind == 0:
        # in k years a is `times` as old as b then; difference known
        b_then = rng.randint(8, 30)
        k = rng.randint(1, b_then - 3)
        gap = b_then * (times - 1)
        young = b_then - k
        want_young = rng.random() < 0.5
        text = style.pick(f"{a} is {gap} years older than {b}. In {k} years {a} will be {word} as old as {b}. How old is {b if want_young else a} now?",
                          f"{a} is {gap} years older than {b}. In {k} years, {a} will be {word} as old as {b}. How old is {b if want_young else a}?")

        def solve(ctx):
            share = yield calc(ctx, "-", times, 1, lambda v, e: f"Then the difference is {e} = {v} times the age of {b}.")
            then = yield divide(ctx, gap, share, lambda v, e: f"So {b} is {e} = {v} then.")
            now = yield calc(ctx, "-", then, k, lambda v, e: f"Now {b} is {e} = {v}.")
            return now if want_young else (yield calc(ctx, "+", now, gap, lambda v, e: f"And {a} is {e} = {v}."))
        return text, young if want_young else young + gap, solve, 3
    if kind == 1:
        # a = times * b now, in k years a = 2 * b
        times = rng.choice((3, 4, 5))
        word = {3: "three times", 4: "four times", 5: "five times"}[times]
        young = rng.randint(2, 15)
        k = young * (times - 2)
        want_young = rng.random() < 0.5
        text = style.pick(f"{a} is {word} as old as {b}. In {k} years {a} will be twice as old as {b}. How old is {b if want_young else a} now?",
                          f"{a} is now {word} as old as {b}. In {k} years, {a} will be twice as old as {b}. How old is {b if want_young else a}?")

        def solve_times(ctx):
            share = yield calc(ctx, "-", times, 2, lambda v, e: f"Let {b} be x. Then {times}x + {k} = 2x + {2 * k}, so {e} = {v} times x is {k}.")
            now = yield divide(ctx, k, share, lambda v, e: f"So {b} is {e} = {v}.")
            return now if want_young else (yield calc(ctx, "*", now, times, lambda v, e: f"And {a} is {e} = {v}."))
        return text, young if want_young else young * times, solve_times, 3
    if kind == 2:
        x, y, k = rng.randint(3, 50), rng.randint(3, 50), rng.randint(2, 15)
        total = x + y
        text = style.pick(f"The sum of the ages of {a} and {b} is {total}. What will be the sum of their ages in {k} years?",
                          f"{a} and {b} are {total} years old together. How old will they be together in {k} years?")
        return text, total + 2 * k, run(("*", k, 2, "Both grow older, by {e} = {v} together."), ("+", total, (0,), "So the sum is {e} = {v}.")), 2
    if kind == 3:
        x, gap, k = rng.randint(5, 40), rng.randint(2, 20), rng.randint(2, 15)
        total = 2 * x + gap + 2 * k
        text = style.pick(f"{a} is {gap} years older than {b}. In {k} years the sum of their ages will be {total}. How old is {b} now?",
                          f"In {k} years {a} and {b} will be {total} years old together. {a} is {gap} years older than {b}. How old is {b} now?")
        return text, x, run(("*", k, 2, "Together they grow {e} = {v} years older."), ("-", total, (0,), "Now the sum is {e} = {v}."),
                            ("-", (1,), gap, "Twice " + b + " is {e} = {v}."), ("/", (2,), 2, "So " + b + " is {e} = {v}.")), 3
    young, k = rng.randint(6, 30), rng.randint(1, 5)
    k = min(k, young - 2)
    old = times * (young - k) + k
    text = style.pick(f"{b} is {young} years old. {k} years ago {a} was {word} as old as {b}. How old is {a} now?",
                      f"{k} years ago {a} was {word} as old as {b}. {b} is {young} now. How old is {a}?")
    return text, old, run(("-", young, k, b + " was {e} = {v} then."), ("*", (0,), times, a + " was {e} = {v} then."), ("+", (1,), k,
            "Now " + a + " is {e} = {v}.")), 3


def three_parts(rng, style):
    """Three people or three numbers with relations and a sum."""
    x, times, more = rng.randint(2, 25), rng.choice((2, 2, 3)), rng.randint(1, 15)
    a, b, c = style.names(3)
    word = {2: "twice", 3: "three times"}[times]
    thing = rng.choice(("coins", "marbles", "stamps", "cards", "apples"))
    if rng.random() < 0.5:
        total = x + times * x + (x + more)
        parts = times + 2
        text = style.pick(f"{a}, {b} and {c} have {total} {thing} together. {b} has {word} as many as {a}, and {c} has {more} more than {a}. How many {thing} does {a} have?",
                          f"{b} has {word} as many {thing} as {a}. {c} has {more} more than {a}. Together they have {total}. How many {thing} does {a} have?")
        return text, x, run(("-", total, more, "Without the extra there are {e} = {v}."), ("/", (0,), parts,
                f"That is {parts} times {a}'s number, so " + "{e} = {v}.")), 3
    total = x * (1 + times + times * 2)
    text = style.pick(f"{a}, {b} and {c} have {total} {thing} together. {b} has {word} as many as {a}, and {c} has twice as many as {b}. How many {thing} does {a} have?",
                      f"{b} has {word} as many {thing} as {a} and {c} has twice as many as {b}. Together they have {total} {thing}. How many does {a} have?")
    return text, x, run(("*", times, 2, c + " has {e} = {v} parts."), ("+", (0,), times + 1, "All have {e} = {v} parts."), ("/", total, (1,),
            "One part is {e} = {v}.")), 3


FORMS = [heads_and_legs, heads_and_legs, plus_minus, substitution, elimination, elimination, mixed_signs, ages_then, ages_then, three_parts]
