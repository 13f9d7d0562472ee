"""Strict fields: each takes exactly what its JSON Schema says, and its errors carry a code.

marshmallow's own fields are kind (a Boolean takes "yes", an Integer True); a contract is better kept by fields that
are not. What a field allows stands in its `metadata`, from which the API's document is made.
"""
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from marshmallow import ValidationError, fields

SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8259, section 6)."""
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
LABEL = r"^[A-Za-z0-9_.:-]{1,64}$"
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"


class Fault(str):
    """A message with the code that a program can act on."""

    code = "invalid"

    def __new__(cls, message, code="invalid"):
        fault = super().__new__(cls, message)
        fault.code = code
        return fault


class Strict:
    """What all fields here share: limits are documented, messages have codes, query strings can be read."""

    def __init__(self, *args, limits=None, **kwargs):
        metadata = {**kwargs.pop("metadata", {}), **{k: v for k, v in (limits or {}).items() if v is not None}}
        super().__init__(*args, metadata=metadata, **kwargs)

    def make_error(self, key, **kwargs):
        error = super().make_error(key, **kwargs)
        return ValidationError([Fault(message, key) for message in error.messages])

    def from_text(self, text):
        """Read the value from a query string; what cannot be read is left for the field to refuse."""
        return text


class Text(Strict, fields.String):
    """A string of `min` to `max` characters, matching `pattern` where there is one."""

    default_error_messages = {
        "too_short": "At least {min} characters are needed.",
        "too_long": "At most {max} characters are allowed.",
        "pattern": "Does not match {pattern}.",
        "blank": "Only blanks.",
    }

    def __init__(self, *, min=0, max=1000, pattern=None, format=None, **kwargs):
        self.min, self.max, self.pattern = min, max, pattern and re.compile(pattern)
        limits = {"minLength": min or None, "maxLength": max, "pattern": pattern, "format": format}
        super().__init__(limits=limits, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if len(value) < self.min:
            raise self.make_error("too_short", min=self.min)
        if len(value) > self.max:
            raise self.make_error("too_long", max=self.max)
        if self.pattern and not self.pattern.fullmatch(value):  # `$` alone would let a line end pass
            raise self.make_error("pattern", pattern=self.pattern.pattern)
        if value and self.min and not value.strip():
            raise self.make_error("blank")
        return value


class Id(Text):
    """The id of a resource: a UUID in lower-case text."""

    def __init__(self, **kwargs):
        super().__init__(max=36, pattern=UUID, format="uuid", **kwargs)


class Time(Text):
    """A moment: RFC 3339 in UTC with `Z`; it is given on with all of its six decimal places, as what is kept has them."""

    default_error_messages = {"no_such_time": "There is no such moment."}

    def __init__(self, **kwargs):
        super().__init__(max=30, pattern=TIME, format="date-time", **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        value = super()._deserialize(value, attr, data, **kwargs)
        try:
            moment = datetime.fromisoformat(value.removesuffix("Z"))
        except ValueError:
            raise self.make_error("no_such_time") from None
        return moment.isoformat(timespec="microseconds") + "Z"


class Enum(Strict, fields.String):
    """One of a few words."""

    default_error_messages = {"unknown_value": "Not one of: {values}."}

    def __init__(self, *values, **kwargs):
        self.values = values
        nothing = (None,) if kwargs.get("allow_none") or kwargs.get("load_default", 0) is None else ()
        super().__init__(limits={"enum": [*values, *nothing]}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if value not in self.values:
            raise self.make_error("unknown_value", values=", ".join(self.values))
        return value


class Boolean(Strict, fields.Boolean):
    """true or false, and nothing that only looks like it."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value

    def from_text(self, text):
        return {"true": True, "false": False}.get(text, text)


class Integer(Strict, fields.Integer):
    """A whole number from `min` to `max`; 1.0 is one too, as JSON Schema has it."""

    default_error_messages = {"too_small": "At least {min} is needed.", "too_large": "At most {max} is allowed."}

    def __init__(self, *, min=-SAFE_INTEGER, max=SAFE_INTEGER, **kwargs):
        self.min, self.max = min, max
        super().__init__(limits={"minimum": min, "maximum": max}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise self.make_error("invalid", input=value)
        if value < self.min:
            raise self.make_error("too_small", min=self.min)
        if value > self.max:
            raise self.make_error("too_large", max=self.max)
        if value != int(value):
            raise self.make_error("invalid", input=value)
        return int(value)

    def from_text(self, text):
        return int(text) if re.fullmatch(r"-?\d{1,18}", text, re.ASCII) else text


def wire_number(value):
    """A Decimal as JSON has it: an int where it is whole and exact, else the nearest float."""
    return int(value) if value == value.to_integral_value() and abs(value) <= SAFE_INTEGER else float(value)


class Number(Strict, fields.Decimal):
    """A Decimal inside, a JSON number outside: at most 15 significant digits, so that a float carries it unharmed.

    `places` limits the digits after the decimal point.
    """

    default_error_messages = {
        "too_small": "At least {min} is needed.",
        "too_large": "At most {max} is allowed.",
        "too_precise": "At most {most} are allowed.",
    }

    def __init__(self, *, min=-1e300, max=1e300, places=None, **kwargs):
        self.min, self.max, self.decimals = Decimal(str(min)), Decimal(str(max)), places
        super().__init__(limits={"minimum": wire_number(self.min), "maximum": wire_number(self.max)}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise self.make_error("invalid")
        value = Decimal(str(value))
        if not value.is_finite():
            raise self.make_error("invalid")
        if value < self.min:
            raise self.make_error("too_small", min=wire_number(self.min))
        if value > self.max:
            raise self.make_error("too_large", max=wire_number(self.max))
        return self._exact(value)

    def _exact(self, value):
        if value and value.adjusted() < -300:
            raise self.make_error("too_precise", most="300 places")
        value = value.normalize()
        if len(value.as_tuple().digits) > 15:
            raise self.make_error("too_precise", most="15 significant digits")
        if self.decimals is not None and value.as_tuple().exponent < -self.decimals:
            raise self.make_error("too_precise", most=f"{self.decimals} decimal places")
        return value

    def _serialize(self, value, attr, obj, **kwargs):
        return wire_number(value) if isinstance(value, Decimal) else value

    def from_text(self, text):
        try:
            return Decimal(text) if len(text) < 40 else text
        except InvalidOperation:
            return text


class List(Strict, fields.List):
    """A list of `min` to `max` items, all different where `unique`."""

    default_error_messages = {
        "too_few": "At least {min} items are needed.",
        "too_many": "At most {max} items are allowed.",
        "doubled": "The items must differ.",
    }

    def __init__(self, inner, *, min=0, max=1000, unique=False, **kwargs):
        self.min, self.max, self.unique = min, max, unique
        super().__init__(inner, limits={"minItems": min or None, "maxItems": max, "uniqueItems": unique or None}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if len(value) < self.min:
            raise self.make_error("too_few", min=self.min)
        if len(value) > self.max:
            raise self.make_error("too_many", max=self.max)
        items = super()._deserialize(value, attr, data, **kwargs)
        if self.unique and len(set(items)) < len(items):
            raise self.make_error("doubled")
        return items


class Dict(Strict, fields.Dict):
    """An object whose keys and values are of one kind each."""

    default_error_messages = {"too_many": "At most {max} entries are allowed."}

    def __init__(self, keys, values, *, max=1000, **kwargs):
        self.max = max
        super().__init__(keys=keys, values=values, limits={"maxProperties": max}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        if len(value) > self.max:
            raise self.make_error("too_many", max=self.max)
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError as error:  # marshmallow puts "key" or "value" between a member's name and its fault
            raise ValidationError({name: each.get("value", each.get("key")) for name, each in error.messages.items()}) from None


class Commas(Strict, fields.List):
    """Several values in one query parameter, with commas between them."""

    def __init__(self, inner, **kwargs):
        super().__init__(inner, limits={"minItems": 1, "maxItems": 50}, **kwargs)

    def from_text(self, text):
        return [self.inner.from_text(part) for part in text.split(",")]

    def _deserialize(self, value, attr, data, **kwargs):
        if len(value) > 50:
            raise ValidationError([Fault("At most 50 values are allowed.", "too_many")])
        return super()._deserialize(value, attr, data, **kwargs)
