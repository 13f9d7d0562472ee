"""A response to be graded, and what comes of it."""
from schemas.base import Schema
from schemas.fields import Enum, Fault, Id, Integer, List, Number, Text

from marshmallow import fields


class Anything(fields.Raw):
    """Any JSON: what shape is right depends on the question."""

    def make_error(self, key, **kwargs):
        error = super().make_error(key, **kwargs)
        error.messages = [Fault(message, key) for message in error.messages]
        return error


class Grade(Schema):
    """A response; null means none was given."""

    response = Anything(required=True, allow_none=True)


class GradeItem(Grade):
    """A response and the question that it answers."""

    question_id = Text(required=True, max=100)


class GradeMany(Schema):
    """Several responses, graded in order."""

    items = List(fields.Nested(GradeItem), required=True, min=1, max=500)


class Grader(Schema):
    """What graded."""

    name = Text()
    version = Text()


class Part(Schema):
    """One part of a score: a choice, a blank, a key point, and what it contributed."""

    part = Text(max=20_000)
    credit = Number()
    detail = Text(max=20_000)


def result(answer):
    """The schema of a result, given the schema of an answer."""

    class Result(Schema):
        """What a response is worth. The last three only where this question's answers may be seen."""

        question_id = Id(required=True)
        question_revision = Integer(min=1, required=True)
        score = Number(allow_none=True, required=True)
        max_score = Number(required=True)
        verdict = Enum("correct", "partial", "incorrect", "ungradable", required=True)
        confidence = Number(min=0, max=1, required=True)
        needs_review = fields.Boolean(required=True)
        grader = fields.Nested(Grader, required=True)
        remarks = List(Text(max=1000), required=True, metadata={"description": "on a written answer, without a word of the key"})
        feedback = Text(max=1_000_000, metadata={"description": "of the answers that were met, then of the question"})
        breakdown = List(fields.Nested(Part))
        matched = List(fields.Nested(answer))

    return Result
