"""Against what looks like an answer and is none: an answer's words in disorder, or an answer with a denial put into it.

Two models, `order` and `denial`, look at how a response's words stand beside the reference's, how usual their order is,
and, where there is an encoder, at what the judge says, in what context each word stands, and what the judge says once a denial
is taken out. They are boosted trees, fitted on right answers and what attacks make of them (bench/grading), with thresholds for
each length that leave nearly all right answers alone. What they stop earns less than half
by itself, and a person looks: among those who mean no harm, most of what is stopped is right after all.
"""
from functools import cache
from pathlib import Path

import numpy

from service.free_text.alignment import STOP_WORDS
from service.free_text.altered import UNTRUE, clause_before
from service.free_text.fluency import fluency
from service.free_text.trees import PARTS, Trees
from service.free_text.words import DENYING, known_words, words

FILE = Path(__file__).with_name("guard.npz")
MODELS = ("order", "denial")
FEWEST = 4
"""Words of the shortest response that is looked at."""
LENGTHS = (30, 50)
"""Words from which a response is of middle length, and long: of many clauses one may well deny what the reference does not speak of."""
ODD = -0.3
"""Neighbours below this are seldom side by side."""
TRUE = frozenset("true case correct right".split())


@cache
def fitted(reader):
    """The models of a reader: {name: (Trees, log-odds from which a short, a middling and a long response is stopped)}."""
    with numpy.load(FILE) as file:
        return {name: _model(file, f"{reader}.{name}.") for name in MODELS}


def _model(file, at):
    return Trees({name: file[at + name] for name in (*PARTS, "first", "deepest")}), file[f"{at}from"]


def stopped(reader, evidence, prompt, reference, response):
    """Which of the two models take a response for an attack: names out of MODELS."""
    said = words(response)
    if len(said) < FEWEST:
        return ()
    wanted = known_words(reference)
    found, length = features(evidence, known_words(prompt), wanted, said), of_length(len(said))
    models = fitted(reader)
    asked = ("denial",) if counted(said) else MODELS
    taken = {name for name in asked if models[name][0].total(found[name]) > models[name][1][length]}
    if clause_before(said) and not clause_before(wanted):
        taken.add("denial")
    return tuple(name for name in MODELS if name in taken)


def counted(said):
    """Whether a text counts its parts, 1, then 2, and so on, each before a word: a list, which reads as in disorder without being it."""
    places = [at for at, word in enumerate(said) if word.text.isdecimal()]
    counts = [said[at].text for at in places] == [str(number) for number in range(1, len(places) + 1)]
    return len(places) > 1 and counts and all(other - one > 1 for one, other in zip(places, [*places[1:], len(said)]))


def of_length(count):
    """Whether a text of so many words is short (0), middling (1) or long (2)."""
    return sum(count >= each for each in LENGTHS)


def features(evidence, asked, wanted, said):
    """What each model looks at, of a response that has words, beside a reference: {name: array}.

    `evidence`: what the reader found, see its `evidence`.
    """
    stems, theirs = [word.stem for word in said], [word.stem for word in wanted]
    common = [*_beside(stems, theirs), *evidence]
    return {
        "order": numpy.array([*common, *_order(said, wanted), _rising(stems, theirs)], numpy.float32),
        "denial": numpy.array([*common, *_denial(asked, wanted, said)], numpy.float32),
    }


def _beside(stems, theirs):
    """How much of the reference's words and pairs of words a response has, and how long both are."""
    known, pairs, their_pairs = set(theirs), list(zip(stems, stems[1:])), set(zip(theirs, theirs[1:]))
    kept = sum(pair in their_pairs for pair in pairs) / max(len(pairs), 1)
    near = sum(one in known and other in known for one, other in pairs) / max(len(pairs), 1)
    covered, precise = (len(set(stems) & known) / max(len(some), 1) for some in (known, set(stems)))
    light = sum(stem in STOP_WORDS for stem in stems) / len(stems)
    return kept, near, near - kept, covered, precise, light, numpy.log(len(stems) + 1), numpy.log(len(theirs) + 1)


def _order(said, wanted):
    usual, theirs = fluency(said), fluency(wanted)
    return usual.mean(), (usual < ODD).mean(), usual.mean() - theirs.mean()


def _rising(stems, theirs):
    """How often a word that both have stands behind the one that it stands behind in the reference, too."""
    first = {stem: at for at, stem in reversed(list(enumerate(stems)))}
    places = [first[stem] for stem in theirs if stem in first]
    return sum(one < other for one, other in zip(places, places[1:])) / (len(places) - 1) if len(places) > 1 else 0.5


def _denial(asked, wanted, said):
    """How many words deny, here and there; how many are denied on one side only; and denials that nobody else has."""
    mine, theirs, of_question = (sum(word.text in DENYING for word in some) for some in (said, wanted, asked))
    more, sides = mine - theirs, _sides(wanted)
    turned = sum(stem in sides and ways != sides[stem] for stem, ways in _sides(said).items())
    untrue = _untrue(said) - _untrue(wanted)
    return more, more % 2, more > 0, mine, theirs, turned, turned / len(said), untrue, mine > 0 == theirs == of_question, of_question > 0


def _sides(some):
    """For each stem that tells anything whether it is denied, is not, or both."""
    found = {}
    for word in some:
        if word.telling:
            found.setdefault(word.stem, set()).add(word.denied)
    return found


def _untrue(some):
    """How often a text says of something that it is not true."""
    texts = [word.text for word in some]
    said = sum(text in UNTRUE for text in texts)
    return said + sum(one == "not" and TRUE & {other, third} != set() for one, other, third in zip(texts, texts[1:], [*texts[2:], ""]))
