"""A longer text that only a person can judge, by a rubric where there is one.

Answers are models for the reviewer to compare with, and none is needed. Only a response without any text is scored here.
"""
from marshmallow import fields

from schemas.base import Schema
from schemas.fields import LABEL, Integer, List, Number, Text
from schemas.prose import Prose
from service.text import folded
from service.verdict import NOTHING, Part, Verdict

ANSWERS_OPTIONAL = True


class Level(Schema):
    """How well a criterion may be met, and what share of its points that is worth."""

    id = Text(pattern=LABEL, max=64, required=True)
    text = Prose(min=1, max=2000, required=True)
    credit = Number(min=0, max=1, places=5, required=True)


class Criterion(Schema):
    """What a reviewer looks at."""

    id = Text(pattern=LABEL, max=64, required=True)
    criterion = Prose(min=1, max=2000, required=True)
    levels = List(fields.Nested(Level), min=1, max=20, required=True)


class Body(Schema):
    rubric = List(fields.Nested(Criterion), max=50, load_default=list)
    max_words = Integer(min=1, max=5000, load_default=None, allow_none=True)


class Match(Schema):
    text = Text(min=1, max=20_000, required=True)


class Response(Schema):
    response = Text(max=20_000, required=True)


def check(question):
    """The ids of criteria differ, and so do those of the levels of each."""
    yield from _doubled(question["body"]["rubric"], "/body/rubric", "criterion")
    for index, criterion in enumerate(question["body"]["rubric"]):
        yield from _doubled(criterion["levels"], f"/body/rubric/{index}/levels", "level")


def grade(question, response, *, examples=(), policy=None):
    """Leave it to a person, unless nothing was written."""
    if not folded(response):
        return Verdict(NOTHING, (Part("text", NOTHING, "Nothing was written."),))
    parts = [Part(each["id"], NOTHING, "A person has to judge this.") for each in question["body"]["rubric"]]
    words, most = len(response.split()), question["body"].get("max_words")
    if most and words > most:
        parts.append(Part("words", NOTHING, f"{words} words were written, where {most} are allowed."))
    return Verdict(None, tuple(parts), confidence=0.0, needs_review=True, grader="person")


def _doubled(things, pointer, word):
    ids = [each["id"] for each in things]
    for index, each in enumerate(ids):
        if each in ids[:index]:
            yield f"{pointer}/{index}/id", f"A second {word} '{each}'.", f"doubled_{word}"


EXAMPLE = {
    "type": "essay",
    "prompt": "Should a town close its centre to cars? Weigh two reasons for it and one against.",
    "body": {
        "rubric": [
            {
                "id": "reasons",
                "criterion": "Gives two reasons for and one against",
                "levels": [
                    {"id": "none", "text": "Gives none", "credit": 0},
                    {"id": "some", "text": "Gives one or two", "credit": 0.5},
                    {"id": "all", "text": "Gives all three", "credit": 1},
                ],
            }
        ],
        "max_words": 400,
    },
    "answers": [{"match": {"text": "Cleaner air and safer streets speak for it. Shops that live on deliveries may suffer."}}],
}
EXAMPLE_RESPONSE = "Without cars the air is cleaner and children can play, but not everybody can walk far."
