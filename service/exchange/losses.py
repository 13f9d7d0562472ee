"""What a format cannot hold of a question: measured, by writing it and reading it back."""
import io

from marshmallow import ValidationError

from service import likeness, media
from service.exchange.entries import STAND_IN, refusal
from service.formats import FORMATS
from service.formats._nouns import Bank, File, Question, Skipped, Unreadable
from service.reading import TREES

MOST_TOLD = 10_000
OURS = ("json", "ndjson")
"""Formats that hold a topic and its notes too."""
NOT_CONTENT = ("status",)
"""Fields that say what we are to do with a question, not what it is."""


def of(question, topic, format, fetch):
    """[(path, why)] of what this format loses of a whole question; the path is empty where it has no room for it at all."""
    back, why_not = given_back(question, topic, format, fetch)
    return [("", why_not)] if back is None else between(question, back, FORMATS[format].TITLE)


def between(question, back, title):
    """[(path, why)] of what differs between a question and what the format with this title gives back of it."""
    one, other = likeness.essence(question), likeness.essence(back)
    return [(path, _why(path, one, other, title)) for path in likeness.differences(one, other) if path not in NOT_CONTENT]


def given_back(question, topic, format, fetch):
    """(a whole question as this format gives it back when it is read again, or None; why it does not)."""
    module, out = FORMATS[format], io.BytesIO()
    left_out = list(module.write(Bank(topic, lambda: iter([question])), out, fetch))
    if left_out:
        return None, left_out[0].why
    try:
        found = [each for each in module.read(File.of(out.getvalue()), kept_again) if isinstance(each, (Question, Skipped))]
    except Unreadable as fault:
        return None, f"{module.TITLE} does not give it back: {fault}"
    if len(found) != 1 or isinstance(found[0], Skipped):
        instead = " ".join(getattr(each, "why", "a second one.") for each in found) or "nothing."
        return None, f"{module.TITLE} does not give it back: {instead}"
    try:
        return loaded(question, found[0].wire), ""
    except ValidationError as error:
        return None, f"{module.TITLE} gives back what cannot be: {refusal(error)}"


def of_topic(bank, format):
    """The same of the topic that the questions are of, and of its notes."""
    if format in OURS:
        return
    title = FORMATS[format].TITLE
    if bank.topic.get("description"):
        yield "topic/description", f"{title} has no room for it."
    if bank.notes:
        yield "notes", f"{title} has no room for study notes; there are {len(bank.notes)}."


def kept_again(data, name):
    """Give a medium the address that it would be kept under."""
    return media.address_of(media.checked(data, name))


def loaded(question, given):
    """What a file gives back of a question, as it would be imported."""
    named = {name: question[name] for name in ("source", "external_id")} if _found_again(question, given) else {}
    return TREES.new().load({"status": question["status"], **given, "topic_id": STAND_IN, **named})


def _found_again(question, given):
    """Whether importing this would find the question by the name that it was given."""
    return given.get("external_id") in (question["external_id"] or question["id"], question["id"])


def _why(path, one, other, title):
    before, after = _at(one, path), _at(other, path)
    if after in (None, "", []):
        return f"{title} has no room for it."
    if isinstance(before, list) and isinstance(after, list):
        return f"{title} gives back {len(after)} of {len(before)}."
    return f"{title} gives back {str(after)[:80]!r} for {str(before)[:80]!r}."


def _at(value, path):
    for step in path.split("/"):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return value
