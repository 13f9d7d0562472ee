"""Attempts: started, saved as they go, submitted once, and read with as much of the result as is open."""
from flask import Blueprint, current_app, g

from schemas import attempt as schemas
from schemas.query import ListingAttempts
from service import auth, db, owners, reading, sight
from service.attempts import access, answering, settling, showing, starting
from service.conditional import fresh
from service.errors import Problem
from service.models.attempts import Attempt
from service.paging import paged
from service.reading import TREES
from service.web import Page, found, located, secret_inside, speaks

bp = Blueprint("attempts", __name__, url_prefix="/api/v1/attempts")
ATTEMPTS = Attempt.__table__
WHOLE, STARTED = schemas.whole(schemas.item(TREES.seen, TREES.answer))


@bp.post("")
@speaks(takes=schemas.NewAttempt, gives=STARTED, status=201)
def start(data):
    """Start an attempt at a topic; the token, for who has no other credential, is shown this once."""
    topic = reading.topic_row(data["topic_id"], g.eyes)
    if topic is None:
        raise Problem.invalid([{"pointer": "#/topic_id", "detail": f"There is no topic '{data['topic_id']}'.", "code": "unknown_topic"}])
    id, token = starting.start(topic, g.caller, data.get("learner"), data["draw"])
    located(f"attempts/{id}")
    return shown(id) | ({"token": token} if token else {})


@bp.get("")
@speaks(query=ListingAttempts, gives=Page(schemas.Attempt))
def listing(query):
    """List attempts: a learner's own, or with a key all; without their items."""
    statement = access.ROWS.where(*_listed(g.caller, query), *_filters(query))
    rows, page = paged(statement, ATTEMPTS, query, query.get("sort", "-created_at"))
    secret_inside()
    return {"data": [showing.summary(row._mapping, access.level(g.caller, row._mapping)) for row in rows], "page": page}


@bp.get("/<id>")
@speaks(gives=WHOLE)
def read(id):
    """Read an attempt."""
    row = found(seen(id))
    return finished(row) if row["ended"] else shown(id)


@bp.patch("/<id>")
@speaks(takes=schemas.Responses, gives=WHOLE)
def save(id, data):
    """Save responses; each replaces the one before, null clears it. All of them are kept, or none."""
    found(mine(id))
    answering.save(found(answering.lock(id)), data["responses"])
    return shown(id)


@bp.post("/<id>/submit")
@speaks(gives=WHOLE, keeps=False)
def submit(id):
    """Submit an attempt, once however often this is sent; what was not saved counts as not answered."""
    return finished(found(mine(id)))


def finished(row):
    """An attempt that is graded, or what ends and grades it, each in its own transaction, and then shows it."""
    if row["state"] in settling.GRADED_ALREADY:
        return shown(row["id"])
    engine = current_app.extensions["engine"]

    def finish():
        settling.finish(engine, row["id"])
        with db.snapshot(engine):
            return shown(row["id"])

    return finish


def shown(id):
    """An attempt as this caller may see it now."""
    row = found(access.row(id))
    level = access.level(g.caller, row)
    secret_inside()
    fresh(row["revision"], row["topic_stamp"], level, *(["corrections"] if showing.tells_corrections(level) else []))
    return showing.whole(row, level)


def seen(id):
    """The row of an attempt that the caller may see."""
    row = access.row(id)
    return row if row and access.sees(g.caller, row) else None


def mine(id):
    """The row of an attempt that the caller may answer."""
    row = access.row(id)
    if row and not access.owns(g.caller, row) and access.sees(g.caller, row):
        raise auth.lacking("attempts:write", g.caller)
    return row if row and access.owns(g.caller, row) else None


def _listed(caller, query):
    """Which attempts a caller may list."""
    if caller.kind == "learner":
        return (ATTEMPTS.c.owner == owners.learner(caller.id),)
    if caller.may("attempts:write") and "learner" in query:
        return ()
    auth.require(caller, "attempts:read")
    return ()


def _filters(query):
    if "topic" in query:
        yield sight.is_topic(query["topic"])
    if "learner" in query:
        yield ATTEMPTS.c.owner.in_([owners.named(query["learner"]), owners.learner(query["learner"])])
    if "state" in query:
        yield access.state().in_(query["state"])
    if "updated_since" in query:
        yield ATTEMPTS.c.updated_at >= query["updated_since"]
