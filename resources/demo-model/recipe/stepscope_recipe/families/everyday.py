"""Everyday questions, levels 1 to 3: percentages, areas, travel, averages, units, remainders in stories, money over time.

Level 3 has three or four operations and mild misconceptions (the discount taken for the price, the perimeter of two sides only).
"""
from ..problem import Problem
from ..steps import Wrong, calc, divide, fact, multiply
from ..surface import THINGS, WARES
from .stories import run
from .wide import FORMS


def solve_percent(percent, whole, after):
    """Solver of percent % of whole, then nothing, `+` or `-` on the whole."""
    def solve(ctx):
        if percent in (50, 25, 20, 10, 100):
            by = 100 // percent
            if by == 1:
                part = whole
            else:
                part = yield divide(ctx, whole, by, lambda v, e: f"{percent}% of {whole} is {e} = {v}.")
        elif whole % 100 == 0:
            one = yield divide(ctx, whole, 100, lambda v, e: f"1% of {whole} is {e} = {v}.")
            part = yield from multiply(ctx, one, percent, lambda v, e: f"{percent}% is {e} = {v}.")
        elif percent % 10 == 0 and whole % 10 == 0:
            tenth = yield divide(ctx, whole, 10, lambda v, e: f"10% of {whole} is {e} = {v}.")
            part = yield from multiply(ctx, tenth, percent // 10, lambda v, e: f"{percent}% is {e} = {v}.")
        else:
            product = yield from multiply(ctx, whole, percent, lambda v, e: f"{e} = {v}.")
            part = yield divide(ctx, product, 100, lambda v, e: f"{percent}% of {whole} is {e} = {v}.")
        if not after:
            return part
        stop = Wrong(ctx.noise.weak, part, f"So it is {part}.", f"{part} is only the change", "change")
        step = calc(ctx, after, whole, part, lambda v, e: f"{'Then' if after == '+' else 'What remains is'} {e} = {v}.")
        step.wrongs = list(step.wrongs) + [stop]
        return (yield step)
    return solve


def percent(rng, style, level):
    while True:
        p = rng.choice((5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 75, 80, 90, 12, 18, 24, 8, 4, 2, 1, 65, 85, 16, 36, 3, 6))
        whole = rng.choice((rng.randint(2, 60) * 10, rng.randint(2, 50) * 20, rng.randint(1, 12) * 100, rng.randint(4, 200)))
        if p * whole % 100 == 0:
            break
    part = p * whole // 100
    roll = rng.random()
    if roll < 0.5 and level == 1:
        w = style.num(whole)
        thing = rng.choice(THINGS)
        text = style.pick(f"What is {p}% of {w}?", f"{p}% of {w}", f"Find {p}% of {w}.", f"Calculate {p}% of {w}.", f"What is {p} percent of {w}?",
                          f"How much is {p}% of {w}?",
                          f"{p} percent of {w}", f"Compute {p}% of {w}.", f"{p}% of the {whole} {thing} are red. How many {thing} are red?",
                          f"In a school of {whole} students, {p}% play football. How many students play football?",
                          f"{style.name()} has {whole} {thing} and gives away {p}% of them. How many {thing} are given away?")
        return text, part, solve_percent(p, whole, None)
    ware = rng.choice(WARES)
    if roll < 0.58:
        text = style.pick(f"What percent of {whole} is {part}?", f"{part} is what percent of {whole}?", f"What percentage of {whole} is {part}?")

        def solve(ctx):
            product = yield from multiply(ctx, part, 100, lambda v, e: f"{e} = {v}.")
            return (yield divide(ctx, product, whole, lambda v, e: f"{e} = {v}, so it is {v} percent."))
        return text, p, solve
    if roll < 0.82:
        text = style.pick(f"A {ware} costs {whole} dollars and is reduced by {p}%. What is the new price?",
                          f"A {ware} costs ${whole}. It is on sale with a {p}% discount. What is the sale price?",
                          f"Decrease {whole} by {p}%.", f"What is {whole} decreased by {p}%?",
                          f"A shirt costs {whole} dollars. There is a {p}% discount. How much does it cost now?",
                          f"The price of a {ware} is {whole} dollars. After a discount of {p}% what is the price?",
                          f"A price of {whole} euros falls by {p} percent. What is the new price?",
                          f"A jacket costs ${whole} and is {p}% off. What do you pay?", f"What is {whole} minus {p}%?", f"{whole} reduced by {p}%",
                          f"{style.name()} buys a coat that costs {whole} dollars with {p}% off. How much does it cost?")
        return text, whole - part, solve_percent(p, whole, "-")
    text = style.pick(f"Increase {whole} by {p}%.", f"What is {whole} increased by {p}%?",
                      f"A price of {whole} dollars rises by {p}%. What is the new price?",
                      f"A town of {whole} people grows by {p}%. How many people live there now?",
                      f"The rent was {whole} dollars and goes up by {p}%. What is the new rent?",
                      f"A salary of {whole} is raised by {p}%. What is the new salary?", f"What is {whole} plus {p}%?",
                      f"A bill is {whole} dollars and the tip is {p}%. How much is it in total?")
    return text, whole + part, solve_percent(p, whole, "+")


def shapes(rng, style, level):
    a, b = rng.randint(2, 40 if rng.random() < 0.4 else 15), rng.randint(2, 25)
    unit = rng.choice(("cm", "m", "cm", "meters", "", "units", "feet"))
    u = f" {unit}" if unit else ""
    kind = rng.choice(("area", "area", "perimeter", "perimeter", "square", "squareperi", "triangle", "side", "box", "cubevol", "triperi"))
    what = rng.choice(("rectangle", "rectangle", "garden", "room", "field", "rectangular garden"))
    sides = style.pick(f"sides {a}{u} and {b}{u}", f"length {a}{u} and width {b}{u}", f"width {a}{u} and height {b}{u}", f"length {a} and width {b}",
                       f"sides {a} and {b}")
    bare = style.pick(f"{a} by {b}", f"{a}{u} by {b}{u}")
    if kind == "area":
        text = style.pick(f"What is the area of a {what} with {sides}?", f"A {what} is {a}{u} long and {b}{u} wide. What is its area?",
                          f"Find the area of a {what} with {sides}.",
                          f"area of a {bare} rectangle", f"A {what} has {sides}. What is the area?", f"What is the area of a {bare} {what}?",
                          f"Area of a rectangle with {sides}")
        return text, a * b, run(("*", a, b, "The area is {e} = {v}."))
    if kind == "perimeter":
        text = style.pick(f"What is the perimeter of a {what} with {sides}?", f"A {what} is {a}{u} long and {b}{u} wide. What is its perimeter?",
                          f"Find the perimeter of a {what} with {sides}.",
                          f"perimeter of a {bare} rectangle", f"A {what} has {sides}. What is the perimeter?",
                          f"How much fence is needed around a garden with {sides}?", f"How long is a fence around a {bare} garden?",
                          f"What is the perimeter of a {bare} rectangle?")

        def solve(ctx):
            half = yield calc(ctx, "+", a, b, lambda v, e: f"Two sides are {e} = {v}.")
            step = calc(ctx, "*", half, 2, lambda v, e: f"All four are {e} = {v}.")
            step.wrongs = list(step.wrongs) + [Wrong(ctx.noise.weak, half, f"So the perimeter is {half}.", "there are four sides", "sides")]
            return (yield step)
        return text, 2 * (a + b), solve
    if kind == "square":
        text = style.pick(f"What is the area of a square with side {a}{u}?", f"A square has side {a}{u}. What is its area?",
                          f"Find the area of a square of side {a}.", f"area of a square with side length {a}",
                          f"A square has sides of length {a}{u}. What is its area?")
        return text, a * a, run(("*", a, a, "The area is {e} = {v}."))
    if kind == "squareperi":
        text = style.pick(f"What is the perimeter of a square with side {a}{u}?", f"A square has side {a}{u}. What is its perimeter?",
                          f"Find the perimeter of a square of side {a}.", f"perimeter of a square with side length {a}")
        return text, 4 * a, run(("*", 4, a, "The perimeter is {e} = {v}."))
    if kind == "triangle":
        b = b * 2
        text = style.pick(f"What is the area of a triangle with base {a}{u} and height {b}{u}?",
                          f"A triangle has base {a} and height {b}. What is its area?",
                          f"Find the area of a triangle with base {b}{u} and height {a}{u}.",
                          f"area of a triangle with base {a} and height {b}")
        return text, a * b // 2, run(("*", a, b, "Base times height is {e} = {v}."), ("/", (0,), 2, "Half of it is {e} = {v}."))
    if kind == "side":
        if rng.random() < 0.5:
            text = style.pick(f"A square has perimeter {4 * a}{u}. How long is one side?",
                              f"The perimeter of a square is {4 * a}. What is the side length?",
                              f"The perimeter of a square is {4 * a}{u}. How long is each side?")
            return text, a, run(("/", 4 * a, 4, "One side is {e} = {v}."))
        text = style.pick(f"A rectangle has area {a * b} and length {a}. What is its width?",
                          f"The area of a rectangle is {a * b}. One side is {a}. How long is the other side?",
                          f"A rectangle with area {a * b} has width {a}. What is its length?")
        return text, b, run(("/", a * b, a, "The other side is {e} = {v}."))
    if kind == "triperi":
        c = rng.randint(abs(a - b) + 1, a + b - 1)
        text = style.pick(f"A triangle has sides {a}, {b} and {c}. What is its perimeter?",
                          f"What is the perimeter of a triangle with sides {a}{u}, {b}{u} and {c}{u}?")
        return text, a + b + c, run(("+", a, b, "First {e} = {v}."), ("+", (0,), c, "Then {e} = {v}."))
    if kind == "cubevol":
        a = rng.randint(2, 12)
        text = style.pick(f"What is the volume of a cube with side {a}{u}?", f"A cube has edges of length {a}. What is its volume?",
                          f"volume of a cube with edge {a}")
        return text, a ** 3, run(("*", a, a, "One face is {e} = {v}."), ("*", (0,), a, "The volume is {e} = {v}."))
    c = rng.randint(2, 12)
    a, b = rng.randint(2, 15), rng.randint(2, 12)
    text = style.pick(f"What is the volume of a box {a} by {b} by {c}?", f"A box is {a}{u} long, {b}{u} wide and {c}{u} high. What is its volume?",
                      f"Find the volume of a box with sides {a}, {b} and {c}.")
    return text, a * b * c, run(("*", a, b, "The base is {e} = {v}."), ("*", (0,), c, "The volume is {e} = {v}."))


def travel(rng, style, level):
    speed, hours = rng.randint(2, 24) * 5 if rng.random() < 0.7 else rng.randint(3, 120), rng.randint(2, 12)
    way = speed * hours
    unit = rng.choice(("km", "km", "miles", "kilometers"))
    per = rng.choice((f"{unit} per hour", "km/h" if unit[0] == "k" else "mph", f"{unit} an hour"))
    thing = rng.choice(("car", "train", "bus", "bike", "plane", "truck", "ship"))
    kind = rng.randrange(4)
    if kind == 0:
        text = style.pick(f"A {thing} travels at {speed} {per} for {hours} hours. How far does it go?",
                          f"A {thing} drives {hours} hours at {speed} {per}. How many {unit} is that?",
                          f"How far does a {thing} go in {hours} hours at {speed} {per}?",
                          f"{style.name()} drives for {hours} hours at {speed} {per}. How far is that?",
                          f"A {thing} goes {speed} {per}. How far does it travel in {hours} hours?")
        return text, way, run(("*", speed, hours, "The way is {e} = {v} " + unit + "."))
    if kind == 1:
        text = style.pick(f"A {thing} travels {way} {unit} in {hours} hours. What is its speed?",
                          f"A {thing} goes {way} {unit} in {hours} hours. What is its average speed in {per}?",
                          f"{style.name()} drives {way} {unit} in {hours} hours. How fast is that in {per}?",
                          f"A {thing} travels {way} {unit} in {hours} hours. How many {unit} does it travel per hour?")
        return text, speed, run(("/", way, hours, "The speed is {e} = {v}."))
    if kind == 2:
        text = style.pick(f"How long does a {thing} need for {way} {unit} at {speed} {per}?",
                          f"A {thing} travels {way} {unit} at {speed} {per}. How many hours does it take?",
                          f"How many hours does it take to go {way} {unit} at {speed} {per}?")
        return text, hours, run(("/", way, speed, "The time is {e} = {v} hours."))
    other, more = rng.randint(2, 24) * 5, rng.randint(2, 8)
    text = style.pick(f"A {thing} travels {hours} hours at {speed} {per} and then {more} hours at {other} {per}. How far does it go in total?",
                      f"{style.name()} drives {hours} hours at {speed} {per} and {more} hours at {other} {per}. How many {unit} is that in total?")
    return text, way + other * more, run(("*", speed, hours, "First part: {e} = {v} " + unit + "."), ("*", other, more,
            "Second part: {e} = {v} " + unit + "."), ("+", (0,), (1,), "In total {e} = {v} " + unit + "."))


def averages(rng, style, level):
    count = rng.choice((2, 3, 3, 4, 4, 5))
    while True:
        numbers = [rng.randint(1, 60) for _ in range(count)]
        if sum(numbers) % count == 0:
            break
    listed = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}" if rng.random() < 0.75 else ", ".join(map(str, numbers))
    kind = rng.random()
    if kind < 0.75:
        text = style.pick(f"What is the average of {listed}?", f"Find the mean of {listed}.", f"average of {listed}",
                          f"What is the mean of {listed}?", f"Calculate the average of {listed}.",
                          f"{style.name()} scores {listed} points. What is the average?", f"The numbers are {listed}. What is their average?",
                          f"mean of {listed}")
        answer = sum(numbers) // count
    else:
        text = style.pick(f"What is the sum of {listed}?", f"Add {listed}.", f"Find the total of {listed}.", f"sum of {listed}",
                          f"What is the total of {listed}?")
        answer = sum(numbers)

    def solve(ctx):
        total = numbers[0]
        for n in numbers[1:]:
            total = yield calc(ctx, "+", total, n, lambda v, e: f"{e} = {v}.")
        if kind >= 0.75:
            return total
        wrong = Wrong(ctx.noise.weak, total // (count - 1), f"Divide by {count - 1}: about {total // (count - 1)}.", f"there are {count} numbers",
                      "count") if count > 2 else None
        return (yield divide(ctx, total, count, lambda v, e: f"There are {count} numbers, so {e} = {v}.", [wrong] if wrong else ()))
    return text, answer, solve


UNITS = (("hours", "minutes", 60), ("minutes", "seconds", 60), ("days", "hours", 24), ("weeks", "days", 7), ("kilometers", "meters", 1000),
         ("meters", "centimeters", 100),
         ("kilograms", "grams", 1000), ("years", "months", 12), ("feet", "inches", 12), ("dozen", "eggs", 12), ("dollars", "cents", 100),
         ("km", "m", 1000), ("m", "cm", 100), ("kg", "g", 1000))


def units(rng, style, level):
    big, small, factor = rng.choice(UNITS)
    n = rng.randint(2, 24)
    roll = rng.random()
    if roll < 0.45:
        text = style.pick(f"How many {small} are in {n} {big}?", f"Convert {n} {big} to {small}.", f"{n} {big} in {small}",
                          f"How many {small} is {n} {big}?", f"{n} {big} is how many {small}?", f"How many {small} are there in {n} {big}?")
        return text, n * factor, run(("*", n, factor, "There are " + str(factor) + " in one, so {e} = {v}."))
    if roll < 0.75:
        total = n * factor
        text = style.pick(f"How many {big} are {total} {small}?", f"Convert {total} {small} to {big}.", f"{total} {small} in {big}",
                          f"{total} {small} is how many {big}?", f"How many {big} is {total} {small}?")
        return text, n, run(("/", total, factor, "There are " + str(factor) + " in one, so {e} = {v}."))
    big, small, factor = rng.choice(UNITS[:4])
    more = rng.randint(1, factor - 1)
    text = style.pick(f"How many {small} are {n} {big} and {more} {small}?", f"Convert {n} {big} and {more} {small} to {small}.",
                      f"How many {small} are in {n} {big} and {more} {small}?", f"{n} {big} {more} {small} in {small}")
    return text, n * factor + more, run(("*", n, factor, "There are " + str(factor) + " in one, so {e} = {v}."), ("+", (0,), more, "Then {e} = {v}."))


def wages(rng, style, level):
    name = style.name()
    rate, hours, days = rng.randint(5, 30), rng.randint(2, 10), rng.randint(2, 14)
    kind = rng.randrange(4)
    if kind == 0:
        text = style.pick(f"{name} earns {rate} dollars per hour and works {hours} hours. How much does {name} earn?",
                          f"{name} earns ${rate} an hour. How much for {hours} hours?",
                          f"{name} works {hours} hours for {rate} dollars an hour. How much is that?",
                          f"{name} is paid {rate} dollars an hour. How much does {name} get for {hours} hours of work?")
        return text, rate * hours, run(("*", rate, hours, "The pay is {e} = {v} dollars."))
    if kind == 1:
        text = style.pick(f"{name} saves {rate} dollars every week. How much is saved after {days} weeks?",
                          f"{name} saves {rate} dollars a week. How many dollars are that in {days} weeks?",
                          f"If {name} saves {rate} dollars each week, how much does {name} have after {days} weeks?")
        return text, rate * days, run(("*", rate, days, "That is {e} = {v} dollars."))
    if kind == 2:
        text = style.pick(f"{name} earns {rate} dollars per hour, works {hours} hours a day for {days} days. How much does {name} earn?",
                          f"{name} works {hours} hours a day for {days} days and earns {rate} dollars an hour. How much is that in total?")
        return text, rate * hours * days, run(("*", hours, days, "The hours are {e} = {v}."), ("*", (0,), rate, "The pay is {e} = {v} dollars."))
    goal = rate * days
    text = style.pick(f"{name} wants to buy something for {goal} dollars and saves {rate} dollars a week. How many weeks does it take?",
                      f"How many weeks does {name} need to save {goal} dollars at {rate} dollars per week?")
    return text, days, run(("/", goal, rate, "The number of weeks is {e} = {v}."))


def leftovers(rng, style, level):
    """Remainders told as stories; the clock."""
    n, k, thing = rng.randint(15, 200), rng.randint(2, 15), rng.choice(THINGS)
    if rng.random() < 0.6:
        text = style.pick(f"{n} {thing} are packed into boxes of {k}. How many {thing} are left over?",
                          f"{style.name()} shares {n} {thing} equally among {k} children. How many {thing} are left over?",
                          f"If {n} {thing} are divided among {k} people, how many are left over?",
                          f"{n} {thing} are put into bags of {k}. How many are left?")

        def solve(ctx):
            full = yield fact(n // k, lambda v: f"{k} goes into {n} {v} times: {v} * {k} = {v * k}.", lambda v: f"{n} / {k} is {v} with a rest",
                              f"{n // k} * {k} = {n // k * k}")
            return (yield fact(n - full * k, lambda v: f"{n} - {full * k} = {v}, so {v} are left over.", lambda v: f"{n} - {full * k} = {v}"))
        return text, n % k, solve
    start, length = rng.randint(1, 12), rng.randint(1, 11)
    end = start + length
    if rng.random() < 0.5 or end > 12:
        text = style.pick(f"It is {start} o'clock. What hour will it be in {length} hours on a 12-hour clock?",
                          f"It is {start} o'clock now. What time is it in {length} hours on a 12 hour clock?")
        answer = (end - 1) % 12 + 1

        def clock(ctx):
            late = yield calc(ctx, "+", start, length, lambda v, e: f"{e} = {v}.")
            return late if late <= 12 else (yield calc(ctx, "-", late, 12, lambda v, e: f"On the clock that is {e} = {v}."))
        return text, answer, clock
    text = style.pick(f"A film starts at {start} o'clock and ends at {end} o'clock. How many hours is it?",
                      f"A meeting goes from {start} to {end} o'clock. How many hours does it last?")
    return text, length, run(("-", end, start, "It lasts {e} = {v} hours."))


def longer(rng, style):
    """Level 3: three or four operations."""
    name, ware = style.name(), rng.choice(WARES)
    price, n = rng.randint(4, 30), rng.randint(3, 12)
    kind = rng.randrange(3)
    if kind == 0:
        p = rng.choice((10, 20, 25, 50))
        while price * n * p % 100:
            price, n = rng.randint(4, 40), rng.randint(2, 20)
        total = price * n
        text = style.pick(f"{name} buys {n} {ware}s for {price} dollars each and gets a {p}% discount on the total. How much does {name} pay?",
                          f"A {ware} costs {price} dollars. {name} buys {n} of them with a {p}% discount. What is the price?")

        def solve(ctx):
            whole = yield from multiply(ctx, n, price, lambda v, e: f"Without the discount it is {e} = {v}.")
            cut = yield divide(ctx, whole, 100 // p, lambda v, e: f"The discount is {e} = {v}.")
            step = calc(ctx, "-", whole, cut, lambda v, e: f"What remains is {e} = {v}.")
            step.wrongs = list(step.wrongs) + [Wrong(ctx.noise.concept * 0.5 if p == 25 else ctx.noise.weak, cut, f"So the price is {cut}.",
                                                     f"{cut} is only the discount", "change")]
            return (yield step)
        return text, total - total * p // 100, solve
    if kind == 1:
        a, b, height = rng.randint(3, 20), rng.randint(3, 20), rng.randint(2, 20)
        text = style.pick(f"A room is {a} m long and {b} m wide. Carpet costs {height} dollars per square meter. How much does the carpet for the room cost?",
                          f"A garden is {a} by {b} meters. One square meter of grass costs {height} dollars. What does the grass cost?")
        return text, a * b * height, run(("*", a, b, "The area is {e} = {v}."), ("*", (0,), height, "The cost is {e} = {v} dollars."))
    rate, hours, spend = rng.randint(6, 25), rng.randint(3, 9), rng.randint(5, 60)
    days = rng.randint(2, 6)
    while rate * hours * days <= spend:
        days += 1
    text = style.pick(f"{name} earns {rate} dollars an hour and works {hours} hours a day for {days} days. Then {name} spends {spend} dollars. How much is left?",
                      f"{name} works {days} days, {hours} hours each day, for {rate} dollars an hour, and spends {spend} dollars. How many dollars are left?")
    return text, rate * hours * days - spend, run(("*", hours, days, "The hours are {e} = {v}."), ("*", (0,), rate, "The pay is {e} = {v} dollars."),
                                                  ("-", (1,), spend, "What is left is {e} = {v} dollars."))


def make(rng, level, style):
    if level >= 2 and rng.random() < 0.85:
        while True:
            question, answer, solve, real = rng.choice(FORMS)(rng, style)
            if real == min(level, 3):
                return Problem(style.finish(question), answer, "everyday", real, solve)
    if level >= 3:
        level = 3
        question, answer, solve = longer(rng, style)
    else:
        question, answer, solve = rng.choice((percent, percent, percent, shapes, shapes, travel, averages, units, wages, leftovers))(rng, style,
                level)
    return Problem(style.finish(question), answer, "everyday", level, solve)
