"""The problem families.  Each module has `make(rng, level, style) -> Problem`."""
from . import counting, divisors, equations, everyday, expressions, people, powers, sequences, told, unknowns

MAKERS = {
    "expressions": expressions.make, "equations": equations.make, "powers": powers.make, "divisors": divisors.make, "people": people.make,
    "sequences": sequences.make, "unknowns": unknowns.make, "counting": counting.make, "everyday": everyday.make,
    "told": told.make,
}
# The eight families with dominant misconceptions at levels 2 to 5; `everyday` has levels 1 to 3, `told` 2 and 3.
CORE = tuple(name for name in MAKERS if name not in ("everyday", "told"))
