"""A text with blanks, each for a few words, a number or a choice. The share of what is filled in rightly counts.

The prompt holds {{the id}} of each blank once. Each blank is scored as a question of its own would be, by the best of
its answers. Its share of the whole is its `weight` over the sum of all; unless told, all weigh the same. What is left
open counts as wrong. With `all_or_nothing` every blank must earn its full credit, or nothing is earned at all.
"""
import re

from marshmallow import ValidationError, fields

from schemas.base import Schema
from schemas.choices import ByBlank, ChoiceId, Choices
from schemas.fields import LABEL, Boolean, Enum, List, Number, Text
from service.question_types import multiple_choice, numeric, short_answer
from service.question_types.numeric import NumberOrText
from service.verdict import FULL, NOTHING, Part, Unfit, Verdict, clamped, exact

KINDS = {"text": short_answer, "number": numeric, "choice": multiple_choice}
IN_PROMPT = re.compile(r"\{\{([A-Za-z0-9_.:-]{1,64})\}\}")
OF_ANY_BLANK = ("id", "kind", "weight")
DEFAULTS = {"case_sensitive": False, "unit": ""}
"""What holds where a blank does not say."""


class Blank(Schema):
    """A blank: `choices` only and always for a choice, `case_sensitive` only for text, `unit` only for a number."""

    scope = "id"
    id = Text(pattern=LABEL, max=64, required=True)
    kind = Enum(*KINDS, required=True)
    weight = Number(min=0.00001, max=1000, places=5, load_default=1)
    choices = Choices(min=2)
    case_sensitive = Boolean()
    unit = Text(max=50)


class Body(Schema):
    blanks = List(fields.Nested(Blank), min=1, max=100, required=True)
    scoring = Enum("per_blank", "all_or_nothing", load_default="per_blank")


class Match(Schema):
    """What earns credit in a blank: `text` and `mode`, or `value`, `tolerance` and `tolerance_type`, or `choice`."""

    scope = "blank"
    blank = Text(pattern=LABEL, max=64, required=True)
    text = Text(min=1, max=1000)
    mode = Enum(*short_answer.MODES)
    value = Number()
    tolerance = Number(min=0)
    tolerance_type = Enum(*numeric.TOLERANCES)
    choice = ChoiceId()


class Response(Schema):
    response = ByBlank(Text(pattern=LABEL, max=64), NumberOrText(max=2000, allow_none=True), max=100, required=True)


def check(question):
    """Prompt and blanks agree, each answer is of its blank's kind, and each blank could stand as a question of its own."""
    blanks = question["body"]["blanks"]
    ids, held = [blank["id"] for blank in blanks], IN_PROMPT.findall(question["prompt"])
    for each in dict.fromkeys(held):
        if each not in ids:
            yield "/prompt", f"No blank '{each}' is described. (Put a space between braces that mean no blank.)", "unknown_blank"
        elif held.count(each) > 1:
            yield "/prompt", f"The blank '{each}' stands here more than once.", "doubled_blank"
    for index, answer in enumerate(question["answers"]):
        if answer["match"]["blank"] not in ids:
            yield f"/answers/{index}/match/blank", f"No blank '{answer['match']['blank']}'.", "unknown_blank"
    for index, blank in enumerate(blanks):
        if blank["id"] not in held:
            yield f"/body/blanks/{index}/id", f"The prompt does not hold {{{{{blank['id']}}}}}.", "missing_blank"
        if blank["id"] in ids[:index]:
            yield f"/body/blanks/{index}/id", f"A second blank '{blank['id']}'.", "doubled_blank"
        else:
            yield from _check_alone(question, index, blank)


def _check_alone(question, index, blank):
    """Load and check a blank with its answers as a question of its kind, and tell the faults where they stand."""
    kind, where, faults = KINDS[blank["kind"]], f"/body/blanks/{index}", []
    body = _loaded(kind.Body(), {key: each for key, each in blank.items() if key not in OF_ANY_BLANK}, where, faults)
    places, answers = [], []
    for place, answer in enumerate(question["answers"]):
        if answer["match"]["blank"] == blank["id"]:
            match = {key: each for key, each in answer["match"].items() if key != "blank"}
            places.append(place)
            answers.append({**answer, "match": _loaded(kind.Match(), match, f"/answers/{place}/match", faults)})
    yield from faults
    most = max((answer["credit"] for answer in answers), default=NOTHING)
    if most <= 0:
        yield where, f"No answer earns credit in blank '{blank['id']}'.", "nothing_earns_credit"
    elif most < 1 and question["body"]["scoring"] == "all_or_nothing":
        yield where, f"With all_or_nothing, blank '{blank['id']}' needs an answer with a credit of 1.", "full_credit_unreachable"
    if faults:
        return
    for pointer, message, code in kind.check({"prompt": "", "body": body, "answers": answers}):
        _, top, *rest = pointer.split("/")
        if top == "body":
            yield "/".join([where, *rest]), message, code
        elif rest:
            yield "/".join(["/answers", str(places[int(rest[0])]), *rest[1:]]), message, code


def _loaded(schema, data, where, faults):
    """The data as the schema has it; what it refuses is added to the faults."""
    try:
        return schema.load(data)
    except ValidationError as error:
        faults += [
            (f"{where}/{key}", str(each), getattr(each, "code", "invalid")) for key, found in error.messages.items() for each in found
        ]


def grade(question, response, *, examples=(), policy=None):
    """Give the share of what is right, by weight, or all or nothing."""
    blanks = question["body"]["blanks"]
    if unknown := response.keys() - {blank["id"] for blank in blanks}:
        raise Unfit(f"No blank '{min(unknown)}'.", "unknown_blank", f"/{min(unknown)}")
    verdicts = [_grade_alone(question, blank, response.get(blank["id"]), policy) for blank in blanks]
    credits = [clamped(verdict.credit) for verdict in verdicts]
    if question["body"]["scoring"] == "all_or_nothing" and min(credits) < FULL:
        credits = [NOTHING] * len(blanks)
    weights = [exact(blank["weight"]) for blank in blanks]
    weighed, whole = [credit * weight for credit, weight in zip(credits, weights)], sum(weights)
    parts = (Part(blank["id"], credit / whole, verdict.breakdown[0].detail) for blank, credit, verdict in zip(blanks, weighed, verdicts))
    least = min(verdicts, key=lambda verdict: verdict.confidence)
    return Verdict(
        sum(weighed) / whole, tuple(parts), tuple(each for verdict in verdicts for each in verdict.matched),
        least.confidence, any(verdict.needs_review for verdict in verdicts), least.grader, least.version,
    )  # fmt: skip


def _grade_alone(question, blank, given, policy):
    """Grade what stands in one blank as the response to a question of its kind."""
    if given is None:
        return Verdict(NOTHING, (Part(blank["id"], NOTHING, "Nothing stands here."),))
    if blank["kind"] != "number" and not isinstance(given, str):
        raise Unfit(
            "This blank takes text." if blank["kind"] == "text" else "This blank takes the id of a choice.", "invalid", f"/{blank['id']}"
        )
    answers = [answer for answer in question["answers"] if answer["match"]["blank"] == blank["id"]]
    alone = {"prompt": IN_PROMPT.sub("…", question["prompt"]), "body": {**DEFAULTS, **blank}, "answers": answers}
    try:
        return KINDS[blank["kind"]].grade(alone, given, policy=policy)
    except Unfit as unfit:
        raise Unfit(unfit.message, unfit.code, f"/{blank['id']}") from None


EXAMPLE = {
    "type": "fill_in_blank",
    "prompt": "Water consists of hydrogen and {{element}}. At sea level it boils at {{boils}} and freezes when it gets {{freezes}}.",
    "body": {
        "blanks": [
            {"id": "element", "kind": "text"},
            {"id": "boils", "kind": "number", "unit": "°C"},
            {"id": "freezes", "kind": "choice", "choices": [{"id": "hot", "text": "hotter"}, {"id": "cold", "text": "colder"}]},
        ]
    },
    "answers": [
        {"match": {"blank": "element", "text": "oxygen"}},
        {"match": {"blank": "boils", "value": 100, "tolerance": 0.5}},
        {"match": {"blank": "boils", "value": 212}, "credit": 0.5, "feedback": "That is in degrees Fahrenheit."},
        {"match": {"blank": "freezes", "choice": "cold"}},
    ],
}
EXAMPLE_RESPONSE = {"element": "Oxygen", "boils": "100 °C", "freezes": "cold"}
