"""How usual it is that two words stand side by side, by the classes they are of: it falls where words are in disorder.

A function word is a class of its own; the others are classed by their endings. What is kept for each pair of classes is
their pointwise mutual information (Church and Hanks, 1990): the logarithm of how much more often they stand side by side
in answers (our own, bench/grading/practice) than chance would have it, each pair counted once more than it came.
"""
from functools import cache
from pathlib import Path

import numpy

from service.free_text.words import FUNCTION_WORDS

FILE = Path(__file__).with_name("fluency.npz")
ENDINGS = ("ing", "ed", "ly", "s")
BEGINNING, END, NUMBER, OTHER = "^", "$", "#", "*"
STEPS = 20
"""What is kept is rounded to one in so many."""


def fluency(some):
    """For each two neighbours of a text's words, its beginning and its end among them, how usual they are side by side."""
    places, table = _kept()
    at = [places.get(each, places[OTHER]) for each in classes(some)]
    return table[at[:-1], at[1:]]


def classes(some):
    """The classes of a text's words, with its beginning and its end."""
    return [BEGINNING, *map(_class, some), END]


def written(texts):
    """What the file holds, out of the words of many texts: the names of the classes, and a table for pairs of them."""
    found = [classes(some) for some in texts]
    names = sorted({each for some in found for each in some})
    places = {name: at for at, name in enumerate(names)}
    counts = numpy.ones((len(names), len(names)))
    for some in found:
        for one, other in zip(some, some[1:]):
            counts[places[one], places[other]] += 1
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / counts.sum()
    return {"names": numpy.array(names), "table": numpy.clip(numpy.rint(numpy.log(counts / expected) * STEPS), -127, 127).astype(numpy.int8)}


def _class(word):
    if word.text in FUNCTION_WORDS:
        return word.text
    if word.number:
        return NUMBER
    return next((f"-{each}" for each in ENDINGS if len(word.text) > 4 and word.text.endswith(each)), OTHER)


@cache
def _kept():
    with numpy.load(FILE) as file:
        return {str(name): at for at, name in enumerate(file["names"])}, file["table"] / numpy.float32(STEPS)
