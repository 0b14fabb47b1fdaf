"""Sequences: level 1 arithmetic and geometric ones, next and n-th terms; levels 2 to 5 a -> (p a + q) mod m.

Misconception: counts the steps from term 1 to term n as n (dominant for even n); from term 0 as n - 1 (rare).
"""
from ..problem import Problem
from ..steps import Step, Wrong, calc, fact, multiply, nearby

LAST = (None, (4, 6), (6, 8), (8, 10), (10, 12))
TOP_P = (None, 5, 7, 9, 9)
TOP_Q = (None, 15, 20, 30, 40)
MODULUS = (None, (13, 30), (17, 50), (23, 80), (31, 99))


def ordinal(n):
    return f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def count_step(ctx, words, first, last):
    """How many steps lead from `first` to `last`; believed value is that number."""
    noise, right = ctx.noise, last - first

    def write(d):
        return f"From {words} there are {d} steps."
    wrongs = []
    bad = right + 1 if first == 1 else right - 1
    if bad > 0:
        chance = noise.concept if first == 1 and last % 2 == 0 else noise.weak
        wrongs.append(Wrong(chance, bad, write(bad), f"from {words} there are {right} steps, not {bad}", "count"))
    return Step(right, write(right), wrongs)


def residue_step(ctx, product, q, m):
    """product + q mod m; believed value is the remainder."""
    total = product + q

    def write(rest, amount=total):
        tail = f", and {amount} - {amount // m} * {m} = {rest}." if amount >= m else "."
        return f"Then {product} + {q} = {amount}{tail}"
    step = calc(ctx, "+", product, q, lambda v, e: write(v % m, v))
    step.value %= m
    step.wrongs = [w._replace(value=w.value % m) for w in step.wrongs]

    def slip(rng):
        if total >= m and rng.random() < 0.6:
            rest = (total % m + rng.choice((1, -1, 10, 2))) % m
            return rest, write(rest), f"{total} mod {m} = {total % m}, not {rest}"
        amount = max(0, nearby(total, rng))
        return amount % m, write(amount % m, amount), f"{product} + {q} = {total}, not {amount}"
    step.slip = slip
    step.check = f"{product} + {q} = {total} and {total} mod {m} = {total % m}" if total >= m else f"{product} + {q} = {total}"
    return step


def solve_recurrence(ctx, start, p, q, m, first, last, words, label):
    steps = yield count_step(ctx, words, first, last)
    value = start
    for k in range(first + 1, first + steps + 1):
        product = yield from multiply(ctx, p, value, lambda v, e: f"{label.format(k)}: {e} = {v}.")
        value = yield residue_step(ctx, product, q, m)
    return (yield Step(value, f"So the answer is {value}."))


def recurrence(rng, level, style):
    while True:
        n = rng.randint(*LAST[level - 1])
        p, q = rng.randint(2, TOP_P[level - 1]), rng.randint(1, TOP_Q[level - 1])
        m = rng.randint(*MODULUS[level - 1])
        start = rng.randint(1, min(m - 1, 30))
        form = rng.randrange(5)
        first = 1 if form in (0, 3, 4) else 0
        value, seen = start, {start}
        for _ in range(n - first):
            value = (p * value + q) % m
            seen.add(value)
        if len(seen) >= min(6, n - first):
            break
    if form == 0:
        text = style.pick(f"A sequence starts with a_1 = {start} and a_(k+1) = ({p} * a_k + {q}) mod {m}. Find a_{n}.",
                          f"Let a_1 = {start} and a_(k+1) = ({p} a_k + {q}) mod {m}. What is a_{n}?",
                          f"Given a_1 = {start} and a_(k+1) = ({p} * a_k + {q}) mod {m}, compute a_{n}.",
                          f"Let a_1 = {start} and a_{{n+1}} = ({p}a_n + {q}) mod {m}. Find a_{n}.",
                          f"a_1 = {start}, a_(n+1) = ({p} a_n + {q}) mod {m}. What is a_{n}?")
        words, label = f"a_1 to a_{n}", "a_{}"
    elif form == 1:
        text = style.pick(f"A sequence has a_0 = {start} and each next term is {p} times the previous term plus {q}, modulo {m}. What is a_{n}?",
                          f"Let a_0 = {start}. Each next term is {p} times the previous one plus {q}, modulo {m}. Find a_{n}.")
        words, label = f"a_0 to a_{n}", "a_{}"
    elif form == 2:
        text = style.pick(f"A machine shows {start}. Each step it multiplies its number by {p}, adds {q} and keeps the remainder modulo {m}. What does it show after {n} steps?",
                          f"A counter is at {start}. In every step it is multiplied by {p}, increased by {q} and reduced modulo {m}. Where is it after {n} steps?")
        words, label = f"the start to step {n}", "Step {}"
    else:
        text = style.pick(f"The first term of a sequence is {start}. Every term is {p} times the one before plus {q}, taken modulo {m}. What is term number {n}?",
                          f"A sequence starts with {start}. Each next term is {p} times the one before plus {q}, modulo {m}. What is the {ordinal(n)} term?")
        words, label = f"term 1 to term {n}", "Term {}"
    return Problem(style.finish(text), value, "sequences", level, lambda ctx: solve_recurrence(ctx, start, p, q, m, first, n, words, label))


def walk(start, last, op, by, add, words="Term {}"):
    """Solver of a sequence in words: value -> value op by (+ add), term by term."""
    def solve(ctx):
        value = yield Step(start, f"Term 1 is {start}.")
        for k in range(2, last + 1):
            label = words.format(k)
            if add:
                value = yield from multiply(ctx, value, by, lambda v, e: f"{label}: {e} = {v}.")
                value = yield calc(ctx, "+" if add > 0 else "-", value, abs(add), lambda v, e: f"Then {e} = {v}.")
            elif op == "*":
                value = yield from multiply(ctx, value, by, lambda v, e: f"{label}: {e} = {v}.")
            else:
                value = yield calc(ctx, op, value, by, lambda v, e: f"{label}: {e} = {v}.")
        return value
    return solve


def in_words(rng, style):
    """`Start with 5, double and add 3 each time, what is the 6th term?`"""
    start, by, add, n = rng.randint(1, 12), rng.choice((2, 2, 2, 3)), rng.randint(1, 9), rng.randint(3, 7)
    word, verb = ("double", "doubled") if by == 2 else ("triple", "tripled")
    plus = rng.random() < 0.7 or start * (by - 1) <= add
    do, done = (f"add {add}", f"{add} is added") if plus else (f"subtract {add}", f"{add} is subtracted")
    ask = style.pick(f"What is the {ordinal(n)} term?", f"What is term {n}?", f"Find the {ordinal(n)} term.", f"Find term number {n}.")
    text = style.pick(f"Start with {start}, {word} and {do} each time, what is the {ordinal(n)} term?",
                      f"Start with {start}. Each time {word} it and {do}. {ask}",
                      f"A sequence starts with {start}. Each term is {word} the previous term {'plus' if plus else 'minus'} {add}. {ask}",
                      f"The first term is {start}. Every next term is {'twice' if by == 2 else 'three times'} the one before {'plus' if plus else 'minus'} {add}. {ask}",
                      f"Begin with {start}; each number is {verb} and then {done}. {ask}")
    value = start
    for _ in range(n - 1):
        value = value * by + (add if plus else -add)
    return Problem(style.finish(text), value, "sequences", 1, walk(start, n, "*", by, add if plus else -add))


def arithmetic(rng, style):
    """Next term and n-th term of arithmetic and geometric sequences; sums of 1..n."""
    kind = rng.choice(("next", "next", "nextgeo", "nth", "nth", "nthwords", "sum", "geo", "nextdown", "squares"))
    a, d, n = rng.randint(1, 40), rng.randint(2, 15), rng.randint(5, 30)
    ask = style.pick("What is the next number?", "What comes next?", "What is the next term?", "Find the next term.", "What number comes next?",
                     "next number?")
    if kind in ("next", "nextdown"):
        count = rng.choice((3, 4, 4, 5))
        if kind == "nextdown":
            a, d = a + count * d, -d
        terms = [a + i * d for i in range(count)]
        listed = ", ".join(map(str, terms))
        text = style.pick(f"{listed}, ... {ask}", f"{listed}, ? {ask}", f"What is the next number in the sequence {listed}?",
                          f"Find the next term: {listed}", f"{listed}. {ask}",
                          f"What comes next: {listed}, ...?", f"The sequence is {listed}. {ask}", f"continue the sequence {listed}")

        def solve(ctx):
            step = yield calc(ctx, "-", max(terms[:2]), min(terms[:2]), lambda v, e: f"The difference is {e} = {v}.")
            return (yield calc(ctx, "+" if d > 0 else "-", terms[-1], step, lambda v, e: f"The next term is {e} = {v}."))
        return Problem(style.finish(text), terms[-1] + d, "sequences", 1, solve)
    if kind in ("nextgeo", "geo"):
        a, r = rng.randint(1, 9), rng.choice((2, 2, 3, 4, 5, 10))
        terms = [a * r ** i for i in range(rng.choice((3, 4, 4)) if r < 5 else 3)]
        listed = ", ".join(map(str, terms))
        if kind == "geo":
            n = rng.randint(3, 7 if r == 2 else 5)
            text = style.pick(f"A geometric sequence starts with {a} and has ratio {r}. What is the {ordinal(n)} term?",
                              f"A sequence starts with {a} and each term is {r} times the one before. What is the {ordinal(n)} term?",
                              f"Start with {a} and multiply by {r} each time. What is the {ordinal(n)} term?")
            return Problem(style.finish(text), a * r ** (n - 1), "sequences", 1, walk(a, n, "*", r, 0))
        text = style.pick(f"{listed}, ... {ask}", f"What is the next number in the sequence {listed}?", f"{listed}, ? {ask}",
                          f"Find the next term: {listed}", f"What comes next: {listed}?")

        def solve_ratio(ctx):
            ratio = yield fact(r, lambda v: f"Each term is {v} times the one before: {terms[1]} / {terms[0]} = {v}.",
                               lambda v: f"{terms[1]} / {terms[0]} = {v}")
            return (yield from multiply(ctx, terms[-1], ratio, lambda v, e: f"The next term is {e} = {v}."))
        return Problem(style.finish(text), terms[-1] * r, "sequences", 1, solve_ratio)
    if kind == "squares":
        count, shift = rng.randint(3, 5), rng.randint(0, 6)
        terms = [(shift + i) ** 2 for i in range(1, count + 1)]
        last = shift + count + 1
        text = style.pick(f"{', '.join(map(str, terms))}, ... {ask}", f"What is the next number in the sequence {', '.join(map(str, terms))}?")
        return Problem(style.finish(text), last * last, "sequences", 1,
                       lambda ctx: (yield from multiply(ctx, last, last, lambda v, e: f"These are squares, next is {e} = {v}.")))
    if kind == "sum":
        n = rng.randint(3, 100)
        text = style.pick(f"What is the sum of the numbers from 1 to {n}?", f"Add up all integers from 1 to {n}.", f"What is 1 + 2 + 3 + ... + {n}?",
                          f"Sum of the first {n} positive integers",
                          f"What is the sum of all integers from 1 to {n}?", f"Find the sum of the first {n} natural numbers.")

        def solve_sum(ctx):
            product = yield from multiply(ctx, n, n + 1, lambda v, e: f"{e} = {v}.")
            half, odd = divmod(product, 2)
            return (yield fact(half, lambda v: f"Half of it is {product} / 2 = {v}." if not odd else f"Half of {product} is about {v}.",
                               lambda v: f"{product} / 2 = {v}"))
        return Problem(style.finish(text), n * (n + 1) // 2, "sequences", 1, solve_sum)
    listed = ", ".join(str(a + i * d) for i in range(rng.choice((3, 4))))
    if kind == "nth":
        text = style.pick(f"What is the {ordinal(n)} term of the sequence {listed}, ...?",
                          f"The sequence {listed}, ... continues. What is the {ordinal(n)} term?",
                          f"Find the {ordinal(n)} term of {listed}, ...", f"In the arithmetic sequence {listed}, ... what is term {n}?",
                          f"An arithmetic sequence begins {listed}. What is the {ordinal(n)} term?")
    else:
        text = style.pick(f"An arithmetic sequence starts with {a} and has difference {d}. What is the {ordinal(n)} term?",
                          f"A sequence starts with {a} and increases by {d} each time. What is the {ordinal(n)} term?",
                          f"Start at {a} and add {d} each time. What is the {ordinal(n)} term?",
                          f"The first term of an arithmetic sequence is {a} and the common difference is {d}. Find the {ordinal(n)} term.",
                          f"First term {a}, common difference {d}. What is the {ordinal(n)} term?")

    def solve_nth(ctx):
        step = d if kind != "nth" else (yield calc(ctx, "-", a + d, a, lambda v, e: f"The difference is {e} = {v}."))
        jumps = yield calc(ctx, "-", n, 1, lambda v, e: f"From term 1 to term {n} there are {e} = {v} steps.")
        grown = yield from multiply(ctx, jumps, step, lambda v, e: f"They add {e} = {v}.")
        return (yield calc(ctx, "+", a, grown, lambda v, e: f"The term is {e} = {v}."))
    return Problem(style.finish(text), a + (n - 1) * d, "sequences", 1, solve_nth)


def make(rng, level, style):
    if level > 1:
        return recurrence(rng, level, style)
    return (in_words if rng.random() < 0.3 else arithmetic)(rng, style)
