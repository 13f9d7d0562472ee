"""Lists of content: filters, search, tombstones; one page each."""
from sqlalchemy import case, exists, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB

from service import db, paging, reading, search, sight
from service.auth import caller, require
from service.errors import Problem
from service.models.content import Note, Question, Search, Topic
from service.question_types import TYPES

TOPICS, QUESTIONS, NOTES, SEARCH = Topic.__table__, Question.__table__, Note.__table__, Search.__table__


def topics(query, eyes):
    """A page of topics."""
    statement = reading.topics_seen(eyes).where(*_labels(TOPICS, query))
    statement = statement.where(*_there(query, eyes, TOPICS.c.updated_at, TOPICS.c.deleted_at), *_status(query, TOPICS))
    return _page(statement, TOPICS, query, "created_at", lambda row: reading.topic(row._mapping, eyes, query.get("fields_")))


def questions(query, eyes, topic=None):
    """A page of questions, of one topic (its row) or of all."""
    names = reading.wanted(reading.QUESTION_FIELDS, query.get("fields_", ()))
    gone = func.coalesce(QUESTIONS.c.deleted_at, TOPICS.c.deleted_at)
    statement = reading.questions_seen(eyes, names).add_columns(gone.label("deleted_at"))
    statement = statement.where(*_labels(QUESTIONS, query), *_of(query), *_status(query, QUESTIONS))
    changed = QUESTIONS.c.updated_at
    if query["include_deleted"]:
        changed = case((TOPICS.c.deleted_at > changed, TOPICS.c.deleted_at), else_=changed)
    statement = statement.where(*_there(query, eyes, changed, QUESTIONS.c.deleted_at, TOPICS.c.deleted_at))
    if topic is not None:
        statement = statement.where(QUESTIONS.c.topic_id == topic["id"])
    else:
        shown = ("published",) if eyes != "author" or query["status"] == ["published"] else ("draft", "published", "archived")
        statement = statement.where(TOPICS.c.status.in_(shown))
    first = "position" if topic is not None else "created_at"
    return _page(statement, QUESTIONS, query, first, lambda row: dict(zip(names, row)))


def filters(query):
    """SQL: the questions that a query picks, whatever topic they are of."""
    return [*_labels(QUESTIONS, query), *_of(query), *_status(query, QUESTIONS)]


def notes(query, eyes, topic):
    """A page of a topic's study notes."""
    names = reading.wanted(reading.NOTE_FIELDS, query.get("fields_", ()))
    statement = select(*(NOTES.c[name] for name in names), NOTES.c.deleted_at).where(NOTES.c.topic_id == topic["id"])
    statement = statement.where(*_there(query, eyes, NOTES.c.updated_at, NOTES.c.deleted_at))
    return _page(statement, NOTES, query, "position", lambda row: dict(zip(names, row)))


def _page(statement, table, query, first, wire):
    sort = query.get("sort", "relevance" if "q" in query else first)
    if sort == "relevance" and "q" not in query:
        raise Problem.parameter("sort", "relevance sorts what q finds, the best first.")
    if "q" in query:
        statement = statement.join(SEARCH, SEARCH.c.of == table.c.id).where(search.matching(query["q"], db.connection().dialect.name))
    rows, page = paging.paged(statement, table, query, sort, search.rank())
    return [{"id": row.id, "deleted_at": row.deleted_at} if row.deleted_at else wire(row) for row in rows], page


def _there(query, eyes, changed_at, *deleted_at):
    """What was not hidden; with `updated_since` and `include_deleted` also what was, as a tombstone."""
    since = query.get("updated_since")
    if query["include_deleted"] and eyes != "author":
        if since is None:
            raise Problem.parameter("include_deleted", "Goes with updated_since.")
        _refuse_telling(query)
    if not query["include_deleted"]:
        yield from (each.is_(None) for each in deleted_at)
    if since is not None:
        yield changed_at >= since


def _refuse_telling(query):
    """Of what was deleted nothing is told but its id: neither by what finds it nor by where it stands."""
    for name in ("q", "tags_all", "tags_any", "type", "difficulty", "category", "licence"):
        if name in query:
            raise Problem.parameter(name, "Does not go with include_deleted.")
    if query.get("sort", "").lstrip("-") == "title":
        raise Problem.parameter("sort", "By title does not go with include_deleted.")


def _status(query, table):
    """Published only, unless who asks may see more."""
    if query["status"] != ["published"]:
        require(caller(), "content:write")
    yield table.c.status.in_(query["status"])


def _labels(table, query):
    """Filters that topics and questions share; a question has its topic's author and language."""
    for name in ("author", "language"):
        if name in query:
            yield TOPICS.c[name] == query[name]
    for tag in query.get("tags_all", ()):
        yield tagged(table, [tag])
    if "tags_any" in query:
        yield tagged(table, query["tags_any"])


def tagged(table, tags):
    """SQL: whether a row has one of these tags."""
    if db.connection().dialect.name == "postgresql":
        return or_(*(type_coerce(table.c.tags, JSONB).contains([tag]) for tag in tags))
    each = func.json_each(table.c.tags).table_valued("value")
    return exists().where(each.c.value.in_(tags))


def _of(query):
    """Filters of questions alone."""
    for kind in query.get("type", ()):
        if kind not in TYPES:
            raise Problem.parameter("type", f"No type '{kind}'; there are: {', '.join(TYPES)}.")
    for name in ("type", "difficulty"):
        if name in query:
            yield QUESTIONS.c[name].in_(query[name])
    for name in ("source", "external_id", "licence"):
        if name in query:
            yield QUESTIONS.c[name] == query[name]
    if "category" in query:
        yield _within(query["category"])
    if "topic" in query:
        yield sight.is_topic(query["topic"])


def _within(path):
    """SQL: whether a question's category is this one, or below it."""
    return or_(QUESTIONS.c.category == path, func.substr(QUESTIONS.c.category, 1, len(path) + 1) == f"{path}/")
