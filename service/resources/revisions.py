"""Revisions of topics and questions: who made which, when, in what form; and the way back to one."""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.query import Paged
from schemas.revision import revision
from schemas.topic import Topic
from service import db, reading, writing
from service.errors import Problem, loaded
from service.models.content import Revision
from service.paging import paged
from service.reading import TREES
from service.resources.questions import shown, to_change, topic_of
from service.web import Page, found, secret_inside, speaks

bp = Blueprint("revisions", __name__, url_prefix="/api/v1")
TABLE = Revision.__table__
TOPIC_REVISION, QUESTION_REVISION = revision(Topic), revision(TREES.whole)
FIELDS = (TABLE.c.revision, TABLE.c.at, TABLE.c.by, TABLE.c.wire)


@bp.get("/topics/<topic>/revisions")
@speaks(query=Paged, gives=Page(TOPIC_REVISION), scope="content:write")
def of_topic(topic, query):
    """List a topic's revisions, the newest first."""
    return page(found(reading.topic_row(topic, g.eyes, hidden=True))["id"], query)


@bp.get("/questions/<id>/revisions")
@speaks(query=Paged, gives=Page(QUESTION_REVISION), scope="content:write")
def of_question(id, query):
    """List a question's revisions, the newest first."""
    return page(found(reading.question_row(id, g.eyes, hidden=True))["id"], query)


@bp.get("/topics/<topic>/revisions/<n>")
@speaks(gives=TOPIC_REVISION, scope="content:write")
def read_of_topic(topic, n):
    """Read one revision of a topic."""
    return one(found(reading.topic_row(topic, g.eyes, hidden=True))["id"], n)


@bp.get("/questions/<id>/revisions/<n>")
@speaks(gives=QUESTION_REVISION, scope="content:write")
def read_of_question(id, n):
    """Read one revision of a question."""
    return one(found(reading.question_row(id, g.eyes, hidden=True))["id"], n)


@bp.post("/questions/<id>/revisions/<n>/restore")
@speaks(gives=TREES.whole, scope="content:write")
def restore(id, n):
    """Make a question again what it was; this is a new revision."""
    question, topics = to_change(id)
    former = one(id, n)["wire"]
    if former is None:
        raise Problem(409, "The question was hidden at this revision; choose another.", kind="nothing_to_restore")
    topic = topic_of(question["topic_id"], topics)
    data = loaded(TREES.new(), {**writing.without_lost_cites(topic["id"], former), "topic_id": topic["id"]})
    return shown(writing.put_questions(topic, [(data, question)])[0])


def page(of, query):
    """A page of a resource's revisions."""
    rows, following = paged(select(*FIELDS, TABLE.c.revision.label("id")).where(TABLE.c.of == of), TABLE, query, "-revision")
    secret_inside()
    return {"data": [wire(row) for row in rows], "page": following}


def one(of, n):
    """One revision, or 404."""
    number = int(n) if n.isdecimal() and n.isascii() and len(n) < 10 else 0
    secret_inside()
    return wire(found(db.execute(select(*FIELDS).where(TABLE.c.of == of, TABLE.c.revision == number)).one_or_none()))


def wire(row):
    return {"revision": row.revision, "at": row.at, "by": row.by, "wire": row.wire}
