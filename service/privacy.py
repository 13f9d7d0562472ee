"""All that is kept of one learner: handed out whole, or erased for good. Statistics stay as they are.

A learner is named as the tables name the owner of attempts: `learner <id>` for one who signed up, `name <name>` for one whom
a front-end has a name of its own for.
"""
from sqlalchemy import delete, select, update

from service import db
from service.attempts import access, forgetting, showing
from service.auth import Caller
from service.models.access import Learner
from service.models.attempts import Attempt
from service.models.feedback import Case, Report

LEARNERS, ATTEMPTS, REPORTS, CASES = Learner.__table__, Attempt.__table__, Report.__table__, Case.__table__
ANY_LEARNER = Caller("learner")


def of_learner(id):
    """The owner that a learner is."""
    return f"learner {id}"


def of_name(name):
    """The owner that a front-end's name stands for."""
    return f"name {name}"


def data(owner):
    """All attempts and reports of an owner, as much of them as the learner may see now."""
    rows = db.execute(access.ROWS.where(ATTEMPTS.c.owner == owner).order_by(ATTEMPTS.c.created_at, ATTEMPTS.c.id)).mappings().all()
    of = select(CASES.c.question_id, CASES.c.reason, REPORTS.c.comment, REPORTS.c.created_at.label("at"))
    reports = of.join(CASES, CASES.c.id == REPORTS.c.case_id).where(REPORTS.c.owner == owner).order_by(REPORTS.c.created_at)
    return {
        "attempts": [showing.whole(row, access.level(ANY_LEARNER, row)) for row in rows],
        "reports": [dict(row) for row in db.execute(reports).mappings()],
    }


def known(owner):
    """Whether anything is kept of an owner."""
    return any(db.execute(select(table.c.owner).where(table.c.owner == owner).limit(1)).first() for table in (ATTEMPTS, REPORTS))


def erase_learner(id):
    """Erase who signed up, and all that leads there."""
    db.execute(delete(LEARNERS).where(LEARNERS.c.id == id))
    erase(of_learner(id))


def erase(owner):
    """Erase all that leads to an owner."""
    forgetting.forget(owner)
    db.execute(update(REPORTS).where(REPORTS.c.owner == owner).values(owner=None, comment=""))
