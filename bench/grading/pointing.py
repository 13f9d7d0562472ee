"""Fitting how key points are found, on those of our own questions that have some and that the judge was not taught by."""
from itertools import groupby

import numpy

from bench.grading import lessons
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text.zero_rules import nothing_said


def fitted(found):
    """What the alignment's sum, the judge's logit and the doubt beforehand count, from what `gathered` gives."""
    terms, shares = map(numpy.array, zip(*found))
    return regression(terms, shares, numpy.ones(len(shares)))


def gathered(reader, blocks):
    """Yield for each key point beside each response what is known of it and how much of it is there: (array of 3, 0 to 1)."""
    for block in progress([each for each in blocks if each.points], "key points"):
        prepared = reader.prepare(block.question, (block.reference,))
        for said, of_one in groupby(lessons.looked_for(block), key=lambda each: each[0]):
            if not nothing_said(block.question, [block.reference], said):
                found = reader.of_points(block.question, prepared, block.points, said)
                yield from ((numpy.array([*each[:2], 1.0]), share) for each, (_, _, share, _) in zip(found, of_one))
