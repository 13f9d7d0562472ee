"""What a resource was before."""
from schemas.base import Schema
from schemas.fields import Integer, Text, Time

from marshmallow import fields


class By(Schema):
    """Who changed it: a key, or the command line."""

    id = Text(allow_none=True, max=36)
    name = Text(allow_none=True, max=200)


def revision(form):
    """The schema of a revision of what has this form."""

    class Revision(Schema):
        """A form that a resource had; `wire` is null where it was hidden."""

        revision = Integer(required=True, min=1)
        at = Time(required=True)
        by = fields.Nested(By, required=True)
        wire = fields.Nested(form, required=True, allow_none=True)

    Revision.__name__ = f"{form.__name__}Revision"
    return Revision
