"""Taking attempts in tests: start, save, submit, read, and let time pass."""
from sqlalchemy import update

from service import db
from service.models.attempts import Attempt

ATTEMPTS = Attempt.__table__
PRIME, NOT_PRIME = "23", "21"
"""Texts of choices of the example of multiple_choice."""


def start(world, topic, by=None, **fields):
    reply = world.post("/attempts", {"topic_id": topic["id"], **fields}, by=by)
    assert reply.status_code == 201, reply.json
    return reply.json


def choice(attempt, text, place=0):
    """The id by which an attempt calls the choice with this text."""
    return next(each["id"] for each in attempt["items"][place]["question"]["body"]["choices"] if each["text"] == text)


def save(world, attempt, responses, by=None):
    return world.call("PATCH", f"/attempts/{attempt['id']}", by or attempt["token"], json={"responses": responses})


def submit(world, attempt, by=None):
    return world.post(f"/attempts/{attempt['id']}/submit", by=by or attempt["token"])


def read(world, attempt, by=None):
    return world.get(f"/attempts/{attempt['id']}", by=by or attempt["token"])


def set_back(world, attempt, seconds):
    """As if an attempt had begun so much earlier."""
    times = {"created_at": db.now(hours=-1), "expires_at": db.now(seconds=-seconds)}
    with db.writing(world.engine):
        db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt["id"]).values(times))
