"""Pairs: to each thing on the left belongs one on the right. The share of right pairs counts; with `all_or_nothing` only all of them do.

Several on the left may share one on the right, and the right may hold some that nothing belongs to. What is left open
counts as wrong. Several answers are alternatives: the one that gives most counts, times its credit.
"""
from schemas.base import Schema
from schemas.choices import ChoiceId, Choices
from schemas.fields import Dict, Enum
from service.question_types._checks import different, distinct, earning
from service.question_types._places import share_in_place
from service.verdict import Unfit


class Body(Schema):
    left = Choices(side="left", required=True)
    right = Choices(side="right", min=2, required=True)
    scoring = Enum("per_pair", "all_or_nothing", load_default="per_pair")


class Match(Schema):
    pairs = Dict(ChoiceId(side="left"), ChoiceId(side="right"), max=200, required=True)


class Response(Schema):
    response = Dict(ChoiceId(side="left"), ChoiceId(side="right"), max=200, required=True)


def check(question):
    """Ids and texts differ on either side, every answer pairs each thing on the left, one of them earns credit."""
    body = question["body"]
    yield from distinct(body["left"], "/body/left")
    yield from distinct(body["right"], "/body/right")
    left, right = _ids(body)
    for index, answer in enumerate(question["answers"]):
        pairs, where = answer["match"]["pairs"], f"/answers/{index}/match/pairs"
        yield from ((f"{where}{pointer}", message, "unknown_choice") for pointer, message in _strangers(pairs, left, right))
        if missing := [each for each in left if each not in pairs]:
            yield where, f"Nothing is paired with {', '.join(map(repr, missing))}.", "missing_pair"
    yield from different(question, "pairs", lambda match: frozenset(match["pairs"].items()))
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the share of right pairs, or all or nothing."""
    for pointer, message in _strangers(response, *_ids(question["body"])):
        raise Unfit(message, pointer=pointer)
    whole = question["body"]["scoring"] == "all_or_nothing"
    return share_in_place(question["answers"], response, lambda match: match["pairs"], whole)


def _ids(body):
    return ([choice["id"] for choice in body[side]] for side in ("left", "right"))


def _strangers(pairs, left, right):
    """Where pairs name what is on neither side: (pointer, message)."""
    for one, other in pairs.items():
        if one not in left:
            yield f"/{one}", f"No '{one}' on the left."
        if other not in right:
            yield f"/{one}", f"No '{other}' on the right."


EXAMPLE = {
    "type": "matching",
    "prompt": "Match each country with its capital.",
    "body": {
        "left": [{"id": "kenya", "text": "Kenya"}, {"id": "peru", "text": "Peru"}, {"id": "nepal", "text": "Nepal"}],
        "right": [
            {"id": "quito", "text": "Quito"},
            {"id": "kathmandu", "text": "Kathmandu"},
            {"id": "lima", "text": "Lima"},
            {"id": "nairobi", "text": "Nairobi"},
        ],
    },
    "answers": [
        {"match": {"pairs": {"kenya": "nairobi", "peru": "lima", "nepal": "kathmandu"}}, "explanation": "Quito is the capital of Ecuador."}
    ],
}
EXAMPLE_RESPONSE = {"kenya": "nairobi", "peru": "lima", "nepal": "kathmandu"}
