"""Our own way to write the answers of a text or number that is typed, read back: its mapping names them, its conditions compare them.

It is taken only where the scoring really gives what they say; what was changed elsewhere is read as any other file is.
"""
import re
from dataclasses import dataclass
from decimal import Decimal

from service.formats._qti_item import NUMERIC, NotHeld
from service.formats._qti_numbers import Span, hold, span
from service.formats._qti_operators import Meeting, Unclear, interval, tolerances
from service.formats._qti_texts import Test, differences, pattern
from service.formats._ranges import short

FAILURES = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What is raised where a file that says it is ours was changed."""
ANSWER = re.compile(r"answer_([0-9]{1,4})")


@dataclass
class Found:
    """The body and the answers, as (match, score, a value that meets it, place)."""

    body: dict
    answers: list


def ours(item, response, program, measure, ids=None):
    """What was found of this response, or None where it was not written so."""
    entries = response.mapping.entries if response.mapping else ()
    branches = sorted(_branches(item, response.name), key=lambda branch: branch[0])
    if not branches:
        branches = [(place, None) for place in range(len(entries))]
    if not entries or len(branches) != len(entries):
        return None
    try:
        if ids is not None:
            found = [({"choice": ids[key]}, worth, key) for key, worth, _ in entries]
            sound = all(measure(key) == worth for _, worth, key in found)
        elif response.base in NUMERIC:
            spans = [_span(key, worth, condition) for (key, worth, _), (_, condition) in zip(entries, branches)]
            found, sound = [(each.match, each.score, each.value) for each in spans], hold(spans, measure)
        else:
            tests = [_test(entry, condition) for entry, (_, condition) in zip(entries, branches)]
            found = [(each.match, each.score, each.value) for each in tests]
            sound = not differences(tests, measure)
    except (NotHeld, Unclear, *FAILURES):
        return None
    body = {} if ids is not None or response.base in NUMERIC else {"case_sensitive": entries[0][2]}
    return Found(body, [(*each, place) for each, (place, _) in zip(found, branches)]) if sound else None


def _branches(item, name):
    """Yield (place of the answer, the condition under which it is met) for each answer of a response."""
    for branch in item.processing.iter("responseIf", "responseElseIf") if item.processing is not None else ():
        told = [each.text or "" for setting in branch.findall("setOutcomeValue") for each in setting.iter("baseValue")]
        places = [found for found in map(ANSWER.fullmatch, told) if found]
        if places and any(each.get("identifier") == name for each in branch[0].iter("variable")):
            yield int(places[0][1]) - 1, branch[0]


def _test(entry, condition):
    text, worth, sensitive = entry
    if condition is None or condition.tag == "stringMatch":
        return Test(("exact", text, sensitive), {"text": text}, worth, text)
    for mode in ("wildcard", "regex"):
        match = {"text": text, "mode": mode}
        if condition.tag == "patternMatch" and pattern(match, sensitive) == condition.get("pattern"):
            key = ("pattern", condition.get("pattern"))
            return Test(key, match, worth, Meeting({key}))
    raise Unclear(condition.tag)


def _span(value, worth, condition):
    """The numbers that a condition takes; two bounds are half a unit of the value's last figure that counts."""
    if condition is None:
        found = span(value, value)
    elif condition.tag == "and":
        low, high = (Decimal(each.findtext("baseValue")) for each in condition)
        figures = value.adjusted() - (high - value).adjusted()
        found = Span(low, high, {"value": short(value), "tolerance": figures, "tolerance_type": "significant_figures"})
    elif condition.get("toleranceMode") == "relative":
        low, high = sorted(each.copy_abs().copy_sign(value) for each in interval(condition, abs(value)))
        found = Span(low, high, {"value": short(value), "tolerance": short(tolerances(condition)[0] / 100), "tolerance_type": "relative"})
    else:
        low, high = interval(condition, value)
        tolerance = {"tolerance": short(tolerances(condition)[0])} if high != low else {}
        found = Span(low, high, {"value": short(value), **tolerance})
    return Span(found.low, found.high, found.match, worth)
