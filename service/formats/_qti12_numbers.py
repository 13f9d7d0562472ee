"""Numbers as exchange files write them, read without trust."""
from decimal import Decimal, InvalidOperation

LONGEST = 60
LARGEST, SMALLEST = Decimal("1e300"), Decimal("1e-300")
PLACES = Decimal("0.00001")


def number(text):
    """The Decimal that a text says, or None."""
    text = "".join((text or "").split()).replace("−", "-")
    if not text or len(text) > LONGEST or not text.isascii() or "_" in text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and (not value or SMALLEST <= value.copy_abs() <= LARGEST) else None


def share(value):
    """A share as the wire has it: at most five decimal places, whole where it is."""
    return wire(min(max(value, Decimal(-1)), Decimal(1)).quantize(PLACES))


def wire(value):
    """A number as the wire has it."""
    value = value.normalize()
    return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else value


def shown(value):
    """A number as people write it."""
    return f"{value.normalize():f}"
