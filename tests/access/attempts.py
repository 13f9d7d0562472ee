"""Attempts of the bank: taken before its questions change, answered wrongly so that nobody sends what he may not know."""
from tests.access.bank import NOWHERE
from tests.access.call import Call
from tests.access.nests import labelled, renamed
from tests.access.sending import BROKEN, ODD

MAY_READ = {"learner", "grader", "reviewer", "admin"}
"""Who may read one of the bank's attempts, and so the questions as they were when it began."""


def take(bank, topic, by, until="in_progress"):
    """The id of an attempt at all published questions of a topic, that got so far."""
    more = {"learner": f"name {topic.place}"} if by != "learner" else {}
    reply = bank.world.post("/attempts", {"topic_id": topic.id, **more}, by=by)
    assert reply.status_code == 201, reply.json
    id, items = reply.json["id"], reply.json["items"]
    asked = {each.id: each for each in topic.questions}
    responses = {item["question_id"]: in_attempt(item, asked[item["question_id"]]) for item in items}
    saved = bank.world.call("PATCH", f"/attempts/{id}", by, json={"responses": responses})
    assert saved.status_code == 200, saved.json
    if until != "in_progress":
        assert bank.world.post(f"/attempts/{id}/submit", by=by).status_code == 200
    return id


def in_attempt(item, question):
    """A wrong response in the ids of an attempt."""
    by_text = {text: id for id, text in labelled(item["question"]["body"])}
    return renamed(question.wrong, {id: by_text[text] for id, text in labelled(question.body)})


def places(bank):
    every = [f"/api/v1/attempts/{id}" for topic in bank.topics for id in topic.attempts]
    return [*every, f"/api/v1/attempts/{NOWHERE}"], every[:2]


def starting(bank, method, rule):
    """Attempts at what is open, hidden or unknown; at receipts; by draws that cannot be."""
    for topic in bank.topics:
        yield Call(method, rule, {"topic_id": topic.id})
    for topic in bank.topics[:3]:
        yield Call(method, rule, {"topic_id": topic.slug, "draw": {"receipt": topic.receipt}})
        yield Call(method, rule, {"topic_id": topic.id, "learner": "cnry"})
        yield Call(method, rule, {"topic_id": topic.id, "draw": {"blueprint": [{"count": 200, "tags_any": ["cnry"]}]}})
    yield from (Call(method, rule, each) for each in ({}, {"topic_id": NOWHERE}, {"topic_id": bank.topics[0].id, "draw": {"receipt": "cnry"}}))


def saving(bank, method, rule):
    """Responses of every sort to every attempt, the author's own ids of choices among them."""
    for topic in bank.topics[:3]:
        for id in topic.attempts:
            path = rule.replace("<id>", id)
            for question in topic.questions:
                stored = [each for each in (question.right, question.wrong) if labelled(question.body)]
                yield from (Call(method, path, {"responses": {question.id: each}}) for each in [None, *stored, *ODD[:4]])
            yield from (Call(method, path, each) for each in ({}, {"responses": {NOWHERE: 1}}))
            yield from (Call(method, path, data=data, headers={"Content-Type": kind}) for data, kind in BROKEN)
    yield Call(method, rule.replace("<id>", NOWHERE), {"responses": {}})


def submitting(bank, method, rule):
    """Those that may be submitted, and one that is not there."""
    for id in [*(id for topic in bank.topics for id in topic.attempts), NOWHERE]:
        yield Call(method, rule.replace("<id>", id))
