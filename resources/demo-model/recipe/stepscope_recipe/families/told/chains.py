"""Longer chains of events: packs, doubling, giving half, wages and savings, comparisons of three."""
from ...surface import THINGS
from ..stories import run
from .stories import TIMES, cap, subject, thing_word


def events(rng, style):
    """Start, loses, buys packs, gives half: two to five events of all kinds."""
    thing = thing_word(rng)
    name, other = style.names(2)
    he = rng.choice((name, "he", "she"))
    now = start = rng.randint(6, 120)
    past = rng.random() < 0.7
    moves, parts = [], []

    def add(op, n, sentence):
        moves.append((op, (len(moves) - 1,) if moves else start, n, sentence))
    for _ in range(rng.choice((2, 3, 3, 3, 4, 5))):
        kind = rng.choice(("lose", "lose", "gain", "gain", "packs", "packs", "half", "half", "double", "part"))
        if kind == "lose" and now > 3:
            n = rng.randint(1, now - 1)
            n = min(n, rng.randint(1, 60))
            parts.append(style.pick(("lost {n}", "loses {n}"), ("gave {n} to {o}", "gives {n} to {o}"), ("sold {n}", "sells {n}"), ("ate {n}", "eats {n}"),
                                    ("gave away {n}", "gives away {n}"), ("used {n} of them", "uses {n} of them"),
                                    ("threw {n} away", "throws {n} away"))[0 if past else 1].format(n=n, o=other))
            add("-", n, "Then there are {e} = {v} " + thing + ".")
            now -= n
        elif kind == "packs" and now < 800:
            k, e = rng.randint(2, 9), rng.randint(2, 24)
            pack = rng.choice("packs bags boxes sets bundles".split())
            parts.append(style.pick(("bought {k} {p} of {e}", "buys {k} {p} of {e}"), ("bought {k} {p} with {e} each", "buys {k} {p} with {e} each"),
                                    ("bought {k} {p} of {e} {t}", "buys {k} {p} of {e} {t}"), ("got {k} {p} of {e}", "gets {k} {p} of {e}"),
                                    ("bought {k} {p} of {e} {t} each", "buys {k} {p} of {e} {t} each"))[0 if past else 1].format(k=k, e=e, p=pack, t=thing))
            before = (len(moves) - 1,) if moves else start
            moves.append(("*", k, e, "The " + pack + " hold {e} = {v} " + thing + "."))
            moves.append(("+", before, (len(moves) - 1,), "Then there are {e} = {v} " + thing + "."))
            now += k * e
        elif kind == "half" and now % 2 == 0 and now > 3:
            parts.append(style.pick(("gave half of them to {o}", "gives half of them to {o}"), ("gave half away", "gives half away"),
                                    ("lost half of them", "loses half of them"), ("sold half of them", "sells half of them"),
                                    ("gave half of what {h} had to {o}", "gives half of what {h} has to {o}"),
                                    ("gave {o} half", "gives {o} half"))[0 if past else 1].format(o=other, h=he))
            add("/", 2, "Half of them is {e} = {v} " + thing + ".")
            now //= 2
        elif kind == "double" and now < 300:
            parts.append(style.pick(("doubled the number", "doubles the number"), ("doubled the collection", "doubles the collection"))[0 if past else 1])
            add("*", 2, "Doubled that is {e} = {v} " + thing + ".")
            now *= 2
        elif kind == "part" and now % 3 == 0 and now > 5:
            parts.append(style.pick(("gave away a third", "gives away a third"), ("ate a third of them", "eats a third of them"))[0 if past else 1])
            add("/", 3, "A third is {e} = {v} " + thing + ".")
            moves.append(("-", moves[-1][1], (len(moves) - 1,), "Then there are {e} = {v} " + thing + "."))
            now = now // 3 * 2
        else:
            n = rng.randint(1, 60)
            parts.append(style.pick(("found {n} more", "finds {n} more"), ("bought {n} more", "buys {n} more"), ("got {n} from {o}", "gets {n} from {o}"),
                                    ("won {n}", "wins {n}"), ("received {n} more", "receives {n} more"))[0 if past else 1].format(n=n, o=other))
            add("+", n, "Then there are {e} = {v} " + thing + ".")
            now += n
    text = f"{name} {style.pick('had', 'had', 'started with') if past else style.pick('has', 'has', 'starts with')} {start} {thing}"
    roll = rng.random()
    if roll < 0.35:
        text += ". " + cap(he, style) + " " + (", ".join(parts[:-1]) + rng.choice((" and ", ", then ", " and then ")) + parts[-1]) + "."
    elif roll < 0.5:
        text += ", " + ", ".join(parts[:-1]) + rng.choice((" and ", " and then ")) + parts[-1] + "."
    else:
        for index, part in enumerate(parts):
            text += ". " + cap(rng.choice((he, he, "then " + he, "after that " + he if index else he, "later " + he if index else he)), style) + " " + part
        text += "."
    ask = style.pick(f"How many {thing} does {he} have now?", f"How many {thing} does {name} have now?", f"How many does {he} have left?",
                     f"How many {thing} does {he} have in the end?", f"How many {thing} are there now?", f"How many {thing} does {name} have at the end?")
    return text + " " + ask, now, run(*moves), 3 if len(moves) > 2 else 2


def money(rng, style):
    """Wages, savings, tickets and bills of two or three stages."""
    name = style.name()
    he = rng.choice(("he", "she", name))
    kind = rng.randrange(7)
    a, b, c = rng.randint(5, 40), rng.randint(2, 12), rng.randint(5, 90)
    if kind == 0:
        total = c + a * b
        text = style.pick(f"{name} has {c} dollars and saves {a} dollars a week. How much does {he} have after {b} weeks?",
                          f"{name} has ${c} and saves ${a} every month. How many dollars does {he} have after {b} months?",
                          f"A piggy bank has {c} coins. {name} adds {a} coins each day for {b} days. How many coins are in it?")
        return text, total, run(("*", a, b, "Saved are {e} = {v}."), ("+", c, (0,), "Together {e} = {v}.")), 2
    if kind == 1:
        total = c + a * b
        thing = rng.choice(("bike", "phone", "game", "guitar", "camera", "tent", "laptop"))
        text = style.pick(f"A {thing} costs {total} dollars. {name} has {c} dollars and saves {a} dollars a week. How many weeks does {he} need?",
                          f"{name} wants a {thing} for {total} dollars, already has {c} and saves {a} each week. After how many weeks can {he} buy it?",
                          f"{name} has ${c} and wants to buy a {thing} that costs ${total}. {cap(he, style)} saves ${a} per week. How many weeks will it take?")
        return text, b, run(("-", total, c, "Missing are {e} = {v} dollars."), ("/", (0,), a, "That takes {e} = {v} weeks.")), 2
    if kind == 2:
        spend = rng.randint(1, a * b - 1)
        text = style.pick(f"{name} earns {a} dollars an hour and works {b} hours. Then {he} spends {spend} dollars. How much is left?",
                          f"{name} worked {b} hours for {a} dollars per hour and spent {spend} dollars. How many dollars are left?",
                          f"{name} gets ${a} per hour. After {b} hours {he} buys something for ${spend}. How much money does {he} have left?")
        return text, a * b - spend, run(("*", a, b, "The pay is {e} = {v} dollars."), ("-", (0,), spend, "What is left is {e} = {v} dollars.")), 2
    if kind == 3:
        d, e = rng.randint(2, 30), rng.randint(2, 9)
        text = style.pick(f"A ticket costs {a} dollars for adults and {d} dollars for children. How much do {b} adults and {e} children pay?",
                          f"Adults pay {a} dollars and children {d} dollars. What do {b} adults and {e} children pay together?",
                          f"Entry is ${a} for an adult and ${d} for a child. How much does a group of {b} adults and {e} children pay?")
        return text, a * b + d * e, run(("*", a, b, "The adults pay {e} = {v}."), ("*", d, e, "The children pay {e} = {v}."), ("+", (0,), (1,),
                                        "Together {e} = {v}.")), 2
    if kind == 4:
        k = rng.randint(2, 9)
        total = k * rng.randint(6, 60)
        x = rng.randint(3, total - 3)
        text = style.pick(f"{k} friends share a bill of {x} dollars for food and {total - x} dollars for drinks equally. How much does each pay?",
                          f"The food costs {x} dollars and the drinks {total - x}. {k} people split the bill equally. How much does each person pay?",
                          f"{k} friends pay {x} dollars for dinner and {total - x} dollars for a taxi and split it evenly. What does each pay?")
        return text, total // k, run(("+", x, total - x, "Together {e} = {v} dollars."), ("/", (0,), k, "Each pays {e} = {v} dollars.")), 2
    if kind == 5:
        d = rng.randint(2, 20)
        text = style.pick(f"A taxi costs {d} dollars plus {a} dollars per km. How much does a ride of {b} km cost?",
                          f"Renting a bike costs {d} dollars and {a} dollars for every hour. How much is it for {b} hours?",
                          f"A plumber charges ${d} plus ${a} an hour. What do {b} hours cost?")
        return text, d + a * b, run(("*", a, b, "The main part is {e} = {v}."), ("+", d, (0,), "With the fee {e} = {v}.")), 2
    bought, sold = rng.randint(2, 30), rng.randint(1, 30)
    n = rng.randint(2, 40)
    text = style.pick(f"{name} buys {n} {rng.choice(THINGS)} for {bought} dollars each and sells each for {bought + sold} dollars. What is the profit?",
                      f"A shop buys {n} items at ${bought} and sells them at ${bought + sold} each. How much profit does it make?")
    return text, n * sold, run(("-", bought + sold, bought, "On each {e} = {v} dollars are earned."), ("*", (0,), n, "In all {e} = {v} dollars.")), 2


def three_people(rng, style):
    """A chain of comparisons, one or the total asked."""
    thing = rng.choice((thing_word(rng), "points", "goals", "dollars", "cards"))
    names = style.names(3)
    verb, base = rng.choice((("has", "have"), ("scored", "score"), ("found", "find"), ("collected", "collect"), ("sold", "sell")))
    n = rng.randint(4, 60) * 2
    values, sentences, moves = [n], [f"{names[0]} {verb} {n} {thing}"], []
    for index in (1, 2):
        ref = index - 1 if rng.random() < 0.8 else 0
        v = values[ref]
        left = v if ref == 0 else (ref - 1,)
        kind = rng.choice(("more", "fewer", "times", "half"))
        if kind == "half" and v % 2:
            kind = "more"
        d, k = rng.randint(1, 30), rng.choice((2, 2, 3, 4))
        if kind == "fewer" and d >= v:
            kind = "more"
        op, by, new, rel = {"more": ("+", d, v + d, f"{d} more than"), "fewer": ("-", d, v - d, f"{d} {'fewer' if rng.random() < 0.7 else 'less'} than"),
                            "times": ("*", k, v * k, f"{TIMES[k][0]} as many as"), "half": ("/", 2, v // 2, "half as many as")}[kind]
        values.append(new)
        sentences.append(f"{names[index]} {verb} {rel} {names[ref]}")
        moves.append((op, left, by, names[index] + ": {e} = {v} " + thing + "."))
    text = style.pick(". ".join(sentences) + ".", f"{sentences[0]}, {sentences[1]} and {sentences[2]}.", ", ".join(sentences) + ".",
                      f"{sentences[1]}. {sentences[2]}. {sentences[0]}.", f"{sentences[2]}, {sentences[1]}. {sentences[0]}.")
    past = verb not in ("has",)
    if rng.random() < 0.5:
        ask = style.pick(f"How many {thing} {'did' if past else 'does'} {names[2]} {base}?", f"How many {'did' if past else 'does'} {names[2]} {base}?")
        return text + " " + ask, values[2], run(*moves), 2
    ask = style.pick(f"How many {thing} {'did' if past else 'do'} they {base} together?", f"How many {thing} {'did' if past else 'do'} the three {base} in total?",
                     f"How many {thing} is that altogether?")
    return text + " " + ask, sum(values), run(*moves, ("+", n, (0,), "{e} = {v}."), ("+", (2,), (1,), "Together {e} = {v}.")), 3


PART = {2: ("half", "one half"), 3: ("a third", "one third", "1/3"), 4: ("a quarter", "one quarter", "a fourth", "1/4"), 5: ("a fifth", "one fifth", "1/5")}


def parts(rng, style):
    """A fraction gone, then a number, or the fraction of what is left."""
    thing = thing_word(rng)
    name = style.name()
    he = rng.choice(("he", "she", name))
    p, q = rng.choice((2, 2, 3, 4, 5)), rng.choice((2, 3, 4))
    total = p * q * rng.randint(2, 20)
    rest = total - total // p
    first = rng.choice(PART[p])
    verb, verb2 = rng.choice((("eats", "gives away"), ("sells", "eats"), ("gives away", "loses"), ("uses", "sells"), ("spends", "loses")))
    moves = [("/", total, p, cap(first, style) + " is {e} = {v}."), ("-", total, (0,), "Then {e} = {v} " + thing + " are left.")]
    start = style.pick(f"{name} has {total} {thing} and {verb} {first} of them.", f"{name} has {total} {thing}. {cap(he, style)} {verb} {first} of them.")
    if rng.random() < 0.5 and rest % q == 0:
        second = rng.choice(PART[q])
        text = start + " " + style.pick(f"Then {he} {verb2} {second} of the rest.", f"Then {he} {verb2} {second} of what is left.")
        moves += [("/", (1,), q, cap(second, style) + " of that is {e} = {v}."), ("-", (1,), (2,), "Then {e} = {v} " + thing + " are left.")]
        left = rest - rest // q
    else:
        n = rng.randint(1, rest - 1)
        text = start + f" Then {he} {verb2} {n}" + rng.choice((".", " more."))
        moves.append(("-", (1,), n, "Then {e} = {v} " + thing + " are left."))
        left = rest - n
    return text + " " + style.pick("How many are left?", f"How many {thing} are left?", f"How many {thing} does {he} have left?"), left, run(*moves), 3


FORMS = [events, events, events, money, money, three_people, parts]
