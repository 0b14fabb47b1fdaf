"""Movement, work and averages in two to four steps."""
from ...steps import calc
from ..stories import run


def travel(rng, style):
    v, w, t = rng.randint(2, 20) * 5, rng.randint(2, 20) * 5, rng.randint(2, 8)
    unit = rng.choice(("km", "km", "miles"))
    per = f"{unit} per hour" if rng.random() < 0.6 else ("km/h" if unit == "km" else "mph")
    one, two = rng.sample(("car", "bus", "train", "truck", "bike", "motorbike"), 2)
    kind = rng.randrange(6)
    if kind == 0:
        text = style.pick(f"Two trains start at the same time from the same place in opposite directions at {v} and {w} {per}. How far apart are they after {t} hours?",
                          f"A {one} and a {two} drive in opposite directions at {v} and {w} {per}. How many {unit} apart are they after {t} hours?")
        return text, (v + w) * t, run(("+", v, w, "In one hour they separate by {e} = {v}."), ("*", (0,), t, "After all hours {e} = {v}.")), 2
    if kind == 1:
        text = style.pick(f"Two cities are {(v + w) * t} {unit} apart. A {one} and a {two} start towards each other at {v} and {w} {per}. After how many hours do they meet?",
                          f"A {one} and a {two} are {(v + w) * t} {unit} apart and drive towards each other at {v} and {w} {per}. After how many hours do they meet?",
                          f"Two trains {(v + w) * t} {unit} apart travel toward each other at {v} {per} and {w} {per}. In how many hours will they meet?")
        return text, t, run(("+", v, w, "They approach by {e} = {v} in an hour."), ("/", (v + w) * t, (0,), "So it takes {e} = {v} hours.")), 2
    if kind == 2:
        fast, slow = max(v, w) + 5, min(v, w)
        gap = (fast - slow) * t
        if rng.random() < 0.5:
            text = style.pick(f"A {one} drives {fast} {per} and a {two} {slow} {per}. How far ahead is the {one} after {t} hours?",
                              f"A {one} at {fast} {per} and a {two} at {slow} {per} start together in the same direction. How many {unit} apart are they after {t} hours?")
            return text, gap, run(("-", fast, slow, "Each hour the gap grows by {e} = {v}."), ("*", (0,), t, "After all hours it is {e} = {v}.")), 2
        text = style.pick(f"A {one} at {fast} {per} follows a {two} at {slow} {per} that is {gap} {unit} ahead. After how many hours does it catch up?",
                          f"A {two} is {gap} {unit} ahead and goes {slow} {per}. A {one} follows at {fast} {per}. How many hours until it catches up?")
        return text, t, run(("-", fast, slow, "Each hour the gap shrinks by {e} = {v}."), ("/", gap, (0,), "So it takes {e} = {v} hours.")), 2
    if kind == 3:
        t2 = rng.randint(1, 6)
        total = v * t + w * t2
        if total % (t + t2):
            return travel(rng, style)
        text = style.pick(f"A {one} drives {t} hours at {v} {per} and {t2} hours at {w} {per}. What is its average speed?",
                          f"A {one} travels {v * t} {unit} in {t} hours and then {w * t2} {unit} in {t2} hours. What is the average speed for the whole trip?")
        if "travels" in text:
            return text, total // (t + t2), run(("+", v * t, w * t2, "The way is {e} = {v}."), ("+", t, t2, "The time is {e} = {v}."),
                                                ("/", (0,), (1,), "The average is {e} = {v}.")), 3
        return text, total // (t + t2), run(("*", v, t, "The first part is {e} = {v}."), ("*", w, t2, "The second part is {e} = {v}."),
                                            ("+", (0,), (1,), "The way is {e} = {v}."), ("+", t, t2, "The time is {e} = {v}."), ("/", (2,), (3,),
                                                    "The average is {e} = {v}.")), 3
    if kind == 4:
        minutes = rng.choice((10, 15, 20, 30, 12, 5))
        per_hour = 60 // minutes
        way = rng.randint(2, 40)
        text = style.pick(f"A {one} goes {way} {unit} in {minutes} minutes. What is its speed in {unit} per hour?",
                          f"A {one} covers {way} {unit} in {minutes} minutes. How far does it go in one hour?")
        return text, way * per_hour, run(("/", 60, minutes, "An hour has {e} = {v} such parts."), ("*", (0,), way, "So it is {e} = {v}.")), 2
    total, done = v * t, None
    done = rng.randint(1, t - 1)
    text = style.pick(f"A trip is {total} {unit} long. A {one} drives {done} hours at {v} {per}. How many {unit} are left?",
                      f"A {one} must go {total} {unit}. It drives {v} {per} for {done} hours. How far is it still to go?")
    return text, total - v * done, run(("*", v, done, "So far {e} = {v} " + unit + "."), ("-", total, (0,),
            "What is left is {e} = {v} " + unit + ".")), 2


def tanks(rng, style):
    rate, out, t = rng.randint(5, 40), rng.randint(1, 4), rng.randint(3, 20)
    net = rate - out
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"A tank gets {rate} liters per minute and loses {out} liters per minute. How many liters are in it after {t} minutes?",
                          f"A pipe fills {rate} liters a minute into an empty tank while {out} liters a minute leak out. How much is in it after {t} minutes?")
        return text, net * t, run(("-", rate, out, "Each minute {e} = {v} liters stay."), ("*", (0,), t, "After all minutes {e} = {v}.")), 2
    if kind == 1:
        text = style.pick(f"A tank of {rate * t} liters is filled at {rate} liters per minute. How many minutes does it take?",
                          f"How many minutes does it take to fill {rate * t} liters at {rate} liters per minute?")
        return text, t, run(("/", rate * t, rate, "It takes {e} = {v} minutes.")), 2
    start = rng.randint(10, 100)
    text = style.pick(f"A tank holds {start + rate * t} liters and already has {start} liters in it. A pipe adds {rate} liters per minute. After how many minutes is it full?",
                      f"A pool of {start + rate * t} liters contains {start} liters. It is filled with {rate} liters a minute. How many minutes until it is full?")
    return text, t, run(("-", start + rate * t, start, "Still to fill: {e} = {v}."), ("/", (0,), rate, "That takes {e} = {v} minutes.")), 2


def averages(rng, style):
    n, mean = rng.randint(2, 6), rng.randint(5, 90)
    kind = rng.randrange(4)
    name = style.name()
    if kind == 0:
        known = [rng.randint(max(1, mean - 15), mean + 15) for _ in range(n - 1)] or [mean]
        n = len(known) + 1
        missing = mean * n - sum(known)
        if missing <= 0:
            return averages(rng, style)
        listed = ", ".join(map(str, known[:-1])) + f" and {known[-1]}" if len(known) > 1 else str(known[0])
        text = style.pick(f"The average of {n} numbers is {mean}. {'The others are' if len(known) > 1 else 'One of them is'} {listed}. What is the {'last' if len(known) > 1 else 'other'} number?",
                          f"{name} scored {listed} on {len(known)} tests. What score is needed on the next test for an average of {mean}?")

        def solve(ctx):
            whole = yield calc(ctx, "*", mean, n, lambda v, e: f"The sum must be {e} = {v}.")
            total = known[0]
            for k in known[1:]:
                total = yield calc(ctx, "+", total, k, lambda v, e: f"{e} = {v}.")
            return (yield calc(ctx, "-", whole, total, lambda v, e: f"So it is {e} = {v}."))
        return text, missing, solve, 3
    if kind == 1:
        text = style.pick(f"The average of {n} numbers is {mean}. What is their sum?", f"{n} numbers have a mean of {mean}. What is their total?",
                          f"{name} plays {n} games and scores {mean} points on average. How many points is that in total?")
        return text, n * mean, run(("*", n, mean, "The sum is {e} = {v}.")), 2
    if kind == 2:
        new = mean + rng.randint(-8, 12)
        extra = new * (n + 1) - mean * n
        if extra <= 0:
            return averages(rng, style)
        text = style.pick(f"The average of {n} numbers is {mean}. When another number is added the average becomes {new}. What is the added number?",
                          f"{n} numbers have average {mean}. With one more number the average is {new}. What is that number?")
        return text, extra, run(("*", n, mean, "The old sum is {e} = {v}."), ("*", n + 1, new, "The new sum is {e} = {v}."), ("-", (1,), (0,),
                "So the number is {e} = {v}.")), 3
    m, other = rng.randint(2, 6), rng.randint(5, 90)
    total = n * mean + m * other
    if total % (n + m):
        return averages(rng, style)
    text = style.pick(f"{n} numbers have average {mean} and {m} other numbers have average {other}. What is the average of all?",
                      f"A class of {n} has an average of {mean} points and a class of {m} an average of {other}. What is the average of all?")
    return text, total // (n + m), run(("*", n, mean, "The first sum is {e} = {v}."), ("*", m, other, "The second sum is {e} = {v}."),
                                       ("+", (0,), (1,), "Together {e} = {v}."), ("+", n, m, "There are {e} = {v}."), ("/", (2,), (3,),
                                               "The average is {e} = {v}.")), 3


def ratios(rng, style):
    a, b = rng.randint(1, 7), rng.randint(2, 9)
    while a == b:
        b = rng.randint(2, 9)
    k = rng.randint(2, 20)
    one, two = rng.choice((("boys", "girls"), ("cats", "dogs"), ("red balls", "blue balls"), ("apples", "pears"), ("cups of flour", "cups of sugar")))
    kind = rng.randrange(3)
    if kind == 0:
        text = style.pick(f"The ratio of {one} to {two} is {a}:{b}. There are {a * k} {one}. How many {two} are there?",
                          f"{one.capitalize()} and {two} are in the ratio {a} to {b}. If there are {a * k} {one}, how many {two} are there?")
        return text, b * k, run(("/", a * k, a, "One part is {e} = {v}."), ("*", (0,), b, "So there are {e} = {v}.")), 2
    if kind == 1:
        want = rng.random() < 0.5
        text = style.pick(f"The ratio of {one} to {two} is {a}:{b} and there are {(a + b) * k} in total. How many {two if want else one} are there?",
                          f"{(a + b) * k} {one} and {two} are in the ratio {a}:{b}. How many {two if want else one} are there?")
        return text, (b if want else a) * k, run(("+", a, b, "There are {e} = {v} parts."), ("/", (a + b) * k, (0,), "One part is {e} = {v}."),
                                                 ("*", (1,), b if want else a, "So there are {e} = {v}.")), 3
    x, y = style.names(2)
    big = rng.random() < 0.5
    text = style.pick(f"{x} and {y} share {(a + b) * k} dollars in the ratio {a}:{b}. How much does {y if big else x} get?",
                      f"{(a + b) * k} dollars are divided between {x} and {y} in the ratio {a} to {b}. How much does {y if big else x} get?")
    return text, (b if big else a) * k, run(("+", a, b, "There are {e} = {v} parts."), ("/", (a + b) * k, (0,), "One part is {e} = {v}."),
                                            ("*", (1,), b if big else a, "So it is {e} = {v} dollars.")), 3


FORMS = [travel, travel, tanks, averages, ratios]
