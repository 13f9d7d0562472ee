"""How often a topic was looked at: counted without keeping who looked."""
import random

from flask import Blueprint, g, request
from sqlalchemy import delete, select

from schemas.view import Views
from service import db, reading
from service.models.feedback import Viewer
from service.models.feedback import Views as Counts
from service.pseudonyms import pseudonym
from service.web import found, secret_inside, speaks

bp = Blueprint("views", __name__, url_prefix="/api/v1/topics/<topic>/views")
COUNTS, VIEWERS = Counts.__table__, Viewer.__table__
MINUTES = 30
"""How long who looks again is still looking."""
SWEEPS = 0.01
"""How often a look is the occasion to forget all who looked too long ago to matter."""


@bp.get("")
@speaks(gives=Views)
def read(topic):
    """Read how often a topic was looked at."""
    row = found(reading.topic_row(topic, g.eyes))
    secret_inside()  # it goes up without the topic's stamp
    return {"count": db.execute(select(COUNTS.c.count).where(COUNTS.c.topic_id == row["id"])).scalar_one_or_none() or 0}


@bp.post("")
@speaks(status=204)
def create(topic):
    """Count a look at a topic; who looked within the last half hour is not counted again."""
    id = found(reading.topic_row(topic, g.eyes))["id"]
    if random.random() < SWEEPS:
        db.in_turn("forget viewers")
        db.execute(delete(VIEWERS).where(VIEWERS.c.until <= db.now()))
    if anew(id):
        one = db.insert(COUNTS).values(topic_id=id, count=1)
        db.execute(one.on_conflict_do_update(index_elements=["topic_id"], set_={"count": COUNTS.c.count + 1}))


def anew(topic_id):
    """Note that who asks looks at a topic: whether for the first time in half an hour."""
    now, viewer, before = db.now(), viewer_on(db.now()), viewer_on(db.now(minutes=-MINUTES))
    if viewer != before and db.execute(select(VIEWERS).where(VIEWERS.c.topic_id == topic_id, VIEWERS.c.viewer == before, VIEWERS.c.until > now)).first():
        return False
    note = db.insert(VIEWERS).values(topic_id=topic_id, viewer=viewer, until=db.now(minutes=MINUTES))
    again = {"index_elements": ["topic_id", "viewer"], "set_": {"until": note.excluded.until}, "where": VIEWERS.c.until <= now}
    return db.execute(note.on_conflict_do_update(**again).returning(VIEWERS.c.viewer)).first() is not None


def viewer_on(moment):
    """A name for who asks that is good for the day of this moment."""
    return pseudonym("viewer", moment[:10], request.headers.get("User-Agent", ""))
