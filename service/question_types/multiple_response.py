"""Any number of choices out of several, scored by one of three rules.

`per_choice`: the credits of the chosen ones are added up, within 0 and 1. A share such as a third has no last digit, so
a sum that falls short of 1 by no more than 0.00001 a chosen one is full credit: three times 0.33333 is.
`all_or_nothing`: full credit for exactly the right ones (those with a credit above 0), else nothing.
`right_minus_wrong`: right ones less wrong ones, over the number of right ones, and never below 0.
"""
from decimal import Decimal

from schemas.base import Schema
from schemas.choices import ChoiceId, Choices, Pinnable
from schemas.fields import Boolean, Enum, List
from service.question_types._checks import chosen, distinct, earning
from service.verdict import FULL, NOTHING, Part, Unfit, Verdict, clamped, exact

LAST_DIGIT = Decimal("0.00001")


class Body(Schema):
    choices = Choices(Pinnable, min=2, required=True)
    shuffle = Boolean(load_default=True)
    scoring = Enum("per_choice", "all_or_nothing", "right_minus_wrong", load_default="per_choice")


class Match(Schema):
    choice = ChoiceId(required=True)


class Response(Schema):
    response = List(ChoiceId(), max=200, unique=True, required=True)


def check(question):
    """Ids and texts differ, every answer names a choice, and who chooses all the right ones gets full credit."""
    choices = question["body"]["choices"]
    yield from distinct(choices, "/body/choices")
    yield from chosen(question, choices)
    yield from earning(question)
    credits = [exact(answer["credit"]) for answer in question["answers"] if answer["credit"] > 0]
    if question["body"]["scoring"] == "per_choice" and credits and _added(credits) < FULL:
        yield "/answers", f"The credits of the right choices add up to {sum(credits)}: full credit needs 1.", "full_credit_unreachable"


def grade(question, response, *, examples=(), policy=None):
    """Score the chosen ones by the question's rule."""
    credits = dict.fromkeys((choice["id"] for choice in question["body"]["choices"]), NOTHING)
    for index, choice in enumerate(response):
        if choice not in credits:
            raise Unfit(f"No choice '{choice}'.", pointer=f"/{index}")
    credits |= {answer["match"]["choice"]: exact(answer["credit"]) for answer in question["answers"]}
    right = {choice for choice, credit in credits.items() if credit > 0}
    credit, worth = RULES[question["body"]["scoring"]](response, right, credits)
    parts = [Part(each, worth(each), "Right." if each in right else "Not one of the right ones.") for each in response]
    parts += [Part(each, NOTHING, "Right, but not chosen.") for each in credits if each in right - set(response)]
    return Verdict(credit, tuple(parts), tuple(answer for answer in question["answers"] if answer["match"]["choice"] in response))


def _added(credits):
    """The sum, where what is lost to five decimal places does not count."""
    total = sum(credits, NOTHING)
    return FULL if FULL - LAST_DIGIT * len(credits) <= total < FULL else total


def _per_choice(response, right, credits):
    return clamped(_added([credits[each] for each in response])), credits.get


def _all_or_nothing(response, right, credits):
    exactly = set(response) == right
    return Decimal(exactly), lambda choice: FULL / len(right) if exactly else NOTHING


def _right_minus_wrong(response, right, credits):
    hits = len(right.intersection(response))
    share = Decimal(hits - (len(response) - hits)) / len(right)
    return max(share, NOTHING), lambda choice: (FULL if choice in right else -FULL) / len(right)


RULES = {"per_choice": _per_choice, "all_or_nothing": _all_or_nothing, "right_minus_wrong": _right_minus_wrong}

EXAMPLE = {
    "type": "multiple_response",
    "prompt": "Which of these are mammals?",
    "body": {
        "choices": [
            {"id": "bat", "text": "The bat"},
            {"id": "shark", "text": "The shark"},
            {"id": "seal", "text": "The seal"},
            {"id": "none", "text": "None of these", "pinned": True},
        ],
        "scoring": "right_minus_wrong",
    },
    "answers": [
        {"match": {"choice": "bat"}, "credit": 0.5, "feedback": "Wings do not make a bird: it suckles its young."},
        {"match": {"choice": "seal"}, "credit": 0.5},
        {"match": {"choice": "shark"}, "credit": -0.5, "feedback": "A fish: it breathes with gills."},
    ],
}
EXAMPLE_RESPONSE = ["bat", "seal"]
