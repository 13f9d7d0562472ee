"""Fitting the guard: right answers against what attacks make of them and of the references, by logistic regression."""
import random
from functools import cache

import numpy

from bench.grading import attacks, sets
from bench.grading.progress import progress
from bench.grading.regression import regression
from service.free_text import guard
from service.free_text.words import words

ATTACKS = {"order": (attacks.shuffled, attacks.heaped), "denial": (attacks.not_inserted, attacks.not_anywhere, attacks.not_true)}
MOST_RIGHT = 260
LEFT_ALONE = 0.985
"""The share of right answers that each model leaves alone in every set."""


def fitted(reader, files):
    """What guard.json holds of a reader: {model: {"weights", "from"}}."""
    found = [each for path in files for rows in (sets.rows(path), sets.swapped(sets.rows(path))) for each in _gathered(reader, rows)]
    return {name: _model(name, found) for name in guard.MODELS}


def _gathered(reader, rows):
    """(set, attack or "right", features) of right answers, and of attacks on them and on references."""
    chance, prepare = random.Random(3), cache(reader.prepare)
    right = [row for row in rows if row["credit"] == 1 and len(row["answer"].split()) >= guard.FEWEST]
    chance.shuffle(right)
    bases = [(row["question"], row["references"][0], row["answer"], True) for row in right[:MOST_RIGHT]]
    asked = sorted({(row["question"], row["references"][0]) for row in rows})
    bases += [(question, reference, reference, False) for question, reference in asked for _ in range(2)]
    for question, reference, base, is_answer in progress(bases, rows[0]["dataset"]):
        tried = {"right": base} if is_answer else {}
        tried |= {attack.__name__: attack(base, question, [], chance) for group in ATTACKS.values() for attack in group}
        for name, text in tried.items():
            signals = reader.signals(prepare(question, (reference,)), text) if name == "right" or text != base else ()
            if signals and words(text):
                yield rows[0]["dataset"], name, guard.features(reader.name, signals[0], words(reference), words(text))


def _model(name, found):
    attacked = {attack.__name__ for attack in ATTACKS[name]}
    rows = [(set_, kind != "right", features) for set_, kind, features in found if kind == "right" or kind in attacked]
    terms, truth = numpy.array([features for *_, features in rows]), numpy.array([attack for _, attack, _ in rows])
    spread = numpy.maximum(terms.std(0), 1e-6)
    weights = numpy.where(truth, 0.5 / truth.mean(), 0.5 / (~truth).mean())
    best = regression(terms / spread, truth.astype(float), weights) / spread
    sums = terms @ best
    by_set = [[total for total, (one, attack, _) in zip(sums, rows) if one == set_ and not attack] for set_ in {set_ for set_, *_ in rows}]
    least = max(numpy.quantile(each, LEFT_ALONE) for each in by_set)
    return {"weights": [float(f"{each:.5g}") for each in best], "from": round(float(least), 4)}
