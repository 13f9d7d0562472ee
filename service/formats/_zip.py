"""Zip archives, read without trust and never unpacked to disk; and written so that the same content gives the same bytes.

The format is that of PKWARE's APPNOTE 6.3.10. What a header says of sizes is not believed: the bytes that really come out
are counted. A member's name is a name and nothing else: it leads to no file of ours.
"""
import re
import struct
import unicodedata
import zipfile
import zlib
from functools import cached_property
from urllib.parse import unquote

from service.formats._nouns import Unreadable

MOST_MEMBERS = 20_000
MOST_BYTES_A_MEMBER = 100_000_000
MOST_BYTES = 400_000_000
MOST_DIRECTORY = 16_000_000
"""Bytes of the list of members at the end of an archive; 20,000 members with names of ordinary length take 3,000,000."""
HIGHEST_RATIO, RATIO_COUNTS_FROM = 200, 10_000_000
"""Text shrinks to a twentieth, a table of noughts to a thousandth: past so many bytes a higher ratio is a bomb."""
CHUNK = 1 << 20
LONGEST_NAME = 1000
LONGEST_COMMENT, LOCATOR = 0xFFFF, 20
"""Bytes of an archive's comment, and of the record that stands before its end where sizes are told in 64 bits instead."""
TOO_MANY = f"It has more than {MOST_MEMBERS:,} members; split it into several archives."
STARTS = (b"PK\3\4", b"PK\5\6")
END = struct.Struct("<4s4H2LH")
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, IndexError)
"""What zipfile raises for archives that are damaged or that it cannot read."""
LEADS_OUT = re.compile(r"/|[A-Za-z]:|(.*/)?\.\.(/|$)")
DATE = (1980, 1, 1, 0, 0, 0)


def names(file):
    """The names of an archive's members as they are read here (with `/` between folders), or () where a file is no archive."""
    return members(file).names if file.head.startswith(STARTS) else ()


def members(file):
    """The members of an archive, or Unreadable; one that begins as something else is something else."""
    if not file.head.startswith(STARTS):
        raise Unreadable("This is no zip archive.")
    _sized(file.stream)
    try:
        archive = zipfile.ZipFile(file.stream)
    except BROKEN as error:
        raise Unreadable("This is no zip archive, or it is damaged or cut off; send it once more.") from error
    return Members(archive)


def _sized(stream):
    """Refuse a list of members that would take long to read, before it is read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - MOST_DIRECTORY - LONGEST_COMMENT - END.size))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < END.size:
        raise Unreadable("This is no zip archive, or it is cut off: its list of members, which stands at the end, is missing.")
    length = END.unpack_from(tail, at)[5]
    with_zip64 = tail.startswith(b"PK\6\7", max(0, at - LOCATOR))
    if not with_zip64 and length > MOST_DIRECTORY:
        raise Unreadable(f"The list of its members is longer than {MOST_DIRECTORY:,} bytes; split it into several archives.")
    if tail.count(b"PK\1\2", 0 if with_zip64 else max(0, at - length), at) > MOST_MEMBERS:
        raise Unreadable(TOO_MANY)


class Members:
    """The members of an archive: `names`, and `read(name)` for the bytes of one."""

    def __init__(self, archive):
        self.archive, self.counted, self.total = archive, set(), 0
        entries = archive.infolist()
        if len(entries) > MOST_MEMBERS:
            raise Unreadable(TOO_MANY)
        _none_overlap(entries)
        self.entries = {}
        for entry in entries:
            name = _safe(entry)
            if name.endswith("/"):
                continue
            if name in self.entries:
                raise Unreadable("It has two members of this name; which one is meant cannot be told.", name)
            self.entries[name] = entry

    @property
    def names(self):
        """Every member's name but those of folders, in the archive's order."""
        return tuple(self.entries)

    @cached_property
    def _folded(self):
        return {_folded(name): name for name in reversed(self.entries)}

    def find(self, name):
        """The name of the member that is called so exactly, or else but for case, percent signs and accents; None if there is none."""
        name = name.replace("\\", "/").removeprefix("./")
        return name if name in self.entries else self._folded.get(_folded(name))

    def read(self, name):
        """The bytes of a member; Unreadable where there is none, or none that can be read."""
        found = self.find(name)
        if found is None:
            raise Unreadable("The archive has no such member.", name)
        entry = self.entries[found]
        if entry.flag_bits & 0x1:
            raise Unreadable("It is encrypted; save the archive without a password.", found)
        if entry.compress_type not in COMPRESSIONS:
            raise Unreadable("It is compressed in a way that is not read here; save the archive with the usual one (deflate).", found)
        try:
            data = b"".join(self._counted(entry, found))
        except BROKEN as error:
            raise Unreadable("It is damaged; send the archive once more.", found) from error
        if len(data) != entry.file_size:
            raise Unreadable("It is damaged: it holds another number of bytes than the archive says.", found)
        self.counted.add(found)
        return data

    def _counted(self, entry, name):
        """Yield a member piece by piece while it keeps within bounds."""
        size = 0
        with self.archive.open(entry) as member:
            while piece := member.read(CHUNK):
                size += len(piece)
                self.total += len(piece) if name not in self.counted else 0
                if size > MOST_BYTES_A_MEMBER:
                    raise Unreadable(f"It unpacks to more than {MOST_BYTES_A_MEMBER:,} bytes.", name)
                if self.total > MOST_BYTES:
                    raise Unreadable(f"The archive unpacks to more than {MOST_BYTES:,} bytes; split it into several.", name)
                if size > RATIO_COUNTS_FROM and size > HIGHEST_RATIO * max(entry.compress_size, 1):
                    raise Unreadable(f"It unpacks to more than {HIGHEST_RATIO} times its size, as no honest file does.", name)
                yield piece


def _folded(name):
    """A name as it is looked up: in manifests it is percent-encoded (RFC 3986), on a Macintosh its accents stand apart."""
    return unicodedata.normalize("NFC", unquote(name)).casefold()


def _safe(entry):
    """The name of a member with `/` between folders; Unreadable where it leads out of the archive."""
    name = entry.orig_filename.replace("\\", "/")
    if "\0" in name or LEADS_OUT.match(name):
        raise Unreadable("A member's name leads out of the archive.", ascii(entry.orig_filename[:200]))
    if len(name) > LONGEST_NAME:
        raise Unreadable(f"A member's name has more than {LONGEST_NAME} characters.", ascii(name[:200]))
    return name.removeprefix("./")


def _none_overlap(entries):
    """Refuse members that share bytes, as those of a small archive do that unpacks to petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise Unreadable("It shares its bytes with another member, as no honest archive has it.", entry.filename)
        end = entry.header_offset + zipfile.sizeFileHeader + entry.compress_size


class Writer:
    """An archive that is written to the binary stream `out`, member by member; `close` (or leaving a `with`) ends it.

    The same members in the same order give the same bytes: there is no time of day in it.
    """

    def __init__(self, out):
        self.archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    def add(self, name, data):
        """Add a member."""
        entry = zipfile.ZipInfo(name, DATE)
        entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
        self.archive.writestr(entry, data)

    def close(self):
        self.archive.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
