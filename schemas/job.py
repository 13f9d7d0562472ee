"""A job: work too long for a request."""
from schemas.base import Resource
from schemas.fields import Enum, Integer, Text

from marshmallow import fields

STATES = ("queued", "running", "done", "failed", "cancelled")


class Job(Resource):
    """How far a job is, and once it has ended what came of it; of a failed one `result` is `{"error": …}`, a problem."""

    kind = Text(max=40)
    state = Enum(*STATES)
    done = Integer(min=0)
    total = Integer(min=0, allow_none=True, metadata={"description": "null while nobody knows"})
    result = fields.Dict(allow_none=True, metadata={"description": "what the request would have answered; null until the job has ended"})
