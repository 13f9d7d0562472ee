"""Reviews of the bank: of every question in a few of its attempts, and what is decided of them."""
from tests.access.bank import NOWHERE
from tests.access.call import Call
from tests.access.sending import BROKEN


def asked(bank):
    """What can be put before a person: (attempt, question)."""
    graded = [(topic, id) for topic in bank.topics[:3] for id in topic.attempts[1:2]]
    return [(id, question.id) for topic, id in graded for question in topic.questions]


def of(bank):
    """The ids of reviews, made where there are none."""
    made = (bank.world.post("/reviews", {"attempt_id": id, "question_id": question}, by="admin") for id, question in asked(bank))
    return list(dict.fromkeys(reply.json["id"] for reply in made if reply.status_code == 201))


def places(bank):
    paths = [f"/api/v1/reviews/{id}" for id in [*of(bank), NOWHERE]]
    return paths, paths[:2]


def asking(bank, method, rule):
    for id, question in [*asked(bank)[::4], (NOWHERE, NOWHERE), (asked(bank)[0][0], NOWHERE)]:
        yield Call(method, rule, {"attempt_id": id, "question_id": question})
    yield Call(method, rule, {})


def deciding(bank, method, rule):
    """Scores that can be and cannot, levels of rubrics, examples where there can be none."""
    good = {"score": 0, "feedback": "Mine", "reason": "Mine"}
    for id in [*of(bank), NOWHERE]:
        path = rule.replace("<id>", id)
        yield from (Call(method, path, each) for each in (good, {"score": 10_000}, {"score": -10_000}, {"rubric": {"depth": "yes"}}))
        yield from (Call(method, path, {**good, **each}) for each in ({"example": True}, {"revision": 9999}, {"rubric": {}}))
        yield from (Call(method, path, data=data, headers={"Content-Type": kind}) for data, kind in BROKEN)


def withdrawing(bank, method, rule):
    yield from (Call(method, rule.replace("<id>", id)) for id in [*of(bank)[::3], NOWHERE])
