"""How a question looks on the page: names, things, number and operator spelling, politeness, case, punctuation.

A `Style` is drawn once for a question.  It changes the question only; the reasoning always uses one plain spelling.
"""
import re

COMMON_NAMES = """Ava Ben Cora Dan Ella Finn Gina Hugo Iris Jack Kira Leo Mia Noah Olga Paul Rosa Sam Tara Uma Vera Will Yara Zoe Anna Carl
Emma Liam Nina Omar Tom Mary John Sarah Alice Bob Lucy Peter James Kate Maria David Laura Mark Susan Linda Mike Lisa Kevin Amy Eric Helen
George Jane Tim Sally Fred Julia Alex Maya Ivan Priya Ahmed Fatima Chen Wei Yuki Hana Diego Elena Pedro Sofia Lucas Oliver Amelia Grace Henry
Chloe Ethan Ruby Max Eva Adam Nora Simon Clara Felix Greta Jonas Karim Lena Miguel Nadia Oscar Paula Quinn Rahul Stella Theo Ursula Victor
Wendy Xavier Yusuf Zara Amir Bella Carlos Daisy Edward Fiona Gabriel Holly Isaac Jasmine Kyle Lily Megan Nathan Olivia Patrick Rachel Steve
Tina Vincent Walter Ben Lea Jenny Joe Bill Ann Rob Sue Ted Kim Lee Jim Pat Ken Mr Mrs""".split()[:-2]
THINGS = """apples marbles stamps books pencils coins cards shells stickers cookies balloons beads oranges buttons ribbons tickets toys stones
flowers candles eggs candies pens crayons photos bottles cakes sweets pears bananas cups keys badges chairs balls sheep cows birds fish
muffins chocolates strawberries lemons plates boxes notebooks magazines dolls cars points tokens leaves seeds""".split()
WARES = """apple pear plum peach lemon melon kiwi mango orange banana pen notebook ruler eraser cup plate book pencil ticket toy shirt hat
sandwich coffee muffin cake ball candle poster bottle bag""".split()
_ONSET = "b c d f g h j k l m n p r s t v w z br ch cl dr fr gr kl kr pr sh st th tr".split()
_VOWEL = "a e i o u a e i o ai ee ia".split()
_CODA = ["", "", "", "n", "l", "r", "s", "m", "t", "k", "th", "nd", "x"]
_NUMBER_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty""".split()
_MATHS = re.compile(r"[=^*/%_():\u00d7\u00f7+\u221a#$]|\bmod\b|\bx\b|base|binary|digit|, \d|-\d")
_OPENERS = ("Q: ", "Question: ", "Problem: ", "Hi, ", "Hello! ", "Quick question: ", "Help me with this: ", "Tell me: ", "Math problem: ",
            "Exercise: ", "Hey, ", "I need help: ", "Can you solve this? ", "Please solve: ", "Please help: ", "Homework: ")
_CLOSERS = (" Please.", " Thanks!", " Thank you.", " Show your work.", " Explain your steps.", " Give the answer as a number.",
            " Think step by step.", " A:", " Answer:", " Please show each step.", " What is the answer?")
_IMPERATIVE = re.compile(r"^(Calculate|Compute|Find|Evaluate|Solve|Write|Convert|Count|Work|Add|Subtract|Multiply|Divide|Give|Tell|Simplify|Round)\b")


def plural(noun):
    """`boxes`, `cherries`, `apples`."""
    if noun.endswith(("ch", "s", "x", "sh")) or noun == "mango":
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeou" else noun + "s"


def made_up_name(rng):
    """A pronounceable capitalised name of one to three syllables."""
    parts = [rng.choice(_ONSET) + rng.choice(_VOWEL) for _ in range(rng.choice((1, 2, 2, 2, 3)))]
    return ("".join(parts) + rng.choice(_CODA)).capitalize()


class Style:
    """One way of writing a question; every random choice is made here or through `rng`."""

    def __init__(self, rng, plain=False):
        self.rng = rng
        self.lower = not plain and rng.random() < 0.16
        self.commas = not plain and rng.random() < 0.05
        self.tight = not plain and rng.random() < 0.25
        self.times, self.over, self.minus = "*", "/", "-"
        if not plain and rng.random() < 0.35:
            self.times = rng.choice(("\u00d7", "\u00d7", "\u00b7", "x"))
            self.over = rng.choice(("/", "\u00f7", ":" if rng.random() < 0.2 else "\u00f7"))
            self.minus = rng.choice(("-", "-", "\u2212"))
        self.polish = 0.0 if plain else 1.0

    def pick(self, *templates):
        return self.rng.choice(templates)

    def name(self):
        name = self.rng.choice(COMMON_NAMES) if self.rng.random() < 0.72 else made_up_name(self.rng)
        return name.lower() if self.lower else name

    def names(self, count):
        """`count` different names."""
        found = []
        while len(found) < count:
            name = self.name()
            if name not in found:
                found.append(name)
        return found

    def num(self, value):
        """An integer, with thousands commas where this style uses them."""
        return f"{value:,}" if self.commas and value >= 1000 else str(value)

    def math(self, text):
        """Rewrite ` * `, ` / `, ` - `, ` + ` of a plain expression in this style's signs and spacing."""
        if self.commas:
            text = re.sub(r"\d{4,}", lambda m: f"{int(m.group()):,}", text)
        text = text.replace(" / ", f" {self.over} ").replace(" - ", f" {self.minus} ")
        if self.times != "*":
            text = text.replace(" * ", f" {self.times} ")
        if self.tight:
            text = re.sub(r" ([+\-*/=\u00d7\u00f7\u00b7\u2212:]) ", r"\1", text)
        return text

    def _spelled(self, match):
        value = int(match.group())
        return _NUMBER_WORDS[value] if value <= 20 and self.rng.random() < 0.75 else match.group()

    def finish(self, text):
        """Politeness, contractions, case and end punctuation."""
        rng = self.rng
        if self.polish:
            if rng.random() < 0.08 and len(text) > 30 and not _MATHS.search(text):
                text = re.sub(r"(?<![\d.,])\b(\d{1,2})\b(?![\d.,]*\d)", self._spelled, text)
            if rng.random() < 0.12:
                text = text.replace("What is", "What's", 1)
            elif rng.random() < 0.05:
                text = text.replace("What is", "How much is", 1)
            roll = rng.random()
            if roll < 0.06 and _IMPERATIVE.match(text):
                text = "Please " + text[0].lower() + text[1:]
            elif roll < 0.08 and _IMPERATIVE.match(text):
                text = rng.choice(("Can you ", "Could you ", "Could you please ")) + text[0].lower() + text[1:].rstrip(".") + "?"
            elif roll < 0.16:
                text = rng.choice(_OPENERS) + text
            if rng.random() < 0.07:
                text = text + rng.choice(_CLOSERS)
            if rng.random() < 0.14:
                text = text.rstrip("?.! ")
            elif rng.random() < 0.03 and text.endswith("."):
                text = text[:-1] + rng.choice(("!", "?", " ?", " ."))
            if self.lower:
                text = text.lower()
                if rng.random() < 0.3:
                    text = text.replace("what's", "whats").replace(",", "")
        return text
