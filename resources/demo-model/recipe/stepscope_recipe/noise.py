"""How imperfect the reasoner is.  All fields are probabilities.

The regime that makes pruning by step score visible: a third to a half of the problems of levels 2 to 5 meet one *dominant*
misconception (wrong more often than right), the rest are nearly clean, and most taken mistakes are never repaired.  A trace that carries an
unrepaired mistake hesitates and recapitulates more often, so the state of the trace shows in what the model expects to write next.
"""
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Noise:
    slip: float = 0.012        # per step: a random wrong value
    concept: float = 0.75      # misconception whose gate holds
    weak: float = 0.10         # the same misconception where its gate does not hold
    carry: float = 0.75        # lost carry or borrow where it is large
    faint: float = 0.03        # lost carry or borrow where it is small
    table: float = 0.15        # confused entry of the multiplication table
    notice_now: float = 0.20   # per mistake: seen at once, step repeated rightly
    notice_later: float = 0.02  # per later step: seen, reasoning resumed from the mistake
    doubt_bad: float = 0.25    # per step: hesitation while a mistake stands
    doubt_ok: float = 0.02     # per step: hesitation without one
    again_bad: float = 0.30    # at the end: goes over all steps again while a mistake stands
    again_ok: float = 0.04
    again_finds: float = 0.30  # the recapitulation finds the mistake
    verify: float = 0.30       # at the end: one or two checks
    verify_finds: float = 0.25


_TRAPPED = Noise()
_FAMILY = {
    "expressions": replace(_TRAPPED, concept=0.85, weak=0.18, table=0.10, carry=0.65),
    "equations": replace(_TRAPPED, concept=0.85),
    "powers": replace(_TRAPPED, concept=0.95, table=0.35),
    "divisors": replace(_TRAPPED, concept=0.78, weak=0.20, table=0.20),
    "people": replace(_TRAPPED, concept=0.75, carry=0.70),
    "sequences": replace(_TRAPPED, concept=0.85, table=0.06, carry=0.60),
    "unknowns": replace(_TRAPPED, concept=0.92, carry=0.85, table=0.10),
    "counting": replace(_TRAPPED, concept=0.95, weak=0.20),
    "everyday": replace(_TRAPPED, slip=0.005, concept=0.35, weak=0.04, table=0.05, carry=0.20, faint=0.01, notice_now=0.35, doubt_ok=0.006,
                        again_ok=0.01, verify=0.15),
    "told": replace(_TRAPPED, slip=0.003, concept=0.0, weak=0.0, table=0.02, carry=0.06, faint=0.004, notice_now=0.4, doubt_ok=0.004,
                    again_ok=0.008, verify=0.12),
}
# Level 1 is what people type first: it should simply work.
_EASE = {1: 0.03, 2: 0.85, 3: 1.0, 4: 1.0, 5: 1.0}


def noise_for(family, level):
    base = _FAMILY[family]
    ease = _EASE[level]
    if ease == 1.0:
        return base
    small = level == 1
    return replace(base, concept=base.concept * ease, weak=base.weak * ease, carry=base.carry * ease, faint=base.faint * ease,
                   table=base.table * ease, slip=0.003 if small else base.slip * ease, notice_now=0.4 if small else base.notice_now,
                   doubt_ok=0.004 if small else base.doubt_ok, again_ok=0.01 if small else base.again_ok,
                   verify=0.12 if small else base.verify)
