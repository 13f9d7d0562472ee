"""Things to put in order, read as ordering: by places or all or nothing, whichever scores every order as the item does."""
from decimal import Decimal
from itertools import permutations
from math import factorial

from service.formats._qti_choices import LAST_DIGIT, Read, choices, known, preferred, response_of
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NotHeld
from service.formats._qti_operators import Unclear
from service.formats._qti_scores import Scale, wire

MOST_ANSWERS = 24
ALL_ORDERS = 5
"""Choices up to which every order of them is tried."""
NOT_MOVED = "A choice that stays in its place while others are shuffled is shuffled here with them."


def order(item, interaction, program, speech):
    """Things to put in order."""
    elements = list(interaction.iter("simpleChoice"))
    ids, response = known(item, elements, "c"), response_of(item, interaction)
    key = tuple(response.correct) or _by_rules(response, tuple(ids), program)
    if len(key) < 2 or len(key) != len(ids) or set(key) != set(ids):
        raise NotHeld("Its key does not give every choice its place, and here all are put in order.")
    tried = list(permutations(key)) if len(key) <= ALL_ORDERS else _orders(key)
    tried += [each for each in dict.fromkeys(program.named()) if len(key) > ALL_ORDERS and set(each) == set(key)]
    scores = {each: program.score({response.name: each}) for each in program.affordable(tried)}
    scale, keys = Scale(item, max(scores.values())), alternatives(item, key)
    rules = preferred(item, "all_or_nothing", "in_place")
    try:
        rule = rule_of(scores, keys, scale.full, lambda given, wanted: sum(map(str.__eq__, given, wanted)), rules)
    except Unclear:
        rule, keys = "all_or_nothing", _each(scores, scale, key)
    fixed = shuffled(interaction) and any(each.get("fixed") in ("true", "1") for each in elements)
    answers = [{"match": {"order": [ids[name] for name in each]}, "credit": wire(credit)} for each, credit in keys]
    body = {"choices": choices(elements, ids, speech, pinnable=False), "scoring": rule}
    trials = [Trial({response.name: each}, score / scale.full, frozenset({0} if score > 0 else ())) for each, score in scores.items()]
    return Read("ordering", body, answers, scale, trials, {}, [NOT_MOVED] * fixed)


def _by_rules(response, names, program):
    """The one order that scores best, where no key but only its rules name it; () where it cannot be told."""
    if not 1 < len(names) <= ALL_ORDERS or not program.rules:
        return ()
    scores = {each: program.score({response.name: each}) for each in permutations(names)}
    most = max(scores.values())
    best = [each for each, score in scores.items() if score == most]
    return best[0] if len(best) == 1 else ()


def _each(scores, scale, key):
    """Every order that earns something as an answer of its own, the key first, where all orders were tried."""
    found = {given: scale.share(score) for given, score in scores.items() if score > 0}
    if len(key) > ALL_ORDERS or len(scores) < factorial(len(key)) or min(scores.values()) < 0 or len(found) > MOST_ANSWERS:
        raise Unclear("a scoring that is neither by each part that is right nor all or nothing")
    return sorted(found.items(), key=lambda each: (-each[1], each[0] != key))


def shuffled(interaction):
    return interaction.get("shuffle") in ("true", "1")


def alternatives(item, key):
    """The keys of an item with what each is worth; our own files may name several, as KEY_1, KEY_2 and so on."""
    if not item.own or "KEY_1" not in item.outcomes:
        return [(key, Decimal(1))]
    found = [(f"KEY_{number}", f"CREDIT_{number}") for number in range(1, 1 + len(item.outcomes))]
    return [(tuple(item.outcomes[each]["default"]), item.number(credit) or Decimal(0)) for each, credit in found if each in item.outcomes]


def rule_of(scores, keys, full, hits, rules):
    """The first rule under which these keys give each response the score that it has; `hits(given, wanted)` counts what is right."""
    for rule in rules:
        def worth(given, wanted, credit, whole=rule == "all_or_nothing"):
            right = hits(given, wanted)
            return Decimal(0) if whole and right < len(wanted) else credit * right / len(wanted)

        if all(abs(score / full - max(worth(given, *key) for key in keys)) <= LAST_DIGIT for given, score in scores.items()):
            return rule
    raise Unclear("a scoring that is neither by each part that is right nor all or nothing")


def _orders(key):
    """Some orders of many things, from the right one to none in place."""
    turned = [key[at:] + key[:at] for at in range(len(key))]
    swapped = [key[:at] + (key[at + 1], key[at]) + key[at + 2 :] for at in range(len(key) - 1)]
    return [*turned, *swapped, *(key[:at] + key[at:][1:] + key[at : at + 1] for at in range(len(key))), key[::-1]]
