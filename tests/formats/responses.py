"""Responses to try on a question: what its answers say, what is near it, and what is far from it; and what each earns."""
from itertools import combinations, islice, permutations, product

from service import likeness
from service.question_types import TYPES, numeric
from service.verdict import Unfit

MOST = 150


def scores(question, responses):
    """What each response earns, or why it is none."""
    return [_score(question, response) for response in responses]


def _score(question, response):
    try:
        return TYPES[question["type"]].grade(question, response).credit
    except Unfit as unfit:
        return unfit.code


def scored_alike(one, other):
    """Whether two questions, that have their choices in common, give every response that is tried the same."""
    one, other = likeness.renamed(one), likeness.renamed(other)
    tried = [*islice(responses(one), MOST), *islice(responses(other), MOST)]
    return scores(one, tried) == scores(other, tried)


def responses(question):
    """Yield responses to a question whose answers can be told by rule; to others, none."""
    body = question["body"]
    matches = [answer["match"] for answer in question["answers"]]
    ids = [choice["id"] for choice in body.get("choices") or ()]
    if question["type"] == "true_false":
        yield from (True, False)
    elif question["type"] == "multiple_choice":
        yield from ids
    elif question["type"] == "multiple_response":
        yield from (list(some) for count in range(len(ids) + 1) for some in combinations(ids, count))
    elif question["type"] == "ordering":
        yield from map(list, permutations(ids))
    elif question["type"] == "matching":
        left, right = ([choice["id"] for choice in body[side]] for side in ("left", "right"))
        yield from (dict(zip(left, some)) for some in product(right, repeat=len(left)))
    elif question["type"] in ("short_answer", "numeric"):
        yield from _typed(matches, body)
    elif question["type"] == "fill_in_blank":
        yield from _filled(body["blanks"], matches)


def _typed(matches, body):
    """Words or numbers to type for these answers."""
    for match in matches:
        if "value" in match:
            yield from _numbers(match, body.get("unit"))
        elif match.get("mode") != "meaning":
            yield from (match["text"], match["text"].upper(), match["text"].replace("*", "x y"), f"un{match['text']}")
    yield "nothing like it"


def _numbers(match, unit):
    low, high = numeric.interval(match)
    beyond = (high - low) / 100 or 1
    yield from (low, match["value"], high, low - beyond, high + beyond)
    yield f"{match['value']} {unit or 'm'}"


def _filled(blanks, matches):
    """All blanks filled with what their first answers say, then one of them otherwise."""
    of_each = {}
    for blank in blanks:
        answers = [match for match in matches if match["blank"] == blank["id"]]
        of_each[blank["id"]] = [choice["id"] for choice in blank["choices"]] if blank["kind"] == "choice" else list(_typed(answers, blank))
    first = {id: tried[0] for id, tried in of_each.items()}
    yield from ({**first, id: each} for id, tried in of_each.items() for each in tried)
    yield {}
