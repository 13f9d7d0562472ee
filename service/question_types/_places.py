"""Scoring what has its place: the share of places that hold what an answer says, or all of them or nothing."""
from decimal import Decimal

from service.verdict import NOTHING, Part, Verdict, exact


def share_in_place(answers, given, wanted, whole=False):
    """The verdict by the answer that is worth most; `given` and `wanted(match)` are {place: what stands there}.

    `whole` is whether a share earns nothing: all must stand in place.
    """
    worths = [_worth(answer, given, wanted(answer["match"]), whole) for answer in answers]
    credit = max(worths)
    met = answers[worths.index(credit)]
    key = wanted(met["match"])
    right = _right(given, key)
    missed = whole and right != key.keys()
    each_is_worth = NOTHING if missed else exact(met["credit"]) / len(key)
    parts = (Part(place, each_is_worth, "Right.") if place in right else Part(place, NOTHING, _wrong(place, given)) for place in key)
    return Verdict(credit, tuple(parts), (met,) if right and not missed else ())


def _worth(answer, given, key, whole):
    hits = len(_right(given, key))
    return NOTHING if whole and hits < len(key) else Decimal(hits) * exact(answer["credit"]) / len(key)


def _right(given, key):
    return {place for place, each in key.items() if given.get(place) == each}


def _wrong(place, given):
    return "Not what belongs here." if place in given else "Nothing stands here."
