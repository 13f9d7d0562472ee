"""All that is kept of one learner."""
from schemas.access import Learner
from schemas.base import Schema
from schemas.fields import Enum, Id, List, Text, Time
from schemas.report import LONGEST, REASONS

from marshmallow import fields


class OwnReport(Schema):
    """What this learner reported of a question."""

    question_id = Id(required=True)
    reason = Enum(*REASONS, required=True)
    comment = Text(required=True, max=LONGEST)
    at = Time(required=True)


def learner_data(any_attempt):
    """The schema of all that is kept of a learner, given that of an attempt with its items."""

    class LearnerData(Schema):
        """All that is kept of a learner, who signed up or whom a front-end has a name of its own for."""

        learner = fields.Nested(Learner, required=True, allow_none=True)
        name = Text(required=True, allow_none=True, max=200)
        attempts = List(fields.Nested(any_attempt), required=True, max=1_000_000)
        reports = List(fields.Nested(OwnReport), required=True, max=1_000_000)

    return LearnerData
