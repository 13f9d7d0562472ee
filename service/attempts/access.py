"""Who may do what with an attempt, and how much of it who sees."""
from sqlalchemy import and_, bindparam, case, select

from schemas.topic import REVEALED
from service import db, owners, sight
from service.errors import Problem
from service.models.attempts import Attempt, Item
from service.models.content import Topic

ATTEMPTS, ITEMS, TOPICS = Attempt.__table__, Item.__table__, Topic.__table__
OF_TOPIC = ("reveal", "closes_at", "review", "stamp")
ROWS = select(ATTEMPTS, *(TOPICS.c[name].label(f"topic_{name}") for name in OF_TOPIC), sight.ended().label("ended")).join(
    TOPICS, TOPICS.c.id == ATTEMPTS.c.topic_id
)
ROW = ROWS.where(ATTEMPTS.c.id == bindparam("id"))
ITEMS_OF = select(ITEMS).where(ITEMS.c.attempt_id == bindparam("id")).order_by(ITEMS.c.place)


def row(id):
    """An attempt's row, with what its topic sets, or None."""
    return db.execute(ROW, {"id": id}).mappings().one_or_none()


def items(id):
    """The items of an attempt, in their order."""
    return db.execute(ITEMS_OF, {"id": id}).mappings().all()


def state():
    """SQL: the state of an attempt; one whose time is over is submitted, also before anybody has noticed."""
    return case((and_(ATTEMPTS.c.state == "in_progress", sight.ended()), "submitted"), else_=ATTEMPTS.c.state)


def state_of(row):
    """The same, of a row."""
    return "submitted" if row["ended"] and row["state"] == "in_progress" else row["state"]


def ends_at(row):
    """When an attempt is over, or None: its time is up or its topic closes; once it has ended, when that was to be."""
    ends = [row["expires_at"], row["topic_closes_at"] if row["state"] == "in_progress" else None]
    return min((each for each in ends if each), default=None)


def owns(caller, row):
    """Whether it is the caller's attempt: a learner's own, one whose token was sent, or any for who acts for learners."""
    if caller.kind == "learner":
        return row["owner"] == owners.learner(caller.id)
    return caller.may("attempts:write") or (caller.kind == "attempt" and caller.id == row["id"])


def sees(caller, row):
    return owns(caller, row) or caller.may("attempts:read")


def level(caller, row):
    """How much of its results this caller sees now, as a word of `reveal`."""
    own = row["topic_reveal"][_phase(row)]
    if not caller.may("attempts:read"):
        return own
    return REVEALED[-1] if caller.may("answers:read") else max(own, "verdict", key=REVEALED.index)


def reaches(level, wanted):
    """Whether a level shows what this one does."""
    return REVEALED.index(level) >= REVEALED.index(wanted)


def _phase(row):
    if not row["ended"]:
        return "during"
    return "closed" if row["topic_closes_at"] and row["topic_closes_at"] <= db.now(seconds=-sight.GRACE) else "submitted"


def check_in_progress(row):
    """409 once an attempt takes no more responses."""
    if row["ended"]:
        raise Problem(409, "This attempt is over; it takes no more responses.", kind="attempt_closed", state=state_of(row))
