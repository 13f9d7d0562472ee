"""Importing a long file: a job reads and checks it where nobody waits for it, and then writes it all in one transaction."""
import pickle
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryFile

import orjson
from flask import g
from sqlalchemy import delete, insert, select

from schemas.access import SCOPES
from service import auth, db, jobs
from service.errors import Problem
from service.exchange import importing
from service.exchange.entries import entries
from service.exchange.wish import Wish
from service.formats._nouns import File, Unreadable
from service.models.imports import Upload

UPLOADS = Upload.__table__
PIECE = 1 << 20
BATCH = 200
REPORT = -1
WRITING, EACH = 60, 0.05
"""Seconds that writing may take without a sign of life: in any case, and for each entry."""
DAYS_KEPT = 3


def queued(sent, wish):
    """Keep what was sent, in the present transaction, and queue its import; the id of the job."""
    id, number = db.new_id(), 0
    while piece := sent.stream.read(PIECE):
        db.execute(insert(UPLOADS).values(id=id, number=number, created_at=db.now(), data=piece))
        number += 1
    return jobs.start("import", {"upload": id, "wish": asdict(wish), "by": auth.caller().as_author})


@jobs.kind("import")
def work(engine, arguments):
    """Read a file, then write what is in it; begun again after a crash it does so from the start."""
    wish, id = Wish(**arguments["wish"]), arguments["upload"]
    try:
        with TemporaryFile() as stream, TemporaryFile() as kept:
            if told := fetch(engine, id, stream):
                return told
            done = yield from read(File(stream, wish.name), wish, kept)
            yield done, done, WRITING + EACH * done
            with acting(arguments["by"]), db.writing(engine):
                if told := told_already(id):
                    return told
                told = importing.run(again(kept, done), wish)
                _put_report(id, told)
                return told
    except (Unreadable, Problem, jobs.Cancelled) as error:
        with db.writing(engine):
            forget(id)
        raise unreadable(error) if isinstance(error, Unreadable) else error


def read(file, wish, kept):
    """Keep the entries of a file; how many there are."""
    done = 0
    for entry in entries(file, wish):
        pickle.dump(entry, kept)
        done += 1
        if done % BATCH == 0:
            yield done, None
    kept.seek(0)
    return done


def unreadable(error):
    """The Problem of a file that cannot be read."""
    return Problem(422, str(error), kind="unreadable_file", **({"where": error.where} if error.where else {}))


def fetch(engine, id, stream):
    """Bring the pieces of a file together; where it was imported already, what was told of that."""
    number = 0
    while (piece := _piece(engine, id, number)) is not None:
        stream.write(piece)
        number += 1
    stream.seek(0)
    if number:
        return None
    with db.snapshot(engine):
        if told := _report(id):
            return told
    raise Problem(409, "The file is not kept any more; send it again.", kind="file_gone")


def told_already(id):
    """What was told of a file that another process has imported meanwhile, which took this one for dead; else it is ours alone."""
    first = select(UPLOADS.c.number).where(UPLOADS.c.id == id, UPLOADS.c.number == 0).with_for_update()
    return None if db.execute(first).first() else _report(id)


def _piece(engine, id, number):
    with db.snapshot(engine):
        return db.execute(select(UPLOADS.c.data).where(UPLOADS.c.id == id, UPLOADS.c.number == number)).scalar_one_or_none()


def _report(id):
    kept = db.execute(select(UPLOADS.c.data).where(UPLOADS.c.id == id, UPLOADS.c.number == REPORT)).scalar_one_or_none()
    return kept and orjson.loads(kept)


def _put_report(id, told):
    """Keep the report in the file's place: with it on disk, the import is done, whatever happens to this process."""
    forget(id)
    db.execute(insert(UPLOADS).values(id=id, number=REPORT, created_at=db.now(), data=orjson.dumps(told)))


def forget(id):
    db.execute(delete(UPLOADS).where(UPLOADS.c.id == id))


@jobs.chore(3600)
def forget_old(engine):
    """Take away files whose job has long been gone."""
    with db.writing(engine):
        db.execute(delete(UPLOADS).where(UPLOADS.c.created_at < db.now(days=-DAYS_KEPT)))


@contextmanager
def acting(by):
    """What is written inside was written by whoever asked for it."""
    before = g.get("caller")
    g.caller = auth.Caller("key" if by["id"] else "command", by["id"], by["name"], frozenset(SCOPES))
    try:
        yield
    finally:
        g.caller = before


def again(stream, count):
    """Yield what was read, once more."""
    for _ in range(count):
        yield pickle.load(stream)
