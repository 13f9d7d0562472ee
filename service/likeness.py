"""When two questions are the same, and when they only ask the same.

The same: all that their author wrote is equal, whatever ids their choices go by, and in whatever order those lists of
choices are kept that are always shown in another. Asking the same: the fingerprint of what learners see, prompt and
choices, is equal, in whatever order and however blanks and capitals are written.
"""
import hashlib
import re
from decimal import Decimal

from schemas.base import READ_ONLY, made
from schemas.choices import Choices, labels, relabel
from schemas.fields import List, wire_number
from schemas.prose import COMMONMARK
from service.question_types import TYPES
from service.question_types.fill_in_blank import IN_PROMPT
from service.text import folded

from marshmallow import fields

PLACES = READ_ONLY | {"topic_id", "position", "deleted_at", "answers_visible"}
OF_ANSWER = READ_ONLY | {"question_id", "position"}
UNSAID = (("mode", "exact"), ("tolerance_type", "absolute"))
VERBATIM = ("match", "title", "tags", "external_id", "source", "category")
BY_CHOICE = ("multiple_choice", "multiple_response")
BY_BEST = ("short_answer", "numeric", "fill_in_blank")
LISTS = ("choices", "left", "right")
NO_LETTER = re.compile(r"[\W_]+")


def fingerprint(question):
    """What tells whether a question asks what another does: SHA-256 in hexadecimal."""
    body = question["body"]
    texts = [f"{name} {folded(choice['text'])}" for name in LISTS for choice in body.get(name) or ()]
    texts += [f"blank {folded(choice['text'])}" for blank in body.get("blanks", ()) for choice in blank.get("choices") or ()]
    asked = "\n".join([folded(IN_PROMPT.sub("{{}}", question["prompt"])), *sorted(texts)])
    return hashlib.sha256(asked.encode()).hexdigest()


def essence(question):
    """All that its author wrote of a question, in a form in which the same is equal; `question` is whole, new or seen."""
    question = renamed(question)
    answers = [{name: value for name, value in answer.items() if name not in OF_ANSWER} for answer in question["answers"]]
    return plain({**{name: value for name, value in question.items() if name not in PLACES}, "answers": _in_order(question, answers)})


def renamed(question):
    """The same question with blanks and choices called by their places, those choices that nobody sees as they are kept by what they say."""
    question, kind = with_numbered_blanks(question), TYPES[question["type"]]
    body = _sorted(made(kind.Body), question["body"])
    known = _numbered(kind, body)
    answers = [{**answer, "match": relabel(made(kind.Match), answer["match"], known)} for answer in question["answers"]]
    return {**question, "body": relabel(made(kind.Body), body, known), "answers": answers}


def _sorted(schema, body):
    """A body in which lists of choices that nobody is shown as they are kept are in the order of what they say."""
    changed = dict(body)
    for name, field in schema.fields.items():
        if isinstance(field, Choices) and "shuffle" not in schema.fields and body.get(name):
            changed[name] = sorted(body[name], key=lambda choice: (NO_LETTER.sub("", choice["text"]), look(choice["text"])))
        elif isinstance(field, List) and isinstance(field.inner, fields.Nested) and not isinstance(field, Choices):
            changed[name] = [_sorted(field.inner.schema, each) for each in body.get(name) or ()]
    return changed


def _in_order(question, answers):
    """Answers as they count; where each names one of a few things, there is one for each of these, also where it says nothing."""
    if question["type"] == "true_false":
        return [_answer_to({"value": value}, answers) for value in (False, True)]
    if question["type"] in BY_CHOICE:
        return [_answer_to({"choice": choice["id"]}, answers) for choice in question["body"]["choices"]]
    telling = [each for each in answers if "choice" not in each["match"] or plain(each).keys() > {"match"}]
    return sorted(telling, key=lambda each: (each["match"].get("blank", ""), _worth(question, each), each["match"].get("choice", "")))


def _worth(question, answer):
    """Where the best answer that is met counts, and of equals the first, those that are worth more come first."""
    return -float(answer.get("credit", 1)) if question["type"] in BY_BEST else 0


def _answer_to(match, answers):
    return next((each for each in answers if each["match"] == match), {"match": match})


def with_numbered_blanks(question):
    """The same question with its blanks called by their place in the prompt, and told of in that order."""
    if "blanks" not in question["body"]:
        return question
    names = {id: f"{place:03}" for place, id in enumerate(IN_PROMPT.findall(question["prompt"]))}
    renamed = [{**blank, "id": names.get(blank["id"], blank["id"])} for blank in question["body"]["blanks"]]
    blanks = sorted(renamed, key=lambda blank: blank["id"])
    matches = [_of_blank(answer["match"], names) for answer in question["answers"]]
    answers = [{**answer, "match": match} for answer, match in zip(question["answers"], matches)]
    return {
        **question, "prompt": IN_PROMPT.sub(lambda found: "{{" + names[found[1]] + "}}", question["prompt"]),
        "body": {**question["body"], "blanks": blanks}, "answers": sorted(answers, key=lambda answer: answer["match"]["blank"]),
    }  # fmt: skip


def _of_blank(match, names):
    """A match that calls its blank by its place, and leaves out what holds anyway."""
    told = {name: value for name, value in match.items() if (name, value) not in UNSAID}
    return {**told, "blank": names.get(match["blank"], match["blank"])}


def differences(one, other, verbatim=False):
    """The paths of what differs between two essences, as in `answers/0/feedback`; prose that looks the same does not differ.

    `verbatim` holds for what is compared and not shown.
    """
    if isinstance(one, dict) and isinstance(other, (dict, type(None))) or one is None and isinstance(other, dict):
        one, other = one or {}, other or {}
        pairs = [(name, one.get(name), other.get(name)) for name in sorted({*one, *other})]
        return [_below(name, path) for name, *pair in pairs for path in differences(*pair, verbatim or name in VERBATIM)]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_below(place, path) for place, pair in enumerate(zip(one, other)) for path in differences(*pair, verbatim)]
    same = one == other or (not verbatim and isinstance(one, str) and isinstance(other, str) and look(one) == look(other))
    return [] if same else [""]


def look(prose):
    """What prose looks like, however it is written."""
    return COMMONMARK.render(prose)


def _below(name, path):
    return f"{name}/{path}" if path else str(name)


def _numbered(kind, body):
    """Choices by their place instead of their id; as text these numbers sort as they count."""
    found = labels(made(kind.Body), body, lambda scope, id: "")
    return {key: f"{place:04}" for place, key in enumerate(found)}


def plain(value):
    """Numbers as JSON has them, and nothing where a member says nothing."""
    if isinstance(value, dict):
        return {name: told for name, each in value.items() if (told := plain(each)) not in (None, "", [], {}, False)}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return wire_number(value) if isinstance(value, Decimal) else wire_number(Decimal(str(value))) if isinstance(value, float) else value
