"""Equations in words with the order made explicit, brackets with a coefficient inside, orders that build on one another."""
from ...steps import Step, calc, divide
from ..equations import ASK, term, with_letter
from ..stories import run
from .stories import cap

BACK = {"+": "-", "-": "+", "*": "/", "/": "*"}
WORD = {2: ("double", "doubled", "twice"), 3: ("triple", "tripled", "three times")}
RESULT = ("it", "the result", "it", "that", "the answer", "what you have")


def moved(rng, style, x, count):
    """(moves, value): `count` moves from x with whole results."""
    moves = []
    for _ in range(count):
        ops = [op for op in "+-*/+-*" if not moves or op != moves[-1][0]]
        op = rng.choice(ops)
        n = rng.randint(2, 12) if op in "*/" else rng.randint(1, 40)
        if op == "/":
            fits = [d for d in range(2, 13) if x % d == 0 and x > d]
            op, n = ("/", rng.choice(fits)) if fits else ("+", rng.randint(1, 30))
        if op == "-" and n >= x:
            op = "+"
        if op == "*" and x * n > 999:
            op = "+"
        x = {"+": x + n, "-": x - n, "*": x * n, "/": x // max(n, 1)}[op]
        moves.append((op, n))
    return moves, x


def phrase(rng, op, n, first, obj):
    """Imperative of one move; `first`: the object is named, later `the result`."""
    later = rng.choice(RESULT)
    thing = obj if first else later
    if op == "+":
        return rng.choice((f"add {n} to {thing}", f"add {n} to {thing}", f"add {n}" if not first else f"add {n} to {thing}", f"increase {thing} by {n}"))
    if op == "-":
        return rng.choice((f"subtract {n} from {thing}", f"subtract {n} from {thing}", f"take {n} away from {thing}", f"take away {n}" if not first else f"take {n} from {thing}",
                           f"subtract {n}" if not first else f"subtract {n} from {thing}"))
    if op == "*":
        if n in WORD and rng.random() < 0.6:
            return f"{WORD[n][0]} {thing}"
        return rng.choice((f"multiply {thing} by {n}", f"multiply {thing} by {n}", f"multiply by {n}" if not first else f"multiply {thing} by {n}"))
    if n == 2 and rng.random() < 0.5:
        return f"halve {thing}"
    return rng.choice((f"divide {thing} by {n}", f"divide {thing} by {n}", f"divide by {n}" if not first else f"divide {thing} by {n}"))


def listed(rng, parts):
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + rng.choice((" and ", " and ", ", then ", " and then ", ", and then ")) + parts[-1]


def noun(rng, op, n, text, bare):
    """Noun phrase of one more move, `a number divided by 6 plus 13`."""
    if op == "+":
        return rng.choice((f"{text} plus {n}", f"{text} plus {n}", f"{text} increased by {n}", f"the sum of {text} and {n}" if bare else f"{text} plus {n}",
                           f"{n} more than {text}"))
    if op == "-":
        return rng.choice((f"{text} minus {n}", f"{text} minus {n}", f"{text} decreased by {n}", f"{n} less than {text}", f"{text} reduced by {n}"))
    if op == "*":
        if not bare:
            return rng.choice((f"{n} times the result of {text}", f"{n} times ({text})"))
        word = WORD[n][2] if n in WORD and rng.random() < 0.6 else f"{n} times"
        return rng.choice((f"{word} {text}", f"{text} times {n}", f"{text} multiplied by {n}", f"the product of {text} and {n}",
                           f"{text} {WORD[n][1]}" if n in WORD else f"{n} times {text}"))
    if not bare:
        return f"({text}) divided by {n}"
    return rng.choice((f"{text} divided by {n}", f"{text} divided by {n}", f"half of {text}" if n == 2 else f"{text} over {n}", f"one {n}th of {text}" if n > 5 else f"{text} divided by {n}"))


def undo(moves, value):
    back = []
    for index, (op, n) in enumerate(reversed(moves)):
        last = index == len(moves) - 1
        back.append((BACK[op], (index - 1,) if index else value, n, "So the number is {e} = {v}." if last else "Before that it was {e} = {v}."))
    return run(*back)


def hidden_number(rng, style):
    """`subtract 7 from a number and triple the result, you get 54`; one to three moves, undone from the end."""
    x = rng.randint(2, 60)
    ask = style.pick("What is the number?", "What is the number?", "Find the number.", "What was the number?", "Which number is it?", "What is my number?",
                     "What number did I start with?", "what number is it?")
    if rng.random() < 0.55:
        moves, value = moved(rng, style, x, rng.choice((1, 2, 2, 2, 2, 3)))
        obj = style.pick("a number", "a number", "a number", "my number", "some number", "a certain number")
        parts = [phrase(rng, op, n, i == 0, obj) for i, (op, n) in enumerate(moves)]
        text = listed(rng, parts)
        text = style.pick(f"If you {text}, you get {value}. {ask}", f"When you {text}, you get {value}. {ask}", f"{cap(text, style)}, you get {value}. {ask}",
                          f"{cap(text, style)} and you get {value}. {ask}", f"If I {text}, I get {value}. {ask}", f"I {text}. The result is {value}. {ask}",
                          f"{cap(text, style)}. The result is {value}. {ask}", f"{cap(text, style)}: you get {value}. {ask}",
                          f"If you {text}, the result is {value}. {ask}", f"{cap(text, style)} to get {value}. {ask}", f"When I {text}, the answer is {value}. {ask}",
                          f"You {text} and end up with {value}. {ask}")
    else:
        while True:
            moves, value = moved(rng, style, x, rng.choice((1, 2, 2, 2)))
            if len(moves) == 1 or moves[0][0] in "*/" and moves[1][0] in "+-" or rng.random() < 0.12:
                break
        text, bare = style.pick("a number", "a number", "some number", "a certain number"), True
        for op, n in moves:
            text, bare = noun(rng, op, n, text, bare), False
        text = style.pick(f"{cap(text, style)} is {value}. {ask}", f"{cap(text, style)} equals {value}. {ask}", f"{cap(text, style)} gives {value}. {ask}",
                          f"If {text} is {value}, what is the number?", f"{cap(text, style)} is equal to {value}. {ask}", f"{value} is {text}. {ask}")
    return text, x, undo(moves, value), 2


def solve_wide(ctx, left, right):
    """left, right: (brackets (k, m, b) for k(mx + b), x coefficient, constant)."""
    sides = []
    for brackets, lx, lc in (left, right):
        for k, m, b in brackets:
            source = f"{k}({term(m, b)})"
            inner = yield calc(ctx, "*", k, m, lambda v, e: f"In {source}, {e} = {v} for x.")
            plain = yield calc(ctx, "*", k, b, lambda v, e: f"And {e} = {v}, so {source} = {term(inner, v)}.")
            lx += inner
            if lc:
                lc = yield calc(ctx, "+", plain, lc, lambda v, e: f"The numbers: {e} = {v}.")
            else:
                lc = plain
        sides.append((lx, lc))
    (lx, lc), (rx, rc) = sides
    yield Step(0, f"So {term(lx, lc)} = {term(rx, rc)}.")
    if rx:
        sign, size = ("-", rx) if rx > 0 else ("+", -rx)
        verb = f"Subtract {term(size, 0)} from" if rx > 0 else f"Add {term(size, 0)} to"
        lx = yield calc(ctx, sign, lx, size, lambda v, e: f"{verb} both sides: {term(lx, 0)} {sign} {term(size, 0)} = {term(v, 0)}, so {term(v, lc)} = {rc}.")
    if lc:
        side = term(lx, 0)
        if lc > 0:
            rc = yield calc(ctx, "-", rc, lc, lambda v, e: f"Subtract {lc}: {e} = {v}, so {side} = {v}.")
        else:
            rc = yield calc(ctx, "+", rc, -lc, lambda v, e: f"Add {-lc}: {e} = {v}, so {side} = {v}.")
    if lx == 1:
        return (yield Step(rc, f"So x = {rc}."))
    return (yield divide(ctx, rc, lx, lambda v, e: f"Divide by {lx}: x = {e} = {v}.", loose=lambda v, e: f"x = {e} is not whole, it is about {v}."))


def _side(rng, brackets, lx, lc):
    parts = [f"{k if abs(k) != 1 else '-' if k < 0 else ''}({term(m, b) if rng.random() < 0.85 or b < 0 or m < 0 else f'{b} + {term(m, 0)}'})" for k, m, b in brackets]
    if lx or (not parts and not lc):
        parts.append(term(lx, 0))
    if lc:
        parts.append(str(lc))
    if len(parts) > 1 and rng.random() < 0.2:
        parts.reverse()
    text = parts[0]
    for part in parts[1:]:
        text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def wide_brackets(rng, style):
    """a(bx - c) + d = ex + f with signs of every kind."""
    while True:
        x = rng.randint(-9, 15) if rng.random() < 0.35 else rng.randint(1, 15)

        def bracket():
            k = rng.choice((-5, -4, -3, -2)) if rng.random() < 0.2 else rng.randint(2, 9)
            m = -rng.randint(1, 5) if rng.random() < 0.12 else rng.randint(1, 7) if rng.random() < 0.3 else rng.randint(2, 6)
            return k, m, rng.choice((-1, 1)) * rng.randint(1, 15)
        left = ([bracket()] + ([bracket()] if rng.random() < 0.12 else []), rng.choice((0, 0, 0, 1, -1)) * rng.randint(1, 9), rng.choice((0, 1, 1)) * rng.randint(-25, 30))
        right = ([bracket()] if rng.random() < 0.15 else [], rng.choice((0, 1, 1)) * rng.choice((1, 1, 1, -1)) * rng.randint(1, 12), 0)
        lx, rx = (s[1] + sum(k * m for k, m, _ in s[0]) for s in (left, right))
        if lx == rx:
            continue
        lc, rc = (s[2] + sum(k * b for k, _, b in s[0]) for s in (left, right))
        right = (right[0], right[1], (lx - rx) * x + lc - rc)
        if abs(right[2]) < 300:
            break
    sides = [_side(rng, *left), _side(rng, *right)]
    if rng.random() < 0.08:
        sides.reverse()
        left, right = right, left
    style.times = "*" if style.times == "x" else style.times
    question = with_letter(style, rng, style.pick(*ASK).format(style.math(" = ".join(sides))))
    return question, x, lambda ctx: solve_wide(ctx, left, right), 3


SAY = {"+": ("the sum of {a} and {b}", "{a} plus {b}"), "-": ("the difference of {a} and {b}", "the difference between {a} and {b}", "{a} minus {b}"),
       "*": ("the product of {a} and {b}", "{a} times {b}"), "/": ("the quotient of {a} and {b}", "{a} divided by {b}")}
APPLY = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a // b}


def pair(rng):
    """(op, a, b, value)"""
    op = rng.choice("++-**/")
    a, b = rng.randint(2, 60), rng.randint(2, 60)
    if op == "-":
        a, b = max(a, b) + 1, min(a, b)
    elif op == "*":
        a, b = rng.randint(2, 30), rng.randint(2, 12)
    elif op == "/":
        b = rng.randint(2, 12)
        a = b * rng.randint(2, 20)
    return op, a, b, APPLY[op](a, b)


def orders(rng, style):
    """`Multiply the sum of a and b by c, then take away d`, and noun phrases within noun phrases."""
    op, a, b, value = pair(rng)
    if rng.random() < 0.2 and op in "+*":
        first = rng.choice(("add {a} and {b}", "add {b} to {a}") if op == "+" else ("multiply {a} by {b}", "multiply {a} and {b}")).format(a=a, b=b)
    elif rng.random() < 0.4:
        first = {"+": f"add {b} to {a}", "-": f"subtract {b} from {a}", "*": f"multiply {a} by {b}", "/": f"divide {a} by {b}"}[op]
    else:
        first = None
    moves, last = moved(rng, style, value, rng.choice((1, 1, 2, 2, 3)))
    steps = [(op, a, b, "{e} = {v}.")]
    for index, (o, n) in enumerate(moves):
        steps.append((o, (index,), n, "{e} = {v}."))
    if first:
        parts = [first] + [phrase(rng, o, n, False, "") for o, n in moves]
    else:
        parts = [phrase(rng, o, n, i == 0, rng.choice(SAY[op][:2]).format(a=a, b=b)) for i, (o, n) in enumerate(moves)]
    text = cap(listed(rng, parts), style)
    text = style.pick(f"{text}.", f"{text}.", f"{text}. What is the result?", f"{text}. What do you get?", f"If you {text[0].lower() + text[1:]}, what do you get?",
                      f"What do you get if you {text[0].lower() + text[1:]}?", f"{text}. What is the answer?")
    return text, last, run(*steps), 2


def take_and(rng, style):
    """`Take 14, double it, add 6, halve it.`"""
    x = rng.randint(2, 60)
    moves, value = moved(rng, style, x, rng.choice((2, 3, 3, 4)))
    short = rng.random() < 0.6
    parts = []
    for op, n in moves:
        if short:
            word = {"+": f"add {n}", "-": rng.choice((f"subtract {n}", f"take away {n}")), "*": f"multiply by {n}", "/": f"divide by {n}"}[op]
            if op == "*" and n in WORD and rng.random() < 0.8:
                word = WORD[n][0] + rng.choice((" it", "", " that", " it"))
            if op == "/" and n == 2 and rng.random() < 0.8:
                word = "halve" + rng.choice((" it", "", " that"))
            parts.append(word)
        else:
            parts.append(phrase(rng, op, n, False, ""))
    begin = style.pick(f"Take {x}", f"Start with {x}", f"Take the number {x}", f"Begin with {x}", f"Start at {x}", f"Take {x}")
    if rng.random() < 0.25:
        text = begin + ". " + ". ".join(p[0].upper() + p[1:] for p in parts) + "."
    else:
        text = begin + ", " + listed(rng, parts) + "."
    text += style.pick("", " What do you get?", " What is the result?", " Where do you end up?", " What is the final number?", " What number do you get?")
    steps = [(op, (i - 1,) if i else x, n, "{e} = {v}.") for i, (op, n) in enumerate(moves)]
    return text, value, run(*steps), 2


def two_groups(rng, style):
    """The product of two numbers plus (minus, times) the sum of two others; squares."""
    op1, a, b, v1 = pair(rng)
    op2, c, d, v2 = pair(rng)
    op = rng.choice("++--*")
    if op == "*" and v1 * v2 > 5000:
        op = "+"
    if op == "-" and v2 > v1:
        (op1, a, b, v1), (op2, c, d, v2) = (op2, c, d, v2), (op1, a, b, v1)
    one, two = SAY[op1][0].format(a=a, b=b), SAY[op2][0].format(a=c, b=d)
    if op == "+":
        text = style.pick(f"Add {one} to {two}.", f"What is {one} plus {two}?", f"What is the sum of {one} and {two}?", f"Add {one} and {two}.")
    elif op == "-":
        text = style.pick(f"Subtract {two} from {one}.", f"What is {one} minus {two}?", f"From {one} take away {two}.", f"How much larger is {one} than {two}?")
    else:
        text = style.pick(f"Multiply {one} by {two}.", f"What is {one} times {two}?", f"Multiply {one} and {two}.")
    return text, APPLY[op](v1, v2), run((op1, a, b, "First, {e} = {v}."), (op2, c, d, "Second, {e} = {v}."), (op, (0,), (1,), "Then {e} = {v}.")), 2


FORMS = [hidden_number, hidden_number, hidden_number, wide_brackets, wide_brackets, orders, orders, take_and, two_groups]
