"""All that is kept of one learner: handed out whole, or erased for good. Statistics stay as they are.

Whose it is is told as the tables tell it (see `owners`).
"""
from sqlalchemy import delete, select, update

from service import db, owners
from service.attempts import access, forgetting, showing
from service.auth import Caller
from service.models.access import Learner
from service.models.attempts import Attempt
from service.models.feedback import Case, Report

LEARNERS, ATTEMPTS, REPORTS, CASES = Learner.__table__, Attempt.__table__, Report.__table__, Case.__table__
ANY_LEARNER = Caller("learner")


def data(owner):
    """All attempts and reports of an owner, as much of them as the learner may see now."""
    rows = db.execute(access.ROWS.where(ATTEMPTS.c.owner == owner).order_by(ATTEMPTS.c.created_at, ATTEMPTS.c.id)).mappings().all()
    of = select(CASES.c.question_id, CASES.c.reason, REPORTS.c.comment, REPORTS.c.created_at.label("at"))
    reports = of.join(CASES, CASES.c.id == REPORTS.c.case_id).where(REPORTS.c.owner == owner).order_by(REPORTS.c.created_at)
    return {
        "attempts": [showing.whole(row, access.level(ANY_LEARNER, row)) for row in rows],
        "reports": [dict(row) for row in db.execute(reports).mappings()],
    }


def signed_up(id):
    """Whether a learner of this id signed up."""
    return db.execute(select(LEARNERS.c.id).where(LEARNERS.c.id == id)).first() is not None


def named(name):
    """Whether anything is kept under a front-end's name."""
    return db.execute(select(ATTEMPTS.c.id).where(ATTEMPTS.c.owner == owners.named(name)).limit(1)).first() is not None


def erase_learner(id):
    """Erase who signed up, and all that leads there."""
    db.execute(delete(LEARNERS).where(LEARNERS.c.id == id))
    _erase(owners.learner(id))


def erase_named(name):
    """Erase all that leads to whom a front-end calls so."""
    _erase(owners.named(name))


def _erase(owner):
    forgetting.forget(owner)
    db.execute(update(REPORTS).where(REPORTS.c.owner == owner).values(owner=None, comment=""))
