"""Images and sound for tests: the smallest that are told for what they are, each another by what is said in it."""
import itertools

_numbers = itertools.count(1)
FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def png(said=b""):
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17) + said


def drawing(inside="", declared=""):
    """An SVG drawing with this inside."""
    return f'{declared}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'.encode()


OF_EACH_KIND = {
    "image/png": png(), "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/gif": b"GIF89a\x01\x00\x01\x00", "image/svg+xml": drawing(),
    "image/webp": b"RIFF\x0c\x00\x00\x00WEBPVP8L", "audio/wav": b"RIFF\x0c\x00\x00\x00WAVEfmt ", "audio/mpeg": b"ID3\x04\x00",
    "audio/ogg": b"OggS\x00\x02" + bytes(22) + b"\x01\x1e\x01vorbis", "video/ogg": b"OggS\x00\x02" + bytes(22) + b"\x01\x2a\x80theora",
    "audio/mp4": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00isommp42", "video/mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00mp41avc1",
    "video/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm",
}  # fmt: skip


def send(world, data=None, name="", by="writer", **headers):
    """Send a file, one that nobody has sent before unless these are its bytes; the reply."""
    data = data or png(f"number {next(_numbers)}".encode())
    return world.call("POST", f"/media?name={name}" if name else "/media", by, data=data, headers=headers)


def kept(world, data=None):
    """The id of a file that is kept."""
    reply = send(world, data)
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def shown(id, alt="A leaf"):
    """Prose that shows a file."""
    return f"![{alt}](/api/v1/media/{id})"


def seen(world, id, by=None, **headers):
    """The status with which a caller hears of a file."""
    return world.get(f"/media/{id}", by=by, **headers).status_code
