"""Reports of faulty questions, the cases that equal ones become, and what comes of them."""
from schemas.base import Resource, Schema
from schemas.fields import Enum, Fault, Id, Integer, List, Text, Time
from schemas.revision import By

from marshmallow import ValidationError, fields, validates_schema

REASONS = ("wrong_key", "ambiguous", "typo", "outdated", "offensive", "other")
STATES = ("open", "resolved", "dismissed")
LONGEST = 2000
COMMENTS_SHOWN = 20


class NewReport(Schema):
    """What is wrong with a question; `other` needs a comment."""

    reason = Enum(*REASONS, required=True)
    comment = Text(max=LONGEST, load_default="", metadata={"description": "plain text, for those who review"})

    @validates_schema(skip_on_field_errors=True)
    def other_says_what(self, data, **_):
        if data["reason"] == "other" and not data["comment"].strip():
            raise ValidationError({"comment": [Fault("Say what is wrong, where none of the other reasons fits.", "required")]})


class Filed(Schema):
    """A report that was taken; who has its receipt may see what comes of it."""

    receipt = Text(required=True, max=100)
    state = Enum(*STATES, required=True)


class Report(Schema):
    """What came of a report; `outcome` is for all who reported the same."""

    state = Enum(*STATES, required=True)
    reason = Enum(*REASONS, required=True)
    reported_at = Time(required=True)
    updated_at = Time(required=True)
    outcome = Text(required=True, allow_none=True, max=LONGEST, metadata={"description": "null while the report is open"})


class Comment(Schema):
    """What one of the reporters said."""

    comment = Text(required=True, max=LONGEST)
    at = Time(required=True)


class NewResolution(Schema):
    """How a case ends, and what its reporters are told."""

    state = Enum("resolved", "dismissed", required=True)
    outcome = Text(required=True, min=1, max=LONGEST, metadata={"description": "plain text, for the reporters"})
    regrade_id = Id(load_default=None, allow_none=True, metadata={"description": "the regrade that put right what was reported"})


class Resolution(Schema):
    """How a case ended, when, and by whom."""

    outcome = Text(required=True, max=LONGEST)
    regrade_id = Id(required=True, allow_none=True)
    by = fields.Nested(By, required=True)
    at = Time(required=True)


class Case(Resource):
    """Equal reports of a question: `count` people said so, and the latest of their comments."""

    topic_id = Id(required=True)
    question_id = Id(required=True)
    question_revision = Integer(required=True, min=1, metadata={"description": "what the first of them saw"})
    reason = Enum(*REASONS, required=True)
    state = Enum(*STATES, required=True)
    count = Integer(required=True, min=1)
    resolution = fields.Nested(Resolution, required=True, allow_none=True)
    comments = List(fields.Nested(Comment), required=True, max=COMMENTS_SHOWN)
