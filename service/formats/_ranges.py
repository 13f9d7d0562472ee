"""Numbers with what is taken beside them: `5`, `3.14 +- 0.01`, `100 ± 5 %`, `[1, 5]`."""
import re
from decimal import Context, Decimal

DIGITS = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
NUMBER = re.compile(DIGITS)
MARGIN = re.compile(rf"({DIGITS})\s*(?:\+-|\+/-|±)\s*({DIGITS})\s*(%?)")
RANGE = re.compile(rf"\[\s*({DIGITS})\s*,\s*({DIGITS})\s*\]")
LONGEST = 200
EXACT = Context(prec=700)


def match(text):
    """What a numeric answer's match is for this text, or None where it is no number; ValueError where it cannot be right."""
    text = text.strip().replace("−", "-")
    if len(text) > LONGEST:
        return None
    if NUMBER.fullmatch(text):
        return {"value": short(Decimal(text))}
    if found := MARGIN.fullmatch(text):
        margin = Decimal(found[2])
        if margin < 0:
            raise ValueError("a tolerance cannot be below 0")
        relative = {"tolerance_type": "relative"} if found[3] else {}
        return {"value": short(Decimal(found[1])), "tolerance": percent(margin) if found[3] else short(margin), **relative}
    if found := RANGE.fullmatch(text):
        low, high = Decimal(found[1]), Decimal(found[2])
        if low > high:
            raise ValueError("the range ends before it begins")
        return {"value": short(EXACT.divide(EXACT.add(low, high), 2)), "tolerance": short(EXACT.divide(EXACT.subtract(high, low), 2))}
    return None


def percent(number):
    """So many hundredths."""
    return short(EXACT.scaleb(Decimal(number), -2))


def short(number):
    """The number as JSON has it; ValueError where it has more digits than are kept."""
    number = number.normalize(EXACT)
    if len(number.as_tuple().digits) > 15:
        raise ValueError("it takes more than 15 significant digits")
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else number
