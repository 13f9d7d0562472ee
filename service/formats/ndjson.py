"""Our own JSON by lines: `{"topic": {…}}`, then `{"medium": {…}}`, `{"note": {…}}` and `{"question": {…}}`, one a line.

A line that is a question itself is read too. No line needs another one to be read.
"""
import json
import re

from service import wire
from service.formats import _own
from service.formats._json_pieces import LARGEST
from service.formats._lines import lines

TITLE = "quizbank JSON by lines"
MEDIA_TYPE = "application/x-ndjson"
SUFFIX = ".ndjson"
PLACE = 10
START = re.compile(rb'\s*\{\s*"(topic|medium|note|question)"\s*:\s*(?=\{)')
BARE = re.compile(rb'\s*\{[^\n]*"prompt"[^\n]*\}\s*\n\s*\{')
MARK = b"\xef\xbb\xbf"


def recognises(file):
    head = file.head.removeprefix(MARK)
    start = START.match(head)
    return _stands_alone(head[start.end() :]) if start else bool(BARE.match(head))


def _stands_alone(value):
    """Whether what an object begins with is all that it has, as far as can be seen."""
    text = value.decode("utf-8", "replace")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return True
    return text[end:].lstrip()[:1] in ("}", "")


def read(file, keep):
    for number, line in lines(file.stream, LARGEST):
        line = line.removeprefix(MARK) if number == 1 else line
        if line.strip():
            yield from _own.read(line, f"line {number}", keep)


def write(bank, out, fetch):
    _line(out, "topic", _own.topic(bank.topic))
    for medium in _own.media(bank, fetch):
        _line(out, "medium", medium)
    for note in bank.notes:
        _line(out, "note", _own.note(note))
    for question in bank.questions():
        _line(out, "question", _own.question(question))
    yield from ()


def _line(out, kind, value):
    out.write(wire.write({kind: value}) + b"\n")
