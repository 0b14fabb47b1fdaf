"""Stories of several operations: buying and selling, sharing, fractions of what is there, percentages one after another."""
from ...steps import calc, divide, multiply
from ...surface import THINGS, WARES, plural
from ..stories import run

FRACTION = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}


def chain(rng, style):
    """Two to five things happen to one pile."""
    name, other, thing = *style.names(2), rng.choice(THINGS)
    past = rng.random() < 0.6
    he = rng.choice((name, name, "he", "she"))
    count = rng.randint(4, 60)
    moves, lines = [], []
    if rng.random() < 0.4:
        packs, each = rng.randint(2, 9), rng.randint(3, 15)
        lines.append(f"{name} {'bought' if past else 'buys'} {packs} {rng.choice(('boxes', 'packs', 'bags'))} of {thing} with {each} {rng.choice((thing, ''))} in each".replace("  ",
                " ") if rng.random() < 0.5
                     else f"{name} {'has' if not past else 'had'} {packs} bags with {each} {thing} each")
        count = packs * each
        moves.append(("*", packs, each, "At first there are {e} = {v} " + thing + "."))
    else:
        lines.append(f"{name} {'had' if past else 'has'} {count} {thing}")
    for _ in range(rng.randint(2, 4) - bool(moves)):
        left = (len(moves) - 1,) if moves else count
        kind = rng.choice(("gain", "lose", "lose", "part", "packs", "double"))
        if kind == "gain":
            n = rng.randint(2, 40)
            lines.append(f"{he} {rng.choice(('got', 'bought', 'found', 'received')) if past else rng.choice(('gets', 'buys', 'finds'))} {n} more" + rng.choice(("",
                    f" {thing}", f" from {other}")))
            moves.append(("+", left, n, "Then there are {e} = {v}."))
            count += n
        elif kind == "lose" and count > 3:
            n = rng.randint(1, count - 1)
            lines.append(f"{he} {rng.choice(('gave', 'sold', 'lost', 'used')) if past else rng.choice(('gives', 'sells', 'loses', 'uses'))} {n}".replace("gave",
                    "gave away").replace("gives", "gives away") + rng.choice(("", f" {thing}", " of them")))
            moves.append(("-", left, n, "Then there are {e} = {v}."))
            count -= n
        elif kind == "part" and any(count % d == 0 and count > d for d in FRACTION):
            d = rng.choice([d for d in FRACTION if count % d == 0 and count > d])
            lines.append(f"{he} {rng.choice(('gave', 'sold', 'lost')) if past else rng.choice(('gives', 'sells', 'loses'))} {FRACTION[d]} of".replace("gave",
                    "gave away").replace("gives", "gives away") + rng.choice((" them", " the rest", f" the {thing}")))
            moves.append(("/", left, d, FRACTION[d].capitalize() + " is {e} = {v}."))
            if d > 2:
                moves.append(("-", left, (len(moves) - 1,), "Then there are {e} = {v}."))
            count -= count // d
        elif kind == "packs":
            packs, each = rng.randint(2, 6), rng.randint(2, 12)
            lines.append(f"{he} {'bought' if past else 'buys'} {packs} packs of {each}")
            moves.append(("*", packs, each, "The packs hold {e} = {v}."))
            moves.append(("+", left, (len(moves) - 1,), "Then there are {e} = {v}."))
            count += packs * each
        elif kind == "double" and count < 60:
            lines.append(f"then the number {'doubled' if past else 'doubles'}")
            moves.append(("*", left, 2, "Then there are {e} = {v}."))
            count *= 2
    if not moves:
        return chain(rng, style)
    do = "does"
    final = rng.random()
    if final < 0.2:
        sizes = [d for d in range(2, 13) if count % d == 0 and count > d]
        if sizes:
            d = rng.choice(sizes)
            moves.append(("/", (len(moves) - 1,), d, "Each gets {e} = {v}."))
            count //= d
            ask = style.pick(f"The rest is shared equally by {d} friends. How many {thing} does each friend get?",
                             f"The {thing} are then put into {d} boxes equally. How many are in each box?",
                             f"{name} shares what is left equally among {d} friends. How many does each get?")
            return ". ".join(s[0].upper() + s[1:] if not style.lower else s for s in lines) + ". " + ask, count, run(*moves), 3
    ask = style.pick(f"How many {thing} {do} {he} have now?", f"How many {thing} {do} {name} have left?", f"How many {thing} are left?",
                     f"How many {do} {name} have in the end?", f"How many {thing} {do} {name} have?")
    text = lines[0]
    for index, line in enumerate(lines[1:]):
        text += rng.choice((f". {line[0].upper() + line[1:]}", f". Then {line}" if not line.startswith("then") else f". T{line[1:]}",
                            f" and {line}" if index == len(lines) - 2 else f", {line}"))
    return f"{text}. {ask}", count, run(*moves), 3


def unit_price(rng, style):
    """If n cost p, how much do m cost; recipes; workers."""
    n, m, price = rng.randint(2, 9), rng.randint(2, 15), rng.randint(2, 15)
    if n == m:
        m += 1
    ware, name = rng.choice(WARES), style.name()
    kind = rng.randrange(4)
    if kind < 2:
        many = plural(ware)
        text = style.pick(f"If {n} {many} cost {n * price} dollars, how much do {m} {many} cost?",
                          f"{n} {many} cost {n * price} dollars. How much do {m} {many} cost?",
                          f"{name} pays {n * price} dollars for {n} {many}. How much would {m} {many} cost?",
                          f"{n} {many} cost ${n * price}. What is the cost of {m} {many}?",
                          f"If {n} {many} weigh {n * price} kg, how much do {m} {many} weigh?")
        return text, m * price, run(("/", n * price, n, "One costs {e} = {v}."), ("*", (0,), m, "So " + str(m) + " cost {e} = {v}.")), 2
    if kind == 2:
        thing = rng.choice(("toys", "parts", "shirts", "pages", "boxes", "cookies"))
        text = style.pick(f"A machine makes {n * price} {thing} in {n} hours. How many {thing} does it make in {m} hours?",
                          f"{name} makes {n * price} {thing} in {n} hours. How many does {name} make in {m} hours?",
                          f"A printer prints {n * price} pages in {n} minutes. How many pages does it print in {m} minutes?",
                          f"A recipe for {n} people needs {n * price} grams of flour. How many grams are needed for {m} people?")
        return text, m * price, run(("/", n * price, n, "For one it is {e} = {v}."), ("*", (0,), m, "So for " + str(m) + " it is {e} = {v}.")), 2
    workers, days, others = rng.randint(2, 12), rng.randint(2, 12), rng.randint(2, 12)
    total = workers * days
    divisors = [d for d in range(2, total) if total % d == 0 and d != workers]
    others = rng.choice(divisors) if divisors else 1
    text = style.pick(f"{workers} workers need {days} days for a job. How many days do {others} workers need?",
                      f"If {workers} workers finish a job in {days} days, how long do {others} workers take?",
                      f"{workers} machines need {days} hours. How many hours do {others} machines need for the same work?",
                      f"{workers} painters paint a house in {days} days. How many days would {others} painters take?")
    return text, total // others, run(("*", workers, days, "The work is {e} = {v}."), ("/", (0,), others, "So it takes {e} = {v}.")), 2


def profit(rng, style):
    name, thing = style.name(), rng.choice(THINGS)
    n, cost = rng.randint(3, 40), rng.randint(2, 20)
    gain = rng.randint(1, 12)
    kind = rng.randrange(4)
    if kind == 0:
        text = style.pick(f"{name} buys {n} {thing} for {cost} dollars each and sells them for {cost + gain} dollars each. What is the profit?",
                          f"{name} buys {n} {thing} at {cost} dollars each and sells all of them at {cost + gain} dollars each. How much profit is made?")
        return text, n * gain, run(("-", cost + gain, cost, "The profit on one is {e} = {v} dollars."), ("*", (0,), n,
                "In total {e} = {v} dollars.")), 2
    if kind == 1:
        sold, price = rng.randint(2, n), cost + gain
        spent = rng.randint(1, sold * price - 1)
        text = style.pick(f"{name} bakes {n} cakes and sells {sold} of them for {price} dollars each. The ingredients cost {spent} dollars. What is the profit?",
                          f"{name} sells {sold} {thing} for {price} dollars each and had costs of {spent} dollars. How much profit does {name} make?")
        return text, sold * price - spent, run(("*", sold, price, "The sales are {e} = {v} dollars."), ("-", (0,), spent,
                "The profit is {e} = {v} dollars.")), 2
    if kind == 2:
        children, adults, pc, pa = rng.randint(2, 30), rng.randint(2, 20), rng.randint(2, 10), rng.randint(5, 20)
        text = style.pick(f"Tickets cost {pa} dollars for adults and {pc} dollars for children. How much do {adults} adults and {children} children pay?",
                          f"A group of {adults} adults and {children} children visits a zoo. Adults pay {pa} dollars, children {pc} dollars. How much do they pay in total?",
                          f"{adults} adult tickets at {pa} dollars and {children} child tickets at {pc} dollars are sold. How much money is that?")
        return text, adults * pa + children * pc, run(("*", adults, pa, "Adults pay {e} = {v} dollars."), ("*", children, pc,
                "Children pay {e} = {v} dollars."), ("+", (0,), (1,), "Together {e} = {v} dollars.")), 2
    start, save, goal_weeks = rng.randint(5, 80), rng.randint(3, 20), rng.randint(2, 15)
    goal = start + save * goal_weeks
    text = style.pick(f"{name} has {start} dollars and saves {save} dollars every week. After how many weeks does {name} have {goal} dollars?",
                      f"{name} wants to buy a bike for {goal} dollars. {name} has {start} dollars and saves {save} dollars a week. How many weeks does it take?",
                      f"A bike costs {goal} dollars. {name} already has {start} dollars and saves {save} dollars per week. How many weeks are needed?")
    return text, goal_weeks, run(("-", goal, start, "Still needed: {e} = {v} dollars."), ("/", (0,), save, "That takes {e} = {v} weeks.")), 2


def spend_parts(rng, style):
    """A fraction is spent, then an amount or another fraction."""
    name = style.name()
    d, e = rng.choice((2, 3, 4, 5)), rng.choice((2, 3, 4))
    total = d * e * rng.randint(2, 20)
    rest = total - total // d
    kind = rng.randrange(3)
    noun, verb = rng.choice((("dollars", "spends"), ("dollars", "spends"), ("pages", "reads"), ("liters", "uses")))
    have = f"{name} has {total} {noun}" if noun != "pages" else f"A book has {total} pages. {name} starts to read it"
    if kind == 0:
        n = rng.randint(1, rest - 1)
        text = style.pick(f"{have}. {name} {verb} {FRACTION[d]} of them and then {n} more. How many {noun} are left?",
                          f"{have} and {verb} {FRACTION[d]} of it and then {n} more. How many {noun} are left?" if noun == "dollars" else f"{have}. First {FRACTION[d]} is gone, then {n} more. How many {noun} are left?")
        return text, rest - n, run(("/", total, d, FRACTION[d].capitalize() + " is {e} = {v}."), ("-", total, (0,), "What remains is {e} = {v}."),
                                   ("-", (1,), n, "Then {e} = {v} are left.")), 3
    if kind == 1 and rest % e == 0:
        text = style.pick(f"{have}. {name} {verb} {FRACTION[d]} of them, then {FRACTION[e]} of the rest. How many {noun} are left?",
                          f"From {total} {noun} first {FRACTION[d]} is used and then {FRACTION[e]} of the remainder. How many {noun} are left?")
        return text, rest - rest // e, run(("/", total, d, FRACTION[d].capitalize() + " is {e} = {v}."), ("-", total, (0,),
                "What remains is {e} = {v}."), ("/", (1,), e, FRACTION[e].capitalize() + " of that is {e} = {v}."), ("-", (1,), (2,),
                        "Then {e} = {v} are left.")), 3
    part = total // d
    text = style.pick(f"{name} spends {FRACTION[d]} of the money and has {total - part} dollars left. How much money did {name} have at first?",
                      f"After spending {FRACTION[d]} of the money, {name} has {total - part} dollars left. How much was there at the start?")
    return text, total, run(("-", d, 1, "What is left is {e} = {v} of " + str(d) + " parts."), ("/", total - part, (0,), "One part is {e} = {v}."),
                            ("*", (1,), d, "All parts are {e} = {v}.")), 3


def percents(rng, style):
    """Reverse, successive, from-to, score, interest."""
    kind = rng.randrange(6)
    p = rng.choice((5, 10, 20, 25, 30, 40, 50, 60, 75, 15, 80))
    whole = rng.choice((20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 240, 300, 400, 500, 600, 800)) if rng.random() < 0.7 else rng.randint(2,
            40) * 10
    while p * whole % 100:
        whole += 10
    part = p * whole // 100
    if kind == 0:
        text = style.pick(f"{part} is {p}% of what number?", f"{p}% of a number is {part}. What is the number?",
                          f"If {p}% of a number is {part}, what is the number?",
                          f"{part} students are {p}% of a school. How many students does the school have?", f"{p} percent of what number is {part}?")
        return text, whole, run(("*", part, 100, "{e} = {v}."), ("/", (0,), p, "So the whole is {e} = {v}.")), 2
    if kind == 1:
        q = rng.choice((10, 20, 25, 50))
        tries = 0
        while (whole - part) * q % 100 or p == 100:
            whole *= 2
            part = p * whole // 100
            tries += 1
            if tries > 6:
                return percents(rng, style)
        rest = whole - part
        change = rest * q // 100
        up = rng.random() < 0.5
        text = style.pick(f"A price of {whole} dollars is reduced by {p}% and then {'raised' if up else 'reduced again'} by {q}%. What is the final price?",
                          f"A coat costs {whole} dollars. It is reduced by {p}%, then the new price is {'increased' if up else 'reduced'} by {q}%. What does it cost now?",
                          f"{whole} is decreased by {p}% and the result is {'increased' if up else 'decreased'} by {q}%. What do you get?")

        def solve(ctx):
            product = yield from multiply(ctx, whole, p, lambda v, e: f"{e} = {v}.")
            cut = yield divide(ctx, product, 100, lambda v, e: f"{p}% of {whole} is {e} = {v}.")
            left = yield calc(ctx, "-", whole, cut, lambda v, e: f"After that it is {e} = {v}.")
            product = yield from multiply(ctx, left, q, lambda v, e: f"{e} = {v}.")
            more = yield divide(ctx, product, 100, lambda v, e: f"{q}% of {left} is {e} = {v}.")
            return (yield calc(ctx, "+" if up else "-", left, more, lambda v, e: f"So it is {e} = {v}."))
        return text, rest + change if up else rest - change, solve, 3
    if kind == 2:
        up = rng.random() < 0.5
        new = whole + part if up else whole - part
        if new == 0:
            return percents(rng, style)
        text = style.pick(f"A price {'rises' if up else 'falls'} from {whole} to {new} dollars. By how many percent?",
                          f"By what percent does {whole} {'increase' if up else 'decrease'} to become {new}?",
                          f"What is the percent {'increase' if up else 'decrease'} from {whole} to {new}?",
                          f"A number {'grows' if up else 'drops'} from {whole} to {new}. What is the change in percent?",
                          f"The price went {'up' if up else 'down'} from {whole} dollars to {new} dollars. What is the percentage {'increase' if up else 'decrease'}?")
        return text, p, run(("-", max(new, whole), min(new, whole), "The change is {e} = {v}."), ("*", (0,), 100, "{e} = {v}."), ("/", (1,), whole,
                "So it is {e} = {v} percent.")), 2
    if kind == 3:
        text = style.pick(f"{style.name()} answers {part} of {whole} questions correctly. What percent is that?",
                          f"{part} out of {whole} students are girls. What percent are girls?",
                          f"A team won {part} of {whole} games. What percent of the games did it win?", f"{part} of {whole} is how many percent?",
                          f"{style.name()} scored {part} out of {whole}. What is the percentage?")
        return text, p, run(("*", part, 100, "{e} = {v}."), ("/", (0,), whole, "So it is {e} = {v} percent.")), 2
    if kind == 4:
        years, rate = rng.randint(2, 6), rng.choice((2, 3, 4, 5, 6, 8, 10))
        sum_ = rng.randint(1, 20) * 100
        total = rng.random() < 0.5
        interest = sum_ * rate // 100
        text = style.pick(f"{sum_} dollars are invested at {rate}% simple interest per year. How much {'money is there' if total else 'interest is earned'} after {years} years?",
                          f"What {'is the total amount' if total else 'is the simple interest'} on {sum_} dollars at {rate}% per year for {years} years?" if not total else f"{style.name()} puts {sum_} dollars in a bank at {rate}% simple interest a year. How much is there after {years} years?")
        moves = [("/", sum_, 100, "1% is {e} = {v}."), ("*", (0,), rate, "One year gives {e} = {v}."), ("*", (1,), years,
                "All years give {e} = {v}.")]
        if total:
            moves.append(("+", sum_, (2,), "So there are {e} = {v} dollars."))
        return text, interest * years + (sum_ if total else 0), run(*moves), 3
    text = style.pick(f"After a {p}% discount a shirt costs {whole - part} dollars. What was the original price?",
                      f"A jacket costs {whole - part} dollars after a discount of {p}%. What did it cost before?",
                      f"A number decreased by {p}% is {whole - part}. What is the number?")
    return text, whole, run(("-", 100, p, "What remains is {e} = {v} percent."), ("*", whole - part, 100, "{e} = {v}."), ("/", (1,), (0,),
            "So it was {e} = {v}.")), 3


def transfers(rng, style):
    """Two people and a gift between them; comparing totals."""
    a, b = style.names(2)
    thing = rng.choice(THINGS)
    x, y, g = rng.randint(20, 80), rng.randint(3, 60), rng.randint(2, 18)
    kind = rng.randrange(4)
    if kind == 0:
        if x - g <= y + g:
            x = y + 2 * g + rng.randint(1, 20)
        text = style.pick(f"{a} has {x} {thing} and {b} has {y}. {a} gives {b} {g} {thing}. How many more {thing} does {a} have than {b} now?",
                          f"{a} has {x} {thing}, {b} has {y} {thing}. If {a} gives {g} to {b}, how many more does {a} have than {b}?")
        return text, x - y - 2 * g, run(("-", x, g, a + " now has {e} = {v}."), ("+", y, g, b + " now has {e} = {v}."), ("-", (0,), (1,),
                "The difference is {e} = {v}.")), 3
    if kind == 1:
        y = x - 2 * g if x > 2 * g else x
        d = x - y
        text = style.pick(f"{a} has {x} {thing} and {b} has {y} {thing}. How many must {a} give {b} so that both have the same?",
                          f"{a} has {x} {thing}, {b} has {y}. How many {thing} should {a} give to {b} so that they have equally many?")
        return text, d // 2, run(("-", x, y, "The difference is {e} = {v}."), ("/", (0,), 2, "Half of it must move: {e} = {v}.")), 2
    if kind == 2:
        times, more = rng.randint(2, 5), rng.randint(2, 20)
        word = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}[times]
        y = rng.randint(3, 30)
        plus = rng.random() < 0.5
        first = times * y + more if plus else times * y - more if times * y > more else times * y + more
        plus = first > times * y
        total = rng.random() < 0.5
        text = style.pick(f"{b} has {y} {thing}. {a} has {more} {'more' if plus else 'less'} than {word} as many as {b}. " + (f"How many {thing} do they have together?" if total else f"How many {thing} does {a} have?"),
                          f"{a} has {more} {'more' if plus else 'fewer'} {thing} than {word} as many as {b}, who has {y}. " + ("How many do they have together?" if total else f"How many {thing} does {a} have?"))
        moves = [("*", y, times, word.capitalize() + " as many is {e} = {v}."), ("+" if plus else "-", (0,), more, a + " has {e} = {v}.")]
        if total:
            moves.append(("+", (1,), y, "Together they have {e} = {v}."))
        return text, first + (y if total else 0), run(*moves), 3
    c = style.names(3)[2]
    d, e = rng.randint(2, 15), rng.randint(2, 15)
    x = max(x, e + 2)
    text = style.pick(f"{a} has {x} {thing}. {b} has {d} more than {a}, and {c} has {e} less than {a}. How many {thing} do they have in total?",
                      f"{a} has {x} {thing}, {b} has {d} more than {a} and {c} has {e} fewer than {a}. How many do the three have together?")
    return text, 3 * x + d - e, run(("+", x, d, b + " has {e} = {v}."), ("-", x, e, c + " has {e} = {v}."), ("+", x, (0,),
            a + " and " + b + " have {e} = {v}."), ("+", (2,), (1,), "All three have {e} = {v}.")), 3


FORMS = [chain, chain, chain, unit_price, unit_price, profit, spend_parts, percents, percents, transfers, transfers]
