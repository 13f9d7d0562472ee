"""Study notes."""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.note import NewNote, Note
from schemas.query import ListingNotes, Reading
from service import db, finding, reading, writing
from service.conditional import etag, expect, fresh, tag
from service.errors import loaded
from service.incoming import Patch, merged
from service.models.content import Note as Notes
from service.web import Page, check_fields, found, located, speaks

bp = Blueprint("notes", __name__, url_prefix="/api/v1")
TABLE = Notes.__table__


@bp.get("/topics/<topic>/notes")
@speaks(query=ListingNotes, gives=Page(Note))
def of_topic(topic, query):
    """List a topic's study notes."""
    row = found(reading.topic_row(topic, g.eyes))
    check_fields(query, reading.NOTE_FIELDS)
    fresh(row["revision"], row["stamp"])
    data, page = finding.notes(query, g.eyes, row)
    return {"data": data, "page": page}


@bp.get("/notes/<id>")
@speaks(query=Reading, gives=Note)
def read(id, query):
    """Read a study note."""
    row = found(reading.note_row(id, g.eyes, query["include_deleted"]))
    check_fields(query, reading.NOTE_FIELDS)
    fresh(row["revision"], 0)
    return reading.note(row, query.get("fields_", ())) | ({"deleted_at": row["deleted_at"]} if row["deleted_at"] else {})


@bp.post("/topics/<topic>/notes")
@speaks(takes=NewNote, gives=Note, status=201, scope="content:write")
def create(topic, data):
    """Add a study note to a topic."""
    row = found(reading.topic_row(topic, g.eyes))
    return shown(writing.put_note(locked(row["id"]), data))


@bp.patch("/notes/<id>")
@speaks(takes=Patch(NewNote), gives=Note, scope="content:write")
def change(id, data):
    """Change a study note."""
    topic, row = to_change(id)
    return shown(writing.put_note(topic, loaded(NewNote(), merged(reading.note(row), data)), row))


@bp.delete("/notes/<id>")
@speaks(status=204, scope="content:write")
def delete(id):
    """Hide a study note, unless an answer cites one of its points."""
    topic, row = to_change(id)
    writing.refuse_cited({point["id"] for point in row["points"]}, topic["id"])
    writing.hide(TABLE, row)


def to_change(id):
    """The locked topic and the row of a note that this request may change."""
    topic = locked(found(db.execute(select(TABLE.c.topic_id).where(TABLE.c.id == id)).scalar_one_or_none()))
    row = found(reading.note_row(id, g.eyes))
    expect(row["revision"], etag(row["revision"], 0), lambda revision: writing.changes(id, revision))
    return topic, row


def locked(topic_id):
    """The locked row of a topic that is there."""
    topic = writing.lock(topic_id).get(topic_id)
    return found(topic if topic and not topic["deleted_at"] else None)


def shown(id):
    """A note just written, with its ETag and its place."""
    row = reading.note_row(id, g.eyes)
    tag(row["revision"], 0)
    located(f"notes/{id}")
    return reading.note(row)
