"""Questions."""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.query import ListingQuestions, ListingTopicQuestions, ReadingQuestion
from service import db, finding, reading, sight, writing
from service.conditional import etag, expect, fresh, tag
from service.errors import Problem, loaded
from service.incoming import Patch, merged
from service.models.content import Question
from service.reading import TREES
from service.web import Page, Seen, check_fields, found, located, secret_inside, speaks

bp = Blueprint("questions", __name__, url_prefix="/api/v1")
QUESTION = Seen(TREES.seen, TREES.whole)
TABLE = Question.__table__


@bp.get("/questions")
@speaks(query=ListingQuestions, gives=Page(TREES.seen))
def listing(query):
    """List questions of all topics."""
    check_fields(query, reading.QUESTION_FIELDS)
    keep_from_caches()
    return page(query)


@bp.get("/topics/<topic>/questions")
@speaks(query=ListingTopicQuestions, gives=Page(TREES.seen))
def of_topic(topic, query):
    """List a topic's questions."""
    row = found(reading.topic_row(topic, g.eyes))
    check_fields(query, reading.QUESTION_FIELDS)
    keep_from_caches()
    fresh(row["revision"], row["stamp"], sight.sight(g.eyes, row))
    return page(query, row)


def page(query, topic=None):
    data, following = finding.questions(query, g.eyes, topic)
    return {"data": data, "page": following}


def keep_from_caches():
    """The stored order of choices, which authors see, may tell the key."""
    if g.eyes == "author":
        secret_inside()


@bp.get("/questions/<id>")
@speaks(query=ReadingQuestion, gives=QUESTION)
def read(id, query):
    """Read a question, with those of its answers that the caller may see where asked for."""
    row = found(reading.question_row(id, g.eyes, query["include_deleted"]))
    check_fields(query, reading.QUESTION_FIELDS)
    answers = "answers" in query["include"]
    if g.eyes == "author" or (answers and sight.guarded(g.eyes, row["answer_access"])):
        secret_inside()
    fresh(*tag_of(row))
    wire = reading.question(row, g.eyes, query.get("fields_", ()), answers)
    return wire | ({"deleted_at": gone} if (gone := row["deleted_at"] or row["topic_deleted_at"]) else {})


@bp.post("/questions")
@speaks(takes=TREES.new, gives=TREES.whole, status=201, scope="content:write")
def create(data):
    """Add a question with its answers."""
    topic = topic_of(data["topic_id"], writing.lock(data["topic_id"]))
    return shown(writing.put_questions(topic, [(data, None)])[0])


@bp.patch("/questions/<id>")
@speaks(takes=Patch(TREES.new), gives=TREES.whole, scope="content:write")
def change(id, data):
    """Change a question; `answers`, where given, replace all there were."""
    question, topics = to_change(id, data.get("topic_id"))
    data = loaded(TREES.new(), merged(question, data))
    return shown(writing.put_questions(topic_of(data["topic_id"], topics), [(data, question)])[0])


@bp.delete("/questions/<id>")
@speaks(status=204, scope="content:write")
def delete(id):
    """Hide a question."""
    question, _ = to_change(id)
    writing.hide(TABLE, question)


@bp.post("/questions/<id>/restore")
@speaks(gives=TREES.whole, scope="content:write")
def restore(id):
    """Bring a hidden question back."""
    topics = locked(id)
    row = found(reading.question_row(id, g.eyes, hidden=True))
    if row["deleted_at"]:
        question = writing.present(id)
        data = loaded(TREES.new(), writing.without_lost_cites(row["topic_id"], question))
        writing.put_questions(topics[row["topic_id"]], [(data, question)])
    return shown(id, hidden=True)


def to_change(id, other_topic=None):
    """The whole question that this request may change, its topic locked (and the one it is to go to): (question, topics)."""
    topics = locked(id, *([other_topic] if isinstance(other_topic, str) else []))
    row = found(reading.question_row(id, g.eyes))
    expect(row["revision"], etag(*tag_of(row)), lambda revision: writing.changes(id, revision))
    return writing.present(id), topics


def locked(id, *others):
    """Lock the topic that a question is in, and others; where it was moved while we waited, let go and begin anew."""
    where = select(TABLE.c.topic_id).where(TABLE.c.id == id)
    while True:
        topic_id = found(db.execute(where).scalar_one_or_none())
        held = db.connection().begin_nested()
        topics = writing.lock(topic_id, *others)
        if db.execute(where).scalar_one_or_none() == topic_id:
            held.commit()
            return topics
        held.rollback()


def topic_of(topic_id, topics):
    """The locked row of the topic that a question is to be in."""
    topic = topics.get(topic_id)
    if topic is None or topic["deleted_at"]:
        raise Problem.invalid([{"pointer": "#/topic_id", "detail": f"There is no topic '{topic_id}'.", "code": "unknown_topic"}])
    return topic


def tag_of(row):
    """What a view of a question depends on."""
    return row["revision"], row["stamp"], sight.sight(g.eyes, row)


def shown(id, hidden=False):
    """A question just written, with its new ETag and its place."""
    row = reading.question_row(id, g.eyes, hidden)
    tag(*tag_of(row))
    located(f"questions/{id}")
    return reading.question(row, g.eyes, answers=True)
