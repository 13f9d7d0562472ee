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
        found = found if number else begun(found)
        for data in found.split(b"\r"):
            number += 1
            text, strange = decoded(number, data)
            yield Line(number, text.strip(BLANKS), strange)


def guessed(lines):
    """What to tell of lines whose letters were guessed."""
    if strange := [line.number for line in lines if line.guessed]:
        yield f"Line {strange[0]} is not UTF-8 and was read as Windows-1252: look at its accents and quotation marks."


def begun(start):
    """The first line of a file, without a byte order mark; UTF-16 is Unreadable."""
    if start.startswith(UTF_16_MARKS):
        raise Unreadable("The file is UTF-16: save it as UTF-8.", "line 1")
    return start.removeprefix(UTF_8_MARK)


def decoded(number, data):
    """(the text of a line, whether its letters were guessed)."""
    if b"\0" in data:
        raise Unreadable("This line holds a NUL byte: the file is no plain text, or not UTF-8. Save it as UTF-8.", f"line {number}")
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True
