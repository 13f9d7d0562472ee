"""Writing what a file brings into the bank: all of it in the present transaction, or nothing.

A dry run does the same and takes it back, so that its plan is what would come of it.
"""
from itertools import groupby

from sqlalchemy import select

from service import db, media, reading, slugs, writing
from service.errors import Problem
from service.exchange import present
from service.exchange.entries import Entry, Kept, Rejected
from service.exchange.questions import Questions
from service.exchange.report import Report
from service.formats._nouns import Container, Note, Topic
from service.models.content import Note as Notes
from service.models.content import Topic as Topics

BATCH = 200
NOTES, TOPICS = Notes.__table__, Topics.__table__
OF_QUESTION = (Entry, Rejected)


class Stopped(Exception):
    """Takes back what was written."""


def run(entries, wish):
    """Import entries; the report on the wire. In a transaction that writes."""
    importing = Importing(wish)
    try:
        with db.connection().begin_nested():
            importing.take(entries)
            applied = not wish.dry_run and (wish.on_error == "skip" or not importing.report.rejected)
            if not applied:
                raise Stopped
    except Stopped:
        pass
    return importing.told(applied)


class Importing:
    """An import on its way: the topic that it goes into, and what became of the items so far."""

    def __init__(self, wish):
        self.wish, self.report = wish, Report()
        self.topic = writing.lock(wish.topic)[wish.topic] if wish.topic else None
        self.questions = Questions(wish, self.report)
        if self.topic:
            present.take_fingerprints(self.topic["id"])

    def take(self, entries):
        """Write entries in their order, questions many at a time."""
        for batch in _batches(entries):
            if isinstance(batch[0], OF_QUESTION):
                self._needs_topic()
                self.questions.take(self.topic, batch)
            else:
                for each in batch:
                    self._take_one(each)

    def told(self, applied):
        topic = {name: self.topic[name] for name in ("id", "slug", "title")} if self.topic else None
        if topic and not applied and not self.wish.topic and not _is_there(topic["id"]):
            topic["id"] = None
        return self.report.wire(applied, dry_run=self.wish.dry_run, format=self.wish.format, topic=topic)

    def _needs_topic(self):
        if self.topic is None:
            raise Problem.parameter("topic", "This file does not say which topic its questions are of: name one.")

    def _take_one(self, each):
        if isinstance(each, Kept):
            media.store(each.medium)
        elif isinstance(each, Container):
            self.report.contain(each)
        elif isinstance(each, Topic):
            self._take_topic(each)
        elif isinstance(each, Note):
            self._needs_topic()
            self._take_note(each)

    def _take_topic(self, found):
        """The topic that the file is of: found by its slug, or made, unless whoever imports has named another."""
        slug = found.wire["slug"] or slugs.made_from(found.wire["title"])
        row = db.execute(select(TOPICS).where(TOPICS.c.slug == slug)).mappings().one_or_none()
        if self.topic is not None and (row is None or row["id"] != self.topic["id"]):
            self.report.lose(found.where, ("The topic's own fields were left alone: another topic was named.",))
            return
        before = writing.lock(row["id"])[row["id"]] if row else None
        data = {**found.wire, "slug": slug}
        if before and not before["deleted_at"] and all(before[name] == value for name, value in data.items()):
            outcome, self.topic = "unchanged", before
        else:
            outcome, self.topic = "updated" if before else "created", writing.put_topic(data, before)
        present.take_fingerprints(self.topic["id"])
        self.report.tell(outcome, found.where, kind="topic")

    def _take_note(self, found):
        """A study note is known by its heading."""
        here = NOTES.c.topic_id == self.topic["id"], NOTES.c.heading == found.wire["heading"], NOTES.c.deleted_at.is_(None)
        row = db.execute(select(NOTES).where(*here).order_by(NOTES.c.position, NOTES.c.id).limit(1)).mappings().one_or_none()
        try:
            with db.connection().begin_nested():
                outcome = self._put_note(found.wire, row)
        except Problem as problem:
            self.report.tell("rejected", found.where, said(problem), kind="note")
        else:
            self.report.tell(outcome, found.where, kind="note")

    def _put_note(self, data, row):
        told = [point["text"] for point in data["points"]]
        if row and told == [point["text"] for point in row["points"]]:
            return "unchanged"
        writing.put_note(self.topic, data, reading.note(row) if row else None)
        return "updated" if row else "created"


def said(problem):
    """A Problem in a sentence, for a report."""
    return " ".join([problem.detail, *(f"{each['pointer'].removeprefix('#/')}: {each['detail']}" for each in problem.members.get("errors", ()))])


def _batches(entries):
    """Lists of entries that belong together: of questions so many, of all else one kind after the other."""
    for of_question, group in groupby(entries, key=lambda entry: isinstance(entry, OF_QUESTION)):
        batch = []
        for each in group:
            batch.append(each)
            if len(batch) == (BATCH if of_question else 1):
                yield batch
                batch = []
        if batch:
            yield batch


def _is_there(topic_id):
    return db.execute(select(TOPICS.c.id).where(TOPICS.c.id == topic_id)).first() is not None
