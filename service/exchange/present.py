"""What a bank has already of what a file brings: by the name that its source gives it, by its id, or because it asks the same."""
from collections import defaultdict
from types import SimpleNamespace

from sqlalchemy import bindparam, select, tuple_, update

from service import answer_key, db, likeness
from service.models.content import Question
from service.reading import IS_ID

QUESTIONS = Question.__table__
BATCH = 200


def found(topic_id, entries, named):
    """What is there for these entries: `by_name` {(source, external_id): row}, `by_id` {id: row}, `alike` {fingerprint: [row, …]}.

    `named(entry)` is the (source, external_id) of an entry, or None. A row has id, topic_id and deleted_at.
    """
    names = [name for entry in entries if (name := named(entry))]
    ids = [external_id for _, external_id in names if IS_ID.match(external_id)]
    columns = select(QUESTIONS.c.id, QUESTIONS.c.topic_id, QUESTIONS.c.deleted_at, QUESTIONS.c.source, QUESTIONS.c.external_id, QUESTIONS.c.fingerprint)
    here, shown = QUESTIONS.c.topic_id == topic_id, QUESTIONS.c.deleted_at.is_(None)
    alike, pair = defaultdict(list), tuple_(QUESTIONS.c.source, QUESTIONS.c.external_id)
    by_name = {(row.source, row.external_id): row for row in (db.execute(columns.where(pair.in_(names))) if names else ())}
    by_id = {row.id: row for row in (db.execute(columns.where(QUESTIONS.c.id.in_(ids), here)) if ids else ())}
    fingerprints = list({entry.fingerprint for entry in entries})
    for row in db.execute(columns.where(here, shown, QUESTIONS.c.fingerprint.in_(fingerprints)).order_by(QUESTIONS.c.position, QUESTIONS.c.id)):
        alike[row.fingerprint].append(row)
    return SimpleNamespace(by_name=by_name, by_id=by_id, alike=alike)


def whole(ids):
    """The whole forms of these questions: {id: question}."""
    return answer_key.whole(list(ids)) if ids else {}


def take_fingerprints(topic_id):
    """Give a fingerprint to the questions of a topic that were written before there were any."""
    without = select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == topic_id, QUESTIONS.c.fingerprint.is_(None)).limit(BATCH)
    while ids := db.execute(without).scalars().all():
        taken = [{"of": id, "told": likeness.fingerprint(question)} for id, question in whole(ids).items()]
        db.execute(update(QUESTIONS).where(QUESTIONS.c.id == bindparam("of")).values(fingerprint=bindparam("told")), taken)
