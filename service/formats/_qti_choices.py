"""Choices of QTI read as multiple_choice, multiple_response or true_false: whichever scores every response as the item does.

Which rule of ours an item follows is found by trying: one is taken only where it gives the item's own score for each response
that was tried, which are all of them where they are not many.
"""
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

from schemas.fields import LABEL
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NotHeld, value_of
from service.formats._qti_names import meant
from service.formats._qti_operators import Bag, Unclear
from service.formats._qti_scores import Scale, rounded, wire

ALL_SETS, MOST_CHOICES = 9, 200
"""Choices up to which every set of them is tried."""
OURS = {"l": "L.", "r": "R."}
"""How our own files tell apart two sides whose ids may be the same."""
BELOW = "Wrong choices may lead below 0 points there; here to 0 at worst."
LAST_DIGIT = Decimal("0.00001")


@dataclass
class Read:
    """What was read of an item: a question's type, body and answers, what it is worth, and the responses that were tried."""

    type: str
    body: dict
    answers: list
    scale: Scale
    trials: list
    names: dict = field(default_factory=dict)
    lost: list = field(default_factory=list)


def known(item, elements, letter):
    """The ids by which we know these choices: {identifier: id}; the file's own where all can be ours."""
    names = [each.get("identifier", "") for each in elements]
    if len(names) > MOST_CHOICES:
        raise NotHeld(f"It gives more than {MOST_CHOICES} choices.")
    if len(set(names)) < len(names) or "" in names:
        raise NotHeld("Two of its choices have the same identifier, or one has none, so that its key names no single one.")
    ids = [meant(name).removeprefix(OURS.get(letter, "")) for name in names] if item.own else names
    usable = len(set(ids)) == len(ids) and all(re.fullmatch(LABEL, each) for each in ids)
    return dict(zip(names, ids if usable else [f"{letter}{place}" for place in range(1, len(names) + 1)]))


def choices(elements, ids, speech, pinnable=True):
    """Choices as a body has them."""
    made = []
    for element in elements:
        text = speech.prose(element)
        if not text:
            raise NotHeld(f"The choice '{element.get('identifier')}' has no text or image that could be kept.")
        pinned = {"pinned": True} if pinnable and element.get("fixed") in ("true", "1") else {}
        made.append({"id": ids[element.get("identifier")], "text": text, **pinned})
    return made


def choice(item, interaction, program, speech, tag="simpleChoice"):
    """A choice of one or of several."""
    elements = list(interaction.iter(tag))
    if len(elements) < 2:
        raise NotHeld("It gives fewer than two choices.")
    ids, response = known(item, elements, "c"), response_of(item, interaction)
    most = interaction.get("maxChoices", "1" if response.cardinality == "single" else "0")
    body = {"choices": choices(elements, ids, speech), "shuffle": interaction.get("shuffle") in ("true", "1")}
    if response.cardinality == "single" or most == "1":
        return _single(item, response, ids, program, body)
    return _several(item, response, ids, program, body, int(most) if most.isdecimal() and len(most) < 6 else 0)


def response_of(item, interaction, *bases):
    """The response variable of an interaction, of one of these base types where some are given."""
    name = interaction.get("responseIdentifier", "")
    if name not in item.responses:
        raise NotHeld(f"Its interaction names a response '{name}' that the item does not declare.")
    if _takes_several(interaction) and item.responses[name].cardinality == "single" and len(item.responses[name].correct) > 1:
        item.responses[name] = replace(item.responses[name], cardinality="multiple")  # what its key and its interaction both say
    if "directedPair" in bases and item.responses[name].base in ("identifier", "string"):
        item.responses[name] = _as_pairs(item.responses[name])
    if bases and item.responses[name].base not in bases:
        raise NotHeld(f"Its response '{name}' is declared as {item.responses[name].base}, where its interaction gives {bases[0]}.")
    return item.responses[name]


def _takes_several(interaction):
    """Whether an interaction gives several values at once."""
    if interaction.tag in ("matchInteraction", "gapMatchInteraction", "associateInteraction"):
        return True
    return interaction.tag in ("choiceInteraction", "hottextInteraction") and interaction.get("maxChoices", "1") != "1"


def _as_pairs(response):
    """A response whose pairs are declared as other values, as they are in some files."""
    mapping = response.mapping and replace(
        response.mapping, entries=tuple((value_of(key, "directedPair"), *more) for key, *more in response.mapping.entries)
    )
    correct = tuple(value_of(each, "directedPair") for each in response.correct)
    return replace(response, base="directedPair", correct=correct, mapping=mapping)


def _single(item, response, ids, program, body):
    given = {name: {response.name: name if response.cardinality == "single" else Bag((name,))} for name in ids}
    scores = {name: program.score(each) for name, each in given.items()}
    scale = Scale(item, max(scores.values()))
    shares = {name: scale.share(score) for name, score in scores.items()}
    named = _named(item, response, ids)
    order = named or [name for name in ids if shares[name] or not item.own]
    if item.marks[:1] == ["true_false"] and set(ids.values()) == {"true", "false"}:
        kind, body, match = "true_false", {}, lambda name: {"value": ids[name] == "true"}
    else:
        kind, match = "multiple_choice", lambda name: {"choice": ids[name]}
    answers = [{"match": match(name), "credit": wire(shares[name])} for name in order]
    trials = [Trial(given[name], shares[name], frozenset({order.index(name)} if name in order else ())) for name in ids]
    return Read(kind, body, answers, scale, trials, {name: place for place, name in enumerate(order)}, _by_default(program, response))


def _named(item, response, ids):
    """The choices that a mapping of our own files names, which are those with an answer, in its order."""
    return [key for key, _, _ in response.mapping.entries if key in ids] if item.own and response.mapping else []


def _by_default(program, response):
    """What is said where no answer at all earns or costs something."""
    nothing = program.score({response.name: None})
    return [f"There no answer at all scored {wire(nothing)}; here it scores nothing."] if nothing else []


def _several(item, response, ids, program, body, most):
    names = list(ids)
    tried = _sets(names, response, program, most if 0 < most < len(names) else len(names))
    scores = {chosen: program.score({response.name: Bag(chosen)}) for chosen in program.affordable(tried)}
    lost = [BELOW] * (min(scores.values()) < 0)
    scores = {chosen: max(score, Decimal(0)) for chosen, score in scores.items()}
    scale = Scale(item, max(scores.values()))
    rule, credits = _rule(item, names, scores, response, scale.full)
    lost += [f"At most {most} could be chosen there; here any number can."] * (1 < most < len(names))
    answers, order = [], _named(item, response, ids)
    order = order or [name for name in names if credits[name] or not item.own]
    for name in order:
        answers.append({"match": {"choice": ids[name]}, "credit": wire(credits[name])})
    trials = [
        Trial({response.name: Bag(chosen)}, score / scale.full, frozenset(order.index(each) for each in chosen if each in order))
        for chosen, score in scores.items() if chosen
    ]  # fmt: skip
    places = {name: place for place, name in enumerate(order)}
    return Read("multiple_response", body | {"scoring": rule}, answers, scale, trials, places, lost + _by_default(program, response))


def _sets(names, response, program, most):
    """The sets of choices that are tried: all, or where there are many those that tell one rule from another."""
    if len(names) <= ALL_SETS:
        return [each for size in range(most + 1) for each in combinations(names, size)]
    right = tuple(name for name in names if name in response.correct or (response.mapping and response.mapping.worth(name) > 0))
    named = [tuple(name for name in names if name in each) for each in program.named()]
    right = right or max(named, key=len, default=())
    sets = [right, (), tuple(names), *((name,) for name in names), *combinations(names[:12], 2)]
    sets += [tuple(each for each in names if (each in right) is not (each == name)) for name in names]
    sets += [tuple(each for each in names if each not in right), *(right[:size] for size in range(len(right)))]
    sets += [right + tuple(name for name in names if name not in right)[:size] for size in range(1, len(names) - len(right))]
    return [each for each in dict.fromkeys([*sets, *named]) if len(each) <= most]


def preferred(item, *rules):
    """These rules, first the one that our own file says was meant: several may give the same scores."""
    return sorted(rules, key=lambda rule: rule not in item.marks)


def _rule(item, names, scores, response, full):
    """The rule of ours that gives these scores, and the credits of the choices under it; Unclear where none does."""
    right = max(scores, key=lambda chosen: (scores[chosen], -len(chosen)))
    if not right:
        raise Unclear("a scoring under which choosing nothing is best")
    worth = {name: response.mapping.worth(name) / full if response.mapping else Decimal(0) for name in names}
    signed = response.mapping and all((worth[name] > 0) is (name in right) and abs(worth[name]) <= 1 for name in names)
    alone = {name: _alone(name, scores, right) / full for name in names}
    credits = {
        "all_or_nothing": worth if signed else {name: Decimal(name in right) for name in names},
        "right_minus_wrong": worth if signed else {name: Decimal(1 if name in right else -1) / len(right) for name in names},
        "per_choice": worth if signed else {name: min(max(each, Decimal(-1)), Decimal(1)) for name, each in alone.items()},
    }
    for rule in preferred(item, "all_or_nothing", "right_minus_wrong", "per_choice"):
        found = {name: rounded(credit) for name, credit in credits[rule].items()}
        given = ((score / full, _share(rule, chosen, right, found), len(chosen)) for chosen, score in scores.items())
        if all(abs(there - here) <= LAST_DIGIT * max(1, size) for there, here, size in given):
            return rule, found
    if set(scores.values()) == {Decimal(0), full}:
        raise Unclear("several sets of choices that are right, where here there is one")
    raise Unclear("a scoring of several choices that is neither by each, nor all or nothing, nor right less wrong")


def _share(rule, chosen, right, credits):
    """What a rule of ours gives for a set of choices."""
    if rule == "all_or_nothing":
        return Decimal(set(chosen) == set(right))
    if rule == "right_minus_wrong":
        return max(Decimal(sum(1 if name in right else -1 for name in chosen)) / len(right), Decimal(0))
    return _added(chosen, credits)


def _alone(name, scores, right):
    """What a choice adds: alone, or where that is nothing, to the right ones; what it costs may be hidden by a floor at 0."""
    if scores.get((name,), Decimal(0)):
        return scores[(name,)]
    beside = tuple(sorted((*right, name), key=list(dict.fromkeys(each for chosen in scores for each in chosen)).index))
    return scores[beside] - scores[right] if beside in scores and name not in right else Decimal(0)


def _added(chosen, credits):
    total = sum((credits[name] for name in chosen), Decimal(0))
    if 1 - LAST_DIGIT * len(chosen) <= total < 1:
        total = Decimal(1)
    return min(max(total, Decimal(0)), Decimal(1))
