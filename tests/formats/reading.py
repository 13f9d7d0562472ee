"""What the tests of every format do: read bytes, and load what was read as POST /questions does."""
from service import db
from service.formats._nouns import Bank, File, Question, Refused
from service.reading import TREES

NEW = TREES.new()


def refuse(data, name):
    raise Refused("No media are kept here.")


def found(module, data, name="", keep=refuse):
    """All that a format finds in these bytes."""
    return list(module.read(File.of(data, name), keep))


def loaded(question):
    """A question that was read, as its schema loads it; an external_id gets the source that an import gives it."""
    wire = {**question.wire, "topic_id": db.new_id()}
    return NEW.load({"source": "a file", **wire} if wire.get("external_id") else wire)


def questions(module, data, name="", keep=refuse):
    """The questions among what is found; each has been loaded."""
    read = [each for each in found(module, data, name, keep) if isinstance(each, Question)]
    for each in read:
        loaded(each)
    return read


def bank(*questions):
    """A bank of questions as POST /questions takes them, each with an id."""
    whole = [{"id": db.new_id(), **NEW.load({"topic_id": db.new_id(), **each})} for each in questions]
    return Bank({"id": db.new_id(), "title": "A topic"}, lambda: whole)
