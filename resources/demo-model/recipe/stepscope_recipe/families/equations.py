"""Linear equations: level 1 one or two moves, also in words; levels 2 to 5 with the unknown on both sides and up to two brackets.

Misconceptions: the sign of -k(x - b) (dominant), -k or k not applied to both terms, a term moved without changing its sign (dominant for
large coefficients and for negative constants).
"""
import re

from ..problem import Problem
from ..steps import Step, Wrong, calc, confused_product, divide, nearby


def term(x_count, constant, x="x"):
    """`3x - 4` and the like."""
    text = ""
    if x_count:
        text = x if x_count == 1 else f"-{x}" if x_count == -1 else f"{x_count}{x}"
    if constant or not text:
        text = (f"{text} + {constant}" if constant > 0 else f"{text} - {-constant}") if text else str(constant)
    return text


def expand_step(ctx, k, b, total_x, total_c, last):
    """k(x + b) added to what the left side holds."""
    noise = ctx.noise
    source = f"{k}(x {'+' if b > 0 else '-'} {abs(b)})"

    def write(v):
        tail = f" The left side is now {term(total_x + k, total_c + v)}." if last else ""
        return f"Expand {source} = {term(k, v)}.{tail}"
    value = k * b
    wrongs = []
    sign = 1 if value > 0 else -1
    product, confused = confused_product(abs(b), abs(k)) if abs(k) < 10 else (None, False)
    if product is not None and product != abs(value):
        bad = sign * product
        wrongs.append(Wrong(noise.table if confused else noise.faint, bad, write(bad), f"{source} = {term(k, value)}, not {term(k, bad)}", "table"))
    if k < 0:
        wrongs.append(Wrong(noise.concept if b < 0 else noise.weak, -value, write(-value),
                            f"{source} = {term(k, value)}, the sign of {abs(value)} was wrong", "sign"))
    elif k > 1:
        wrongs.append(Wrong(noise.weak * (1.5 if k > 5 else 1.0), b, write(b), f"{source} = {term(k, value)}, the {k} multiplies both terms",
                            "spread"))

    def slip(rng):
        bad = nearby(value, rng)
        return bad, write(bad), f"{source} = {term(k, value)}, not {term(k, bad)}"
    return Step(value, write(value), wrongs, slip, f"{source} = {term(k, value)}")


def solve_equation(ctx, brackets, lx, lc, rx, rc):
    """Solver of sum k(x + b) + lx x + lc = rx x + rc."""
    noise = ctx.noise
    for index, (k, b) in enumerate(brackets):
        lc += yield expand_step(ctx, k, b, lx, lc, index == len(brackets) - 1)
        lx += k
    if rx:
        def moved(v, _):
            return f"Subtract {term(rx, 0)} from both sides: {term(lx, 0)} - {term(rx, 0)} = {term(v, 0)}, so {term(v, lc)} = {rc}."
        both = lx + rx
        wrong = Wrong(noise.concept if rx >= 8 else noise.weak, both,
                      f"Move {term(rx, 0)} to the left: {term(lx, 0)} + {term(rx, 0)} = {term(both, 0)}, so {term(both, lc)} = {rc}.",
                      f"moving {term(rx, 0)} changes its sign", "move")
        step = calc(ctx, "-", lx, rx, moved)
        step.wrongs = [wrong]
        lx = yield step
    if lc:
        side = term(lx, 0)
        other = rc + lc
        if lc > 0:
            step = calc(ctx, "-", rc, lc, lambda v, e: f"Subtract {lc}: {e} = {v}, so {side} = {v}.")
            wrong = Wrong(noise.weak, other, f"Move {lc} over: {rc} + {lc} = {other}, so {side} = {other}.", f"moving {lc} over subtracts it", "move")
        else:
            step = calc(ctx, "+", rc, -lc, lambda v, e: f"Add {-lc}: {e} = {v}, so {side} = {v}.")
            wrong = Wrong(noise.concept * 0.6, other, f"Move {-lc} over: {rc} - {-lc} = {other}, so {side} = {other}.",
                          f"moving -{-lc} over adds it", "move")
        if other > 0:
            step.wrongs = list(step.wrongs) + [wrong]
        rc = yield step
    if lx in (0, 1):
        return (yield Step(rc, f"So x = {rc}."))
    return (yield divide(ctx, rc, lx, lambda v, e: f"Divide by {lx}: x = {e} = {v}.", loose=lambda v, e: f"x = {e} is not whole, it is about {v}."))


ASK = ("Solve for x: {}.", "Solve {}.", "Find x if {}.", "What is x when {}?", "Solve the equation {}.", "{}, what is x?", "{}. Find x.",
       "If {}, what is x?",
       "Solve for x in {}", "{}", "What is x if {}?", "Find the value of x: {}", "Determine x: {}.", "Work out x in {}.", "Given {}, find x.",
       "x = ? if {}",
       "Solve: {}", "For which x is {}?", "{} solve for x", "What value of x makes {} true?", "{}. x = ?", "{} x=?", "{}, find x", "{}. What is x?")


def with_letter(style, rng, question):
    """Sometimes another unknown; the reasoning always says x."""
    if rng.random() < 0.12 and "x" in question:
        letter = rng.choice("ynatzmp")
        return re.sub(r"(?<![A-Za-z])x(?![A-Za-z])", letter, question)
    return question


def make(rng, level, style):
    if level == 1:
        return _easy(rng, style)
    while True:
        x = rng.randint(2, (12, 20, 30, 40, 60)[level - 1])
        brackets = [(rng.randint(2, 9), rng.choice((-1, 1)) * rng.randint(1, 15)) for _ in range((0, 0, 1, 2, 2)[level - 1])]
        if level == 2 and rng.random() < 0.25:
            brackets = [(rng.randint(2, 9), rng.choice((-1, 1)) * rng.randint(1, 12))]
        if level == 5:
            brackets[1] = (-brackets[1][0], brackets[1][1])
        lx = 0 if brackets and level < 5 else rng.randint(2, 15)
        lc = rng.choice((-1, 1)) * rng.randint(1, 60) if level != 4 else 0
        rx = rng.randint(1, 12)
        if level == 2 and brackets:
            lc, rx = 0, rng.choice((0, 0, rx))
        whole = lx + sum(k for k, _ in brackets)
        rc = whole * x + sum(k * b for k, b in brackets) + lc - rx * x
        if whole - rx >= 2 and abs(rc) <= 900:
            break
    left = ""
    for k, b in brackets:
        inner = f"(x {'+' if b > 0 else '-'} {abs(b)})"
        left += (f" + {k}{inner}" if k > 0 else f" - {-k}{inner}") if left else f"{k}{inner}"
    if lx:
        left += f" + {lx}x" if left else f"{lx}x"
    if lc:
        left += f" + {lc}" if lc > 0 else f" - {-lc}"
    equation = f"{left} = {term(rx, rc)}"
    question = style.finish(with_letter(style, rng, style.pick(*ASK).format(style.math(equation))))
    return Problem(question, x, "equations", level, lambda ctx: solve_equation(ctx, brackets, lx, lc, rx, rc))


def _easy(rng, style):
    """One or two moves: x + a = b, ax = b, ax + b = c, x / a = b, a - x = b, and stories about `a number`."""
    x = rng.randint(1, 40)
    k = rng.randint(2, 12)
    c = rng.randint(1, 60)
    kind = rng.choice(("plus", "minus", "times", "linear", "linear", "over", "from", "number", "number", "number"))
    if kind == "number":
        return _number_story(rng, style)
    if kind == "plus":
        text = rng.choice((f"x + {c} = {x + c}", f"{c} + x = {x + c}", f"{x + c} = x + {c}"))
        solve = lambda ctx: solve_equation(ctx, (), 1, c, 0, x + c)
    elif kind == "minus":
        x += c
        text = f"x - {c} = {x - c}"
        solve = lambda ctx: solve_equation(ctx, (), 1, -c, 0, x - c)
    elif kind == "times":
        text = rng.choice((f"{k}x = {k * x}", f"{k} * x = {k * x}", f"{k * x} = {k}x"))
        solve = lambda ctx: solve_equation(ctx, (), k, 0, 0, k * x)
    elif kind == "over":
        text = f"x / {k} = {x}"
        return _wrap(rng, style, text, x * k, lambda ctx: _undo(ctx, (("*", k),), x))
    elif kind == "from":
        text = f"{c + x} - x = {c}"
        return _wrap(rng, style, text, x, lambda ctx: _undo_from(ctx, c + x, c))
    else:
        sign = rng.choice((1, -1))
        if sign < 0 and k * x <= c:
            sign = 1
        lc = sign * c
        text = rng.choice((f"{term(k, lc)} = {k * x + lc}", f"{term(k, lc)} = {k * x + lc}",
                           f"{c} + {k}x = {k * x + c}" if sign > 0 else f"{term(k, lc)} = {k * x + lc}"))
        solve = lambda ctx: solve_equation(ctx, (), k, lc, 0, k * x + lc)
    return _wrap(rng, style, text, x, solve)


def _wrap(rng, style, text, answer, solve):
    style.times = "*" if style.times == "x" else style.times
    question = style.finish(with_letter(style, rng, style.pick(*ASK).format(style.math(text))))
    return Problem(question, answer, "equations", 1, solve)


def _undo_from(ctx, total, rest):
    return (yield calc(ctx, "-", total, rest, lambda v, e: f"x = {e} = {v}."))


def _undo(ctx, moves, value, name="x"):
    """Undo the moves of a story, the last first; moves are the inverse operations to do."""
    for index, (op, by) in enumerate(moves):
        def write(v, e, last=index == len(moves) - 1):
            return f"So {'x' if name == 'x' else 'the number'} = {e} = {v}." if last else f"Before that it was {e} = {v}."
        if op == "/":
            value = yield divide(ctx, value, by, write)
        else:
            value = yield calc(ctx, op, value, by, write)
    return value


def _number_story(rng, style):
    """`A number doubled minus 9 is 31`."""
    x, k, c = rng.randint(2, 30), rng.randint(2, 9), rng.randint(1, 40)
    word = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}.get(k, f"{k} times") if rng.random() < 0.7 else f"{k} times"
    verb = {2: "doubled", 3: "tripled"}.get(k, f"multiplied by {k}") if rng.random() < 0.7 else f"multiplied by {k}"
    ask = style.pick("What is the number?", "Find the number.", "What number is it?", "What is my number?", "Which number is it?",
                     "what was the number?")
    plus = rng.random() < 0.55 or k * x <= c
    sign, undo = ("plus", "-") if plus else ("minus", "+")
    total = k * x + c if plus else k * x - c
    kind = rng.choice(("mul", "mul", "mul", "add", "only", "half", "think"))
    if kind == "add":
        total = x + c if plus else x * 3
        if not plus:
            return _story(rng, style, style.pick(f"Three times a number is {total}.", f"A number tripled is {total}.") + " " + ask, x, (("/", 3),),
                          total)
        text = style.pick(f"A number plus {c} is {total}. {ask}", f"When {c} is added to a number the result is {total}. {ask}",
                          f"If I add {c} to a number, I get {total}. {ask}", f"What number plus {c} equals {total}?",
                          f"{c} more than a number is {total}. {ask}")
        return _story(rng, style, text, x, (("-", c),), total)
    if kind == "only":
        text = style.pick(f"{word.capitalize()} a number is {k * x}. {ask}", f"A number {verb} is {k * x}. {ask}",
                          f"What number times {k} equals {k * x}?",
                          f"{k} times what number is {k * x}?")
        return _story(rng, style, text, x, (("/", k),), k * x)
    if kind == "half":
        text = style.pick(f"Half of a number is {x}. {ask}", f"A number divided by 2 is {x}. {ask}", f"{x} is half of what number?")
        return _story(rng, style, text, 2 * x, (("*", 2),), x)
    moves = ((undo, c), ("/", k))
    more = "more" if plus else "less"
    added = f"add {c}" if plus else f"subtract {c}"
    if kind == "think":
        text = style.pick(f"I think of a number, multiply it by {k} and {added}. The result is {total}. {ask}",
                          f"Think of a number. Multiply it by {k}, then {added}. You get {total}. {ask}",
                          f"If you multiply a number by {k} and {added}, you get {total}. {ask}",
                          f"{style.name().capitalize() if not style.lower else style.name()} thinks of a number, multiplies it by {k} and {'adds' if plus else 'subtracts'} {c}. The result is {total}. {ask}")
    else:
        text = style.pick(f"If {word} a number {sign} {c} is {total}, what is the number?",
                          f"{word.capitalize()} a number {sign} {c} is {total}. {ask}",
                          f"A number {verb} {sign} {c} is {total}. {ask}", f"If {k} times a number {sign} {c} equals {total}, what is the number?",
                          f"{c} {more} than {word} a number is {total}. {ask}",
                          f"A number is {verb} and then {c} is {'added' if plus else 'subtracted'}. The result is {total}. {ask}",
                          f"{word.capitalize()} a number, {sign} {c}, gives {total}. {ask}")
    return _story(rng, style, text, x, moves, total)


def _story(rng, style, text, answer, moves, total):
    return Problem(style.finish(text), answer, "equations", 1, lambda ctx: _undo(ctx, moves, total, "number"))
