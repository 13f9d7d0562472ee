"""Topics."""
from flask import Blueprint, g
from marshmallow import fields

from schemas.fields import List
from schemas.note import Note
from schemas.query import ListingTopics, ReadingTopic
from schemas.topic import NewTopic, Topic
from service import finding, reading, sight, slugs, writing
from service.conditional import etag, expect, fresh, tag
from service.errors import Problem, loaded
from service.incoming import Patch, merged
from service.models.content import Topic as Topics
from service.web import Page, check_fields, found, located, secret_inside, speaks

bp = Blueprint("topics", __name__, url_prefix="/api/v1/topics")
TABLE = Topics.__table__


class TopicWithContent(Topic):
    """A topic, with its questions and notes where asked for."""

    questions = List(fields.Nested(reading.TREES.whole), max=500)
    notes = List(fields.Nested(Note))


@bp.get("")
@speaks(query=ListingTopics, gives=Page(Topic))
def listing(query):
    """List topics."""
    check_fields(query, reading.TOPIC_FIELDS)
    data, page = finding.topics(query, g.eyes)
    return {"data": data, "page": page}


@bp.get("/<topic>")
@speaks(query=ReadingTopic, gives=TopicWithContent)
def read(topic, query):
    """Read a topic, with its questions, answers and notes where asked for."""
    row = found(reading.topic_row(topic, g.eyes, query["include_deleted"]))
    check_fields(query, reading.TOPIC_FIELDS)
    if guarded(row, query["include"]):
        secret_inside()
    fresh(row["revision"], row["stamp"], sight.sight(g.eyes, row))
    wire = reading.topic(row, g.eyes, query.get("fields_", ()))
    if row["deleted_at"]:
        wire["deleted_at"] = row["deleted_at"]
    return wire | included(row, query["include"])


def guarded(row, include):
    """Whether what is asked for may hold what is not open to all; to authors the stored order of choices is shown too."""
    questions = "questions" in include or "answers" in include
    return (questions and g.eyes == "author") or ("answers" in include and sight.guarded(g.eyes, row["answer_access"]))


def included(row, include):
    """What else is asked for with a topic."""
    wire = {}
    if "questions" in include or "answers" in include:
        if row["question_count"] > reading.INCLUDED_AT_MOST:
            detail = f"More than {reading.INCLUDED_AT_MOST} questions: read them from /api/v1/topics/{row['slug']}/questions."
            raise Problem.parameter("include", detail)
        wire["questions"] = reading.questions_of(row["id"], g.eyes, "answers" in include)
    if "notes" in include:
        wire["notes"] = reading.notes_of(row["id"])
    return wire


@bp.post("")
@speaks(takes=NewTopic, gives=Topic, status=201, scope="content:write")
def create(data):
    """Add a topic."""
    data["slug"] = data["slug"] or slugs.free(data["title"])
    return shown(writing.put_topic(data))


@bp.patch("/<topic>")
@speaks(takes=Patch(NewTopic), gives=Topic, scope="content:write")
def change(topic, data):
    """Change a topic."""
    row = to_change(topic)
    data = loaded(NewTopic(), merged(reading.topic(row, g.eyes), data))
    data["slug"] = data["slug"] or row["slug"]
    return shown(writing.put_topic(data, row))


@bp.delete("/<topic>")
@speaks(status=204, scope="content:write")
def delete(topic):
    """Hide a topic with all that is in it."""
    writing.hide(TABLE, to_change(topic))


@bp.post("/<topic>/restore")
@speaks(gives=Topic, scope="content:write")
def restore(topic):
    """Bring a hidden topic back."""
    row = found(reading.topic_row(topic, g.eyes, hidden=True))
    row = found(writing.lock(row["id"]).get(row["id"]))
    if row["deleted_at"]:
        row = writing.put_topic({name: row[name] for name in NewTopic().fields}, row)
    return shown(row)


def to_change(topic):
    """The locked row of a topic that this request may change."""
    row = found(reading.topic_row(topic, g.eyes))
    row = found(writing.lock(row["id"]).get(row["id"]))
    found(None if row["deleted_at"] else row)
    expect(row["revision"], etag(row["revision"], row["stamp"], "author"), lambda revision: writing.changes(row["id"], revision))
    return row


def shown(row):
    """A topic just written, with its new ETag and its place."""
    tag(row["revision"], row["stamp"], "author")
    located(f"topics/{row['id']}")
    return reading.topic(row, g.eyes)
