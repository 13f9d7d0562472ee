"""What comes in with a request: its query string and its body, read and loaded, or refused with every fault."""
from dataclasses import dataclass
from functools import cache

from flask import request
from marshmallow import ValidationError

from schemas.base import Union, made
from service import wire
from service.errors import Problem, faults, loaded
from service.uploads import Upload, refuse_encoded

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"


@dataclass(frozen=True)
class Patch:
    """A JSON Merge Patch (RFC 7396) of what this schema loads."""

    of: object


def parameters(schema):
    """Load the query string; what is unknown, repeated or cannot be is 400 and names the parameter."""
    schema, known = _asked(schema)
    values = {}
    for name, texts in request.args.lists():
        if name not in known:
            raise Problem.parameter(name, f"Unknown parameter; known here: {', '.join(sorted(known)) or 'none'}.")
        if len(texts) > 1:
            raise Problem.parameter(name, "Given more than once; put several values into one, with commas.")
        if not wire.sound(texts[0]):
            raise Problem.parameter(name, "Holds NUL or half of a surrogate pair.")
        values[name] = known[name].from_text(texts[0])
    try:
        return schema.load(values)
    except ValidationError as error:
        fault = faults(error.normalized_messages())[0]
        raise Problem.parameter(fault["pointer"].split("/")[1], fault["detail"]) from None


@cache
def _asked(schema):
    """A query's schema, made once, and its fields by their names on the wire."""
    schema = made(schema)
    return schema, {field.data_key or name: field for name, field in schema.fields.items()}


def body(takes):
    """Read and load the body."""
    if not (needed(takes) or request.mimetype or request.get_data(cache=True)):
        return loaded(made(takes), {})
    allowed = (JSON, MERGE_PATCH) if isinstance(takes, Patch) else (JSON,)
    if request.mimetype not in allowed or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise Problem(415, f"Content-Type must be {' or '.join(allowed)}, in UTF-8.")
    refuse_encoded()
    try:
        data = wire.read(request.get_data(cache=True))
    except wire.Malformed as error:
        raise Problem(400, str(error), kind="malformed_json") from None
    if not isinstance(takes, Patch):
        return loaded(made(takes), data)
    if not isinstance(data, dict):
        raise Problem.invalid([{"pointer": "#", "detail": "Must be an object.", "code": "invalid"}])
    return data


@cache
def needed(takes):
    """Whether a body must be sent: nothing at all is as good as an empty object where nothing is required."""
    return isinstance(takes, (Patch, Upload)) or issubclass(takes, Union) or any(field.required for field in made(takes).fields.values())


def merged(target, patch):
    """Apply a JSON Merge Patch (RFC 7396, section 2)."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merged(target.get(name), value)
    return target
