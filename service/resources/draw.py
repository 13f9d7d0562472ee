"""Draws: so many questions of a topic, at random; a seed repeats a draw, a receipt repeats it for ever."""
import secrets

from flask import Blueprint, g
from sqlalchemy import select

from schemas.base import Schema
from schemas.fields import Text
from schemas.query import Drawing
from service import db, drawing, public_form, reading, sight
from service.conditional import fresh
from service.errors import Problem
from service.models.content import Question, Revision
from service.reading import QUESTION_FIELDS, TREES, wanted
from service.web import Page, check_fields, found, secret_inside, speaks

bp = Blueprint("draw", __name__, url_prefix="/api/v1")
QUESTIONS, REVISIONS = Question.__table__, Revision.__table__


class Drawn(Schema):
    seed = Text(required=True, max=100)
    receipt = Text(required=True, max=16_000)


@bp.get("/topics/<topic>/draw")
@speaks(query=Drawing, gives=Page(TREES.seen, more=(Drawn,), paged=False))
def draw(topic, query):
    """Draw questions from a topic."""
    row = found(reading.topic_row(topic, g.eyes))
    check_fields(query, QUESTION_FIELDS)
    if "receipt" in query:
        return replayed(row, query)
    if "seed" not in query or g.eyes == "author":
        secret_inside()
    if "seed" in query:
        fresh(row["revision"], row["stamp"], sight.sight(g.eyes, row))
    seed = query.get("seed") or secrets.token_urlsafe(12)
    ids = drawing.shuffled(drawing.pool(row, query), seed)[: query["count"]]
    questions = by_id(ids)
    receipt = drawing.receipt(row["id"], seed, [(id, questions[id]["revision"]) for id in ids])
    return {"data": [narrowed(questions[id], query) for id in ids], "seed": seed, "receipt": receipt}


def by_id(ids):
    """These questions as the caller may see them."""
    names = wanted(QUESTION_FIELDS, ())
    statement = reading.questions_seen(g.eyes, names).where(QUESTIONS.c.id.in_(ids))
    return {question["id"]: question for question in reading.dicts(db.execute(statement), names)}


def replayed(topic, query):
    """The very questions of a former draw, as they were then."""
    repeated = drawing.opened(query["receipt"], topic["id"])
    if repeated is None:
        raise Problem.parameter("receipt", "This receipt is not one of a draw from this topic.")
    seed, drawn = repeated
    secret_inside()
    statement = select(REVISIONS.c.of, REVISIONS.c.revision, REVISIONS.c.wire).where(REVISIONS.c.of.in_([id for id, _ in drawn]))
    kept = {(row.of, row.revision): row.wire for row in db.execute(statement)}
    now = by_id([id for id, _ in drawn])
    questions = [as_seen(kept[id, revision], now.get(id)) for id, revision in drawn if kept.get((id, revision))]
    return {"data": [narrowed(question, query) for question in questions], "seed": seed, "receipt": query["receipt"]}


def as_seen(question, now):
    """A question out of the history, as the caller may see it."""
    kind, body = question["type"], question["body"]
    if g.eyes != "author":
        body = public_form.public_body(kind, body, public_form.known(question["id"], kind, body))
    seen = {**question, "body": body, "answers_visible": bool(now and now["answers_visible"])}
    return {name: seen.get(name) for name in wanted(QUESTION_FIELDS, ())}  # a form of long ago lacks what came later


def narrowed(question, query):
    return reading.narrowed(question, wanted(QUESTION_FIELDS, query.get("fields_", ())))
