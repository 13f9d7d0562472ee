"""A question as it stood in the file that it came from."""
from schemas.base import Schema
from schemas.fields import Id, Text, Time

LONGEST = 100_000
"""Characters that are kept of it."""


class Original(Schema):
    """A question as it stood in the file that it came from; of a very long one the beginning."""

    question_id = Id(required=True)
    format = Text(max=100, required=True, metadata={"description": "the format of the file, by its name here"})
    where = Text(max=100_000, required=True, metadata={"description": "where in the file it stood"})
    text = Text(max=LONGEST, required=True)
    created_at = Time(required=True, metadata={"description": "when it was read"})
