"""From signals to credit: a weighted sum, what credit it stands for, and how sure the yes or no behind it is.

The weights are fitted by bench/grading and stand in scoring.json: for each reader the weights of its terms and the
slopes, for short references and for long ones, that make `confidence` mean what it says: the more words there are to be
found, the surer is what was made of them.
"""
import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy

FILE = Path(__file__).with_name("scoring.json")
PLACES = Decimal("0.01")
SHORT, LONG = 25, 60
"""Words of a short reference, and of a long one."""
READ_WELL, JUDGED = (12, 25, 60), (0.4, 0.2, 0.15)
"""How much a logit of the judge adds to the alignment, by the words of the longer of response and reference. Where wrong answers are
written to sound right, more of it would do good; on the exams of strangers it does harm, and the more so the longer the texts."""
ALL_BUT = 0.89
"""The share from which nothing worth a mark is missing."""
SOFT = 0.5
"""How much flatter credit rises than the chance to be right: teachers give much between nothing and all."""


@cache
def fitted():
    return json.loads(FILE.read_text())


def terms(reader, signals):
    """What is weighed: the signals of one reference; for the reader by meaning the alignment with a share of the judge."""
    if reader != "encoder":
        return numpy.array([*signals, 1.0])
    credit, _, found, wanted, _, said = signals
    return numpy.array([found + float(numpy.interp(max(wanted, said), READ_WELL, JUDGED)) * credit, 1.0])


def between(ends, length):
    """A number between one that holds for short references and one that holds for long ones; `length`: in words."""
    return float(numpy.interp(length, (SHORT, LONG), ends))


def nearest(reader, signals, shares=()):
    """Which reference the response is nearest to, and its sum; credit .5 is at 0. `shares`: what was found of each key point."""
    weights = numpy.array(fitted()[reader]["weights"])
    sums = [float(terms(reader, each) @ weights) for each in signals]
    most = max(sums)
    number = sums.index(most)
    return number, with_points(reader, most, signals[number], shares)


def of_point(found, credit):
    """The share of a key point that was found, by the alignment's sum and the judge's logit. A point is short, and each is half found, word
    by word, in what was said of the others: so the judge counts more than in a whole."""
    return logistic(numpy.array([found, credit, 1.0]) @ fitted()["encoder"]["points"])


def of_points(shares):
    """The sum that stands for the mean of what was found of the points."""
    shares = list(shares)
    mean = min(max(sum(shares) / len(shares), 0.01), 0.99)
    return float(numpy.log(mean / (1 - mean)) / SOFT)


def with_points(reader, whole, signals, shares):
    """The sum of a response where there are key points; that of the whole where there are none."""
    return float(pointed_terms(reader, whole, signals, shares) @ fitted()[reader]["pointed"]) if shares else whole


def pointed_terms(reader, whole, signals, shares):
    """What is weighed where there are key points: the whole's sum, the judge's logits of it (by meaning), what was found of them."""
    opinion = signals[:2] if reader == "encoder" else (0.0, 0.0)
    return numpy.array([whole, *opinion, of_points(shares), 1.0])


def credit(total):
    """The credit that a sum stands for, 0 to 1: nearly nothing counts as nothing, nearly everything as everything."""
    none, full = fitted()["none"], fitted()["full"]
    share = (logistic(SOFT * total) - none) / (full - none)
    share = min(max(share, 0.0), 1.0)
    return Decimal(1 if share >= ALL_BUT else str(round(share, 6))).quantize(PLACES)


def confidence(reader, total, length):
    """The chance that the yes or no is right, beside a reference of so many words."""
    slopes, most = fitted()[reader]["slopes"], fitted()[reader]["most"]
    return min(logistic(between(slopes, length) * abs(total)), most)


def logistic(x):
    return float(1 / (1 + numpy.exp(-x)))
