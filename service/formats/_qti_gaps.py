"""Texts into whose gaps things are dragged, read as fill_in_blank; and texts of which parts are chosen, read as choices."""
from collections import Counter
from decimal import Decimal

from service.formats._qti_choices import LAST_DIGIT, Read, choice, choices, known, response_of
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NotHeld
from service.formats._qti_operators import Bag, Unclear
from service.formats._qti_scores import Scale, rounded, wire
from service.formats._same_choices import merged

MOST_BESIDE, MOST_COSTING = 20_000, 200
SO_OFTEN = "There each text could be used only so often; here any of them fits into each gap, however often."
IN_THE_TEXT = "What could be chosen in the text itself is listed below it here."
ALIKE = "Texts for its gaps that read the same are one text here."
COSTS = "What is wrong costs points there; here it only earns none."


def gaps(item, interaction, program, speech):
    """Gaps, each for one of the same things: a blank with choices."""
    response, elements = response_of(item, interaction, "directedPair"), list(interaction.iter("gapText", "gapImg"))
    holes = [each.get("identifier", "") for each in interaction.iter("gap")]
    if len(elements) < 2:
        raise NotHeld("It gives fewer than two things for its gaps.")
    ids = known(item, elements, "c")
    earning = [key for key, worth, _ in (response.mapping.entries if response.mapping else ()) if worth > 0]
    pairs = [pair.split() for pair in dict.fromkeys((*response.correct, *earning))]
    key = {pair[1]: [] for pair in pairs if len(pair) == 2}
    for pair in (pair for pair in pairs if len(pair) == 2):
        key[pair[1]].append(pair[0])
    if strangers := [thing for things in key.values() for thing in things if thing not in ids]:
        raise NotHeld(f"Its key names '{strangers[0]}', which is not among its choices.")
    if not holes or sorted(key) != sorted(holes):
        raise NotHeld("Its key says nothing of one of its gaps, or speaks of one that it does not have.")
    return _read(item, interaction, response, program, speech, elements, ids, {hole: key[hole] for hole in holes})


def _fitting(interaction, elements, key, same):
    """{gap: what may be put into it}: all things, but for those that are kept to other gaps by their names or by groups."""
    things = {each.get("identifier", ""): _group(each) for each in elements}
    holes = {each.get("identifier", ""): _group(each) for each in interaction.iter("gap")}

    def fits(one, hole):
        theirs, its = things[one], holes[hole]
        return theirs & its or ((not theirs or hole in theirs) and (not its or one in its))

    found = {hole: {same[one] for one in things if one in right or fits(one, hole)} for hole, right in key.items()}
    return {hole: some if len(some) > 1 else set(same.values()) for hole, some in found.items()}


def _group(element):
    return set((element.get("matchGroup") or "").split())


def _too_often(element, many):
    """Whether what fits into so many gaps may be put into fewer."""
    most = element.get("matchMax", "1")
    return most != "0" and not (most.isdecimal() and int(most[-9:]) >= many)


def _costing(response, key, ids):
    """(gap, thing) for some of the pairs that cost points by the mapping."""
    pairs = [pair.split() for pair, worth, _ in (response.mapping.entries if response.mapping else ()) if worth < 0]
    return [(each[1], each[0]) for each in pairs[:MOST_COSTING] if len(each) == 2 and each[1] in key and each[0] in ids]


def _credits(alone, most, same):
    """{gap: {thing: its share of what the best one earns there}}, the best one last; all of it where nothing earns anything alone."""
    by_worth = {hole: sorted(worths.items(), key=lambda each: each[1]) for hole, worths in alone.items()}
    return {
        hole: {same[one]: rounded(worth / top) if top else Decimal(1) for one, worth in by_worth[hole]} for hole, top in zip(alone, most)
    }  # fmt: skip


def _blanks(credits, weights, shown, fitting):
    """(the blanks, their answers, {(gap, thing): the place of its answer})."""
    blanks, answers, places = [], [], {}
    for number, ((hole, earned), weight) in enumerate(zip(credits.items(), weights), 1):
        listed = [dict(each) for each in shown if each["id"] in fitting[hole]]
        blanks.append({"id": f"b{number}", "kind": "choice", "choices": listed, "weight": wire(weight)})
        for one, credit in earned.items():
            places[hole, one] = len(answers)
            answers.append({"match": {"blank": f"b{number}", "choice": one}, "credit": wire(credit)})
    return blanks, answers, places


def _read(item, interaction, response, program, speech, elements, ids, key):
    def given(pairs):
        return {response.name: Bag(f"{one} {hole}" for hole, one in pairs.items())}

    def score(pairs):
        return program.score(given(pairs))

    alone = {hole: {one: score({hole: one}) for one in things} for hole, things in key.items()}
    right = {hole: max(worths, key=worths.get) for hole, worths in alone.items()}
    scale = Scale(item, score(right))
    most = [max(each.values()) for each in alone.values()]
    if sum(most) == scale.full and min(most) > 0:
        scoring, weights = "per_blank", [Decimal(1)] * len(key) if len(set(most)) == 1 else [rounded(each) for each in most]
    elif not any(most) and not any(score({each: right[each] for each in key if each != one}) for one in key) and len(key) > 1:
        scoring, weights, most = "all_or_nothing", [Decimal(1)] * len(key), [Decimal(0)] * len(key)
        alone = {hole: {one: worths[one] for one in worths if score(right | {hole: one}) == scale.full} for hole, worths in alone.items()}
    else:
        raise Unclear("a scoring of gaps that is neither by each nor all or nothing")
    wrong = {hole: next(one for one in ids if one not in key[hole]) for hole in key if set(ids) - set(key[hole])}
    left = {hole: scale.full - top if top else Decimal(0) for hole, top in zip(key, most)}
    worst = [*wrong.items(), *_costing(response, key, ids)]
    costs = any(abs(score(right | {hole: one}) - left[hole]) > LAST_DIGIT for hole, one in worst)
    shown = [{name: each for name, each in one.items() if name != "pinned"} for one in choices(elements, ids, speech)]
    every, (shown, same) = len(shown), merged(shown)
    same = {name: same[each] for name, each in ids.items()}
    fitting = _fitting(interaction, elements, key, same)
    body, answers, places = _blanks(_credits(alone, most, same), weights, shown, fitting)
    beside = [(hole, one) for hole, worths in alone.items() for one in worths if one != right[hole]]
    if len(beside) * len(key) > MOST_BESIDE:  # then no feedback is said to be that of an answer
        beside, places = [], {}
    tried = [right, wrong, *(wrong | {hole: right[hole]} for hole in key)]
    tried += [right | {hole: one} for hole, one in [*wrong.items(), *beside]]
    met = [frozenset(places[hole, same[one]] for hole, one in each.items() if (hole, same[one]) in places) for each in tried]
    trials = [Trial(given(each), score(each) / scale.full, answered) for each, answered in zip(tried, met)]
    many = Counter(one for things in fitting.values() for one in things)
    lost = [SO_OFTEN] * any(_too_often(each, many[same[each.get("identifier")]]) for each in elements) + [COSTS] * costs
    lost += [ALIKE] * (len(shown) < every)
    return Read("fill_in_blank", {"blanks": body, "scoring": scoring}, answers, scale, trials, {}, lost)


def hottexts(item, interaction, program, speech):
    """Parts of a text that are chosen: the text, and its parts as choices."""
    read = choice(item, interaction, program, speech, "hottext")
    read.lost.append(IN_THE_TEXT)
    return read
