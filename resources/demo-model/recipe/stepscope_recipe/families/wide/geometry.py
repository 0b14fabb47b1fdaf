"""Areas and lengths in two to four steps."""
from ...steps import calc, fact, multiply
from ..stories import run


def rectangles(rng, style):
    a, b = rng.randint(3, 30), rng.randint(2, 20)
    u = rng.choice((" cm", " m", "", " meters"))
    kind = rng.randrange(8)
    if kind == 0:
        perimeter = 2 * (a + b)
        ask_area = rng.random() < 0.6
        text = style.pick(f"The perimeter of a rectangle is {perimeter}{u} and its length is {a}{u}. What is its {'area' if ask_area else 'width'}?",
                          f"A rectangle has perimeter {perimeter} and one side is {a}. Find the {'area' if ask_area else 'other side'}.",
                          f"A rectangle has a perimeter of {perimeter}{u}. Its length is {a}{u}. What is the {'area' if ask_area else 'width'}?")
        moves = [("/", perimeter, 2, "Two sides together are {e} = {v}."), ("-", (0,), a, "The other side is {e} = {v}.")]
        if ask_area:
            moves.append(("*", a, (1,), "The area is {e} = {v}."))
        return text, a * b if ask_area else b, run(*moves), 3
    if kind == 1:
        text = style.pick(f"A rectangle has area {a * b} and width {b}. What is its perimeter?",
                          f"The area of a rectangle is {a * b}{u and ' square' + u} and one side is {b}{u}. What is its perimeter?",
                          f"A rectangle with area {a * b} has one side of length {b}. Find its perimeter.")
        return text, 2 * (a + b), run(("/", a * b, b, "The other side is {e} = {v}."), ("+", b, (0,), "Two sides are {e} = {v}."), ("*", (1,), 2,
                "All four are {e} = {v}.")), 3
    if kind == 2:
        text = style.pick(f"A square has area {a * a}{u and ' square' + u}. What is its perimeter?",
                          f"The area of a square is {a * a}. Find its perimeter.", f"A square has an area of {a * a}. What is the perimeter?")

        def solve(ctx):
            side = yield fact(a, lambda v: f"{v} * {v} = {a * a}, so the side is {v}.", lambda v: f"the side is {v}", f"{a} * {a} = {a * a}")
            return (yield calc(ctx, "*", side, 4, lambda v, e: f"The perimeter is {e} = {v}."))
        return text, 4 * a, solve, 2
    if kind == 3:
        text = style.pick(f"A square has perimeter {4 * a}{u}. What is its area?", f"The perimeter of a square is {4 * a}. What is its area?",
                          f"Find the area of a square whose perimeter is {4 * a}{u}.")
        return text, a * a, run(("/", 4 * a, 4, "The side is {e} = {v}."), ("*", (0,), (0,), "The area is {e} = {v}.")), 2
    if kind == 4:
        k = rng.choice((2, 2, 3, 4))
        word = {2: "twice", 3: "three times", 4: "four times"}[k]
        ask = rng.randrange(3)
        if ask == 0:
            text = style.pick(f"A rectangle is {word} as long as it is wide. Its width is {b}{u}. What is its area?",
                              f"The length of a rectangle is {word} its width. The width is {b}. Find the area.")
            return text, k * b * b, run(("*", b, k, "The length is {e} = {v}."), ("*", (0,), b, "The area is {e} = {v}.")), 2
        perimeter = 2 * (k + 1) * b
        text = style.pick(f"The length of a rectangle is {word} its width. The perimeter is {perimeter}. What is the {'width' if ask == 1 else 'area'}?",
                          f"A rectangle is {word} as long as wide and has perimeter {perimeter}{u}. What is its {'width' if ask == 1 else 'area'}?")
        moves = [("/", perimeter, 2, "Length and width together are {e} = {v}."), ("/", (0,), k + 1, "The width is {e} = {v}.")]
        if ask == 2:
            moves += [("*", (1,), k, "The length is {e} = {v}."), ("*", (1,), (2,), "The area is {e} = {v}.")]
        return text, b if ask == 1 else k * b * b, run(*moves), 3
    if kind == 5:
        w = rng.randint(1, 4)
        text = style.pick(f"A garden is {a} m long and {b} m wide. A path {w} m wide goes around it. What is the area of the path?",
                          f"A pool of {a} by {b} meters is surrounded by a path {w} m wide. What is the area of the path?")
        return text, (a + 2 * w) * (b + 2 * w) - a * b, run(("+", a, 2 * w, "The outer length is {e} = {v}."), ("+", b, 2 * w,
                "The outer width is {e} = {v}."), ("*", (0,), (1,), "The outer area is {e} = {v}."), ("*", a, b, "The inner area is {e} = {v}."),
                ("-", (2,), (3,), "The path is {e} = {v}.")), 3
    if kind == 6:
        c, d = rng.randint(1, max(1, a - 1)), rng.randint(1, max(1, b - 1))
        text = style.pick(f"A rectangle of {a} by {b} has a {c} by {d} rectangle cut out. What area is left?",
                          f"From a {a} by {b} sheet a piece of {c} by {d} is cut off. What is the remaining area?",
                          f"A lawn of {a} m by {b} m contains a pond of {c} m by {d} m. What is the area of the grass?",
                          f"An L-shape is a {a} by {b} rectangle without a {c} by {d} corner. What is its area?")
        return text, a * b - c * d, run(("*", a, b, "The whole is {e} = {v}."), ("*", c, d, "The part cut out is {e} = {v}."), ("-", (0,), (1,),
                "What is left is {e} = {v}.")), 3
    more = rng.randint(2, 12)
    perimeter = 2 * (2 * b + more)
    want = rng.randrange(3)
    name = ("width", "length", "area")[want]
    text = style.pick(f"A rectangle is {more} longer than it is wide. Its perimeter is {perimeter}. What is its {name}?",
                      f"The length of a rectangle is {more}{u} more than its width and the perimeter is {perimeter}{u}. Find the {name}.")
    moves = [("/", perimeter, 2, "Length and width together are {e} = {v}."), ("-", (0,), more, "Twice the width is {e} = {v}."), ("/", (1,), 2,
            "The width is {e} = {v}.")]
    if want:
        moves.append(("+", (2,), more, "The length is {e} = {v}."))
    if want == 2:
        moves.append(("*", (2,), (3,), "The area is {e} = {v}."))
    return text, (b, b + more, b * (b + more))[want], run(*moves), 3


def tiles_and_fences(rng, style):
    a, b, s = rng.randint(2, 15), rng.randint(2, 12), rng.randint(2, 9)
    kind = rng.randrange(4)
    if kind == 0:
        text = style.pick(f"How many square tiles with side {s} are needed to cover a floor of {a * s} by {b * s}?",
                          f"A floor is {a * s} by {b * s}. How many {s} by {s} tiles cover it?",
                          f"How many {s} by {s} squares fit into a {a * s} by {b * s} rectangle?")
        return text, a * b, run(("/", a * s, s, "In one direction {e} = {v} fit."), ("/", b * s, s, "In the other {e} = {v}."), ("*", (0,), (1,),
                "In total {e} = {v}.")), 3
    if kind == 1:
        length, price = 2 * (a + b), rng.randint(2, 20)
        text = style.pick(f"A garden of {a} m by {b} m gets a fence that costs {price} dollars per meter. How much does the fence cost?",
                          f"Fencing costs {price} dollars per meter. What does a fence around a {a} by {b} meter field cost?")
        return text, length * price, run(("+", a, b, "Two sides are {e} = {v}."), ("*", (0,), 2, "The fence is {e} = {v} long."), ("*", (1,), price,
                "It costs {e} = {v} dollars.")), 3
    if kind == 2:
        n = rng.randint(3, 30)
        gap = rng.randint(2, 12)
        if rng.random() < 0.5:
            text = style.pick(f"Trees are planted every {gap} m along a road of {gap * n} m, also at both ends. How many trees are there?",
                              f"A fence of {gap * n} m has a post every {gap} m, including both ends. How many posts are there?")
            return text, n + 1, run(("/", gap * n, gap, "There are {e} = {v} gaps."), ("+", (0,), 1, "With both ends {e} = {v}.")), 2
        text = style.pick(f"There are {n + 1} trees in a row, {gap} m apart. How far is it from the first to the last tree?",
                          f"{n + 1} posts stand in a line {gap} meters apart. How long is the line?")
        return text, n * gap, run(("-", n + 1, 1, "There are {e} = {v} gaps."), ("*", (0,), gap, "That is {e} = {v}.")), 2
    h = rng.randint(2, 12)
    text = style.pick(f"What is the surface area of a box {a} by {b} by {h}?", f"A box has sides {a}, {b} and {h}. What is its surface area?")
    return text, 2 * (a * b + a * h + b * h), run(("*", a, b, "{e} = {v}."), ("*", a, h, "{e} = {v}."), ("*", b, h, "{e} = {v}."), ("+", (0,), (1,),
            "{e} = {v}."), ("+", (3,), (2,), "{e} = {v}."), ("*", (4,), 2, "Every face comes twice: {e} = {v}.")), 3


def triangles(rng, style):
    kind = rng.randrange(5)
    if kind == 0:
        x, y = rng.randint(20, 90), rng.randint(20, 80)
        text = style.pick(f"Two angles of a triangle are {x} and {y} degrees. What is the third angle?",
                          f"A triangle has angles of {x} and {y} degrees. How large is the third angle?",
                          f"A triangle has two angles {x}\u00b0 and {y}\u00b0. Find the third.")
        return text, 180 - x - y, run(("+", x, y, "Together they are {e} = {v}."), ("-", 180, (0,), "The third is {e} = {v}.")), 2
    if kind == 1:
        p, q, r = rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25)))
        k = rng.randint(1, 5)
        p, q, r = p * k, q * k, r * k
        text = style.pick(f"A right triangle has legs {p} and {q}. How long is the hypotenuse?",
                          f"What is the hypotenuse of a right triangle with legs {p} and {q}?",
                          f"The legs of a right triangle are {p} and {q}. Find the hypotenuse.")

        def solve(ctx):
            one = yield from multiply(ctx, p, p, lambda v, e: f"{e} = {v}.")
            two = yield from multiply(ctx, q, q, lambda v, e: f"{e} = {v}.")
            both = yield calc(ctx, "+", one, two, lambda v, e: f"Together {e} = {v}.")
            root = round(max(both, 0) ** 0.5)
            return (yield fact(root, lambda v: f"{root} * {root} = {root * root}, so the hypotenuse is {v}.", lambda v: f"the root is {v}"))
        return text, r, solve, 3
    if kind == 2:
        base, height = rng.randint(2, 20), rng.randint(2, 20) * 2
        text = style.pick(f"A triangle has area {base * height // 2} and base {base}. What is its height?",
                          f"The area of a triangle is {base * height // 2} and its base is {base}. Find the height.")
        return text, height, run(("*", base * height // 2, 2, "Twice the area is {e} = {v}."), ("/", (0,), base, "The height is {e} = {v}.")), 2
    if kind == 3:
        side, n, word = rng.randint(2, 40), *rng.choice(((3, "equilateral triangle"), (5, "regular pentagon"), (6, "regular hexagon"),
                                                         (8, "regular octagon")))
        if rng.random() < 0.5:
            return style.pick(f"What is the perimeter of a {word} with side {side}?",
                              f"A {word} has sides of length {side}. What is its perimeter?").replace("a equilateral",
                                      "an equilateral").replace("A equilateral", "An equilateral"), n * side, run(("*", n, side,
                                              "The perimeter is {e} = {v}.")), 2
        return f"The perimeter of a {word} is {n * side}. How long is one side?".replace("a equilateral", "an equilateral"), side, run(("/", n * side,
                n, "One side is {e} = {v}.")), 2
    base, leg = rng.randint(3, 30), rng.randint(5, 30)
    if 2 * leg <= base:
        leg = base
    text = style.pick(f"An isosceles triangle has a base of {base} and equal sides of {leg}. What is its perimeter?",
                      f"An isosceles triangle has perimeter {base + 2 * leg} and base {base}. How long is each of the equal sides?")
    if "each of" in text:
        return text, leg, run(("-", base + 2 * leg, base, "Both sides are {e} = {v}."), ("/", (0,), 2, "One is {e} = {v}.")), 2
    return text, base + 2 * leg, run(("*", leg, 2, "The equal sides are {e} = {v}."), ("+", (0,), base, "The perimeter is {e} = {v}.")), 2


FORMS = [rectangles, rectangles, tiles_and_fences, triangles]
