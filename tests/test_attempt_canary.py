"""A canary in every private place of a topic, and every attempt at it: each level of reveal lets those out that it names, and no other.

Every level × every state that an attempt can be in × everybody who could ask; and whoever asks for another's hears nothing.
"""
import json

import pytest

from tests.access.attempts import take
from tests.access.bank import Bank, Topic
from tests.taking import set_back

SAID = {"feedback", "general", "incorrect"}
WHERE = {
    "nothing": set(), "verdict": set(), "feedback": SAID,
    "key": {*SAID, "match", "key point", "id"},
    "explanation": {*SAID, "match", "key point", "id", "explanation", "cites"},
}  # fmt: skip
"""What of an answer each level tells, and what the question says of wrong responses alone."""
STATES = ("in_progress", "submitted", "graded", "needs_review", "time is up", "closed")
OWNERS = ("learner", "grader")


class OneTopic(Bank):
    """A bank of one topic with every type of question."""

    def __init__(self, world):
        super().__init__(world, [Topic(0)])


@pytest.fixture(scope="module")
def bank(world):
    return OneTopic(world)


def put_into(state, bank, by):
    """An attempt that this caller took, in a state; the topic closed where that is it."""
    topic = bank.topics[0]
    id = take(bank, topic, by, "in_progress" if state in ("in_progress", "time is up") else "submitted")
    if state == "time is up":
        set_back(bank.world, {"id": id}, 60)
    if state == "closed":
        bank.patched(f"/topics/{topic.id}", closes_at="2001-01-01T00:00:00Z")
    return id


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("level", WHERE)
def test_a_level_lets_out_what_it_names_and_nothing_else(bank, level, state):
    topic, other = bank.topics[0], "explanation" if level == "nothing" else "nothing"
    phase = {"in_progress": "during", "closed": "closed"}.get(state, "submitted")
    bank.patched(f"/topics/{topic.id}", closes_at=None, reveal={each: level if each == phase else other for each in ("during", "submitted", "closed")})
    for by in OWNERS:
        id = put_into(state, bank, by)
        heard = set()
        for method, path in (("GET", f"/attempts/{id}"), ("GET", "/attempts"), ("POST", "/attempts")):
            if method == "POST" and state != "in_progress":
                path = f"/attempts/{id}/submit"
            reply = bank.world.call(method, path, by, json={} if method == "POST" and state == "in_progress" else None)
            heard |= {bank.canaries[song] for song in bank.heard(reply.get_data(as_text=True) + str(reply.headers))}
        assert {canary.kind for canary in heard} <= {"answer", "cite"}
        assert {canary.where for canary in heard} == WHERE[level], (by, level, state)
        bank.patched(f"/topics/{topic.id}", closes_at=None)


@pytest.mark.parametrize("level", ["nothing", "explanation"])
def test_whose_attempt_it_is_not_hears_nothing_of_it_at_all(bank, level):
    bank.patched(f"/topics/{bank.topics[0].id}", closes_at=None, reveal=dict.fromkeys(("during", "submitted", "closed"), level))
    id = take(bank, bank.topics[0], "learner", "graded")
    stranger = bank.world.post("/learners", {}).json["token"]
    token = bank.world.post("/attempts", {"topic_id": bank.topics[0].id}).json["token"]
    for by in (None, stranger, token, "reader", "writer"):
        for method, path, body in (("GET", "", None), ("PATCH", "", {"responses": {}}), ("POST", "/submit", None)):
            reply = bank.world.call(method, f"/attempts/{id}{path}", by, json=body)
            assert reply.status_code == 404 and not bank.heard(reply.get_data(as_text=True)), (by, method)


def test_who_reads_attempts_but_no_answers_hears_no_key_in_any_state(bank):
    bank.patched(f"/topics/{bank.topics[0].id}", closes_at=None, reveal=dict.fromkeys(("during", "submitted", "closed"), "nothing"))
    for state in STATES:
        id = put_into(state, bank, "learner")
        reply = bank.world.get(f"/attempts/{id}", by="reviewer")
        assert reply.status_code == 200 and not bank.heard(json.dumps(reply.json))
        bank.patched(f"/topics/{bank.topics[0].id}", closes_at=None)


def test_a_wrong_response_is_answered_alike_whatever_it_comes_near_to(bank):
    """An author's own id of the right choice, of a wrong one, and of none at all: three times the same words."""
    question = next(each for each in bank.topics[0].questions if each.type == "multiple_choice")
    attempt = bank.world.post("/attempts", {"topic_id": bank.topics[0].id}, by="learner").json
    told = set()
    for id in (question.right, question.wrong, "no-such-choice"):
        reply = bank.world.call("PATCH", f"/attempts/{attempt['id']}", "learner", json={"responses": {question.id: id}})
        told.add((reply.status_code, json.dumps(reply.json["errors"]).replace(id, "…")))
    assert len(told) == 1
