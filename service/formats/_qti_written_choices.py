"""Questions of choices, pairs and orders as interactions of QTI, so that every response scores there as it does here."""
from decimal import Decimal

from service.formats._qti_draft import RESPONSE, exact_share
from service.formats._qti_names import identifier
from service.formats._qti_rules import add, assign, base, either, element, increase, mapping, number, outcome, response, variable
from service.formats._qti_scores import rounded

TRUE_FALSE = [{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]


def multiple_choice(draft, templates):
    _single(draft, templates, draft.body, lambda match: match["choice"])


def true_false(draft, templates):
    _single(draft, templates, {"choices": TRUE_FALSE, "shuffle": False}, lambda match: "true" if match["value"] else "false")


def _single(draft, templates, body, chosen):
    worths = [(identifier(chosen(answer["match"])), draft.worth(answer.get("credit", 1))) for answer in draft.answers]
    best = max(worths, key=lambda each: each[1])[0]
    alone = [worth for _, worth in worths] == [1]
    key = None if alone else mapping(worths)
    draft.responses.append(response(RESPONSE, "identifier", "single", [best], key))
    draft.blocks.append(_choices(draft, body, 1))
    draft.template = templates("match_correct" if alone else "map_response")
    draft.rules.append(_by_key() if alone else assign(draft.target, element("mapResponse", identifier=RESPONSE)))
    if alone:
        draft.rules[-1] = either((_by_key(), [assign(draft.target, base(draft.unit))]))
    _tell(draft, [name for name, _ in worths], "match")


def _by_key():
    return element("match", variable(RESPONSE), element("correct", identifier=RESPONSE))


def _tell(draft, names, test):
    for place, (answer, name) in enumerate(zip(draft.answers, names)):
        if answer.get("feedback"):
            ends = (variable(RESPONSE), base(name, "identifier"))
            draft.rules.append(either((element(test, *(ends if test == "match" else ends[::-1])), draft.told(place))))


def _choices(draft, body, most):
    made = [
        draft.into(element("simpleChoice", identifier=identifier(each["id"]), fixed=True if each.get("pinned") else None), each["text"])
        for each in body["choices"]
    ]
    return element("choiceInteraction", *made, responseIdentifier=RESPONSE, shuffle=body.get("shuffle", True), maxChoices=most)


def multiple_response(draft, templates):
    body, rule = draft.body, draft.body.get("scoring", "per_choice")
    credits = [(identifier(answer["match"]["choice"]), number(answer.get("credit", 1))) for answer in draft.answers]
    right = [name for name, credit in credits if credit > 0]
    draft.marks.append(rule)
    key = RULES[rule](draft, templates, [identifier(each["id"]) for each in body["choices"]], credits, right)
    draft.responses.append(response(RESPONSE, "identifier", "multiple", right, key))
    draft.blocks.append(_choices(draft, body, 0))
    _tell(draft, [name for name, _ in credits], "member")


def _per_choice(draft, templates, names, credits, right):
    whole = sum(credit for _, credit in credits if credit > 0)
    draft.rules.append(assign(draft.target, element("mapResponse", identifier=RESPONSE)))
    if whole < 1:  # shares without a last digit: thirds that add up to 0.99999 are all of it
        full = element("gte", variable(draft.target), base(draft.worth(whole)))
        draft.rules.append(either((full, [assign(draft.target, base(draft.unit))])))
    else:
        draft.template = templates("map_response")
    return mapping([(name, draft.worth(credit)) for name, credit in credits], 0, 0, draft.unit)


def _all_or_nothing(draft, templates, names, credits, right):
    draft.template = templates("match_correct") if draft.unit == 1 else None
    draft.rules.append(either((_by_key(), [assign(draft.target, base(draft.unit))])))
    plain = all(credit == 1 for _, credit in credits)
    return None if plain else mapping([(name, draft.worth(credit)) for name, credit in credits])


def _right_minus_wrong(draft, templates, names, credits, right):
    share, each = rounded(Decimal(1) / len(right)), draft.unit / len(right)
    if all(abs(credit) == share for _, credit in credits) and exact_share(each):
        draft.template = templates("map_response")
        draft.rules.append(assign(draft.target, element("mapResponse", identifier=RESPONSE)))
        return mapping([(name, each if credit > 0 else -each) for name, credit in credits], -each, 0, draft.unit)
    draft.outcomes.append(outcome("BALANCE", values=[0]))
    for name in names:
        chosen = element("member", base(name, "identifier"), variable(RESPONSE))
        draft.rules.append(either((chosen, [increase("BALANCE", 1 if name in right else -1)])))
    above = element("max", variable("BALANCE"), base(0))
    draft.rules.append(assign(draft.target, element("product", base(draft.unit), element("divide", above, base(len(right))))))
    return mapping([(name, draft.worth(credit)) for name, credit in credits])


RULES = {"per_choice": _per_choice, "all_or_nothing": _all_or_nothing, "right_minus_wrong": _right_minus_wrong}


def ordering(draft, templates):
    body = draft.body
    keys = [[identifier(each) for each in answer["match"]["order"]] for answer in draft.answers]
    made = [draft.into(element("simpleChoice", identifier=identifier(each["id"])), each["text"]) for each in body["choices"]]
    draft.blocks.append(element("orderInteraction", *made, responseIdentifier=RESPONSE, shuffle=True))

    def hit(at, key, name):
        return element("match", element("index", variable(RESPONSE), n=at + 1), base(name, "identifier"))

    _keyed(draft, templates, keys, ("ordered", "identifier"), body.get("scoring", "in_place"), hit)


def matching(draft, templates):
    body = draft.body
    sides = {side: lambda each, letter=letter: identifier(f"{letter}.{each}") for side, letter in (("left", "L"), ("right", "R"))}
    keys = [[f"{sides['left'](one)} {sides['right'](two)}" for one, two in answer["match"]["pairs"].items()] for answer in draft.answers]
    sets = [
        element("simpleMatchSet", *(
            draft.into(element("simpleAssociableChoice", identifier=name(each["id"]), matchMax=1 if side == "left" else 0), each["text"])
            for each in body[side]
        ))
        for side, name in sides.items()
    ]  # fmt: skip
    most = len(body["left"])
    draft.blocks.append(element("matchInteraction", *sets, responseIdentifier=RESPONSE, shuffle=True, maxAssociations=most))

    def hit(at, key, pair):
        return element("member", base(pair, "directedPair"), variable(RESPONSE))

    rule = body.get("scoring", "per_pair")
    each = draft.unit / most
    if rule == "per_pair" and _one(draft) and exact_share(each) and draft.silent:
        draft.marks.append(rule)
        draft.template = templates("map_response")
        worths = mapping([(pair, each) for pair in keys[0]], 0, 0, draft.unit)
        draft.responses.append(response(RESPONSE, "directedPair", "multiple", keys[0], worths))
        return
    _keyed(draft, templates, keys, ("multiple", "directedPair"), rule, hit)


def _one(draft):
    return len(draft.answers) == 1 and number(draft.answers[0].get("credit", 1)) == 1


def _keyed(draft, templates, keys, kinds, rule, hit):
    """Score by whole keys that are alternatives: by the parts that are right, or all or nothing."""
    cardinality, kind = kinds
    draft.marks.append(rule)
    credits = [number(answer.get("credit", 1)) for answer in draft.answers]
    best = max(range(len(keys)), key=lambda place: credits[place])
    draft.responses.append(response(RESPONSE, kind, cardinality, keys[best]))
    if not _one(draft):
        for place, (key, credit) in enumerate(zip(keys, credits), 1):
            draft.outcomes += [outcome(f"KEY_{place}", kind, cardinality, key), outcome(f"CREDIT_{place}", values=[credit])]
    if rule == "all_or_nothing":
        _whole(draft, templates, keys, credits, kinds)
    else:
        _by_parts(draft, keys, credits, hit)


def _whole(draft, templates, keys, credits, kinds):
    cardinality, kind = kinds
    draft.template = templates("match_correct") if _one(draft) and draft.unit == 1 else None
    branches = []
    for place in sorted(range(len(keys)), key=lambda each: -credits[each]):
        wanted = element(cardinality, *(base(each, kind) for each in keys[place]))
        rules = [assign(draft.target, base(max(draft.worth(credits[place]), Decimal(0))))]
        branches.append((element("match", variable(RESPONSE), wanted), [*rules, *_said(draft, place)]))
    draft.rules.append(either(*branches))


def _said(draft, place):
    return draft.told(place) if draft.answers[place].get("feedback") else []


def _by_parts(draft, keys, credits, hit):
    """Count what is right of each key, and give the share of the one that is worth most."""
    for place, key in enumerate(keys, 1):
        draft.outcomes += [outcome(f"HITS_{place}", values=[0]), outcome(f"WORTH_{place}", values=[0])]
        for at, each in enumerate(key):
            draft.rules.append(either((hit(at, key, each), [increase(f"HITS_{place}")])))
        share = element("divide", element("product", variable(f"HITS_{place}"), base(credits[place - 1])), base(len(key)))
        draft.rules.append(assign(f"WORTH_{place}", share))
    worths = [variable(f"WORTH_{place}") for place in range(1, len(keys) + 1)]
    draft.outcomes.append(outcome("BEST", values=[0]))
    draft.rules.append(assign("BEST", element("max", *worths)))
    draft.rules.append(assign(draft.target, element("product", variable("BEST"), base(draft.unit))))
    if any(answer.get("feedback") for answer in draft.answers):
        some = element("gt", variable("BEST"), base(0))
        met = [element("equal", variable(f"WORTH_{place}"), variable("BEST"), toleranceMode="exact") for place in range(1, len(keys) + 1)]
        draft.rules.append(either((some, [either(*((test, _said(draft, place) or [add("FEEDBACK", f"answer_{place + 1}")])
                                                  for place, test in enumerate(met)))])))  # fmt: skip
