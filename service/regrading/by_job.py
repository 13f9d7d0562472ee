"""Regrading many attempts: a job stages what comes of each, some at a time; killed, it goes on behind what is staged.

Then all takes effect at once, if all is still as it was looked at; else what has moved is looked at again, unless it was a plan.
"""
from dataclasses import asdict, replace

from sqlalchemy import and_, delete, select

from service import auth, db, jobs
from service.attempts import queue
from service.errors import Problem
from service.models.attempts import Change, Regrade
from service.question_types import READ
from service.regrading import applying, correction, looking, plans, records
from service.regrading.records import Wish

CHANGES, REGRADES = Change.__table__, Regrade.__table__
BATCH, SLOW_BATCH = 500, 50
TRIES = 10


def queued(wish):
    """(what was told when this was done already, or None; the job that does it, or None). Who asks for the same again gets the same job."""
    db.in_turn(f"regrade {wish.question_id}")
    staged = wish.regrade_id and records.row(wish.regrade_id)
    if staged and staged["applied_at"]:
        return records.kept(wish.regrade_id, wish.plan, applied=True), None
    if wish.plan and not staged:
        raise plans.outdated()
    if job := _under_way(wish):
        return None, job
    wish = replace(wish, regrade_id=wish.regrade_id or db.new_id())
    job = jobs.start("regrade", asdict(wish))
    if staged:
        records.change(wish.regrade_id, job_id=job)
    else:
        records.begin(wish.regrade_id, wish, 0, job_id=job)
    return None, job


def _under_way(wish):
    """The id of the job of who asks that does the same."""
    live = jobs.TABLE.c.state.in_(("queued", "running")), jobs.TABLE.c.owner == jobs.owner(auth.caller()), ~jobs.TABLE.c.cancelled
    of = select(jobs.TABLE.c.id, jobs.TABLE.c.arguments).join(REGRADES, REGRADES.c.job_id == jobs.TABLE.c.id)
    for id, arguments in db.execute(of.where(REGRADES.c.question_id == wish.question_id, *live)):
        if replace(Wish(**arguments), regrade_id=None) == replace(wish, regrade_id=None):
            return id
    return None


@jobs.kind("regrade")
def work(engine, arguments):
    """Stage and apply a correction; what a cancelled one has staged is taken out."""
    wish = Wish(**arguments)
    try:
        return (yield from _worked(engine, wish))
    except jobs.Cancelled:
        records.discard(engine, wish.regrade_id)
        raise


def _worked(engine, wish):
    for _ in range(TRIES):
        with db.snapshot(engine):
            row = _there(wish.regrade_id)
            if row["applied_at"]:
                return (yield from _ended(engine, wish))
            found = correction.present(wish.question_id, wish.action)
        if not wish.plan:
            yield from _stage(engine, wish.regrade_id, found, row["key_revision"])
        plan = wish.plan or plans.made(wish.question_id, wish.action, found.revision, regrade_id=wish.regrade_id)
        if wish.dry_run:
            return _planned(engine, wish, plan)
        yield from _give_places(engine, wish.regrade_id)
        try:
            told = _apply(engine, wish, found, plan)
        except applying.Moved:
            if wish.plan:
                raise plans.outdated() from None
            continue
        return told or (yield from _ended(engine, wish))
    raise Problem(503, "These attempts change all the time; try again.")


def _there(id):
    row = records.row(id)
    if row is None:
        raise Problem(409, "This was cancelled.", kind="cancelled")
    return row


def _stage(engine, id, found, revision):
    """Stage what comes of each graded item, but for those that are staged as they are now."""
    if revision != found.revision:
        records.unstage(engine, id)
    with db.writing(engine):
        records.change(id, key_revision=found.revision)
        db.execute(delete(CHANGES).where(CHANGES.c.regrade_id == id, ~_as_it_is()))
        total, done = looking.count(found.question_id), looking.staged_count(id)
    yield done, total
    after, size = "", SLOW_BATCH if found.action == "key" and found.type in READ else BATCH
    while after is not None:
        after, staged = _batch(engine, id, found, after, size)
        done += staged
        yield done, max(done, total)


def _batch(engine, id, found, after, size):
    """Stage the next items, as far as they are not staged, in a short transaction: (the last attempt or None at the end, how many).

    They are graded where no connection is held.
    """
    with db.snapshot(engine):
        items = looking.graded(found.question_id, size, after)
        if not items:
            return None, 0
        staged = looking.staged_among(id, items)
        missing = [item for item in items if item["attempt_id"] not in staged]
        decided = queue.decisions(missing)
    rows = [found.of(item, decided) for item in missing]
    with db.writing(engine):
        applying.stage(id, rows)
    return items[-1]["attempt_id"], len(rows)


def _as_it_is():
    """SQL: whether what is staged is of a graded item as it is now."""
    items, attempts = looking.ITEMS, looking.ATTEMPTS
    here = and_(items.c.attempt_id == CHANGES.c.attempt_id, items.c.place == CHANGES.c.place, items.c.version == CHANGES.c.version)
    same = and_(attempts.c.revision == CHANGES.c.attempt_revision, looking.GRADED)
    return select(items.c.place).join(attempts, looking.IN_ATTEMPT).where(here, same).correlate(CHANGES).exists()


def _planned(engine, wish, plan):
    """The result of a dry run; what is staged stays, for who applies the plan."""
    with db.writing(engine):
        records.change(wish.regrade_id, plan=plans.name(plan))
        return records.kept(wish.regrade_id, plan, applied=False)


def _give_places(engine, id):
    busy = True
    while busy:
        with db.writing(engine):
            busy = applying.give_places(id, BATCH)
            done = looking.staged_count(id)
        yield done, done


def _apply(engine, wish, found, plan):
    """Have all take effect: None, or what is told where nothing was to be changed. Raises Moved."""
    with db.writing(engine):
        applying.take_turn(found)
        if _there(wish.regrade_id)["key_revision"] != found.revision:
            raise applying.Moved
        if applying.changes_anything(wish.regrade_id, found):
            records.change(wish.regrade_id, plan=plans.name(plan))
            applying.apply(wish.regrade_id, wish, found)
            return None
        if not applying.is_current(wish.regrade_id, wish.question_id):
            raise applying.Moved
        applying.answer_report(wish, None)
        told = records.kept(wish.regrade_id, plan, applied=True) | {"regrade_id": None}
    if not wish.plan:
        records.discard(engine, wish.regrade_id)
    return told


def _ended(engine, wish):
    """The result, when what follows is done: what attempts in progress show is graded anew, and what is no record goes."""
    applying.show_meanwhile(engine, wish.question_id)
    busy = True
    while busy:
        with db.writing(engine):
            busy, done = records.trim(wish.regrade_id), looking.staged_count(wish.regrade_id)
        yield done, done
    with db.snapshot(engine):
        revision = records.row(wish.regrade_id)["key_revision"]
        plan = wish.plan or plans.made(wish.question_id, wish.action, revision, regrade_id=wish.regrade_id)
        return records.kept(wish.regrade_id, plan, applied=True)
