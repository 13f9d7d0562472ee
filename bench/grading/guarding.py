"""Fitting the guard: right answers against what attacks make of them and of the references, by boosted trees.

How usual pairs of words are comes first, out of our own answers. The threshold of a model is found on questions that the
trees have not seen (five folds), so that it lets through what it will let through elsewhere.
"""
import random
from collections import Counter
from functools import cache

import numpy

from bench.grading import attacks, lessons
from bench.grading.progress import progress
from service.free_text import fluency, guard
from service.free_text.trees import Trees
from service.free_text.words import words

def salad(text, question, others, chance):
    """40 to 400 words, drawn from the text, the question and other references."""
    return " ".join(chance.choices(" ".join((text, question, *others[:5])).split(), k=chance.randint(40, 400)))


ATTACKS = {"order": (attacks.shuffled, attacks.heaped, salad), "denial": (attacks.not_inserted, attacks.not_anywhere, attacks.not_true)}
MOST_RIGHT, MOST_PARTLY = 300, 100
LEFT_ALONE = 0.99
"""The share of right answers that each model leaves alone."""
TREES, LEAVES, RATE, SMALLEST = 250, 6, 0.06, 20
FOLDS = 5
RIGHT = ("right", "partly", "reference")


def usual():
    """What fluency.npz holds."""
    some = [text for block in lessons.blocks() for text in (block.reference, *(said for credit, _, said in block.responses if credit >= 0.5))]
    return fluency.written(map(words, some))


def fitted(reader, some):
    """What guard.npz holds of a reader, from sets of graded answers: {name of an array: array}."""
    rows = [row for found in some for row in gathered(reader, found)]
    return {f"{reader.name}.{name}.{part}": array for name in guard.MODELS for part, array in _model(name, rows).items()}


def gathered(reader, rows):
    """(set, question, "right", "partly", "reference" or the name of an attack, features) of answers, references and attacks on them."""
    chance, prepare = random.Random(3), cache(reader.prepare)
    known = sorted({row["references"][0] for row in rows})
    for row, base, kind in progress(list(_bases(rows, chance)), rows[0]["dataset"]):
        question, reference = row["question"], row["references"][0]
        others = chance.sample(known, min(6, len(known)))
        tried = {kind: base}
        if kind != "partly":
            chosen = [attack for group in ATTACKS.values() for attack in group if attack is not salad or kind == "reference"]
            tried |= {attack.__name__: attack(base, question, others, chance) for attack in chosen}
        for name, text in tried.items():
            prepared = prepare(question, (reference,))
            signals = reader.signals(prepared, text) if name == kind or text != base else ()
            if len(signals) and words(text):
                evidence = numpy.concatenate([signals[0], reader.contexts(prepared, 0, text)])
                found = guard.features(evidence, words(question), words(reference), words(text))
                yield row["dataset"], row.get("group", (row["dataset"], row["question_id"])), name, found


def _bases(rows, chance):
    long = [row for row in rows if len(row["answer"].split()) >= guard.FEWEST]
    right, partly = [row for row in long if row["credit"] == 1], [row for row in long if 0.5 <= row["credit"] < 1]
    chance.shuffle(right)
    chance.shuffle(partly)
    yield from ((row, row["answer"], "right") for row in right[:MOST_RIGHT])
    yield from ((row, row["answer"], "partly") for row in partly[:MOST_PARTLY])
    asked = {(row["question"], row["references"][0]): row for row in rows}
    yield from ((row, reference, "reference") for (_, reference), row in sorted(asked.items(), key=lambda each: each[0]) for _ in range(2))


def _model(name, rows):
    attacked = {attack.__name__ for attack in ATTACKS[name]}
    rows = [row for row in rows if row[2] in RIGHT or row[2] in attacked]
    terms, truth = numpy.array([found[name] for *_, found in rows]), numpy.array([kind in attacked for _, _, kind, _ in rows])
    questions = {question: number for number, question in enumerate(dict.fromkeys(question for _, question, *_ in rows))}
    folds = numpy.array([questions[question] % FOLDS for _, question, *_ in rows])
    unseen = numpy.zeros(len(rows))
    for fold in progress(range(FOLDS), name):
        chosen = folds == fold
        trees = Trees(_grown(terms[~chosen], truth[~chosen]))
        unseen[chosen] = [trees.total(each) for each in terms[chosen]]
    right = [(total, dataset) for total, (dataset, _, kind, _) in zip(unseen, rows) if kind == "right"]
    return {**_grown(terms, truth), "from": numpy.float64(_most_of(right))}


def _most_of(right):
    """The total that LEFT_ALONE of the right answers do not reach; all sets weigh alike."""
    among = Counter(dataset for _, dataset in right)
    share = 0.0
    for total, dataset in sorted(right):
        share += 1 / among[dataset] / len(among)
        if share >= LEFT_ALONE:
            return total


def _grown(terms, truth):
    """Boosted trees as service/free_text/trees.py takes them; attacks and right answers weigh alike."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=SMALLEST, l2_regularization=1.0, early_stopping=False
    )
    model.fit(terms, truth, sample_weight=numpy.where(truth, 0.5 / truth.mean(), 0.5 / (~truth).mean()))
    return _arrays([each[0].nodes for each in model._predictors], float(model._baseline_prediction.item()))


def _arrays(grown, first):
    most = max(map(len, grown))
    kept = {name: numpy.zeros((len(grown), most), kind) for name, kind in KINDS.items()}
    for number, nodes in enumerate(grown):
        size, leaf, own = len(nodes), nodes["is_leaf"].astype(bool), numpy.arange(len(nodes))
        kept["feature"][number, :size] = numpy.where(leaf, 0, nodes["feature_idx"])
        kept["most"][number, :size] = nodes["num_threshold"]
        for side in ("left", "right"):
            kept[side][number, :size] = numpy.where(leaf, own, nodes[side])
        kept["value"][number, :size] = numpy.where(leaf, nodes["value"], 0)
    return {**kept, "first": numpy.float64(first), "deepest": numpy.int64(max(nodes["depth"].max() for nodes in grown))}


KINDS = {"feature": numpy.int16, "most": numpy.float64, "left": numpy.int32, "right": numpy.int32, "value": numpy.float32}
