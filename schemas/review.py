"""What a person should decide about a response, and what was decided."""
from schemas.base import Resource, Schema
from schemas.fields import Boolean, Dict, Enum, Fault, Id, Integer, List, Number, Text, Time
from schemas.grade import Anything, Grader, Part
from schemas.revision import By

from marshmallow import ValidationError, fields, validates_schema

ORDERS = ("created_at", "-created_at", "confidence")
STATES = ("open", "decided", "any")


def rubric(**more):
    return Dict(Text(max=64), Text(max=64), max=50, metadata={"description": "{criterion: level}, by their ids"}, **more)


class NewReview(Schema):
    """Whose response to which question is to be decided by a person, whatever the machine says."""

    attempt_id = Text(max=36, required=True)
    question_id = Text(max=36, required=True)


class NewDecision(Schema):
    """What a response is worth: a score, or the level of each criterion of an essay's rubric."""

    score = Number(min=-10_000, max=10_000, places=5)
    rubric = rubric()
    feedback = Text(max=5000, load_default="", metadata={"description": "plain text, for the learner"})
    reason = Text(max=2000, load_default="", metadata={"description": "plain text, for those who review"})
    example = Boolean(
        metadata={"description": "whether equal responses to come are decided so too, and alike ones read beside it; default: for short or open text"}
    )
    revision = Integer(min=1, metadata={"description": "of the review as it was seen; 409 where somebody has decided since"})

    @validates_schema(skip_on_field_errors=True)
    def score_or_rubric(self, data, **_):
        if "score" in data and "rubric" in data:
            raise ValidationError({"rubric": [Fault("Give either a score or the levels of the rubric.", "not_with_score")]})
        if "score" not in data and "rubric" not in data:
            raise ValidationError({"score": [Fault("Missing data for required field.", "required")]})


class ReviewDecision(Schema):
    """What was decided, by whom and when; only those who review see the reason."""

    score = Number()
    max_score = Number()
    rubric = rubric(allow_none=True)
    feedback = Text(max=5000)
    reason = Text(max=2000)
    by = fields.Nested(By)
    at = Time()


class MachineResult(Schema):
    """What the machine says of one of the responses; the last two only for who may read answers."""

    score = Number(allow_none=True)
    verdict = Enum("correct", "partial", "incorrect", "ungradable")
    confidence = Number(min=0, max=1)
    grader = fields.Nested(Grader)
    remarks = List(Text(max=1000))
    feedback = Text(max=1_000_000)
    breakdown = List(fields.Nested(Part))


def review(any_question, any_answer):
    """The schema of a review, given those of a question and an answer."""

    class ResponseReview(Resource):
        """Equal responses to a question. Whose they are is told to nobody."""

        topic_id = Id(required=True)
        question_id = Id(required=True)
        question = fields.Nested(any_question, allow_none=True, metadata={"description": "as it was asked; null once it was erased for good"})
        answers = List(fields.Nested(any_answer), metadata={"description": "to compare with; only for who may read answers"})
        response = Anything(allow_none=True)
        count = Integer(min=0, required=True, metadata={"description": "how many responses await a person"})
        confidence = Number(min=0, max=1)
        max_score = Number(required=True)
        machine = fields.Nested(MachineResult, allow_none=True)
        decision = fields.Nested(ReviewDecision, required=True, allow_none=True)
        example = Boolean(required=True)

    return ResponseReview
