"""Regrading in tests: attempts at one question with given responses, a wrong key put right, and what came of it."""
from tests.taking import NOT_PRIME, PRIME, choice, read, save, start, submit

RIGHT, WRONG = {"match": {"choice": "plum"}, "credit": 1}, {"match": {"choice": "kiwi"}, "credit": 1}
"""Answers to the example of multiple_choice; a wrong key has the other one."""


def wrongly_keyed(world, **fields):
    """(a topic whose attempts show everything, a question of it that has the wrong key)"""
    topic = world.topic(reveal={"submitted": "explanation"}, **fields)
    return topic, world.question(topic, answers=[WRONG])


def taken(world, topic, question, text, place=0):
    """An attempt with this choice, submitted."""
    attempt = start(world, topic)
    saved = save(world, attempt, {question["id"]: choice(attempt, text, place)})
    assert saved.status_code == 200, saved.json
    assert submit(world, attempt).status_code == 200
    return attempt


def a_class(world, topic, question, right=2, wrong=1):
    """Attempts that chose the prime, and some that did not."""
    return [taken(world, topic, question, text) for text in [PRIME] * right + [NOT_PRIME] * wrong]


def corrected_class(world):
    """(topic, question, attempts): two chose the prime under a key that had another choice, one that other; now the key is right."""
    topic, question = wrongly_keyed(world)
    attempts = a_class(world, topic, question)
    assert scores(world, attempts) == [(0, 1), (0, 1), (1, 1)]
    correct(world, question, RIGHT)
    return topic, question, attempts


def correct(world, question, *answers, **fields):
    """Give a question another key, or other fields."""
    reply = world.patch(f"/questions/{question['id']}", {**({"answers": list(answers)} if answers else {}), **fields})
    assert reply.status_code == 200, reply.json
    return reply.json


def regrade(world, question, action="key", by="reviewer", dry_run=False, **fields):
    address = f"/questions/{question['id']}/regrade{'?dry_run=true' if dry_run else ''}"
    return world.post(address, {"action": action, "reason": "The key was wrong.", **fields}, by=by)


def regraded(world, question, action="key", **fields):
    reply = regrade(world, question, action, **fields)
    assert reply.status_code == 200, (reply.status_code, reply.json)
    return reply.json


def scores(world, attempts):
    """[(score, max_score)] of attempts, as a reviewer reads them."""
    told = [read(world, attempt, by="reviewer").json for attempt in attempts]
    return [(each["score"], each["max_score"]) for each in told]


def changes(told):
    """{attempt id: (before, after)} of what a regrade tells."""
    assert told["change_count"] == len(told["changes"])
    return {each["attempt_id"]: (each["before"], each["after"]) for each in told["changes"]}


def records(world, question):
    return world.get(f"/questions/{question['id']}/regrades", by="reviewer").json["data"]


def adds_up(world, attempts):
    """Whether each attempt comes to what its items add up to."""
    told = [read(world, attempt, by="admin").json for attempt in attempts]
    return all(add_up(each) == (each["score"], each["max_score"], each["graded_count"], each["state"]) for each in told)


def add_up(attempt):
    known = [item["result"]["score"] for item in attempt["items"] if item["result"]["score"] is not None]
    whole = len(known) == attempt["item_count"]
    most = sum(item["max_score"] for item in attempt["items"])
    return sum(known) if whole else None, most, len(known), "graded" if whole else "needs_review"
