"""Ages: differences with past and future, `in how many years will ... be twice as old`, first-person forms, sums, three people."""
from ..stories import run
from .stories import TIMES, cap

KIN = "sister brother mom dad mother father uncle aunt cousin grandmother grandfather friend teacher".split()


def two(rng, style):
    """Two people: (as subject, as object, verb `is`, verb `was`, possessive question form)"""
    if rng.random() < 0.4:
        kin = rng.sample(KIN, 2)
        if rng.random() < 0.6:
            return [("my " + kin[0], "is", "was", "my " + kin[0]), ("I", "am", "was", "me")]
        return [("my " + k, "is", "was", "my " + k) for k in kin]
    return [(n, "is", "was", n) for n in style.names(2)]


def who(person, style):
    return "i" if person[0] == "I" and style.lower else person[0]


def old(person, n, rng, style):
    return cap(f"{who(person, style)} {person[1]} {n}{rng.choice(('', '', ' years old'))}", style)


def asked(rng, style, person, years):
    """Question about the age in `years` (negative: ago)."""
    name, be, was, _ = person
    name = who(person, style)
    if years == 0:
        return f"How old {be} {name}?" if rng.random() < 0.7 else f"How old {be} {name} now?"
    k = abs(years)
    if years > 0:
        return style.pick(f"How old will {name} be in {k} years?", f"How old will {name} be in {k} years?", f"How old {be} {name} in {k} years?",
                          f"How old will {name} be {k} years from now?", f"In {k} years, how old will {name} be?")
    return style.pick(f"How old was {name} {k} years ago?", f"How old was {name} {k} years ago?", f"How old was {name} {k} years earlier?",
                      f"{k} years ago, how old was {name}?")


def later(moves, years, name):
    if years > 0:
        moves.append(("+", (len(moves) - 1,), years, f"In {years} years that is {{e}} = {{v}}."))
    elif years < 0:
        moves.append(("-", (len(moves) - 1,), -years, f"{-years} years ago that was {{e}} = {{v}}."))
    return moves


def related(rng, style):
    """X is d older (younger, k times as old, half as old) than Y; Y's age known; X's age now, then or later."""
    x, y = two(rng, style)
    if rng.random() < 0.3:
        x, y = y, x
    n = rng.randint(5, 50)
    d, k = rng.randint(1, 30), rng.choice((2, 2, 3, 4, 5))
    kind = rng.choice(("older", "older", "older", "younger", "younger", "times", "times", "half"))
    if kind == "younger":
        n += d
        age, op, by, rel = n - d, "-", d, f"{d} years younger than"
    elif kind == "times":
        age, op, by, rel = n * k, "*", k, f"{rng.choice(TIMES[k][:2])} as old as"
        if age > 110:
            n = rng.randint(5, 110 // k)
            age = n * k
    elif kind == "half":
        n += n % 2
        age, op, by, rel = n // 2, "/", 2, "half as old as"
    else:
        age, op, by, rel = n + d, "+", d, f"{d} years older than"
    years = rng.choice((0, rng.randint(1, 25), rng.randint(1, 25), -rng.randint(1, age - 1) if age > 1 else 3, -rng.randint(1, min(age - 1, 12)) if age > 1 else 3))
    first = cap(f"{who(x, style)} {x[1]} {rel} {y[3]}", style)
    second = old(y, n, rng, style)
    question = asked(rng, style, x, years)
    small = question[0].lower() + question[1:]
    text = style.pick(f"{first}. {second}. {question}", f"{second}. {first}. {question}", f"{first}, {second if second[0] == 'I' or y[0][0] != 'm' else second[0].lower() + second[1:]}; {small}",
                      f"{second} and {first[0].lower() + first[1:] if x[0][0] == 'm' else first}. {question}",
                      f"If {first[0].lower() + first[1:] if x[0][0] == 'm' else first} and {second[0].lower() + second[1:] if y[0][0] == 'm' else second}, {small}",
                      f"{second}, {first[0].lower() + first[1:] if x[0][0] == 'm' else first}. {question}")
    name = "I am" if x[0] == "I" else cap(x[0], style) + " is"
    moves = later([(op, n, by, f"{name} {{e}} = {{v}} now.")], years, x[0])
    return text, age + years, run(*moves), 2


def when_times(rng, style):
    """In how many years will X be k times as old as Y; how many years ago was X."""
    x, y = two(rng, style)
    k = rng.choice((2, 2, 2, 3, 3, 4))
    young_then = rng.randint(4, 40)
    gap = young_then * (k - 1)
    if gap > 60:
        return when_times(rng, style)
    ahead = rng.random() < 0.75
    t = rng.randint(1, max(1, young_then - 2)) if ahead else rng.randint(1, 30)
    y_now = young_then - t if ahead else young_then + t
    x_now = y_now + gap
    times = rng.choice(TIMES[k][:2])
    intro = style.pick(f"{old(x, x_now, rng, style)} and {who(y, style)} {y[1]} {y_now}.", f"{old(x, x_now, rng, style)}. {old(y, y_now, rng, style)}.",
                       f"{old(y, y_now, rng, style)} and {who(x, style)} {x[1]} {x_now}.", f"{old(x, x_now, rng, style)}, {who(y, style)} {y[1]} {y_now}.",
                       f"{old(x, x_now, rng, style)} now and {who(y, style)} {y[1]} {y_now}.")
    xs, than = who(x, style), "I" if y[0] == "I" and rng.random() < 0.5 else y[3]
    if ahead:
        ask = style.pick(f"In how many years will {xs} be {times} as old as {than}?", f"In how many years will {xs} be {times} as old as {than}?",
                         f"After how many years will {xs} be {times} as old as {than}?", f"How many years until {xs} {x[1]} {times} as old as {than}?",
                         f"When will {xs} be {times} as old as {than}, in how many years?")
    else:
        ask = style.pick(f"How many years ago was {xs} {times} as old as {than}?", f"How many years ago was {xs} exactly {times} as old as {than}?")
    moves = [("-", x_now, y_now, "The difference is always {e} = {v}.")]
    if k > 2:
        moves.append(("/", (0,), k - 1, f"At {k} times the age the difference is {k - 1} times the younger age, so the younger is {{e}} = {{v}} then."))
    else:
        moves.append(("*", (0,), 1, "At twice the age the difference is the younger age, so the younger is {v} then."))
    last = (len(moves) - 1,)
    moves.append(("-", last, y_now, "So it takes {e} = {v} years.") if ahead else ("-", y_now, last, "So it was {e} = {v} years ago."))
    return intro + " " + ask, t, run(*moves), 3


def shifted(rng, style):
    """k years ago X was n; in k years X will be n; ages at another time."""
    x = two(rng, style)[0]
    name = who(x, style)
    n, k, j = rng.randint(6, 60), rng.randint(2, 20), rng.randint(2, 20)
    kind = rng.randrange(5)
    if kind == 0:
        text = style.pick(f"{k} years ago {name} was {n} years old. How old {x[1]} {name} now?", f"{k} years ago {name} was {n}. How old will {name} be in {j} years?")
        if "will" in text:
            return text, n + k + j, run(("+", n, k, "The age now is {e} = {v}."), ("+", (0,), j, f"In {j} years that is {{e}} = {{v}}.")), 2
        return text, n + k, run(("+", n, k, "The age now is {e} = {v}.")), 2
    if kind == 1:
        n += k + j
        text = style.pick(f"In {k} years {name} will be {n}. How old was {name} {j} years ago?", f"{cap(name, style)} will be {n} in {k} years. How old was {name} {j} years ago?")
        return text, n - k - j, run(("-", n, k, "The age now is {e} = {v}."), ("-", (0,), j, f"{j} years ago that was {{e}} = {{v}}.")), 2
    if kind == 2:
        n += k
        text = style.pick(f"In {k} years {name} will be {n} years old. How old {x[1]} {name} now?", f"{cap(name, style)} will be {n} years old in {k} years. How old {x[1]} {name}?")
        return text, n - k, run(("-", n, k, "The age now is {e} = {v}.")), 2
    a, b = two(rng, style)
    m, d = rng.randint(4, 30), rng.randint(1, 25)
    big = m + d
    now = rng.randint(big + 1, 90)
    if kind == 3:
        text = style.pick(f"When {who(a, style)} was {big}, {who(b, style)} was {m}. Now {who(a, style)} {a[1]} {now}. How old {b[1]} {who(b, style)} now?",
                          f"{cap(who(b, style), style)} was {m} when {who(a, style)} was {big}. How old {b[1]} {who(b, style)} when {who(a, style)} {a[1]} {now}?")
        return text, now - d, run(("-", big, m, "The difference is {e} = {v} years."), ("-", now, (0,), "So the age is {e} = {v}.")), 2
    half = 2 * rng.randint(2, 10)
    now = rng.randint(half + 5, 80)
    text = style.pick(f"When {who(a, style)} was {half}, {who(b, style)} was half as old. Now {who(a, style)} {a[1]} {now}. How old {b[1]} {who(b, style)}?",
                      f"When {who(a, style)} was {half}, {who(b, style)} was half that age. {cap(who(a, style), style)} {a[1]} {now} now. How old {b[1]} {who(b, style)} now?")
    return text, now - half // 2, run(("/", half, 2, "Half of it was {e} = {v}."), ("-", half, (0,), "The difference is {e} = {v} years."),
                                      ("-", now, (1,), "So the age is {e} = {v}.")), 3


def sums(rng, style):
    """Together S, one d older or k times as old; the sum later or earlier; three people."""
    x, y = ((n, "is", "was", n) for n in style.names(2))
    n, d, k = rng.randint(4, 40), rng.randint(2, 30), rng.choice((2, 3, 4, 5))
    kind = rng.randrange(5)
    younger = rng.random() < 0.5
    if kind == 0:
        total = 2 * n + d
        text = style.pick(f"{x[0]} and {y[0]} are together {total} years old.", f"The ages of {x[0]} and {y[0]} add up to {total}.",
                          f"The sum of the ages of {x[0]} and {y[0]} is {total}.", f"Together {x[0]} and {y[0]} are {total}.")
        text += f" {x[0]} is {d} years older than {y[0]}. How old is {(y if younger else x)[0]}?"
        moves = [("-", total, d, "Twice the younger age is {e} = {v}."), ("/", (0,), 2, y[0] + " is {e} = {v}.")]
        if not younger:
            moves.append(("+", (1,), d, x[0] + " is {e} = {v}."))
        return text, n if younger else n + d, run(*moves), 3
    if kind == 1:
        total = n * (k + 1)
        text = style.pick(f"{x[0]} is {TIMES[k][0]} as old as {y[0]}. Together they are {total}.", f"{x[0]} is {TIMES[k][0]} as old as {y[0]} and their ages add up to {total}.",
                          f"{x[0]} is {TIMES[k][0]} as old as {y[0]}. The sum of their ages is {total} years.")
        text += f" How old is {(y if younger else x)[0]}?"
        moves = [("+", 1, k, "Together that is {e} = {v} times the younger age."), ("/", total, (0,), y[0] + " is {e} = {v}.")]
        if not younger:
            moves.append(("*", (1,), k, x[0] + " is {e} = {v}."))
        return text, n if younger else n * k, run(*moves), 3
    if kind == 2:
        m, t = rng.randint(4, 60), rng.randint(2, 15)
        text = style.pick(f"{x[0]} is {n} and {y[0]} is {m}. How old will they be together in {t} years?", f"{x[0]} is {n} and {y[0]} is {m}. What will the sum of their ages be in {t} years?")
        return text, n + m + 2 * t, run(("+", n, m, "Now together {e} = {v}."), ("*", t, 2, "Both grow older: {e} = {v} years."), ("+", (0,), (1,), "Then {e} = {v}.")), 3
    a, b, c = style.names(3)
    e = rng.randint(1, min(n + d - 1, 20))
    t = rng.choice((0, 0, rng.randint(1, 15)))
    rel, op = (f"{e} years younger than {b}", "-") if rng.random() < 0.5 else (f"{e} years older than {b}", "+")
    age = n + d - e if op == "-" else n + d + e
    sentences = [f"{c} is {n} years old", f"{b} is {d} years older than {c}", f"{a} is {rel}"]
    if rng.random() < 0.5:
        sentences.reverse()
    text = ". ".join(sentences) + ". " if rng.random() < 0.7 else ", ".join(sentences[:2]) + " and " + sentences[2] + ". "
    text += f"How old will {a} be in {t} years?" if t else f"How old is {a}?"
    return text, age + t, run(*later([("+", n, d, b + " is {e} = {v}."), (op, (0,), e, a + " is {e} = {v}.")], t, a)), 3


FORMS = [related, related, related, when_times, when_times, when_times, shifted, shifted, sums]
