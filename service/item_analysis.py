"""How an item fared with those who were asked it: the figures of classical test theory, from plain lists of numbers.

Credits and scores are shares of what could be had, from 0 to 1 (below 0 where an answer costs). A figure that cannot be
(too few values, or values that do not differ) is None. Variances are over n: a class is all of it, not a sample of another.
"""
from array import array
from dataclasses import dataclass, field
from itertools import groupby
from math import atanh, copysign, fsum, isnan, sqrt

MINIMUM = 20
"""Of fewer responses nothing is told: figures would be chance, and might be read back to who gave them."""
TAIL = 0.27
"""The share of a class that is its upper group, and its lower one (Kelley 1939)."""


@dataclass
class Responses:
    """All graded responses to one item, in columns; each but `seconds` has a value for every response."""

    credits: array = field(default_factory=lambda: array("d"))
    totals: array = field(default_factory=lambda: array("d"))
    """The share that the whole attempt got, this item included."""
    rests: array = field(default_factory=lambda: array("d"))
    """The share that the rest of the attempt got; NaN where there was no other item."""
    chosen: list = field(default_factory=list)
    """The set of what was chosen, where something could be."""
    seconds: array = field(default_factory=lambda: array("d"))
    """How long it took, where that is known."""
    omitted: int = 0

    @property
    def rested(self):
        """How many of them have a rest score."""
        return sum(not isnan(each) for each in self.rests)


def enough(count):
    """Whether there are enough of them to tell anything."""
    return count >= MINIMUM


def mean(values):
    """sum x / n; of an item's credits it is its p-value, or difficulty (Crocker and Algina 1986, chapter 14)."""
    return fsum(values) / len(values) if values else None


def deviation(values):
    """The root of sum (x - mean)^2 / n (Lord and Novick 1968, chapter 1)."""
    if not values:
        return None
    centred = _centred(values)
    return sqrt(fsum(each * each for each in centred) / len(values))


def correlation(left, right):
    """Pearson's r; of an item's credits with scores, where credits are 0 or 1, the point-biserial (Lord and Novick 1968, 15.3).

    With the whole score it is the item-total correlation; with the rest score, which has nothing of the item in it, the one
    corrected for overlap (Henrysson 1963; Crocker and Algina 1986, chapter 14). Pairs without a rest score are left out.
    """
    pairs = [pair for pair in zip(left, right, strict=True) if not isnan(pair[1])]
    if len(pairs) < 2:
        return None
    left, right = (_centred(each) for each in zip(*pairs))
    spread = sqrt(fsum(each * each for each in left)) * sqrt(fsum(each * each for each in right))
    return max(-1.0, min(1.0, fsum(a * b for a, b in zip(left, right)) / spread)) if spread else None


def _centred(values):
    """Each less their mean; taken from the first of them, so that what does not vary is 0 and stays so."""
    moved = [each - values[0] for each in values]
    middle = fsum(moved) / len(moved)
    return [each - middle for each in moved]


def upper_lower(credits, totals):
    """The mean credit of the upper group less that of the lower, each 27 % of all by total score (Kelley 1939; Johnson 1951).

    The groups are of whole numbers of attempts. Of those whose equal totals lie across the cut each counts for the same part.
    """
    size = int(TAIL * len(credits) + 0.5)
    if not size:
        return None
    ranked = sorted(zip(totals, credits, strict=True))
    return _mean_of_first(size, reversed(ranked)) - _mean_of_first(size, ranked)


def _mean_of_first(size, ranked):
    """The mean credit of the first so many."""
    left, parts = size, []
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        credits = [credit for _, credit in tied]
        taken = min(left, len(credits))
        parts.append(taken * mean(credits))
        left -= taken
        if not left:
            break
    return fsum(parts) / size


def figures(responses):
    """All figures of an item but those of its choices; each is None where too few responses bear it."""
    credits = responses.credits
    told, timed = enough(len(credits)), enough(len(responses.seconds))
    return {
        "n": len(credits) if told else None,
        "omitted": responses.omitted if told else None,
        "p": mean(credits) if told else None,
        "sd": deviation(credits) if told else None,
        "discrimination": correlation(credits, responses.rests) if enough(responses.rested) else None,
        "item_total": correlation(credits, responses.totals) if told else None,
        "upper_lower": upper_lower(credits, responses.totals) if told else None,
        "timed": len(responses.seconds) if timed else None,
        "mean_seconds": mean(responses.seconds) if timed else None,
    }


def choice(responses, name):
    """How often one choice was made, and by whom: its point-biserial with the rest score (Haladyna and Downing 1993).

    A good key has a clearly positive one, a good distractor a negative one.
    """
    made = [float(name in each) for each in responses.chosen]
    r = correlation(made, responses.rests) if enough(responses.rested) else None
    return {"n": int(sum(made)), "share": mean(made), "discrimination": r}


# How sure one may be


def z_of(r, n):
    """How many standard errors a correlation lies from none: atanh(r) sqrt(n - 3) (Fisher 1921)."""
    return _atanh(r) * sqrt(max(n - 3, 0))


def z_between(one, other, n, of_both):
    """How many standard errors two correlations with the same third thing lie apart (Meng, Rosenthal and Rubin 1992).

    `of_both` is how the two correlate with each other.
    """
    square = (one * one + other * other) / 2
    if square >= 1 or of_both >= 1:
        return 0.0
    f = min((1 - of_both) / (2 * (1 - square)), 1)
    h = (1 - f * square) / (1 - square)
    return (_atanh(one) - _atanh(other)) * sqrt(max(n - 3, 0) / (2 * (1 - of_both) * h))


def exclusive(one, other):
    """How two choices correlate of which only one can be made, by their shares: the phi of a table with an empty cell."""
    spread = one * (1 - one) * other * (1 - other)
    return -one * other / sqrt(spread) if spread > 0 else 0.0


def at_most(count, n, z):
    """The upper end of a share's interval (Wilson 1927)."""
    share, square = count / n, z * z
    return (share + square / (2 * n) + z * sqrt(share * (1 - share) / n + square / (4 * n * n))) / (1 + square / n)


def _atanh(r):
    return atanh(r) if abs(r) < 1 - 1e-12 else copysign(atanh(1 - 1e-12), r)
