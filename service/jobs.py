"""Jobs: work too long for a request. A request queues it; the job process does it, batch by batch.

A kind of job is a generator function `(engine, arguments)`, registered by `@kind("name")`. It works in batches, each in a
`db.writing` of its own; between two of them, never inside one, it yields (done, total), and what it returns is the result, a
dict. It may be begun again from the start, after a crash, and finds by itself what is done already. To yield is its sign
of life; a heartbeat of its own it needs not, for a batch is short: seconds, far below SILENCE. What takes longer is told
before, by (done, total, seconds). Where it is not to
go on it ends at its yield, by `Cancelled` or, when it is handed back to be begun again, by GeneratorExit: what must be
cleaned up in both cases stands in `finally`, what only a cancelled job leaves behind in `except Cancelled`.

Several job processes, on several hosts, keep apart by claims: `seen_at` is also the claim, for whoever takes a job over changes it.
"""
import logging
import time
from contextlib import closing, suppress

from sqlalchemy import and_, case, delete, insert, or_, select, update

from schemas.job import Job as Schema
from service import auth, db
from service.errors import Problem, cause, unanswered
from service.models.jobs import Job

LOG = logging.getLogger(__name__)
TABLE = Job.__table__
FIELDS = tuple(Schema().dump_fields)
SILENCE = 30
"""Seconds without a sign of life after which a job's process is taken for dead."""
DAYS_KEPT = 30
"""How long a job can be looked at after it has ended."""
BEGUN_AT_MOST = 5
"""How often a job is begun without getting further."""
KINDS, CHORES = {}, []


class Cancelled(GeneratorExit):
    """What a kind hears at its yield when its job was cancelled."""


class Lost(Exception):
    """The job is another process's now: this one was silent for too long."""


def kind(name):
    """Register a kind of job."""

    def register(function):
        KINDS[name] = function
        return function

    return register


def chore(seconds):
    """Have the job process call a function(engine) every so often; several job processes may, at the same moment, too."""

    def register(function):
        CHORES.append({"function": function, "seconds": seconds, "due": 0})
        return function

    return register


# What requests do


def start(kind, arguments, total=None):
    """Queue a job for who asks, in the present transaction, with whose commit it may begin; its id."""
    id, moment = db.new_id(), db.now()
    row = {"id": id, "revision": 1, "created_at": moment, "updated_at": moment, "kind": kind, "owner": owner(auth.caller())}
    row |= {"arguments": arguments, "state": "queued", "done": 0, "total": total, "cancelled": False, "begun": 0}
    db.execute(insert(TABLE).values(row))
    return id


def owner(caller):
    """Whose a job is, as the table has it."""
    if caller.kind == "anonymous":
        raise auth.refused("This needs a key or token: a job is shown to who started it.")
    return caller.kind if caller.id is None else f"{caller.kind} {caller.id}"


def seen(id, caller):
    """A job on the wire, or None where it is not this caller's; an admin sees all."""
    theirs = owner(caller)
    where = TABLE.c.id == id if caller.may("admin") else and_(TABLE.c.id == id, TABLE.c.owner == theirs)
    row = db.execute(select(*(TABLE.c[name] for name in FIELDS)).where(where)).mappings().one_or_none()
    return row and dict(row)


def cancel(id):
    """Cancel a job: at once where it waits, at the end of its batch where it runs; where it has ended that stays as it is."""
    state = case((TABLE.c.state == "queued", "cancelled"), else_=TABLE.c.state)
    live = or_(TABLE.c.state == "queued", TABLE.c.state == "running")
    db.execute(update(TABLE).where(TABLE.c.id == id, live).values(cancelled=True, state=state, **_touched()))


def _touched():
    return {"updated_at": db.now(), "revision": TABLE.c.revision + 1}


# What the job process does


def run_one(engine, go_on=lambda: True):
    """Do the job whose turn it is: whether there was one. It is handed back where `go_on`, asked after each batch, says no."""
    row = _claimed(engine)
    if row is None:
        return False
    LOG.info("job begun", extra={"job": row["id"], "kind": row["kind"]})
    try:
        state = _worked_off(Claim(engine, row), row, go_on)
    except Lost:
        state = "taken over by another process"
    LOG.info("job left", extra={"job": row["id"], "kind": row["kind"], "state": state})
    return True


def do_chores(engine):
    """Do the chores whose time has come; one that fails has its turn again."""
    for each in CHORES:
        if time.monotonic() < each["due"]:
            continue
        each["due"] = time.monotonic() + each["seconds"]
        try:
            each["function"](engine)
        except Exception as error:
            if unanswered(error):
                LOG.warning("a chore waits for the database", extra={"cause": cause(error)})
            else:
                LOG.exception("unexpected error")


@chore(3600)
def forget(engine):
    """Take away jobs that ended long ago."""
    over = TABLE.c.state.in_(("done", "failed", "cancelled")), TABLE.c.updated_at < db.now(days=-DAYS_KEPT)
    with db.writing(engine):
        db.execute(delete(TABLE).where(*over))


def _free():
    """SQL: whether a job of a kind known here may be taken, because it waits or its process is dead."""
    dead = and_(TABLE.c.state == "running", TABLE.c.seen_at < db.now(seconds=-SILENCE))
    return and_(or_(TABLE.c.state == "queued", dead), TABLE.c.kind.in_(list(KINDS)))


def _claimed(engine):
    """The row of the oldest job that is free, now this process's; while there is none nothing is written."""
    with db.snapshot(engine):
        if db.execute(select(TABLE.c.id).where(_free()).limit(1)).first() is None:
            return None
    oldest = select(TABLE.c.id).where(_free()).order_by(TABLE.c.created_at, TABLE.c.id).limit(1).with_for_update(skip_locked=True)
    taken = {"state": "running", "seen_at": db.now(), "begun": TABLE.c.begun + 1, **_touched()}
    with db.writing(engine):
        return db.execute(update(TABLE).where(TABLE.c.id == oldest.scalar_subquery()).values(taken).returning(TABLE)).mappings().one_or_none()


class Claim:
    """That a job is this process's. Each note is a sign of life, and raises Lost where the job is another's meanwhile."""

    def __init__(self, engine, row):
        self.engine, self.id, self.seen_at, self.reached = engine, row["id"], row["seen_at"], row["done"]

    def note(self, silence=0, **values):
        """Write this of the job, whose next sign of life may be so many seconds late: whether it was cancelled."""
        moment = db.now(seconds=silence)
        mine = TABLE.c.id == self.id, TABLE.c.state == "running", TABLE.c.seen_at == self.seen_at
        noted = update(TABLE).where(*mine).values({"seen_at": moment, **_touched(), **values}).returning(TABLE.c.cancelled)
        with db.writing(self.engine):
            cancelled = db.execute(noted).scalar_one_or_none()
        if cancelled is None:
            raise Lost
        self.seen_at = moment
        return cancelled

    def progress(self, done, total, silence=0):
        """Note how far it is; what is done a second time, after a crash, does not count twice. Whether it was cancelled."""
        further = {"done": done, "begun": 1} if done > self.reached else {}
        self.reached = max(done, self.reached)
        return self.note(silence, total=total, **further)

    def end(self, state, result=None):
        self.note(state=state, result=result)
        return state

    def hand_back(self, **values):
        """Let whoever comes first begin it again."""
        self.note(state="queued", **values)
        return "queued"


def _worked_off(claim, row, go_on):
    """Do a job as far as it goes; the state in which it is left."""
    if row["cancelled"]:
        return claim.end("cancelled")  # its process died before it could
    if row["begun"] > BEGUN_AT_MOST:
        return claim.end("failed", _error("This was begun several times and came no further, so it was given up."))
    try:
        with closing(KINDS[row["kind"]](claim.engine, row["arguments"])) as batches:
            state, result = _batch_by_batch(batches, claim, go_on)
    except Problem as problem:
        return claim.end("failed", {"error": problem.body()})
    except Lost:
        raise
    except Exception as error:
        if unanswered(error):
            claim.hand_back()  # where that cannot be done either, its silence will tell
            raise
        LOG.exception("unexpected error", extra={"job": row["id"], "kind": row["kind"]})
        return claim.end("failed", _error("Something went wrong here; it has been logged under the id of this job."))
    return claim.hand_back(begun=TABLE.c.begun - 1) if state == "queued" else claim.end(state, result)


def _batch_by_batch(batches, claim, go_on):
    """(state, result) of a job at its end, or where it is not to go on."""
    while True:
        try:
            done, total, *silence = next(batches)
        except StopIteration as end:
            return "done", end.value or {}
        if claim.progress(done, total, *silence):
            with suppress(Cancelled, StopIteration):
                batches.throw(Cancelled)
            return "cancelled", None
        if not go_on():
            return "queued", None


def _error(detail):
    return {"error": Problem(500, detail).body()}
