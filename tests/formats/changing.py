"""Changing a file into what nobody ever wrote: its bytes, its elements, its JSON, its members, its tables.

What comes of it depends on the given chance alone, so that it can be made again.
"""
import io
import zipfile
import zlib

import zstandard

from tests.formats.changing_bytes import LARGEST, by_bytes
from tests.formats.changing_tables import by_tables
from tests.formats.changing_trees import by_elements, by_json

BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, IndexError)


def changed(data, chance, others, tokens):
    """A file with some changes: by what it is made of, by its bytes, or both."""
    out = _by_structure(data, chance, others, tokens) if chance.random() < 0.8 else data
    if out == data or chance.random() < 0.15:
        out = by_bytes(out, chance, others, tokens)
    return out[:LARGEST]


def _by_structure(data, chance, others, tokens):
    start = data.lstrip()[:1]
    if data.startswith(b"PK"):
        return by_members(data, chance, others, tokens)
    if data.startswith(b"SQLite format 3\0"):
        return by_tables(data, chance)
    if start == b"<":
        return by_elements(data, chance, tokens)
    return by_json(data, chance) if start in (b"{", b"[") else data


def unpacked(data):
    """{name: bytes} of an archive, as far as it can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except BROKEN_ARCHIVE:
        return {}


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """An archive of these (name, bytes); the same bytes for the same members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, data)
    return out.getvalue()


def by_members(data, chance, others, tokens):
    members = list(unpacked(data).items())
    if not members:
        return data
    for _ in range(chance.choice((1, 1, 2, 3))):
        at, what = chance.randrange(len(members)), chance.randrange(12)
        name, held = members[at]
        if what == 0 and len(members) > 1:
            del members[at]
        elif what == 1:
            members[at] = (chance.choice(members)[0] + chance.choice(("", "x", "/")), held)
        elif what == 2:
            members[at] = (name, chance.choice(members)[1])
        elif what == 3:
            members.append((chance.choice(("../x", "/x", "a\\b", "x" * 300, "ü.xml", "x.xml", "1", "é/")), held))
        else:
            members[at] = (name, _by_packing(held, chance, others, tokens))
    return packed(dict(members).items(), chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def _by_packing(held, chance, others, tokens):
    if not held.startswith(zstandard.FRAME_HEADER) or chance.random() < 0.1:
        return changed(held, chance, others, tokens)
    try:
        with zstandard.ZstdDecompressor().stream_reader(held) as stream:
            return zstandard.ZstdCompressor().compress(changed(stream.read(), chance, others, tokens))
    except zstandard.ZstdError:
        return held  # it was damaged before
