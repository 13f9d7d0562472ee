"""Questions as a table, one a row, in columns that an author would type into a spreadsheet: CSV after RFC 4180.

What the columns are called: `_csv_names`; how several things stand in one cell: `_csv_pieces`. What a row says:
`type` may be left out where the other columns tell it. `answer` names the right choice by letter, number or text, or is the
text, the number, true or false. What is right of several choices (`a; c`) is scored as right_minus_wrong, unless `scoring`
says otherwise or choices have a `credit_a` of their own. Texts are CommonMark. A cell that a spreadsheet would take for a
formula is written with `'` before it, and read without. What has no column stands as JSON in `body` and `answers`.
"""
import csv
import io
import json
from tempfile import SpooledTemporaryFile

from service.formats import _csv_reading
from service.formats._csv_columns import Cells, columns, guarded
from service.formats._csv_counting import by_letter, counting
from service.formats._csv_names import KNOWN, NUMBERED, OF_A_VALUE, PLAIN, known, shown
from service.formats._csv_pieces import Faulty
from service.formats._csv_rows import FEWEST_KNOWN, LONGEST, table
from service.formats._csv_template import TEMPLATE
from service.formats._csv_writing import row
from service.formats._nouns import File, Loss, Question, Skipped, Unreadable

__all__ = ["KNOWN", "MEDIA_TYPE", "PLACE", "SUFFIX", "TEMPLATE", "TITLE", "read", "recognises", "write"]
TITLE = "CSV (spreadsheets)"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"
PLACE = 70
IN_MEMORY = 1_000_000


def recognises(file):
    """Whether its first row names a prompt and another column that is known here."""
    if file.head.lstrip().startswith((b"{", b"[", b"<", b"PK\3\4")):
        return False
    even = file.head[: len(file.head) // 2 * 2]  # a character of UTF-16 has two bytes
    try:
        with table(File.of(even), known) as (header, _):
            return known(header.cells) >= FEWEST_KNOWN
    except Unreadable:
        return False


def read(file, keep):
    """Yield each row as a question, or why it is none."""
    with table(file, known) as (header, below):
        counted = counting(header, columns(header), below)
    with table(file, known) as (header, below):
        for each in below:
            if not each.empty:
                yield _read(header, counted, each)


def _read(header, counted, each):
    if each.fault:
        return Skipped(each.where, each.fault)
    try:
        cells = Cells(header, counted.names, each, counted.words)
        told = by_letter(cells, counted)
        wire, lost = _csv_reading.question(cells)
    except Faulty as fault:
        return Skipped(each.where, str(fault))
    return Question(each.where, wire, each.original, (*each.lost, *told, *lost))


def write(bank, out, fetch):
    """Write a header with the columns that are needed, and a row for each question."""
    used = {"type", "prompt", "answer"}
    with SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as kept:  # which columns there are is known at the end
        for question in bank.questions():
            cells = {name: guarded(str(text)) for name, text in row(question).items()}
            if sum(map(len, cells.values())) > LONGEST // 2:  # quotes in it may be doubled
                yield Loss(question, "", f"A row holds {LONGEST // 2:,} characters at most, and this question takes more.")
            else:
                used |= cells.keys()
                kept.write(json.dumps(cells) + "\n")
        kept.seek(0)
        text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)  # without the mark Excel takes it for Windows-1252
        try:
            _table(csv.writer(text), sorted(used, key=_order), map(json.loads, kept))
        finally:
            text.detach()


def _table(writer, names, rows):
    writer.writerow(map(shown, names))
    writer.writerows([cells.get(name, "") for name in names] for cells in rows)


def _order(name):
    """Columns in the order in which they are documented, those of each choice or answer one beside another."""
    if name in PLAIN or name in OF_A_VALUE:
        return (*PLAIN, *OF_A_VALUE).index(name), 0, 0
    base, _, number = name.rpartition("_")
    return PLAIN.index("choices"), int(number), NUMBERED.index(base)
