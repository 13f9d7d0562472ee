"""What is typed or picked inside a text: read as short_answer or numeric where it is one, else as fill_in_blank."""
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from service.formats._qti_choices import LAST_DIGIT, Read, choices, known, response_of
from service.formats._qti_feedback import Trial
from service.formats._qti_item import NUMERIC, NotHeld
from service.formats._qti_names import meant
from service.formats._qti_numbers import numbers
from service.formats._qti_operators import Unclear
from service.formats._qti_our_chain import ours
from service.formats._qti_scores import Scale, plain, rounded, wire
from service.formats._qti_texts import texts

MOST_COMBINED = 256
ID = "b{}"
PICKED = ("inlineChoiceInteraction", "choiceInteraction")
LISTED = "Its lists of choices are places to choose in, one after the other in its text, here."


@dataclass
class Blank:
    """One place that is filled in: its kind and the rest of its body, and its answers as (match, score, a value that meets it, place)."""

    response: object
    kind: str
    body: dict
    answers: list
    lost: list


def entry(item, interaction, program, speech):
    """One text or number that is typed."""
    response = response_of(item, interaction)
    blank = _typed(item, response, program, lambda value: program.score({response.name: value}))
    scale = Scale(item, max(score for _, score, _, _ in blank.answers))
    answers = [{"match": match, "credit": wire(scale.share(score))} for match, score, _, _ in blank.answers]
    kind = {"text": "short_answer", "number": "numeric"}[blank.kind]
    trials = [
        Trial({response.name: value}, score / scale.full, frozenset({place})) for place, (_, score, value, _) in enumerate(blank.answers)
    ]
    trials.append(Trial({response.name: _other(blank)}, Decimal(0)))
    return Read(kind, blank.body, answers, scale, trials, {}, blank.lost)


def slider(item, interaction, program, speech):
    """A number that is set on a slider."""
    read = entry(item, interaction, program, speech)
    ends = (interaction.get(name, "?") for name in ("lowerBound", "upperBound"))
    read.lost.append(f"There a number from {' to '.join(ends)} is set on a slider; here it is typed.")
    return read


def _other(blank):
    """A response that meets no answer, as far as can be told."""
    return "\0" if blank.kind != "number" else max(value for _, _, value, _ in blank.answers) + Decimal("1e250")


def _typed(item, response, program, measure):
    kind = "number" if response.base in NUMERIC else "text"
    if item.own and (found := ours(item, response, program, measure)):
        return Blank(response, kind, found.body, found.answers, [])
    if kind == "number":
        spans, lost = numbers(program, response, measure)
        return _kept(Blank(response, kind, {}, [(each.match, each.score, each.value, None) for each in spans], lost))
    tests, sensitive, lost = texts(program, response, measure)
    return _kept(Blank(response, kind, {"case_sensitive": sensitive}, [(each.match, each.score, each.value, None) for each in tests], lost))


def _kept(blank):
    if not any(score > 0 for _, score, _, _ in blank.answers):
        raise Unclear("a scoring under which nothing that its key names earns anything")
    return blank


def _picked(item, interaction, response, program, measure, speech):
    elements = list(interaction.iter("inlineChoice", "simpleChoice"))
    ids = known(item, elements, "c")
    body = {"choices": [{key: each for key, each in choice.items() if key != "pinned"} for choice in choices(elements, ids, speech)]}
    if item.own and (found := ours(item, response, program, measure, ids)):
        return Blank(response, "choice", body, found.answers, [])
    scores = [({"choice": ids[name]}, measure(name), name, None) for name in ids]
    return _kept(Blank(response, "choice", body, [each for each in scores if each[1]], []))


def blanks(item, interactions, program, speech):
    """Several places to fill in, each weighed by the most that it earns."""
    responses = [response_of(item, each) for each in interactions]
    if len({each.name for each in responses}) < len(responses):
        raise NotHeld("Two of its places to fill in share one response.")
    others = {}
    made = [_blank(item, each, response, program, speech, others) for each, response in zip(interactions, responses)]
    whole = not item.own and all(not each.answers for each in made)
    if whole:  # nothing earns anything alone: then all must be right at once
        others = {response.name: right for response in responses if (right := _right(response)) is not None}
        made = [_blank(item, each, response, program, speech, others) for each, response in zip(interactions, responses)]
    return _together(item, made, program, whole, any(each.tag == "choiceInteraction" for each in interactions))


def _right(response):
    """A value that is right by what the file says of a response, or None."""
    if response.correct:
        return response.correct[0]
    entries = response.mapping.entries if response.mapping else ()
    key, worth, _ = max(entries, key=lambda entry: entry[1], default=(None, 0, None))
    return key if worth > 0 else None


def _blank(item, interaction, response, program, speech, others):
    credit = f"CREDIT_{response.name}"
    nothing = program.score({**others, response.name: None})

    def measure(value):
        given = {**others, response.name: value}
        return program.score(given, credit) if item.own and credit in item.outcomes else program.score(given) - nothing

    try:
        if interaction.tag in PICKED:
            return _picked(item, interaction, response, program, measure, speech)
        return _typed(item, response, program, measure)
    except Unclear:
        if others or item.own:
            raise
        return Blank(response, "", {}, [], [])


def _together(item, made, program, whole, listed):
    if any(not blank.answers for blank in made):
        raise Unclear("a scoring under which one of its places earns nothing alone")
    best = [max(blank.answers, key=lambda answer: answer[1]) for blank in made]
    given = {blank.response.name: value for blank, (_, _, value, _) in zip(made, best)}
    scale = Scale(item, program.score(given))
    scoring = "all_or_nothing" if whole or "all_or_nothing" in item.marks else "per_blank"
    weights, credits = _weights(item, made, best, scale, whole)
    body, answers, lost = [], [], [LISTED] * listed
    for number, (blank, weight) in enumerate(zip(made, weights), 1):
        name = item_name(item, blank.response.name, number)
        told = {key: each for key, each in blank.body.items() if each is not False}
        body.append({"id": name, "kind": blank.kind, **told, "weight": wire(weight)})
        lost += blank.lost
        for (match, score, value, place), credit in zip(blank.answers, credits[number - 1]):
            answers.append((place, {"match": {"blank": name, **match}, "credit": wire(credit)}, blank.response.name, value))
            if score < 0 and not item.own:
                lost.append(f"What is wrong in '{name}' costs points of the other places there; here it only earns none.")
    if all(place is not None for place, *_ in answers):
        answers.sort(key=lambda answer: answer[0])
    trials = [] if item.own else list(_trials(made, answers, program, scale))
    if not item.own:
        _verified(made, credits, weights, trials, whole)
        wrong = {blank.response.name: _other(blank) for blank in made}
        trials.append(Trial(wrong, program.score(wrong) / scale.full))
    return Read("fill_in_blank", {"blanks": body, "scoring": scoring}, [each[1] for each in answers], scale, trials, {}, lost)


def item_name(item, name, number):
    """The id of a blank: our own files name its response after it."""
    return meant(name).removeprefix("RESPONSE.") if item.own else ID.format(number)


def _weights(item, made, best, scale, whole):
    """(each blank's weight, the credits of its answers)."""
    if item.own:
        weights = [item.number(f"WEIGHT_{blank.response.name}") or Decimal(1) for blank in made]
        return weights, [[rounded(score) for _, score, _, _ in blank.answers] for blank in made]
    most = [score for _, score, _, _ in best]
    weights = [Decimal(1)] * len(made) if whole or len(set(most)) == 1 else [rounded(each) for each in most]
    return weights, [[rounded(score / top) for _, score, _, _ in blank.answers] for blank, top in zip(made, most)]


def _trials(made, answers, program, scale):
    """Every combination of answers where they are few, else each alone and all the best ones with one of them changed."""
    options = [[*((value, {place}) for place, (_, _, name, value) in enumerate(answers) if name == blank.response.name), (None, set())]
               for blank in made]  # fmt: skip
    number = 1
    for each in options:
        number *= len(each)
    if number <= MOST_COMBINED:
        combined = product(*options)
    else:
        top = [max(each[:-1], key=lambda option: answers[min(option[1])][1]["credit"]) for each in options]
        combined = [tuple(top)] + [(*top[:at], option, *top[at + 1 :]) for at, each in enumerate(options) for option in each]
    for combination in combined:
        given = {blank.response.name: value for blank, (value, _) in zip(made, combination)}
        met = frozenset().union(*(places for _, places in combination))
        if met:
            yield Trial(given, program.score(given) / scale.full, met)


def _verified(made, credits, weights, trials, whole):
    """Unclear where the places do not add up to the scores that were tried."""
    worth = {
        (blank.response.name, value): min(max(credit, Decimal(0)), Decimal(1))
        for blank, shares in zip(made, credits) for (_, _, value, _), credit in zip(blank.answers, shares)
    }  # fmt: skip
    for trial in trials:
        parts = [worth.get((blank.response.name, trial.given[blank.response.name]), Decimal(0)) for blank in made]
        share = sum(part * weight for part, weight in zip(parts, weights)) / sum(weights)
        if whole and min(parts) < 1:
            share = Decimal(0)
        negative = any(score < 0 for blank in made for _, score, value, _ in blank.answers if trial.given[blank.response.name] == value)
        if abs(share - trial.share) > LAST_DIGIT * len(made) and not negative:
            raise Unclear(f"a scoring whose places do not add up ({plain(rounded(trial.share))} where they give {plain(rounded(share))})")
