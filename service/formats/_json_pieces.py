"""Cutting a JSON document into the values that it lists, without having more than one of them in memory.

What is cut out is parsed by the one strict reader of JSON (service.wire), which finds what is wrong inside it.
"""
import json
import re

from service.formats._nouns import Unreadable

LARGEST = 16_000_000
"""Bytes that one value may have: room for a medium of 10 MB in base64."""
LONGEST = 1000
"""Bytes of a number, true, false or null."""
DEEPEST = 10_000
CHUNK = 1 << 16
MARKS_OF_ANOTHER = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 and UTF-32 may begin with; without it there are NULs among the first bytes."""
SPACE = re.compile(rb"[ \t\r\n]*")
PLAIN = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]|\\.)*+")*+', re.DOTALL)
"""Whatever neither opens nor closes."""
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
BARE = re.compile(rb"[^ \t\r\n,\]}:\[{\"]+")


def pieces(stream):
    """Yield (name, place, line, bytes) of every value in `{"name": [value, …], "other": value}` or in `[value, …]`.

    `place` counts in a list from 0, and is None for a value that stands alone.
    """
    stream.seek(0)
    head = stream.read(4)
    if head.startswith(MARKS_OF_ANOTHER) or b"\0" in head:
        raise Unreadable("This is not UTF-8; save it as UTF-8, and send it again.", "line 1")
    stream.seek(3 if head.startswith(b"\xef\xbb\xbf") else 0)
    reader = _Reader(stream)
    first = reader.peek()
    if first == b"[":
        yield from _listed(reader, "")
    elif first == b"{":
        yield from _members(reader)
    else:
        raise reader.broken("This is no JSON object or list")
    if reader.peek():
        raise reader.broken("Something stands behind the end")


def _members(reader):
    reader.take(b"{")
    if reader.peek() == b"}":
        reader.take(b"}")
        return
    while True:
        if reader.peek() != b'"':
            raise reader.broken("A member's name is expected")
        name = reader.name()
        reader.take(b":")
        if reader.peek() == b"[":
            yield from _listed(reader, name)
        else:
            yield name, None, reader.line, reader.value()
        if reader.take(b",}") == b"}":
            return


def _listed(reader, name):
    reader.take(b"[")
    if reader.peek() == b"]":
        reader.take(b"]")
        return
    place = 0
    while True:
        reader.peek()
        yield name, place, reader.line, reader.value()
        place += 1
        if reader.take(b",]") == b"]":
            return


class _Reader:
    """A stream with its place in it."""

    def __init__(self, stream):
        self.stream, self.buffer, self.at, self.line = stream, b"", 0, 1

    def broken(self, what):
        return Unreadable(f"{what}.", f"line {self.line}")

    def peek(self):
        """The next byte that is no space; nothing at the end."""
        while True:
            end = SPACE.match(self.buffer, self.at).end()
            self.line += self.buffer.count(b"\n", self.at, end)
            self.at = end
            if self.at > CHUNK or self.at == len(self.buffer):
                self.buffer, self.at = self.buffer[self.at :], 0
            if self.buffer or not self._more():
                return self.buffer[self.at : self.at + 1]

    def take(self, allowed):
        """The next byte, which must be one of these."""
        found = self.peek()
        if not found or found not in allowed:
            raise self.broken(f"Here {' or '.join(repr(chr(each)) for each in allowed)} is expected" if found else "The file ends too early")
        self.at += 1
        return found

    def name(self):
        try:
            return json.loads(self.value())
        except ValueError:
            raise self.broken("A member's name cannot be read") from None

    def value(self):
        """The bytes of the next value."""
        start = self.peek()
        if not start:
            raise self.broken("The file ends too early")
        end = self._bare() if start not in b'"{[' else self._string(self.at) if start == b'"' else self._nested()
        found = self.buffer[self.at : end]
        self.line += found.count(b"\n")
        self.at = end
        return found

    def _bare(self):
        while (found := BARE.match(self.buffer, self.at)) and found.end() == len(self.buffer) and len(found[0]) < LONGEST and self._more():
            pass
        if not found or len(found[0]) > LONGEST:
            raise self.broken("A value is expected")
        return found.end()

    def _string(self, start):
        """Where the string ends that starts there."""
        while not (found := STRING.match(self.buffer, start)):
            self._need_more()
        return found.end()

    def _nested(self):
        """Where the object or list ends that is next: brackets outside of strings are counted."""
        depth, at = 0, self.at
        while True:
            at = PLAIN.match(self.buffer, at).end()
            mark = self.buffer[at : at + 1]
            if not mark:
                self._need_more()
            elif mark == b'"':
                at = self._string(at)
            else:
                at, depth = at + 1, depth + (1 if mark in b"{[" else -1)
                if depth == 0:
                    return at
                if depth > DEEPEST:
                    raise self.broken(f"Nested deeper than {DEEPEST:,} levels")

    def _need_more(self):
        if len(self.buffer) - self.at > LARGEST:
            raise self.broken(f"One value has more than {LARGEST:,} bytes")
        if not self._more():
            raise self.broken("The file ends too early")

    def _more(self):
        """Read on, twice as far each time; whether there was anything."""
        chunk = self.stream.read(max(CHUNK, len(self.buffer) - self.at))
        self.buffer += chunk
        return bool(chunk)
