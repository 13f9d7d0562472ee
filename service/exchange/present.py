"""What a bank has already of what a file brings: by the name that its source gives it, by its id, or because it asks the same."""
from collections import Counter, deque
from itertools import islice

from sqlalchemy import bindparam, select, tuple_, update

from service import answer_key, db, likeness
from service.models.content import Question
from service.reading import IS_ID

QUESTIONS = Question.__table__
BATCH = 200
LOOKED_AT = 10
"""How many questions that ask the same as an item are compared with it."""


def named(names):
    """The questions of all topics that have one of these names: {(source, external_id): row} with id, topic_id and deleted_at."""
    pair = tuple_(QUESTIONS.c.source, QUESTIONS.c.external_id)
    return {(row.source, row.external_id): row for row in (_rows(pair.in_(names)) if names else ())}


def called(topic_id, external_ids):
    """The questions of a topic whose id somebody has for their external_id, as files have that were exported here: {id: row}."""
    ids = [each for each in external_ids if IS_ID.match(each)]
    return {row.id: row for row in (_rows(QUESTIONS.c.id.in_(ids), QUESTIONS.c.topic_id == topic_id) if ids else ())}


def whole(ids):
    """The whole forms of these questions: {id: question}."""
    return answer_key.whole(list(ids)) if ids else {}


def take_fingerprints(topic_id):
    """Give a fingerprint to the questions of a topic that were written before there were any."""
    without = select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == topic_id, QUESTIONS.c.fingerprint.is_(None)).limit(BATCH)
    while ids := db.execute(without).scalars().all():
        taken = [{"of": id, "told": likeness.fingerprint(question)} for id, question in whole(ids).items()]
        db.execute(update(QUESTIONS).where(QUESTIONS.c.id == bindparam("of")).values(fingerprint=bindparam("told")), taken)


def _rows(*which):
    names = ("id", "topic_id", "deleted_at", "source", "external_id")
    return db.execute(select(*(QUESTIONS.c[name] for name in names)).where(*which))


class Alike:
    """The questions of a topic that ask what items of a file ask, in their order; each is for one item alone.

    They are looked for once: what the import itself writes is none of them.
    """

    def __init__(self, topic_id):
        self.topic_id, self.ids, self.known, self.gone = topic_id, {}, {}, set()

    def look(self, fingerprints):
        """Find what asks the same as any of a batch of items, and have as many of them at hand as there are items."""
        wanted = Counter(fingerprints)
        self.ids |= self._found([each for each in wanted if each not in self.ids])
        self.known = whole([id for each, count in wanted.items() for id in islice(self._left(each), count)])

    def of(self, fingerprint):
        """Yield the whole forms of those that are left, some of them where there are many."""
        for id in islice(self._left(fingerprint), LOOKED_AT):
            if id not in self.known:
                self.known |= whole([id])
            yield self.known[id]

    def take(self, id):
        """Let no other item have this question."""
        self.gone.add(id)

    def _left(self, fingerprint):
        ids = self.ids[fingerprint]
        while ids and ids[0] in self.gone:
            ids.popleft()
        return (id for id in ids if id not in self.gone)

    def _found(self, fingerprints):
        found = {each: deque() for each in fingerprints}
        here = QUESTIONS.c.topic_id == self.topic_id, QUESTIONS.c.deleted_at.is_(None), QUESTIONS.c.fingerprint.in_(fingerprints)
        ordered = select(QUESTIONS.c.id, QUESTIONS.c.fingerprint).where(*here).order_by(QUESTIONS.c.position, QUESTIONS.c.id)
        for row in db.execute(ordered) if found else ():
            found[row.fingerprint].append(row.id)
        return found
