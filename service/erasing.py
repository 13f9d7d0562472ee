"""Erasing questions and topics for good: what attempts, reviews and regrades hold of them goes too, and scores are added up anew."""
from sqlalchemy import delete, func, select, update

from service import db, writing
from service.attempts import settling
from service.models.attempts import Attempt, Change, Item, Regrade, Review
from service.models.content import Question

ATTEMPTS, ITEMS, REVIEWS, REGRADES, CHANGES = (each.__table__ for each in (Attempt, Item, Review, Regrade, Change))
QUESTIONS = Question.__table__
AT_ONCE = 500
"""Attempts that one statement names."""


def question(topic_id, id):
    """Erase a question; an attempt that had it is as if it had not."""
    had = _forget(ITEMS.c.question_id == id)
    writing.erase_questions(topic_id, [id])
    _add_up(had)


def topic(id):
    """Erase a topic with all that is in it, and every attempt at it."""
    had = _forget(ITEMS.c.question_id.in_(select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == id)))
    _forget(ITEMS.c.attempt_id.in_(select(ATTEMPTS.c.id).where(ATTEMPTS.c.topic_id == id)))
    db.execute(delete(ATTEMPTS).where(ATTEMPTS.c.topic_id == id))
    writing.erase_topic(id)
    _add_up(had)


def _forget(items):
    """Take items away, and what was decided and staged of their questions; the ids of the attempts that had them."""
    had = list(db.execute(select(ITEMS.c.attempt_id).where(items).distinct()).scalars())
    of = select(ITEMS.c.question_id).where(items)
    db.execute(delete(CHANGES).where(CHANGES.c.regrade_id.in_(select(REGRADES.c.id).where(REGRADES.c.question_id.in_(of)))))
    for table in (REGRADES, REVIEWS):
        db.execute(delete(table).where(table.c.question_id.in_(of)))
    db.execute(delete(ITEMS).where(items))
    return had


def _add_up(attempt_ids):
    """Count these attempts' items anew; one that has none any more goes."""
    counts = {"item_count": settling.over_items(func.count()), "max_score": settling.over_items(func.sum(ITEMS.c.max_score))}
    for start in range(0, len(attempt_ids), AT_ONCE):
        these = ATTEMPTS.c.id.in_(attempt_ids[start : start + AT_ONCE])
        db.execute(delete(ATTEMPTS).where(these, settling.over_items(func.count()) == 0))
        db.execute(update(ATTEMPTS).where(these).values(counts))
        settling.retotal(these)
