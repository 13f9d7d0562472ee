"""A sentence or a few in the learner's own words, scored by how much of an answer they cover.

Several answers are alternatives: the one that gives most counts. What is wanted is the answer's key points, or its text
where it has none. Only the first `max_words` words are read. How a text is read: service/free_text.
"""
from dataclasses import replace

from schemas.base import Schema
from schemas.fields import Integer, List, Text
from service import free_text
from service.question_types._checks import different, earning
from service.text import folded
from service.verdict import NOTHING, Part, Verdict, exact


class Body(Schema):
    max_words = Integer(min=1, max=5000, load_default=None, allow_none=True)


class Match(Schema):
    text = Text(min=1, max=20_000, required=True)
    key_points = List(Text(min=1, max=2000), max=50, unique=True, load_default=list)


class Response(Schema):
    response = Text(max=20_000, required=True)


def check(question):
    """No two answers are the same text, one of them earns credit."""
    yield from different(question, "text", lambda match: folded(match["text"]))
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the most that any answer gives: its credit times how much of it is covered."""
    most, written = question["body"].get("max_words"), response.split()
    if cut := bool(most) and len(written) > most:
        response = " ".join(written[:most])

    def by(answer):
        match, credit = answer["match"], exact(answer["credit"])
        options = {"key_points": match.get("key_points", ()), "examples": examples, "policy": policy}
        reading = free_text.read(question["prompt"], [match["text"]], response, **options)
        return Verdict(
            reading.credit * credit, _parts(reading, match, credit), (answer,) if reading.credit else (),
            reading.confidence, reading.needs_review, reading.grader, reading.version,
            asked=(question["prompt"], match["text"], tuple(match.get("key_points", ())), response, reading),
            remarks=free_text.remarks(reading),
        )  # fmt: skip

    verdict = max((by(answer) for answer in question["answers"]), key=lambda verdict: verdict.credit)
    if not cut:
        return verdict
    return replace(verdict, breakdown=(*verdict.breakdown, Part("words", NOTHING, f"Only the first {most} of {len(written)} words count.")))


def _parts(reading, match, credit):
    """A part for each key point, or one for the whole answer."""
    points = match.get("key_points", ())
    if not points or not reading.shares:
        return (Part("answer", reading.credit * credit, reading.why or _sentence(reading)),)
    parts = [
        Part(str(number), share * credit / len(points), _found(point, reading))
        for number, (point, share) in enumerate(zip(points, reading.shares), 1)
    ]
    beyond = reading.credit * credit - sum(part.credit for part in parts)
    if beyond:
        where = "nearer to the answer" if beyond > 0 else "further from the answer"
        parts.append(Part("answer", beyond, reading.why or f"The text as a whole is {where} than its points are."))
    return tuple(parts)


def _found(point, reading):
    if point in reading.contradicted:
        return f"Seems to be contradicted: {point}"
    return f"{'Found' if point in reading.covered else 'Not found'}: {point}"


def _sentence(reading):
    said = [
        f"{word}: {', '.join(which)}."
        for word, which in (("Has", reading.covered), ("Lacks", reading.missing), ("At odds on", reading.contradicted))
        if which
    ]
    return " ".join(said)[:1000] or "Has nothing of the answer."


EXAMPLE = {
    "type": "open_ended",
    "prompt": "Why does ice float on water?",
    "body": {"max_words": 60},
    "answers": [
        {
            "match": {
                "text": "Water expands when it freezes, so that ice is less dense than the liquid.",
                "key_points": ["Water expands when it freezes", "Ice is less dense than the liquid"],
            },
            "credit": 1,
            "explanation": "The molecules of ice stand in a lattice with much room between them.",
        }
    ],
}
EXAMPLE_RESPONSE = "Water expands when it freezes, so that ice is less dense than the liquid."
