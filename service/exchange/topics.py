"""The topic that a file of ours is of: found by its slug, or made."""
from marshmallow import ValidationError
from sqlalchemy import select

from schemas.topic import NewTopic
from service import db, slugs, writing
from service.errors import Problem
from service.exchange.entries import refusal, said
from service.models.content import Topic

TOPICS = Topic.__table__
FIELDS = tuple(NewTopic().fields)


def its_topic(about, named, wish):
    """(outcome, the topic's locked row, detail) of what a file says of its topic.

    `named` is the row of the topic that whoever imports has named; where it is another one there is no outcome.
    """
    slug = about.loaded["slug"] or slugs.made_from(about.loaded["title"])
    if named is not None and named["slug"] != slug:
        return None, named, "The topic's own fields were left alone: another topic was named."
    before = _there(slug)
    if before and not before["deleted_at"] and wish.existing == "skip":
        return "unchanged", before, "It is there, and was left as it is."
    try:
        with db.connection().begin_nested():
            return _put(about, slug, before)
    except ValidationError as error:
        return "rejected", before, refusal(error)
    except Problem as problem:
        return "rejected", before, said(problem)


def _put(about, slug, before):
    """The same of a topic that is written where something changes; what the file does not speak of stays as it is."""
    if before is None:
        return "created", writing.put_topic({**about.loaded, "slug": slug}), ""
    present = {name: before[name] for name in FIELDS}
    data = NewTopic().load({**present, **about.given, "slug": slug})
    changed = [name for name in FIELDS if data[name] != before[name]]
    if not changed and not before["deleted_at"]:
        return "unchanged", before, ""
    return "updated", writing.put_topic(data, before), "It had been deleted." if before["deleted_at"] else f"Changed: {', '.join(changed)}."


def _there(slug):
    """The locked row of the topic that has this slug, or None; nobody else makes it until this import is done."""
    db.in_turn(f"slug {slug}")
    id = db.execute(select(TOPICS.c.id).where(TOPICS.c.slug == slug)).scalar_one_or_none()
    row = writing.lock(id).get(id) if id else None
    return row if row and row["slug"] == slug else None
