"""Greatest common divisor and least common multiple of several numbers and together, counts of multiples, small bases."""
import math

from ...steps import calc, divide, fact, multiply
from ..divisors import solve_gcd, solve_lcm

GCD = ("GCD", "gcd", "greatest common divisor", "greatest common factor", "HCF", "highest common factor", "GCF")
LCM = ("LCM", "lcm", "least common multiple", "lowest common multiple", "LCM", "lcm")


def _numbers(rng, count, top):
    while True:
        g = rng.choice((1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15))
        found = [g * rng.randint(2, top) for _ in range(count)]
        if len(set(found)) == count:
            return found


def _pair_gcd(ctx, a, b):
    return (yield from solve_gcd(ctx, max(a, b), min(a, b)))


def _pair_lcm(ctx, a, b):
    if max(a, b) % min(a, b) == 0:
        return (yield fact(max(a, b), lambda v: f"{max(a, b)} is a multiple of {min(a, b)}, so the lcm is {v}.", lambda v: f"the lcm of {a} and {b} is {v}"))
    return (yield from solve_lcm(ctx, max(a, b), min(a, b)))


def combined(rng, style):
    """The gcd of two numbers added to (subtracted from, multiplied by) their lcm."""
    a, b = _numbers(rng, 2, 12)
    g = math.gcd(a, b)
    low = a * b // g
    op = rng.choice("+++-*")
    if op == "*" and low * g > 5000:
        op = "+"
    gw, lw = f"the {rng.choice(GCD)}", f"the {rng.choice(LCM)}"
    of = f"of {a} and {b}"
    if op == "+":
        text = style.pick(f"Add {gw} {of} to their {lw[4:]}.", f"What is the sum of {gw} and {lw} {of}?", f"Add {gw} and {lw} {of}.",
                          f"What is {gw} {of} plus their {lw[4:]}?", f"gcd({a}, {b}) + lcm({a}, {b})", f"Find {gw} and {lw} {of} and add them.",
                          f"What do you get when you add {gw} {of} to their {lw[4:]}?")
    elif op == "-":
        text = style.pick(f"Subtract {gw} {of} from their {lw[4:]}.", f"What is {lw} {of} minus their {gw[4:]}?", f"lcm({a}, {b}) - gcd({a}, {b})",
                          f"What is the difference between {lw} and {gw} {of}?")
    else:
        text = style.pick(f"Multiply {gw} {of} by their {lw[4:]}.", f"What is the product of {gw} and {lw} {of}?")
    answer = low + g if op == "+" else low - g if op == "-" else low * g

    def solve(ctx):
        common = yield from _pair_gcd(ctx, a, b)
        share = yield divide(ctx, max(a, b), common, lambda v, e: f"The lcm is {max(a, b)} / {common} * {min(a, b)}, and {e} = {v}.")
        least = yield from multiply(ctx, share, min(a, b), lambda v, e: f"{e} = {v}, so the lcm is {v}.")
        if op == "*":
            return (yield from multiply(ctx, least, common, lambda v, e: f"The product is {e} = {v}."))
        return (yield calc(ctx, op, least, common, lambda v, e: f"{'Together' if op == '+' else 'The difference is'} {e} = {v}."))
    return text, answer, solve, 3


def three(rng, style):
    """lcm or gcd of three numbers, bare."""
    least = rng.random() < 0.55
    if least:
        while True:
            found = [rng.randint(2, 30) for _ in range(3)]
            low = math.lcm(*found)
            if len(set(found)) == 3 and low <= 1200:
                break
    else:
        found = _numbers(rng, 3, 14)
    a, b, c = found
    word = rng.choice(LCM if least else GCD)
    text = style.pick(f"What is the {word} of {a}, {b} and {c}?", f"Find the {word} of {a}, {b} and {c}.", f"{word} of {a}, {b}, {c}", f"Calculate the {word} of {a}, {b} and {c}.",
                      f"What is the {word} of the numbers {a}, {b}, and {c}?", f"{'lcm' if least else 'gcd'}({a}, {b}, {c})", f"Compute the {word} of {a}, {b}, {c}.")
    if least and rng.random() < 0.35:
        text = style.pick(f"What is the smallest number divisible by {a}, {b} and {c}?", f"Find the smallest positive number that is a multiple of {a}, {b} and {c}.",
                          f"What is the smallest positive integer divisible by each of {a}, {b} and {c}?")
    elif not least and rng.random() < 0.25:
        text = style.pick(f"What is the largest number that divides {a}, {b} and {c}?", f"Find the largest integer that divides all of {a}, {b} and {c}.")

    def solve(ctx):
        first = yield from (_pair_lcm if least else _pair_gcd)(ctx, a, b)
        if not least and first == 1:
            return 1
        if first == c:
            return c
        return (yield from (_pair_lcm if least else _pair_gcd)(ctx, first, c))
    return text, math.lcm(a, b, c) if least else math.gcd(a, b, c), solve, 3 if least else 2


MEET = (("bell", "bells", "rings", "ring", "minutes"), ("light", "lights", "flashes", "flash", "seconds"), ("bus", "buses", "leaves", "leave", "minutes"),
        ("alarm", "alarms", "beeps", "beep", "minutes"), ("tram", "trams", "leaves", "leave", "minutes"), ("clock", "clocks", "chimes", "chime", "minutes"),
        ("siren", "sirens", "sounds", "sound", "minutes"), ("ship", "ships", "returns", "return", "days"), ("train", "trains", "departs", "depart", "minutes"),
        ("machine", "machines", "stops", "stop", "hours"), ("signal", "signals", "blinks", "blink", "seconds"))


def meeting(rng, style):
    """Two or three things that repeat: when together again -> lcm."""
    count = rng.choice((2, 2, 2, 3))
    while True:
        found = [rng.randint(2, 45) for _ in range(count)]
        low = math.lcm(*found)
        if len(set(found)) == count and low <= 1500:
            break
    one, many, does, do, unit = rng.choice(MEET)
    a, b = found[:2]
    names = style.names(2)
    together = style.pick(f"They {do} together now.", f"Both {do} now." if count == 2 else f"All {do} now.", f"They {do} at the same time now.", f"At noon they {do} together.",
                          f"They have just {'rung' if do == 'ring' else 'met'} together." if do == "ring" else f"They {do} together now.")
    ask = style.pick(f"After how many {unit} do they {do} together again?", f"In how many {unit} will they {do} together again?", f"How many {unit} until they {do} together again?",
                     f"After how many {unit} will they next {do} at the same time?", f"When do they {do} together again, in {unit}?",
                     f"How many {unit} pass until they {do} at the same time again?")
    if count == 2:
        if rng.random() < 0.25:
            text = style.pick(f"{names[0]} needs {a} minutes for a lap and {names[1]} needs {b} minutes. They start together. After how many minutes do they meet again at the start?",
                              f"Two runners take {a} and {b} minutes for one round. They start at the same time. After how many minutes are they together at the start again?",
                              f"{names[0]} runs a lap in {a} minutes, {names[1]} in {b} minutes. They start together; after how many minutes do they meet again at the start?",
                              f"{names[0]} comes every {a} days and {names[1]} every {b} days. Today both are here. In how many days will they meet again?",
                              f"{names[0]} swims every {a} days and {names[1]} every {b} days. They meet today. After how many days do they meet again?")
        else:
            text = style.pick(f"One {one} {does} every {a} {unit}, another every {b} {unit}.", f"Two {many} {do} every {a} and {b} {unit}.",
                              f"A {one} {does} every {a} {unit} and another one every {b} {unit}.", f"Two {many} {do} every {a} {unit} and every {b} {unit}.",
                              f"{cap_one(one)} A {does} every {a} {unit} and {one} B every {b} {unit}.") + " " + together + " " + ask
    else:
        c = found[2]
        text = style.pick(f"Three {many} {do} every {a}, {b} and {c} {unit}.", f"Three {many} {do} at intervals of {a}, {b} and {c} {unit}.",
                          f"One {one} {does} every {a} {unit}, a second every {b} {unit} and a third every {c} {unit}.") + " " + together + " " + ask

    def solve(ctx):
        value = a
        for n in found[1:]:
            if value == n:
                continue
            value = yield from _pair_lcm(ctx, value, n)
        return value
    return text, low, solve, 3 if count == 3 else 2


def cap_one(word):
    return word[0].upper() + word[1:]


def multiples(rng, style):
    """How many numbers from 1 to n are multiples of a, of a or b, of a but not b."""
    n = rng.randint(20, 400)
    a, b = rng.sample(range(2, 13), 2)
    low = math.lcm(a, b)
    kind = rng.choice(("one", "or", "or", "both", "not", "neither"))
    until = style.pick(f"from 1 to {n}", f"between 1 and {n}", f"up to {n}", f"from 1 through {n}")
    noun, of = style.pick("numbers", "integers", "whole numbers", "positive integers"), rng.choice(("divisible by", "multiples of"))
    words = {"one": f"{a}", "or": f"{a} or {b}", "both": f"both {a} and {b}", "not": f"{a} but not {'of ' if of == 'multiples of' else 'by '}{b}",
             "neither": None}[kind]
    if kind == "neither":
        text = style.pick(f"How many {noun} {until} are divisible by neither {a} nor {b}?", f"How many {noun} {until} are not divisible by {a} or {b}?")
    else:
        text = style.pick(f"How many {noun} {until} are {of} {words}?", f"How many {noun} {until} are {of} {words}?", f"Count the {noun} {until} that are {of} {words}.")
    x, y, z = n // a, n // b, n // low
    answer = {"one": x, "or": x + y - z, "both": z, "not": x - z, "neither": n - x - y + z}[kind]

    def count(k, by):
        return fact(k, lambda v: f"Multiples of {by}: {n} / {by} gives {v}.", lambda v: f"{n} / {by} gives {v}", f"{k} * {by} = {k * by}")

    def solve(ctx):
        if kind == "one":
            return (yield count(x, a))
        if kind == "both":
            yield from _pair_lcm(ctx, a, b)
            return (yield count(z, low))
        first = yield count(x, a)
        if kind != "not":
            second = yield count(y, b)
        least = yield from _pair_lcm(ctx, a, b)
        third = yield fact(n // max(least, 1), lambda v: f"Multiples of {least}: {n} / {least} gives {v}.", lambda v: f"{n} / {least} gives {v}")
        if kind == "not":
            return (yield calc(ctx, "-", first, third, lambda v, e: f"So {e} = {v}."))
        both = yield calc(ctx, "+", first, second, lambda v, e: f"{e} = {v}.")
        either = yield calc(ctx, "-", both, third, lambda v, e: f"Counted twice are {third}, so {e} = {v}.")
        if kind == "or":
            return either
        return (yield calc(ctx, "-", n, either, lambda v, e: f"The others are {e} = {v}."))
    return text, answer, solve, 3


def digits_of(n, base):
    out = ""
    while n:
        out, n = str(n % base) + out, n // base
    return out or "0"


def bases(rng, style):
    """Small numbers to and from binary and other bases."""
    base = rng.choice((2, 2, 2, 3, 4, 5, 8))
    n = rng.randint(3, 120 if base > 2 else 70)
    digits = digits_of(n, base)
    word = "binary" if base == 2 else f"base {base}"
    if rng.random() < 0.5:
        text = style.pick(f"Write {n} in {word}.", f"Convert {n} to {word}.", f"What is {n} in {word}?", f"{n} in {word}", f"How do you write {n} in {word}?")

        def solve(ctx):
            value, found = n, ""
            while value:
                q, r = divmod(value, base)
                found = str(r) + found
                value = yield fact(q, lambda v: f"{value} = {v} * {base} + {r}.", lambda v: f"{value} = {v} * {base} + {r}")
                if len(found) > 12:
                    break
            return int(found or "0")
        return text, int(digits), solve, 3
    text = style.pick(f"What is {digits} in {word} as a decimal number?", f"Convert {digits} from {word} to decimal.", f"What is the {word} number {digits} in decimal?",
                      f"Convert the {word} number {digits} to base 10.", f"{digits} in {word} is what in base 10?")

    def back(ctx):
        value = int(digits[0])
        for d in digits[1:]:
            value = yield fact(value * base + int(d), lambda v: f"{value} * {base} + {d} = {v}.", lambda v: f"{value} * {base} + {d} = {v}")
        return value if len(digits) > 1 else (yield fact(value, lambda v: f"It is {v}.", lambda v: f"it is {v}"))
    return text, n, back, 3


FORMS = [combined, combined, three, three, meeting, meeting, multiples, bases]
