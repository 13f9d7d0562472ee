"""Who sees an image or a sound because of what refers to it now: whoever sees the very part that does.

The file's id is the statement's `id`, not the column of an outer one: PostgreSQL would look through all content to answer that.
"""
from functools import cache

from sqlalchemy import bindparam, exists, or_

from service import sight
from service.models.content import Note, Question, Topic
from service.models.media import MediaUse

USES = MediaUse.__table__
TOPICS, QUESTIONS, NOTES = Topic.__table__, Question.__table__, Note.__table__


@cache
def visible(eyes):
    """SQL: whether the file of this `id` may be seen. (Authors, who see every form that there ever was, see every file.)"""
    public = USES.c.part == "public"
    known = TOPICS.c.deleted_at.is_(None), sight.one_of(TOPICS.c.status, sight.READABLE)
    return or_(
        _used(TOPICS, *known),
        _used(NOTES, NOTES.c.topic_id == TOPICS.c.id, NOTES.c.deleted_at.is_(None), *known),
        _used(QUESTIONS, QUESTIONS.c.topic_id == TOPICS.c.id, sight.readable(eyes), or_(public, sight.opened(eyes))),
    )


def _used(table, *where):
    """SQL: whether the present form of a row of this table, joined with its topic, that is so refers to a file."""
    return exists().where(USES.c.media_id == bindparam("id"), USES.c.of == table.c.id, USES.c.revision == table.c.revision, *where)
