"""Fit what service/free_text/scoring.json, guard.npz and fluency.npz hold, on sets of graded answers: weights, thresholds, confidence.

All sets count alike, those that are given and what role-swapping makes of them, and in each right and wrong nearly so. The
weights of the signals are found by logistic regression on the credit (Newton's method with a small ridge), the slope of
the confidence by the same on right and wrong; the guard by boosted trees (guarding.py). It takes scikit-learn.
"""
import json
from functools import cache
from pathlib import Path

import numpy

from bench.grading import elsewhere, guarding, lessons, sets, teach
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text import equipment, fluency, guard, scoring
from service.free_text.zero_rules import nothing_said

CUTS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97)
NONE, FULL = 0.12, 0.88
AT_ODDS = -0.5
"""What words said the other way round cost at least, by words alone: exams have too few of them to tell."""
BALANCE = 0.6
"""1: right and wrong weigh alike in each set, as if there were as many of both; 0: as they come (teachers of exams are mild)."""


def arguments(parser):
    parser.add_argument("files", nargs="*", help="sets of graded answers, beside our own")
    parser.add_argument("--out", metavar="FOLDER", help="write there; where a judge.npz lies there, it is the one that judges")


def run(given):
    """Fit both readers and write the file; gives the exit code."""
    folder = Path(given.out or scoring.FILE.parent)
    elsewhere.use(folder)
    scores, guards = {"none": NONE, "full": FULL}, {}
    if not given.out:
        _write(fluency.FILE, guarding.usual())
    some = list(_sets(given.files))
    for reader in filter(None, (equipment.by_meaning(), equipment.WORDS)):
        scores[reader.name] = fitted(reader.name, gathered(reader, some))
        guards |= guarding.fitted(reader, some)
    (folder / scoring.FILE.name).write_text(json.dumps(scores, indent=1) + "\n")
    _write(folder / guard.FILE.name, guards)
    return 0


def _write(path, arrays):
    numpy.savez_compressed(path, **arrays)
    print(f"Written: {path}")


def _sets(files):
    """Those of our own questions that the judge was not taught by; the exams that are given, and what role-swapping makes of them."""
    _, left = teach.split(lessons.blocks())
    yield lessons.rows(left)
    for path in files:
        rows = sets.rows(path)
        yield from (rows, sets.swapped(rows))


def gathered(reader, some):
    """The signals of all rows: {set: [(terms, credit), …]}."""
    return {rows[0]["dataset"]: list(_signals(reader, progress(rows, rows[0]["dataset"]))) for rows in some}


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
    terms = numpy.array([row for rows in found.values() for row, _ in rows])
    credits = numpy.array([credit for rows in found.values() for _, credit in rows])
    best = regression(terms, credits, _weights(found, BALANCE))
    if name == equipment.WORDS.name:
        best[-2] = min(best[-2], AT_ODDS)
    sums = terms @ best
    right, as_they_come = (sums > 0) == (credits >= 0.5), _weights(found, 0)
    slope = regression(numpy.abs(sums)[:, None], right.astype(float), as_they_come, ridge=0.1)[0]
    sure = 1 / (1 + numpy.exp(-slope * numpy.abs(sums)))
    seen = [_from(cut, sure, right, as_they_come) for cut in CUTS if (sure >= cut).sum() > 20]
    return {"weights": [round(float(each), 4) for each in best], "slope": round(float(slope), 4), "most": 0.98, "seen": seen}


def _weights(found, balance):
    """A weight for each row, so that all sets weigh alike."""
    weights = numpy.concatenate([_balanced(numpy.array([credit >= 0.5 for _, credit in rows]), balance) for rows in found.values()])
    return weights * len(weights) / weights.sum()


def _from(cut, sure, right, weights):
    """What policy.py looks up: a confidence, the share of responses below it, the accuracy from it on."""
    above = sure >= cut
    return [cut, round(_share(~above, weights), 4), round(_share(right[above], weights[above]), 4)]


def _balanced(right, balance):
    weights = numpy.where(right, float(max(right.sum(), 1)) ** -balance, float(max((~right).sum(), 1)) ** -balance)
    return weights / weights.sum()


def _share(chosen, weights):
    return float((chosen * weights).sum() / weights.sum())
