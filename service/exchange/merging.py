"""A question of a file laid over the one that is there: what the file does not speak of stays as it is.

Choices and blanks keep the ids that they have, where they are the same in what they say, so that what was answered before
still names them; answers that are the same in what they match keep what the file is silent on.
"""
from itertools import count

from schemas.base import made
from schemas.choices import relabel
from service.question_types import TYPES
from service.question_types.fill_in_blank import IN_PROMPT
from service.text import folded

LISTS = {"choices": "", "left": "left", "right": "right"}
WITH_WHAT_IS_RIGHT = ("tolerance", "tolerance_type", "mode")
"""What a file that says what is right says of it too, by leaving it out where it is as usual; so is `credit`."""
NAMED_HERE = ("source", "external_id", "topic_id", "id")


def merged(given, present, names_choices=False):
    """The question as it is to be; both are wire forms, `present` whole.

    `names_choices` tells that the file calls choices by the ids that they had here; else its ids are of its own making.
    """
    over = {name: value for name, value in given.items() if name not in NAMED_HERE}
    over["feedback"] = {**present["feedback"], **over.get("feedback", {})}
    if over["type"] != present["type"]:
        return {**present, "body": {}, "answers": [], **over}
    over = _with_blanks_of({"body": {}, **over}, present)
    known = _same_choices(over["body"], present["body"], names_choices)
    whole = {**present, **over, "body": _body(over["body"], present["body"], known)}
    if "answers" in over:
        whole["answers"] = _answers(over["answers"], present, known)
    return whole


def _with_blanks_of(given, present):
    """The given question with its blanks called as those that are there, in the order of the prompts."""
    there, here = IN_PROMPT.findall(present["prompt"]), IN_PROMPT.findall(given["prompt"])
    if "blanks" not in given["body"] or len(there) != len(here):
        return given
    names = dict(zip(here, there))
    blanks = [{**blank, "id": names.get(blank["id"], blank["id"])} for blank in given["body"]["blanks"]]
    answers = [
        {**each, "match": {**each["match"], "blank": names.get(each["match"].get("blank"), each["match"].get("blank"))}} for each in given["answers"]
    ]
    prompt = IN_PROMPT.sub(lambda found: "{{" + names[found[1]] + "}}", given["prompt"])
    return {**given, "prompt": prompt, "body": {**given["body"], "blanks": blanks}, "answers": answers}


def _choices(body):
    """Yield (scope, choice) of every choice."""
    for name, scope in LISTS.items():
        yield from ((scope, choice) for choice in body.get(name) or ())
    for blank in body.get("blanks") or ():
        yield from ((blank["id"], choice) for choice in blank.get("choices") or ())


def _same_choices(given, present, names_choices):
    """{(scope, id in the file): the id that it is to have}."""
    there = {(scope, folded(choice["text"])): choice["id"] for scope, choice in _choices(present)}
    told = [(scope, choice["id"], there.get((scope, folded(choice["text"])))) for scope, choice in _choices(given)]
    kept = {(scope, same) for scope, _, same in told if same}
    used, fresh = {choice["id"] for body in (given, present) for _, choice in _choices(body)}, count(1)

    def anew(scope, id):
        if names_choices and (scope, id) not in kept:
            return id
        return next(name for number in fresh if (name := f"n{number}") not in used)

    return {(scope, id): same or anew(scope, id) for scope, id, same in told}


def _body(given, present, known):
    body = {**present, **given}
    for name, scope in LISTS.items():
        if given.get(name):
            body[name] = _listed(given[name], present.get(name), known, scope)
    if given.get("blanks"):
        there = {blank["id"]: blank for blank in present.get("blanks", ())}
        body["blanks"] = [_blank(blank, there.get(blank["id"], {}), known) for blank in given["blanks"]]
    return body


def _blank(given, present, known):
    blank = {**present, **given} if given["kind"] == present.get("kind") else given
    if given.get("choices"):
        blank = {**blank, "choices": _listed(given["choices"], present.get("choices"), known, given["id"])}
    return blank


def _listed(given, present, known, scope):
    there = {choice["id"]: choice for choice in present or ()}
    renamed = [{**choice, "id": known[scope, choice["id"]]} for choice in given]
    return [{**there.get(choice["id"], {}), **choice} for choice in renamed]


def _answers(given, present, known):
    """The answers as they are to be: each laid over the one that matches the same, if possible in all that it says."""
    schema = made(TYPES[present["type"]].Match)
    matches = [relabel(schema, each["match"], known) for each in given]
    whole = [schema.dump(schema.load(match)) for match in matches]
    left = list(present["answers"])
    pairs = [_taken(left, lambda each: each["match"] == match) for match in whole]
    said = [{name: full[name] for name in match if name in full} for match, full in zip(matches, whole)]
    pairs = [pair or _taken(left, lambda each: said_of.items() <= each["match"].items()) for pair, said_of in zip(pairs, said)]
    return [_answer(*each) for each in zip(given, matches, pairs)]


def _answer(given, match, same):
    same = {name: value for name, value in (same or {"match": {}}).items() if name != "credit"}
    kept = {name: value for name, value in same["match"].items() if name not in WITH_WHAT_IS_RIGHT}
    return {**same, **given, "match": {**kept, **match}}


def _taken(answers, fits):
    """Take the first answer that fits out of these; or None."""
    place = next((place for place, each in enumerate(answers) if fits(each)), None)
    return None if place is None else answers.pop(place)
