"""Pairs of QTI read as matching: things of two sets, or of one, that belong together.

To each on the left belongs one on the right, so the side of which each has one partner is the left one here.
"""
from decimal import Decimal

from service.formats._qti_choices import Read, choices, known, preferred, response_of
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NotHeld
from service.formats._qti_operators import Bag, Unclear
from service.formats._qti_orders import NOT_MOVED, alternatives, rule_of, shuffled
from service.formats._qti_scores import Scale, plain, wire
from service.formats._same_choices import merged

MOST_TRIED = 40
ALIKE = "Things on the right that read the same are one thing here."


def match(item, interaction, program, speech):
    """Two sets whose members belong together."""
    sides = [list(each) for each in interaction.findall("simpleMatchSet")]
    if len(sides) != 2:
        raise NotHeld("It has another number of sets to match than two.")
    return _matching(item, interaction, program, speech, *sides)


def associate(item, interaction, program, speech):
    """One set whose members belong together: the first of each pair of the key stands on the left."""
    response, elements = response_of(item, interaction, "directedPair", "pair"), interaction.findall("simpleAssociableChoice")
    firsts = [pair.split()[0] for pair in response.correct if len(pair.split()) == 2]
    seconds = {pair.split()[-1] for pair in response.correct}
    if not firsts or len(set(firsts)) < len(firsts) or seconds & set(firsts):
        raise NotHeld("In its key one thing belongs to several, and here each on the left belongs to one on the right.")
    sides = ([each for each in elements if (each.get("identifier") in firsts) is side] for side in (True, False))
    read = _matching(item, interaction, program, speech, *sides)
    read.lost.append("Any two things could be paired there; here the first of each right pair stands on the left.")
    return read


def _matching(item, interaction, program, speech, left, right):
    response = response_of(item, interaction, "directedPair", "pair")
    pairs = [tuple(pair.split()) for pair in response.correct]
    if not pairs and response.mapping:
        pairs = [tuple(key.split()) for key, worth, _ in response.mapping.entries if worth > 0]
    names = [[each.get("identifier", "") for each in side] for side in (left, right)]
    if not item.own and response.base == "pair":
        pairs = [pair if pair[0] in names[0] else pair[::-1] for pair in pairs]
    turned = not _one_each(pairs, names[0])
    if turned:
        pairs, left, right = [pair[::-1] for pair in pairs], right, left
        names = names[::-1]
        if not _one_each(pairs, names[0]):
            raise NotHeld("In its key one thing belongs to several or to none, and here each on the left belongs to one on the right.")
    if strangers := [pair[1] for pair in pairs if pair[1] not in names[1]]:
        raise NotHeld(f"Its key names '{strangers[0]}', which is not among its choices.")
    if len(right) < 2:
        raise NotHeld("It has fewer than two things to be chosen from.")
    return _read(item, interaction, program, speech, (left, right), dict(pairs), turned)


def _one_each(pairs, names):
    return all(len(pair) == 2 for pair in pairs) and sorted(pair[0] for pair in pairs) == sorted(names)


def _read(item, interaction, program, speech, sides, key, turned):
    response = response_of(item, interaction, "directedPair", "pair")
    ids = [known(item, side, letter) for side, letter in zip(sides, "lr")]

    def given(pairs):
        ends = [pair[::-1] if turned else pair for pair in pairs.items()]
        return {response.name: Bag(" ".join(sorted(pair) if response.base == "pair" else pair) for pair in ends)}

    tried = program.affordable([*_tried(key, list(ids[1])), *_named(program, ids, turned)])
    scores = {tuple(pairs.items()): program.score(given(pairs)) for pairs in tried}
    scale = Scale(item, max(scores.values()))
    keys = [(tuple(tuple(pair.split()) for pair in pairs), credit) for pairs, credit in alternatives(item, ())] if item.own else []
    keys = [each for each in keys if each[0]] or [(tuple(key.items()), Decimal(1))]
    fixed = any(each.get("fixed") in ("true", "1") for side in sides for each in side)
    lost = [NOT_MOVED] * (shuffled(interaction) and fixed)
    try:
        rules = preferred(item, "all_or_nothing", "per_pair")
        rule = rule_of(scores, keys, scale.full, lambda one, other: len(set(one) & set(other)), rules)
    except Unclear:
        rule, lost = "per_pair", [*lost, _of_its_own(key, program, given, scale)]
    left, right = (choices(side, names, speech, pinnable=False) for side, names in zip(sides, ids))
    once, same = merged(right) if not item.own else (right, {each["id"]: each["id"] for each in right})
    lost += [ALIKE] * (len(once) < len(right))
    right = once
    answers = [
        {"match": {"pairs": {ids[0][one]: same[ids[1][two]] for one, two in pairs}}, "credit": wire(credit)} for pairs, credit in keys
    ]
    trials = [Trial(given(dict(pairs)), score / scale.full, frozenset({0} if score > 0 else ())) for pairs, score in scores.items()]
    return Read("matching", {"left": left, "right": right, "scoring": rule}, answers, scale, trials, {}, lost)


def _named(program, ids, turned):
    """The pairings that the rules of an item name together."""
    for named in program.named():
        pairs = [each.split()[::-1] if turned else each.split() for each in named]
        if pairs and all(len(pair) == 2 and pair[0] in ids[0] and pair[1] in ids[1] for pair in pairs):
            yield dict(pairs)


def _of_its_own(key, program, given, scale):
    """Say how a scoring differs from one by equal shares; Unclear where its own is not even by pairs."""
    alone = [program.score(given({one: two})) for one, two in key.items()]
    if sum(alone) == scale.full and min(alone) > 0:
        if len(set(alone)) > 1:
            worths = ", ".join(map(plain, alone))
            return f"Its pairs are worth {worths} of {plain(scale.full)} points there (in the key's order); here each is worth the same."
        return "A wrong pair costs points there; here it only earns none."
    raise Unclear("a scoring of pairs that is neither by each nor all or nothing")


def _tried(key, right):
    """Pairings from the right one to all wrong."""
    names = list(key)
    wrong = {one: next(each for each in right if each != two) for one, two in key.items()}
    yield key
    yield wrong
    for at in range(min(len(names), MOST_TRIED)):
        yield {names[at]: key[names[at]]}
        yield {one: two for one, two in key.items() if one != names[at]}
        yield key | {names[at]: wrong[names[at]]}
        yield wrong | {names[at]: key[names[at]]}
        yield dict(list(key.items())[: at + 1])
    yield dict(zip(names, [*list(key.values())[1:], key[names[0]]]))
