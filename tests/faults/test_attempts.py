"""Attempts under races and over a bad network: what was meant is what is kept, and nothing is kept twice."""
from collections import Counter

import pytest

from tests.faults.lost_network import a_class, what_came_of_it
from tests.faults.server import at_once, until

pytestmark = pytest.mark.slow
MANY = 40


def test_attempts_submissions_and_scores_are_what_was_meant_though_three_of_ten_messages_are_lost(server):
    """With 600 attempts; python3 -m bench.lost_network does the same with 10,000."""
    topic, meant, lost, _ = a_class(server, 600)
    assert lost > 600
    assert what_came_of_it(server, topic) == {learner: [("graded", score)] for learner, score in meant.items()}


def test_the_last_permitted_attempt_started_by_forty_at_once_is_given_once(server):
    topic = server.topic(max_attempts=2)
    server.question(topic)
    begin = {"topic_id": topic["id"], "learner": "one"}
    assert server.call("POST", "/attempts", "grader", begin).status == 201

    replies = at_once(*[lambda: server.call("POST", "/attempts", "grader", begin)] * MANY)

    assert Counter(reply.status for reply in replies) == {201: 1, 409: MANY - 1}
    assert {reply.json["type"] for reply in replies if reply.status == 409} == {"urn:quizbank:problem:no_attempts_left"}


def test_one_attempt_submitted_by_forty_at_once_is_graded_once_and_told_alike(server):
    topic = server.topic(reveal={"submitted": "verdict"})
    server.question(topic)
    attempt = server.call("POST", "/attempts", "grader", {"topic_id": topic["id"]}).json

    replies = at_once(*[lambda: server.call("POST", f"/attempts/{attempt['id']}/submit", "grader")] * MANY)

    assert Counter(reply.status for reply in replies) == {200: MANY}
    assert len({reply.body for reply in replies}) == 1


def test_responses_to_one_attempt_saved_by_forty_at_once_are_all_kept(server):
    topic = server.topic()
    questions = [server.question(topic)["id"] for _ in range(MANY)]
    attempt = server.call("POST", "/attempts", "grader", {"topic_id": topic["id"]}).json
    path = f"/attempts/{attempt['id']}"

    replies = at_once(*(lambda id=id: server.call("PATCH", path, "grader", {"responses": {id: True}}) for id in questions))

    assert Counter(reply.status for reply in replies) == {200: MANY}
    assert [item["response"] for item in server.get(path, "grader").json["items"]] == [True] * MANY


def test_an_attempt_whose_time_is_up_is_graded_though_nobody_calls_again(server):
    topic = server.topic(time_limit_s=1)
    question = server.question(topic)
    attempt = server.call("POST", "/attempts", "grader", {"topic_id": topic["id"]}).json
    server.call("PATCH", f"/attempts/{attempt['id']}", "grader", {"responses": {question["id"]: True}})
    listed = f"/attempts?topic={topic['id']}&state=graded"
    until(lambda: server.get(listed, "admin").json["data"], "it is graded")
    assert server.get(listed, "admin").json["data"][0]["score"] == 1
