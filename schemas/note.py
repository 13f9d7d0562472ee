"""A study note: a heading and its points, which answers may cite."""
from schemas.base import READ_ONLY, Content, Schema
from schemas.fields import LABEL, Fault, Id, List, Number, Text
from schemas.prose import Prose

from marshmallow import ValidationError, fields, validates


class NewPoint(Schema):
    """One point of a note; its id is made unless given."""

    id = Text(pattern=LABEL, max=64)
    text = Prose(required=True, min=1, max=5000)


class Point(Schema):
    """One point of a note."""

    id = Text(max=64)
    text = Text(max=5000)


class NewNote(Schema):
    """A study note as it is posted."""

    position = Number(min=-1e9, max=1e9, places=5)
    heading = Text(required=True, min=1, max=200)
    points = List(fields.Nested(NewPoint), required=True, min=1, max=200)

    derived = READ_ONLY | {"topic_id", "deleted_at"}

    @validates("points")
    def ids_differ(self, points, **_):
        ids = [point.get("id") for point in points]
        doubled = {index: {"id": [Fault(f"A second point '{each}'.", "doubled")]} for index, each in enumerate(ids) if each and each in ids[:index]}
        if doubled:
            raise ValidationError(doubled)


class Note(Content):
    """A study note."""

    topic_id = Id()
    position = Number()
    heading = Text(max=200)
    points = List(fields.Nested(Point), max=200)
