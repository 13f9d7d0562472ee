"""The lines of a plain text file, decoded one by one: UTF-8, and Windows-1252 where a line is not.

Lines end as on Unix, Windows or old Macintoshes; a byte order mark at the start is no part of the text.
"""
from dataclasses import dataclass

from service.formats._lines import lines
from service.formats._nouns import Unreadable

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
BLANKS = " \t\v\f\r\n"
"""What is stripped from both ends of a line; other kinds of blank may be meant."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; `guessed` where it is not UTF-8 and was read as Windows-1252."""

    number: int
    text: str
    guessed: bool = False


def text_lines(file):
    """Yield every Line. A line that is too long, or no text at all, makes the file Unreadable."""
    number = 0
    for _, found in lines(file.stream):
        if not number:
            _refuse_utf_16(found)
            found = found.removeprefix(UTF_8_MARK)
        for data in found.split(b"\r"):
            number += 1
            yield _decoded(number, data)


def guessed(lines):
    """What to tell of lines whose letters were guessed."""
    if strange := [line.number for line in lines if line.guessed]:
        yield f"Line {strange[0]} is not UTF-8 and was read as Windows-1252: look at its accents and quotation marks."


def _refuse_utf_16(start):
    if start.startswith(UTF_16_MARKS):
        raise Unreadable("The file is UTF-16: save it as UTF-8.", "line 1")


def _decoded(number, data):
    if b"\0" in data:
        raise Unreadable("This line holds a NUL byte: the file is no plain text, or not UTF-8. Save it as UTF-8.", f"line {number}")
    try:
        return Line(number, data.decode("utf-8").strip(BLANKS))
    except UnicodeDecodeError:
        return Line(number, data.decode("cp1252", "replace").strip(BLANKS), guessed=True)
