"""Choices and their ids, and how both are shown to those who may not know the key.

Order is a key, and so is an id that spells it (a, b, c in the right order; the right one always first). So the public
form of a question gives every choice another id, made by a keyed hash, and lists the choices in the order of these.
Fields say themselves where an id stands, so a new question type needs nothing more than these fields.
"""
from schemas.base import Schema
from schemas.fields import LABEL, Boolean, Dict, List, Text
from schemas.prose import Prose

from marshmallow import fields


class ChoiceId(Text):
    """The id of a choice. `side` tells lists of one question apart whose ids may be the same."""

    def __init__(self, *, side="", **kwargs):
        self.side = side
        super().__init__(max=64, pattern=LABEL, **kwargs)


class Choice(Schema):
    """One thing that can be chosen, matched or put in order."""

    id = ChoiceId(required=True)
    text = Prose(required=True, min=1, max=2000)


class Pinnable(Choice):
    """A choice that may ask to stay in its place."""

    pinned = Boolean(load_default=False)


class Choices(List):
    """A list of choices whose stored order may tell the key, so that the public form has another."""

    def __init__(self, choice=Choice, *, side="", min=1, max=200, **kwargs):
        self.side = side
        super().__init__(fields.Nested(choice), min=min, max=max, **kwargs)


class ByBlank(Dict):
    """What stands in each blank: {blank id: response}; the blank tells what an id in it means."""


def labels(schema, body, name, scope=""):
    """All choice ids of a body with their public ones: {(scope, stored id): public id}; `name(scope, id)` makes one."""
    found = {}
    for key, field in schema.fields.items():
        value = body.get(key)
        if isinstance(field, Choices):
            where = scope or field.side
            found |= {(where, choice["id"]): name(where, choice["id"]) for choice in value or ()}
        elif isinstance(field, List) and isinstance(field.inner, fields.Nested):
            inner = field.inner.schema
            for item in value or ():
                found |= labels(inner, item, name, item[inner.scope] if hasattr(inner, "scope") else scope)
    return found


def relabel(field, value, known, scope=""):
    """The same value with every choice id in it replaced by what `known` has for it; others stay.

    `field` is a schema or a field; a list of choices is also put in the order of the new ids, except pinned ones and
    where its body says `shuffle: false`. A schema's `scope` names the field of an object that tells which blank it is of.
    """
    if value is None:
        return None
    if isinstance(field, Schema):
        scope = value.get(field.scope, scope) if hasattr(field, "scope") else scope
        changed = {key: relabel(field.fields[key], each, known, scope) for key, each in value.items()}
        return changed | {key: _shuffled(changed[key]) for key in _lists(field, changed)}
    if isinstance(field, Choices):
        return [{**choice, "id": known.get((scope or field.side, choice["id"]), choice["id"])} for choice in value]
    if isinstance(field, ChoiceId):
        return known.get((scope or field.side, value), value)
    if isinstance(field, ByBlank):
        return {key: known.get((key, each), each) if isinstance(each, str) else each for key, each in value.items()}
    if isinstance(field, fields.Dict):
        return {relabel(field.key_field, key, known, scope): relabel(field.value_field, each, known, scope) for key, each in value.items()}
    if isinstance(field, fields.List):
        return [relabel(field.inner, each, known, scope) for each in value]
    if isinstance(field, fields.Nested):
        return relabel(field.schema, value, known, scope)
    return value


def _lists(schema, body):
    """The lists of choices that the public sees in another order."""
    if body.get("shuffle") is False:
        return ()
    return [key for key, field in schema.fields.items() if isinstance(field, Choices) and body.get(key)]


def _shuffled(choices):
    """Sort by the (random) id, around those that are pinned to their place."""
    loose = iter(sorted((each for each in choices if not each.get("pinned")), key=lambda each: each["id"]))
    return [each if each.get("pinned") else next(loose) for each in choices]
