"""Our own JSON: `{"quizbank": 1, "topic": {…}, "media": […], "notes": […], "questions": […]}`, each thing on a line of its own.

A bare list of questions is read too. Nothing is lost: exported, imported elsewhere and exported again it is the same, byte for byte.
"""
import re

from service import wire
from service.formats import _own
from service.formats._json_pieces import pieces
from service.formats._nouns import Skipped

TITLE = "quizbank JSON"
MEDIA_TYPE = "application/json"
SUFFIX = ".json"
PLACE = 20
KINDS = {"topic": "topic", "media": "medium", "notes": "note", "questions": "question", "": "question"}
ORDER = {name: place for place, name in enumerate(KINDS)}
START = re.compile(rb"\s*(\{\s*\"|\[\s*[\]{])")


def recognises(file):
    return START.match(file.head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(file, keep):
    """What stands first where we have written it is read first, wherever it stands: others put members into another order."""
    turns = {ORDER.get(name, 0) for name, *_ in pieces(file.stream)}
    for turn in sorted(turns):
        yield from _in_turn(turn, file, keep)


def _in_turn(turn, file, keep):
    for name, place, line, data in pieces(file.stream):
        if ORDER.get(name, 0) != turn or name == "quizbank":
            continue
        shown = name[:100] if wire.sound(name) else ascii(name[:100])
        where = f"line {line}" + (f", {shown or 'question'} {place + 1}" if place is not None else "")
        if name in KINDS:
            yield from _own.read(data, where, keep, KINDS[name])
        else:
            yield Skipped(where, f"A file has no member '{shown}'; it has {', '.join(filter(None, KINDS))}.")


def write(bank, out, fetch):
    out.write(b'{"quizbank": 1,\n"topic": ' + wire.write(_own.topic(bank.topic)))
    _listed(out, "media", _own.media(bank, fetch))
    _listed(out, "notes", map(_own.note, bank.notes))
    _listed(out, "questions", map(_own.question, bank.questions()))
    out.write(b"}\n")
    yield from ()


def _listed(out, name, values):
    out.write(b',\n"%s": [' % name.encode())
    for place, value in enumerate(values):
        out.write((b",\n" if place else b"\n") + wire.write(value))
    out.write(b"]")
