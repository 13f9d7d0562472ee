"""Questions of QTI 1.2 with choices: one of several, several of several, true or false.

By which rule several choices are scored is found out by trying: of our rules the one is taken that gives what the
conditions of the item give: for every set of a few choices; of many for none, each, all, and what differs from the right
ones by one.
"""
import re
from decimal import Decimal
from itertools import combinations

from service.formats._qti12_feedback import Case, answer
from service.formats._qti12_item import Unsuited, identifiers
from service.formats._qti12_numbers import share, shown
from service.formats._qti12_rules import HUNDRED, full_mark
from service.formats._same_choices import once
from service.text import folded

NEAR = Decimal("0.005")
"""Percentages are rounded: 33.33 is a third."""
TRUE, FALSE = ("true", "true."), ("false", "false.")
TITLED = re.compile(r"answer_\d{1,4}")
FEW, MOST_TRIED = 6, 60
NO_KEY = "It names no right answer (a survey question, perhaps), so it cannot be graded."


def choices_of(response, prose):
    """(wire choices, {label ident: choice id}) of a response."""
    labels = response.labels
    ids = identifiers([each.ident for each in labels], "c")
    choices = []
    for label, ident in zip(labels, ids):
        text = prose(label.html)
        if not text:
            raise Unsuited(f"Choice {len(choices) + 1} has no text.")
        choices.append({"id": ident, "text": text, **({"pinned": True} if label.pinned else {})})
    if len(choices) < 2:
        raise Unsuited("It has fewer than two choices.")
    return choices, dict(zip((each.ident for each in labels), ids))


def single(item, rules, response, feedback, prose):
    """One choice out of several, or true or false."""
    scored = {each.ident: rules.outcome({response.ident: [each.ident]}) for each in response.labels}
    top = max((score for score, _ in scored.values()), default=0)
    if top <= 0:
        raise Unsuited(NO_KEY)
    full = full_mark(item, top)
    weights = {ident: value / 100 for ident, (value, _) in item.by_choice.items() if value is not None and _part_credit(item)}
    cases = [
        Case(ident, share(max(score / full, weights.get(ident, -1)) if ident in weights else score / full),
             shown | frozenset(item.by_choice.get(ident, (0, ()))[1]))
        for ident, (score, shown) in scored.items()
    ]  # fmt: skip
    feedback.share(cases)
    feedback.named_after(cases, lambda case: case.key)
    cases = in_order(cases, item, rules)
    values = _truth(response, prose)
    if values:
        answers = [answer(case, {"value": values[case.key]}) for case in cases if case.says]
        return {"type": "true_false", "answers": answers}, top
    choices, ids = choices_of(response, prose)
    body = {"choices": choices, **_shuffle(response)}
    answers = [answer(case, {"choice": ids[case.key]}) for case in cases if case.says]
    body["choices"], answers, same = once(choices, answers)
    prose.lose(*same)
    return {"type": "multiple_choice", "body": body, "answers": answers}, top


def in_order(cases, item, rules):
    """The cases in the order of the conditions that are titled answer_1 and so on, where an item has such (as we write it)."""
    named = [node.text for each, nodes in zip(item.conditions, rules.tests) if TITLED.fullmatch(each.title) for node in nodes if node.text]
    places = {text: place for place, text in reversed(list(enumerate(named)))}
    for case in cases:
        case.named = case.key in places
    return sorted(cases, key=lambda case: places.get(case.key, len(named)))


def titled(item):
    """Whether an item has such conditions."""
    return any(TITLED.fullmatch(each.title) for each in item.conditions)


def _part_credit(item):
    return item.facts.get("bbmd_partialcredit", "").lower() == "true"


def _shuffle(response):
    return {} if response.shuffle is None else {"shuffle": response.shuffle}


def _truth(response, prose):
    """{label ident: True or False} where the choices are the words true and false, else None."""
    if len(response.labels) != 2:
        return None
    words = {each.ident: folded(prose.plain(each.html)) for each in response.labels}
    if sorted(words.values()) not in (sorted((one, other)) for one, other in zip(FALSE, TRUE)):
        return None
    return {ident: word in TRUE for ident, word in words.items()}


def several(item, rules, response, feedback, prose):
    """Any number of choices out of several."""
    labels = [each.ident for each in response.labels]
    choices, ids = choices_of(response, prose)

    def tried(chosen):
        return rules.outcome({response.ident: [each for each in labels if each in chosen]})

    nothing, nothing_shown = tried(())
    alone = {each: tried((each,)) for each in labels}
    right = _right(rules, response.ident, labels, alone, nothing, tried)
    top = tried(right)[0]
    top = min(top, HUNDRED) if item.most == HUNDRED else top
    if not right or top <= 0:
        raise Unsuited(NO_KEY)
    if not item.d2l and (full := full_mark(item, top)) > top * (1 + NEAR):
        prose.lose(f"At most {shown(top)} of {shown(full)} can be had there; here the right choices earn all.")
    worth = {each: score - nothing for each, (score, _) in alone.items()}
    scoring, credits = _rule(item, right, labels, worth, top, tried, prose)
    cases = [
        Case(each, credits.get(each, 0), alone[each][1] - nothing_shown | frozenset(item.by_choice.get(each, (0, ()))[1]))
        for each in labels
    ]
    feedback.share(cases)
    feedback.named_after(cases, lambda case: case.key)
    cases = in_order(cases, item, rules)
    body = {"choices": choices, "scoring": scoring, **_shuffle(response)}
    answers = [answer(case, {"choice": ids[case.key]}) for case in cases if case.says]
    body["choices"], answers, same = once(choices, answers, several=True)
    prose.lose(*same)
    return {"type": "multiple_response", "body": body, "answers": answers}, top


def _right(rules, ident, labels, alone, nothing, tried):
    """The set of choices that scores most."""
    sets = [frozenset(each for each in labels if alone[each][0] > nothing)]
    for place in rules.scoring:
        named = frozenset(node.text for node in rules.tests[place] if node.ident == ident and not node.turned and node.kind == "varequal")
        subset = frozenset(
            one.strip() for node in rules.tests[place] if node.kind == "varsubset" and not node.turned for one in node.text.split(",")
        )
        sets += [named & frozenset(labels), subset & frozenset(labels)]
    sets = _every(labels) or sets[:MOST_TRIED]
    return max(sets, key=lambda each: (tried(each)[0], -len(each)))


def _every(labels):
    """Every set of a few choices; none of many, which would be too many sets."""
    if len(labels) > FEW:
        return []
    return [frozenset(each) for size in range(len(labels) + 1) for each in combinations(labels, size)]


def _rule(item, right, labels, alone, top, tried, prose):
    """(scoring, {label: credit}) by which the choices score as the item has it."""
    ones = {each: 1 for each in labels if each in right}
    sets = _to_try(right, labels)
    sakai = {"true": "partialscore", "false": "allornothing"}.get(item.facts.get("mcms_partial_credit", "").lower(), "")
    said = item.facts.get("scoring_algorithm", sakai).lower()
    by_d2l = {"1": "all_or_nothing", "2": "right_minus_wrong"}.get(item.facts.get("grading_type", "")) if item.d2l else None
    exact = all(tried(each)[0] <= 0 for each in sets if each != right)
    if said == "allornothing" or by_d2l == "all_or_nothing":
        if not exact and any(alone.values()) and not by_d2l and not sakai:
            prose.lose("The item gives points to single choices, but says that only all of them together count; so it is here.")
        return "all_or_nothing", ones
    if said in ("partialscore", "partialdeep") or by_d2l:
        return "right_minus_wrong", ones
    if exact:
        if item.type == "multiple answers":
            prose.lose("Only exactly the right choices count here, as the file says; Canvas itself gives part credit for such a question.")
        if item.blackboard and item.facts.get("bbmd_partialcredit", "").lower() == "true":
            return _blackboard(item, labels, right, ones, prose)
        return "all_or_nothing", ones
    credits = {each: share(score / top) for each, score in alone.items() if score}
    if all(_near(sum((Decimal(credits.get(one, 0)) for one in each), Decimal(0)) * top, tried(each)[0], top) for each in sets):
        return "per_choice", _filled(credits)
    if all(_near(Decimal(len(each & right) - len(each - right)) / len(right) * top, tried(each)[0], top) for each in sets):
        return "right_minus_wrong", ones
    prose.lose("Its conditions give points in other ways too; here only exactly the right choices count.")
    return "all_or_nothing", ones


def _blackboard(item, labels, right, ones, prose):
    """Blackboard's part credit: percentages of single choices, or else each choice rightly made or left counts the same."""
    weights = {each: item.by_choice[each][0] / 100 for each in labels if item.by_choice.get(each, (None,))[0]}
    if weights and abs(sum(each for each in weights.values() if each > 0) - 1) <= NEAR:
        return "per_choice", _filled({each: share(weight) for each, weight in weights.items()})
    prose.lose("Blackboard gives part credit for it; here only exactly the right choices count.")
    return "all_or_nothing", ones


def _to_try(right, labels):
    if every := _every(labels):
        return every
    sets = [frozenset(), right, frozenset(labels), frozenset(labels) - right]
    sets += [frozenset((each,)) for each in labels[:MOST_TRIED]]
    sets += [right ^ {each} for each in labels[:MOST_TRIED]]
    return sets


def _near(wanted, given, top):
    wanted, given = (min(max(each / top, Decimal(0)), Decimal(1)) for each in (wanted, given))
    return abs(wanted - given) <= NEAR


def _filled(credits):
    """Credits whose right ones add up to 1, where rounded percentages fall a little short of it or go beyond."""
    total = sum((Decimal(each) for each in credits.values() if each > 0), Decimal(0))
    if not total or abs(total - 1) > NEAR * 2:
        return credits
    return {each: share(credit / total) if credit > 0 else credit for each, credit in credits.items()}
