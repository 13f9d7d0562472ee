"""The question types, as JSON Schemas and an example each."""
from flask import Blueprint

from schemas.base import Schema
from schemas.fields import Text
from service import openapi
from service.question_types import TYPES
from service.web import Page, found, speaks

from marshmallow import fields

bp = Blueprint("question_types", __name__, url_prefix="/api/v1/question-types")


class QuestionType(Schema):
    """A question type: JSON Schemas (2020-12) of what is specific to it, and an example."""

    id = Text(required=True, max=40)
    description = Text(required=True)
    body = fields.Dict(required=True)
    match = fields.Dict(required=True)
    response = fields.Dict(required=True)
    example = fields.Dict(required=True)
    example_response = fields.Raw(required=True)


@bp.get("")
@speaks(gives=Page(QuestionType))
def listing():
    """List the question types."""
    return {"data": [wire(name) for name in TYPES], "page": {"next": None}}


@bp.get("/<type>")
@speaks(gives=QuestionType)
def read(type):
    """Read a question type."""
    return wire(found(type if type in TYPES else None))


def wire(name):
    """A type on the wire."""
    module = TYPES[name]
    return {
        "id": name,
        "description": " ".join(module.__doc__.split()),
        "body": openapi.json_schema(module.Body),
        "match": openapi.json_schema(module.Match),
        "response": openapi.json_schema(module.Response, "response"),
        "example": module.EXAMPLE,
        "example_response": module.EXAMPLE_RESPONSE,
    }
