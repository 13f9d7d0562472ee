"""A question of a file laid over the one that is there: what the file does not speak of stays as it is.

Choices and blanks keep the ids that they have, where they are the same in what they say, so that what was answered before
still names them; answers that are the same in what they match keep what the file is silent on.
"""
from itertools import count

from schemas.base import made
from schemas.choices import relabel
from service.likeness import plain
from service.question_types import TYPES
from service.question_types.fill_in_blank import IN_PROMPT
from service.text import folded

LISTS = {"choices": "", "left": "left", "right": "right"}
NAMED_HERE = ("source", "external_id", "topic_id", "id")


def merged(given, present):
    """The question as it is to be; both are wire forms, `present` whole."""
    over = {"body": {}, "answers": [], **{name: value for name, value in given.items() if name not in NAMED_HERE}}
    if over.get("type", present["type"]) != present["type"]:
        return {**present, **over}
    over = _with_blanks_of(over, present)
    known = _same_choices(over["body"], present["body"])
    whole = {**present, **over, "body": _body(over["body"], present["body"], known)}
    whole["feedback"] = {**present["feedback"], **over.get("feedback", {})}
    whole["answers"] = [_answer(each, present, known) for each in over["answers"]]
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


def _same_choices(given, present):
    """{(scope, id in the file): the id that it is to have}."""
    there = {(scope, folded(choice["text"])): choice["id"] for scope, choice in _choices(present)}
    taken, fresh = {choice["id"] for _, choice in _choices(present)}, count(1)
    known = {}
    for scope, choice in _choices(given):
        id = there.get((scope, folded(choice["text"])))
        known[scope, choice["id"]] = id or next(name for number in fresh if (name := f"n{number}") not in taken)
    return known


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


def _answer(given, present, known):
    match = relabel(made(TYPES[present["type"]].Match), given["match"], known)
    wanted = plain(match).items()
    same = next((each for each in present["answers"] if plain(each["match"]).items() >= wanted), {"match": {}})
    return {**same, **given, "match": {**same["match"], **match}}
