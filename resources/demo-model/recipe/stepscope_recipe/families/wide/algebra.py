"""Equations with brackets or the unknown on either side, fractions of x, negative numbers; numbers hidden in stories."""
from ...steps import Step, calc, divide, fact, multiply
from ..equations import ASK, term, with_letter
from ..stories import run


def _expand(ctx, k, b, label):
    """Believed value: the constant k * b."""
    source = f"{k}(x {'+' if b > 0 else '-'} {abs(b)})"
    return fact(k * b, lambda v: f"Expand {label}{source} = {term(k, v)}.", lambda v: f"{source} = {term(k, v)}")


def solve_both(ctx, left, right):
    """left, right: (brackets, x coefficient, constant)."""
    sides = []
    for brackets, lx, lc in (left, right):
        for k, b in brackets:
            lc += yield _expand(ctx, k, b, "")
            lx += k
        sides.append((lx, lc))
    (lx, lc), (rx, rc) = sides
    if left[0] or right[0]:
        yield Step(0, f"So {term(lx, lc)} = {term(rx, rc)}.")
    if rx:
        sign, size = ("-", rx) if rx > 0 else ("+", -rx)
        verb = f"Subtract {term(size, 0)} from" if rx > 0 else f"Add {term(size, 0)} to"

        def moved(v, _):
            return f"{verb} both sides: {term(lx, 0)} {sign} {term(size, 0)} = {term(v, 0)}, so {term(v, lc)} = {rc}."
        lx = yield calc(ctx, sign, lx, size, moved)
    if lc:
        side = term(lx, 0)
        if lc > 0:
            rc = yield calc(ctx, "-", rc, lc, lambda v, e: f"Subtract {lc}: {e} = {v}, so {side} = {v}.")
        else:
            rc = yield calc(ctx, "+", rc, -lc, lambda v, e: f"Add {-lc}: {e} = {v}, so {side} = {v}.")
    if lx == 1:
        return (yield Step(rc, f"So x = {rc}."))
    if lx == -1:
        return (yield fact(-rc, lambda v: f"Change the sign: x = {v}.", lambda v: f"x = {v}"))
    return (yield divide(ctx, rc, lx, lambda v, e: f"Divide by {lx}: x = {e} = {v}.", loose=lambda v, e: f"x = {e} is not whole, it is about {v}."))


def _side(brackets, lx, lc, rng):
    parts = [f"{k}(x {'+' if b > 0 else '-'} {abs(b)})" for k, b in brackets]
    if lx or (not parts and not lc):
        parts.append(term(lx, 0))
    if lc:
        parts.append(str(lc))
    if len(parts) > 1 and rng.random() < 0.15:
        parts = parts[::-1]
    text = parts[0]
    for part in parts[1:]:
        text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def both_sides(rng, style):
    while True:
        x = rng.randint(-12, 40) if rng.random() < 0.4 else rng.randint(1, 20)

        def side(allowed):
            brackets = [(rng.choice((2, 3, 4, 5, 6, 7, -2, -3)) if rng.random() < 0.3 else rng.randint(2, 9), rng.choice((-1, 1)) * rng.randint(1,
                    12))] if rng.random() < allowed else []
            return brackets, (0 if brackets and rng.random() < 0.7 else rng.choice((-5, -4, -3, -2, -1)) if rng.random() < 0.2 else rng.randint(1,
                    12)), rng.choice((0, 0, 1)) * rng.randint(-30, 30) if brackets else rng.randint(-40, 60)
        left, right = side(0.5), side(0.3) if rng.random() < 0.7 else ([], 0, 0)
        lx, rx = (s[1] + sum(k for k, _ in s[0]) for s in (left, right))
        if lx == rx or lx == 0:
            continue
        lc, rc = (s[2] + sum(k * b for k, b in s[0]) for s in (left, right))
        rc_new = lx * x + lc - rx * x
        right = (right[0], right[1], right[2] + rc_new - rc)
        if abs(right[2]) < 200 and (left[0] or left[1]):
            break
    text = f"{_side(*left, rng)} = {_side(*right, rng)}"
    style.times = "*" if style.times == "x" else style.times
    question = with_letter(style, rng, style.pick(*ASK).format(style.math(text)))
    return question, x, lambda ctx: solve_both(ctx, left, right), 2 if not left[0] + right[0] else 3


def fractions(rng, style):
    """x / k + c = d, (x + a) / k = b, c - k x = d, k (x + a) = b as undoing."""
    x, k, c = rng.randint(1, 20), rng.randint(2, 9), rng.randint(1, 30)
    kind = rng.randrange(4)
    if kind == 0:
        sign, undo = rng.choice((("+", "-"), ("-", "+")))
        d = x + c if sign == "+" else x - c
        text, answer = f"x / {k} {sign} {c} = {d}", x * k

        def solve(ctx):
            part = yield calc(ctx, undo, d, c, lambda v, e: f"x / {k} = {e} = {v}.")
            return (yield from multiply(ctx, part, k, lambda v, e: f"So x = {e} = {v}."))
    elif kind == 1:
        answer = x * k - c
        text = f"(x + {c}) / {k} = {x}"

        def solve(ctx):
            whole = yield from multiply(ctx, x, k, lambda v, e: f"x + {c} = {e} = {v}.")
            return (yield calc(ctx, "-", whole, c, lambda v, e: f"So x = {e} = {v}."))
    elif kind == 2:
        d = rng.randint(-10, 30)
        total = d + k * x
        text, answer = f"{total} - {k}x = {d}", x

        def solve(ctx):
            part = yield calc(ctx, "-", total, d, lambda v, e: f"{k}x = {e} = {v}.")
            return (yield divide(ctx, part, k, lambda v, e: f"So x = {e} = {v}."))
    else:
        sign = rng.choice("+-")
        inner = x + c if sign == "+" else x - c
        text, answer = rng.choice((f"{k}(x {sign} {c}) = {k * inner}", f"{k} * (x {sign} {c}) = {k * inner}")), x

        def solve(ctx):
            part = yield divide(ctx, k * inner, k, lambda v, e: f"Divide by {k}: x {sign} {c} = {e} = {v}.")
            return (yield calc(ctx, "-" if sign == "+" else "+", part, c, lambda v, e: f"So x = {e} = {v}."))
    style.times = "*" if style.times == "x" else style.times
    return with_letter(style, rng, style.pick(*ASK).format(style.math(text))), answer, solve, 2


def consecutive(rng, style):
    count, step = rng.choice(((2, 1), (3, 1), (3, 1), (3, 2), (2, 2), (4, 1), (5, 1)))
    start = rng.randint(1, 60)
    word = {2: "two", 3: "three", 4: "four", 5: "five"}[count]
    kind = "consecutive" + ("" if step == 1 else " even" if start % 2 == 0 else " odd")
    total = sum(start + i * step for i in range(count))
    extra = step * count * (count - 1) // 2
    which = rng.choice(("smallest", "largest", "middle") if count % 2 else ("smallest", "largest"))
    answer = {"smallest": start, "largest": start + step * (count - 1), "middle": start + step * (count // 2)}[which]
    add = answer - start
    name = rng.choice({"smallest": ("smallest", "smallest", "first"), "largest": ("largest", "greatest", "biggest"), "middle": ("middle",)}[which])
    noun = rng.choice(("integers", "numbers", "integers"))
    text = style.pick(f"The sum of {word} {kind} {noun} is {total}. What is the {name} one?",
                      f"{word.capitalize()} {kind} {noun} add up to {total}. Find the {name}.",
                      f"The sum of {word} {kind} {noun} is {total}. Find the {name} number.",
                      f"{word.capitalize()} {kind} {noun} have a sum of {total}. What is the {name}?")

    def solve(ctx):
        base = yield calc(ctx, "-", total, extra, lambda v,
                          e: f"The numbers exceed the first by {extra} in all, so {count} times the first is {e} = {v}.")
        first = yield divide(ctx, base, count, lambda v, e: f"The first is {e} = {v}.")
        return (yield calc(ctx, "+", first, add, lambda v, e: f"The {name} is {e} = {v}.")) if add else first
    return text, answer, solve, 3


_DO = {"+": ("add {}", "adds {}", "{} is added", "plus {}"), "-": ("subtract {}", "subtracts {}", "{} is subtracted", "minus {}"),
       "*": ("multiply by {}", "multiplies it by {}", "it is multiplied by {}", "times {}"), "/": ("divide by {}", "divides it by {}",
               "it is divided by {}", "divided by {}")}
_BACK = {"+": "-", "-": "+", "*": "/", "/": "*"}


def think(rng, style):
    """Think of a number; two to four moves; undone from the end."""
    x = start = rng.randint(2, 30)
    moves = []
    for _ in range(rng.choice((2, 3, 3, 4))):
        ops = [op for op in "+-*/" if not moves or (op in "+-") != (moves[-1][0] in "+-")]
        op = rng.choice(ops)
        n = rng.randint(2, 9) if op in "*/" else rng.randint(1, 30)
        if op == "/":
            divisors = [d for d in range(2, 10) if x % d == 0 and x > d]
            if not divisors:
                op = "*"
            else:
                n = rng.choice(divisors)
        if op == "-" and n >= x:
            op = "+"
        if op == "*" and x * n > 600:
            op, n = "+", rng.randint(1, 20)
        x = x + n if op == "+" else x - n if op == "-" else x * n if op == "*" else x // n
        moves.append((op, n))
    ask = style.pick("What is the number?", "What was the number?", "Find the number.", "What number did I start with?")

    def phrase(form):
        words = []
        for op, n in moves:
            if op == "*" and n == 2 and rng.random() < 0.5:
                words.append(("double it", "doubles it", "it is doubled", "doubled")[form])
            elif op == "/" and n == 2 and rng.random() < 0.4:
                words.append(("halve it", "halves it", "it is halved", "halved")[form])
            else:
                words.append(_DO[op][form].format(n))
        return ", ".join(words[:-1]) + rng.choice((" and ", ", then ", " and then ")) + words[-1] if form != 3 else ", ".join(words)
    form = rng.randrange(3)
    if form == 0:
        text = style.pick(f"I think of a number, {phrase(0)}. I get {x}. {ask}", f"Think of a number, {phrase(0)}. The result is {x}. {ask}",
                          f"If you take a number, {phrase(0)}, you get {x}. {ask}")
    elif form == 1:
        text = f"{style.name()} thinks of a number, {phrase(1)} and gets {x}. {ask}"
    else:
        text = style.pick(f"A number is taken, {phrase(2)}, and the result is {x}. {ask}",
                          f"When a number is taken, {phrase(2)}, the result is {x}. {ask}")
    back = []
    for index, (op, n) in enumerate(reversed(moves)):
        last = index == len(moves) - 1
        back.append((_BACK[op], (index - 1,) if index else x, n, ("So the number is {e} = {v}." if last else "Before that it was {e} = {v}.")))
    return text, start, run(*back), 3


def number_sentences(rng, style):
    """A number and its multiples: x + kx = n, k(x + a) = n, a - kx = n, half of x plus c."""
    x, k, c = rng.randint(2, 30), rng.randint(2, 6), rng.randint(1, 30)
    words = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times"}[k]
    ask = style.pick("What is the number?", "Find the number.", "What number is it?", "what's the number?")
    kind = rng.randrange(5)
    if kind == 0:
        total = x * (k + 1)
        text = style.pick(f"A number plus {words} the number is {total}. {ask}", f"The sum of a number and {words} the number is {total}. {ask}",
                          f"A number and {words} that number add up to {total}. {ask}")
        return text, x, run(("+", 1, k, "Together that is {e} = {v} times the number."), ("/", total, (0,), "So the number is {e} = {v}.")), 2
    if kind == 1:
        total = k * (x + c)
        text = style.pick(f"{words.capitalize()} the sum of a number and {c} is {total}. {ask}",
                          f"If {c} is added to a number and the result is multiplied by {k}, you get {total}. {ask}",
                          f"The sum of a number and {c}, multiplied by {k}, is {total}. {ask}")
        return text, x, run(("/", total, k, "The sum is {e} = {v}."), ("-", (0,), c, "So the number is {e} = {v}.")), 2
    if kind == 2:
        total = c + k * x
        text = style.pick(f"If {words} a number is subtracted from {total}, the result is {c}. {ask}",
                          f"{total} minus {words} a number is {c}. {ask}", f"Subtracting {words} a number from {total} gives {c}. {ask}")
        return text, x, run(("-", total, c, words.capitalize() + " the number is {e} = {v}."), ("/", (0,), k, "So the number is {e} = {v}.")), 2
    if kind == 3:
        word, by = rng.choice((("half", 2), ("a third", 3), ("a quarter", 4), ("one third", 3)))
        plus = rng.random() < 0.6 or x <= c
        total = x + c if plus else x - c
        text = style.pick(f"{word.capitalize()} of a number {'plus' if plus else 'minus'} {c} is {total}. {ask}",
                          f"If you take {word} of a number and {'add' if plus else 'subtract'} {c} you get {total}. {ask}")
        return text, x * by, run(("-" if plus else "+", total, c, word.capitalize() + " of it is {e} = {v}."), ("*", (0,), by,
                "So the number is {e} = {v}.")), 2
    big = k * x
    text = style.pick(f"{words.capitalize()} a number is {big - x} more than the number itself. {ask}",
                      f"{words.capitalize()} a number minus the number is {big - x}. {ask}")
    return text, x, run(("-", k, 1, "The difference is {e} = {v} times the number."), ("/", big - x, (0,), "So the number is {e} = {v}.")), 2


FORMS = [both_sides, both_sides, both_sides, fractions, fractions, consecutive, think, think, number_sentences]
