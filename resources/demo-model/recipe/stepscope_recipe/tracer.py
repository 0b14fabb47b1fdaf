"""Runs a solver the way an imperfect reasoner would and writes the trace down."""
from collections import namedtuple

from .steps import Context

Trace = namedtuple("Trace", "steps answer mistakes repairs standing kinds")

MAX_STEPS = 90
_NOW = ("Wait, {}.", "Wait, that is not right: {}.", "Hold on, {}.")
_LATER = ("Wait, I made a mistake earlier: {}. I redo it from there.", "Hmm, going back: {}. I continue from there.",
          "Wait, something is off. Earlier, {}. Let me redo the rest.")
_DOUBT = ("Hmm, let me think.", "Let me be careful here.", "Hmm, that looks a bit strange.", "Hmm, is that right? I am not sure, but let me go on.")
_AGAIN = ("I am not sure about this, let me go through it once more.", "Hmm, something feels off, let me repeat the steps.",
          "Let me go over all of it again.")
_CHECK = ("Let me double-check.", "Let me verify this.", "Now a quick check.")
_FINE = ("Everything fits.", "All good.", "The result holds.")


class _Standing:
    """The first mistake that nobody noticed yet."""
    __slots__ = ("at", "value", "text", "fix")

    def __init__(self, at, value, text, fix):
        self.at, self.value, self.text, self.fix = at, value, text, fix


class _Run:
    def __init__(self, problem, noise, rng):
        self.rng, self.noise = rng, noise
        self.problem = problem
        self.ctx = Context(noise, rng.randrange(6))
        self.written = []          # everything on the page
        self.believed = []         # value sent after each step of the main line
        self.line = []             # (text, check or None) of each step of the main line
        self.standing = None
        self.careful = 0           # steps left with fewer mistakes, just after a repair
        self.mistakes = self.repairs = 0
        self.kinds = []
        self.answer = None
        self.solver = None
        self.pending = self._start()

    def _start(self):
        self.solver = self.problem.solve(self.ctx)
        self.answer = None
        return self._advance(None)

    def _advance(self, value):
        """Send a belief; the next step, or None when the solver has answered."""
        try:
            return self.solver.send(value)
        except StopIteration as stop:
            self.answer = stop.value
            return None

    def _accept(self, step, text, value, check):
        self.line.append((text, check))
        self.believed.append(value)
        self.pending = self._advance(value)

    def _go_back(self):
        """Name the standing mistake and resume right after its repaired step."""
        error, self.standing = self.standing, None
        self.written.append(self.rng.choice(_LATER).format(error.fix))
        prefix = self.believed[:error.at] + [error.value]
        self.line = self.line[:error.at] + [(error.text, None)]
        self.believed = prefix
        step = self._start()
        for value in prefix:
            step = self._advance(value)
        self.pending = step
        self.careful = 2
        self.repairs += 1

    def _choose(self, step):
        """(value, text, fix or None): the outcome the reasoner writes."""
        rng, ease = self.rng, 0.3 if self.careful else 1.0
        self.careful = max(0, self.careful - 1)
        roll = rng.random()
        for wrong in step.wrongs:
            if roll < wrong.chance * ease:
                self.kinds.append(wrong.kind)
                return wrong.value, wrong.text, wrong.fix
            roll -= wrong.chance * ease
        if step.slip and roll < self.noise.slip * ease:
            slipped = step.slip(rng)
            if slipped and slipped[0] != step.value:
                self.kinds.append("slip")
                return slipped
        return step.value, step.text, None

    def one_step(self):
        rng, noise, step = self.rng, self.noise, self.pending
        value, text, fix = self._choose(step)
        self.written.append(text)
        if fix is not None:
            self.mistakes += 1
            if rng.random() < noise.notice_now:
                self.written.append(rng.choice(_NOW).format(fix))
                self.written.append(step.text)
                self.repairs += 1
                self._accept(step, step.text, step.value, step.check)
                return
            if self.standing is None:
                self.standing = _Standing(len(self.line), step.value, step.text, fix)
            self._accept(step, text, value, None)
        else:
            self._accept(step, text, value, step.check)
            if self.standing and rng.random() < noise.notice_later:
                self._go_back()
                return
        if rng.random() < (noise.doubt_bad if self.standing else noise.doubt_ok):
            if fix is None and step.check and rng.random() < 0.5:
                self.written.append(rng.choice(("Hmm, let me check this: ", "Let me recompute: ")) + step.check
                                    + rng.choice((". Yes, go on.", ". That is right.")))
            else:
                self.written.append(rng.choice(_DOUBT))

    def look_again(self):
        """Repeat the main line; true when that found the mistake."""
        rng = self.rng
        self.written.append(rng.choice(_AGAIN))
        for index, (text, _) in enumerate(self.line):
            self.written.append(text)
            if self.standing and self.standing.at == index and rng.random() < self.noise.again_finds:
                self._go_back()
                return True
        return False

    def verify(self):
        """One or two checks of steps that were right; true when that found the mistake."""
        rng = self.rng
        checks = [check for _, check in self.line if check]
        if not checks:
            return False
        self.written.append(self.ctx.say(*_CHECK))
        for check in rng.sample(checks, min(len(checks), rng.choice((1, 1, 2)))):
            self.written.append(f"Check: {check}. " + rng.choice(("That is right.", "Good.", "Yes.")))
        if self.standing and rng.random() < self.noise.verify_finds:
            self._go_back()
            return True
        self.written.append(self.ctx.say(*_FINE))
        return False

    def finish(self):
        rng, noise = self.rng, self.noise
        looked = verified = False
        while len(self.written) < MAX_STEPS:
            if self.pending is not None:
                self.one_step()
                continue
            if not looked and len(self.line) > 2 and rng.random() < (noise.again_bad if self.standing else noise.again_ok):
                looked = True
                if self.look_again():
                    continue
            if not verified and rng.random() < noise.verify:
                verified = True
                if self.verify():
                    continue
            return True
        return False


def trace(problem, noise, rng):
    """One trace of the imperfect reasoner; `answer` is None when it ran too long."""
    run = _Run(problem, noise, rng)
    done = run.finish()
    return Trace(run.written, run.answer if done else None, run.mistakes, run.repairs, run.standing is not None, run.kinds)
