"""Expressions: level 1 single operations in signs or words; levels 2 to 5 nested expressions of 2 to 9 operators.

Misconception: `a + b * c` read from left to right; dominant where c is even.
"""
from ..problem import Problem
from ..steps import Jump, Wrong, calc, divide, fact, multiply, nearby
from . import single

OPERATORS = (0, 1, 2, 4, 5, 7)
LARGEST = (0, 60, 60, 99, 160, 300)


# A tree is an int or a tuple (operator, left, right); ^ has small positive operands.
def value_of(tree):
    if isinstance(tree, int):
        return tree
    op, left, right = tree[0], value_of(tree[1]), value_of(tree[2])
    return left + right if op == "+" else left - right if op == "-" else left * right if op == "*" else left ** right if op == "^" else left // right


def spell(tree, parent=None, on_right=False):
    """Plain spelling with the brackets that are needed."""
    if isinstance(tree, int):
        return str(tree) if tree >= 0 or parent is None else f"({tree})"
    op = tree[0]
    if op == "^":
        return f"{tree[1]}^{tree[2]}"
    text = f"{spell(tree[1], op)} {op} {spell(tree[2], op, True)}"
    weak = op in "+-"
    needed = parent is not None and ((parent in "*/" and weak) or (on_right and (parent in "-/" or (parent == "+" and weak) or (parent == "*" and not weak))))
    return f"({text})" if needed else text


def grow(rng, operators, largest, signed=False, powers=0.0):
    """Random tree whose intermediate values are small enough to work out by hand, and positive unless `signed`."""
    if operators == 0:
        if powers and rng.random() < powers:
            return "^", *rng.choice(((rng.randint(2, 12), 2), (rng.randint(2, 5), 3), (2, rng.randint(3, 6))))
        if signed and rng.random() < 0.12:
            return -rng.randint(1, 12)
        return rng.randint(2, largest)
    for _ in range(60):
        left_size = rng.randint(0, operators - 1)
        left, right = grow(rng, left_size, largest, signed, powers), grow(rng, operators - 1 - left_size, largest, signed, powers)
        op = rng.choice("++--***/")
        a, b = value_of(left), value_of(right)
        if op == "+" and a + b < 5000 or op == "-" and a > b or op == "*" and 1 < a < 1000 and 1 < b < 100 and a * b < 9000:
            return op, left, right
        if signed and (op == "-" and abs(a - b) < 300 or op == "*" and 0 < abs(a) < 100 and 0 < abs(b) < 20):
            return op, left, right
        if op == "/" and 1 < b < 13 and a % b == 0 and a > b:
            return op, left, right
        if op == "/" and isinstance(left, int) and isinstance(right, int):
            b = rng.randint(2, 12)
            return op, b * rng.randint(2, max(2, largest // 4)), b
    return "+", rng.randint(2, largest), rng.randint(2, largest)


def first_ready(tree, path=()):
    """Path of the leftmost innermost operation whose operands are numbers; None for a number."""
    if isinstance(tree, int):
        return None
    for side in (1, 2):
        found = first_ready(tree[side], path + (side,))
        if found is not None:
            return found
    return path


def at(tree, path):
    for side in path:
        tree = tree[side]
    return tree


def replaced(tree, path, new):
    if not path:
        return new
    parts = list(tree)
    parts[path[0]] = replaced(tree[path[0]], path[1:], new)
    return tuple(parts)


def leaves(tree, path=()):
    return [path] if isinstance(tree, int) else leaves(tree[1], path + (1,)) + leaves(tree[2], path + (2,))


def out_of_order(noise, tree, path):
    """The misconception at this point, if it applies: in `x + b * c` the sum is done first."""
    op, b, c = at(tree, path)
    if op not in "*/" or not path or path[-1] != 2:
        return []
    outer = at(tree, path[:-1])
    x = outer[1]
    if outer[0] not in "+-" or not isinstance(x, int):
        return []
    early = x + b if outer[0] == "+" else x - b
    if early < 0:
        return []
    new = replaced(tree, path[:-1], (op, early, c))
    chance = noise.concept if outer[0] == "+" and c % 2 == 0 else noise.weak
    return [Wrong(chance, Jump(new), f"{x} {outer[0]} {b} = {early}, giving {spell(new)}.", f"{b} {op} {c} comes before {x} {outer[0]} {b}", "order")]


def reduce_steps(ctx, tree):
    """Solver of a tree: one operation a step, the rest of the expression rewritten each time."""
    link = ctx.say("so we have", "giving", "which leaves")
    while not isinstance(tree, int):
        path = first_ready(tree)
        op, a, b = at(tree, path)

        def write(v, expr, path=path, tree=tree):
            rest = replaced(tree, path, v)
            return f"{expr} = {v}." if isinstance(rest, int) else f"{expr} = {v}, {link} {spell(rest)}."

        extra = out_of_order(ctx.noise, tree, path)
        if op == "*":
            got = yield from multiply(ctx, a, b, write, extra)
        elif op == "^":
            got = yield fact(a ** b, lambda v, write=write, a=a, b=b: write(v, f"{a}^{b}"), lambda v, a=a, b=b: f"{a}^{b} = {v}")
        elif op == "/":
            def loose(v, expr, path=path, tree=tree):
                rest = replaced(tree, path, v)
                return f"{expr} is not whole, about {v}" + ("." if isinstance(rest, int) else f", {link} {spell(rest)}.")
            got = yield divide(ctx, a, b, write, extra, loose)
        else:
            got = yield with_copy_slips(calc(ctx, op, a, b, write), tree, path, f"{a} {op} {b}", link)
        tree = got.to if isinstance(got, Jump) else replaced(tree, path, got)
    return tree


def with_copy_slips(step, tree, path, expr, link):
    """Let the step's random slips sometimes miscopy another number of the expression."""
    plain = step.slip

    def slip(rng):
        rest = replaced(tree, path, step.value)
        if isinstance(rest, int) or rng.random() > 0.35:
            return plain(rng)
        where = rng.choice(leaves(rest))
        number = at(rest, where)
        bad = max(1, nearby(number, rng))
        if bad == number:
            return plain(rng)
        new = replaced(rest, where, bad)
        return Jump(new), f"{expr} = {step.value}, {link} {spell(new)}.", f"the expression has {number}, not {bad}"
    step.slip = slip
    return step


WORDS = {"+": ("the sum of {} and {}", "{} plus {}"), "-": ("the difference of {} and {}", "{} minus {}"), "*": ("the product of {} and {}",
        "{} times {}"),
         "/": ("the quotient of {} and {}", "{} divided by {}")}
THEN = {"+": ("add {}",), "-": ("subtract {}", "take away {}"), "*": ("multiply the result by {}", "multiply by {}"), "/": ("divide the result by {}",
        "divide by {}")}


def in_words(rng, tree):
    """`the product of 6 and the sum of 2 and 3`; the short forms only between numbers."""
    if isinstance(tree, int):
        return str(tree)
    op, left, right = tree
    if op == "^":
        return f"{left} squared" if right == 2 else f"{left} to the power of {right}"
    plain = isinstance(left, int) and isinstance(right, int)
    return WORDS[op][rng.randrange(2) if plain else 0].format(in_words(rng, left), in_words(rng, right))


def spoken(rng, level, style):
    """A small expression in words, or as instructions one after another."""
    if rng.random() < 0.5:
        while True:
            tree = grow(rng, rng.choice((2, 3)) if level > 2 else 2, 40, False, 0.04)
            if abs(value_of(tree)) < 5000 and not isinstance(tree, int):
                break
        words = in_words(rng, tree)
        question = style.pick(f"What is {words}?", f"Find {words}.", f"Calculate {words}.", words, f"Compute {words}.", f"Evaluate {words}.")
    else:
        tree = rng.randint(2, 60)
        lines = []
        start = f"Start with {tree}" if rng.random() < 0.6 else f"Take {tree}"
        for _ in range(level + rng.randint(0, 1)):
            value = value_of(tree)
            op = rng.choice("++--**/")
            n = rng.randint(2, 9) if op in "*/" else rng.randint(2, 60)
            if op == "*" and value * n > 3000 or op == "-" and n >= value:
                op, n = "+", rng.randint(2, 60)
            if op == "/":
                fits = [d for d in range(2, 13) if value % d == 0 and value > d]
                op, n = ("/", rng.choice(fits)) if fits else ("+", n)
            tree = (op, tree, n)
            lines.append("double it" if op == "*" and n == 2 and rng.random() < 0.5 else rng.choice(THEN[op]).format(n))
        text = f"{start}, {', '.join(lines[:-1])}" + rng.choice((" and ", ", then ", " and then ")) + lines[-1]
        question = text + style.pick(". What is the result?", ". What do you get?", ".", ". What is the final number?")
    return Problem(style.finish(question), value_of(tree), "expressions", level, lambda ctx: reduce_steps(ctx, tree))


def make(rng, level, style):
    if level in (2, 3) and rng.random() < 0.15:
        return spoken(rng, level, style)
    if level == 1:
        return single.make(rng, style)
    signed, powers = level < 4 and rng.random() < 0.15, 0.08 if level < 5 and rng.random() < 0.4 else 0.0
    while True:
        tree = grow(rng, OPERATORS[level] if level > 2 else rng.choice((2, 2, 3)), LARGEST[level], signed, powers)
        if abs(value_of(tree)) < 100000 and len(leaves(tree)) > 2:
            break
    text = style.math(spell(tree))
    question = style.finish(style.pick(
        f"Calculate {text}.", f"What is {text}?", f"Evaluate {text}.", f"Compute {text}.", f"Find the value of {text}.", f"{text} = ?", f"{text}",
        f"Work out {text}.", f"Simplify {text}.", f"How much is {text}?", f"Evaluate the expression {text}.", f"{text} ="))
    return Problem(question, value_of(tree), "expressions", level, lambda ctx: reduce_steps(ctx, tree))
