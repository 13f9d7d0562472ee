"""What a typed text is compared with, read as the answers of short_answer.

Every test that an item's scoring makes of a text becomes an answer worth what a text that passes just this test scores. The
first that is met counts there and the best one here: where that differs it is said.
"""
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from service.formats import _qti_patterns
from service.formats._qti_item import NotHeld
from service.formats._qti_operators import Meeting, Unclear, fits
from service.formats._qti_program import MAPS, tested
from service.formats._qti_scores import plain
from service.text import folded

MOST_TESTS, MOST_PATTERNS = 1000, 40
TESTS = ("stringMatch", "match", "member", "substring", "patternMatch", "isNull")


@dataclass(frozen=True)
class Test:
    """One test of a text: `key` as operators have it, the match that it becomes, and what passing it scores."""

    key: tuple
    match: dict
    score: Decimal
    value: object

    def passed(self, text):
        kind, wanted, *rest = self.key
        if kind == "pattern":
            return fits(wanted, text)
        wanted, text = (folded(each, case_sensitive=rest[0]) for each in (wanted, text))
        return wanted == text if kind == "exact" else wanted in text


def texts(program, response, measure):
    """(tests, whether capitals count, sentences on what is scored otherwise) for one response of text."""
    keys = list(dict.fromkeys(_keys(program, response)))
    if len(keys) > MOST_TESTS or sum(key[0] != "exact" for key in keys) > MOST_PATTERNS:
        raise NotHeld(f"It compares a text with more than {MOST_TESTS} others, or with more than {MOST_PATTERNS} patterns.")
    sensitive = any(key[0] == "pattern" or key[2] for key in keys)
    lost = ["An answer without any text was left out."] * any(not key[1].strip() for key in keys)
    found = []
    for key in (key for key in keys if key[1].strip()):
        value = key[1] if key[0] == "exact" else Meeting({key})
        found.append(Test(key, _match(key, sensitive), measure(value), value))
    found, same = _different(found)
    if rest := measure(Meeting(())):
        found.append(Test(("pattern", ".*"), {"text": "*", "mode": "wildcard"}, rest, Meeting(())))
    return found, sensitive, [*lost, *same, *_eased(program, response), *differences(found, measure)]


def _eased(program, response):
    """Sentences on what is let pass there in a text that is typed."""
    told = [each for rule in program.rules for each in rule.iter("variable", "mapTolResponse")]
    told = [each for each in told if each.get("identifier") == response.name]
    if any("ToAscii" in tested(each)[1] for each in told):
        yield "There accents were taken off what is typed before it was compared; here they count."
    for tolerance in dict.fromkeys(each.get("tolerance") for each in told if each.tag == "mapTolResponse"):
        if tolerance not in (None, "0"):
            yield f"There up to {tolerance} of the letters that are typed could be wrong; here every letter counts."


def _different(tests):
    """(tests, sentences): without a text that is the same as one before it, since capitals or white space do not count."""
    kept, lost = {}, []
    for test in tests:
        kind, text, *rest = test.key
        first = kept.setdefault((kind, folded(text, case_sensitive=rest[0]) if rest else text, *rest), test)
        if first.score != test.score:
            lost.append(f"“{text}” is the same here as “{first.key[1]}” before it, and so scores {plain(first.score)} as that does.")
        elif text.split() != first.key[1].split():
            lost.append(f"“{text}” is the same as “{first.key[1]}” before it, since capitals do not count; it was left out.")
    return list(kept.values()), lost


def _keys(program, response):
    """The tests that a program makes of a response, in its order."""
    if program.kind:
        by_map = program.kind.endswith("map_response") or (program.kind == "standard" and response.mapping)
        yield from _mapped(response) if by_map else (("exact", each, True) for each in response.correct)
    for rule in program.rules:
        for element in rule.iter("variable", *MAPS):
            if element.get("identifier") == response.name:
                yield from _mapped(response) if element.tag in MAPS else _compared(program, tested(element)[0])


def _mapped(response):
    if response.mapping is None:
        raise Unclear(f"mapResponse of {response.name}, which has no mapping")
    return [("exact", key, sensitive) for key, _, sensitive in response.mapping.entries]


def _compared(program, variable):
    test = variable.getparent()
    if test.tag not in TESTS:
        raise Unclear(f"{test.tag} of a text that is typed")
    if test.tag == "isNull":
        return
    if test.tag == "patternMatch":
        yield "pattern", test.get("pattern", "")
        return
    sensitive = test.tag in ("match", "member") or test.get("caseSensitive", "true") in ("true", "1")
    part = test.tag == "substring" or test.get("substring") in ("true", "1")
    for other in (each for each in test if each is not variable):
        value = program.constant(other)
        for each in value if isinstance(value, tuple) else (value,):
            if not isinstance(each, str):
                raise Unclear(f"{test.tag} of a text with something else")
            yield "contains" if part else "exact", each, sensitive


def _match(key, sensitive):
    kind, text, *rest = key
    if kind == "pattern":
        if (said := _qti_patterns.ours(text)) is None:
            raise Unclear(f"the pattern {text}")
        return {"text": said, "mode": "regex"}
    text = text.strip() if kind == "exact" else text
    if rest[0] is sensitive and (kind == "exact" or "\\" not in text):
        return {"text": text} if kind == "exact" else {"text": f"*{text.replace('*', chr(92) + '*')}*", "mode": "wildcard"}
    around = ".*" if kind == "contains" else ""
    return {"text": f"{around}{'' if rest[0] else '(?i)'}{re.escape(text)}{around}", "mode": "regex"}


def differences(tests, measure):
    """Sentences on texts that score otherwise there than by the best of these tests."""
    said, patterns = [], [test for test in tests if test.key[0] != "exact"]
    exact = {}
    for test in tests:
        if test.key[0] == "exact":
            exact.setdefault(folded(test.key[1]), []).append(test)
    for test in (each for same in exact.values() for each in same):
        met = [each for each in (*exact[folded(test.key[1])], *patterns) if each is test or each.passed(test.key[1])]
        best = max(each.score for each in met)
        if best != test.score:
            scored = f"{plain(test.score)} there and {plain(best)} here"
            said.append(f"“{test.key[1]}” scores {scored}, where the best answer that is met counts.")
    for one, two in combinations(patterns, 2):
        score, best = measure(Meeting({one.key, two.key})), max(one.score, two.score)
        if score != best:
            said.append(f"What fits both {one.match['text']} and {two.match['text']} scores {plain(score)} there and {plain(best)} here.")
    return said


def pattern(match, sensitive):
    """The pattern of XML Schema that takes what an answer with a wildcard or a regex takes, or None."""
    said = _qti_patterns.of_wildcard if match["mode"] == "wildcard" else _qti_patterns.theirs
    return said(match["text"], sensitive)
