"""What bounds attempts: how many, from when, until when, for how long."""
from datetime import datetime

import pytest

from service import db
from service.attempts import settling
from tests.taking import ATTEMPTS, NOT_PRIME, PRIME, choice, read, save, set_back, start
from tests.world import codes, pointers


@pytest.fixture
def topic(world):
    """A topic whose attempts show everything once they are submitted."""
    return world.topic(reveal={"submitted": "explanation"})


def test_only_so_many_attempts_are_given(world):
    topic = world.topic(max_attempts=2)
    world.question(topic)
    assert [start(world, topic, by="grader", learner="one")["number"] for _ in range(2)] == [1, 2]
    reply = world.post("/attempts", {"topic_id": topic["id"], "learner": "one"}, by="grader")
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:no_attempts_left")
    assert start(world, topic, by="grader", learner="another")["number"] == 1


def test_where_attempts_are_counted_somebody_must_be_named(world):
    topic = world.topic(max_attempts=2)
    world.question(topic)
    assert world.post("/attempts", {"topic_id": topic["id"]}).status_code == 401
    assert pointers(world.post("/attempts", {"topic_id": topic["id"]}, by="grader")) == ["#/learner"]


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [({"opens_at": "2999-01-01T00:00:00Z"}, "not_open_yet"), ({"closes_at": "2001-01-01T00:00:00Z"}, "topic_closed"), ({"status": "draft"}, "topic_not_published")],
)  # fmt: skip
def test_attempts_start_while_a_topic_is_open(world, bounds, kind):
    topic = world.topic(**bounds)
    world.question(topic)
    reply = world.post("/attempts", {"topic_id": topic["id"]}, by="admin")
    assert (reply.status_code, reply.json["type"]) == (409, f"urn:quizbank:problem:{kind}")


def test_a_draft_is_unknown_to_who_may_not_know_of_it(world):
    topic = world.topic(status="draft")
    assert codes(world.post("/attempts", {"topic_id": topic["id"]})) == ["unknown_topic"]


def test_the_time_limit_and_the_close_end_an_attempt_whichever_is_first(world):
    limited = world.topic(time_limit_s=600, closes_at="2999-01-01T00:00:00Z")
    world.question(limited)
    attempt = start(world, limited)
    assert seconds_between(attempt["created_at"], attempt["expires_at"]) == 600
    closing = world.topic(time_limit_s=10**6, closes_at=(soon := db.now(hours=1)))
    world.question(closing)
    assert start(world, closing)["expires_at"] == soon


def test_a_close_that_is_moved_ends_attempts_that_last_already(world):
    topic = world.topic(reveal={"closed": "verdict"})
    question = world.question(topic)
    attempt, forgotten = start(world, topic), start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    move_close(world, topic, later := db.now(hours=1))
    assert read(world, attempt).json["expires_at"] == later
    move_close(world, topic, "2001-01-01T00:00:00Z")
    refused = save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)})
    assert (refused.status_code, refused.json["state"]) == (409, "submitted")
    ended = read(world, attempt).json
    assert (ended["state"], ended["score"]) == ("graded", 1) and ended["submitted_at"] > ended["created_at"]
    with world.app.app_context():
        settling.finish_left_over(world.engine)
    assert [each["id"] for each in world.get(f"/attempts?topic={topic['id']}&state=graded&sort=created_at", by="reviewer").json["data"]] == [
        attempt["id"], forgotten["id"],
    ]  # fmt: skip


def test_a_close_that_is_moved_to_later_gives_attempts_that_last_more_time(world):
    topic = world.topic(closes_at="2001-01-01T00:00:00Z")
    question = world.question(topic)
    move_close(world, topic, db.now(hours=1))
    attempt = start(world, topic)
    move_close(world, topic, later := db.now(hours=2))
    assert save(world, attempt, {question["id"]: choice(attempt, PRIME)}).json["expires_at"] == later


def move_close(world, topic, moment):
    assert world.patch(f"/topics/{topic['id']}", {"closes_at": moment}).status_code == 200


def seconds_between(one, other):
    return (datetime.fromisoformat(other) - datetime.fromisoformat(one)).total_seconds()


def test_when_time_is_up_what_was_saved_counts_as_submitted(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    set_back(world, attempt, 11)
    assert save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)}).json["type"] == "urn:quizbank:problem:attempt_closed"
    late = read(world, attempt).json
    assert (late["state"], late["score"]) == ("graded", 1)
    assert late["submitted_at"] == late["expires_at"]


def test_a_few_seconds_too_late_are_forgiven(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    set_back(world, attempt, 3)
    assert save(world, attempt, {question["id"]: choice(attempt, PRIME)}).status_code == 200


def test_what_nobody_asks_for_again_is_graded_all_the_same(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    set_back(world, attempt, 60)
    with world.app.app_context():
        settling.finish_left_over(world.engine)
    with world.engine.connect() as connection:
        row = connection.execute(ATTEMPTS.select().where(ATTEMPTS.c.id == attempt["id"])).one()
    assert (row.state, row.score) == ("graded", 1)


def test_one_attempt_that_cannot_be_graded_keeps_nobody_waiting(world, topic, monkeypatch):
    world.question(topic)
    broken, other = start(world, topic), start(world, topic)
    set_back(world, broken, 120)
    set_back(world, other, 60)
    settle = settling.settle
    monkeypatch.setattr(settling, "settle", lambda engine, id: 1 / 0 if id == broken["id"] else settle(engine, id))
    with world.app.app_context():
        settling.finish_left_over(world.engine)
    states = {each["id"]: each["state"] for each in world.get(f"/attempts?topic={topic['id']}", by="reviewer").json["data"]}
    assert states == {broken["id"]: "submitted", other["id"]: "graded"}
