"""How often a topic was looked at."""
from schemas.base import Schema
from schemas.fields import Integer


class Views(Schema):
    """How often a topic was looked at; a refresh within half an hour is the same look."""

    count = Integer(required=True, min=0)
