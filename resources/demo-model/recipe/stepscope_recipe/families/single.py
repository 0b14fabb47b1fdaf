"""Level 1 of `expressions`: one or two operations, in signs or in words."""
from ..problem import Problem
from ..steps import calc, divide, fact, multiply


def _plain(v, expr):
    return f"{expr} = {v}."


def _one(op, a, b):
    """Solver of a single operation."""
    def solve(ctx):
        if op == "*":
            return (yield from multiply(ctx, a, b, _plain))
        if op == "/":
            return (yield divide(ctx, a, b, _plain))
        return (yield calc(ctx, op, a, b, _plain))
    return solve


def _operands(rng, op):
    size = rng.random()
    if op == "+":
        top = 20 if size < 0.25 else 100 if size < 0.7 else 1000 if size < 0.93 else 9999
        return rng.randint(1, top), rng.randint(1, top)
    if op == "-":
        top = 20 if size < 0.25 else 100 if size < 0.7 else 1000 if size < 0.93 else 9999
        a, b = rng.randint(1, top), rng.randint(1, top)
        return (max(a, b), min(a, b)) if rng.random() < 0.9 else (a, b)
    if op == "*":
        if size < 0.45:
            return rng.randint(1, 12), rng.randint(1, 12)
        if size < 0.75:
            pair = rng.randint(11, 300), rng.randint(2, 12)
            return pair if rng.random() < 0.6 else pair[::-1]
        return rng.randint(11, 99), rng.randint(11, 99)
    b = rng.randint(2, 12) if size < 0.7 else rng.randint(11, 40)
    return b * rng.randint(1, 14 if size < 0.5 else 60), b


WORDS = {
    "+": ("{a} plus {b}", "the sum of {a} and {b}", "{b} more than {a}", "{a} and {b} added together", "the total of {a} and {b}", "{a} added to {b}",
          "{a} increased by {b}"),
    "-": ("{a} minus {b}", "the difference of {a} and {b}", "the difference between {a} and {b}", "{b} less than {a}", "{b} subtracted from {a}",
          "{a} take away {b}", "{a} decreased by {b}", "{a} reduced by {b}"),
    "*": ("{a} times {b}", "the product of {a} and {b}", "{a} multiplied by {b}", "{a} times {b}"),
    "/": ("{a} divided by {b}", "the quotient of {a} and {b}", "{a} over {b}", "{a} divided by {b}"),
}
ORDERS = {
    "+": ("Add {a} and {b}.", "Add {b} to {a}.", "Sum {a} and {b}.", "If you add {a} to {b}, what do you get?"),
    "-": ("Subtract {b} from {a}.", "Take {b} away from {a}.", "If you take {b} from {a}, what is left?", "Take {b} from {a}."),
    "*": ("Multiply {a} by {b}.", "Multiply {a} and {b}.", "If you multiply {a} by {b}, what do you get?"),
    "/": ("Divide {a} by {b}.", "Share {a} equally among {b}.", "If you divide {a} by {b}, what do you get?", "How many times does {b} go into {a}?"),
}
ASK = ("What is {}?", "What is {}?", "Calculate {}.", "Compute {}.", "{}", "{}?", "Find {}.", "Evaluate {}.", "How much is {}?", "Work out {}.",
       "{} = ?",
       "{} =", "What does {} equal?", "What do you get for {}?", "What is the result of {}?", "What's {}?", "Tell me {}.", "What is the value of {}?")


def operation(rng, style):
    op = rng.choice("+-*/")
    a, b = _operands(rng, op)
    roll = rng.random()
    sa, sb = style.num(a), style.num(b)
    if roll < 0.42:
        question = style.pick(*ASK).format(style.math(f"{a} {op} {b}"))
    elif roll < 0.78:
        words = style.pick(*WORDS[op]).format(a=sa, b=sb)
        question = style.pick(*ASK[:9], *ASK[13:]).format(words)
    else:
        question = style.pick(*ORDERS[op]).format(a=sa, b=sb)
    answer = a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a // b
    return question, answer, _one(op, a, b)


def named(rng, style):
    """Half, double, squares, roots, fractions, factorials, small powers."""
    kind = rng.choice(("half", "double", "triple", "square", "cube", "root", "part", "parts", "factorial", "power", "third", "opposite"))
    ask = style.pick("What is {}?", "Find {}.", "Calculate {}.", "{}", "Compute {}.", "How much is {}?")
    if kind == "half":
        a = 2 * rng.randint(2, 300)
        return ask.format(style.pick(f"half of {a}", f"one half of {a}", f"1/2 of {a}")), a // 2, _one("/", a, 2)
    if kind in ("double", "triple"):
        by, a = (2, rng.randint(3, 400)) if kind == "double" else (3, rng.randint(3, 200))
        return ask.format(style.pick(f"{kind} {a}", f"{'twice' if by == 2 else 'three times'} {a}", f"{kind} of {a}")), a * by, _one("*", a, by)
    if kind == "square":
        a = rng.randint(2, 40)
        return ask.format(style.pick(f"{a} squared", f"the square of {a}", f"{a}^2", f"{a}\u00b2", f"{a} to the power of 2")), a * a, _power(a, 2)
    if kind == "cube":
        a = rng.randint(2, 12)
        return ask.format(style.pick(f"{a} cubed", f"the cube of {a}", f"{a}^3")), a ** 3, _power(a, 3)
    if kind == "root":
        a = rng.randint(2, 31)
        text = style.pick(f"the square root of {a * a}", f"square root of {a * a}", f"sqrt({a * a})", f"\u221a{a * a}")
        return ask.format(text), a, _root(a)
    if kind in ("part", "third"):
        by, word = rng.choice(((3, "third"), (4, "quarter"), (5, "fifth"), (4, "fourth"), (10, "tenth"), (6, "sixth"), (8, "eighth")))
        a = by * rng.randint(2, 60)
        return ask.format(style.pick(f"a {word} of {a}", f"one {word} of {a}", f"1/{by} of {a}")), a // by, _one("/", a, by)
    if kind == "parts":
        by = rng.choice((3, 4, 5, 8, 10))
        top = rng.choice([n for n in range(2, by)])
        a = by * rng.randint(2, 40)
        names = {(2, 3): "two thirds", (3, 4): "three quarters", (2, 5): "two fifths", (3, 5): "three fifths", (4, 5): "four fifths"}
        part = names.get((top, by), f"{top}/{by}") if rng.random() < 0.5 else f"{top}/{by}"

        def solve(ctx):
            one = yield divide(ctx, a, by, lambda v, e: f"First {e} = {v}.")
            return (yield calc(ctx, "*", one, top, lambda v, e: f"Then {e} = {v}."))
        return ask.format(f"{part} of {a}"), a // by * top, solve
    if kind == "factorial":
        a = rng.randint(2, 7)
        answer = 1
        for n in range(2, a + 1):
            answer *= n
        return ask.format(style.pick(f"{a}!", f"{a} factorial", f"the factorial of {a}")), answer, _factorial(a)
    if kind == "opposite":
        a, b = rng.randint(-30, -1), rng.randint(1, 60)
        op = rng.choice("+-")
        return ask.format(style.math(f"{a} {op} {b}")), a + b if op == "+" else a - b, _one(op, a, b)
    a = rng.choice((2, 2, 2, 3, 3, 4, 5, 6, 7, 10))
    e = rng.randint(2, {2: 10, 3: 6, 4: 5, 5: 4}.get(a, 3))
    return ask.format(style.pick(f"{a}^{e}", f"{a} to the power of {e}", f"{a} to the power {e}", f"{a} ** {e}")), a ** e, _power(a, e)


def _power(a, e):
    def solve(ctx):
        value = a
        for n in range(2, e + 1):
            value = yield from multiply(ctx, value, a, lambda v, x, n=n: f"{a}^{n} = {x} = {v}.")
        return value
    return solve


def _root(a):
    def solve(ctx):
        return (yield fact(a, lambda v: f"{v} * {v} = {a * a}, so the square root is {v}.", lambda v: f"the square root of {a * a} is {v}",
                           f"{a} * {a} = {a * a}"))
    return solve


def _factorial(a):
    def solve(ctx):
        value = 1
        for n in range(2, a + 1):
            value = yield calc(ctx, "*", value, n, _plain)
        return value
    return solve


def two_operations(rng, style):
    """`48 divided by 6 plus 9`, `12 + 7 + 30`, `add 5 to 7 and double it`: left to right unless the second binds more tightly."""
    kind = rng.choice(("sum3", "mulfirst", "mullast", "then", "minus", "bracket"))
    a, b, c = rng.randint(2, 60), rng.randint(2, 12), rng.randint(2, 60)
    ask = style.pick("What is {}?", "Calculate {}.", "{}", "Please calculate {}.", "Compute {}.", "How much is {}?", "{} = ?")
    words = rng.random() < 0.5
    if kind == "sum3":
        b = rng.randint(2, 60)
        text = f"{a} plus {b} plus {c}" if words else style.math(f"{a} + {b} + {c}")
        return ask.format(text), a + b + c, _chain("+", a, b, "+", c)
    if kind == "minus":
        a = b + c + rng.randint(1, 60)
        text = f"{a} minus {b} minus {c}" if words else style.math(f"{a} - {b} - {c}")
        return ask.format(text), a - b - c, _chain("-", a, b, "-", c)
    if kind == "mulfirst":
        op, sign = rng.choice((("+", "plus"), ("-", "minus")))
        if rng.random() < 0.5:
            a = rng.randint(2, 20)
            text = f"{a} times {b} {sign} {c}" if words else style.math(f"{a} * {b} {op} {c}")
            return ask.format(text), a * b + c if op == "+" else a * b - c, _chain("*", a, b, op, c)
        a = b * rng.randint(2, 20)
        text = f"{a} divided by {b} {sign} {c}" if words else style.math(f"{a} / {b} {op} {c}")
        return ask.format(text), a // b + c if op == "+" else a // b - c, _chain("/", a, b, op, c)
    if kind == "mullast":
        c = rng.randint(2, 12)
        if rng.random() < 0.7:
            text = f"{a} plus {b} times {c}" if words else style.math(f"{a} + {b} * {c}")
            return ask.format(text), a + b * c, _inner(b, c, "+", a)
        a = b * c + rng.randint(1, 50)
        text = f"{a} minus {b} times {c}" if words else style.math(f"{a} - {b} * {c}")
        return ask.format(text), a - b * c, _inner(b, c, "-", a)
    if kind == "bracket":
        c = rng.randint(2, 12)
        op = rng.choice("+-")
        a, b = (a, rng.randint(2, 40)) if op == "+" else (a + 40, rng.randint(2, 39))
        inner = a + b if op == "+" else a - b
        text = style.math(rng.choice((f"({a} {op} {b}) * {c}", f"{c} * ({a} {op} {b})")))
        return ask.format(text), inner * c, _chain(op, a, b, "*", c)
    b = rng.randint(2, 40)
    by, word = rng.choice(((2, "double the result"), (2, "double it"), (3, "triple it"), (c % 9 + 2, None)))
    word = word or f"multiply by {by}"
    return style.pick(f"Add {b} to {a} and {word}.", f"Add {a} and {b}, then {word}.",
                      f"Add {a} and {b}, then {word}. What do you get?"), (a + b) * by, _chain("+", a, b, "*", by)


def _chain(op1, a, b, op2, c):
    def solve(ctx):
        first = yield from _one(op1, a, b)(ctx)
        return (yield from _one(op2, first, c)(ctx))
    return solve


def _inner(b, c, op, a):
    def solve(ctx):
        product = yield from _one("*", b, c)(ctx)
        return (yield from _one(op, a, product)(ctx))
    return solve


def make(rng, style):
    roll = rng.random()
    question, answer, solve = (operation if roll < 0.52 else named if roll < 0.74 else two_operations)(rng, style)
    question = question[0].upper() + question[1:] if question[0].isalpha() and rng.random() < 0.75 else question
    return Problem(style.finish(question), answer, "expressions", 1, solve)
