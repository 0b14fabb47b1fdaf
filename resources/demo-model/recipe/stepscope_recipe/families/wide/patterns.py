"""Sequences without a modulus: sums, rules in symbols, Fibonacci, growing differences, which term."""
from ...steps import Step, calc, divide, multiply
from ..sequences import ordinal
from ..stories import run


def arithmetic_sum(rng, style):
    a, d, n = rng.randint(1, 20), rng.randint(1, 9), rng.randint(4, 25)
    total = n * (2 * a + (n - 1) * d) // 2
    listed = ", ".join(str(a + i * d) for i in range(3))
    text = style.pick(f"What is the sum of the first {n} terms of the sequence {listed}, ...?",
                      f"Find the sum of the first {n} terms of {listed}, ...",
                      f"An arithmetic sequence starts with {a} and has difference {d}. What is the sum of its first {n} terms?",
                      f"The first term is {a} and the common difference is {d}. Find the sum of the first {n} terms.",
                      f"What is {a} + {a + d} + {a + 2 * d} + ... + {a + (n - 1) * d}?",
                      f"A theater has {n} rows. The first row has {a} seats and each next row has {d} more. How many seats are there in total?",
                      f"{style.name()} saves {a} dollars in the first week and {d} more each week than the week before. How much is saved after {n} weeks?")

    def solve(ctx):
        steps = yield calc(ctx, "-", n, 1, lambda v, e: f"From term 1 to term {n} there are {e} = {v} steps.")
        grown = yield from multiply(ctx, steps, d, lambda v, e: f"They add {e} = {v}.")
        last = yield calc(ctx, "+", a, grown, lambda v, e: f"The last term is {e} = {v}.")
        ends = yield calc(ctx, "+", a, last, lambda v, e: f"First plus last is {e} = {v}.")
        product = yield from multiply(ctx, ends, n, lambda v, e: f"Times the number of terms: {e} = {v}.")
        return (yield divide(ctx, product, 2, lambda v, e: f"Half of it is {e} = {v}."))
    return text, total, solve, 3


def number_sums(rng, style):
    n = rng.randint(3, 40)
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"What is the sum of the first {n} odd numbers?", f"Find the sum of the first {n} odd positive integers.",
                          f"Add the first {n} odd numbers.")
        return text, n * n, lambda ctx: (yield from multiply(ctx, n, n, lambda v, e: f"The sum is {n} squared: {e} = {v}.")), 2
    if kind == 1:
        text = style.pick(f"What is the sum of the first {n} even numbers?", f"Find the sum of the first {n} positive even integers.",
                          f"What is the sum of all even numbers from 2 to {2 * n}?")

        def solve(ctx):
            more = yield calc(ctx, "+", n, 1, lambda v, e: f"{e} = {v}.")
            return (yield from multiply(ctx, n, more, lambda v, e: f"The sum is {e} = {v}."))
        return text, n * (n + 1), solve, 2
    a = rng.randint(2, 40)
    b = a + rng.randint(3, 40)
    text = style.pick(f"What is the sum of all integers from {a} to {b}?", f"Add all numbers from {a} to {b}.",
                      f"Find the sum of the integers from {a} to {b}.")

    def solve_range(ctx):
        gap = yield calc(ctx, "-", b, a, lambda v, e: f"{e} = {v}.")
        count = yield calc(ctx, "+", gap, 1, lambda v, e: f"There are {e} = {v} numbers.")
        ends = yield calc(ctx, "+", a, b, lambda v, e: f"First plus last is {e} = {v}.")
        product = yield from multiply(ctx, ends, count, lambda v, e: f"{e} = {v}.")
        return (yield divide(ctx, product, 2, lambda v, e: f"Half of it is {e} = {v}."))
    return text, (a + b) * (b - a + 1) // 2, solve_range, 3


def rule(rng, style):
    """a_(n+1) = p a_n + q in symbols or words, no modulus."""
    start, p, n = rng.randint(1, 10), rng.choice((1, 2, 2, 3, 2)), rng.randint(3, 7)
    q = rng.choice((-1, 1, 1)) * rng.randint(1, 9)
    if p == 1 or start * (p - 1) + q <= 0:
        q = abs(q)
    n = n if p < 3 else min(n, 5)
    value = start
    for _ in range(n - 1):
        value = p * value + q
    sign = f"+ {q}" if q > 0 else f"- {-q}"
    times = {1: "", 2: "2 * ", 3: "3 * "}[p]
    loose = {1: "", 2: "2", 3: "3"}[p]
    word = {1: "", 2: "twice", 3: "three times"}[p]
    plus = f"plus {q}" if q > 0 else f"minus {-q}"
    forms = [f"a_1 = {start} and a_(n+1) = {times}a_n {sign}. Find a_{n}.",
             f"A sequence has a_1 = {start} and a_(n+1) = {loose}a_n {sign}. What is a_{n}?",
             f"If a(1) = {start} and a(n) = {loose}a(n-1) {sign}, what is a({n})?",
             f"A sequence is defined by a_1 = {start} and a_n = {times}a_(n-1) {sign}. Find a_{n}.",
             f"Let a_1 = {start} and a_(k+1) = {loose}a_k {sign}. What is a_{n}?",
             f"f(1) = {start} and f(n+1) = {times}f(n) {sign}. What is f({n})?",
             f"a_1 = {start}, a_{{n+1}} = {loose}a_n {sign}. Find a_{n}.",
             f"A sequence satisfies a_1 = {start} and a_{{n+1}} = {loose}a_n {sign}. What is a_{n}?",
             f"Let x_1 = {start} and x_{{n+1}} = {times}x_n {sign}. Find x_{n}.",
             f"The sequence is given by a_1 = {start}, a_n = {loose}a_{{n-1}} {sign}. Compute a_{n}."]
    if p > 1:
        forms += [f"A sequence starts with {start}. Each term is {word} the previous term {plus}. What is the {ordinal(n)} term?",
                  f"The first term of a sequence is {start}. Each following term is {word} the previous one {plus}. Find the {ordinal(n)} term.",
                  f"Each term of a sequence is {word} the one before {plus}. The first term is {start}. What is term {n}?"]

    def solve(ctx):
        value = yield Step(start, f"Term 1 is {start}.")
        for k in range(2, n + 1):
            label = f"Term {k}"
            if p > 1:
                value = yield from multiply(ctx, value, p, lambda v, e: f"{label}: {e} = {v}.")
                value = yield calc(ctx, "+" if q > 0 else "-", value, abs(q), lambda v, e: f"Then {e} = {v}.")
            else:
                value = yield calc(ctx, "+", value, q, lambda v, e: f"{label}: {e} = {v}.")
        return value
    return style.pick(*forms), value, solve, 2


def fibonacci(rng, style):
    a, b = (1, 1) if rng.random() < 0.4 else (rng.randint(1, 9), rng.randint(1, 9))
    n = rng.randint(5, 12)
    terms = [a, b]
    while len(terms) < n:
        terms.append(terms[-1] + terms[-2])
    if (a, b) == (1, 1) and rng.random() < 0.6:
        text = style.pick(f"What is the {ordinal(n)} Fibonacci number?", f"Find the {ordinal(n)} Fibonacci number, starting 1, 1.",
                          f"In the Fibonacci sequence 1, 1, 2, 3, ... what is the {ordinal(n)} term?")
    elif rng.random() < 0.6:
        text = style.pick(f"A sequence starts with {a}, {b} and each next term is the sum of the two before it. What is the {ordinal(n)} term?",
                          f"A sequence starts {a}, {b}. Every term after that is the sum of the previous two. Find the {ordinal(n)} term.",
                          f"Starting with {a} and {b}, each number is the sum of the two previous numbers. What is the {ordinal(n)} number?",
                          f"a_1 = {a}, a_2 = {b} and a_n = a_(n-1) + a_(n-2). Find a_{n}.",
                          f"Let a_1 = {a}, a_2 = {b} and a_{{n+2}} = a_{{n+1}} + a_n. What is a_{n}?")
    else:
        shown = terms[:rng.randint(5, 6)]
        answer = shown[-1] + shown[-2]
        text = style.pick(f"What is the next number: {', '.join(map(str, shown))}, ...?", f"{', '.join(map(str, shown))}, ? What comes next?",
                          f"What is the next number in the sequence {', '.join(map(str, shown))}?")
        return text, answer, lambda ctx: (yield calc(ctx, "+", shown[-2], shown[-1], lambda v,
                                                     e: f"Each term is the sum of the two before: {e} = {v}.")), 2

    def solve(ctx):
        x, y = a, b
        for k in range(3, n + 1):
            x, y = y, (yield calc(ctx, "+", x, y, lambda v, e: f"Term {k}: {e} = {v}."))
        return y
    return text, terms[-1], solve, 2


def growing(rng, style):
    """Differences that grow evenly."""
    a, d, g, count = rng.randint(1, 12), rng.randint(1, 6), rng.randint(1, 4), rng.choice((4, 5, 5))
    terms = [a]
    for i in range(count - 1):
        terms.append(terms[-1] + d + i * g)
    answer = terms[-1] + d + (count - 1) * g
    shown = ", ".join(map(str, terms))
    text = style.pick(f"What is the next number: {shown}, ...?", f"{shown}, ? What comes next?", f"What is the next number in the sequence {shown}?",
                      f"Find the next term: {shown}", f"{shown}, ... What is the next term?", f"What number comes next? {shown}")

    def solve(ctx):
        gaps = ", ".join(str(y - x) for x, y in zip(terms, terms[1:]))
        last = yield calc(ctx, "-", terms[-1], terms[-2], lambda v, e: f"The differences are {gaps}; the last is {e} = {v}.")
        grown = yield calc(ctx, "+", last, g, lambda v, e: f"They grow by {g}, so the next is {e} = {v}.")
        return (yield calc(ctx, "+", terms[-1], grown, lambda v, e: f"The next term is {e} = {v}."))
    return text, answer, solve, 2


def which_term(rng, style):
    a, d, n = rng.randint(1, 30), rng.randint(2, 12), rng.randint(5, 40)
    value = a + (n - 1) * d
    listed = ", ".join(str(a + i * d) for i in range(3))
    text = style.pick(f"Which term of the sequence {listed}, ... is {value}?", f"How many terms are in the sequence {listed}, ..., {value}?",
                      f"In the sequence {listed}, ... which term equals {value}?",
                      f"An arithmetic sequence starts with {a} and has difference {d}. Which term is {value}?")

    def solve(ctx):
        gap = yield calc(ctx, "-", value, a, lambda v, e: f"From the first term it is {e} = {v} away.")
        steps = yield divide(ctx, gap, d, lambda v, e: f"That is {e} = {v} steps.")
        return (yield calc(ctx, "+", steps, 1, lambda v, e: f"So it is term {e} = {v}."))
    return text, n, solve, 2


def two_terms(rng, style):
    """The difference from two given terms, then another term."""
    a, d = rng.randint(1, 20), rng.randint(2, 9)
    i = rng.randint(2, 5)
    j = i + rng.randint(2, 6)
    k = j + rng.randint(1, 10)
    x, y = a + (i - 1) * d, a + (j - 1) * d
    text = style.pick(f"The {ordinal(i)} term of an arithmetic sequence is {x} and the {ordinal(j)} term is {y}. What is the {ordinal(k)} term?",
                      f"In an arithmetic sequence term {i} is {x} and term {j} is {y}. Find term {k}.")

    def solve(ctx):
        rise = yield calc(ctx, "-", y, x, lambda v, e: f"From term {i} to term {j} it grows by {e} = {v}.")
        steps = yield calc(ctx, "-", j, i, lambda v, e: f"That takes {e} = {v} steps.")
        one = yield divide(ctx, rise, steps, lambda v, e: f"One step is {e} = {v}.")
        more = yield calc(ctx, "-", k, j, lambda v, e: f"From term {j} to term {k} there are {e} = {v} steps.")
        grown = yield from multiply(ctx, more, one, lambda v, e: f"They add {e} = {v}.")
        return (yield calc(ctx, "+", y, grown, lambda v, e: f"So the term is {e} = {v}."))
    return text, a + (k - 1) * d, solve, 3


def formula(rng, style):
    """Value of a formula at a number."""
    n = rng.randint(2, 15)
    b, c = rng.randint(2, 9), rng.randint(1, 20)
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"If f(x) = {b}x + {c}, what is f({n})?", f"The {ordinal(n)} term of a sequence is {b}n + {c} with n = {n}. What is it?",
                          f"a_n = {b}n + {c}. Find a_{n}.", f"What is {b}x + {c} when x = {n}?", f"Evaluate {b}x + {c} for x = {n}.")
        return text, b * n + c, run(("*", b, n, "{e} = {v}."), ("+", (0,), c, "Then {e} = {v}.")), 2
    if kind == 1:
        text = style.pick(f"If f(x) = x^2 + {c}, what is f({n})?", f"a_n = n^2 + {c}. Find a_{n}.", f"What is x^2 + {c} when x = {n}?",
                          f"Evaluate x^2 + {c} at x = {n}.")
        return text, n * n + c, run(("*", n, n, "{e} = {v}."), ("+", (0,), c, "Then {e} = {v}.")), 2
    text = style.pick(f"If f(x) = x^2 + {b}x, what is f({n})?", f"What is x^2 + {b}x when x = {n}?", f"a_n = n^2 + {b}n. What is a_{n}?")
    return text, n * n + b * n, run(("*", n, n, "The square is {e} = {v}."), ("*", b, n, "The other part is {e} = {v}."), ("+", (0,), (1,),
            "Together {e} = {v}.")), 2


FORMS = [arithmetic_sum, arithmetic_sum, number_sums, rule, rule, fibonacci, growing, which_term, two_terms, formula]
