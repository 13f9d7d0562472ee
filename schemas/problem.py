"""A problem (RFC 9457)."""
from schemas.base import Schema
from schemas.fields import Integer, List, Text

from marshmallow import INCLUDE, fields


class Fault(Schema):
    """One fault: where, what, and a code for programs."""

    pointer = Text(max=10_000)
    detail = Text(max=10_000)
    code = Text(max=100)


class Problem(Schema):
    """What went wrong."""

    type = Text(required=True, max=200)
    title = Text(required=True, max=200)
    status = Integer(required=True, min=400, max=599)
    detail = Text(required=True, max=20_000)
    request_id = Text(max=200, allow_none=True)
    errors = List(fields.Nested(Fault), max=1_000_000)

    class Meta:
        unknown = INCLUDE
