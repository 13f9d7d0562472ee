"""Anki packages made by hand after Anki's schemas: of the old kind, with JSON, and of the new, with tables of its own."""
import io
import json
import sqlite3
import zipfile

import zstandard

from tests.formats.changing import packed

NOTES = """CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text, sfld text,
    csum integer, flags integer, data text);"""
CARDS = "CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, odid integer, reps integer);"
BASIC = ("Basic", ["Front", "Back"], [("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")], 0)
REVERSED = ("Basic (and reversed card)", ["Front", "Back"], [*BASIC[2], ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")], 0)
TYPED = ("Basic (type in the answer)", ["Front", "Back"], [("{{Front}}\n\n{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}")], 0)
CLOZE = ("Cloze", ["Text", "Back Extra"], [("{{cloze:Text}}", "{{cloze:Text}}<br>{{Back Extra}}")], 1)
DECKS = {7: "Biology::Cells", 8: "History"}


def legacy(notes, media=None, name="collection.anki2", decks=DECKS, **about):
    """A package of (note type, guid, tags, fields, deck) as Anki wrote them until 2.1.49, and does still if asked to."""
    kinds = list(dict.fromkeys(note[0][0] for note in notes))
    models = {str(place): _model(next(note[0] for note in notes if note[0][0] == kind)) for place, kind in enumerate(kinds, 1)}
    col = (11, json.dumps(models), json.dumps({str(number): {"name": deck} for number, deck in decks.items()}))
    rows = [("INSERT INTO col VALUES (?, ?, ?)", col)]
    data = _database("CREATE TABLE col (ver integer, models text, decks text);", rows, notes, kinds, **about)
    files = media or {}
    return archive({name: data, "media": json.dumps({str(place): file for place, file in enumerate(files)}),
                    **{str(place): each for place, each in enumerate(files.values())}})  # fmt: skip


def latest(notes, media=None, version=3, **about):
    """The same as Anki writes it since 2.1.50."""
    kinds = list(dict.fromkeys(note[0][0] for note in notes))
    rows = [("INSERT INTO decks VALUES (?, ?)", (place, deck.replace("::", "\x1f"))) for place, deck in DECKS.items()]
    rows.append(("INSERT INTO col VALUES (18, '', '')", ()))
    for place, kind in enumerate(kinds, 1):
        name, fields, templates, cloze, *stock = next(note[0] for note in notes if note[0][0] == kind)
        rows.append(("INSERT INTO notetypes VALUES (?, ?, ?)", (place, name, number(1, cloze) + number(9, stock[0] if stock else 0))))
        rows += [("INSERT INTO fields VALUES (?, ?, ?)", (place, order, field)) for order, field in enumerate(fields)]
        rows += [("INSERT INTO templates VALUES (?, ?, ?)", (place, order, text(1, front) + text(2, back)))
                 for order, (front, back) in enumerate(templates)]  # fmt: skip
    schema = """CREATE TABLE col (ver integer, models text, decks text); CREATE TABLE decks (id integer, name text collate unicase);
        CREATE TABLE notetypes (id integer primary key, name text collate unicase, config blob);
        CREATE UNIQUE INDEX names ON notetypes (name);
        CREATE TABLE fields (ntid integer, ord integer, name text collate unicase, primary key (ntid, ord)) without rowid;
        CREATE TABLE templates (ntid integer, ord integer, config blob);"""
    squeeze = zstandard.ZstdCompressor().compress
    files = media or {}
    entries = b"".join(text(1, text(1, file) + number(2, len(data))) for file, data in files.items())
    old = legacy([(BASIC, "old", "", ["Please update to the latest Anki version", ""], 7)])
    return archive({
        "meta": number(1, version), "collection.anki21b": squeeze(_database(schema, rows, notes, kinds, **about)),
        "collection.anki2": zipfile.ZipFile(io.BytesIO(old)).read("collection.anki2"), "media": squeeze(entries),
        **{str(place): squeeze(data) for place, data in enumerate(files.values())},
    })  # fmt: skip


def archive(members):
    return packed(members.items(), zipfile.ZIP_STORED)


def number(field, value):
    """A field of Protocol Buffers with a number."""
    out, value = bytearray([field << 3]), value
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def text(field, value):
    value = value.encode() if isinstance(value, str) else value
    return bytes([field << 3 | 2]) + number(0, len(value))[1:] + value


def _model(kind):
    name, fields, templates, cloze, *stock = kind
    sides = [{"name": f"Card {place}", "ord": place, "qfmt": front, "afmt": back} for place, (front, back) in enumerate(templates)]
    return {"name": name, "type": cloze, "flds": [{"name": field, "ord": place} for place, field in enumerate(fields)], "tmpls": sides,
            "originalStockKind": stock[0] if stock else 0}  # fmt: skip


def _database(schema, rows, notes, kinds, reps=0, extra=""):
    database = sqlite3.connect(":memory:")
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    database.executescript(schema + NOTES + CARDS)
    for statement, values in rows:
        database.execute(statement, values)
    for place, (kind, guid, tags, fields, deck) in enumerate(notes, 1):
        row = (place, guid, kinds.index(kind[0]) + 1, 0, 0, tags, "\x1f".join(fields), fields[0], 0, 0, "")
        database.execute(f"INSERT INTO notes VALUES ({', '.join('?' * len(row))})", row)
        for order in range(len(kind[2])):
            database.execute("INSERT INTO cards VALUES (NULL, ?, ?, ?, 0, ?)", (place, deck, order, reps))
    database.executescript(extra)
    database.commit()
    data = database.serialize()
    database.close()
    return data
