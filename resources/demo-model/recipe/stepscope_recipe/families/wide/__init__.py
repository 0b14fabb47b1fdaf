"""Wider everyday questions of two to five operations: the structures of school exercises, without dominant misconceptions.

Each module has FORMS, functions (rng, style) -> (question, answer, solver, level 2 or 3).
"""
from . import algebra, geometry, journeys, numbers, pairs, patterns, shopping, small

FORMS = algebra.FORMS + geometry.FORMS + journeys.FORMS + numbers.FORMS + patterns.FORMS + pairs.FORMS + shopping.FORMS + small.FORMS
