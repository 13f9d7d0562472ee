"""Files that were made to do harm: archives that lead out or unpack without end, XML that grows or fetches, databases that act."""
import base64
import io
import re
import struct
import zipfile
import zlib

import zstandard

from tests.formats.anki_packages import BASIC, legacy

SECRET = "file:///etc/passwd"
SCHEMAS = "http://www.imsglobal.org/xsd"
INSIDE = {
    "moodle_xml": '<quiz><question type="essay"><name><text>A</text></name><questiontext><text>{}</text></questiontext></question></quiz>',
    "qti12": '<questestinterop><item ident="i"><presentation><material><mattext>{}</mattext></material><response_str ident="r">'
             "<render_fib/></response_str></presentation></item></questestinterop>",
    "qti21": f'<assessmentItem xmlns="{SCHEMAS}/imsqti_v2p1" identifier="i" title="T" adaptive="false"><itemBody><p>{{}}</p>'
             '<extendedTextInteraction responseIdentifier="RESPONSE"/></itemBody></assessmentItem>',
    "qti3": f'<qti-assessment-item xmlns="{SCHEMAS}/imsqtiasi_v3p0" identifier="i" title="T"><qti-item-body><p>{{}}</p>'
            '<qti-extended-text-interaction response-identifier="RESPONSE"/></qti-item-body></qti-assessment-item>',
}  # fmt: skip
"""How a document of each format holds something within its text."""


def archive(members, compression=zipfile.ZIP_DEFLATED):
    """An archive of (name, bytes), names as they are given, the same one twice too."""
    out, listed = io.BytesIO(), []
    for name, data in members:
        packed = zlib.compress(data, 9)[2:-4] if compression else data
        head = struct.pack("<5H3L", 20, 0x800, compression, 0, 0x21, zlib.crc32(data), len(packed), len(data))
        raw = name.encode()
        listed.append((head, raw, out.tell()))
        out.write(b"PK\3\4" + head + struct.pack("<2H", len(raw), 0) + raw + packed)
    return _ended(out, listed)


def _ended(out, listed):
    start = out.tell()
    for head, raw, at in listed:
        out.write(b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<5H2L", len(raw), 0, 0, 0, 0, 0, at) + raw)
    size, count = out.tell() - start, min(len(listed), 0xFFFF)
    out.write(b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, size, start, 0))
    return out.getvalue()


def slipping(name):
    """An archive with a member of this name."""
    return archive([("imsmanifest.xml", b"<manifest/>"), (name, b"<x/>")])


def bomb(name, megabytes):
    """An archive with a member of nothing but blanks."""
    return archive([(name, b"<questestinterop>" + b" " * (megabytes * 1_000_000))])


def bombs(megabytes, count):
    """An archive of members none of which is too large."""
    return archive([(f"{place}.xml", b"<questestinterop>" + b" " * (megabytes * 1_000_000)) for place in range(count)])


def nested(levels=6):
    """An archive of archives of archives."""
    data = b" " * 1_000_000
    for level in range(levels):
        data = archive([(f"{level}{place}.zip", data) for place in range(8)])
    return data


def lying(size, name="a.xml"):
    """An archive that says of a member that it unpacks to so many bytes."""
    honest = archive([(name, b"<questestinterop>" + b" " * 5000 + b"</questestinterop>")])
    return honest.replace(struct.pack("<L", 5035), struct.pack("<L", size))


def crowded(count):
    """An archive with so many members of one byte."""
    return archive([(f"{place}.xml", b" ") for place in range(count)], zipfile.ZIP_STORED)


def overlapping(count):
    """An archive whose members all have the same bytes, after David Fifield, "A better zip bomb" (2019)."""
    out, raw = io.BytesIO(), b"0.xml"
    packed = zlib.compress(b" " * 20_000_000, 9)[2:-4]
    head = struct.pack("<5H3L", 20, 0, 8, 0, 0x21, zlib.crc32(b" " * 20_000_000), len(packed), 20_000_000)
    out.write(b"PK\3\4" + head + struct.pack("<2H", len(raw), 0) + raw + packed)
    return _ended(out, [(head, b"%d.xml" % place, 0) for place in range(count)])


def marked(flag_bits=0, method=8):
    """An archive that says of its member that it is encrypted, or packed in another way."""
    honest = archive([("a.xml", b"<questestinterop/>" * 40)])
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = honest.index(sign) + at
        honest = honest[:place] + struct.pack("<2H", flag_bits, method) + honest[place + 4 :]
    return honest


# -- XML


def document(format, text="A", before="", declared='<?xml version="1.0" encoding="UTF-8"?>'):
    """A document of a format with this in its text and this before its first element."""
    return (declared + before + INSIDE[format].replace("{}", text)).encode()


def growing(format):
    """A billion laughs."""
    made = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    return document(format, "&a9;", f'<!DOCTYPE x [<!ENTITY a0 "ha">{made}]>')


ENTITIES = {
    "a file": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{SECRET}">]>', "&e;"),
    "by a parameter": (f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{SECRET}"> %e;]>', "A"),
    "declared outside": (f'<!DOCTYPE x SYSTEM "{SECRET}">', "&e;"),
    "declared twice": (f'<!DOCTYPE x>\n<!DOCTYPE x [<!ENTITY e SYSTEM "{SECRET}">]>', "&e;"), "never declared": ("", "&e;"),
    "beside an attribute": (f'<!DOCTYPE x [<!ATTLIST x a CDATA "b"><!ENTITY e SYSTEM "{SECRET}">]>', "&e;"),
}  # fmt: skip
INCLUDED = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET}" parse="text"/>'


def deep(format, levels=300_000):
    return document(format, "<p>" * levels + "</p>" * levels)


def wide(format, attributes=200_000, spaces=0):
    """An element with very many attributes, or declarations of namespaces."""
    made = " ".join(f'a{place}="x"' for place in range(attributes)) + " ".join(f'xmlns:n{place}="u{place}"' for place in range(spaces))
    return document(format, f"<p {made}>A</p>")


# -- Anki


def acting(sql):
    """A deck whose database has more in it than Anki puts there."""
    return legacy([(BASIC, "g", "", ["What?", "That"], 7)], extra=sql)


WITHOUT_END = "WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r)"
NOTES = "DROP TABLE notes; CREATE {} AS SELECT 1 id, 1 mid, '' tags"
RECKONED = "GENERATED ALWAYS AS (printf('%.*c', 9000000, 'x')) VIRTUAL"
HOSTILE_SCHEMAS = {
    "a view without end": f"DROP TABLE notes; CREATE VIEW notes AS {WITHOUT_END} SELECT id, id guid, id mid, '' tags, 'a' flds FROM r;",
    "a table that is a view": "ALTER TABLE cards RENAME TO c2; CREATE VIEW cards AS SELECT * FROM c2;",
    "a view that loads": NOTES.format("VIEW notes") + ", load_extension('/tmp/x.so') guid, 'a' flds;",
    "a view that reads files": NOTES.format("VIEW notes") + ", 'g' guid, readfile('/etc/passwd') flds;",
    "a virtual table": "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, tags, flds);",
    "a virtual table of cards": "DROP TABLE cards; CREATE VIRTUAL TABLE cards USING fts4(nid, did, ord, odid, reps);",
    "a column that is reckoned": "ALTER TABLE notes RENAME TO n2; CREATE TABLE notes (id integer primary key, guid, mid, tags, "
                                 f"flds {RECKONED}); INSERT INTO notes SELECT id, guid, mid, tags FROM n2;",
    "a cell without end": "UPDATE notes SET flds = zeroblob(21000000);",
    "models nested deep": "UPDATE col SET models = printf('%.*c', 200000, '[');",
    "models of another kind": "UPDATE col SET models = '{\"1\": []}';",
    "no version": "DELETE FROM col;", "a version to come": "UPDATE col SET ver = 99;",
}  # fmt: skip


def of_another_shape(change):
    """A deck whose collection's bytes are changed."""
    with zipfile.ZipFile(io.BytesIO(acting(""))) as package:
        data = package.read("collection.anki2")
    return archive([("collection.anki2", change(data)), ("media", b"{}")])


BROKEN_DATABASES = {
    "cut off": lambda data: data[:5000], "only a head": lambda data: data[:100],
    "pages of a size that there is not": lambda data: data[:16] + b"\3\3" + data[18:],
    "of another kind": lambda data: b"SQLite format 4\0" + data[16:],
    "pages that go in circles": lambda data: re.sub(rb"\0\0\0[\2-\x09]", b"\0\0\0\2", data),
    "nothing but noughts": lambda data: data[:100] + bytes(len(data) - 100),
}  # fmt: skip


def squeezed(size, window=None):
    """A deck whose collection unpacks by Zstandard to so many bytes."""
    how = {"compression_params": zstandard.ZstdCompressionParameters.from_level(3, window_log=window)} if window else {}
    packed = zstandard.ZstdCompressor(**how).compress(b"SQLite format 3\0" + bytes(size))
    return archive([("meta", b"\x08\x03"), ("collection.anki21b", packed), ("media", zstandard.ZstdCompressor().compress(b""))])


# -- media


def showing(format, data, name="a.png"):
    """A file of a format with one question that shows this."""
    if format == "moodle_xml":
        held = f'<file name="{name}" encoding="base64">{base64.b64encode(data).decode()}</file>'
        shown = f'See &lt;img src="@@PLUGINFILE@@/{name}" alt="it"&gt;</text>{held}<text>'
        return document(format, shown).replace(b"<text></text>", b"")
    if format == "anki":
        return legacy([(BASIC, "g", "", [f'What is <img src="{name}">?', "That"], 7)], {name: data})
    shown = f'See &lt;img src="{name}" alt="it"&gt;' if format == "qti12" else f'See <img src="{name}" alt="it"/>'
    return archive([("a.xml", document(format, shown)), (name, data)])
