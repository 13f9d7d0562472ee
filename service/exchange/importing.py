"""Writing what a file brings into the bank: all of it in the present transaction, or nothing.

A dry run does the same and takes it back, so that its plan is what would come of it.
"""
from service import db, media, writing
from service.errors import Problem
from service.exchange import present
from service.exchange.entries import About, Entry, Kept, Rejected
from service.exchange.notes import Notes
from service.exchange.questions import Questions
from service.exchange.report import Report
from service.exchange.topics import its_topic
from service.formats._nouns import Container, Note, Unreadable

BATCH = 200
"""Questions that are written at once."""


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
        self.wish, self.report, self.batch = wish, Report(), []
        self.topic = self.questions = self.notes = None
        self.made_topic = False
        if wish.topic:
            self._into(_named(wish.topic))

    def take(self, entries):
        """Write entries in their order, questions many at a time."""
        for each in entries:
            if isinstance(each, Kept):
                media.store(each.medium)
            elif isinstance(each, Container):
                self.report.contain(each)
            elif isinstance(each, Entry):
                self._needs_topic()
                self._take_question(self.notes.cited(each))
            else:
                self._take_one(each)
        self._write_batch()

    def told(self, applied):
        """The report on the wire."""
        topic = {name: self.topic[name] for name in ("id", "slug", "title")} if self.topic else None
        if self.made_topic and not applied:
            topic["id"] = None
        return self.report.wire(applied, dry_run=self.wish.dry_run, format=self.wish.format, topic=topic)

    def _into(self, topic):
        """From here on all goes into this (locked) topic."""
        self.topic, self.questions, self.notes = topic, Questions(topic, self.wish, self.report), Notes(topic, self.wish, self.report)
        present.take_fingerprints(topic["id"])

    def _needs_topic(self):
        if self.topic is None:
            raise Problem.parameter("topic", "Up to its first question this file does not say which topic it is of: name one.")

    def _take_question(self, each):
        self.batch.append(each)
        if len(self.batch) == BATCH:
            self._write_batch()

    def _write_batch(self):
        batch, self.batch = self.batch, []
        if batch and self.questions:
            self.questions.take(batch)
        else:
            for each in batch:  # there was never anything that could be written
                self.report.tell("rejected", each.where, each.why, kind=each.kind)

    def _take_one(self, each):
        """What is no question, or cannot be one, in its turn."""
        if isinstance(each, Rejected):
            if each.kind == "topic" and self.topic is None:
                raise _without_topic(each.why, each.where)
            self._take_question(each)
            return
        self._write_batch()
        if isinstance(each, About):
            self._take_topic(each)
        elif isinstance(each, Note):
            self._needs_topic()
            self.notes.take(each)

    def _take_topic(self, about):
        """The topic that the file is of, unless whoever imports has named another."""
        if self.topic and not self.wish.topic:
            raise Unreadable("A second topic in one file. Import them one by one, or name the one topic that all is to go into.", about.where)
        outcome, row, detail = its_topic(about, self.topic, self.wish)
        if outcome == "rejected" and row is None:
            raise _without_topic(detail, about.where)
        if outcome is None:
            self.report.lose(about.where, (detail,))
            return
        self.report.tell(outcome, about.where, detail, kind="topic")
        if self.topic is None:
            self.made_topic = outcome == "created"
            self._into(row)
        else:
            self.topic = row


def _without_topic(why, where):
    return Unreadable(f"Its topic cannot be made, and so nothing of it can be imported. {why}", where)


def _named(id):
    """The locked row of the topic that whoever imports has named; it may have gone since."""
    topic = writing.lock(id).get(id)
    if topic is None or topic["deleted_at"]:
        raise Problem.parameter("topic", "This topic is not there any more.")
    return topic
