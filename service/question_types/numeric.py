"""A number, right when it lies within an answer's tolerance, both ends included.

`absolute`: the tolerance is as much more or less. `relative`: it is a share of the value: 0.05 is 5 %.
`significant_figures`: it is a number of figures, n; right is what lies within half a unit of the value's n-th figure.
To 3 figures 3.14159 takes 3.13659 to 3.14659, however many figures the response has.
A response may be a number, or text: with a decimal point, and with the question's unit or none after it.
"""
import re
from decimal import Context, Decimal, localcontext

from marshmallow import fields

from schemas.base import Schema
from schemas.fields import Enum, Number, Strict, Text, wire_number
from service.question_types._checks import different, earning
from service.text import folded
from service.verdict import NOTHING, Part, Unfit, Verdict, best, exact

TOLERANCES = ("absolute", "relative", "significant_figures")
NUMBER = re.compile(r"[+\-−]?(\d+\.?\d*|\.\d+)([eE][+\-−]?0*\d{1,4})?")
LARGEST, SMALLEST, LONGEST = Decimal("1e300"), Decimal("1e-300"), 100
WIDE = Context(prec=1400, Emax=9999, Emin=-9999)
"""Room for a number near 1e300 less one near 1e-300, and for their product, with no digit lost."""
SHORT = Context(prec=20)


class NumberOrText(Strict, fields.Field):
    """A JSON number, or text of at most `max` characters."""

    default_error_messages = {"invalid": "Neither a number nor text.", "too_long": "At most {max} characters are allowed."}

    def __init__(self, *, max, **kwargs):
        self.max = max
        kinds = [{"type": "number", "minimum": -1e300, "maximum": 1e300}, {"type": "string", "maxLength": max}]
        super().__init__(limits={"anyOf": kinds + [{"type": "null"}] * bool(kwargs.get("allow_none"))}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            raise self.make_error("invalid")
        if isinstance(value, str) and len(value) > self.max:
            raise self.make_error("too_long", max=self.max)
        if isinstance(value, str):
            return value
        value = exact(value)
        if not value.is_finite():
            raise self.make_error("invalid")
        return value

    def _serialize(self, value, attr, obj, **kwargs):
        return wire_number(value) if isinstance(value, Decimal) else value


class Body(Schema):
    unit = Text(max=50, load_default="")


class Match(Schema):
    value = Number(required=True)
    tolerance = Number(min=0, load_default=Decimal(0))
    tolerance_type = Enum(*TOLERANCES, load_default="absolute")


class Response(Schema):
    response = NumberOrText(max=LONGEST, required=True)


def check(question):
    """Figures can be counted, no two answers mean the same, one of them earns credit."""
    for index, answer in enumerate(question["answers"]):
        match, where = answer["match"], f"/answers/{index}/match"
        if match["tolerance_type"] != "significant_figures":
            continue
        if match["tolerance"] not in range(1, 16):
            yield f"{where}/tolerance", "Say how many significant figures count, from 1 to 15.", "not_a_number_of_figures"
        if not match["value"]:
            yield f"{where}/value", "Zero has no significant figures: give an absolute tolerance.", "zero_has_no_figures"
    yield from different(question, "value", lambda match: tuple(sorted(match.items())))
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the best credit among the answers that the number is near to."""
    given = number(response, question["body"]["unit"])

    def near(match):
        low, high = interval(match)
        return low <= given <= high

    verdict = best(answer for answer in question["answers"] if near(answer["match"]))
    if not verdict.matched:
        return Verdict(NOTHING, (Part("answer", NOTHING, f"{_shown(given)} is within no answer's tolerance."),))
    low, high = interval(verdict.matched[0]["match"])
    detail = f"{_shown(given)} lies within {_shown(low)} to {_shown(high)}."
    return Verdict(verdict.credit, (Part("answer", verdict.credit, detail),), verdict.matched)


def interval(match):
    """The least and the greatest number that are right."""
    value, tolerance, kind = exact(match["value"]), exact(match.get("tolerance", 0)), match.get("tolerance_type")
    with localcontext(WIDE):
        if kind == "relative":
            tolerance *= abs(value)
        if kind == "significant_figures":
            tolerance = Decimal(5).scaleb(value.adjusted() - int(tolerance))
        return value - tolerance, value + tolerance


def number(response, unit=""):
    """Read the number that was meant; what cannot be read is no number here."""
    value = _read(response, unit) if isinstance(response, str) else exact(response)
    if value and not SMALLEST <= abs(value) <= LARGEST:
        raise Unfit("A number beyond 1e300, or nearer to 0 than 1e-300.", "out_of_range")
    return value


def _read(response, unit):
    text, unit = (folded(response[: LONGEST + 1], case_sensitive=True), folded(unit, case_sensitive=True))
    bare = text.removesuffix(unit).rstrip()
    found = next((each for each in (text, bare) if len(text) <= LONGEST and NUMBER.fullmatch(each)), None)
    if found is None:
        raise Unfit(_complaint(text, unit), "not_a_number")
    return Decimal(found.replace("−", "-"))


def _complaint(text, unit):
    if re.search(r"\d,\d", text):
        return "Not a number: write a decimal point, and no commas."
    return f"Not a number, alone or followed by {unit}." if unit else "Not a number: write it alone, as in -2.5 or 1e6."


def _shown(value):
    """A number as people write it, shortened where it is very long."""
    value = value.normalize(SHORT)
    return f"{value:f}" if -7 < value.adjusted() < 15 else str(value)


EXAMPLE = {
    "type": "numeric",
    "prompt": "How far is it once around the equator, to three significant figures?",
    "body": {"unit": "km"},
    "answers": [
        {"match": {"value": 40075, "tolerance": 3, "tolerance_type": "significant_figures"}, "credit": 1},
        {
            "match": {"value": 40075, "tolerance": 0.1, "tolerance_type": "relative"},
            "credit": 0.5,
            "feedback": "Near, but not to three figures.",
        },
        {"match": {"value": 6378, "tolerance": 10}, "credit": 0, "feedback": "That is the radius."},
    ],
}
EXAMPLE_RESPONSE = "40100 km"
