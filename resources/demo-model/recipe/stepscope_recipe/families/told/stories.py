"""Stories of two or three stages: groups and then a change, daily amounts, pooling, several removals, ratios, prices of many."""
from ...surface import THINGS, WARES, plural
from ..stories import run

MORE_THINGS = """rolls pancakes eggs nuts tomatoes carrots potatoes seats tiles bricks nails screws letters photos pages kittens puppies hens
ducks goats trees tulips roses pizzas slices sandwiches donuts bagels brownies dumplings grapes cherries plums peaches melons drinks pencils markers
magnets puzzles comics songs videos medals bracelets candles lamps shirts socks gloves batteries bulbs envelopes postcards""".split()
GROUPS = """trays boxes bags packs shelves rows pens baskets crates cartons jars tables bunches drawers piles albums cages sets trucks wagons buckets
cases folders stacks plates buses rooms""".split()
ONE = {"boxes": "box", "shelves": "shelf", "bunches": "bunch", "buses": "bus"}
ROLES = """a baker|a farmer|a teacher|a shop|the school|a gardener|a cook|a library|the bakery|a florist|grandma|grandpa|my mom|my dad|my brother|my
sister|my aunt|my uncle|our neighbor|a factory|a cafe|the store|a merchant|the coach|a zoo""".replace("\n", " ").split("|")
HELPERS = """the dog|the cat|my brother|my sister|we|the kids|the neighbors|my friends|his friends|the guests|dad|mom|the children|grandpa|I|a customer|the
birds|the mice|the team|her cousin|our class|the students""".replace("\n", " ").split("|")
TAKES = ("ate", "ate", "took", "got", "had", "used", "received", "took home", "grabbed", "lost", "bought", "broke", "carried off")
LOST = ("{n} were sold", "{n} were eaten", "{n} broke", "{n} of them were given away", "{n} got lost", "{n} were thrown away", "{n} are rotten",
        "{n} of them were broken", "{n} were used", "{n} were stolen", "{n} fell on the floor", "{n} are taken", "{n} are sold", "{n} got damaged")
GIVES = ("gave {n} to {o}", "sold {n}", "sold {n} of them", "ate {n}", "gave away {n}", "lost {n}", "used {n}", "threw away {n}", "gave {o} {n}",
         "handed out {n}", "dropped {n}", "donated {n}", "gave {n} of them to {o}", "burned {n}", "sent {n} to {o}")
TIMES = {2: ("twice", "two times", "double"), 3: ("three times", "3 times", "triple"), 4: ("four times", "4 times"), 5: ("five times", "5 times"),
         6: ("six times", "6 times")}


def thing_word(rng):
    return rng.choice(MORE_THINGS if rng.random() < 0.5 else THINGS)


def cap(text, style):
    return text if style.lower else text[0].upper() + text[1:]


def actor(rng, style):
    """(subject, later subject, question verb)"""
    roll = rng.random()
    if roll < 0.6:
        name = style.name()
        return name, rng.choice((name, "he", "she", "she", "he")), "does"
    if roll < 0.82:
        role = rng.choice(ROLES)
        later = role if not role.startswith("a ") else "the " + role[2:]
        return role, rng.choice((later, "he" if role in ("grandpa", "my dad", "my brother", "my uncle") else "she" if role.startswith(("my", "gran"))
                                 else "they")), "does"
    return ("I", "I", "do") if roll < 0.92 else ("we", "we", "do")


def subject(text, style):
    return "i" if text == "I" and style.lower else text


def removals(rng, style, who, total, count):
    """(clauses, numbers): `count` removals that leave something."""
    clauses, numbers = [], []
    for _ in range(count):
        if total < 3:
            break
        n = rng.randint(1, max(1, total - 1) if rng.random() < 0.4 else max(1, total // 2))
        roll = rng.random()
        if roll < 0.35:
            clauses.append(rng.choice(LOST).format(n=n))
        elif roll < 0.7:
            clauses.append(f"{rng.choice(HELPERS) if rng.random() < 0.65 else style.name()} {rng.choice(TAKES)} {n}")
        else:
            clauses.append(f"{who} {rng.choice(GIVES).format(n=n, o=style.name())}")
        numbers.append(n)
        total -= n
    return clauses, numbers


def joined(rng, style, clauses):
    if len(clauses) > 1 and rng.random() < 0.6:
        return cap(", ".join(clauses[:-1]) + rng.choice((" and ", " and ", ", and then ", " and then ")) + clauses[-1], style) + "."
    return ". ".join(cap(rng.choice(("", "", "then ")) + c if i else c, style) for i, c in enumerate(clauses)) + "."


def ask_left(rng, style, thing, who, verb):
    who = subject(who, style)
    return style.pick(f"How many {thing} are left?", f"How many {thing} are left?", "How many are left?", f"How many {thing} remain?",
                      f"How many {thing} {verb if who not in ('they',) else 'do'} {who} have left?", f"How many {thing} were left?",
                      f"How many {thing} {verb if who != 'they' else 'do'} {who} still have?", "How many are still there?")


def grouped(rng, thing):
    """(words, groups, each)"""
    g, e = rng.randint(2, 25), rng.randint(2, 40)
    group = rng.choice(GROUPS)
    words = rng.choice((f"{g} {group} of {e} {thing}", f"{g} {group} of {e} {thing} each", f"{g} {group} with {e} {thing} each",
                        f"{g} {group} with {e} {thing} in each", f"{g} {group}, each with {e} {thing}", f"{g} {group} with {e} {thing}",
                        f"{g} {group} that hold {e} {thing} each"))
    return words, g, e


def groups_then(rng, style):
    """Groups times each, one or two removals, sometimes the rest shared, packed or sold."""
    thing = thing_word(rng)
    who, later, verb = actor(rng, style)
    words, g, e = grouped(rng, thing)
    total = g * e
    start = style.pick(f"{who} {rng.choice(('had', 'bought', 'made', 'filled', 'packed', 'prepared', 'got', 'ordered', 'baked', 'brought'))} {words}.",
                       f"there are {words}.", f"{who} {'have' if verb == 'do' else 'has'} {words}.", f"there were {words}.")
    moves = [("*", g, e, style.pick("In total there are {e} = {v} ", "There are {e} = {v} ") + thing + ".")]
    clauses, numbers = removals(rng, style, later, total, rng.choice((1, 1, 1, 2, 2)))
    rest = total
    for n in numbers:
        moves.append(("-", (len(moves) - 1,), n, "Then {e} = {v} " + thing + " are left."))
        rest -= n
    text = cap(subject(start, style), style) + " " + joined(rng, style, clauses)
    return finish_rest(rng, style, text, moves, rest, thing, later, verb)


def finish_rest(rng, style, text, moves, rest, thing, later, verb):
    roll = rng.random()
    last = (len(moves) - 1,)
    divisors = [d for d in range(2, 31) if rest % d == 0 and rest // d > 1]
    if roll < 0.3 and divisors:
        k = rng.choice(divisors)
        text += " " + style.pick(f"The rest are shared equally by {k} children. How many does each child get?",
                                 f"The rest is divided equally among {k} people. How many {thing} does each person get?",
                                 f"The remaining {thing} are split equally between {k} friends. How many does each get?",
                                 f"The others are put equally into {k} boxes. How many {thing} are in each box?",
                                 f"{k} friends share the rest equally. How many {thing} does each friend get?")
        return text, rest // k, run(*moves, ("/", last, k, "Each gets {e} = {v} " + thing + ".")), 3
    if roll < 0.38 and divisors:
        k = rng.choice(divisors)
        text += " " + style.pick(f"The rest are packed into bags of {rest // k}. How many bags are there?",
                                 f"The remaining {thing} are put into boxes of {rest // k}. How many boxes are needed?")
        return text, k, run(*moves, ("/", last, rest // k, "The number is {e} = {v}.")), 3
    if roll < 0.47 and 1 < rest < 400:
        p = rng.randint(2, 12)
        text += " " + style.pick(f"The rest are sold for {p} dollars each. How much money is that?",
                                 f"Each of the remaining {thing} is sold for {p} dollars. How many dollars is that in total?",
                                 f"The others are sold at ${p} each. How much money do they bring in?")
        return text, rest * p, run(*moves, ("*", last, p, "The money is {e} = {v} dollars.")), 3
    return text + " " + ask_left(rng, style, thing, later, verb), rest, run(*moves), 2 if len(moves) < 3 else 3


def removed(rng, style):
    """A number of things and two to four removals by different actors."""
    thing = thing_word(rng)
    who, later, verb = actor(rng, style)
    total = rng.randint(12, 200)
    did = rng.choice("baked made picked bought had cooked collected found had counted prepared grew".split())
    clauses, numbers = removals(rng, style, later, total, rng.choice((1, 2, 2, 2, 3)))
    text = cap(f"{subject(who, style)} {did} {total} {thing}", style) + style.pick(". ", ". ", ", ") + joined(rng, style, clauses)
    moves, rest = [], total
    for n in numbers:
        moves.append(("-", (len(moves) - 1,) if moves else total, n, "After that {e} = {v} " + thing + " are left."))
        rest -= n
    if len(numbers) > 1 and rng.random() < 0.3:
        moves = []
        for n in numbers[1:]:
            moves.append(("+", (len(moves) - 1,) if moves else numbers[0], n, "Gone are {e} = {v} " + thing + "."))
        moves.append(("-", total, (len(moves) - 1,), "What is left is {e} = {v} " + thing + "."))
    if rng.random() < 0.2:
        return finish_rest(rng, style, text, moves, rest, thing, later, verb)
    return text + " " + ask_left(rng, style, thing, later, verb), rest, run(*moves), 2


DAILY = (("reads", "read", "pages", "A book has {t} pages", "the book", "day"), ("walks", "walk", "km", "A trail is {t} km long", "the trail", "day"),
         ("solves", "solve", "problems", "A workbook has {t} problems", "the workbook", "day"),
         ("writes", "write", "words", "An essay needs {t} words", "the essay", "hour"),
         ("paints", "paint", "boards", "A fence has {t} boards", "the fence", "hour"),
         ("cycles", "cycle", "km", "A tour is {t} km long", "the tour", "day"), ("learns", "learn", "words", "A list has {t} words", "the list", "day"),
         ("reads", "read", "pages", "A novel has {t} pages", "the novel", "day"), ("lays", "lay", "bricks", "A wall needs {t} bricks", "the wall", "hour"),
         ("reads", "read", "pages", "The book is {t} pages long", "the book", "evening"),
         ("sorts", "sort", "letters", "There are {t} letters", "the letters", "hour"))


def daily(rng, style):
    """A total, so much a day for so many days; what is left, or how long it takes."""
    name = style.name()
    he = rng.choice(("he", "she", name))
    does, base, unit, total_words, whole, span = rng.choice(DAILY)
    p, d = rng.randint(3, 60), rng.randint(2, 21)
    left = rng.randint(1, 200)
    total = p * d + left
    per = rng.choice((f"a {span}" if span[0] not in "eh" else f"per {span}", f"per {span}", f"every {span}", f"each {span}"))
    have = total_words.format(t=total)
    kind = rng.randrange(5)
    if kind < 3:
        text = style.pick(
            f"{name} {does} {p} {unit} {per} for {d} {span}s. {have}. How many {unit} are left?",
            f"{have}. {name} {does} {p} {unit} {per}. How many {unit} are left after {d} {span}s?",
            f"{have}. {cap(he, style)} {does} {p} {unit} {per} for {d} {span}s. How many {unit} are left?",
            f"{have}. If {name} {does} {p} {unit} {per}, how many {unit} are left after {d} {span}s?",
            f"{name} {does} {p} {unit} {per}. How many {unit} of {whole} with {total} {unit} are left after {d} {span}s?",
            f"{have} and {name} {does} {p} {unit} {per} for {d} {span}s. How many {unit} remain?",
            f"{have}. For {d} {span}s {name} {does} {p} {unit} {per}. How many {unit} does {he} still have to {base}?")
        return text, left, run(("*", p, d, "So far {e} = {v} " + unit + "."), ("-", total, (0,), "What is left is {e} = {v} " + unit + ".")), 2
    if kind == 3:
        done = rng.randint(1, 150)
        total = done + p * d
        have = total_words.format(t=total)
        text = style.pick(f"{have}. {name} has already done {done} {unit} and does {p} {unit} {per}. How many {span}s until {he} is done?",
                          f"{have}. {name} did {done} {unit} yesterday. From now on {he} {does} {p} {unit} {per}. How many {span}s does {he} need for the rest?",
                          f"{have}. After {done} {unit}, {name} {does} {p} {unit} {per}. How many more {span}s will it take?")
        return text, d, run(("-", total, done, "What is left is {e} = {v} " + unit + "."), ("/", (0,), p, "That takes {e} = {v} " + span + "s.")), 2
    q, d2 = rng.randint(3, 60), rng.randint(2, 9)
    d = rng.randint(2, 9)
    total = p * d + q * d2 + left
    have = total_words.format(t=total)
    text = style.pick(f"{have}. {name} {does} {p} {unit} {per} for {d} {span}s and then {q} {unit} {per} for {d2} {span}s. How many {unit} are left?",
                      f"{name} {does} {p} {unit} {per} for {d} {span}s and {q} {unit} {per} for the next {d2} {span}s. {have}. How many {unit} remain?")
    return text, left, run(("*", p, d, "The first part is {e} = {v} " + unit + "."), ("*", q, d2, "The second part is {e} = {v} " + unit + "."),
                           ("+", (0,), (1,), "Together {e} = {v} " + unit + "."), ("-", total, (2,), "What is left is {e} = {v} " + unit + ".")), 3


def pooled(rng, style):
    """Two or three amounts put together, then split equally, packed or partly given away."""
    thing = thing_word(rng)
    a, b, c = style.names(3)
    three = rng.random() < 0.25
    k, each = rng.randint(2, 12), rng.randint(3, 40)
    total = k * each
    taken = rng.randint(1, 40) if rng.random() < 0.25 else 0
    whole = total + taken
    if whole < 8:
        return pooled(rng, style)
    x = rng.randint(2, whole - 4)
    y = rng.randint(1, whole - x - 1) if three else whole - x
    z = whole - x - y
    did = rng.choice("picked has collected found bought caught made baked gathered".split())
    if three:
        text = style.pick(f"{a} {did} {x} {thing}, {b} {y} and {c} {z}.", f"{a} {did} {x} {thing}, {b} {did} {y} and {c} {did} {z}.")
        moves = [("+", x, y, "{e} = {v}."), ("+", (0,), z, "Together they have {e} = {v} " + thing + ".")]
    else:
        text = style.pick(f"{a} {did} {x} {thing} and {b} {did} {y}.", f"{a} {did} {x} {thing} and {b} {y}.", f"{a} {did} {x} {thing}. {b} {did} {y} {thing}.",
                          f"{a} {did} {x} {thing}, {b} {did} {y}.", f"{a} and {b} {'have' if did == 'has' else did} {x} and {y} {thing}.")
        moves = [("+", x, y, "Together they have {e} = {v} " + thing + ".")]
    if taken:
        text += " " + style.pick(f"They eat {taken} of them.", f"They give away {taken}.", f"{taken} of them are bad.", f"They keep {taken} for later.",
                                 f"They lose {taken}.")
        moves.append(("-", (len(moves) - 1,), taken, "Then {e} = {v} " + thing + " are left."))
    last = (len(moves) - 1,)
    place = rng.choice("baskets boxes bags jars plates bowls crates".split())
    one = ONE.get(place, place[:-1])
    put = "put the rest" if taken else rng.choice(("put them", "put all of them", "put them together and divide them"))
    if rng.random() < 0.75:
        text += " " + style.pick(f"They {put} equally into {k} {place}. How many {thing} are in each {one}?",
                                 f"They split {'the rest' if taken else 'them'} equally into {k} {place}. How many {thing} are in one {one}?",
                                 f"They share {'the rest' if taken else 'everything'} equally among {k} people. How many does each get?",
                                 f"{'The rest' if taken else 'All of them'} are divided equally into {k} {place}. How many go into each {one}?",
                                 f"If they divide {'the rest' if taken else 'them'} equally into {k} {place}, how many are in each {one}?",
                                 f"They pool them and fill {k} {place} equally. How many {thing} per {one}?" if not taken else
                                 f"They fill {k} {place} equally with the rest. How many {thing} per {one}?")
        return text, each, run(*moves, ("/", last, k, "Each " + one + " has {e} = {v} " + thing + ".")), 2
    text += " " + style.pick(f"They {put} into {place} of {each}. How many {place} do they fill?",
                             f"They pack {'the rest' if taken else 'them'} into {place} with {each} each. How many {place} do they need?")
    return text, k, run(*moves, ("/", last, each, "They fill {e} = {v} " + place + ".")), 2


UNITS = (("costs", "cost", "{n} dollars", "dollars"), ("costs", "cost", "${n}", "dollars"), ("costs", "cost", "{n} euros", "euros"),
         ("costs", "cost", "{n}", "in all"), ("costs", "cost", "{n} coins", "coins"), ("weighs", "weigh", "{n} kg", "kg"),
         ("weighs", "weigh", "{n} grams", "grams"), ("costs", "cost", "{n} cents", "cents"))


def many_at_a_price(rng, style):
    """Unit price times a larger count in either order; also by way of the price of one."""
    ware = rng.choice(WARES)
    many = plural(ware)
    s, p, money, unit = rng.choice(UNITS)
    price, n = rng.randint(2, 60), rng.randint(3, 60)
    cost = money.format(n=price)
    how = "How much"
    kind = rng.randrange(6)
    if kind < 4:
        text = style.pick(f"If one {ware} {s} {cost}, how much do {n} {p}?", f"If one {ware} {s} {cost}, how much do {n} {many} {p}?",
                          f"{how} do {n} {many} {p} if one {ware} {s} {cost}?", f"One {ware} {s} {cost}. {how} do {n} {p}?",
                          f"{how} do {n} {many} {p} if each {s} {cost}?", f"A {ware} {s} {cost}. {how} do {n} of them {p}?",
                          f"A single {ware} {s} {cost}. What do {n} {many} {p}?", f"Each {ware} {s} {cost}. {how} do {n} {p} together?",
                          f"What do {n} {many} {p} when one {s} {cost}?", f"If a {ware} {s} {cost}, what do {n} {many} {p}?")
        return text, n * price, run(("*", n, price, "All " + p + " {e} = {v} " + unit + ".")), 2
    m = rng.randint(2, 15)
    bundle = money.format(n=m * price)
    text = style.pick(f"If {m} {many} {p} {bundle}, how much do {n} {many} {p}?", f"{m} {many} {p} {bundle}. {how} do {n} {p}?",
                      f"{how} do {n} {many} {p} if {m} {p} {bundle}?", f"{m} {many} {p} {bundle} together. What do {n} {many} {p}?")
    return text, n * price, run(("/", m * price, m, "One {} {} {{e}} = {{v}} {}.".format(ware, s, unit)),
                                ("*", (0,), n, "All " + p + " {e} = {v} " + unit + ".")), 2


def ratio_then(rng, style):
    """k times as many (or d more, fewer, half) as another, then a gift."""
    a, b, c = style.names(3)
    thing = thing_word(rng)
    kind = rng.choice(("times", "times", "times", "more", "fewer", "half"))
    n, k, d = rng.randint(4, 60), rng.choice((2, 2, 3, 3, 4, 5, 6)), rng.randint(2, 40)
    if kind == "times":
        have, rel, move = n * k, f"{rng.choice(TIMES[k][:2])} as many {thing} as", ("*", n, k)
    elif kind == "more":
        have, rel, move = n + d, f"{d} more {thing} than", ("+", n, d)
    elif kind == "fewer":
        n += d
        have, rel, move = n - d, f"{d} fewer {thing} than", ("-", n, d)
    else:
        n *= 2
        have, rel, move = n // 2, f"half as many {thing} as", ("/", n, 2)
    moves = [(*move, a + " has {e} = {v} " + thing + ".")]
    intro = style.pick(f"{a} has {rel} {b}. {b} has {n}.", f"{a} has {rel} {b}. {b} has {n} {thing}.", f"{b} has {n} {thing}. {a} has {rel} {b}.",
                       f"{b} has {n} {thing} and {a} has {rel} {b}.", f"{a} has {rel} {b}, who has {n}.", f"If {b} has {n} {thing} and {a} has {rel} {b}",
                       f"{b} owns {n} {thing}. {a} owns {rel} {b}.")
    if intro.startswith("If"):
        intro = intro[3:] + "."
    roll = rng.randrange(8)
    g = rng.randint(1, max(1, have - 1))
    if roll < 3:
        text = intro + " " + style.pick(f"{a} gives away {g}; how many does {a} have?", f"{a} gives away {g}. How many {thing} does {a} have left?",
                                        f"Then {a} loses {g}. How many {thing} does {a} have now?", f"{a} gives {g} to {c}. How many does {a} have now?",
                                        f"{a} gives {g} {thing} to {c}. How many are left for {a}?", f"{a} sells {g}. How many does {a} still have?",
                                        f"How many {thing} does {a} have after giving away {g}?")
        return text, have - g, run(*moves, ("-", (0,), g, "Then {e} = {v} are left.")), 2
    if roll == 3:
        text = intro + " " + style.pick(f"{a} gives {g} to {b}. How many does {b} have now?", f"{a} gives {b} {g} {thing}. How many {thing} does {b} have then?")
        return text, n + g, run(("+", n, g, b + " has {e} = {v} now.")), 2
    if roll == 4:
        text = intro + " " + style.pick(f"{a} gets {g} more. How many {thing} does {a} have now?", f"Then {a} buys {g} more. How many does {a} have?",
                                        f"{a} finds {g} more. How many {thing} does {a} have?")
        return text, have + g, run(*moves, ("+", (0,), g, "Then there are {e} = {v}.")), 2
    if roll == 5:
        text = intro + " " + style.pick("How many do they have together?", f"How many {thing} do they have in total?", f"How many {thing} do {a} and {b} have altogether?")
        return text, have + n, run(*moves, ("+", (0,), n, "Together they have {e} = {v}.")), 2
    if roll == 6 and have + n > g:
        text = intro + " " + style.pick(f"Together they give away {g}. How many do they have left together?",
                                        f"They use {g} of their {thing} together. How many {thing} do they have left in total?")
        return text, have + n - g, run(*moves, ("+", (0,), n, "Together they have {e} = {v}."), ("-", (1,), g, "Then {e} = {v} are left.")), 3
    e = rng.randint(1, 30)
    rel2, sign = rng.choice(((f"{e} more than {a}", "+"), (f"{e} fewer than {a}", "-"))) if have > e else (f"{e} more than {a}", "+")
    other = have + e if sign == "+" else have - e
    total = rng.random() < 0.5
    text = intro + f" {c} has {rel2}. " + (style.pick("How many do the three have together?", f"How many {thing} do they have altogether?") if total else
                                           style.pick(f"How many {thing} does {c} have?", f"How many does {c} have?"))
    moves.append((sign, (0,), e, c + " has {e} = {v} " + thing + "."))
    if total:
        moves += [("+", (0,), (1,), "{e} = {v}."), ("+", (2,), n, "Together they have {e} = {v}.")]
    return text, n + have + other if total else other, run(*moves), 3


PLACES = (("people", "on a bus", "get on", "get off"), ("birds", "on a tree", "come", "fly away"), ("cars", "in a parking lot", "arrive", "leave"),
          ("passengers", "on a train", "get on", "get off"), ("children", "in a park", "come", "go home"), ("books", "in a library", "are returned", "are borrowed"),
          ("guests", "in a hotel", "check in", "check out"), ("people", "in a cinema", "come in", "leave"), ("students", "in a room", "come in", "go out"),
          ("ducks", "on a pond", "arrive", "swim away"), ("fish", "in a tank", "are added", "are sold"), ("people", "in a shop", "enter", "leave"))


def places(rng, style):
    """People who come and go."""
    thing, where, come, go = rng.choice(PLACES)
    now = start = rng.randint(5, 120)
    moves, parts = [], []
    for _ in range(rng.choice((2, 2, 3, 4))):
        n = rng.randint(1, 40)
        out = rng.random() < 0.5 and now > 2
        n = rng.randint(1, now - 1) if out else n
        parts.append(f"{n} {go if out else come}")
        moves.append(("-" if out else "+", (len(moves) - 1,) if moves else start, n, "Now there are {e} = {v} " + thing + "."))
        now += -n if out else n
    text = style.pick(f"There are {start} {thing} {where}.", f"{start} {thing} are {where}.") + " "
    if len(parts) == 2:
        text += style.pick(f"{parts[0]} and {parts[1]}.", f"{parts[0]}, then {parts[1]}.", f"Then {parts[0]} and {parts[1]}.", f"At first {parts[0]}, later {parts[1]}.")
    else:
        text += ", ".join(parts[:-1]) + " and " + parts[-1] + "."
    return text + " " + style.pick(f"How many {thing} are there now?", f"How many {thing} are {where.replace(' a ', ' the ')} now?", "How many are left?",
                                   f"How many {thing} are there in the end?"), now, run(*moves), 2


FORMS = [groups_then, groups_then, groups_then, removed, removed, daily, daily, pooled, pooled, many_at_a_price, ratio_then, ratio_then, places]
