"""Texts into whose gaps things are dragged, read as fill_in_blank; and texts of which parts are chosen, read as choices."""
from decimal import Decimal

from service.formats._qti_choices import LAST_DIGIT, Read, choice, choices, known, response_of
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NotHeld
from service.formats._qti_operators import Bag, Unclear
from service.formats._qti_scores import Scale, rounded, wire
from service.formats._same_choices import merged

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
    return _read(item, response, program, speech, elements, ids, {hole: key[hole] for hole in holes})


def _read(item, response, program, speech, elements, ids, key):
    def score(pairs):
        return program.score({response.name: Bag(f"{one} {hole}" for hole, one in pairs.items())})

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
    costs = any(abs(score(right | {hole: one}) - left[hole]) > LAST_DIGIT for hole, one in wrong.items())
    shown = [{name: each for name, each in one.items() if name != "pinned"} for one in choices(elements, ids, speech)]
    every, (shown, same) = len(shown), merged(shown)
    body, answers = [], []
    for number, (hole, weight) in enumerate(zip(key, weights), 1):
        body.append({"id": f"b{number}", "kind": "choice", "choices": [dict(each) for each in shown], "weight": wire(weight)})
        for one, worth in {same[ids[each]]: worth for each, worth in sorted(alone[hole].items(), key=lambda each: each[1])}.items():
            credit = rounded(worth / most[number - 1]) if scoring == "per_blank" else Decimal(1)
            answers.append({"match": {"blank": f"b{number}", "choice": one}, "credit": wire(credit)})
    trials = [
        Trial({response.name: Bag(f"{one} {hole}" for hole, one in each.items())}, score(each) / scale.full)
        for each in (right, wrong, *(wrong | {hole: right[hole]} for hole in key), *(right | {hole: one} for hole, one in wrong.items()))
    ]
    lost = [SO_OFTEN] * any(each.get("matchMax", "1") != "0" for each in elements) + [COSTS] * costs
    lost += [ALIKE] * (len(shown) < every)
    return Read("fill_in_blank", {"blanks": body, "scoring": scoring}, answers, scale, trials, {}, lost)


def hottexts(item, interaction, program, speech):
    """Parts of a text that are chosen: the text, and its parts as choices."""
    read = choice(item, interaction, program, speech, "hottext")
    read.lost.append(IN_THE_TEXT)
    return read
