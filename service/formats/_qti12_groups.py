"""Matching in QTI 1.2 where both sides stand in one list (response_grp), and statements that are each judged right or wrong.

After the ASI information model 1.2, section 3.2.3, as ILIAS and Sakai write it. Pairs are named by `varsubset` (ILIAS: `term,definition`)
or by a `varequal` whose respident is one thing and whose text is the other (Sakai). Statements to be judged (Kprim) are written by OLAT
as `1234:correct` and `1234:wrong`, by ILIAS as 1 and 0 for the statement's number.
"""
from decimal import Decimal

from service.formats import _prose
from service.formats._qti12_choices import NEAR, NO_KEY
from service.formats._qti12_item import Unsuited, identifiers
from service.formats._qti12_numbers import number
from service.formats._qti12_xml import attribute, below, words

JUDGED = {"correct": "+", "wrong": "-", "1": "+", "0": "-"}
KPRIM = "kprim"
DIFFERENT = "Its pairs are worth different points there; here each counts the same."
COSTS = "What is wrong costs points there; here it only earns none."
HALF = "There it earns something already when only most of it is right; here each part counts the same."


def named_pairs(item, response):
    """{(one thing, the other): what it is worth} for the pairs that conditions name, each by itself."""
    labels, found = {each.ident for each in response.labels}, {}
    for condition in item.conditions:
        tests = below(condition.test, "varsubset", "varequal") if condition.test is not None else []
        pairs = [pair for each in tests if (pair := _pair(each, labels))]
        if len(pairs) == 1 == len(tests):
            found[pairs[0]] = found.get(pairs[0], Decimal(0)) + _worth(condition)
    return found


def _pair(test, labels):
    ends = words(test).replace(" ", "").split(",")
    if len(ends) == 1:
        ends = [attribute(test, "respident"), *ends]
    return tuple(ends) if len(ends) == 2 and set(ends) <= labels and ends[0] != ends[1] else None


def _worth(condition):
    return sum((number(text) or Decimal(0) for _, action, text in condition.sets if action in ("add", "set")), Decimal(0))


def grouped(item, response, prose):
    """Two sides in one list: the things of the first side stand on the left if to each belongs one of the other, else the others."""
    worths = named_pairs(item, response)
    pairs = [pair for pair, worth in worths.items() if worth > 0]
    if not pairs:
        raise Unsuited(NO_KEY)
    order = {each.ident: place for place, each in enumerate(response.labels)}
    if order[pairs[0][0]] > order[pairs[0][1]]:
        pairs = [pair[::-1] for pair in pairs]
    if len({pair[0] for pair in pairs}) < len(pairs):
        pairs = [pair[::-1] for pair in pairs]
    lefts = list(dict.fromkeys(pair[0] for pair in pairs))
    if len(lefts) < len(pairs) or set(lefts) & {pair[1] for pair in pairs}:
        raise Unsuited("In its key one thing belongs to several, and here each on the left belongs to one on the right.")
    sides = _sides(response, lefts, prose)
    shares = [worth for worth in worths.values() if worth > 0]
    prose.lose(*[DIFFERENT] * (max(shares) - min(shares) > max(shares) * NEAR * 2), *[COSTS] * any(worth < 0 for worth in worths.values()))
    return _matching(*sides, dict(pairs), "per_pair", prose), sum(shares, Decimal(0))


def _sides(response, lefts, prose):
    """(the labels of the left side that have a partner, those of the right side)."""
    labels = [each for each in response.labels if each.ident]
    grouping = {each.ident for each in labels if "match_group" in each.element.attrib}
    sides = (grouping, {each.ident for each in labels} - grouping) if grouping else ()
    side = next((each for each in sides if set(lefts) <= each), set(lefts))
    if len(side) > len(lefts):
        prose.lose(f"{len(side) - len(lefts)} of its things have no right match; they were left out.")
    return [each for each in labels if each.ident in lefts], [each for each in labels if each.ident not in side]


def _matching(left, right, pairs, scoring, prose):
    ids, texts = [], []
    for side, letter in ((left, "l"), (right, "r")):
        names = [each.ident for each in side]
        ids.append(dict(zip(names, identifiers(names, letter))))
        texts.append([{"id": ids[-1][each.ident], "text": prose(each.html)} for each in side])
    if len(right) < 2 or any(not each["text"] for side in texts for each in side):
        raise Unsuited("Fewer than two things are there to match with, or one of its things has no text or image that could be kept.")
    match = {"pairs": {ids[0][one]: ids[1][other] for one, other in pairs.items()}}
    return {"type": "matching", "body": {"left": texts[0], "right": texts[1], "scoring": scoring}, "answers": [{"match": match}]}


def judged(item, response):
    """{statement's ident: "+" or "-"} where each is to be judged; None in other items."""
    idents, found = {each.ident for each in response.labels}, {}
    for condition in item.conditions:
        for test in below(condition.test, "varequal") if condition.test is not None else ():
            one, parted, said = words(test).rpartition(":")
            if KPRIM in item.type:
                one, said = attribute(test, "respident"), words(test)
            if (parted or KPRIM in item.type) and one in idents and said in JUDGED:
                found.setdefault(one, JUDGED[said])
    return found if found and set(found) == idents else None


def statements(item, response, key, prose):
    """Statements, each judged right or wrong, as things to be matched with + and -."""
    told = {"+": item.facts.get("custom_true_option_label") or "+", "-": item.facts.get("custom_false_option_label") or "−"}
    right = [{"id": ident, "text": _prose.from_plain(told[sign])} for ident, sign in (("right", "+"), ("wrong", "-"))]
    ids = identifiers([each.ident for each in response.labels], "l")
    left = [{"id": ident, "text": prose(each.html)} for each, ident in zip(response.labels, ids)]
    if any(not each["text"] for each in left):
        raise Unsuited("One of its statements has no text.")
    pairs = {one["id"]: "right" if key[each.ident] == "+" else "wrong" for one, each in zip(left, response.labels)}
    parts = [_worth(condition) for condition in item.conditions]
    together = sum(1 for each in parts if each > 0) == 1
    prose.lose(*[COSTS] * any(each < 0 for each in parts), *[HALF] * (together and bool(item.least)))
    body = {"left": left, "right": right, "scoring": "all_or_nothing" if together and not item.least else "per_pair"}
    top = sum((each for each in parts if each > 0), Decimal(0))
    return {"type": "matching", "body": body, "answers": [{"match": {"pairs": pairs}}]}, top
