"""What our own formats keep of a topic, a note, a question and a medium: all that is theirs, but nothing of where they are kept."""
import base64
import binascii
import re

from schemas.base import READ_ONLY
from service import wire
from service.formats._nouns import Container, Note, Question, Refused, Skipped, Topic

MEDIUM = re.compile(rb"/api/v1/media/[0-9a-f]{64}")
SOURCE = "quizbank"
"""The source whose external_id is the id that a question without one of its own had where it was exported."""
KINDS = {"topic", "medium", "note", "question"}
PLACES = READ_ONLY | {"position", "deleted_at"}
OF_TOPIC = PLACES | {"question_count", "note_count", "answer_gate"}
OF_QUESTION = PLACES | {"topic_id", "answers_visible"}
OF_ANSWER = PLACES | {"question_id"}
OF_NOTE = PLACES | {"topic_id"}


def topic(seen):
    return without(seen, OF_TOPIC)


def note(seen):
    return without(seen, OF_NOTE)


def question(seen):
    """A question as it is exported: it can be found again by its source and external_id, wherever it is imported."""
    named = {} if seen["external_id"] else {"source": seen["source"] or SOURCE, "external_id": seen["id"]}
    return without(seen, OF_QUESTION) | named | {"answers": [without(each, OF_ANSWER) for each in seen["answers"]]}


def without(seen, names):
    return {name: value for name, value in seen.items() if name not in names}


def media(bank, fetch):
    """Yield {"name", "media_type", "data"} of each medium that the bank refers to, in order of their addresses; data is base64."""
    places = [bank.topic, *bank.notes]
    addresses = {address for place in places for address in MEDIUM.findall(wire.write(place))}
    for each in bank.questions():
        addresses.update(MEDIUM.findall(wire.write(each)))
    for address in sorted(addresses):
        if found := fetch(address.decode()):
            yield {"name": found.name, "media_type": found.media_type, "data": base64.b64encode(found.data).decode()}


def read(data, where, keep, kind=None):
    """Yield what a value is; `data` are its bytes in the file. Without a kind it is `{"question": {…}}` and the like, or a question."""
    try:
        value = wire.read(data)
    except wire.Malformed as error:
        yield Skipped(where, str(error))
        return
    if kind is None:
        kind, value = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 and value.keys() <= KINDS else ("question", value)
    if not isinstance(value, dict):
        yield Skipped(where, "This is no object.")
    elif kind == "topic":
        yield Container(where, "topic", str(value.get("title", ""))[:200])
        yield Topic(where, value)
    elif kind == "note":
        yield Note(where, value)
    elif kind == "medium":
        yield from _kept(value, where, keep)
    else:
        yield Question(where, value)


def _kept(value, where, keep):
    try:
        keep(base64.b64decode(value.get("data", ""), validate=True), str(value.get("name", "")))
    except (Refused, binascii.Error, TypeError, ValueError) as error:
        yield Skipped(where, f"This medium cannot be kept: {error}")
