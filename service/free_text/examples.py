"""Graded responses to the same question sharpen its grading: they move its threshold, and the nearest ones speak for theirs.

Either help is used only as far as it helps: each example is first read as if it were not known (leave one out), and what
does not bring the credits of the others nearer to the teacher's is left.
"""
import numpy

FEWEST = 3
CAUTION = 3.0
"""So many responses of middling doubt weigh as much as what was known before (a normal prior on the offset)."""
NEAR = 0.1
"""By how much less alike an example may be than the nearest before it counts a third."""
PARTS = (0.0, 0.5, 1.0)
"""How much of either help is tried."""
FURTHEST, STEPS = 16.0, 32
"""The largest shift of a threshold, and how often its range is halved to find it."""


class Learnt:
    """What a question's examples teach: `total(total, alikes)` corrects a sum; logits throughout."""

    def __init__(self, totals, credits, likeness):
        """`totals`: the reader's sums for n examples; `credits`: the teacher's; `likeness`: n × n, how alike they are."""
        self.totals, self.credits = numpy.asarray(totals, float), numpy.asarray(credits, float)
        self.offset_part = self.near_part = self.offset = 0.0
        if len(self.totals) < FEWEST:
            return
        self.offset = _offset(self.totals, self.credits)
        self.residuals = self.credits - _logistic(self.totals)
        trials = self._trials(numpy.asarray(likeness, float))
        needed = trials[0.0, 0.0] * (1 - 1 / len(self.totals))
        best = min(trials, key=lambda parts: (trials[parts], parts))
        self.offset_part, self.near_part = best if trials[best] < needed else (0.0, 0.0)

    def _trials(self, likeness):
        """How far off the credits are when each example is read as if it were not known, for each part of either help."""
        trials = dict.fromkeys(((offset, near) for offset in PARTS for near in PARTS), 0.0)
        for at, (total, credit) in enumerate(zip(self.totals, self.credits)):
            rest = numpy.arange(len(self.totals)) != at
            shift = _offset(self.totals[rest], self.credits[rest])
            for offset, near in trials:
                share = self._credit(total + offset * shift, likeness[at][rest], self.residuals[rest], near)
                trials[offset, near] += (share - credit) ** 2
        return trials

    def credit(self, total, alike):
        """The expected credit for a sum, given how alike the response is to each example."""
        return self._credit(total + self.offset_part * self.offset, numpy.asarray(alike, float), self.residuals, self.near_part)

    def total(self, total, alike):
        """The sum that stands for that credit."""
        if not self.offset_part and not self.near_part:
            return total
        share = float(numpy.clip(self.credit(total, alike), 0.002, 0.998))
        return float(numpy.log(share / (1 - share)))

    def _credit(self, total, alike, residuals, near_part):
        share = _logistic(total)
        if not near_part:
            return share
        weights = 3.0 ** (-(alike.max() - alike) / NEAR)
        heard = weights.sum() / (weights.sum() + 1)
        return numpy.clip(share + near_part * heard * (weights @ residuals) / weights.sum(), 0, 1)


def _offset(totals, credits):
    """The shift of all sums that suits the credits best, held back by CAUTION: where the pulls either way are equal, by halving."""
    low, high = -FURTHEST, FURTHEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        up = (credits - _logistic(totals + middle)).sum() > CAUTION * middle / 4
        low, high = (middle, high) if up else (low, middle)
    return (low + high) / 2


def _logistic(x):
    return 1 / (1 + numpy.exp(-x))
