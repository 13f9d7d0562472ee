r"""What a cell says: a number, yes or no, several things, pairs, JSON; each with its way back.

Several things in one cell are parted by ` | ` (a bar between blanks) or by line ends; a bar between blanks that is meant is
written `\|`. Two things that belong together have ` = ` between them, where `\=` is one that is meant. What cannot be
written so is a JSON list.
"""
import json
import re
from decimal import Decimal

from schemas.fields import wire_number
from service.formats import _csv_languages, _ranges

BAR, EQUALS = "|", "="
YES = ("yes", "y", "t", "1", "on", *_csv_languages.TRUE)
NO = ("no", "n", "f", "0", "off", *_csv_languages.FALSE)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
WITH_COMMA = re.compile(r"[+-]?(0,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,}))")
"""A comma that can only be a decimal one: one that parts thousands has three digits after it, and no nought before it."""
LONGEST_NUMBER = 60


class Faulty(Exception):
    """What is wrong in a row, and what to do about it."""


def number(text, what):
    """The number that stands here, as an int where it is written as one."""
    text = text.strip().replace("−", "-")
    if WITH_COMMA.fullmatch(text) and len(text) <= LONGEST_NUMBER:
        text = text.replace(",", ".")
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        raise Faulty(f"{what} '{text[:60]}' is no number: write it with digits and a decimal point, as in 2.5.")
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else Decimal(text)


def is_number(text):
    """Whether the text can only be a number, with or without what is taken beside it."""
    try:
        return _ranges.match(text) is not None or WITH_COMMA.fullmatch(text.strip()) is not None
    except ValueError:
        return True


def yes_or_no(text, what):
    word = text.strip().casefold()
    if word not in YES + NO:
        raise Faulty(f"{what} '{text.strip()[:60]}' is neither yes nor no: write one of these.")
    return word in YES


def listed(text):
    """The things that stand in a cell, in their order."""
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and found and all(isinstance(each, str) for each in found):
            return found
    pieces = (piece.strip() for line in re.split(r"\r\n|\r|\n", text) for piece in _split(line, BAR))
    return [piece for piece in pieces if piece]


def apart(text):
    """The things in a cell that holds several: with bars or semicolons, if not as `listed` has them."""
    pieces = listed(text)
    mark = next((each for each in (BAR, ";") if each in text), None)
    return [piece.strip() for piece in text.split(mark) if piece.strip()] if len(pieces) == 1 and mark else pieces


def as_list(things):
    """Several texts as a cell that `listed` reads."""
    plain = f" {BAR} ".join(_escaped(each, BAR) for each in things)
    return plain if listed(plain) == list(things) else json.dumps(list(things), ensure_ascii=False)


def paired(text):
    """The two sides of a piece with ` = ` in it."""
    one, *others = _split(text, EQUALS)
    if len(others) != 1 or not one.strip() or not others[0].strip():
        raise Faulty(f"'{text[:60]}' is no pair: write what belongs together as 'Kenya = Nairobi', and \\= for a sign that is meant.")
    return one.strip(), others[0].strip()


def as_pair(one, other):
    return f"{_escaped(one, EQUALS)} {EQUALS} {_escaped(other, EQUALS)}"


def _split(text, mark):
    """The pieces between marks that have a blank, or an end of the text, on both sides; one with `\\` before it is no such mark."""
    pieces = re.split(rf"(?:(?<=\s)|^){re.escape(mark)}(?=\s|$)", text)
    return [re.sub(rf"((?:(?<=\s)|^))\\(\\*{re.escape(mark)})(?=\s|$)", r"\1\2", piece) for piece in pieces]


def _escaped(text, mark):
    return re.sub(rf"((?:(?<=\s)|^))(\\*{re.escape(mark)})(?=\s|$)", r"\1\\\2", text)


def an_object(text, what, kind):
    """The JSON object or list that stands in a cell."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, ArithmeticError):
        found = None
    if not isinstance(found, kind):
        raise Faulty(f"Column '{what}' holds no JSON {'object' if kind is dict else 'list'}: it is for what has no column of its own.")
    return found


def _no_number(word):
    raise ValueError(word)


def as_json(value):
    return json.dumps(value, ensure_ascii=False, default=wire_number)


def as_text(value):
    """A number as it is typed."""
    return str(value)
