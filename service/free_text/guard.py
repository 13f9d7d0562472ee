"""Against what looks like an answer and is none: an answer's words in disorder, or an answer with a denial put into it.

Two logistic models, `order` and `denial`, look at how a response's words stand beside the reference's and, where there is
one, at what the judge says. They were fitted on right answers of two exams and what attacks make of them (bench/grading),
with thresholds that leave nearly all right answers alone. What they flag gets no credit by itself: a person looks.
"""
import json
from functools import cache
from pathlib import Path

import numpy

from service.free_text.alignment import STOP_WORDS
from service.free_text.words import DENYING, known_words, words

FILE = Path(__file__).with_name("guard.json")
MODELS = ("order", "denial")
SMALLEST = 0.05
FEWEST = 4
"""Words of the shortest response that is looked at."""


@cache
def fitted():
    return json.loads(FILE.read_text())


def flagged(reader, signals, reference, response):
    """Which of the two models take a response for an attack: names out of MODELS."""
    said = words(response)
    if len(said) < FEWEST:
        return ()
    found = features(reader, signals, known_words(reference), said)
    kept = fitted()[reader]
    return tuple(name for name in MODELS if numpy.array(kept[name]["weights"]) @ found > kept[name]["from"])


def features(reader, signals, wanted, said):
    """What the models look at, of a response that has words, beside a reference; the last is 1."""
    stems, theirs = [word.stem for word in said], [word.stem for word in wanted]
    known, pairs, their_pairs = set(theirs), list(zip(stems, stems[1:])), set(zip(theirs, theirs[1:]))
    kept = sum(pair in their_pairs for pair in pairs) / max(len(pairs), 1)
    near = sum(pair[0] in known and pair[1] in known for pair in pairs) / max(len(pairs), 1)
    covered, precise = (len(set(stems) & known) / max(len(some), 1) for some in (known, set(stems)))
    more = _denials(said) - _denials(wanted)
    light = sum(stem in STOP_WORDS for stem in stems) / len(stems)
    by_words = [
        kept, near, near - kept, covered, precise, more, more % 2, float(more > 0), light, numpy.log(len(said) + 1),
        numpy.log(len(wanted) + 1), (near - kept) * precise, (near - kept) * covered, light * precise, kept / max(near, SMALLEST),
        float(more > 0) * numpy.log(len(wanted) + 1),
    ]  # fmt: skip
    if reader != "encoder":
        return numpy.array([*by_words, 1.0])
    credit, against, total, length = signals
    long = numpy.log(length + 1)
    denied = more > 0
    by_judge = [credit, against, total, credit * denied, against * denied, credit * covered, credit * long, against * long, total * credit]
    return numpy.array([*by_words, *by_judge, 1.0])


def _denials(some):
    return sum(word.text in DENYING or word.text.endswith(("n't", "n’t")) for word in some)
