"""Level 1 of `people`: give, take, buy, share, lose; ages; prices; groups.  One to three operations, told with names or pronouns."""
from ..problem import Problem
from ..steps import calc, divide, multiply
from ..surface import THINGS, WARES, plural

PRONOUNS = ("he", "she", "they")
# past form, present form, what follows: {n} how many, {t} things, {o} another person
LOSE = (("gave", "gives", "{n} {t} to {o}"), ("gave", "gives", "{n} of them to {o}"), ("lost", "loses", "{n} {t}"), ("lost", "loses", "{n} of them"),
        ("ate", "eats", "{n} of them"), ("sold", "sells", "{n} {t}"), ("used", "uses", "{n} {t}"), ("gave", "gives", "{o} {n} {t}"),
        ("gave away", "gives away", "{n} {t}"), ("gave", "gives", "away {n}"), ("dropped", "drops", "{n}"), ("ate", "eats", "{n} {t}"),
        ("sold", "sells", "{n} of them"), ("broke", "breaks", "{n}"), ("gave", "gives", "{n} to {o}"), ("threw away", "throws away", "{n}"))
GAIN = (("got", "gets", "{n} more"), ("bought", "buys", "{n} more {t}"), ("found", "finds", "{n} {t}"), ("received", "receives", "{n} more from {o}"),
        ("got", "gets", "{n} {t} from {o}"), ("bought", "buys", "{n} more"), ("won", "wins", "{n} {t}"), ("collected", "collects", "{n} more {t}"),
        ("found", "finds", "{n} more"), ("picked", "picks", "{n} {t}"), ("took", "takes", "{n} {t} from {o}"))


def run(*moves):
    """Solver of a straight story: moves are (op, left, right, sentence); `left`/`right` may be the index (0, 1, ..) of an earlier result as a
    one-element tuple.  sentence has {e} and {v}."""
    def solve(ctx):
        results = []
        for op, left, right, words in moves:
            a = results[left[0]] if isinstance(left, tuple) else left
            b = results[right[0]] if isinstance(right, tuple) else right

            def write(v, e, words=words):
                return words.format(e=e, v=v)
            if op == "*":
                got = yield from multiply(ctx, a, b, write)
            elif op == "/":
                got = yield divide(ctx, a, b, write)
            else:
                got = yield calc(ctx, op, a, b, write)
            results.append(got)
        return results[-1]
    return solve


def _who(rng, style):
    """(name, pronoun, verb ending of the pronoun)"""
    pronoun = rng.choice(PRONOUNS)
    return style.name(), pronoun


def _do(pronoun):
    return "do" if pronoun == "they" else "does"


def change(rng, style):
    """Has some, gets or loses some, once to three times."""
    (name, pronoun), thing = _who(rng, style), rng.choice(THINGS)
    past = rng.random() < 0.6
    now = rng.randint(5, 120)
    start = now
    other = style.name()
    while other == name:
        other = style.name()
    lines = [style.pick(f"{name} {'had' if past else 'has'} {start} {thing}", f"{name} {'had' if past else 'has'} {start} {thing}",
                        f"{name} {'started' if past else 'starts'} with {start} {thing}")]
    moves = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        n = rng.randint(2, 60)
        lose = rng.random() < 0.55 and now > 4
        if lose:
            n = rng.randint(1, now - 1)
            past_form, now_form, rest = rng.choice(LOSE)
        else:
            past_form, now_form, rest = rng.choice(GAIN)
        lines.append(f"{past_form if past else now_form} {rest.format(n=n, t=thing, o=other)}")
        op = "-" if lose else "+"
        moves.append((op, (len(moves) - 1,) if moves else start, n, "After that there are {e} = {v} " + thing + "."))
        now = now - n if lose else now + n
    he = style.pick(pronoun, name) if pronoun != "they" else style.pick(name, "they")
    text = lines[0]
    for index, line in enumerate(lines[1:]):
        if len(lines) == 2 and rng.random() < 0.6:
            text += f" and {line}"
        else:
            subject = he if style.lower else he[0].upper() + he[1:]
            joined = rng.choice((f". {subject} {line}", f". {subject} {line}", f", then {line}", f". Then {he} {line}"))
            text += joined
    left = "left" if moves[-1][0] == "-" else rng.choice(("now", "in total", "altogether", "now"))
    he2 = rng.choice((pronoun, name))
    do = _do(he2)
    ask = style.pick(f"How many {thing} {do} {he2} have {left}?", f"How many {thing} {do} {he2} have {left}?",
                     f"How many {thing} {'are left' if left == 'left' else 'are there now'}?",
                     f"How many {do} {he2} have {left}?", f"How many {thing} {do} {he2} have?")
    if rng.random() < 0.12:
        text = "If " + text.replace(". ", " and ") + f", how many {thing} {do} {he2} have {left}?"
        return text, now, run(*moves)
    return f"{text}. {ask}", now, run(*moves)


def share(rng, style):
    """Equal groups: share out, or multiply up."""
    (name, pronoun), thing = _who(rng, style), rng.choice(THINGS)
    n, each = rng.randint(2, 15), rng.randint(2, 40)
    total = n * each
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"{name} shares {total} {thing} equally among {n} friends. How many {thing} does each friend get?",
                          f"{total} {thing} are shared equally by {n} children. How many does each child get?",
                          f"{name} has {total} {thing} and puts them into {n} boxes equally. How many {thing} are in each box?",
                          f"{name} divides {total} {thing} equally between {n} bags. How many {thing} are in each bag?",
                          f"{n} people share {total} {thing} equally. How many does each person get?",
                          f"If {total} {thing} are divided equally among {n} people, how many does each get?",
                          f"There are {total} {thing} for {n} kids. How many does each kid get?")
        return text, each, run(("/", total, n, "Each gets {e} = {v} " + thing + "."))
    if kind == 1:
        text = style.pick(f"There are {n} boxes with {each} {thing} each. How many {thing} are there in total?",
                          f"{name} has {n} bags with {each} {thing} in each bag. How many {thing} does {pronoun if pronoun != 'they' else name} have?",
                          f"{name} buys {n} packs of {each} {thing}. How many {thing} is that?",
                          f"A box holds {each} {thing}. How many {thing} are in {n} boxes?",
                          f"Each of {n} children has {each} {thing}. How many {thing} do they have together?",
                          f"If one bag has {each} {thing}, how many are in {n} bags?",
                          f"There are {n} rows of {each} {thing}. How many {thing} are there?",
                          f"{name} collects {each} {thing} every day. How many {thing} after {n} days?")
        return text, total, run(("*", each, n, "In total there are {e} = {v} " + thing + "."))
    text = style.pick(f"{name} packs {total} {thing} into boxes of {each}. How many boxes are needed?",
                      f"How many bags of {each} {thing} can be made from {total} {thing}?",
                      f"{total} {thing} are put in rows of {each}. How many rows are there?",
                      f"{name} uses {each} {thing} every day. For how many days do {total} {thing} last?")
    return text, n, run(("/", total, each, "The number is {e} = {v}."))


def prices(rng, style):
    """Buying: cost of several, change, price of one, two kinds."""
    (name, pronoun), ware = _who(rng, style), rng.choice(WARES)
    unit = rng.choice(("dollars", "dollars", "euros", "coins", "cents"))
    cash = (lambda n: f"${n}") if unit == "dollars" and rng.random() < 0.35 else (lambda n: f"{n} {unit}")
    n, price = rng.randint(2, 12), rng.randint(2, 25)
    many = plural(ware)
    he = rng.choice((pronoun, name))
    do = _do(he)
    kind = rng.randrange(5)
    if kind == 0:
        text = style.pick(f"A {ware} costs {cash(price)}. How much do {n} {many} cost?",
                          f"{name} buys {n} {many} for {cash(price)} each. How much {do} {he} pay?",
                          f"One {ware} costs {cash(price)}. What is the cost of {n} {many}?",
                          f"If one {ware} costs {cash(price)}, how much do {n} {many} cost?",
                          f"{name} bought {n} {many} at {cash(price)} each. How much did {he} spend?",
                          f"{many.capitalize()} cost {cash(price)} each. How much for {n} {many}?")
        return text, n * price, run(("*", n, price, "The cost is {e} = {v} " + unit + "."))
    if kind == 1:
        text = style.pick(f"{n} {many} cost {cash(n * price)}. How much does one {ware} cost?",
                          f"{name} pays {cash(n * price)} for {n} {many}. What is the price of one {ware}?",
                          f"If {n} {many} cost {cash(n * price)}, how much is one {ware}?",
                          f"{name} paid {cash(n * price)} for {n} {many}. How much did each {ware} cost?")
        return text, price, run(("/", n * price, n, "One " + ware + " costs {e} = {v} " + unit + "."))
    if kind == 2:
        paid = n * price + rng.randint(1, 60)
        paid = -(-paid // 10) * 10 if rng.random() < 0.5 and -(-paid // 10) * 10 > n * price else paid
        text = style.pick(f"{name} has {cash(paid)} and buys {n} {many} for {cash(price)} each. How much money {do} {he} have left?",
                          f"{name} pays with {cash(paid)} for {n} {many} at {cash(price)} each. How much change {do} {he} get?",
                          f"{name} buys {n} {many} that cost {cash(price)} each and pays with {cash(paid)}. What is the change?",
                          f"{name} had {cash(paid)}. {name} bought {n} {many} for {cash(price)} each. How much money is left?",
                          f"A {ware} costs {cash(price)}. {name} has {cash(paid)} and buys {n}. How much is left?")
        return text, paid - n * price, run(("*", n, price, "The cost is {e} = {v} " + unit + "."), ("-", paid, (0,),
                "What is left is {e} = {v} " + unit + "."))
    if kind == 3:
        other = rng.choice([w for w in WARES if w != ware])
        m, p = rng.randint(2, 9), rng.randint(2, 20)
        text = style.pick(f"{name} buys {n} {many} for {cash(price)} each and {m} {plural(other)} for {cash(p)} each. How much {do} {he} pay in total?",
                          f"A {ware} costs {cash(price)} and a {other} costs {cash(p)}. How much do {n} {many} and {m} {plural(other)} cost?",
                          f"{name} bought {n} {many} at {cash(price)} each and {m} {plural(other)} at {cash(p)} each. What is the total cost?",
                          f"{name} buys {n} {many} at {cash(price)} each and {m} {plural(other)} at {cash(p)} each. How much {do} {he} spend?")
        return text, n * price + m * p, run(("*", n, price, "The " + many + " cost {e} = {v} " + unit + "."),
                                            ("*", m, p, "The " + plural(other) + " cost {e} = {v} " + unit + "."),
                                            ("+", (0,), (1,), "In total {e} = {v} " + unit + "."))
    rest, cost = rng.randint(2, 80), rng.randint(2, 80)
    text = style.pick(f"{name} has {cash(rest + cost)} and spends {cash(cost)}. How much is left?",
                      f"{name} has {cash(rest + cost)}. {name} buys a {ware} for {cash(cost)}. How much money {do} {he} have left?",
                      f"{name} pays {cash(rest + cost)} for a {ware} that costs {cash(cost)}. How much change {do} {he} get?",
                      f"{name} had {cash(rest + cost)} and spent {cash(cost)} on a {ware}. How much {do} {he} have now?")
    return text, rest, run(("-", rest + cost, cost, "What is left is {e} = {v} " + unit + "."))


def ages(rng, style):
    """Now, in k years, k years ago, twice as old."""
    a, b = style.names(2)
    x, k, d = rng.randint(4, 45), rng.randint(2, 20), rng.randint(2, 30)
    times = rng.choice((2, 2, 3, 4))
    word = {2: "twice", 3: "three times", 4: "four times"}[times]
    kind = rng.randrange(8)
    if kind == 0:
        return style.pick(f"{a} is {x} years old. How old will {a} be in {k} years?", f"{a} is {x}. How old is {a} in {k} years?",
                          f"{a} is {x} years old now. What will {a}'s age be in {k} years?"), x + k, run(("+", x, k, "The age is {e} = {v}."))
    if kind == 1:
        x += k
        return style.pick(f"{a} is {x} years old. How old was {a} {k} years ago?",
                          f"{a} is {x} now. How old was {a} {k} years ago?"), x - k, run(("-", x, k, "The age was {e} = {v}."))
    older = style.pick(f"{a} is {x} years old. {b} is {d} years older than {a}.", f"{a} is {x}. {b} is {d} years older.",
                       f"{b} is {d} years older than {a}. {a} is {x} years old.",
                       f"{a} is {x} and {b} is {d} years older.")
    if kind == 2:
        return f"{older} How old is {b}?", x + d, run(("+", x, d, b + " is {e} = {v}."))
    if kind == 3:
        d = rng.randint(1, x - 1)
        return style.pick(f"{a} is {x} years old. {b} is {d} years younger than {a}. How old is {b}?",
                          f"{b} is {d} years younger than {a}. {a} is {x}. How old is {b}?"), x - d, run(("-", x, d, b + " is {e} = {v}."))
    if kind == 4:
        return style.pick(f"{a} is {word} as old as {b}. {b} is {x}. How old is {a}?",
                          f"{b} is {x} years old and {a} is {word} as old. How old is {a}?",
                          f"{b} is {x} years old. {a} is {word} as old as {b}. How old is {a}?"), x * times, run(("*", x, times,
                                  a + " is {e} = {v}."))
    if kind == 5:
        return style.pick(f"{a} is {word} as old as {b}. {a} is {x * times}. How old is {b}?",
                          f"{a} is {x * times} years old. {a} is {word} as old as {b}. How old is {b}?"), x, run(("/", x * times, times,
                                  b + " is {e} = {v}."))
    if kind == 6:
        return style.pick(f"{older} How old will {b} be in {k} years?", f"{older} How old is {b} in {k} years?"), x + d + k, run(("+", x, d,
                b + " is {e} = {v} now."), ("+", (0,), k, "In " + str(k) + " years that is {e} = {v}."))
    return style.pick(f"{a} is {word} as old as {b}. {b} is {x}. How old will {a} be in {k} years?",
                      f"{b} is {x} years old. {a} is {word} as old. How old will {a} be in {k} years?"), x * times + k, run(("*", x, times,
                              a + " is {e} = {v} now."), ("+", (0,), k, "In " + str(k) + " years that is {e} = {v}."))


def pairs(rng, style):
    """Two people: more, fewer, twice, how many more."""
    a, b = style.names(2)
    thing = rng.choice(THINGS)
    x, d = rng.randint(3, 60), rng.randint(2, 40)
    kind = rng.randrange(4)
    if kind == 0:
        return style.pick(f"{a} has {x + d} {thing} and {b} has {x} {thing}. How many more {thing} does {a} have than {b}?",
                          f"{a} has {x + d} {thing} and {b} has {x}. How many more does {a} have?",
                          f"{a} has {x} {thing}. {b} has {x + d} {thing}. How many fewer {thing} does {a} have than {b}?"), d, run(("-", x + d, x,
                                  "The difference is {e} = {v} " + thing + "."))
    if kind == 1:
        return style.pick(f"{a} has {x} {thing} and {b} has {d} {thing}. How many {thing} do they have together?",
                          f"{a} has {x} {thing} and {b} has {d}. How many {thing} do they have in total?",
                          f"{a} has {x} {thing}, {b} has {d}. How many altogether?",
                          f"There are {x} {thing} in one box and {d} in another. How many {thing} are there in total?"), x + d, run(("+", x, d,
                                  "Together they have {e} = {v} " + thing + "."))
    if kind == 2:
        return style.pick(f"{a} has {x} {thing}. {b} has {d} more {thing} than {a}. How many {thing} do they have together?",
                          f"{a} has {x} {thing} and {b} has {d} more. How many do they have together?",
                          f"{a} has {x} {thing}. {b} has {d} more than {a}. How many {thing} do they have in total?"), x + x + d, run(("+", x, d,
                                  b + " has {e} = {v} " + thing + "."), ("+", x, (0,), "Together they have {e} = {v} " + thing + "."))
    times = rng.choice((2, 2, 3, 4))
    word = {2: "twice", 3: "three times", 4: "4 times"}[times]
    return style.pick(f"{a} has {x} {thing}. {b} has {word} as many. How many {thing} do they have together?",
                      f"{a} has {x} {thing}. {b} has {word} as many {thing} as {a}. How many {thing} do they have in total?",
                      f"{a} has {x} {thing} and {b} has {word} as many. How many {thing} are there altogether?"), x * (times + 1), run(("*", x, times,
                              b + " has {e} = {v} " + thing + "."), ("+", x, (0,), "Together they have {e} = {v} " + thing + "."))


def places(rng, style):
    """Buses, classes, trees, pages: things that are somewhere and change."""
    a, b, c = rng.randint(10, 90), rng.randint(2, 40), rng.randint(2, 40)
    kind = rng.randrange(5)
    if kind == 0:
        b = rng.randint(1, a - 1)
        place, what = rng.choice((("a bus", "people"), ("a train", "passengers"), ("a room", "people"), ("a park", "children"),
                                  ("a library", "students")))
        text = style.pick(f"There are {a} {what} on {place}. {b} get off and {c} get on. How many {what} are on it now?" if place in ("a bus",
                "a train") else f"There are {a} {what} in {place}. {b} leave and {c} come in. How many {what} are there now?",
                          f"There are {a} {what} in {place}. {b} leave and {c} arrive. How many {what} are there now?")
        return text, a - b + c, run(("-", a, b, "After some leave, there are {e} = {v}."), ("+", (0,), c, "Then there are {e} = {v}."))
    if kind == 1:
        b = rng.randint(1, a - 1)
        text = style.pick(f"A class has {a} students. {b} of them are girls. How many are boys?",
                          f"There are {a} students in a class and {b} are girls. How many boys are there?",
                          f"A book has {a} pages. {style.name()} has read {b} pages. How many pages are left?",
                          f"A farm has {a} animals. {b} are cows and the rest are sheep. How many sheep are there?",
                          f"Of {a} people, {b} are adults. How many are children?")
        return text, a - b, run(("-", a, b, "The rest is {e} = {v}."))
    if kind == 2:
        n, each = rng.randint(2, 12), rng.randint(3, 30)
        text = style.pick(f"A school has {n} classes with {each} students each. How many students are there?",
                          f"There are {n} tables with {each} seats each. How many seats are there?",
                          f"{style.name()} reads {each} pages a day. How many pages is that in {n} days?",
                          f"A car park has {n} rows with {each} cars each. How many cars are there?",
                          f"A shelf holds {each} books. How many books do {n} shelves hold?")
        return text, n * each, run(("*", n, each, "That is {e} = {v}."))
    if kind == 3:
        text = style.pick(f"A farmer has {a} cows, {b} sheep and {c} pigs. How many animals does the farmer have?",
                          f"A box has {a} red, {b} blue and {c} green balls. How many balls are in the box?",
                          f"{style.name()} reads {a} pages on Monday, {b} on Tuesday and {c} on Wednesday. How many pages in total?")
        return text, a + b + c, run(("+", a, b, "First {e} = {v}."), ("+", (0,), c, "Then {e} = {v}."))
    n = rng.randint(2, 12)
    legs, animal = rng.choice(((4, "cows"), (4, "dogs"), (2, "chickens"), (8, "spiders"), (6, "ants"), (4, "cats"), (4, "horses")))
    wheels, car = rng.choice(((4, "cars"), (2, "bicycles"), (3, "tricycles")))
    if rng.random() < 0.5:
        return style.pick(f"How many legs do {n} {animal} have?", f"A farm has {n} {animal}. How many legs are there?"), n * legs, run(("*", n, legs,
                "Each has " + str(legs) + ", so {e} = {v}."))
    return style.pick(f"How many wheels do {n} {car} have?", f"There are {n} {car}. How many wheels are there in total?"), n * wheels, run(("*", n,
            wheels, "Each has " + str(wheels) + ", so {e} = {v}."))


def make(rng, style):
    question, answer, solve = rng.choice((change, change, share, prices, prices, ages, pairs, places))(rng, style)
    return Problem(style.finish(question), answer, "people", 1, solve)
