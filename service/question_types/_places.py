"""Scoring what has its place: the share of places that hold what an answer says."""
from decimal import Decimal

from service.verdict import NOTHING, Part, Verdict, exact


def share_in_place(answers, given, wanted):
    """The verdict by the answer that is worth most; `given` and `wanted(match)` are {place: what stands there}."""
    worths = [_worth(answer, given, wanted(answer["match"])) for answer in answers]
    credit = max(worths)
    met = answers[worths.index(credit)]
    key = wanted(met["match"])
    right = {place for place, each in key.items() if given.get(place) == each}
    each_is_worth = exact(met["credit"]) / len(key)
    parts = (Part(place, each_is_worth, "Right.") if place in right else Part(place, NOTHING, _wrong(place, given)) for place in key)
    return Verdict(credit, tuple(parts), (met,) if right else ())


def _worth(answer, given, key):
    hits = sum(given.get(place) == each for place, each in key.items())
    return Decimal(hits) * exact(answer["credit"]) / len(key)


def _wrong(place, given):
    return "Not what belongs here." if place in given else "Nothing stands here."
