"""An item of QTI as it stands in its file: its variables, its body, and its metadata there.

After the QTI 2.2 Information Model, sections 5 (variables) and 6 (items).
"""
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from service.formats._qti_names import TOOL
from service.formats._xml import text_of
from service.text import folded

LONGEST_NUMBER = 400
NUMERIC = ("float", "integer")


class NotHeld(Exception):
    """Why an item cannot be a question here, in words its author would accept."""


@dataclass(frozen=True)
class Mapping:
    """What each value of a response is worth: entries of (key, worth, whether capitals count)."""

    entries: tuple
    default: Decimal = Decimal(0)
    lower: Decimal | None = None
    upper: Decimal | None = None

    @cached_property
    def _found(self):
        """Where each key stands first: as it is, and of those whose capitals do not count, folded."""
        as_it_is, without_case = {}, {}
        for place, (key, _, sensitive) in enumerate(self.entries):
            as_it_is.setdefault(key, place)
            if not sensitive and isinstance(key, str):
                without_case.setdefault(folded(key), place)
        return as_it_is, without_case

    def worth(self, value):
        """What one value is worth: by the first entry that it meets."""
        as_it_is, without_case = self._found
        places = [as_it_is.get(value), without_case.get(folded(value)) if isinstance(value, str) else None]
        place = min((each for each in places if each is not None), default=None)
        return self.default if place is None else self.entries[place][1]


@dataclass(frozen=True)
class Response:
    """A response variable, and what the file says is right."""

    name: str
    cardinality: str
    base: str
    correct: tuple = ()
    mapping: Mapping | None = None


@dataclass
class Item:
    """An item: its root element, its variables by name, and what its scoring sets."""

    root: object
    responses: dict
    outcomes: dict = field(default_factory=dict)
    by_key: bool = False
    """Whether its key is scored, since its own scoring could not be followed: then what it says of its points holds."""
    worthless: bool = False
    """Whether it is worth no points: then it is read as if it were worth one, so that its shares can be told."""

    @property
    def own(self):
        """Whether this is a file that we wrote."""
        return self.root.get("toolName") == TOOL

    @property
    def body(self):
        return self.root.find("itemBody")

    @property
    def processing(self):
        return self.root.find("responseProcessing")

    @property
    def marks(self):
        """The classes of its body: in our own files the first is the question's type."""
        return (self.body.get("class") or "").split() if self.own and self.body is not None else []

    def number(self, name):
        """The number that an outcome variable has from the start, or None."""
        values = self.outcomes.get(name, {}).get("default", ())
        return decimal(values[0]) if len(values) == 1 else None


def decimal(text):
    """A number of a file, or None where it is none."""
    text = (text or "").strip()
    try:
        number = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) <= 300 else None


def value_of(text, base):
    """A value of this base type as it is compared: numbers as Decimal, pairs with one blank between, a pair without order sorted."""
    text = text or ""
    if base in NUMERIC:
        return decimal(text)
    if base == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip())
    if base in ("pair", "directedPair"):
        ends = text.split()
        return " ".join(sorted(ends) if base == "pair" else ends)
    return text.strip() if base == "identifier" else text


def item_of(root):
    """The item in a root element whose names were made equal."""
    responses = {each.get("identifier", ""): _response(each, root) for each in root.findall("responseDeclaration")}
    item = Item(root, responses, {each.get("identifier", ""): _outcome(each) for each in root.findall("outcomeDeclaration")})
    if item.own and item.number("MAXSCORE") == 0:
        item.worthless, item.outcomes["MAXSCORE"]["default"] = True, ("1",)
    return item


def _values(element, base):
    return tuple(value_of(text_of(each), base) for each in element.findall("value")) if element is not None else ()


def _response(element, root):
    base, mapping = element.get("baseType", "string"), element.find("mapping")
    insensitive = "v3p" in root.get("version", "")  # QTI 3: caseSensitive is false unless told; QTI 2: true
    return Response(
        element.get("identifier", ""), element.get("cardinality", "single"), base, _values(element.find("correctResponse"), base),
        None if mapping is None else _mapping(mapping, base, "false" if insensitive else "true"),
    )  # fmt: skip


def _mapping(element, base, sensitive):
    def entry(each):
        worth = decimal(each.get("mappedValue")) or Decimal(0)
        return value_of(each.get("mapKey"), base), worth, each.get("caseSensitive", sensitive) in ("true", "1")

    entries = tuple(map(entry, element.findall("mapEntry")))
    bounds = (decimal(element.get(name)) for name in ("lowerBound", "upperBound"))
    return Mapping(entries, decimal(element.get("defaultValue")) or Decimal(0), *bounds)


def _outcome(element):
    base = element.get("baseType", "")
    return {
        "base": base, "cardinality": element.get("cardinality", "single"), "default": _values(element.find("defaultValue"), ""),
        "most": decimal(element.get("normalMaximum")), "human": element.get("externalScored") == "human", "table": _table(element),
    }  # fmt: skip


def _table(element):
    """The function that gives a variable's value for a number that it looks up; None where it has no table. Section 5.6."""
    found = next(iter(element.iterchildren("interpolationTable", "matchTable")), None)
    if found is None:
        return None
    exact, rest = found.tag == "matchTable", decimal(found.get("defaultValue"))
    entries = [
        (decimal(each.get("sourceValue")), decimal(each.get("targetValue")), each.get("includeBoundary", "true") in ("true", "1"))
        for each in found
    ]

    def value(source):
        for bound, target, included in entries:
            if bound is not None and (source == bound and (exact or included) or not exact and source > bound):
                return target
        return rest

    return value
