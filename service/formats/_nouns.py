"""What formats speak of: files, what is found in them, and what becomes of it."""
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

HEAD = 4096
"""Bytes from the start of a file by which its format is told."""


def shortened(sentence, most=500):
    """A sentence that quotes a file, however long what it quotes is."""
    return sentence if len(sentence) <= most else f"{sentence[: most // 2]} … {sentence[-most // 4 :]}"


def _keep_short(noun, *names):
    """What is told of an item quotes the file, and stays readable all the same."""
    for name in names:
        object.__setattr__(noun, name, shortened(getattr(noun, name)))


class Unreadable(Exception):
    """A file that cannot be read as a whole: what is wrong, where, and what to do about it."""

    def __init__(self, detail, where=""):
        detail, where = shortened(detail), shortened(where)
        super().__init__(f"{where}: {detail}" if where else detail)
        self.detail, self.where = detail, where


class Refused(Exception):
    """A medium that is not taken; the message says why."""


class File:
    """A file to be read: a seekable binary stream, and the name it came under, if any."""

    def __init__(self, stream, name=""):
        self.stream, self.name = stream, name

    @classmethod
    def of(cls, data, name=""):
        """A file with these bytes."""
        return cls(io.BytesIO(data), name)

    @cached_property
    def head(self):
        """Its first bytes; the stream is at its start again."""
        self.stream.seek(0)
        found = self.stream.read(HEAD)
        self.stream.seek(0)
        return found


@dataclass(frozen=True)
class Container:
    """A bank, category, quiz, section or deck that a file names; `title` is its name there."""

    where: str
    kind: str
    title: str

    def __post_init__(self):
        _keep_short(self, "where", "title")


@dataclass(frozen=True)
class Question:
    """A question of a file: `wire` as POST /questions takes it (without topic_id), with only what the file says.

    `where` is its place ("line 12", "item q1 in quiz.xml"), `original` its text in the file, `lost` what of it could not
    be carried over, a sentence each.
    """

    where: str
    wire: dict
    original: str = ""
    lost: tuple[str, ...] = ()

    def __post_init__(self):
        _keep_short(self, "where")
        object.__setattr__(self, "lost", tuple(map(shortened, self.lost)))


@dataclass(frozen=True)
class Skipped:
    """What cannot be a question here: where it stands, and why it cannot, in words that its author would accept."""

    where: str
    why: str

    def __post_init__(self):
        _keep_short(self, "where", "why")


@dataclass(frozen=True)
class Topic:
    """A topic of one of our own files, as POST /topics takes it."""

    where: str
    wire: dict


@dataclass(frozen=True)
class Note:
    """A study note of one of our own files, as POST /topics/{topic}/notes takes it."""

    where: str
    wire: dict


@dataclass(frozen=True)
class Medium:
    """An image or a sound."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Bank:
    """What is exported: a topic and its notes as their author sees them, and `questions()`, which yields its questions whole, anew each time."""

    topic: dict
    questions: Callable[[], Iterable[dict]]
    notes: tuple[dict, ...] = field(default=())


@dataclass(frozen=True)
class Loss:
    """Of which question an export loses what: `field` is a path as in `answers/0/feedback`, or empty for the whole question."""

    question: dict
    field: str
    why: str
