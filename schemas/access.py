"""Keys and learners."""
from schemas.base import Resource, Schema
from schemas.fields import Enum, List, Text, Time
from schemas.topic import HANDLE

SCOPES = {
    "answers:read": "read the answers of all published questions, and have any response graded",
    "content:write": "write content; read drafts and answers",
    "attempts:write": "take attempts and have responses graded on learners' behalf; erase a learner's data",
    "attempts:read": "read attempts and statistics",
    "review": "decide what a machine should not decide alone, regrade, and deal with reports",
    "admin": "everything, and keys",
}


class NewKey(Schema):
    """A key to be made."""

    name = Text(required=True, min=1, max=100)
    scopes = List(Enum(*SCOPES), required=True, min=1, max=len(SCOPES), unique=True)
    expires_at = Time(load_default=None, allow_none=True)


class Key(Resource):
    """A key, without its secret."""

    name = Text(max=100)
    scopes = List(Enum(*SCOPES))
    expires_at = Time(allow_none=True)
    last_used_at = Time(allow_none=True, metadata={"description": "to the hour"})


class KeyWithSecret(Key):
    """A key with its secret, which is shown this once."""

    secret = Text(max=100)


class NewLearner(Schema):
    """A learner who signs up; the handle is made up unless given."""

    handle = Text(min=3, max=40, pattern=HANDLE, load_default=None, allow_none=True)


class Learner(Resource):
    """A learner."""

    handle = Text(max=40)


class LearnerWithToken(Learner):
    """A learner with the token, which is shown this once."""

    token = Text(max=100)
