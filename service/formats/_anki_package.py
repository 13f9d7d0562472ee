"""An Anki package (.apkg, .colpkg): which of its collections counts, and the media that its cards refer to.

After Anki's own description of its formats (`import_export.proto`): up to version 2 a map in JSON tells the media's names, and
the collection is `collection.anki2` or `.anki21`; version 3 has a list in Protocol Buffers, and `collection.anki21b`, each
file compressed with Zstandard. Newer ones also hold an old collection with one note that says so; it is passed over.
"""
import json
from urllib.parse import unquote

import zstandard

from service.formats import _protobuf, _zip
from service.formats._nouns import Refused, Unreadable

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
NEWEST = 3
LARGEST_COLLECTION = 100_000_000
LARGEST_MEDIUM = 30_000_000
ALL_MEDIA = 400_000_000
LARGEST_WINDOW = 1 << 27
NEWER = "This package is of a newer Anki than is read here: export it with 'Support older Anki versions' ticked."


class Package:
    """A package's `collection`, the bytes of an SQLite database, and `medium(name)`."""

    def __init__(self, file):
        self.members = _zip.members(file)
        self.version = self._version()
        name = next((name for name in COLLECTIONS if name in self.members.names), None)
        if name is None:
            raise Unreadable("The package holds no collection: export the deck from Anki once more.")
        if self.version > NEWEST:
            raise Unreadable(NEWER)
        data = self.members.read(name)
        self.collection = inflated(data, LARGEST_COLLECTION, name) if name.endswith("b") else data
        self.media = self._media(name.endswith("b"))
        self.spent = 0

    def _version(self):
        if "meta" not in self.members.names:
            return 1
        try:
            return _protobuf.first(self.members.read("meta"), 1, 0)
        except ValueError:
            raise Unreadable("What it says of its version cannot be read: export the deck from Anki once more.", "meta") from None

    def _media(self, latest):
        """{name on cards: name in the archive}."""
        if "media" not in self.members.names:
            return {}
        data = self.members.read("media")
        try:
            if not latest:
                found = json.loads(data)
                return {str(name): str(number) for number, name in found.items()} if isinstance(found, dict) else {}
            entries = [value for number, value in _protobuf.fields(inflated(data, LARGEST_MEDIUM, "media")) if number == 1]
            names = ((place, entry) for place, entry in enumerate(entries) if isinstance(entry, bytes))
            return {_protobuf.first(entry, 1, b"").decode("utf-8", "replace"): str(place) for place, entry in names}
        except (ValueError, RecursionError):
            raise Unreadable("The list of its media is damaged: export the deck from Anki once more.", "media") from None

    def medium(self, name):
        """(the bytes of a medium, its name), or None if there is none of this name."""
        name = next((each for each in (name, unquote(name)) if each in self.media), None)
        if name is None or self.media[name] not in self.members.names:
            return None
        data = self.members.read(self.media[name])
        if data.startswith(zstandard.FRAME_HEADER) and self.version == NEWEST:
            data = inflated(data, LARGEST_MEDIUM, name)
        self.spent += len(data)
        if self.spent > ALL_MEDIA:
            raise Refused(f"The media of this package take more than {ALL_MEDIA:,} bytes together.")
        return data, name


def inflated(data, most, where):
    """What was compressed with Zstandard, if it is no larger than it may be."""
    found = bytearray()
    try:
        with zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(data) as stream:
            while piece := stream.read(1 << 20):
                found += piece
                if len(found) > most:
                    raise Unreadable(f"It unpacks to more than {most:,} bytes.", where)
                if len(found) > _zip.RATIO_COUNTS_FROM and len(found) > _zip.HIGHEST_RATIO * len(data):
                    raise Unreadable(f"It unpacks to more than {_zip.HIGHEST_RATIO} times its size, as no honest file does.", where)
    except zstandard.ZstdError:
        raise Unreadable("It is damaged: export the deck from Anki once more.", where) from None
    return bytes(found)
