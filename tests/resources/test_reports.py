"""Reports of faulty questions: anybody may file one, equal ones are one case, and whoever filed one hears what came of it."""
import logging
import uuid

import pytest
from sqlalchemy import select, update

from service import auth, db, reports
from service.logs import JsonLines
from service.models.feedback import Report
from tests.world import codes, pointers

ENDED = {"state": "resolved", "outcome": "The key was wrong; your score has been put right."}


def home(question):
    """Where reports of a question come from unless it is said: an address for each, for of one only so many are taken a day."""
    return "10.{}.{}.{}".format(*bytes.fromhex(question["id"][-6:]))


def post(world, question, by=None, at=None, reason="wrong_key", comment=None, **headers):
    body = {"reason": reason} | ({"comment": comment} if comment is not None else {})
    return world.call("POST", f"/questions/{question['id']}/reports", by, body, headers, environ_base={"REMOTE_ADDR": at or home(question)})


def report(world, question, **how):
    """File a report; its receipt."""
    reply = post(world, question, **how)
    assert reply.status_code == 201, reply.json
    return reply.json["receipt"]


def cases(world, question, state="open,resolved,dismissed", by="reviewer"):
    """The cases of a question, the oldest first."""
    reply = world.get(f"/reports?question_id={question['id']}&state={state}", by=by)
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


def end(world, case, by="reviewer", **fields):
    return world.post(f"/reports/{case['id']}/resolution", {**ENDED, **fields}, by=by)


def told(world, receipt):
    reply = world.get(f"/reports/{receipt}")
    assert reply.status_code == 200, reply.json
    return reply.json


@pytest.fixture
def question(world):
    return world.question(world.topic())


# Filing


def test_anybody_may_report_a_question_and_gets_a_receipt_and_nothing_else(world, question):
    reply = post(world, question)
    assert reply.status_code == 201 and reply.headers["Cache-Control"] == "no-store"
    assert reply.json.keys() == {"receipt", "state"} and reply.json["state"] == "open"
    assert reply.json["receipt"].startswith("qr_") and len(reply.json["receipt"]) == 3 + 43
    assert reply.headers["Location"] == f"/api/v1/reports/{reply.json['receipt']}"


@pytest.mark.parametrize("by", [None, "learner", "grader", "reader", "writer"])
def test_it_makes_no_difference_to_the_reply_who_reports(world, question, by):
    assert post(world, question, by=by).json.keys() == {"receipt", "state"}


def test_questions_are_reported_before_and_after_answering(world):
    question = world.question(world.topic(open_grading=True), "true_false")
    report(world, question)
    assert world.post(f"/questions/{question['id']}/grade", {"response": True}).status_code == 200
    report(world, question, reason="ambiguous")
    assert [case["reason"] for case in cases(world, question)] == ["wrong_key", "ambiguous"]


@pytest.mark.parametrize("reason", ["wrong_key", "ambiguous", "typo", "outdated", "offensive"])
def test_each_reason_speaks_for_itself(world, question, reason):
    report(world, question, reason=reason)
    assert cases(world, question)[0]["reason"] == reason


@pytest.mark.parametrize("comment", [None, "", " \n"])
def test_other_needs_a_comment(world, question, comment):
    reply = post(world, question, reason="other", comment=comment)
    assert (pointers(reply), codes(reply)) == (["#/comment"], ["required"])


def test_other_with_a_comment_is_taken(world, question):
    report(world, question, reason="other", comment="The picture is missing.")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "#/reason", "required"),
        ({"reason": "boring"}, "#/reason", "unknown_value"),
        ({"reason": "typo", "comment": "x" * 2001}, "#/comment", "too_long"),
        ({"reason": "typo", "comment": 7}, "#/comment", "invalid"),
        ({"reason": "typo", "email": "ada@example.org"}, "#/email", "unknown_field"),
    ],
)
def test_a_report_that_cannot_be_is_refused(world, question, body, pointer, code):
    reply = world.post(f"/questions/{question['id']}/reports", body)
    assert (pointers(reply), codes(reply)) == ([pointer], [code])


def test_only_who_may_know_of_a_question_may_report_it(world):
    topic = world.topic()
    draft, hidden = world.question(topic, status="draft"), world.question(topic)
    world.delete(f"/questions/{hidden['id']}")
    of_draft = world.question(world.topic(status="draft"))
    for question in (draft, of_draft, hidden, {"id": str(uuid.uuid4())}):
        assert [post(world, question, by=by).status_code for by in (None, "learner", "reader")] == [404, 404, 404]
    assert [post(world, question, by="writer").status_code for question in (draft, of_draft, hidden)] == [201, 201, 404]


# Equal reports are one case


def test_equal_reports_of_several_people_are_one_case_with_a_count(world, question):
    receipts = {report(world, question, by=by, at=at) for by, at in ((None, "192.0.2.1"), (None, "192.0.2.2"), ("learner", None), ("reader", None))}
    assert len(receipts) == 4
    assert [(case["count"], case["revision"]) for case in cases(world, question)] == [(4, 4)]


def test_another_reason_or_question_is_another_case(world, question):
    other = world.question(world.topic())
    report(world, question), report(world, question, reason="typo"), report(world, other)
    assert [[case["count"] for case in cases(world, each)] for each in (question, other)] == [[1, 1], [1]]


@pytest.mark.parametrize("by", [None, "learner", "reader"])
def test_who_reports_the_same_again_counts_once_and_every_receipt_is_good(world, question, by):
    receipts = [report(world, question, by=by) for _ in range(3)]
    assert [case["count"] for case in cases(world, question)] == [1]
    assert {told(world, receipt)["state"] for receipt in receipts} == {"open"}


def test_a_comment_that_comes_later_takes_the_place_of_the_one_before_and_none_does_not(world, question):
    for comment in ("First thought.", "Second thought.", None):
        report(world, question, comment=comment)
    assert [each["comment"] for each in cases(world, question)[0]["comments"]] == ["Second thought."]


def test_a_retry_with_its_idempotency_key_is_the_same_report(world, question):
    key = str(uuid.uuid4())
    first, again = (post(world, question, Idempotency_Key=key) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotent-Replayed"] == "true"
    assert [case["count"] for case in cases(world, question)] == [1]


def test_a_case_keeps_the_revision_that_was_first_reported(world, question):
    report(world, question)
    world.patch(f"/questions/{question['id']}", {"title": "Changed"})
    report(world, question, by="learner")
    assert [(case["question_revision"], case["count"]) for case in cases(world, question)] == [(1, 2)]


def test_after_twenty_reports_a_day_the_rest_is_refused_but_what_was_reported_may_be_repeated(world, question):
    topic, at = world.topic(), "198.51.100.7"
    asked = [world.question(topic) for _ in range(reports.MOST_A_DAY)]
    receipts = [report(world, each, at=at) for each in asked]
    reply = post(world, question, at=at)
    assert reply.status_code == 429 and 86_000 < int(reply.headers["Retry-After"]) <= 86_400
    assert cases(world, question) == []
    assert report(world, asked[0], at=at) == receipts[0]
    assert post(world, question, at="198.51.100.8").status_code == 201


def test_a_day_later_one_may_report_again(world, question):
    topic, at = world.topic(), "198.51.100.9"
    receipts = [report(world, world.question(topic), at=at) for _ in range(reports.MOST_A_DAY)]
    with db.writing(world.engine):
        first = Report.__table__.c.receipt_hash == auth.hashed(receipts[0])
        db.execute(update(Report.__table__).where(first).values(created_at=db.now(hours=-25)))
    assert [post(world, question, at=at, reason=reason).status_code for reason in ("typo", "outdated")] == [201, 429]


# What reporters hear


def test_a_receipt_tells_how_the_report_stands_and_nothing_else(world, question):
    receipt = report(world, question, comment="Choice b is right too.")
    reply = world.get(f"/reports/{receipt}")
    assert reply.json.keys() == {"state", "reason", "reported_at", "updated_at", "outcome"}
    assert (reply.json["state"], reply.json["reason"], reply.json["outcome"]) == ("open", "wrong_key", None)
    assert reply.headers["Cache-Control"] == "no-store" and "ETag" not in reply.headers


def test_the_reports_of_others_do_not_show(world, question):
    receipt = report(world, question)
    before = told(world, receipt)
    report(world, question, by="learner", comment="I say so too.")
    assert told(world, receipt) == before


@pytest.mark.parametrize("state", ["resolved", "dismissed"])
def test_all_who_reported_the_same_hear_what_came_of_it(world, question, state):
    receipts = [report(world, question, by=by) for by in (None, "learner")]
    case = end(world, cases(world, question)[0], state=state).json
    for receipt in receipts:
        heard = told(world, receipt)
        assert (heard["state"], heard["outcome"], heard["updated_at"]) == (state, ENDED["outcome"], case["resolution"]["at"])


@pytest.mark.parametrize("receipt", ["qr_" + "x" * 43, "nothing", "0190d0a0-0000-7000-8000-000000000000"])
def test_a_receipt_that_nobody_was_given_opens_nothing(world, receipt):
    assert world.get(f"/reports/{receipt}").status_code == 404


def test_the_number_of_a_case_is_no_receipt(world, question):
    report(world, question)
    assert world.get(f"/reports/{cases(world, question)[0]['id']}").status_code == 404


def test_a_receipt_outlives_the_question(world, question):
    receipt = report(world, question)
    world.delete(f"/questions/{question['id']}")
    assert told(world, receipt)["state"] == "open"


def test_neither_receipt_nor_reporter_is_kept_in_clear(world, question):
    receipt = report(world, question, by="learner")
    mine = world.get("/learners/me", by="learner").json["id"]
    report(world, question)
    with db.snapshot(world.engine):
        rows = db.execute(select(Report.__table__).order_by(Report.__table__.c.created_at)).mappings().all()[-2:]
    assert [row["owner"] for row in rows] == [f"learner {mine}", None]
    assert not any(kept_out in f"{row['receipt_hash']} {row['reporter']}" for row in rows for kept_out in (receipt, mine, home(question)))


def test_no_receipt_is_in_the_log(world, question, caplog):
    with caplog.at_level(logging.INFO):
        told(world, receipt := report(world, question))
    lines = [JsonLines().format(record) for record in caplog.records]
    assert any("/api/v1/reports/qr_…" in line for line in lines) and receipt not in "".join(lines)
