"""Elements of QTI as they are written: declarations, expressions and rules, under the names of QTI 2 (see _qti_names.in_names_of).

After the QTI 2.2 Information Model, sections 5, 8 and 15.
"""
from decimal import Decimal

from lxml import etree

from service.formats._qti_scores import plain
from service.formats._xml import holdable


class CannotHold(Exception):
    """Why a question cannot be written in QTI."""


def element(tag, *children, text=None, **attributes):
    """An element with these children and attributes; those that are None are left out."""
    made = etree.Element(tag, {name.rstrip("_"): shown(each) for name, each in attributes.items() if each is not None})
    made.text = None if text is None else holdable(str(text))
    made.extend(children)
    return made


def shown(value):
    """A value as an attribute has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(Decimal(str(value))) if isinstance(value, (int, float, Decimal)) else holdable(value)


def number(value):
    """A number of the wire as a Decimal."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def variable(name):
    return element("variable", identifier=name)


def base(value, kind="float"):
    return element("baseValue", text=shown(value), baseType=kind)


def outcome(name, kind="float", cardinality="single", values=(), **more):
    """The declaration of an outcome variable, with the values that it has from the start."""
    start = [element("defaultValue", *(element("value", text=shown(each)) for each in values))] if values else []
    return element("outcomeDeclaration", *start, identifier=name, cardinality=cardinality, baseType=kind, **more)


def response(name, kind, cardinality="single", correct=(), mapping=None):
    """The declaration of a response variable."""
    key = [element("correctResponse", *(element("value", text=shown(each)) for each in correct))] if correct else []
    declared = element("responseDeclaration", *key, identifier=name, cardinality=cardinality, baseType=kind)
    if mapping is not None:
        declared.append(mapping)
    return declared


def mapping(entries, default=0, lower=None, upper=None, sensitive=None):
    """What keys are worth: entries of (key, worth)."""
    made = [element("mapEntry", mapKey=key, mappedValue=worth, caseSensitive=sensitive) for key, worth in entries]
    return element("mapping", *made, lowerBound=lower, upperBound=upper, defaultValue=default)


def assign(name, value):
    return element("setOutcomeValue", value, identifier=name)


def add(name, value, kind="identifier"):
    """Put one more value into a variable that holds several."""
    return assign(name, element("multiple", variable(name), base(value, kind)))


def increase(name, by=1):
    return assign(name, element("sum", variable(name), base(by)))


def either(*branches, otherwise=()):
    """The rules of the first branch, (condition, rules), whose condition holds, or those of none."""
    tags = ["responseIf", *["responseElseIf"] * (len(branches) - 1)]
    made = [element(tag, condition, *rules) for tag, (condition, rules) in zip(tags, branches)]
    return element("responseCondition", *made, *([element("responseElse", *otherwise)] if otherwise else []))
