"""Steps of reasoning and the arithmetic they are made of.

A *solver* is a Python generator: it yields `Step` objects and is sent back the value that the reasoner believes after each of them, right or
wrong; it returns the final answer.  Because a solver is a pure function of the values sent, going back to an earlier step is a replay.
"""
from collections import namedtuple

# chance: probability; value: what is believed afterwards; text: the step as written; fix: the sentence that names the mistake; kind: statistics.
Wrong = namedtuple("Wrong", "chance value text fix kind")


class Step:
    """value, text: the right outcome.  wrongs: misconceptions.  slip(rng) -> (value, text, fix) or None.  check: a true sentence or None."""
    __slots__ = ("value", "text", "wrongs", "slip", "check")

    def __init__(self, value, text, wrongs=(), slip=None, check=None):
        self.value, self.text, self.wrongs, self.slip, self.check = value, text, wrongs, slip, check


class Context:
    """What a solver may read: the noise and a number that fixes the reasoner's wording for one trace."""
    __slots__ = ("noise", "voice")

    def __init__(self, noise, voice=0):
        self.noise, self.voice = noise, voice

    def say(self, *variants):
        return variants[self.voice % len(variants)]


def lost_carry(a, b):
    """a + b with the carries inside the shorter number dropped; 58 + 67 = 115, 158 + 67 = 115, but 8 + 7 = 15."""
    out, place = 0, 1
    while a and b:
        if a < 10 and b < 10:
            return out + (a + b) * place
        out += (a % 10 + b % 10) % 10 * place
        a, b, place = a // 10, b // 10, place * 10
    return out + (a + b) * place


def lost_borrow(a, b):
    """a - b, column by column the larger digit minus the smaller."""
    out, place = 0, 1
    while a:
        out += abs(a % 10 - b % 10) * place
        a, b, place = a // 10, b // 10, place * 10
    return out


CONFUSED = {(3, 8): 28, (4, 7): 24, (4, 8): 36, (6, 7): 48, (6, 8): 46, (6, 9): 56, (7, 7): 47, (7, 8): 54, (7, 9): 64, (8, 8): 62, (8, 9): 74}


def confused_product(a, digit):
    """(wrong value or None, whether a times-table entry was confused) for a * digit, digit < 10."""
    unit = a % 10
    entry = CONFUSED.get((min(unit, digit), max(unit, digit)))
    if entry is not None:
        return a * digit - unit * digit + entry, True
    if a >= 10 and unit * digit >= 10:
        return a // 10 * digit * 10 + unit * digit % 10, False
    return None, False


def systematic(noise, op, a, b):
    """[(chance, wrong value, kind)] of the buggy arithmetic for a op b."""
    if a <= 0 or b <= 0:
        return []
    if op == "+":
        wrong = lost_carry(a, b)
        if wrong != a + b:
            return [(noise.carry if a % 10 + b % 10 >= 16 else noise.faint, wrong, "carry")]
    elif op == "-" and a >= b:
        wrong = lost_borrow(a, b)
        if wrong != a - b:
            return [(noise.carry if b % 10 - a % 10 >= 7 else noise.faint, wrong, "borrow")]
    elif op == "*" and min(a, b) < 10:
        wrong, confused = confused_product(max(a, b), min(a, b))
        if wrong is not None and wrong != a * b:
            return [(noise.table if confused else noise.faint, wrong, "table")]
    return []


def nearby(value, rng):
    """A plausible wrong integer: a digit changed, lost, doubled or swapped, or off by a little."""
    digits, sign = str(abs(value)), -1 if value < 0 else 1
    if len(digits) > 1 and rng.random() < 0.65:
        at, roll = rng.randrange(len(digits)), rng.random()
        if roll < 0.62:
            new = digits[:at] + rng.choice("0123456789") + digits[at + 1:]
        elif roll < 0.80:
            at = min(at, len(digits) - 2)
            new = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2:]
        elif roll < 0.92:
            new = digits[:at] + digits[at + 1:]
        else:
            new = digits[:at + 1] + digits[at:]
        if int(new) * sign != value:
            return int(new) * sign
    scale = rng.random()
    size = rng.choice((1, 1, 1, 2, 3)) if scale < 0.55 or len(digits) < 2 else 10 if scale < 0.85 or len(digits) < 3 else 100
    other = value + (size if rng.random() < 0.5 else -size)
    return value + size if value >= 0 > other else other


_APPLY = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}


def calc(ctx, op, a, b, write, extra=()):
    """Step for `a op b`; write(value, expression text) -> the sentence."""
    value = _APPLY[op](a, b)
    expr = f"{a} {op} {b}" if b >= 0 else f"{a} {op} ({b})"
    wrongs = list(extra)
    for chance, bad, kind in systematic(ctx.noise, op, a, b):
        wrongs.append(Wrong(chance, bad, write(bad, expr), f"{expr} = {value}, not {bad}", kind))

    def slip(rng):
        bad = nearby(value, rng)
        return bad, write(bad, expr), f"{expr} = {value}, not {bad}"
    return Step(value, write(value, expr), wrongs, slip, f"{expr} = {value}")


def fact(value, write, claim, check=None, extra=()):
    """Step that states an integer; claim(value) is the bare claim, as in `9 / 3 = 3`."""
    def slip(rng):
        bad = nearby(value, rng)
        return bad, write(bad), f"{claim(value)}, not {bad}"
    return Step(value, write(value), extra, slip, check or claim(value))


def divide(ctx, a, b, write, extra=(), loose=None):
    """a / b; on a wrong path that does not divide evenly: says so and goes on with the rounded value.

    write(value, expression) -> sentence; loose(value, expression) -> sentence for the uneven case.
    """
    expr = f"{a} / {b}"
    if b == 0 or a % b:
        value = round(a / b) if b else 0
        return Step(value, loose(value, expr) if loose else f"{expr} is not whole, it is about {value}.", extra)
    value = a // b
    return fact(value, lambda v: write(v, expr), lambda v: f"{expr} = {v}", f"{b} * {value} = {a}", extra)


def multiply(ctx, a, b, write, extra=()):
    """Solver part: a * b, by partial products where both have two or more significant digits.

    `extra` misconceptions belong to the first step; a value that is not an int (see `Jump`) is handed back at once.
    """
    a, b = int(a), int(b)
    simple = min(abs(a), abs(b)) < 10 or a < 0 or b < 0 or (min(a, b) < 100 and min(a, b) % 10 == 0) or (max(a, b) < 100 and max(a, b) % 10 == 0)
    if simple:
        return (yield calc(ctx, "*", a, b, write, extra))
    if a < b:
        a, b = b, a
    high, unit = b // 10 * 10, b % 10
    right = a * high
    expr = f"{a} * {high}"

    def first(v):
        return f"For {a} * {b}, first {expr} = {v}."

    wrongs = list(extra)
    for chance, bad, kind in systematic(ctx.noise, "*", a, high // 10):
        wrongs.append(Wrong(chance, bad * 10, first(bad * 10), f"{expr} = {right}, not {bad * 10}", kind))

    def slip(rng):
        bad = nearby(right // 10, rng) * 10
        return bad, first(bad), f"{expr} = {right}, not {bad}"
    upper = yield Step(right, first(right), wrongs, slip, f"{expr} = {right}")
    if isinstance(upper, Jump):
        return upper
    if unit == 0:
        return (yield Step(upper, write(upper, f"{a} * {b}")))
    lower = yield calc(ctx, "*", a, unit, lambda v, e: f"Then {e} = {v}.")
    return (yield calc(ctx, "+", upper, lower, lambda v, e: write(v, f"{a} * {b} = {e}")))


class Jump:
    """A value that is not the number asked for: the reasoner took another road, `to` says where it is now."""
    __slots__ = ("to",)

    def __init__(self, to):
        self.to = to

    def __eq__(self, other):
        return isinstance(other, Jump) and other.to == self.to

    def __hash__(self):
        return hash(("jump", self.to))
