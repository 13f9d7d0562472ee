"""Fitting how key points are found and what they count beside the whole, on those of our own questions that have some.

The judge was not taught by these. How sharply credit rises is what comes nearest to the credit that their author gave.
"""
from itertools import groupby

import numpy

from bench.grading import lessons
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text import scoring
from service.free_text.zero_rules import nothing_said

SHARPER = (1.0, 1.25, 1.5, 1.75, 2.0)


def fitted(found, weights):
    """What scoring.json holds of key points, from what `gathered` gives and the weights of the whole: {name: numbers}."""
    terms, shares = (numpy.array([each for *_, some in found for each in some[part]]) for part in (0, 1))
    points = regression(terms, shares, numpy.ones(len(shares)))
    credits = numpy.array([credit for credit, *_ in found])
    whole = numpy.array([_whole(signals, terms, weights, points) for _, signals, (terms, _) in found])
    pointed = regression(whole, credits, numpy.ones(len(credits)))
    return {"points": points, "pointed": min((pointed * each for each in SHARPER), key=lambda each: _distance(whole @ each, credits))}


def _whole(signals, terms, weights, points):
    shares = [scoring.logistic(each @ points) for each in numpy.array(terms)]
    return scoring.pointed_terms("encoder", scoring.terms("encoder", signals) @ weights, signals, shares)


def _distance(sums, credits):
    return numpy.abs([float(scoring.credit(each)) for each in sums] - credits).mean()


def gathered(reader, blocks):
    """Yield for each response its credit, its signals, and (what is known of each key point, how much of it is there)."""
    for block in progress([each for each in blocks if each.points], "key points"):
        prepared = reader.prepare(block.question, (block.reference,))
        credits = {said: credit for credit, _, said in block.responses}
        for said, of_one in groupby(lessons.looked_for(block), key=lambda each: each[0]):
            signals = () if nothing_said(block.question, [block.reference], said) else reader.signals(prepared, said)
            if len(signals):
                found = reader.of_points(block.question, prepared, block.points, said)
                yield credits[said], signals[0], ([[*each[:2], 1.0] for each in found], [share for _, _, share, _ in of_one])
