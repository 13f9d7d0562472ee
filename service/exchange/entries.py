"""A file as entries: what a format found in it, checked by the schemas as if it had been posted. No database is asked here."""
from dataclasses import dataclass

from marshmallow import ValidationError

from schemas.note import NewNote
from schemas.topic import NewTopic
from service import likeness, media
from service.errors import faults
from service.formats import FORMATS
from service.formats._nouns import Container, Medium, Note, Question, Skipped, Topic
from service.reading import TREES

STAND_IN = "00000000-0000-7000-8000-000000000000"
"""For the id of a topic that is not known yet."""
MOST_TOLD = 5
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Kept:
    """A medium that came with the file."""

    medium: Medium


@dataclass(frozen=True)
class Rejected:
    """What cannot be imported, and why."""

    where: str
    why: str
    kind: str = "question"


@dataclass(frozen=True)
class About:
    """The topic that a file is of: as the file gives it, and as the schema loads it."""

    where: str
    given: dict
    loaded: dict


@dataclass(frozen=True)
class Entry:
    """A question that can be: as the file gives it, as the schemas load it, and what it asks."""

    where: str
    given: dict
    loaded: dict
    fingerprint: str
    original: str
    lost: tuple[str, ...]


def entries(file, wish):
    """Yield Kept, Container, About, Note (loaded), Entry and Rejected, in the order of the file. Raises Unreadable."""
    kept = []

    def keep(data, name):
        kept.append(Kept(media.checked(data, name)))
        return media.address_of(kept[-1].medium)

    for found in FORMATS[wish.format].read(file, keep):
        yield from kept
        kept.clear()
        yield _entry(found, wish)
    yield from kept


def _entry(found, wish):
    if isinstance(found, Container):
        return found
    if isinstance(found, Skipped):
        return Rejected(found.where, found.why)
    kind = type(found).__name__.lower()
    try:
        return {Topic: _topic, Note: _note, Question: _question}[type(found)](found, wish)
    except ValidationError as error:
        return Rejected(found.where, refusal(error), kind)


def said(problem):
    """A Problem in one sentence: its faults, where it has any."""
    return sentence(problem.members.get("errors", ())) or problem.detail


def refusal(error):
    """What the schemas refuse, in one sentence."""
    return sentence(faults(error.normalized_messages()))


def sentence(found):
    """Faults in one sentence."""
    told = [f"{fault['pointer'].removeprefix('#/') or 'the whole'}: {fault['detail']}" for fault in found[:MOST_TOLD]]
    return " ".join([*told, f"(And {len(found) - MOST_TOLD} more.)"] if len(found) > MOST_TOLD else told)


def _topic(found, wish):
    return About(found.where, found.wire, NewTopic().load(found.wire))


def _note(found, wish):
    return Note(found.where, NewNote().load(found.wire))


def _question(found, wish):
    given, lost = _fitting(found.wire)
    if wish.source and given.get("external_id"):
        given["source"] = wish.source
    loaded = TREES.new().load({"status": wish.status, **_named(given), "topic_id": STAND_IN})
    return Entry(found.where, given, loaded, likeness.fingerprint(loaded), found.original, (*found.lost, *lost))


def _named(given):
    """An external_id whose source the file does not name is loaded as of one that stands for it."""
    return {**given, "source": STAND_IN} if given.get("external_id") and not given.get("source") else given


def _fitting(given):
    """(what the file gives, with a title no longer than titles are; what that lost)."""
    title = given.get("title")
    if not isinstance(title, str) or len(title) <= LONGEST_TITLE:
        return dict(given), ()
    return {**given, "title": title[: LONGEST_TITLE - 1] + "…"}, (f"The title was cut to {LONGEST_TITLE} characters.",)
