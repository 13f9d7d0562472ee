"""The record of regrades: begun, applied, told, and forgotten where they came to nothing."""
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, insert, or_, select, update

from service import db, jobs
from service.models.attempts import Change, Regrade
from service.regrading import plans

REGRADES, CHANGES, JOBS = Regrade.__table__, Change.__table__, jobs.TABLE
MOST_TOLD = 1000
AT_ONCE = 2000
"""Rows that are taken out in one transaction."""
DAYS = 1
"""How long a plan is kept for which something is staged."""
TOLD = ("attempt_id", "before", "after", "max_before", "max_after")


@dataclass(frozen=True)
class Wish:
    """What is asked for; `by` is who asks, as the history has it, `regrade_id` what is or will be staged for it."""

    question_id: str
    action: str
    reason: str
    by: dict
    dry_run: bool = False
    plan: str | None = None
    report_id: str | None = None
    regrade_id: str | None = None


def begin(id, wish, revision, **more):
    """Note that a regrade is being worked out."""
    values = {"id": id, "created_at": db.now(), "plan": id, "key_revision": revision, **more}
    db.execute(insert(REGRADES).values(question_id=wish.question_id, action=wish.action, reason=wish.reason, by=wish.by, **values))


def row(id):
    return db.execute(select(REGRADES).where(REGRADES.c.id == id)).mappings().one_or_none()


def change(id, **values):
    db.execute(update(REGRADES).where(REGRADES.c.id == id).values(values))


def latest(question_id):
    """The id of the regrade of a question that was applied last."""
    applied = REGRADES.c.question_id == question_id, REGRADES.c.applied_at.is_not(None)
    newest_first = REGRADES.c.applied_at.desc(), REGRADES.c.id.desc()
    return db.execute(select(REGRADES.c.id).where(*applied).order_by(*newest_first).limit(1)).scalar_one_or_none()


def applied_by(plan):
    """What was told of a plan when it was applied, or None."""
    wanted = REGRADES.c.plan == plans.name(plan), REGRADES.c.applied_at.is_not(None)
    id = db.execute(select(REGRADES.c.id).where(*wanted)).scalar_one_or_none()
    return id and kept(id, plan, applied=True)


# On the wire


def told(rows, plan, applied):
    """What comes of a correction, told of rows as they are staged."""
    changes, others = [row for row in rows if row["moves"]], [row for row in rows if row["why"]]
    return _told(None, plan, applied, (len(changes), changes[:MOST_TOLD]), (len(others), others[:MOST_TOLD]))


def kept(id, plan, applied):
    """The same, told of the rows of a regrade; no record has an id that is none."""
    changes, others = (_first(CHANGES.c.regrade_id == id, which) for which in (CHANGES.c.moves, CHANGES.c.why.is_not(None)))
    return _told(id if applied else None, plan, applied, changes, others)


def _first(*which):
    """(how many changes there are of a sort, the first of them)"""
    number = db.execute(select(func.count()).select_from(CHANGES).where(*which)).scalar_one()
    columns = [CHANGES.c[name] for name in (*TOLD, "item_before", "score", "why")]
    return number, db.execute(select(*columns).where(*which).order_by(CHANGES.c.attempt_id).limit(MOST_TOLD)).mappings().all()


def _told(id, plan, applied, changes, others):
    (change_count, changes), (other_count, others) = changes, others
    return {
        "applied": applied, "regrade_id": id, "plan": plan, "change_count": change_count, "changes": [_change(row) for row in changes],
        "not_regraded_count": other_count, "not_regraded": [{"attempt_id": row["attempt_id"], "why": row["why"]} for row in others],
    }  # fmt: skip


def _change(row):
    return {name: row[name] for name in TOLD} | {"item": {"before": row["item_before"], "after": row["score"]}}


# What is not kept


def trim(id):
    """Take out of an applied regrade what is no record, some at a time: whether there was any."""
    idle = CHANGES.c.regrade_id == id, ~CHANGES.c.touches, ~CHANGES.c.moves, CHANGES.c.why.is_(None)
    spent = CHANGES.c.regrade_id == id, or_(CHANGES.c.machine.is_not(None), CHANGES.c.person.is_not(None))
    if db.execute(delete(CHANGES).where(CHANGES.c.regrade_id == id, CHANGES.c.attempt_id.in_(_some(*idle)))).rowcount:
        return True
    emptied = update(CHANGES).where(CHANGES.c.regrade_id == id, CHANGES.c.attempt_id.in_(_some(*spent)))
    return bool(db.execute(emptied.values(machine=None, person=None)).rowcount)


def _some(*which):
    return select(CHANGES.c.attempt_id).where(*which).limit(AT_ONCE)


def unstage(engine, id):
    """Take out all that is staged for a regrade that is not applied, some at a time."""
    mine = CHANGES.c.regrade_id == id
    unapplied = select(REGRADES.c.id).where(REGRADES.c.id == id, REGRADES.c.applied_at.is_(None)).exists()
    gone = delete(CHANGES).where(mine, CHANGES.c.attempt_id.in_(_some(mine)), unapplied)
    taken = True
    while taken:
        with db.writing(engine):
            taken = db.execute(gone).rowcount


def discard(engine, id):
    """Forget a regrade that is not applied."""
    unstage(engine, id)
    with db.writing(engine):
        db.execute(delete(REGRADES).where(REGRADES.c.id == id, REGRADES.c.applied_at.is_(None)))


@jobs.chore(3600)
def forget(engine):
    """Forget old plans, and what was never applied because its job was cancelled or failed."""
    live = select(JOBS.c.id).where(JOBS.c.id == REGRADES.c.job_id, JOBS.c.state.in_(("queued", "running"))).exists()
    old = and_(REGRADES.c.applied_at.is_(None), REGRADES.c.created_at < db.now(days=-DAYS), ~live)
    with db.snapshot(engine):
        ids = db.execute(select(REGRADES.c.id).where(old)).scalars().all()
    for id in ids:
        discard(engine, id)
