"""What is sent as a file: bytes of a media type of their own, whole or the part that was asked for (RFC 9110, section 14)."""
import io
from dataclasses import dataclass, field
from urllib.parse import quote

from flask import request
from werkzeug.http import parse_range_header

from service.errors import Problem

CHUNK = 64 * 1024


@dataclass(frozen=True)
class File:
    """What a route gives that is no JSON: a file of one of these media types, which its view describes as a Download."""

    media_types: tuple[str, ...]


@dataclass(frozen=True)
class Download:
    """A file to be sent: bytes, or a seekable binary stream, which is closed when it is sent.

    It is saved under `name` where it has one; browsers show it where it stands if `inline`, else they save it.
    """

    content: object
    media_type: str
    name: str = ""
    inline: bool = False
    headers: dict = field(default_factory=dict)


class Part:
    """So many bytes of a stream from a place on, in pieces; the stream is closed with it, whether it was read or not."""

    def __init__(self, stream, start, length):
        self.stream, self.start, self.left = stream, start, length

    def __iter__(self):
        with self.stream as stream:
            stream.seek(self.start)
            while data := stream.read(min(self.left, CHUNK)):
                self.left -= len(data)
                yield data

    def close(self):
        self.stream.close()


def sent(download, status, headers):
    """(body, status, headers) of a file: 206 and a part where a part was asked for, 416 where it has no such part."""
    stream = io.BytesIO(download.content) if isinstance(download.content, bytes) else download.content
    size = stream.seek(0, io.SEEK_END)
    headers = {**headers, "Content-Type": download.media_type, "Accept-Ranges": "bytes"}
    headers |= {"Content-Disposition": disposition(download), **download.headers}
    start, stop = 0, size
    if part := _asked_for(size, headers.get("ETag")):
        start, stop = part
        status, headers["Content-Range"] = 206, f"bytes {start}-{stop - 1}/{size}"
    body = Part(stream, start, stop - start)
    if request.method == "HEAD":
        body.close()
    return body, status, {**headers, "Content-Length": str(stop - start)}


def _asked_for(size, etag):
    """(start, stop) of the one part that is asked for, or None: several are sent as the whole, as they may be."""
    asked = parse_range_header(request.headers.get("Range")) if request.method == "GET" else None
    if asked is None or asked.units != "bytes" or len(asked.ranges) > 1:
        return None
    if request.headers.get("If-Range", etag) != etag:  # what the caller has a part of is another file
        return None
    start, stop = asked.ranges[0]
    if start < 0:  # so many from the end
        start = max(0, size + start)
    if start >= size:
        raise Problem(416, f"There is no such part: these are {size} bytes.", headers={"Content-Range": f"bytes */{size}"})
    return start, min(stop or size, size)


def disposition(download):
    """Content-Disposition (RFC 6266), the name in UTF-8 (RFC 8187)."""
    kind = "inline" if download.inline else "attachment"
    return f"{kind}; filename*=UTF-8''{quote(download.name, safe='')}" if download.name else kind
