"""A file as the body of a request: taken in piece by piece, kept on disk where it is long, never whole in memory."""
import hashlib
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from flask import g, request

from service.errors import Problem

IN_MEMORY = 1_000_000
PIECE = 1 << 18


@dataclass(frozen=True)
class Upload:
    """The body of a request as it is, of whatever Content-Type, of at most so many bytes; `media_types` are what it may well be."""

    most: int
    media_types: tuple[str, ...] = ("application/octet-stream",)


@dataclass(frozen=True)
class Sent:
    """What was sent: a seekable binary stream, at its start, how long it is, and its SHA-256."""

    stream: SpooledTemporaryFile
    size: int
    sha256: str


def receive(upload):
    """Take in the body of the present request; whoever asked closes the stream."""
    refuse_encoded()
    request.max_content_length = upload.most
    if (request.content_length or 0) > upload.most:
        raise too_large(upload)
    spooled = SpooledTemporaryFile(max_size=IN_MEMORY)
    try:
        return _taken_in(spooled, upload)
    except BaseException:
        spooled.close()
        raise


def refuse_encoded():
    """415 for a body that says it is packed: none is unpacked here."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(415, "A body is taken as it is, without Content-Encoding.")


def _taken_in(spooled, upload):
    digest, size = hashlib.sha256(), 0
    while piece := request.stream.read(PIECE):
        size += len(piece)
        if size > upload.most:
            raise too_large(upload)
        digest.update(piece)
        spooled.write(piece)
    if size == 0:
        raise Problem(400, "Send the file as the body of the request.", kind="empty_body")
    spooled.seek(0)
    return Sent(spooled, size, digest.hexdigest())


def too_large(upload):
    return Problem(413, f"A file may have {upload.most // 1_000_000} MB at most.")


def body_hash():
    """The SHA-256 of the body, whichever way it was taken in."""
    sent = g.get("sent")
    return sent.sha256 if sent else hashlib.sha256(request.get_data(cache=True)).hexdigest()
