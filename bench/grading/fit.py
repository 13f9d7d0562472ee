"""Fit what service/free_text/scoring.json and guard.json hold, on sets of graded answers: weights, thresholds, confidence.

All sets count alike, those that are given and what role-swapping makes of them, and in each right and wrong nearly so. The
weights of the signals are found by logistic regression on the credit (Newton's method with a small ridge), the slope of
the confidence by the same on right and wrong, the guard by the same on right answers and attacks on them.
"""
import json
from functools import cache

import numpy

from bench.grading import guarding, sets
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text import equipment, guard, scoring
from service.free_text.zero_rules import nothing_said

CUTS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97)
NONE, FULL = 0.1, 0.9
BALANCE = 0.7
"""1: right and wrong weigh alike in each set, as if there were as many of both; 0: as they come (teachers of exams are mild)."""


def arguments(parser):
    parser.add_argument("files", nargs="+", help="sets of graded answers")


def run(given):
    """Fit both readers and write the file; gives the exit code."""
    scores, guards = {"none": NONE, "full": FULL}, {}
    for reader in filter(None, (equipment.by_meaning(), equipment.WORDS)):
        scores[reader.name] = fitted(reader.name, gathered(reader, given.files))
        guards[reader.name] = guarding.fitted(reader, given.files)
    for path, made in ((scoring.FILE, scores), (guard.FILE, guards)):
        path.write_text(json.dumps(made, indent=1) + "\n")
        print(f"Written: {path}")
    return 0


def gathered(reader, files):
    """The signals of all rows: {set: [(terms, credit), …]}."""
    found = {}
    for path in files:
        rows = sets.rows(path)
        for some in (rows, sets.swapped(rows)):
            found[some[0]["dataset"]] = some
    return {name: list(_signals(reader, progress(rows, name))) for name, rows in found.items()}


def _signals(reader, rows):
    prepare = cache(reader.prepare)
    for row in rows:
        question, reference, said = row["question"], row["references"][0], row["answer"]
        if nothing_said(question, [reference], said):
            continue
        if found := reader.signals(prepare(question, (reference,)), said):
            yield scoring.terms(reader.name, found[0]), float(row["credit"])


def fitted(name, found):
    """What scoring.json holds of a reader, from the terms and credits of several sets."""
    terms, credits, weights = _joined(found)
    sums = terms @ (best := regression(terms, credits, weights))
    right = (sums > 0) == (credits >= 0.5)
    slope = regression(numpy.abs(sums)[:, None], right.astype(float), weights, ridge=0.1)[0]
    sure = 1 / (1 + numpy.exp(-slope * numpy.abs(sums)))
    seen = [_from(cut, sure, right, weights) for cut in CUTS if (sure >= cut).sum() > 20]
    return {"weights": [round(float(each), 4) for each in best], "slope": round(float(slope), 4), "most": 0.98, "seen": seen}


def _joined(found):
    """All rows; those of each set weigh alike."""
    terms = numpy.array([row for rows in found.values() for row, _ in rows])
    credits = [numpy.array([credit for _, credit in rows]) for rows in found.values()]
    right = [each >= 0.5 for each in credits]
    weights = numpy.concatenate([_balanced(each) for each in right])
    return terms, numpy.concatenate(credits), weights * len(weights) / weights.sum()


def _from(cut, sure, right, weights):
    """What policy.py looks up: a confidence, the share of responses below it, the accuracy from it on."""
    above = sure >= cut
    return [cut, round(_share(~above, weights), 4), round(_share(right[above], weights[above]), 4)]


def _balanced(right):
    weights = numpy.where(right, float(max(right.sum(), 1)) ** -BALANCE, float(max((~right).sum(), 1)) ** -BALANCE)
    return weights / weights.sum()


def _share(chosen, weights):
    return float((chosen * weights).sum() / weights.sum())
