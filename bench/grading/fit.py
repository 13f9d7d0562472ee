"""Fit what service/free_text/scoring.json, guard.npz and fluency.npz hold, on sets of graded answers: weights, thresholds, confidence.

All sets count alike, those that are given and what role-swapping makes of them, and in each right and wrong nearly so. The
weights of the signals are found by logistic regression on the credit (Newton's method with a small ridge), the slope of
the confidence by the same on right and wrong, where there are exams on these alone: our own questions were written to be hard,
and whoever is right about them is sure of too little elsewhere. The guard is made of boosted trees (guarding.py). It takes scikit-learn.
"""
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy

from bench.grading import elsewhere, guarding, lessons, pointing, sets, teach
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text import equipment, fluency, guard, scoring
from service.free_text.words import words
from service.free_text.zero_rules import nothing_said

CUTS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97)
NONE, FULL = 0.12, 0.88
HALVES = [0.5, 0.0, 0.0, 0.5, 0.0]
"""By words alone the whole counts as much as its points; there is no judge."""
AT_ODDS = -0.5
"""What words said the other way round cost at least, by words alone: exams have too few of them to tell."""
BALANCE = 0.6
"""1: right and wrong weigh alike in each set, as if there were as many of both; 0: as they come (teachers of exams are mild)."""


def arguments(parser):
    parser.add_argument(
        "files", nargs="*", metavar="FILE[=FOLDER]",
        help="sets of graded answers, beside our own; a FOLDER has the judge.npz that reads this one: best one that was not taught by it",
    )  # fmt: skip
    parser.add_argument("--out", metavar="FOLDER", help="write there; where a judge.npz lies there, it is the one that judges")


def run(given):
    """Fit both readers and write the files; gives the exit code."""
    folder = Path(given.out or scoring.FILE.parent)
    if not given.out:
        teach.write(fluency.FILE, guarding.usual())
    terms, guards = defaultdict(dict), defaultdict(list)
    for rows, place in _sets(given.files, folder):
        elsewhere.use(place)
        for reader in filter(None, (equipment.by_meaning(), equipment.WORDS)):
            terms[reader.name][rows[0]["dataset"]] = list(gathered(reader, rows))
            guards[reader.name] += guarding.gathered(reader, rows)
    scores = {"none": NONE, "full": FULL, **{name: fitted(name, found) for name, found in terms.items()}}
    scores["words"] |= {"pointed": HALVES}
    if equipment.by_meaning():
        scores["encoder"] |= _points(folder, scores["encoder"]["weights"])
    (folder / scoring.FILE.name).write_text(json.dumps(scores, indent=1) + "\n")
    teach.write(folder / guard.FILE.name, {part: array for name, rows in guards.items() for part, array in guarding.of_rows(name, rows).items()})
    return 0


def _points(folder, weights):
    elsewhere.use(folder)
    _, left = teach.split(lessons.blocks())
    found = pointing.fitted(list(pointing.gathered(equipment.by_meaning(), left)), weights)
    return {name: _rounded(numbers) for name, numbers in found.items()}


def _sets(files, folder):
    """Those of our own questions that the judge was not taught by, the exams, and what role-swapping makes of them: (rows, whose judge)."""
    _, left = teach.split(lessons.blocks())
    yield lessons.rows(left), folder
    for each in files:
        path, _, place = each.partition("=")
        rows = sets.rows(path)
        yield from ((some, place or folder) for some in (rows, sets.swapped(rows)))


class Seen(NamedTuple):
    """What is known of a graded response: what is weighed, its credit, and the words of the reference."""

    terms: numpy.ndarray
    credit: float
    words: int


def gathered(reader, rows):
    """Yield what is known of each row of a set, as Seen."""
    prepare = cache(reader.prepare)
    for row in progress(rows, rows[0]["dataset"]):
        question, reference, said = row["question"], row["references"][0], row["answer"]
        if nothing_said(question, [reference], said):
            continue
        if found := reader.signals(prepare(question, (reference,)), said):
            yield Seen(scoring.terms(reader.name, found[0]), float(row["credit"]), len(words(reference)))


def fitted(name, found):
    """What scoring.json holds of a reader, from what is known of several sets."""
    terms, credits, _ = _arrays(found)
    best = regression(terms, credits, _weights(found, BALANCE))
    if name == equipment.WORDS.name:
        best[-2] = min(best[-2], AT_ODDS)
    usual = _as_elsewhere(found)
    (terms, credits, lengths), as_they_come = _arrays(usual), _weights(usual, 0)
    sums = terms @ best
    right, long = (sums > 0) == (credits >= 0.5), numpy.array([scoring.between((0, 1), each) for each in lengths])
    slopes = regression(numpy.abs(sums)[:, None] * numpy.column_stack([1 - long, long]), right.astype(float), as_they_come, ridge=0.1)
    sure = 1 / (1 + numpy.exp(-(slopes[0] * (1 - long) + slopes[1] * long) * numpy.abs(sums)))
    seen = [_from(cut, sure, right, as_they_come) for cut in CUTS if (sure >= cut).sum() > 20]
    return {"weights": _rounded(best), "slopes": _rounded(slopes), "most": 0.98, "seen": seen}


def _rounded(numbers):
    return [round(float(each), 4) for each in numbers]


def _arrays(found):
    """Terms, credits and lengths of all rows of all sets."""
    return tuple(map(numpy.array, zip(*(row for rows in found.values() for row in rows))))


def _as_elsewhere(found):
    """The exams among the sets; where there are none, all."""
    return {name: rows for name, rows in found.items() if name != lessons.OWN} or found


def _weights(found, balance):
    """A weight for each row, so that all sets weigh alike."""
    weights = numpy.concatenate([_balanced(numpy.array([row.credit >= 0.5 for row in rows]), balance) for rows in found.values()])
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
