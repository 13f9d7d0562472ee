"""Reading a response beside the references: rules first, then what the signals say, then what graded examples teach."""
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import numpy

from service.free_text import equipment, guard, key_points, memory, scoring
from service.free_text import policy as policies
from service.free_text.altered import altered
from service.free_text.disguise import undisguised
from service.free_text.examples import Learnt
from service.free_text.reading import Reading
from service.free_text.siblings import of_another
from service.free_text.words import known_words
from service.free_text.zero_rules import nothing_said
from service.text import same

SUREST = 0.98
FOREIGN = 0.55
"""The most confidence in a reading of a language that the reader was not made for."""
DISORDER, DOUBTFUL = "It has an answer's words, but in disorder, or something in it is denied.", 0.5
"""What is said where the guard stops a response, and how sure that is: right answers in a few catchwords look like that, too."""
WHEN_STOPPED = Decimal("0.49")
"""What such a response earns before a person has looked; one that earns less than half by itself is not looked at."""
FOUND = 0.5
"""The share of a point from which it counts as found."""
NOTHING, RIGHT, FULL = Decimal(0), Decimal("0.5"), Decimal(1)
REHEARSED = (
    ("What does rain do to a river?", "It makes the level of the river rise.", "The rain makes its level rise: the level of the river."),
    ("Que fait la pluie à une rivière ?", "Elle fait monter la rivière.", "La rivière va monter avec la pluie qui la fait plus grande."),
)
"""Right answers for each reader, so that the guard looks, too."""


def load():
    """Load all that reads, by reading: what is there when a process divides itself is shared by those that come of it."""
    for prompt, reference, response in REHEARSED:
        read(prompt, (reference,), response, key_points=(reference,))
    memory.give_back()


def read(prompt, references, response, *, key_points=(), examples=(), policy=None, siblings=()):
    """Read a response to a prompt beside the references, which are alternatives.

    `key_points`: what the author wants found; credit is then the mean of what is found of them and of the whole.
    `examples`: graded responses to the same question, as (text, credit from 0 to 1). `policy`: when a person should look,
    see policy.threshold. `siblings`: the other questions of the topic, each a Sibling. Gives a Reading.
    """
    points, references = tuple(key_points), tuple(references)
    seen, disguised = undisguised(response, " ".join(references))
    reader, at_home = equipment.reader(references, seen)
    named = {"grader": reader.name, "version": reader.version}
    if met := [number for number, each in enumerate(references) if same(each, seen)]:
        return _whole(points, references, met[0], policies.everything(policy), named)
    if ruled := nothing_said(prompt, references, seen):
        why, look = ruled
        return _nothing(why, look or policies.everything(policy), points, named)
    known = tuple((text, float(credit)) for text, credit in examples)
    why = altered(references, seen) or of_another(siblings, prompt, (*references, " ".join(points)), seen)
    if why and not any(same(text, seen) for text, _ in known):
        return _nothing(why, True, points, named)
    reading = replace(_weighed(reader, prompt, references, seen, points, known), **named)
    confidence = reading.confidence if at_home else min(reading.confidence, FOREIGN)
    look = reading.needs_review or disguised or confidence < policies.threshold(reader.name, policy)
    return replace(reading, confidence=round(confidence, 4), needs_review=look)


def _weighed(reader, prompt, references, seen, points, examples):
    prepared = _prepared(reader, prompt, references)
    signals = reader.signals(prepared, seen)
    if not signals:
        return _nothing("There are no words that can be read.", False, points, {})
    shares = reader.shares(prompt, prepared, points, seen)
    nearest, total = scoring.nearest(reader.name, signals, [share for share, _ in shares])
    if examples:
        learnt, gists = _learnt(reader, prompt, references, points, examples)
        gist = reader.gist(seen)
        total = learnt.total(total, [reader.likeness(gist, each) for each in gists])
    credit, known = scoring.credit(total), any(same(text, seen) for text, _ in examples)
    if credit >= RIGHT and not known and _stopped(reader, prompt, prepared, nearest, signals[nearest], seen):
        return replace(_nothing(DISORDER, True, points, {}), credit=WHEN_STOPPED, confidence=DOUBTFUL)
    parts, found = (points, shares) if points else _parts(reader, prompt, prepared, references, seen, signals)
    against = tuple(part for part, (_, denied) in zip(parts, found) if denied)
    return Reading(
        credit, scoring.confidence(reader.name, total, len(known_words(prepared.references[nearest]))),
        covered=tuple(part for part, (share, denied) in zip(parts, found) if share >= FOUND and not denied),
        missing=tuple(part for part, (share, denied) in zip(parts, found) if share < FOUND and not denied),
        contradicted=against, shares=tuple(_rounded(share) for share, _ in shares),
        nearest=references.index(prepared.references[nearest]),
    )  # fmt: skip


def _stopped(reader, prompt, prepared, nearest, signals, seen):
    """Which models of the guard take the response for an attack on the reference that it is nearest to."""
    evidence = reader.evidence(prepared, nearest, seen, signals)
    return guard.stopped(reader.name, evidence, prompt, prepared.references[nearest], seen)


def _whole(points, references, number, look, named):
    """Full credit, for it is what is wanted, word for word."""
    covered, shares = points or (references[number],), (FULL,) * len(points)
    return Reading(FULL, SUREST, look, covered=covered, shares=shares, why="It is the answer itself.", nearest=number, **named)


def _nothing(why, look, points, named):
    """No credit, by a rule."""
    return Reading(NOTHING, SUREST, look, missing=points, shares=(NOTHING,) * len(points), why=why, guarded=True, **named)


@lru_cache(maxsize=2000)
def _prepared(reader, prompt, references):
    return reader.prepare(prompt, references)


@lru_cache(maxsize=500)
def _learnt(reader, prompt, references, points, examples):
    """What the examples teach that have words, and their gists."""
    prepared = _prepared(reader, prompt, references)
    known = [(text, credit, signals) for text, credit in examples if (signals := reader.signals(prepared, text))]
    totals = [_total(reader, prompt, prepared, points, text, signals) for text, _, signals in known]
    gists = [reader.gist(text) for text, *_ in known]
    likeness = numpy.array([[reader.likeness(one, other) for other in gists] for one in gists])
    return Learnt(totals, [credit for _, credit, _ in known], likeness), gists


def _total(reader, prompt, prepared, points, text, signals):
    shares = reader.shares(prompt, prepared, points, text)
    return scoring.nearest(reader.name, signals, [share for share, _ in shares])[1]


def _parts(reader, prompt, prepared, references, seen, signals):
    """The parts of the first reference, and for each what was found of it."""
    parts = key_points.split(references[0])
    return parts, reader.parts(prompt, prepared, parts, seen, signals)


def _rounded(share):
    return Decimal(str(round(float(share), 4))).quantize(Decimal("0.01"))
