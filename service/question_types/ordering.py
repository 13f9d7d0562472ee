"""Things to put in order. The share of those that stand in their place counts; with `all_or_nothing` only the whole order does.

Several answers are alternatives: the one that gives most counts, times its credit.
"""
from schemas.base import Schema
from schemas.choices import ChoiceId, Choices
from schemas.fields import Enum, List
from service.question_types._checks import different, distinct, earning
from service.question_types._places import share_in_place
from service.verdict import Unfit


class Body(Schema):
    choices = Choices(min=2, required=True)
    scoring = Enum("in_place", "all_or_nothing", load_default="in_place")


class Match(Schema):
    order = List(ChoiceId(), min=2, max=200, unique=True, required=True)


class Response(Schema):
    response = List(ChoiceId(), max=200, unique=True, required=True)


def check(question):
    """Ids and texts differ, every answer orders all choices, one of them earns credit."""
    choices = question["body"]["choices"]
    yield from distinct(choices, "/body/choices")
    for index, answer in enumerate(question["answers"]):
        where = f"/answers/{index}/match/order"
        yield from ((f"{where}{pointer}", message, code) for pointer, message, code in _faults(answer["match"]["order"], choices))
    yield from different(question, "order", lambda match: tuple(match["order"]))
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the share in place, or all or nothing."""
    for pointer, message, code in _faults(response, question["body"]["choices"]):
        raise Unfit(message, code, pointer)
    whole = question["body"]["scoring"] == "all_or_nothing"
    return share_in_place(question["answers"], _places(response), lambda match: _places(match["order"]), whole)


def _places(order):
    return {str(place): choice for place, choice in enumerate(order, 1)}


def _faults(order, choices):
    known = [choice["id"] for choice in choices]
    for index, choice in enumerate(order):
        if choice not in known:
            yield f"/{index}", f"No choice '{choice}'.", "unknown_choice"
    if missing := sum(each not in order for each in known):  # counted, not named: their ids may tell the key
        yield "", f"Every choice needs a place: {missing} of {len(known)} have none.", "missing_choice"


EXAMPLE = {
    "type": "ordering",
    "prompt": "Order these from the smallest to the largest.",
    "body": {
        "choices": [
            {"id": "atom", "text": "An atom"},
            {"id": "cell", "text": "A cell of the body"},
            {"id": "ant", "text": "An ant"},
            {"id": "proton", "text": "A proton"},
        ]
    },
    "answers": [{"match": {"order": ["proton", "atom", "cell", "ant"]}, "credit": 1}],
}
EXAMPLE_RESPONSE = ["proton", "atom", "cell", "ant"]
