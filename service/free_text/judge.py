"""A reader that sees question, response and reference together: does the response say what the reference says?

It is the encoder with a small update of its weights (low-rank adaptation, Hu and others, 2021), taught by questions of
our own with graded responses and by public pairs of sentences where one follows from the other or denies it; how, tells
bench/grading. It is the one that notices a "not", a pair of swapped roles, or the same thought in other words.
"""
from pathlib import Path

import numpy

from service.free_text import graph
from service.free_text.altered import UNTRUE
from service.free_text.encoder import FIRST, LAST
from service.free_text.words import DENYING

FILE = Path(__file__).with_name("judge.npz")
MOST = (48, 160, 160)
"""Pieces that are read of the question, the response and the reference."""
PROBE = ("inner", "shift", "outer", "last")
"""What looks at a denying piece: 384 × units, and what is made of the units."""
NO_DENIAL = -6.0
SCALE = 2
"""What the product of the two narrow matrices is multiplied by, as when they were taught."""
PARTS = {
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "o": ("attention.output.dense",), "i": ("intermediate.dense",), "f": ("output.dense",),
}  # fmt: skip


class Judge:
    """Safe to use from several threads."""

    def __init__(self, encoder):
        """A judge beside a loaded encoder, whose files it shares."""
        with numpy.load(FILE) as kept:
            told = {name: kept[name].astype(numpy.float32) for name in kept.files}
        self.encoder = encoder
        self.session = encoder.ready(graph.model(encoder.weights, updates(told), outputs=(graph.LAYERS,), choice=("wanted",)))
        self.kinds = told["te"]
        self.head = [told[f"head.{name}"] for name in ("0.weight", "0.bias", "3.weight", "3.bias")]
        self.probe = [told.get(f"probe.{part}") for part in PROBE]
        self.denying = frozenset(one[0] for word in DENYING | UNTRUE if len(one := encoder.ids(word)) == 1)

    def opinion(self, question, response, reference):
        """Five numbers: the logits of the credit, of entailment, neutrality and contradiction, and that of a denial that was put in."""
        first, denying, *hidden = self.states(question, response, reference)
        pooled = numpy.concatenate([first, *(of_one.mean(0) for of_one in hidden)])
        inner, bias, outer, last = self.head
        return numpy.array([*(outer @ numpy.tanh(inner @ pooled + bias) + last), self._put_in(denying)], numpy.float32)

    def _put_in(self, rows):
        """The logit that one of the response's denying pieces was put in: of the one that looks most like it."""
        if not len(rows):
            return NO_DENIAL
        inner, bias, outer, last = self.probe
        return float((numpy.tanh(rows @ inner + bias) @ outer).max() + last)

    def states(self, question, response, reference):
        """What comes out for the first piece, for the response's denying pieces, for the whole response and for the reference."""
        ids = self.encoder.known_ids(question), self.encoder.ids(response), self.encoder.known_ids(reference)
        pieces, kinds = joined([some[:most] for some, most in zip(ids, MOST)])
        wanted = [0, *range(kinds.index(1), len(kinds))]  # of the question nothing is pooled but what stands before it
        rows = {"x": self.encoder.embedded(pieces, self.kinds[kinds]), "wanted": numpy.array(wanted)}
        first, said, wanted = numpy.split(self.session.run(None, rows)[0], [1, 1 + kinds.count(1)])
        return first[0], said[[at for at, piece in enumerate(ids[1][: MOST[1]]) if piece in self.denying]], said, wanted


def joined(texts):
    """The pieces of three texts with what stands between them, and for each piece which of the three it is of."""
    pieces, kinds = [FIRST], [0]
    for kind, ids in enumerate(texts):
        pieces += [*ids, LAST]
        kinds += [kind] * (len(ids) + 1)
    return pieces, kinds


def updates(told):
    """What is added to the published weights: {name: array}."""
    found = {}
    for layer in range(graph.LAYERS):
        for part, names in PARTS.items():
            a, b, bias = (told[f"layers.{layer}.{part}.{name}"] for name in ("A", "B", "db"))
            weights = numpy.split(b @ (a * SCALE), len(names)), numpy.split(bias, len(names))
            for name, weight, shift in zip(names, *weights):
                found[f"encoder.layer.{layer}.{name}.weight"] = weight
                found[f"encoder.layer.{layer}.{name}.bias"] = shift
    return found
