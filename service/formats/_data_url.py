"""Images and sounds that stand in a text itself, in place of an address: `data:image/png;base64,…` (RFC 2397)."""
import base64
import binascii
import re
from urllib.parse import unquote, unquote_to_bytes

from service.formats._nouns import Refused

START = re.compile(r"data:(?:[a-z]+/([a-z0-9.+-]+))?([^,]{0,200}),", re.IGNORECASE)


def data_url(source):
    """(the bytes, a name for them) of such an address, or None where it is none; Refused where they cannot be read."""
    found = START.match(source)
    if not found:
        return None
    text = source[found.end() :]
    data = decoded(unquote(text)) if found[2].lower().endswith(";base64") else unquote_to_bytes(text)
    return data, f"inside.{found[1] or 'bin'}"


def decoded(text):
    """The bytes that a text in base64 stands for, however it is broken into lines."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused("its base64 is broken") from None


def alone(keep):
    """`shown(source)` for a document without an archive: only what stands in its text can be kept."""

    def shown(source):
        inside = data_url(source)
        if inside is None:
            raise Refused("it is not with the questions")
        return keep(*inside)

    return shown
