"""Anki's notes as text (.txt), and tables of two columns, term and definition, as Quizlet and others export them.

After the chapter on text files of Anki's manual: lines at the start such as `#separator:tab`, `#html:true`, `#deck column:3`
say how to read what follows. Without them the file has no names for its columns: the first is the front, the second the back.
"""
import html
import re
from contextlib import closing

from service.formats import _anki_choices
from service.formats._anki_cloze import MARK
from service.formats._anki_note import COVERED, LONGEST_GUID, OCCLUDED, Reading, answered, blanks, tags_of
from service.formats._csv_names import known
from service.formats._csv_rows import LONGEST, rows
from service.formats._nouns import HEAD, File, Question, Skipped, Unreadable

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
DIRECTIVE = re.compile(r"#([a-z ]{1,30}):(.*)")
SPECIAL = ("notetype", "deck", "tags", "guid")
HEADER = re.compile(rb"(?:\xef\xbb\xbf)?#(?:separator|html|columns|(?:tags|deck|guid|notetype)(?: column)?):")
NUMBER = re.compile(r"[0-9]{1,4}")
SOME = 20


def recognises(file):
    """Whether it begins as Anki's text files do, or all its first lines have two columns, parted by a tab."""
    if HEADER.match(file.head):
        return True
    if not file.name.lower().endswith((".txt", ".tsv")):
        return False
    found = _first(file)
    return bool(found) and all(len(row) == 2 and all(cell.strip() for cell in row) for row in found) and not known(found[0])


def _first(file):
    """The first rows with anything in them, read by tabs, but no row that may be cut off."""
    try:
        with closing(rows(File.of(file.head[: len(file.head) // 2 * 2]), "\t")) as found:
            whole = [row.cells for _, row in zip(range(SOME), found) if not row.empty]
    except Unreadable:
        return []
    return whole[:-1] if len(file.head) == HEAD else whole


def read(file, keep):
    """Yield each row's note."""
    said = _directives(file)
    separator = said.get("separator", "\t")
    special = {name: int(said[f"{name} column"]) - 1 for name in SPECIAL if NUMBER.fullmatch(said.get(f"{name} column", ""))}
    names = _names(said.get("columns", "").split(separator), special)
    with closing(rows(file, separator)) as found:
        begun = False
        for row in found:
            begun = begun or not row.original.startswith("#")
            if begun and not row.empty:
                yield _note(row, said, special, names)


def _directives(file):
    """{name: value} of the lines at the start."""
    said = {}
    with closing(rows(file, "\x1c")) as found:
        for row in found:
            match = DIRECTIVE.fullmatch(row.original.strip()[:LONGEST].lstrip("\ufeff"))
            if not row.original.startswith("#"):
                break
            if match:
                name, value = match[1].strip(), match[2].strip() if match[1] != "separator" else match[2].strip("\r\n")
                said[name] = value
    if "separator" in said:
        named = SEPARATORS.get(said["separator"].strip().casefold(), said["separator"])
        if len(named) != 1:
            raise Unreadable(f"The separator '{named[:30]}' is none: write one sign, or {', '.join(SEPARATORS)}.", "line 1")
        said["separator"] = named
    return said


def _note(row, said, special, names):
    if row.fault:
        return Skipped(row.where, row.fault)
    reading = Reading(None)
    reading.lost += row.lost
    about = {name: row.cells[place].strip() for name, place in special.items() if place < len(row.cells)}
    cells = [cell for place, cell in enumerate(row.cells) if place not in special.values()]
    if said.get("html", "false").casefold() != "true":
        cells = [html.escape(cell, quote=False).replace("\n", "<br>") for cell in cells]
    fields = _fields(names, about.get("notetype") or said.get("notetype", ""), cells)
    wire = fields and _anki_choices.question(dict(zip(fields, cells)), reading) or _asked(cells, about, reading)
    if isinstance(wire, str):
        return Skipped(row.where, wire)
    tags = tags_of([*about.get("tags", "").split(), *said.get("tags", "").split()], reading.lost)
    named = {
        "external_id": about.get("guid", "")[:LONGEST_GUID],
        "category": (about.get("deck") or said.get("deck", "")).replace("/", "∕").replace("::", "/")[:500],
        "tags": tags,
    }
    wire |= {name: value for name, value in named.items() if value}
    return Question(row.where, wire, row.original.rstrip("\r\n"), tuple(dict.fromkeys(reading.lost)))


def _names(columns, special):
    """The fields as the file names them where its notes hold choices, without columns that are about a note."""
    named = [name.strip() for place, name in enumerate(columns) if place not in special.values()]
    return named if _anki_choices.are(named) else ()


def _fields(names, kind, cells):
    """The fields of a note with choices, as the file names them or the add-on does; nothing for any other."""
    if not names and kind.casefold().startswith(_anki_choices.NAMED):
        names = _anki_choices.FIELDS
    named = names[: len(cells)]
    return [*named, *(f"field {place}" for place in range(len(named), len(cells)))] if _anki_choices.are(named) else ()


def _asked(cells, about, reading):
    """What the fields mean."""
    if any(mark[0] != "}}" for mark in MARK.finditer(cells[0] if cells else "")):
        if OCCLUDED in cells[0]:
            return COVERED
        wire, extra = blanks(cells[0], reading), cells[1:]
        if isinstance(wire, dict) and extra and (explanation := reading.prose(extra[0])):
            wire["answers"][0]["explanation"], extra = explanation, extra[1:]
    elif len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
        return "It has no front or no back: write the question, a separator, and its answer."
    else:
        kind, prompt = about.get("notetype", "").casefold(), reading.prose(cells[0])
        if not prompt:
            return "Its front shows only what is not in this file, such as an image: export the deck as a package (.apkg), which holds it."
        wire, extra = answered(prompt, cells[1], reading, "type" in kind), cells[2:]
        if "reversed" in kind:
            reading.lost.append("Its further card, which asks the other way round, was left out: a note is one question here.")
    if left := [cell.strip()[:60] for cell in extra if cell.strip()]:
        reading.lost.append(f"The fields behind the back were left out, as the file does not say what they mean: {'; '.join(left[:3])}")
    return wire
