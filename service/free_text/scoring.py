"""From signals to credit: a weighted sum, what credit it stands for, and how sure the yes or no behind it is.

The weights are fitted by bench/grading and stand in scoring.json: for each reader the weights of its terms and the
slope that makes `confidence` mean what it says.
"""
import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy

FILE = Path(__file__).with_name("scoring.json")
PLACES = Decimal("0.01")
JUDGED = 0.14
"""How much a logit of the judge adds to the alignment. On the exams of strangers more of it does harm, on questions whose wrong
answers were written to sound right it would do good: the judge was taught by such."""

ALL_BUT = 0.89
"""The share from which nothing worth a mark is missing."""
SOFT = 0.6
"""How much flatter credit rises than the chance to be right: teachers give much between nothing and all."""


@cache
def fitted():
    return json.loads(FILE.read_text())


def terms(reader, signals):
    """What is weighed: the signals of one reference; for the reader by meaning the alignment with a share of the judge."""
    if reader != "encoder":
        return numpy.array([*signals, 1.0])
    credit, _, found, _ = signals
    return numpy.array([found + JUDGED * credit, 1.0])


def summed(reader, signals):
    """The sum for the reference that the response is nearest to; credit .5 is at 0."""
    return max(_sums(reader, signals))


def nearest(reader, signals):
    """Which of the references that is."""
    sums = _sums(reader, signals)
    return sums.index(max(sums))


def _sums(reader, signals):
    weights = numpy.array(fitted()[reader]["weights"])
    return [float(terms(reader, each) @ weights) for each in signals]


def of_points(shares):
    """The sum that stands for the mean of what was found of the points."""
    shares = list(shares)
    mean = min(max(sum(shares) / len(shares), 0.01), 0.99)
    return float(numpy.log(mean / (1 - mean)) / SOFT)


def credit(total):
    """The credit that a sum stands for, 0 to 1: nearly nothing counts as nothing, nearly everything as everything."""
    none, full = fitted()["none"], fitted()["full"]
    share = (logistic(SOFT * total) - none) / (full - none)
    share = min(max(share, 0.0), 1.0)
    return Decimal(1 if share >= ALL_BUT else str(round(share, 6))).quantize(PLACES)


def confidence(reader, total):
    """The chance that the yes or no is right."""
    slope, most = fitted()[reader]["slope"], fitted()[reader]["most"]
    return min(logistic(slope * abs(total)), most)


def logistic(x):
    return float(1 / (1 + numpy.exp(-x)))
