"""One choice out of several; each is worth the credit of its answer, and nothing where it has none."""
from schemas.base import Schema
from schemas.choices import ChoiceId, Choices, Pinnable
from schemas.fields import Boolean
from service.question_types._checks import chosen, distinct, earning
from service.verdict import Unfit, best


class Body(Schema):
    choices = Choices(Pinnable, min=2, required=True)
    shuffle = Boolean(load_default=True)


class Match(Schema):
    choice = ChoiceId(required=True)


class Response(Schema):
    response = ChoiceId(required=True)


def check(question):
    """Ids and texts differ, every answer names a choice, one of them earns credit."""
    choices = question["body"]["choices"]
    yield from distinct(choices, "/body/choices")
    yield from chosen(question, choices)
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the chosen one's credit."""
    if response not in (choice["id"] for choice in question["body"]["choices"]):
        raise Unfit(f"No choice '{response}'.")
    return best((answer for answer in question["answers"] if answer["match"]["choice"] == response), part=response)


EXAMPLE = {
    "type": "multiple_choice",
    "prompt": "Which of these is a prime number?",
    "body": {
        "choices": [
            {"id": "kiwi", "text": "21"},
            {"id": "plum", "text": "23"},
            {"id": "fig", "text": "25"},
            {"id": "none", "text": "None of these", "pinned": True},
        ]
    },
    "answers": [
        {"match": {"choice": "plum"}, "credit": 1, "feedback": "Yes: only 1 and 23 divide it."},
        {"match": {"choice": "kiwi"}, "credit": 0, "feedback": "3 × 7 is 21."},
    ],
}
EXAMPLE_RESPONSE = "plum"
