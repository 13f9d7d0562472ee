"""Which items a correction is about: those of graded attempts, looked at one by one, and those of attempts not graded yet."""
from sqlalchemy import BigInteger, and_, cast, func, or_, select, type_coerce

from service import db, sight
from service.attempts.settling import GRADED_ALREADY
from service.models.attempts import Attempt, Change, Item
from service.question_types import READ

ATTEMPTS, ITEMS, CHANGES = Attempt.__table__, Item.__table__, Change.__table__
SMALL, SMALL_SLOW = 1000, 100
"""Items of a question that are regraded at once, and responses that are read for it; more are a job's."""
IN_ATTEMPT = ITEMS.c.attempt_id == ATTEMPTS.c.id
GRADED = sight.one_of(ATTEMPTS.c.state, GRADED_ALREADY)
OPEN = sight.one_of(ATTEMPTS.c.state, ("in_progress", "submitted"))
OTHERS = ITEMS.alias("others")
REST = and_(OTHERS.c.attempt_id == ITEMS.c.attempt_id, OTHERS.c.place != ITEMS.c.place)


def _of_rest(what, *more):
    return select(what).where(REST, *more).correlate(ITEMS).scalar_subquery()


REST_SCORE = type_coerce(cast(func.coalesce(_of_rest(func.sum(OTHERS.c.score)), 0), BigInteger), db.Scaled)
ROWS = (
    select(
        ITEMS, ATTEMPTS.c.score.label("total"), ATTEMPTS.c.max_score.label("most"), ATTEMPTS.c.revision.label("attempt_revision"),
        REST_SCORE.label("rest_score"), _of_rest(func.count(), OTHERS.c.score.is_(None)).label("rest_pending"),
    )
    .join(ATTEMPTS, IN_ATTEMPT)
    .where(GRADED)
    .order_by(ITEMS.c.attempt_id)
)  # fmt: skip
"""SELECT graded items, with what they and the rest of their attempts come to."""


def graded(question_id, limit, after=""):
    """So many graded items of a question, by attempt, from behind one."""
    behind = ITEMS.c.attempt_id > after, ATTEMPTS.c.id > after  # said of both: PostgreSQL may go along either
    return db.execute(ROWS.where(ITEMS.c.question_id == question_id, *behind).limit(limit)).mappings().all()


def staged_among(regrade_id, rows):
    """The ids of the attempts among those of these rows that are staged for a regrade."""
    between = CHANGES.c.attempt_id.between(rows[0]["attempt_id"], rows[-1]["attempt_id"])
    return set(db.execute(select(CHANGES.c.attempt_id).where(CHANGES.c.regrade_id == regrade_id, between)).scalars())


def staged_for(regrade_id):
    """SQL: whether a row is what is staged of an item for a regrade."""
    return CHANGES.c.regrade_id == regrade_id, CHANGES.c.attempt_id == ITEMS.c.attempt_id, CHANGES.c.place == ITEMS.c.place


def count(question_id):
    """How many graded items a question has."""
    both = ITEMS.join(ATTEMPTS, IN_ATTEMPT)
    return db.execute(select(func.count()).select_from(both).where(ITEMS.c.question_id == question_id, GRADED)).scalar_one()


def many(question_id, kind, action):
    """Whether a question has more items than are regraded at once."""
    most = SMALL_SLOW if action == "key" and kind in READ else SMALL
    some = select(ITEMS.c.place).where(ITEMS.c.question_id == question_id).limit(most + 1).subquery()
    return db.execute(select(func.count()).select_from(some)).scalar_one() > most


def open_items(correction):
    """SQL: whether an item is of an attempt that is not graded yet, and not as a correction wants it."""
    others = {"key": or_(ITEMS.c.key_revision != correction.revision, ITEMS.c.ruling.is_not(None))}
    differs = others.get(correction.action, ITEMS.c.ruling.is_distinct_from(correction.action))
    attempt = select(ATTEMPTS.c.id).where(IN_ATTEMPT, OPEN).correlate(ITEMS).exists()
    return and_(ITEMS.c.question_id == correction.question_id, differs, attempt)


def concerns_open(correction):
    """Whether there are such items."""
    return db.execute(select(ITEMS.c.place).where(open_items(correction)).limit(1)).first() is not None


def staged_count(regrade_id):
    """How many items are staged for a regrade."""
    return db.execute(select(func.count()).select_from(CHANGES).where(CHANGES.c.regrade_id == regrade_id)).scalar_one()
