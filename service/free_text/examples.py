"""Graded responses to the same question sharpen its grading: where the teacher gave more than the reader, alike ones get more, too.

This is regression by a Gaussian process (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, chapter 2,
equation 2.25) on what the teacher gave beyond the reader: k (K + N)⁻¹ (given − read) is added. How much two responses have
in common, K, is a sum: a part that all responses to a question share, a part by how alike they are and how alike they were
read, and a part that only the same response has. So few examples, or unlike ones, move little, and no error counts twice.

The three parts were fitted by marginal likelihood (chapter 5) on the questions of two exams, for both readers together.
Fitted on either exam alone they come out nearly the same, and help on the other.
"""
import numpy

from service.free_text import scoring

ALL, ALIKE, SAME = 0.016, 0.06, 0.028
"""The variance of the three parts, in squared credit."""
SAMENESS = 0.01
"""How little may lie between two responses that are the same."""
NOISE = 0.004
"""How far a teacher's credits for one and the same response lie apart: a variance, too."""
FEW = 2
"""Of what n examples say n / (n + FEW) is believed about any other response: a partial mark or two would else turn right answers near a half
into wrong ones."""


class Learnt:
    """What a question's examples teach: `total(total, alike)` corrects a sum of the reader's."""

    def __init__(self, totals, credits, likeness):
        """`totals`: the reader's sums for n examples; `credits`: the teacher's; `likeness`: n × n, how alike they are."""
        self.shares = numpy.array([_share(each) for each in totals])
        beyond = numpy.asarray(credits, float) - self.shares
        count = len(beyond)
        known = _common(self.shares[:, None], self.shares, numpy.asarray(likeness, float).reshape(count, count))
        self.pulls = numpy.linalg.solve(known + NOISE * numpy.eye(count), beyond)
        self.believed = count / (count + FEW)

    def credit(self, total, alike):
        """The expected credit for a sum, given how alike the response is to each example."""
        share, alike = _share(total), numpy.asarray(alike, float)
        same = _sameness(share, self.shares, alike).max(initial=0)
        beyond = _common(share, self.shares, alike) @ self.pulls
        return float(numpy.clip(share + beyond * (self.believed + (1 - self.believed) * same), 0, 1))

    def total(self, total, alike):
        """The sum that stands for that credit."""
        return _total(self.credit(total, alike)) if len(self.pulls) else total


def _common(one, other, likeness):
    """How much two responses' errors have in common, by the credit they were read with and how alike they are."""
    return ALL + ALIKE * likeness * numpy.exp(-((one - other) ** 2)) + SAME * _sameness(one, other, likeness)


def _sameness(one, other, likeness):
    """1 for the same response, read with the same credit; next to nothing for any other."""
    return numpy.exp((likeness - 1 - (one - other) ** 2) / SAMENESS)


def _share(total):
    """The credit that a sum stands for, as in scoring.credit but not rounded."""
    none, full = _ends()
    return min(max((scoring.logistic(scoring.SOFT * total) - none) / (full - none), 0.0), 1.0)


def _total(share):
    """The sum that stands for a credit."""
    none, full = _ends()
    chance = min(max(none + share * (full - none), 0.01), 0.99)
    return float(numpy.log(chance / (1 - chance)) / scoring.SOFT)


def _ends():
    return scoring.fitted()["none"], scoring.fitted()["full"]
