"""Reviewing in tests: attempts that await a person, the queue, and decisions."""
from tests.taking import choice, read, save, start, submit

TEXT = "Without cars the air is cleaner."


def a_topic(world):
    """A topic whose attempts show everything once they are submitted, and whose written answers all go to a person."""
    return world.topic(reveal={"submitted": "explanation"}, review={"share": 1})


def an_essay(world, topic):
    return world.question(topic, "essay", points=4)


def taken(world, topic, responses, by=None, **fields):
    """An attempt that was submitted with these responses."""
    attempt = start(world, topic, by, **fields)
    saved = save(world, attempt, responses, by)
    assert saved.status_code == 200, saved.json
    return {"token": by, **attempt, **submit(world, attempt, by).json}


def chose(world, topic, question, text, **fields):
    """An attempt at one question that was submitted with the choice of this text."""
    attempt = start(world, topic, **fields)
    save(world, attempt, {question["id"]: choice(attempt, text)})
    return {**attempt, **submit(world, attempt).json}


def reviews(world, question, by="reviewer", **filters):
    reply = world.get("/reviews?" + "&".join(f"{name}={each}" for name, each in {"question_id": question["id"], **filters}.items()), by=by)
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


def decide(world, review, by="reviewer", **decision):
    return world.post(f"/reviews/{review['id']}", decision, by=by)


def decided(world, question, **decision):
    """Decide the only review of a question that is open; the review."""
    [review] = reviews(world, question)
    reply = decide(world, review, **decision)
    assert reply.status_code == 200, reply.json
    return reply.json


def ask(world, attempt, question, by="reviewer"):
    return world.post("/reviews", {"attempt_id": attempt["id"], "question_id": question["id"]}, by=by)


def result(world, attempt):
    return read(world, attempt).json["items"][0]["result"]
