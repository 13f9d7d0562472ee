"""Grading responses; nothing is kept."""
from flask import Blueprint, g

from schemas.base import Schema, Union
from schemas.fields import List
from schemas.grade import Grade, GradeMany, result
from schemas.problem import Problem as ProblemSchema
from service import grading, limits, second_look
from service.auth import caller
from service.errors import Problem
from service.reading import TREES
from service.web import speaks

from marshmallow import fields

bp = Blueprint("grade", __name__, url_prefix="/api/v1")
RESULT = result(TREES.answer)
MOST_ANONYMOUS = 50


class Refused(Schema):
    """What stood in the way of grading one item."""

    error = fields.Nested(ProblemSchema, required=True)


class Graded(Union):
    """A result, or what stood in its way."""

    discriminator = None
    members = {"result": RESULT, "error": Refused}


class GradedMany(Schema):
    """A result or an error for each item, in their order."""

    items = List(fields.Nested(Graded), required=True)


@bp.post("/questions/<id>/grade")
@speaks(takes=Grade, gives=RESULT, keeps=False)
def one(id, data):
    """Grade a response to a question."""
    judgements = grading.judgements([{"question_id": id, "response": data["response"]}], g.eyes)
    if isinstance(judgements[0], Problem):
        raise judgements[0]
    return lambda: second_look.graded(judgements)[0]


@bp.post("/grade")
@speaks(takes=GradeMany, gives=GradedMany, keeps=False)
def many(data):
    """Grade several responses, 500 at most (50 without a key); a fault in one is told in its place."""
    items = data["items"]
    if caller().kind != "key" and len(items) > MOST_ANONYMOUS:
        detail = f"At most {MOST_ANONYMOUS} items without a key."
        raise Problem.invalid([{"pointer": "#/items", "detail": detail, "code": "too_many"}])
    if len(items) > 1:
        limits.charge(len(items) - 1)
    judgements = grading.judgements(items, g.eyes)
    return lambda: {"items": [{"error": each.body()} if isinstance(each, Problem) else each for each in second_look.graded(judgements)]}
