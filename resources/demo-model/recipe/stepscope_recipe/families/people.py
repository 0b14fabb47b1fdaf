"""Word problems about who has how many: level 1 single stories (see stories.py), levels 2 to 5 graphs of 3 to 9 people.

The reasoner names the order, translates one person a step, then computes.  Misconceptions, all in the translation: `fewer` read as `more`
(dominant for odd numbers), `k more than X and Y together` without Y (dominant for odd k), `d more than twice X` as 2 * (X + d) (dominant).
"""
from collections import namedtuple

from ..problem import Problem
from ..steps import Step, Wrong, calc, divide, multiply, nearby
from . import stories

# kind of a person's amount, references to other people (indices) and numbers
Node = namedtuple("Node", "kind refs numbers")

PEOPLE = (None, (2, 2), (3, 4), (4, 5), (5, 7), (6, 8))
BYSTANDERS = (None, (0, 0), (0, 1), (1, 1), (1, 2), (1, 3))
SMALL = (None, 20, 40, 60, 80, 95)
LIMIT = (None, 200, 400, 700, 999, 1500)
SHUFFLED = (None, 0.0, 0.3, 0.6, 0.8, 0.9)
TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}
KINDS = ("more", "more", "fewer", "fewer", "times", "times", "half", "sum", "moresum", "timesmore", "timesfewer", "difference")


def amount(node, values):
    kind, refs, numbers = node
    if kind == "base":
        return numbers[0]
    x = values[refs[0]]
    if kind in ("sum", "moresum", "difference"):
        y = values[refs[1]]
        return x - y if kind == "difference" else x + y + (numbers[0] if numbers else 0)
    if kind == "more":
        return x + numbers[0]
    if kind == "fewer":
        return x - numbers[0]
    if kind == "times":
        return x * numbers[0]
    if kind == "half":
        return x // 2 if x % 2 == 0 else -1
    return x * numbers[0] + (numbers[1] if kind == "timesmore" else -numbers[1])


def random_node(rng, index, chain, level, values):
    """A node that refers to earlier people and has a moderate value; None when unlucky."""
    top = SMALL[level]
    for _ in range(100):
        kind = rng.choice(KINDS)
        first = index - 1 if chain else rng.randrange(max(0, index - 3), index)
        refs = (first,)
        if kind in ("sum", "moresum", "difference"):
            other = rng.randrange(index)
            if other == first:
                continue
            refs = (first, other)
        numbers = ()
        if kind in ("more", "fewer", "moresum"):
            numbers = (rng.randint(2, top),)
        elif kind == "times":
            numbers = (rng.randint(2, 5 + level),)
        elif kind in ("timesmore", "timesfewer"):
            numbers = (rng.choice((2, 2, 3, 4, 5, 6)), rng.randint(2, top))
        node = Node(kind, refs, numbers)
        if 1 < amount(node, values) < LIMIT[level]:
            return node
    return None


def random_graph(rng, level):
    """(nodes, values, number of people that matter)."""
    count = rng.randint(*PEOPLE[level])
    extra = rng.randint(*BYSTANDERS[level])
    while True:
        nodes, values = [], []
        for index in range(count + extra):
            if index == 0 or (index == 1 and rng.random() < 0.3):
                node = Node("base", (), (rng.randint(3, SMALL[level]),))
            else:
                node = random_node(rng, index, index < count, level, values)
            if node is None:
                break
            nodes.append(node)
            values.append(amount(node, values))
        if len(nodes) == count + extra:
            return nodes, values, count


def needed(nodes, target):
    """Indices that the target depends on, in order of computation."""
    found, stack = set(), [target]
    while stack:
        index = stack.pop()
        if index not in found:
            found.add(index)
            stack.extend(nodes[index].refs)
    return sorted(found)


def sentence(style, names, thing, index, node):
    kind, refs, numbers = node
    me, has = names[index], style.pick("has", "has", "has", "owns")
    if kind == "base":
        return style.pick(f"{me} {has} {numbers[0]} {thing}.", f"{me} {has} {numbers[0]} {thing}.",
                          f"There are {numbers[0]} {thing} that belong to {me}.")
    x = names[refs[0]]
    if kind == "more":
        n = numbers[0]
        return style.pick(f"{me} {has} {n} more {thing} than {x}.", f"{me} {has} {n} {thing} more than {x}.", f"{me} {has} {n} more than {x}.")
    if kind == "fewer":
        n = numbers[0]
        return style.pick(f"{me} {has} {n} fewer {thing} than {x}.", f"{me} {has} {n} {thing} less than {x}.", f"{me} {has} {n} less than {x}.",
                          f"{me} {has} {n} fewer than {x}.")
    times = TIMES.get(numbers[0], f"{numbers[0]} times") if numbers and style.rng.random() < 0.7 else f"{numbers[0] if numbers else 2} times"
    if kind == "times":
        return style.pick(f"{me} {has} {times} as many {thing} as {x}.", f"{me} {has} {times} as many as {x}.")
    if kind == "half":
        return style.pick(f"{me} {has} half as many {thing} as {x}.", f"{me} {has} half of what {x} has.", f"{me} {has} half as many as {x}.")
    if kind == "sum":
        return f"{me} {has} as many {thing} as {x} and {names[refs[1]]} together."
    if kind == "difference":
        return f"The number of {thing} {me} has is the difference between those of {x} and {names[refs[1]]}."
    if kind == "moresum":
        return f"{me} {has} {numbers[0]} more {thing} than {x} and {names[refs[1]]} together."
    times = "twice" if numbers[0] == 2 else f"{numbers[0]} times"
    return f"{me} {has} {numbers[1]} {'more' if kind == 'timesmore' else 'fewer'} {thing} than {times} as many as {x}."


def formula(names, node):
    """Right side of the translation line."""
    kind, refs, numbers = node
    if kind == "base":
        return str(numbers[0])
    x = names[refs[0]]
    y = names[refs[1]] if len(refs) > 1 else ""
    return {"more": lambda: f"{x} + {numbers[0]}", "fewer": lambda: f"{x} - {numbers[0]}", "times": lambda: f"{numbers[0]} * {x}",
            "half": lambda: f"{x} / 2", "sum": lambda: f"{x} + {y}", "difference": lambda: f"difference of {x} and {y}",
            "moresum": lambda: f"{x} + {y} + {numbers[0]}", "timesmore": lambda: f"{numbers[0]} * {x} + {numbers[1]}",
            "timesfewer": lambda: f"{numbers[0]} * {x} - {numbers[1]}", "timesgroup": lambda: f"{numbers[0]} * ({x} + {numbers[1]})"}[kind]()


def misreadings(noise, node):
    """[(chance, node as misread, kind)]"""
    kind, refs, numbers = node
    if kind == "fewer":
        return [(noise.concept if numbers[0] % 2 else noise.weak, Node("more", refs, numbers), "fewer")]
    if kind == "half":
        return [(noise.weak, Node("times", refs, (2,)), "half")]
    if kind == "moresum":
        return [(noise.concept * 0.9 if numbers[0] % 2 else noise.weak, Node("more", refs[:1], numbers), "together")]
    if kind == "timesmore":
        return [(noise.concept if numbers[0] == 2 else noise.weak, Node("timesgroup", refs, numbers), "group")]
    if kind == "timesfewer":
        return [(noise.weak, Node("timesmore", refs, numbers), "fewer")]
    return []


def translation(ctx, names, index, node, earlier):
    """One person's line; believed value is the Node as read."""
    right = formula(names, node)

    def write(read):
        return f"{names[index]} = {formula(names, read)}."
    wrongs = [Wrong(chance, read, write(read), f"{names[index]} = {right}, not {formula(names, read)}", kind) for chance, read,
              kind in misreadings(ctx.noise, node)]

    def slip(rng):
        kind, refs, numbers = node
        others = [i for i in earlier if i not in refs]
        if numbers and (kind == "base" or not others or rng.random() < 0.5):
            read = Node(kind, refs, numbers[:-1] + (max(1, nearby(numbers[-1], rng)),))
        elif others and refs:
            read = Node(kind, (rng.choice(others),) + refs[1:], numbers)
        else:
            return None
        return read, write(read), f"{names[index]} = {right}, not {formula(names, read)}"
    return Step(node, write(node), wrongs, slip, f"{names[index]} = {right}" if node.kind == "base" else None)


def compute(ctx, names, thing, index, node, values):
    """Solver part: the amount of one person from those already worked out."""
    kind, refs, numbers = node
    me = names[index]

    def final(v, e):
        return f"{me} has {e} = {v} {thing}."
    x = values[refs[0]]
    if kind == "more":
        return (yield calc(ctx, "+", x, numbers[0], final))
    if kind == "fewer":
        return (yield calc(ctx, "-", x, numbers[0], final))
    if kind == "times":
        return (yield from multiply(ctx, x, numbers[0], final))
    if kind == "half":
        return (yield divide(ctx, x, 2, final, loose=lambda v, e: f"Half of {x} is not whole, so {me} has about {v} {thing}."))
    if kind == "sum":
        return (yield calc(ctx, "+", x, values[refs[1]], final))
    if kind == "difference":
        y = values[refs[1]]
        return (yield calc(ctx, "-", max(x, y), min(x, y), final))
    if kind == "moresum":
        both = yield calc(ctx, "+", x, values[refs[1]], lambda v, e: f"{names[refs[0]]} and {names[refs[1]]} together have {e} = {v}.")
        return (yield calc(ctx, "+", both, numbers[0], final))
    if kind == "timesgroup":
        group = yield calc(ctx, "+", x, numbers[1], lambda v, e: f"{names[refs[0]]} plus {numbers[1]} is {e} = {v}.")
        return (yield from multiply(ctx, group, numbers[0], final))
    word = "Twice" if numbers[0] == 2 else f"{numbers[0]} times"
    many = yield calc(ctx, "*", x, numbers[0], lambda v, e: f"{word} {names[refs[0]]} is {e} = {v}.")
    return (yield calc(ctx, "+" if kind == "timesmore" else "-", many, numbers[1], final))


def solve_graph(ctx, names, thing, nodes, order, target, partner):
    """`partner`: index whose amount is added at the end, or None; -1: everybody's."""
    line = ", ".join(names[i] for i in order)
    goal = names[target]
    yield Step(0, ctx.say(f"We need {goal}. The order is {line}.", f"To find {goal}, go through {line}."))
    read = {}
    for place, index in enumerate(order):
        read[index] = yield translation(ctx, names, index, nodes[index], order[:place])
    values = {}
    for index in order:
        node = read[index]
        values[index] = node.numbers[0] if node.kind == "base" else (yield from compute(ctx, names, thing, index, node, values))
    if partner is None:
        return (yield Step(values[target], f"So {goal} has {values[target]} {thing}."))
    if partner == -1:
        total = values[order[0]]
        for index in order[1:]:
            total = yield calc(ctx, "+", total, values[index], lambda v, e: f"Add {names[index]}: {e} = {v}.")
        return total
    return (yield calc(ctx, "+", values[target], values[partner], lambda v, e: f"Together {goal} and {names[partner]} have {e} = {v} {thing}."))


def graph_problem(rng, level, style):
    nodes, values, count = random_graph(rng, level)
    names = style.names(len(nodes))
    thing = rng.choice(stories.THINGS)
    target = count - 1
    order = needed(nodes, target)
    lines = [sentence(style, names, thing, i, node) for i, node in enumerate(nodes)]
    if rng.random() < SHUFFLED[level]:
        rng.shuffle(lines)
    partner = rng.choice([i for i in order if i != target]) if rng.random() < (0.45 if level < 3 else 0.25) and len(order) > 1 else None
    if partner is not None and level < 3 and len(order) == len(nodes) and rng.random() < 0.5:
        if len(order) > 2 or rng.random() < 0.5:
            ask = style.pick(f"How many {thing} do they have together?", f"How many {thing} do they have in total?",
                             f"How many {thing} do they have altogether?",
                             f"What is the total number of {thing}?", f"How many {thing} are there in all?", "How many do they have in total?")
            answer = sum(values[i] for i in order)
            return Problem(style.finish(" ".join(lines) + " " + ask), answer, "people", level,
                           lambda ctx: solve_graph(ctx, names, thing, nodes, order, target, -1))
    me = names[target]
    if partner is not None:
        other = names[partner]
        ask = style.pick(f"How many {thing} do {me} and {other} have together?", f"What is the total number of {thing} that {me} and {other} have?",
                         f"How many {thing} do {me} and {other} have in total?")
        answer = values[target] + values[partner]
    else:
        ask = style.pick(f"How many {thing} does {me} have?", f"Find the number of {thing} {me} has.", f"How many {thing} does {me} own?",
                         f"How many does {me} have?")
        answer = values[target]
    return Problem(style.finish(" ".join(lines) + " " + ask), answer, "people", level,
                   lambda ctx: solve_graph(ctx, names, thing, nodes, order, target, partner))


def make(rng, level, style):
    if level == 1 and rng.random() < 0.72:
        return stories.make(rng, style)
    return graph_problem(rng, level, style)
