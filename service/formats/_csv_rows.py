"""The rows of a CSV file (RFC 4180), one after another in bounded memory, each with the place where it begins.

Cells are parted by commas, semicolons or tabs: by whichever the header makes most sense with, or by the one that a first
line such as `sep=;` names. Text is UTF-8, or UTF-16 with its mark at the start. A row that is neither is read as
Windows-1252, which spreadsheets write by default in Western Europe and America, and says so.
"""
import io
import re
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain

from service.formats._nouns import Unreadable

DELIMITERS = (",", ";", "\t")
LONGEST = 1_000_000
"""Characters in a row. No question comes near; beyond lies a quote that was never closed."""
NAMED_DELIMITER = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
HIGHEST, FEWEST_KNOWN = 8, 2
"""Rows that may stand above the one that names the columns, and how many names are asked of that one then."""
ABOVE = "It stands above the row that names the columns, and so is no question."
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_UTF_8 = re.compile(r"[\udc80-\udcff]")
SAVE_AS = "save the file as 'CSV UTF-8'"


@dataclass(frozen=True)
class Row:
    """A row; `number` is that of spreadsheets, where the header is row 1. `fault` says why its cells cannot be told apart."""

    number: int
    line: int
    cells: list[str]
    original: str
    fault: str = ""
    lost: tuple[str, ...] = ()

    @property
    def where(self):
        return f"row {self.number} (line {self.line})"

    @property
    def empty(self):
        return not any(cell.strip() for cell in self.cells)


@contextmanager
def table(file, known):
    """The header and an iterator over all other rows; `known(cells)` counts the column names that it knows.

    Rows above the header are instructions, as templates have them: what is below comes after them.
    """
    first = next(_filled(file, DELIMITERS[0]), None)
    if not first:
        raise Unreadable("The file is empty: its first row must name the columns.")
    named = NAMED_DELIMITER.fullmatch(first.original)
    headers = {delimiter: _header(file, delimiter, known, first) for delimiter in ([named[1]] if named else DELIMITERS)}
    delimiter = max(headers, key=lambda each: known(headers[each][0].cells))
    header, above = headers[delimiter]
    with closing(rows(file, delimiter)) as below:
        next((row for row in below if row.number == header.number), None)
        yield header, chain((replace(row, fault=ABOVE) for row in above), below)


def _header(file, delimiter, known, first):
    """(the row that names the columns, those above it): the first of a few with a prompt and another name, or else the first."""
    above = []
    with closing(_filled(file, delimiter)) as found:
        for row in found:
            if NAMED_DELIMITER.fullmatch(row.original) and not above:
                continue
            if known(row.cells) >= (FEWEST_KNOWN if above else 1):
                return row, above
            above.append(row)
            if len(above) > HIGHEST:
                break
    return above[0] if above else first, []


def _filled(file, delimiter):
    with closing(rows(file, delimiter)) as found:
        yield from (row for row in found if not row.empty)


def rows(file, delimiter):
    """Yield every row, empty ones too."""
    lines = _Lines(file)
    try:
        number = 0
        while line := lines.read():
            number += 1
            yield _row(number, line, delimiter, lines)
    finally:
        lines.close()


class _Lines:
    """The lines of a file, with their number; none is ever held that is longer than a row may be."""

    def __init__(self, file):
        wide = file.head.startswith(UTF_16)
        file.stream.seek(0)
        encoding, errors = ("utf-16", "strict") if wide else ("utf-8-sig", "surrogateescape")
        self.text, self.number, self.row = io.TextIOWrapper(file.stream, encoding, errors, newline=""), 0, 0

    def read(self, already=0):
        """The next line with its end, or nothing at the end of the file; `already` is how long its row is so far."""
        self.number += 1
        where = f"line {self.number}"
        try:
            line = self.text.readline(LONGEST + 1)
        except UnicodeDecodeError:
            raise Unreadable(f"The text breaks off in the middle of a character: {SAVE_AS}.", where) from None
        if len(line) + already > LONGEST:
            raise Unreadable(
                f"A row of more than {LONGEST:,} characters ends here. If a cell holds a quote that is never closed, close it.", where
            )
        if "\0" in line:
            raise Unreadable(f"Holds a NUL, as text never does (UTF-16 without its mark looks like this): {SAVE_AS}.", where)
        return line

    def close(self):
        self.text.detach()  # else the file would be closed with it


def _row(number, line, delimiter, lines):
    cells, fault, raw, size, begins, at = [], "", [line], len(line), lines.number, 0
    while True:
        if line.startswith('"', at):
            parts, at = [], at + 1
            while (end := _closing(line, at)) < 0:
                parts.append(line[at:])
                if not (line := lines.read(size)):
                    fault = (
                        f"Cell {len(cells) + 1} begins with a quote that is never closed, so that all the rest of the file, "
                        f"{lines.number - begins} lines, fell into it: close it."
                    )
                    return _decoded(number, begins, [*cells, "".join(parts)], "".join(raw), fault)
                raw.append(line)
                size, at = size + len(line), 0
            parts.append(line[at:end])
            cell, at = "".join(parts).replace('""', '"'), end + 1
            beyond, at, more = _unquoted(line, at, delimiter)
            if beyond.strip():
                fault = f'Cell {len(cells) + 1} goes on after its closing quote: write a quote inside a cell twice ("").'
        else:
            cell, at, more = _unquoted(line, at, delimiter)
        cells.append(cell)
        if not more:
            return _decoded(number, begins, cells, "".join(raw), fault)


def _closing(line, at):
    """Where the quote stands that ends a cell: the first that is not doubled; -1 if none in this line does."""
    end = line.find('"', at)
    while end >= 0 and line.startswith('"', end + 1):
        end = line.find('"', end + 2)
    return end


def _unquoted(line, at, delimiter):
    """The text up to the next delimiter or the end of the line, where the next cell begins, and whether there is one."""
    end = line.find(delimiter, at)
    return (line[at:].rstrip("\r\n"), len(line), False) if end < 0 else (line[at:end], end + 1, True)


def _decoded(number, line, cells, original, fault):
    """The row; bytes in it that are not UTF-8 are read as Windows-1252."""
    if not NOT_UTF_8.search(original):
        return Row(number, line, cells, original, fault)
    try:
        cells, original = [_western(cell) for cell in cells], _western(original)
    except UnicodeDecodeError:
        original = NOT_UTF_8.sub("\N{REPLACEMENT CHARACTER}", original)
        cells = [NOT_UTF_8.sub("\N{REPLACEMENT CHARACTER}", cell) for cell in cells]
        return Row(number, line, cells, original, fault or f"Its text is neither UTF-8 nor Windows-1252: {SAVE_AS}.")
    lost = f"The row is not UTF-8 and was read as Windows-1252: look at its accents, or {SAVE_AS}."
    return Row(number, line, cells, original, fault, (lost,))


def _western(text):
    return text.encode("utf-8", "surrogateescape").decode("cp1252")
