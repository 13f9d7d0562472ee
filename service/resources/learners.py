"""Learners: a handle and a token, and nothing else about a person."""
from flask import Blueprint, g
from sqlalchemy import func, insert, select, update

from schemas.access import Learner, LearnerWithToken, NewLearner
from service import auth, db, owners, privacy
from service.errors import Problem
from service.handles import made_up
from service.models.access import Learner as Learners
from service.models.content import Topic
from service.resources.learner_data import DATA
from service.web import located, secret_inside, speaks

bp = Blueprint("learners", __name__, url_prefix="/api/v1/learners")
TABLE, TOPICS = Learners.__table__, Topic.__table__
FIELDS = tuple(name for name in Learner().dump_fields)


@bp.post("")
@speaks(takes=NewLearner, gives=LearnerWithToken, status=201)
def create(data):
    """Sign up as a learner; the token is shown this once."""
    handle, moment = data["handle"] or free_handle(), db.now()
    if taken(handle):
        raise Problem(409, f"The handle '{handle}' is taken.", kind="handle_taken")
    token, hash = auth.new_secret("ql")
    row = {"id": db.new_id(), "revision": 1, "created_at": moment, "updated_at": moment, "handle": handle}
    db.execute(insert(TABLE).values(folded_handle=handle.lower(), token_hash=hash, **row))
    located("learners/me")
    return {**row, "token": token}


@bp.get("/me")
@speaks(gives=Learner, scope="learner")
def read():
    """Read who this token's learner is."""
    secret_inside()
    return me()


@bp.delete("/me")
@speaks(status=204, scope="learner")
def erase():
    """Erase this learner for good. Scores and choices stay for statistics; nothing leads to who it was."""
    privacy.erase_learner(g.caller.id)


@bp.get("/me/data")
@speaks(gives=DATA, scope="learner")
def export():
    """Hand out all that is kept of this learner, as far as attempts show it now."""
    secret_inside()
    return {"learner": me(), "name": None, **privacy.data(owners.learner(g.caller.id))}


@bp.post("/me/token")
@speaks(gives=LearnerWithToken, status=201, scope="learner")
def rotate():
    """Get a new token; the old one is good for nothing but a retry of this with its Idempotency-Key."""
    token, hash = auth.new_secret("ql")
    changed = {"token_hash": hash, "former_hash": TABLE.c.token_hash, "updated_at": db.now(), "revision": TABLE.c.revision + 1}
    mine = TABLE.c.id == g.caller.id, TABLE.c.token_hash == auth.hashed(auth.sent())
    if db.execute(update(TABLE).where(*mine).values(changed).returning(TABLE.c.id)).one_or_none() is None:
        raise auth.unknown()  # erased, or rotated by another, since it was looked at
    located("learners/me")
    return {**me(), "token": token}


def me():
    return dict(db.execute(select(*(TABLE.c[name] for name in FIELDS)).where(TABLE.c.id == g.caller.id)).mappings().one())


def taken(handle):
    """Handles are unique without case, and those of authors are theirs."""
    folded = handle.lower()
    learner = select(TABLE.c.id).where(TABLE.c.folded_handle == folded)
    author = select(TOPICS.c.id).where(func.lower(TOPICS.c.author) == folded)
    return db.execute(learner).first() is not None or db.execute(author).first() is not None


def free_handle():
    """A handle that nobody has."""
    for attempt in range(20):
        handle = made_up(numbered=attempt > 4)
        if not taken(handle):
            return handle
    raise Problem(503, "No free handle was found; try again.", headers={"Retry-After": "1"})
