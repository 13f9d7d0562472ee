"""An image or a sound that is kept here."""
from schemas.base import Schema
from schemas.fields import Integer, Text


class Medium(Schema):
    """A file that prose may refer to, by its `url`."""

    id = Text(max=64, pattern=r"^[0-9a-f]{64}$", metadata={"description": "its SHA-256"})
    url = Text(max=100)
    media_type = Text(max=100)
    size = Integer(min=1, metadata={"description": "bytes"})
    name = Text(max=200, metadata={"description": "the name that it was first sent under, as far as it can be one"})
