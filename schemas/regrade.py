"""Correcting a key: what is wanted, what comes of it for which attempt, and the record of it."""
from schemas.base import Schema
from schemas.fields import Boolean, Enum, Id, Integer, List, Number, Text, Time
from schemas.revision import By

from marshmallow import fields

ACTIONS = ("key", "void", "full_marks")


def why(**more):
    return Text(max=2000, metadata={"description": "why scores were put right; plain text"}, **more)


class NewRegrade(Schema):
    """What is to be done about a question: grade by its key as it is now, let it not count, or give everybody full marks."""

    action = Enum(*ACTIONS, required=True)
    reason = why(min=1, required=True)
    plan = Text(max=2000, load_default=None, allow_none=True, metadata={"description": "of a dry run: do what it told, or nothing (412)"})
    report_id = Id(load_default=None, allow_none=True, metadata={"description": "the case of reports that this puts right, and resolves"})


class BeforeAfter(Schema):
    """A score as it was and as it is now, null where it was or is not graded."""

    before = Number(required=True, allow_none=True)
    after = Number(required=True, allow_none=True)


class ChangedAttempt(BeforeAfter):
    """An attempt whose score, or what it is out of, changes."""

    attempt_id = Text(max=36, required=True, metadata={"format": "uuid"})
    max_before = Number(required=True)
    max_after = Number(required=True)
    item = fields.Nested(BeforeAfter, required=True, metadata={"description": "the score of the question in it"})


class NotRegraded(Schema):
    """An attempt whose response was not graded anew, and why."""

    attempt_id = Text(max=36, required=True, metadata={"format": "uuid"})
    why = Text(max=200, required=True)


class RegradeOutcome(Schema):
    """What came of a regrade, or would come of it; of more than 1,000 attempts the first are told."""

    applied = Boolean(required=True)
    regrade_id = Id(required=True, allow_none=True, metadata={"description": "the record of it; null where nothing was applied"})
    plan = Text(max=2000, required=True)
    change_count = Integer(min=0, required=True)
    changes = List(fields.Nested(ChangedAttempt), required=True, max=1000)
    not_regraded_count = Integer(min=0, required=True)
    not_regraded = List(fields.Nested(NotRegraded), required=True, max=1000)


class RegradeRecord(Schema):
    """A regrade that was applied."""

    id = Id(required=True)
    action = Enum(*ACTIONS, required=True)
    reason = why(required=True)
    by = fields.Nested(By, required=True)
    created_at = Time(required=True)
    applied_at = Time(required=True)
    key_revision = Integer(min=1, required=True, metadata={"description": "the question's revision at that time"})
    change_count = Integer(min=0, required=True)


class RegradeCorrection(BeforeAfter):
    """How a regrade changed the score of an attempt."""

    question_id = Id(required=True)
    action = Enum(*ACTIONS, required=True)
    reason = why(required=True)
    at = Time(required=True)
