"""The one way from the database to the wire: GET, replies to writes, history.

What a schema does not name is never fetched, and a row needs nothing but names to be a reply (see db).
"""
import re
from collections import defaultdict
from functools import cache

from sqlalchemy import and_, bindparam, func, select

from schemas.fields import UUID
from schemas.note import Note as NoteSchema
from schemas.question import questions as grow
from schemas.question import silence
from schemas.topic import Topic as TopicSchema
from service import db, sight
from service.models.content import Note, Question, Topic
from service.question_types import TYPES

TREES = grow(TYPES)
TOPICS, QUESTIONS, NOTES = Topic.__table__, Question.__table__, Note.__table__
TOPIC_FIELDS = tuple(TopicSchema().dump_fields)
QUESTION_FIELDS = tuple(next(iter(TREES.seen.members.values()))().dump_fields)
NOTE_FIELDS = tuple(NoteSchema().dump_fields)
INCLUDED_AT_MOST = 500
IS_ID = re.compile(UUID)


def wanted(fields, only):
    """The fields of a schema that a caller asked for, in the schema's order; `id` always."""
    return tuple(name for name in fields if name != "deleted_at" and (not only or name in only or name == "id"))


def narrowed(row, names):
    return {name: row[name] for name in names}


# Topics: their row is small, and who may see what stands in it, so it is read whole.


@cache
def topics_seen(eyes):
    """SELECT topics, and whether all their answers are open to these eyes; the caller says which."""
    return select(TOPICS, sight.all_open(eyes).label("all_open"))


@cache
def _topic(column, eyes):
    return topics_seen(eyes).where(TOPICS.c[column] == bindparam("key"))


def topic_row(key, eyes, hidden=False):
    """The row of a topic, by id or slug, if these eyes may know of it."""
    row = db.execute(_topic("id" if IS_ID.match(key) else "slug", eyes), {"key": key}).mappings().one_or_none()
    if row is None or (row["deleted_at"] and not (hidden and eyes == "author")):
        return None
    return row if eyes == "author" or row["status"] in sight.READABLE else None


def topic(row, eyes, only=()):
    """A topic's row on the wire."""
    names = wanted(TOPIC_FIELDS, only)
    wire = {name: row[name] for name in names if name != "answer_gate"}
    if "answer_gate" in names:
        wire["answer_gate"] = sight.gate(eyes, row)
    return wire


# Questions


@cache
def question_columns(eyes, names):
    """What these eyes get of a question: its body as stored for authors, in its public form for all others."""
    special = {
        "body": (QUESTIONS.c.body if eyes == "author" else QUESTIONS.c.public_body).label("body"),
        "answers_visible": func.coalesce(sight.opened(eyes), False).label("answers_visible"),
    }
    return tuple(special[name] if name in special else QUESTIONS.c[name] for name in names)


@cache
def questions_seen(eyes, names):
    """SELECT these fields of questions; the caller says which."""
    return select(*question_columns(eyes, names)).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id)


@cache
def _question(eyes, hidden):
    access = (TOPICS.c.stamp, TOPICS.c.answer_access, sight.all_open(eyes).label("all_open"))
    gone = (QUESTIONS.c.deleted_at, TOPICS.c.deleted_at.label("topic_deleted_at"))
    statement = questions_seen(eyes, wanted(QUESTION_FIELDS, ())).add_columns(*access, *gone)
    return statement.where(QUESTIONS.c.id == bindparam("id"), sight.readable(eyes, hidden))


def question_row(id, eyes, hidden=False):
    """A question's whole row and its topic's access, if these eyes may know of it."""
    return db.execute(_question(eyes, hidden), {"id": id}).mappings().one_or_none()


def question(row, eyes, only=(), answers=False):
    """A question's row on the wire."""
    wire = narrowed(row, wanted(QUESTION_FIELDS, only))
    return with_answers([wire], eyes)[0] if answers else wire


@cache
def _questions_of(eyes, names):
    statement = questions_seen(eyes, names).where(QUESTIONS.c.topic_id == bindparam("topic"), sight.LISTED)
    return statement.order_by(QUESTIONS.c.position, QUESTIONS.c.id)


def questions_of(topic_id, eyes, answers=False):
    """The published questions of a topic."""
    names = wanted(QUESTION_FIELDS, ())
    found = dicts(db.execute(_questions_of(eyes, names), {"topic": topic_id}), names)
    return with_answers(found, eyes) if answers else found


def with_answers(questions, eyes):
    """The same questions, each with its feedback and the answers to it that these eyes may see."""
    ids, answers = [question["id"] for question in questions], defaultdict(list)
    for each in answers_to(ids, eyes):
        answers[each["question_id"]].append(each)
    feedback = feedback_of(ids, eyes)
    return [{**question, "feedback": feedback.get(question["id"]) or silence(), "answers": answers[question["id"]]} for question in questions]


def feedback_of(question_ids, eyes):
    """What these questions say once they were answered, as far as these eyes may see it: {id: feedback}; nothing of who says nothing."""
    found = db.execute(sight.feedback_of(eyes), {"ids": question_ids}).mappings() if question_ids else ()
    return {row["question_id"]: narrowed(row, silence()) for row in found}


def answers_to(question_ids, eyes):
    """The answers to these questions that these eyes may see."""
    return [dict(row) for row in db.execute(sight.answers_of(eyes), {"ids": question_ids}).mappings()] if question_ids else []


def answer(id, eyes):
    """One answer, or None: unknown and forbidden are one."""
    row = db.execute(sight.answer_by_id(eyes), {"id": id}).mappings().one_or_none()
    return row and dict(row)


# Study notes


@cache
def _notes_of(names):
    columns = [NOTES.c[name] for name in names]
    of = and_(NOTES.c.topic_id == bindparam("topic"), NOTES.c.deleted_at.is_(None))
    return select(*columns).where(of).order_by(NOTES.c.position, NOTES.c.id)


def notes_of(topic_id):
    """The study notes of a topic."""
    names = wanted(NOTE_FIELDS, ())
    return dicts(db.execute(_notes_of(names), {"topic": topic_id}), names)


def points_of(topic_id):
    """The ids of all points of a topic's study notes."""
    return {point["id"] for note in notes_of(topic_id) for point in note["points"]}


@cache
def _note(eyes, hidden):
    there = () if eyes == "author" and hidden else (NOTES.c.deleted_at.is_(None), TOPICS.c.deleted_at.is_(None))
    known = () if eyes == "author" else (sight.one_of(TOPICS.c.status, sight.READABLE),)
    return select(NOTES).join(TOPICS, TOPICS.c.id == NOTES.c.topic_id).where(NOTES.c.id == bindparam("id"), *there, *known)


def note_row(id, eyes, hidden=False):
    """A study note's row, if these eyes may know of it."""
    return db.execute(_note(eyes, hidden), {"id": id}).mappings().one_or_none()


def note(row, only=()):
    return narrowed(row, wanted(NOTE_FIELDS, only))


def dicts(result, names):
    """Rows as wire dicts."""
    return [dict(zip(names, row)) for row in result.all()]


def front_page():
    """The published topics, for the front page."""
    statement = select(TOPICS).where(TOPICS.c.status == "published", TOPICS.c.deleted_at.is_(None)).order_by(TOPICS.c.title, TOPICS.c.id)
    return db.execute(statement.limit(100)).mappings().all()
