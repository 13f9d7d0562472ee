"""Reports of imports and exports: what became of every item, and what could not be carried over."""
from schemas.base import Schema
from schemas.fields import Boolean, Enum, Id, Integer, List, Text

from marshmallow import fields

OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")
MOST = 30_000


class Counts(Schema):
    """How many questions ended how."""

    created, updated, unchanged, duplicate, rejected = (Integer(min=0, required=True) for _ in OUTCOMES)


class Imported(Schema):
    """What became of one item, and where it stands in the file."""

    outcome = Enum(*OUTCOMES, required=True)
    kind = Enum("question", "note", "topic", required=True)
    where = Text(max=2000, required=True)
    detail = Text(max=100_000, required=True)
    question_id = Id(allow_none=True, required=True)


class NotCarried(Schema):
    """Something of an item that could not be carried over."""

    where = Text(max=2000, required=True)
    detail = Text(max=100_000, required=True)


class Container(Schema):
    """A bank, category, quiz, section or deck that the file names."""

    where = Text(max=2000, required=True)
    kind = Text(max=100, required=True)
    title = Text(max=2000, required=True)


class Cause(Schema):
    """Why items were rejected, and how many for this reason."""

    detail = Text(max=100_000, required=True)
    count = Integer(min=1, required=True)


class Target(Schema):
    """The topic that a file went into; its id is null where it was not made."""

    id = Id(allow_none=True, required=True)
    slug = Text(max=80, required=True)
    title = Text(max=200, required=True)


class ImportReport(Schema):
    """What became of a file. `left_out` counts the lines that were one too many of their sort."""

    applied = Boolean(required=True, metadata={"description": "whether it was written: this was no dry run, and nothing stopped it"})
    dry_run = Boolean(required=True)
    format = Text(required=True)
    topic = fields.Nested(Target, required=True, allow_none=True)
    counts = fields.Nested(Counts, required=True)
    items = List(fields.Nested(Imported), max=MOST, required=True)
    not_carried = List(fields.Nested(NotCarried), max=MOST, required=True)
    containers = List(fields.Nested(Container), max=MOST, required=True)
    causes = List(fields.Nested(Cause), required=True)
    left_out = Integer(min=0, required=True)


class Lost(Schema):
    """A field of a question that a format has no room for; an empty `field` is the whole question, a null `question_id` the topic."""

    question_id = Id(allow_none=True, required=True)
    field = Text(max=2000, required=True)
    detail = Text(max=100_000, required=True)


class ExportReport(Schema):
    """What a format cannot hold of a topic."""

    format = Text(required=True)
    questions = Integer(min=0, required=True, metadata={"description": "how many are in the file"})
    not_carried = List(fields.Nested(Lost), max=MOST, required=True)
    left_out = Integer(min=0, required=True)
