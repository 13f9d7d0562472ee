"""JSON in and out: one strict reader, one writer.

The reader refuses what readers disagree on or what breaks further in: doubled keys, NaN and Infinity, NUL, lone
surrogates, whole numbers beyond 2^53-1, numbers too long to be meant, nesting deeper than anything we speak.
"""
import json
from collections import Counter
from decimal import Decimal, InvalidOperation

import orjson

from schemas.fields import SAFE_INTEGER

DEEPEST = 32
LONGEST_NUMBER = 40
VARY = "Authorization, Accept-Encoding"
"""What every reply of the API depends on besides its address."""


class Malformed(ValueError):
    """Bytes that are not the JSON that we read; the message says why."""


def read(data):
    """Parse JSON; numbers with a point or exponent become Decimals. Raises Malformed."""
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
        )
    except UnicodeDecodeError:
        raise Malformed("The body is not UTF-8.") from None
    except RecursionError:
        raise Malformed(f"Nested deeper than {DEEPEST} levels.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"{error.msg} at line {error.lineno}, column {error.colno}.") from None
    _inspect(value)
    return value


def write(value):
    """Bytes of JSON in UTF-8, keys in their order."""
    return orjson.dumps(value)


def sound(text):
    """Whether a text can be kept and sent anywhere: no NUL, no half of a surrogate pair."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text))


def _object(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise Malformed(f"The key {name!r} stands twice in one object.")
    return found


def _integer(text):
    if len(text) > LONGEST_NUMBER or abs(int(text)) > SAFE_INTEGER:
        raise Malformed(f"A whole number beyond 2^53-1: {text[:LONGEST_NUMBER]}")
    return int(text)


def _decimal(text):
    try:
        value = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    except InvalidOperation:  # an exponent beyond all
        value = None
    if value is None or abs(value.adjusted()) > 300:
        raise Malformed(f"A number with too many digits: {text[:LONGEST_NUMBER]}")
    return value


def _constant(text):
    raise Malformed(f"{text} is not JSON.")


def _inspect(value):
    """Look at every string and level, without recursion."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Malformed(f"Nested deeper than {DEEPEST} levels.")
        below = []
        for each in level:
            if isinstance(each, str) and not sound(each):
                raise Malformed("A string holds NUL or half of a surrogate pair.")
            if isinstance(each, dict):
                below += each.keys()
                below += each.values()
            elif isinstance(each, list):
                below += each
        level = below
