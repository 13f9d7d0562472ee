"""What is wrong with what a reader gave or raised; and the shortest input that shows it."""
import time
import traceback
from dataclasses import dataclass
from decimal import Decimal

from service.formats._nouns import Container, Note, Question, Skipped, Topic, Unreadable
from tests.formats.changing import packed, unpacked

PLAIN = (str, int, float, bool, Decimal, type(None))
SECONDS_TO_SHORTEN = 20


@dataclass(frozen=True)
class Fault:
    """`kind` tells one fault from another."""

    kind: str
    detail: str


def told(error):
    """The Fault that an exception is: what, and where in the service."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = next((frame for frame in reversed(frames) if "/service/" in frame.filename), frames[-1])
    name = type(error).__name__
    return Fault(f"{name} in {inside.name}", f"{inside.filename}:{inside.lineno}: {name}: {str(error)[:300]}")


def faults_of(seen, found):
    """The first Fault of what was read and of what it became, or None."""
    for each in seen:
        if fault := _of_noun(each):
            return Fault(*fault)
    strange = [each for each in found if not hasattr(each, "medium") and not _is_said(each.where)]
    return Fault("where", repr(strange[0])[:300]) if strange else None


def _of_noun(each):
    """(kind, detail) of what is wrong with something read."""
    if isinstance(each, Unreadable):
        sentences = [each.detail, *([each.where] if each.where else [])]
    elif isinstance(each, Skipped):
        sentences = [each.where, each.why]
    elif isinstance(each, Question):
        sentences = [each.where, *each.lost]
    elif isinstance(each, (Container, Topic, Note)):
        sentences = [each.where]
    else:
        return "noun", repr(each)[:300]
    if wrong := [each for each in sentences if not _is_said(each)]:
        return "sentence", f"{wrong[0]!r:.200} of {each!r:.300}"
    if isinstance(each, Container) and not _holds(each.title):
        return "title", repr(each)[:300]
    return _of_question(each) if isinstance(each, Question) else None


def _of_question(each):
    if type(each.lost) is not tuple or not isinstance(each.wire, dict):
        return "question", repr(each)[:300]
    if not _holds(each.original):
        return "original", f"{each.where}: {each.original!r:.300}"
    if strange := next((value for value in _values(each.wire) if type(value) not in PLAIN), None):
        return "value", f"{each.where}: a {type(strange).__name__}, {strange!r:.200}"
    return None


def _values(wire):
    """Every value in a dict but dicts and lists, keys too."""
    todo = [wire]
    while todo:
        value = todo.pop()
        if type(value) in (dict, list, tuple):
            todo += [*value.keys(), *value.values()] if isinstance(value, dict) else value
        else:
            yield value


def _is_said(text):
    """Whether this is a sentence, or a place, that can be told."""
    return bool(isinstance(text, str) and text.strip() and len(text) < 3000 and _holds(text))


def _holds(text):
    """Whether a text can be written to a database and to JSON."""
    return type(text) is str and "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def shortened(data, wrong, seconds=SECONDS_TO_SHORTEN):
    """A shorter file that is as wrong, found by leaving out members and pieces."""
    until = time.monotonic() + seconds
    members = unpacked(data) if data.startswith(b"PK") else {}
    if not members or not wrong(packed(members.items())):
        return _cut(data, wrong, until)
    for name in list(members):
        rest = {other: held for other, held in members.items() if other != name}
        if rest and time.monotonic() < until and wrong(packed(rest.items())):
            members = rest
    for name in list(members):
        members[name] = _cut(members[name], lambda held: wrong(packed({**members, name: held}.items())), until)
    return packed(members.items())


def _cut(data, wrong, until):
    size = len(data) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            if wrong(shorter := data[:at] + data[at + size :]):
                data = shorter
            else:
                at += size
        size //= 2
    return data
