"""Fitting the guard: right answers against what attacks make of them and of the references, by boosted trees.

How usual pairs of words are comes first, out of our own answers. The threshold of a model is found on questions that the
trees have not seen (five folds), so that it lets through what it will let through elsewhere. All sets weigh alike.
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
MOST_RIGHT, MOST_PARTLY = 200, 60
ALL = 1.0
LEFT_ALONE = {
    "encoder": {"order": (0.98, 0.99, 0.99), "denial": (0.975, 0.97, ALL)}, "words": {"order": (0.99, 0.99, 0.99), "denial": (0.99, 0.99, 0.99)},
}  # fmt: skip
"""The share of short, middling and long right answers that each model of a reader leaves alone."""
TREES, LEAVES, RATE, SMALLEST = 150, 4, 0.06, 40
"""Small trees: larger ones know the exam that they were grown on better, and others worse."""
LENGTH = 6
"""Which feature is the logarithm of a response's words and one more."""
FOLDS = 5
RIGHT = ("right", "partly", "reference")


def usual():
    """What fluency.npz holds."""
    some = [text for block in lessons.blocks() for text in (block.reference, *(said for credit, _, said in block.responses if credit >= 0.5))]
    return fluency.written(map(words, some))


def of_rows(name, rows):
    """What guard.npz holds of the reader of this name, from what was gathered for it: {name of an array: array}."""
    return {f"{name}.{model}.{part}": array for model in guard.MODELS for part, array in _model(name, model, rows).items()}


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
                evidence = reader.evidence(prepared, 0, text, signals[0])
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


def _model(reader, name, rows):
    attacked = {attack.__name__ for attack in ATTACKS[name]}
    rows = [row for row in rows if row[2] in RIGHT or row[2] in attacked]
    terms, truth = numpy.array([found[name] for *_, found in rows]), numpy.array([kind in attacked for _, _, kind, _ in rows])
    weights, folds, unseen = _weights(rows, truth), _folds(rows), numpy.zeros(len(rows))
    for fold in progress(range(FOLDS), name):
        chosen = folds == fold
        trees = Trees(_grown(terms[~chosen], truth[~chosen], weights[~chosen]))
        unseen[chosen] = [trees.total(each) for each in terms[chosen]]
    right = [(total, row[0], _length(row[3][name])) for total, row in zip(unseen, rows) if row[2] == "right"]
    least = [_most_of([each for each in right if each[2] == length], share) for length, share in enumerate(LEFT_ALONE[reader][name])]
    return {**_grown(terms, truth, weights), "from": numpy.array(least)}


def _weights(rows, truth):
    """A weight for each row, so that all sets weigh alike, and in each attacks and right answers."""
    kinds = [(dataset, bool(true)) for (dataset, *_), true in zip(rows, truth)]
    many = Counter(kinds)
    return numpy.array([len(rows) / len(many) / many[each] for each in kinds])


def _folds(rows):
    questions = {question: number for number, question in enumerate(dict.fromkeys(question for _, question, *_ in rows))}
    return numpy.array([questions[question] % FOLDS for _, question, *_ in rows])


def _length(features):
    return guard.of_length(round(float(numpy.exp(features[LENGTH]))) - 1)


def _most_of(right, share):
    """The total that this share of right answers does not reach; all sets weigh alike. None reaches that of ALL."""
    among, reached = Counter(dataset for _, dataset, _ in right), 0.0
    for total, dataset, _ in sorted(right):
        reached += 1 / among[dataset] / len(among)
        if reached >= share < ALL:
            return total
    return float("inf")


def _grown(terms, truth, weights):
    """Boosted trees as service/free_text/trees.py takes them."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=SMALLEST, l2_regularization=1.0, early_stopping=False
    )
    model.fit(terms, truth, sample_weight=weights)
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
