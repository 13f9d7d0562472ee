"""Many report the same or look at the same topic at once: each is counted, and nobody twice."""
from collections import Counter

import pytest

from tests.faults.server import at_once

pytestmark = pytest.mark.slow
MANY = 40


def test_forty_who_report_the_same_at_once_make_one_case_with_a_count_of_forty(server, topic):
    question, learners = server.question(topic), [server.made("/learners", {})["token"] for _ in range(MANY)]

    replies = at_once(*(reporting(server, question, learner) for learner in learners))

    assert Counter(reply.status for reply in replies) == {201: MANY}
    assert len({reply.json["receipt"] for reply in replies}) == MANY
    assert counts(server, question) == [MANY]


def test_one_who_reports_the_same_forty_times_at_once_counts_once(server, topic):
    question = server.question(topic)

    replies = at_once(*[reporting(server, question, "reader")] * MANY)

    assert Counter(reply.status for reply in replies) == {201: MANY}
    assert {server.get(f"/reports/{reply.json['receipt']}").json["state"] for reply in replies} == {"open"}
    assert counts(server, question) == [1]


def test_of_forty_reports_of_one_at_once_twenty_are_taken(server, topic):
    questions, learner = [server.question(topic) for _ in range(MANY)], server.made("/learners", {})["token"]

    replies = at_once(*(reporting(server, question, learner) for question in questions))

    assert Counter(reply.status for reply in replies) == {201: 20, 429: 20}


def test_a_case_that_ends_while_others_report_loses_none_of_them(server, topic):
    question, learners = server.question(topic), [server.made("/learners", {})["token"] for _ in range(MANY)]
    reporting(server, question, "reader")()
    [case] = server.every(f"/reports?question_id={question['id']}", "reviewer")
    path, end = f"/reports/{case['id']}/resolution", {"state": "resolved", "outcome": "Put right."}

    at_once(*(reporting(server, question, learner) for learner in learners), lambda: server.call("POST", path, "reviewer", end))

    assert sum(counts(server, question)) == MANY + 1
    assert server.get(f"/reports?question_id={question['id']}&state=resolved", "reviewer").json["data"][0]["id"] == case["id"]


@pytest.mark.parametrize("known", [False, True])
def test_forty_looks_of_one_visitor_at_once_are_one(server, topic, known):
    at_once(*[looking(server, topic, "Firefox", "reader" if known else None)] * MANY)

    assert server.get(f"/topics/{topic['id']}/views").json == {"count": 1}


def test_looks_of_forty_visitors_at_once_are_forty(server, topic):
    at_once(*(looking(server, topic, f"Browser {number}") for number in range(MANY)))

    assert server.get(f"/topics/{topic['id']}/views").json == {"count": MANY}


def reporting(server, question, by):
    return lambda: server.call("POST", f"/questions/{question['id']}/reports", by, {"reason": "wrong_key"})


def counts(server, question):
    """How many reported, for each case of a question."""
    return [case["count"] for case in server.every(f"/reports?question_id={question['id']}&state=open,resolved", "reviewer")]


def looking(server, topic, agent, by=None):
    """The call that counts a look; it must be taken."""

    def look():
        reply = server.call("POST", f"/topics/{topic['id']}/views", by, User_Agent=agent)
        assert reply.status == 204, (reply.status, reply.body)

    return look
