"""The expressions of QTI that its response processing is made of, on plain values (see _qti_program).

After the QTI 2.2 Information Model, section 15. NULL is None and goes through most of them. A text may be `Meeting`: any text
that meets just these tests, so that what a pattern is worth can be asked without finding a text that fits it.
"""
from collections import Counter
from decimal import Decimal
from functools import lru_cache

import re2

from service.formats import _qti_patterns
from service.text import folded

MOST_FOR_A_PATTERN = 256 * 1024
"""Bytes; the types of question have the same bound."""
HALF = Decimal("0.5")
UNTOLD = Decimal("1e-12")
"""By which share two numbers may differ that are meant to be equal: makers write a third as 0.333333333333333, and add it up to 1."""


class Unclear(Exception):
    """What in an item's scoring is not understood."""


class Bag(tuple):
    """Values without an order (cardinality multiple)."""


class Meeting(str):
    """Any text that meets these tests and no others: ("pattern", its pattern), ("contains", a text, whether capitals count)."""

    def __new__(cls, tests):
        self = super().__new__(cls, "\0")
        self.tests = frozenset(tests)
        return self


class AnyOf(tuple):
    """Values of which each is right: those of a key that names several for a single response."""


def _flat(values):
    """The values of single ones and of containers, without NULLs."""
    return [each for value in values if value is not None for each in (value if isinstance(value, tuple) else (value,))]


def _whole(value):
    return value if isinstance(value, tuple) else (value,)


def _match(one, other):
    if one is None or other is None:
        return None
    if isinstance(one, AnyOf) or isinstance(other, AnyOf):
        return one in other if isinstance(other, AnyOf) else other in one
    if isinstance(one, Bag) or isinstance(other, Bag):
        return Counter(_whole(one)) == Counter(_whole(other))
    return one == other


def _and(*values):
    return False if False in values else None if None in values else True


def _or(*values):
    return True if True in values else None if None in values else False


def _compared(test):
    return lambda element, one, other: None if one is None or other is None else test(one, other)


def _numbers(reckon):
    def operator(element, *values):
        if None in values or any(isinstance(each, (str, bool)) for each in _flat(values)):
            return None
        return reckon(_flat(values))

    return operator


def _product(values):
    result = Decimal(1)
    for each in values:
        result *= each
    return result


def _divide(element, one, other):
    return None if one is None or not other else one / other


def tolerances(element):
    """The two tolerances that an `equal` gives, as (below, above)."""
    from_text = [Decimal(each) for each in (element.get("tolerance") or "0").split()]
    return from_text[0], from_text[-1]


def interval(element, value):
    """The least and the greatest number that an `equal` takes for one with this value; section 15.4."""
    below, above = tolerances(element)
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return value, value
    if mode == "relative":
        return value * (1 - below / 100), value * (1 + above / 100)
    return value - below, value + above


def _equal(element, one, other):
    """Whether the second number lies within the tolerance of the first; files have the number that is expected on either side."""
    if one is None or other is None:
        return None
    varies = [next(each.iter("variable"), None) is not None for each in element]
    if varies == [True, False]:
        one, other = other, one
    low, high = interval(element, one)
    inside = low < other < high or (other == low and _included(element, "Lower")) or (other == high and _included(element, "Upper"))
    return inside or (low == high and abs(other - low) <= abs(low) * UNTOLD)


def rounding(element, value):
    """The numbers that round as this one does, from and to."""
    middle, unit = _rounded(element, value)
    if element.get("roundingMode") == "decimalPlaces":
        return middle - unit * HALF, middle + unit * HALF
    if not middle:
        return middle, middle
    middle, unit = _rounded(element, middle)  # 9.96 became 10.0, of which the last figure counts more
    finer = unit / 10 if abs(middle) == Decimal(1).scaleb(middle.adjusted()) else unit  # below 10, figures count less
    below, above = (finer, unit) if middle > 0 else (unit, finer)
    return middle - below * HALF, middle + above * HALF


def _rounded(element, value):
    """(a number rounded by decimal places or significant figures, the unit that it is rounded to); section 15.4."""
    figures = element.get("figures", "3")
    if not figures.isdecimal() or len(figures) > 2:
        raise Unclear("equalRounded by a variable")
    places = int(figures) if element.get("roundingMode") == "decimalPlaces" else int(figures) - 1 - value.adjusted()
    unit = Decimal(1).scaleb(-places)
    return (value / unit + HALF).to_integral_value("ROUND_FLOOR") * unit, unit


def _equal_rounded(element, one, other):
    return None if one is None or other is None else _rounded(element, one)[0] == _rounded(element, other)[0]


def _included(element, end):
    return element.get(f"include{end}Bound", "true") in ("true", "1")


def _string_match(element, one, other):
    if one is None or other is None:
        return None
    sensitive, part = element.get("caseSensitive", "true") in ("true", "1"), element.get("substring") in ("true", "1")
    if isinstance(one, Meeting) or isinstance(other, Meeting):
        met, text = (one, other) if isinstance(one, Meeting) else (other, one)
        return part and ("contains", text, sensitive) in met.tests
    one, other = (folded(each, case_sensitive=sensitive) for each in (one, other))
    return other in one if part else one == other


def _pattern_match(element, text):
    pattern = element.get("pattern", "")
    if text is None:
        return None
    if isinstance(text, Meeting):
        return ("pattern", pattern) in text.tests
    return fits(pattern, text)


def fits(pattern, text):
    """Whether a pattern of XML Schema fits a whole text."""
    return bool(_compiled(pattern).fullmatch(text))


@lru_cache(maxsize=256)
def _compiled(pattern):
    options = re2.Options()
    options.log_errors, options.never_capture, options.max_mem = False, True, MOST_FOR_A_PATTERN
    try:
        return re2.compile(_qti_patterns.ours(pattern) or "[", options)
    except re2.error as reason:
        raise Unclear(f"the pattern {pattern}") from reason


def mapped(response, value):
    """What a response is worth by its mapping; section 5.4: the sum over a container's values, each counted once, within bounds."""
    mapping = response.mapping
    if mapping is None:
        raise Unclear(f"mapResponse of {response.name}, which has no mapping")
    values = set(value) if isinstance(value, tuple) else [] if value is None else [value]
    total = sum(map(mapping.worth, values), Decimal(0)) if values or isinstance(value, tuple) else mapping.default
    total = total if mapping.lower is None else max(total, mapping.lower)
    return total if mapping.upper is None else min(total, mapping.upper)


def near(element, response, value):
    """mapTolResponse, which ONYX has beside QTI's own: a number is worth what the first key is, in whose tolerance it lies."""
    if response.mapping and isinstance(value, Decimal):
        met = (key for key, _, _ in response.mapping.entries if isinstance(key, Decimal) and _inside(element, key, value))
        value = next(met, value)
    return mapped(response, value)


def _inside(element, key, value):
    low, high = interval(element, key)
    return low <= value <= high


def _index(element, values):
    place = int(element.get("n"))
    return values[place - 1] if values and 1 <= place <= len(values) else None


def _any_n(element, *values):
    least, most = int(element.get("min")), int(element.get("max", len(values)))
    return least <= values.count(True) <= most


def _contains(element, one, other):
    if one is None or other is None:
        return None
    if isinstance(one, Bag):
        return not Counter(other) - Counter(one)
    return any(one[at : at + len(other)] == other for at in range(len(one) - len(other) + 1))


def _substring(element, one, other):
    if one is None or other is None:
        return None
    sensitive = element.get("caseSensitive", "true") in ("true", "1")
    if isinstance(other, Meeting):
        return ("contains", one, sensitive) in other.tests
    return folded(one, case_sensitive=sensitive) in folded(other, case_sensitive=sensitive)


OPERATORS = {
    "and": lambda element, *values: _and(*values),
    "or": lambda element, *values: _or(*values),
    "not": lambda element, value: None if value is None else not value,
    "anyN": _any_n,
    "isNull": lambda element, value: value is None or value == () or value == "",
    "null": lambda element: None,
    "match": lambda *values: _match(*values[-2:]),
    "equal": _equal,
    "gt": _compared(lambda one, other: one > other),
    "gte": _compared(lambda one, other: one >= other),
    "lt": _compared(lambda one, other: one < other),
    "lte": _compared(lambda one, other: one <= other),
    "member": _compared(lambda one, other: one in _whole(other)),
    "contains": _contains,
    "delete": _compared(lambda one, other: type(other)(each for each in other if each != one)),
    "containerSize": lambda element, values: Decimal(len(_whole(values))) if values is not None else Decimal(0),
    "index": _index,
    "multiple": lambda element, *values: Bag(_flat(values)),
    "ordered": lambda element, *values: tuple(_flat(values)),
    "sum": _numbers(lambda values: sum(values, Decimal(0))),
    "product": _numbers(_product),
    "subtract": _numbers(lambda values: values[0] - values[1]),
    "divide": _divide,
    "max": _numbers(max),
    "min": _numbers(min),
    "round": _numbers(lambda values: (values[0] + Decimal("0.5")).to_integral_value("ROUND_FLOOR")),
    "truncate": _numbers(lambda values: values[0].to_integral_value("ROUND_DOWN")),
    "integerToFloat": lambda element, value: value,
    "stringMatch": _string_match,
    "substring": _substring,
    "patternMatch": _pattern_match,
    "mapResponse": mapped,
    "mapTolResponse": near,
    "equalRounded": _equal_rounded,
}
