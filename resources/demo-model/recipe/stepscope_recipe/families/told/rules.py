"""Sequences in words, growth by doubling, sums of the two before, two unknowns in short."""
from ...steps import Step, calc, divide, multiply
from ..sequences import ordinal
from ..stories import run
from .stories import cap

NOTATIONS = (("a_1", "a_(n+1)", "a_n", "a_{k}"), ("a(1)", "a(n+1)", "a(n)", "a({k})"), ("a1", "a(n+1)", "a(n)", "a{k}"), ("a_1", "a_{{n+1}}", "a_n", "a_{k}"),
             ("f(1)", "f(n+1)", "f(n)", "f({k})"), ("u(1)", "u(n+1)", "u(n)", "u({k})"), ("u_1", "u_(n+1)", "u_n", "u_{k}"),
             ("x_1", "x_(n+1)", "x_n", "x_{k}"), ("a(1)", "a(k+1)", "a(k)", "a({k})"), ("t(1)", "t(n)", "t(n-1)", "t({k})"), ("a(1)", "a(n)", "a(n-1)", "a({k})"))
KTIMES = {2: ("twice", "double", "two times", "2 times"), 3: ("three times", "triple", "3 times"), 4: ("four times", "4 times"), 5: ("five times", "5 times")}


def walked(start, last, by, add, label="Term {}"):
    """Solver: value * by + add, from term 1 to term `last`."""
    def solve(ctx):
        value = yield Step(start, f"{label.format(1)} is {start}.")
        for k in range(2, last + 1):
            here = label.format(k)
            if by != 1:
                value = yield from multiply(ctx, value, by, lambda v, e: f"{here}: {e} = {v}.")
                if add:
                    value = yield calc(ctx, "+" if add > 0 else "-", value, abs(add), lambda v, e: f"Then {e} = {v}.")
            else:
                value = yield calc(ctx, "+" if add > 0 else "-", value, abs(add), lambda v, e: f"{here}: {e} = {v}.")
        return value
    return solve


def ask_term(rng, style, n):
    words = {3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}
    th = words[n] if n in words and rng.random() < 0.35 else ordinal(n)
    return style.pick(f"What is the {th} number?", f"What is the {th} term?", f"Find the {th} term.", f"What is the {th} number in the list?", f"What is term {n}?",
                      f"What's the {th} one?", f"Find the {th} number.", f"what is the {th} number")


def steady(rng, style):
    """The first number is a, every number after that is d more (less) than the previous."""
    d, n = rng.randint(2, 25), rng.randint(4, 25)
    down = rng.random() < 0.55
    a = rng.randint(d * (n - 1) // 2, d * n + 150) if down else rng.randint(1, 90)
    word = rng.choice(("less", "smaller", "lower", "less")) if down else rng.choice(("more", "larger", "greater", "higher", "more"))
    num = style.pick("number", "term", "number")
    first = style.pick(f"The first {num} is {a}", f"The first {num} in a list is {a}", f"A sequence starts with {a}", f"A list begins with {a}", f"The first {num} of a sequence is {a}",
                       f"Start with {a}")
    rule = style.pick(f"every {num} after that is {d} {word} than the previous", f"each {num} after it is {d} {word} than the one before", f"each next {num} is {d} {word}",
                      f"every following {num} is {d} {word} than the {num} before it", f"each {num} is {d} {word} than the previous one", f"every {num} is {d} {word} than the last")
    text = first + rng.choice((", ", " and ", ". ", "; ")) + rule
    text = ". ".join(p[0].upper() + p[1:] if i == 0 or not style.lower else p for i, p in enumerate(text.split(". "))) + rng.choice((". ", ". ", ", ")) + ask_term(rng, style, n)

    def solve(ctx):
        jumps = yield calc(ctx, "-", n, 1, lambda v, e: f"From term 1 to term {n} there are {e} = {v} steps.")
        grown = yield from multiply(ctx, jumps, d, lambda v, e: f"They {'take away' if down else 'add'} {e} = {v}.")
        return (yield calc(ctx, "-" if down else "+", a, grown, lambda v, e: f"The term is {e} = {v}."))
    return text, a - (n - 1) * d if down else a + (n - 1) * d, solve, 2


def seats(rng, style):
    """Rows, weeks, levels with a constant change."""
    a, d, n = rng.randint(3, 60), rng.randint(2, 12), rng.randint(3, 20)
    name = style.name()
    text = style.pick(f"The first row of a theater has {a} seats and each row has {d} more seats than the row before. How many seats are in row {n}?",
                      f"{name} runs {a} minutes on the first day and {d} minutes more every day after. How many minutes on day {n}?",
                      f"{name} saves {a} dollars in the first week and {d} dollars more each week than the week before. How much does {name} save in week {n}?",
                      f"A plant is {a} cm tall and grows {d} cm every week. How tall is it after {n} weeks?",
                      f"A candle is {a + d * n} cm tall and gets {d} cm shorter every hour. How tall is it after {n} hours?",
                      f"On day 1 {name} does {a} push-ups, and every day {d} more than the day before. How many on day {n}?")
    if "grows" in text:
        return text, a + d * n, run(("*", d, n, "It grows {e} = {v}."), ("+", a, (0,), "Then it is {e} = {v}.")), 2
    if "shorter" in text:
        return text, a, run(("*", d, n, "It loses {e} = {v}."), ("-", a + d * n, (0,), "Then it is {e} = {v}.")), 2
    return text, a + (n - 1) * d, run(("-", n, 1, "From 1 to " + str(n) + " there are {e} = {v} steps."), ("*", (0,), d, "They add {e} = {v}."),
                                      ("+", a, (1,), "So it is {e} = {v}.")), 2


def doubling(rng, style):
    """Doubling, tripling or halving k times."""
    by = rng.choice((2, 2, 2, 2, 3, 3, 4, 10))
    top = {2: 9, 3: 6, 4: 5, 10: 4}[by]
    k, a = rng.randint(2, top), rng.randint(1, 40)
    verb, third, past = {2: ("double", "doubles", "doubled"), 3: ("triple", "triples", "tripled"), 4: ("multiply by 4", "grows to four times its size", "multiplied by 4"),
                         10: ("multiply by 10", "grows tenfold", "multiplied by 10")}[by]
    span = rng.choice("hour day week month year minute".split())
    what = rng.choice(("bacteria", "a colony of bacteria", "a population of rabbits", "the number of users", "the number of yeast cells", "an amount of money", "a group of ants"))
    half = by == 2 and rng.random() < 0.2
    if half:
        start = a * 2 ** k
        text = style.pick(f"Halve {start} {k} times. What do you get?", f"Start with {start} and halve it {k} times. What is the result?",
                          f"A number starts at {start} and is halved {k} times. What is it then?",
                          f"There are {start} grams of a substance. Every {span} half of it is gone. How many grams are left after {k} {span}s?")

        def down(ctx):
            value = start
            for i in range(1, k + 1):
                value = yield divide(ctx, value, 2, lambda v, e: f"Time {i}: {e} = {v}.")
            return value
        return text, a, down, 2
    rule = style.pick(f"{third} every {span}", f"{third} each {span}", f"{third} every single {span}")
    text = style.pick(f"{cap(what, style)} starts at {a} and {rule}. How many are there after {k} {span}s?", f"There are {a} bacteria and their number {rule}. How many are there after {k} {span}s?",
                      f"If you start with {a} and {verb} {k} times, what do you get?", f"Start with {a} and {verb} it {k} times. What is the result?" if by < 4 else f"Start with {a} and {verb} {k} times. What is the result?",
                      f"{cap(verb, style)} {a} {k} times in a row. What do you get?" if by < 4 else f"Take {a} and {verb} {k} times in a row.", f"A number starts at {a} and is {past} {k} times. What is it then?",
                      f"{a} is {past} {k} times. What is the result?", f"The number of lilies on a pond {rule}. Today there are {a}. How many are there in {k} {span}s?",
                      f"Something that {rule} starts with {a}. How many after {k} {span}s?")

    def solve(ctx):
        value = a
        for i in range(1, k + 1):
            value = yield from multiply(ctx, value, by, lambda v, e: f"Time {i}: {e} = {v}.")
        return value
    return text, a * by ** k, solve, 2


def rule(rng, style):
    """Each term is k times the previous plus or minus c, in words and in many notations."""
    by = rng.choice((1, 2, 2, 2, 3, 3, 4, 5))
    add = rng.choice((-1, 1, 1)) * rng.randint(1, 12)
    n, a = rng.randint(3, 7), rng.randint(1, 12)
    if by == 1:
        add = rng.choice((-1, 1)) * rng.randint(2, 15)
        a = rng.randint(1, 60) + (0 if add > 0 else 15 * n)
    elif rng.random() < 0.15:
        add = 0
    while add < 0 and by > 1 and a * (by - 1) <= -add:
        a += 1
    value = a
    for _ in range(n - 1):
        value = value * by + add
    if value > 9999:
        return rule(rng, style)
    sign, size = ("+", add) if add > 0 else ("-", -add)
    if rng.random() < 0.5:
        one, left, right, kth = rng.choice(NOTATIONS)
        inner = f"{by} * {right}" if rng.random() < 0.5 else f"{by}{right}"
        if by == 1:
            inner = right
        expr = f"{inner} {sign} {size}" if add else inner
        kth = kth.format(k=n)
        left = left.replace("{{", "{").replace("}}", "}")
        body = style.math(f"{one} = {a}")
        law = style.math(f"{left} = {expr}")
        text = style.pick(f"{body}, {law}. What is {kth}?", f"{body} and {law}. Find {kth}.", f"If {body} and {law}, what is {kth}?", f"Let {body} and {law}. Find {kth}.",
                          f"Given {body} and {law}, find {kth}.", f"{body}, {law}, {kth} = ?", f"A sequence has {body} and {law}. Compute {kth}.", f"{body} and {law}, what is {kth}")
        return text, value, walked(a, n, by, add), 3
    plus = f" {'plus' if add > 0 else 'minus'} {size}" if add else ""
    times = rng.choice(KTIMES[by]) if by > 1 else ""
    base = f"{times} the previous{rng.choice((' one', ' term', ' number', ''))}{plus}" if by > 1 else f"the previous one{plus}"
    first = style.pick(f"The first number is {a}", f"A sequence starts with {a}", f"The first term is {a}", f"A list starts with {a}", f"In a sequence the first term is {a}")
    law = style.pick(f"each term is {base}", f"every next number is {base}", f"each number after that is {base}", f"every term after the first is {base}", f"each following number is {base}")
    if by > 1 and add and rng.random() < 0.3:
        do = rng.choice({2: ("double it", "multiply by 2"), 3: ("triple it", "multiply by 3")}.get(by, (f"multiply by {by}",)))
        law = style.pick(f"to get the next number, {do} and {'add' if add > 0 else 'subtract'} {size}", f"for the next number you {do} and then {'add' if add > 0 else 'subtract'} {size}",
                         f"each time you {do} and {'add' if add > 0 else 'take away'} {size}")
    text = first + rng.choice((", ", " and ", "; ")) + law + ". " + ask_term(rng, style, n)
    if rng.random() < 0.2:
        text = f"{first}. {law[0].upper() + law[1:]}. {ask_term(rng, style, n)}"
    return text, value, walked(a, n, by, add), 3


def sum_of_two(rng, style):
    """Fibonacci-like: every number is the sum of the two before it."""
    a, b, n = rng.randint(1, 12), rng.randint(1, 15), rng.randint(4, 10)
    first = style.pick(f"A sequence starts {a}, {b} and every number after that is the sum of the two before it.", f"The first two numbers are {a} and {b}. Each next number is the sum of the two previous ones.",
                       f"Start with {a} and {b}. Every next term is the sum of the two terms before.", f"A sequence begins with {a} and {b}, and each term is the sum of the previous two.",
                       f"In a list starting {a}, {b} each number is the sum of the two numbers before it.", f"A Fibonacci-like sequence starts {a}, {b}.",
                       f"a(1) = {a}, a(2) = {b}, a(n) = a(n-1) + a(n-2).", f"The first two terms are {a} and {b}, and then you always add the last two.")
    listed = rng.random() < 0.2
    terms = [a, b]
    while len(terms) < n:
        terms.append(terms[-1] + terms[-2])
    if listed:
        n = 6
        terms = (terms + [terms[-1] + terms[-2]])[:5]
        while len(terms) < 5:
            terms.append(terms[-1] + terms[-2])
        text = f"{', '.join(map(str, terms[:5]))}, ... " + style.pick("Each number is the sum of the two before. What comes next?", "What is the next number if each is the sum of the two before it?")
        return text, terms[3] + terms[4], run(("+", terms[3], terms[4], "The next term is {e} = {v}.")), 2

    def solve(ctx):
        x, y = a, b
        for k in range(3, n + 1):
            x, y = y, (yield calc(ctx, "+", x, y, lambda v, e: f"Term {k}: {e} = {v}."))
        return y
    return f"{first} {ask_term(rng, style, n)}", terms[n - 1], solve, 2


def two_unknowns(rng, style):
    """Sum and difference, one given by the other, heads and legs, tickets, in short."""
    x, y = rng.randint(2, 60), rng.randint(1, 40)
    kind = rng.randrange(5)
    p, q = rng.choice((("x", "y"), ("x", "y"), ("a", "b"), ("m", "n")))
    want_x = rng.random() < 0.45
    if kind < 2:
        s, d = x + y, x - y
        if d < 0:
            x, y, d = y, x, -d
        if kind == 0:
            e1, e2 = style.math(f"{p} + {q} = {s}"), style.math(f"{p} - {q} = {d}")
            w = p if want_x else q
            text = style.pick(f"{e1} and {e2}, find {w}", f"{e1} and {e2}. Find {w}.", f"If {e1} and {e2}, what is {w}?", f"{e1}, {e2}. What is {w}?", f"Solve {e1}, {e2} for {w}.",
                              f"Given {e1} and {e2}, find {w}.", f"What is {w} if {e1} and {e2}?")
        else:
            text = style.pick(f"The sum of two numbers is {s} and their difference is {d}.", f"Two numbers add up to {s} and differ by {d}.", f"Two numbers have the sum {s} and the difference {d}.",
                              f"The difference of two numbers is {d}, their sum is {s}.") + f" What is the {rng.choice(('larger', 'bigger', 'greater') if want_x else ('smaller', 'lesser', 'smaller'))} {rng.choice(('one', 'number'))}?"
        if want_x:
            return text, x, run(("+", s, d, "Adding both gives twice the larger: {e} = {v}."), ("/", (0,), 2, "So it is {e} = {v}.")), 2
        return text, y, run(("-", s, d, "Subtracting gives twice the smaller: {e} = {v}."), ("/", (0,), 2, "So it is {e} = {v}.")), 2
    if kind == 2:
        one, two_, l1, l2, where = rng.choice((("hens", "cows", 2, 4, "a farm"), ("chickens", "pigs", 2, 4, "a yard"), ("ducks", "sheep", 2, 4, "a meadow"), ("chickens", "rabbits", 2, 4, "a barn"),
                                               ("geese", "goats", 2, 4, "a farm"), ("birds", "cats", 2, 4, "a house"), ("hens", "horses", 2, 4, "a farm"), ("beetles", "spiders", 6, 8, "a box")))
        s, legs = x + y, l1 * x + l2 * y
        ask_small = rng.random() < 0.5
        text = style.pick(f"On {where} there are {one} and {two_} with {s} heads and {legs} legs.", f"There are {one} and {two_} in {where}, together {s} heads and {legs} legs.",
                          f"A farmer has {s} animals, {one} and {two_}, with {legs} legs in total.", f"{cap(one, style)} and {two_} have {s} heads and {legs} legs together.",
                          f"A farmer has {one} and {two_}. He counts {s} heads and {legs} legs.") + f" How many {one if ask_small else two_} are there?"
        moves = [("*", s, l1, "If all were " + one + ", there would be {e} = {v} legs."), ("-", legs, (0,), "There are {e} = {v} legs more."),
                 ("-", l2, l1, "Each of the " + two_ + " has {e} = {v} legs more."), ("/", (1,), (2,), "So there are {e} = {v} " + two_ + ".")]
        if ask_small:
            moves.append(("-", s, (3,), "And {e} = {v} " + one + "."))
        return text, x if ask_small else y, run(*moves), 3
    if kind == 3:
        hi, lo = rng.randint(6, 25), rng.randint(2, 5)
        s, total = x + y, lo * x + hi * y
        text = style.pick(f"Adult tickets cost {hi} dollars and child tickets {lo} dollars. {s} tickets were sold for {total} dollars. How many adult tickets were sold?",
                          f"{s} tickets were sold for ${total} in total. Adults pay ${hi}, children ${lo}. How many adults were there?",
                          f"{s} coins of {lo} and {hi} cents are worth {total} cents. How many {hi} cent coins are there?",
                          f"A test has {s} questions worth {lo} or {hi} points, {total} points in all. How many {hi} point questions are there?")
        return text, y, run(("*", s, lo, "If all were the cheaper kind, it would be {e} = {v}."), ("-", total, (0,), "There are {e} = {v} more."),
                            ("-", hi, lo, "Each of the other kind adds {e} = {v}."), ("/", (1,), (2,), "So there are {e} = {v}.")), 3
    side, other = rng.randint(2, 30), rng.randint(2, 30)
    roll = rng.randrange(4)
    u = rng.choice((" cm", " m", "", " meters"))
    if roll == 0:
        text = style.pick(f"A square has a perimeter of {4 * side}{u}. What is its area?", f"The perimeter of a square is {4 * side}{u}. Find the area.",
                          f"A square's perimeter is {4 * side}. What is the area of the square?")
        return text, side * side, run(("/", 4 * side, 4, "One side is {e} = {v}."), ("*", (0,), (0,), "The area is {e} = {v}.")), 2
    if roll == 1:
        text = style.pick(f"The area of a rectangle is {side * other} and one side is {side}{u}. What is its perimeter?", f"A rectangle has an area of {side * other} and a width of {side}. Find its perimeter.",
                          f"A rectangle of area {side * other} is {side}{u} wide. What is the perimeter?")
        return text, 2 * (side + other), run(("/", side * other, side, "The other side is {e} = {v}."), ("+", side, (0,), "Two sides are {e} = {v}."),
                                             ("*", (1,), 2, "The perimeter is {e} = {v}.")), 3
    cost = rng.randint(2, 20)
    text = style.pick(f"A garden is {side} m long and {other} m wide. How many meters of fence are needed to go around it?", f"A rectangular field is {side} by {other} meters. How long is the fence around it?",
                      f"A fence around a garden of {side} m by {other} m costs {cost} dollars a meter. How much does the fence cost?",
                      f"How much does it cost to fence a garden {side} m long and {other} m wide at {cost} dollars per meter?")
    moves = [("+", side, other, "Two sides are {e} = {v} m."), ("*", (0,), 2, "All around it is {e} = {v} m.")]
    if "cost" in text:
        return text, 2 * (side + other) * cost, run(*moves, ("*", (1,), cost, "The fence costs {e} = {v} dollars.")), 3
    return text, 2 * (side + other), run(*moves), 2


FORMS = [steady, steady, seats, doubling, doubling, rule, rule, rule, sum_of_two, sum_of_two, two_unknowns, two_unknowns]
