"""The numbers of GIFT: `3:0.5` is 3, half more or less; `1..5` is anything from 1 to 5; `*` is any number."""
import re
from decimal import Context, Decimal, localcontext

from schemas.fields import wire_number
from service.formats._first_match import ANY_NUMBER
from service.formats._gift_source import Fault
from service.question_types.numeric import WIDE, interval

NUMBER = re.compile(r"[+-]?(?:\d{1,50}(?:\.\d{0,50})?|\.\d{1,50})(?:[eE][+-]?\d{1,3})?")
FIFTEEN = Context(prec=15)
"""As many digits as a number has on the wire; Moodle's have no more to speak of."""
LARGEST = 10**300


def number_match(source):
    """{value, tolerance} as the text has them, exactly."""
    text = source.text.strip()
    if text == "*":
        return ANY_NUMBER
    with localcontext(WIDE):
        if ".." in text:
            low, high = (_number(each, source) for each in text.split("..", 1))
            if low > high:
                raise Fault(source, f"No number lies between {low} and {high}: the smaller one comes first.")
            value = (low + high) / 2
            return {"value": value, "tolerance": high - value}
        value, colon, tolerance = text.partition(":")
        value, tolerance = _number(value, source), _number(tolerance, source) if colon else Decimal(0)
    if tolerance < 0:
        raise Fault(source, f"A tolerance below 0: {tolerance}.")
    return {"value": value, "tolerance": tolerance}


def _number(text, source):
    text = text.strip()
    if not NUMBER.fullmatch(text):
        comma = " (Write a decimal point.)" if "," in text else ""
        raise Fault(source, f"'{text[:50]}' is no number.{comma}" if text else "A number is missing.")
    value = Decimal(text)
    if abs(value) > LARGEST or 0 < abs(value) < Decimal(1) / LARGEST:
        raise Fault(source, f"'{text}' is beyond 1e300, or nearer to 0 than 1e-300.")
    return value


def shortened(match):
    """The match as numbers of the wire, and what that changes."""
    if match is ANY_NUMBER:
        return dict(ANY_NUMBER), []
    short = {name: FIFTEEN.plus(value) for name, value in match.items()}
    changed = [f"{match[name]} is rounded to 15 digits." for name in match if short[name] != match[name]]
    found = {name: wire_number(value) for name, value in short.items()}
    return found if found["tolerance"] else {"value": found["value"]}, changed


def written_number(match):
    """A match as GIFT has it; None where that would take more digits than are read back."""
    low, high = interval(match)
    if low <= -LARGEST and high >= LARGEST:
        return "*"
    with localcontext(WIDE):
        value = (low + high) / 2
        parts = [value, high - value] if high > value else [value]
    if any(FIFTEEN.plus(part) != part for part in parts):
        return None
    return ":".join(map(_plain, parts))


def _plain(value):
    value = value.normalize(FIFTEEN)
    return f"{value:f}" if -20 < value.adjusted() < 20 else str(value)
