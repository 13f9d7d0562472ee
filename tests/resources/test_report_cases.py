"""Cases of reports: what those who review see of them, and how they end one."""
import uuid

import pytest
from sqlalchemy import insert

from service import db
from service.models.attempts import Regrade
from tests.resources.test_reports import ENDED, cases, end, question, report, told  # noqa: F401  `question` is a fixture
from tests.world import pointers


@pytest.mark.parametrize("by", ["learner", "grader", "reader", "writer"])
def test_cases_are_for_those_who_review(world, question, by):
    report(world, question)
    case = cases(world, question)[0]
    for reply in (world.get("/reports", by=by), end(world, case, by=by)):
        assert (reply.status_code, reply.json["scope"]) == (403, "review")
    assert [world.get("/reports").status_code, end(world, case, by=None).status_code] == [401, 401]


def test_a_case_says_what_is_wrong_with_what(world, question):
    report(world, question, comment="Choice b is right too.")
    reply = world.get(f"/reports?question_id={question['id']}", by="reviewer")
    assert reply.headers["Cache-Control"] == "no-store"
    case = reply.json["data"][0]
    said = case.pop("comments")
    assert [each["comment"] for each in said] == ["Choice b is right too."] and said[0].keys() == {"comment", "at"}
    assert case == {
        "id": case["id"], "revision": 1, "created_at": case["created_at"], "updated_at": case["created_at"], "topic_id": question["topic_id"],
        "question_id": question["id"], "question_revision": 1, "reason": "wrong_key", "state": "open", "count": 1, "resolution": None,
    }  # fmt: skip


def test_the_latest_twenty_comments_are_shown(world, question):
    for number in range(22):
        report(world, question, at=f"203.0.113.{number}", comment=f"Comment {number}")
    report(world, question, at="203.0.113.99")
    case = cases(world, question)[0]
    assert case["count"] == 23 and [each["comment"] for each in case["comments"]] == [f"Comment {number}" for number in range(21, 1, -1)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["typo", "outdated"]),
        ("&sort=-created_at", ["outdated", "typo"]),
        ("&state=resolved", ["ambiguous"]),
        ("&state=open,resolved,dismissed", ["ambiguous", "typo", "outdated"]),
        ("&reason=typo", ["typo"]),
        ("&reason=typo,ambiguous", ["typo"]),
        ("&limit=1", ["typo"]),
    ],
)
def test_cases_are_narrowed_and_sorted(world, question, asked, found):
    for reason in ("ambiguous", "typo", "outdated"):
        report(world, question, reason=reason)
    end(world, cases(world, question)[0])
    for place in (question["topic_id"], world.get(f"/topics/{question['topic_id']}").json["slug"]):
        listed = world.get(f"/reports?topic={place}{asked}", by="reviewer").json["data"]
        assert [case["reason"] for case in listed] == found


def test_every_case_stands_on_one_page(world, question):
    for reason in ("ambiguous", "typo", "outdated"):
        report(world, question, reason=reason)
    path, seen = f"/reports?question_id={question['id']}&limit=2&count=exact", []
    first = world.get(path, by="reviewer").json
    second = world.get(f"{path}&cursor={first['page']['next']}", by="reviewer").json
    assert [[case["reason"] for case in page["data"]] for page in (first, second)] == [["ambiguous", "typo"], ["outdated"]]
    assert (first["page"]["total"], second["page"]["next"]) == (3, None)


@pytest.mark.parametrize(("name", "value"), [("state", "lost"), ("reason", "boring"), ("question_id", "7"), ("sort", "count"), ("by", "me")])
def test_a_list_that_cannot_be_names_the_parameter(world, name, value):
    reply = world.get(f"/reports?{name}={value}", by="reviewer")
    assert (reply.status_code, reply.json["parameter"]) == (400, name)


def test_a_case_moves_with_its_question(world, question):
    report(world, question)
    other = world.topic()
    world.patch(f"/questions/{question['id']}", {"topic_id": other["id"]})
    listed = world.get(f"/reports?topic={other['id']}", by="reviewer").json["data"]
    assert [case["topic_id"] for case in listed] == [other["id"]]


def test_cases_of_what_a_reviewer_may_not_know_of_are_for_authors(world):
    draft = world.question(world.topic(), status="draft")
    report(world, draft, by="writer")
    [case] = cases(world, draft, by="admin")
    assert cases(world, draft) == []
    assert [end(world, case, by=by).status_code for by in ("reviewer", "admin")] == [404, 200]


def test_a_case_is_ended_with_what_its_reporters_are_told(world, question):
    report(world, question)
    before = cases(world, question)[0]
    reply = end(world, before)
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    resolution = reply.json["resolution"]
    assert resolution.keys() == {"outcome", "regrade_id", "by", "at"} and resolution["by"]["name"] == "reviewer"
    assert reply.json == {**before, "state": "resolved", "revision": 2, "updated_at": resolution["at"], "resolution": resolution}
    assert cases(world, question) == [reply.json] and cases(world, question, "open") == []


def test_ending_a_case_twice_the_same_is_fine(world, question):
    report(world, question)
    case = cases(world, question)[0]
    assert end(world, case).json == end(world, case, by="admin").json


@pytest.mark.parametrize("other", [{"state": "dismissed"}, {"outcome": "Another word."}])
def test_ending_a_case_otherwise_than_it_has_ended_is_refused(world, question, other):
    receipt = report(world, question)
    case = cases(world, question)[0]
    end(world, case)
    reply = end(world, case, **other)
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:case_closed")
    assert told(world, receipt)["outcome"] == ENDED["outcome"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [({"state": "open"}, "#/state"), ({"outcome": ""}, "#/outcome"), ({"outcome": "x" * 2001}, "#/outcome"), ({"regrade_id": str(uuid.uuid4())}, "#/regrade_id")],
)
def test_an_end_that_cannot_be_is_refused(world, question, fields, pointer):
    report(world, question)
    assert pointers(end(world, cases(world, question)[0], **fields)) == [pointer]


def test_a_case_may_name_the_regrade_that_put_it_right(world, question):
    report(world, question)
    id = db.new_id()
    regrade = {"id": id, "created_at": db.now(), "question_id": question["id"], "action": "void", "reason": "r", "by": {}, "plan": id}
    with db.writing(world.engine):
        db.execute(insert(Regrade.__table__).values(key_revision=1, **regrade))
    reply = end(world, cases(world, question)[0], regrade_id=id)
    assert (reply.status_code, reply.json["resolution"]["regrade_id"]) == (200, id)


def test_there_is_no_end_to_a_case_that_there_is_not(world):
    assert [end(world, {"id": id}).status_code for id in (str(uuid.uuid4()), "nothing")] == [404, 404]


def test_what_is_reported_after_the_end_is_a_new_case(world, question):
    first = report(world, question)
    end(world, cases(world, question)[0])
    again = report(world, question)
    assert [(case["state"], case["count"]) for case in cases(world, question)] == [("resolved", 1), ("open", 1)]
    assert [told(world, receipt)["state"] for receipt in (first, again)] == ["resolved", "open"]
