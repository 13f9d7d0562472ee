"""Reviews on the wire: a response with its question, what the machine says of it and what was decided; never whose it is.

The key, and what tells it, is for who may read answers. Who may not write content sees choices by their public ids.
"""
from sqlalchemy import case, exists, func, select

from service import answer_key, db, grading, public_form, sight
from service.attempts.showing import FIELDS
from service.models.attempts import Item, Review
from service.models.content import Question, Topic

REVIEWS, ITEMS, QUESTIONS, TOPICS = Review.__table__, Item.__table__, Question.__table__, Topic.__table__
PLAIN = ("id", "revision", "created_at", "updated_at", "topic_id", "question_id", "confidence", "decision", "example")
OF_REVIEW = ITEMS.c.review_id == REVIEWS.c.id
AWAITED = exists().where(OF_REVIEW, ITEMS.c.awaits)
"""SQL: whether a response of a review awaits a person."""
ROWS = select(REVIEWS).where(exists().where(OF_REVIEW))


def row(id):
    """A review's row, or None."""
    return db.execute(ROWS.where(REVIEWS.c.id == id)).mappings().one_or_none()


def wanted(query):
    """What a list of reviews is narrowed to."""
    if query["state"] != "any":
        yield from (AWAITED,) if query["state"] == "open" else (~AWAITED, REVIEWS.c.decision.is_not(None))
    if "question_id" in query:
        yield REVIEWS.c.question_id == query["question_id"]
    if "type" in query:
        yield REVIEWS.c.question_id.in_(select(QUESTIONS.c.id).where(QUESTIONS.c.type.in_(query["type"])))
    if "topic" in query:
        yield REVIEWS.c.topic_id.in_(select(TOPICS.c.id).where(sight.is_topic(query["topic"])))


def latest(ids):
    """{review id: that of its items whose question and key are the newest}, with the `count` of those that await a person."""
    newest_first = ITEMS.c.key_revision.desc(), ITEMS.c.revision.desc(), ITEMS.c.attempt_id
    place = func.row_number().over(partition_by=ITEMS.c.review_id, order_by=newest_first)
    count = func.sum(case((ITEMS.c.awaits, 1), else_=0)).over(partition_by=ITEMS.c.review_id)
    each = select(ITEMS, place.label("number"), count.label("count")).where(ITEMS.c.review_id.in_(ids)).subquery()
    return {item["review_id"]: item for item in db.execute(select(each).where(each.c.number == 1)).mappings()}


def forms_of(items):
    """{(question id, revision): form} of what these items asked, and of what grades them."""
    return answer_key.frozen({(item["question_id"], item[name]) for item in items for name in ("revision", "key_revision")})


def shown(rows, caller):
    """Reviews on the wire, as this caller may see them."""
    items = latest([row["id"] for row in rows])
    forms = forms_of(items.values())
    return [_shown(row, items[row["id"]], forms, caller) for row in rows]


def _shown(row, item, forms, caller):
    asked, key = (forms.get((item["question_id"], item[name])) for name in ("revision", "key_revision"))
    author, reader = caller.may("content:write"), caller.may("answers:read")
    names = {} if author or asked is None else public_form.known(asked["id"], asked["type"], asked["body"])
    wire = {name: row[name] for name in PLAIN} | {"count": int(item["count"]), "max_score": item["points"]}
    wire["question"] = asked and _question(asked, names, author)
    wire["response"] = None if None in (asked, row["response"]) else public_form.public_response(asked["type"], row["response"], names)
    wire["machine"] = item["machine"] and _machine(item, key, names, reader)
    if reader and key:
        wire["answers"] = [{**each, "match": public_form.public_match(key["type"], each["match"], names)} for each in key["answers"]]
    return wire


def _question(form, names, author):
    body = form["body"] if author else public_form.public_body(form["type"], form["body"], names)
    return {name: form.get(name) for name in FIELDS} | {"body": body}


def _machine(item, key, names, reader):
    machine = item["machine"]
    wire = {"score": item["machine_score"]} | {name: machine[name] for name in ("verdict", "confidence", "grader", "remarks")}
    if reader:
        feedback = grading.said(key or {}, machine["feedback"], machine["verdict"])
        wire |= {"feedback": feedback, "breakdown": public_form.breakdown(machine["breakdown"], names)}
    return wire
