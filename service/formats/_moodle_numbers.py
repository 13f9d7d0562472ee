"""Moodle's numbers: fractions of a mark, penalties, grades, and what its numerical questions take.

Moodle takes only the fractions of a fixed list when a file is imported with its usual settings, and refuses the file otherwise
(Moodle 4.5, question bank, `fraction_options_full`); it knows them to seven places, we to five.
"""
import re
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from service.formats._first_match import ANY_NUMBER
from service.question_types.numeric import WIDE, interval
from service.verdict import exact

LISTED = tuple(map(Decimal, (
    "1", "0.9", "0.8333333", "0.8", "0.75", "0.7", "0.6666667", "0.6", "0.5", "0.4", "0.3333333", "0.3", "0.25", "0.2", "0.1666667",
    "0.1428571", "0.125", "0.1111111", "0.1", "0.05", "0",
)))  # fmt: skip
NEAR = Decimal("0.00001")
PLACES = Decimal("0.00001")
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:[.,][0-9]{0,40})?|[.,][0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
DIGITS, LARGE = 15, Decimal(10**15)


def read(text):
    """The Decimal that a text is, or None."""
    text = text.strip().replace("−", "-")
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def listed(share):
    """Moodle's fraction that a share is, or None where it has none so near."""
    size = next((each for each in LISTED if abs(abs(share) - each) < NEAR), None)
    return None if size is None else size.copy_sign(share)


def rounded(percentages):
    """The shares that these texts stand for, where they only miss 100 together because thirds and the like were cut short; else None."""
    found = [_cut_short(text) for text in percentages]
    if None in found or abs(sum(found) - 1) > NEAR * len(found) or sum(map(read, percentages)) / 100 + NEAR * len(found) >= 1:
        return None
    return [in_places(each)[0] for each in found]


def _cut_short(percentage):
    """The listed share that has been written with so many places, or None."""
    value = read(percentage)
    if value is None:
        return None
    near = min(LISTED, key=lambda each: abs(100 * each - value))
    return near if abs(100 * near - value) < Decimal(1).scaleb(value.as_tuple().exponent) else None


def in_places(number):
    """(a number in our five places, whether that is the same number); a third has no last place, and is the same."""
    if abs(number) >= LARGE:
        return number, True
    rounded = number.quantize(PLACES, ROUND_HALF_EVEN)
    return rounded.normalize() + 0, rounded == number or listed(number) is not None


def in_digits(number):
    """(a number in the 15 digits that we keep, whether it is the same number)."""
    if len(number.normalize().as_tuple().digits) <= DIGITS:
        return number, True
    return Decimal(f"{number:.{DIGITS - 1}E}"), False


def value_and_tolerance(match):
    """A number and what may be more or less, as Moodle writes them; None where the tolerance has more digits than it reads."""
    value, (low, high) = exact(match["value"]), interval(match)
    with localcontext(WIDE):
        tolerance = ((high - low) / 2).normalize()
    if len(tolerance.as_tuple().digits) > DIGITS:
        return None
    if not value and tolerance >= exact(ANY_NUMBER["tolerance"]):
        return "*", "0"
    return plain(value), plain(tolerance)


def percent(share):
    """A share as Moodle writes its percentage, at most five places: 33.33333 for a third."""
    share = exact(share)
    found = listed(share)
    return plain((Decimal(100) * (share if found is None else found)).quantize(PLACES))


def seven(share):
    """A share in Moodle's seven places."""
    found = listed(exact(share))
    return plain(exact(share) if found is None else found)


def plain(number):
    """A number without zeros at its end, and without an exponent unless it is very large or small."""
    number = exact(number).normalize()
    return f"{number:f}" if not number or -10 < number.adjusted() < 16 else f"{number:E}"


def wire(number):
    """A number as JSON has it."""
    return int(number) if number == number.to_integral_value() and abs(number) < LARGE else number
