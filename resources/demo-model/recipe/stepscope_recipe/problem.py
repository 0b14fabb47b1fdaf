"""A problem: its words, its true answer and a way to reason about it."""
import hashlib
from collections import namedtuple

# question: str; answer: int; family: str; level: 1..5; solve(ctx) -> generator of Steps that returns the answer believed.
Problem = namedtuple("Problem", "question answer family level solve")


def question_hash(question):
    """SHA-256 of the question in lower case with every run of white space squeezed to one blank."""
    return hashlib.sha256(" ".join(question.lower().split()).encode("utf-8")).hexdigest()
