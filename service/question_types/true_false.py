"""A statement that is true or false."""
from schemas.base import Schema
from schemas.fields import Boolean
from service.question_types._checks import different, earning
from service.verdict import best


class Body(Schema):
    """Nothing: the prompt is the statement."""


class Match(Schema):
    value = Boolean(required=True)


class Response(Schema):
    response = Boolean(required=True)


def check(question):
    """No value has two answers, one of them earns credit."""
    yield from different(question, "value", lambda match: match["value"])
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the credit of the value."""
    return best(answer for answer in question["answers"] if answer["match"]["value"] is response)


EXAMPLE = {
    "type": "true_false",
    "prompt": "Sound travels faster in water than in air.",
    "answers": [
        {"match": {"value": True}, "credit": 1, "feedback": "Yes, more than four times as fast."},
        {"match": {"value": False}, "credit": 0, "feedback": "Whales hear each other over great distances."},
    ],
}
EXAMPLE_RESPONSE = True
