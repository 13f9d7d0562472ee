"""Regrading: a wrong key is put right for everybody, exactly as foretold, once, and with a record of why."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from service import db
from service.models.attempts import Change, Regrade
from tests.regrading import RIGHT, WRONG, changes, correct, corrected_class, records, regrade, regraded, scores, taken
from tests.taking import PRIME, choice, read, save, start
from tests.world import codes, pointers

NOWHERE = "01900000-0000-7000-8000-000000000000"


def stored(world):
    """How many rows there are of regrades."""
    with db.snapshot(world.engine):
        return [db.execute(select(func.count()).select_from(each.__table__)).scalar_one() for each in (Regrade, Change)]


def problem(reply):
    return reply.status_code, reply.json["type"].removeprefix("urn:quizbank:problem:")


@pytest.fixture
def corrected(world):
    return corrected_class(world)


# From the wrong key to the right scores


def test_a_wrong_key_is_put_right_for_all_exactly_as_foretold(world, corrected):
    _, question, attempts = corrected
    foretold = regraded(world, question, dry_run=True)
    wanted = dict(zip([each["id"] for each in attempts], [(0, 1), (0, 1), (1, 0)]))
    assert changes(foretold) == wanted and list(changes(foretold)) == sorted(wanted)
    assert (foretold["applied"], foretold["regrade_id"], foretold["not_regraded"]) == (False, None, [])
    assert foretold["changes"][0].keys() == {"attempt_id", "before", "after", "max_before", "max_after", "item"}

    told = regraded(world, question, plan=foretold["plan"])

    assert told == {**foretold, "applied": True, "regrade_id": told["regrade_id"]} and told["regrade_id"]
    assert scores(world, attempts) == [(1, 1), (1, 1), (0, 1)]
    result = read(world, attempts[0]).json["items"][0]
    assert (result["result"]["verdict"], [answer["match"] for answer in result["answers"]]) == ("correct", [{"choice": result["response"]}])


def test_a_dry_run_writes_nothing_at_all(world, corrected):
    _, question, attempts = corrected
    before = stored(world), [read(world, each).headers["ETag"] for each in attempts]
    regraded(world, question, dry_run=True)
    assert (stored(world), [read(world, each).headers["ETag"] for each in attempts]) == before and records(world, question) == []


def test_repeated_it_changes_nothing_and_leaves_no_further_record(world, corrected):
    _, question, attempts = corrected
    regraded(world, question)
    before = stored(world), [read(world, each).headers["ETag"] for each in attempts]
    again = regraded(world, question)
    assert (again["applied"], again["changes"], again["change_count"], again["regrade_id"]) == (True, [], 0, None)
    assert (stored(world), [read(world, each).headers["ETag"] for each in attempts]) == before and len(records(world, question)) == 1


def test_a_plan_sent_again_has_no_second_effect_and_the_same_reply(world, corrected):
    topic, question, attempts = corrected
    plan = regraded(world, question, dry_run=True)["plan"]
    first = regrade(world, question, plan=plan)
    attempts.append(taken(world, topic, question, PRIME))
    assert regrade(world, question, plan=plan).data == first.data and len(records(world, question)) == 1
    assert scores(world, attempts) == [(1, 1), (1, 1), (0, 1), (1, 1)]


def test_of_several_who_apply_a_plan_at_once_one_does(world, corrected):
    _, question, attempts = corrected
    plan = regraded(world, question, dry_run=True)["plan"]
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: regrade(world, question, plan=plan), range(4)))
    assert {reply.status_code for reply in replies} == {200} and len({reply.data for reply in replies}) == 1
    assert len(records(world, question)) == 1 and scores(world, attempts) == [(1, 1), (1, 1), (0, 1)]


def test_of_several_who_regrade_at_once_without_a_plan_one_does(world, corrected):
    _, question, attempts = corrected
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: regrade(world, question), range(4)))
    assert [reply.status_code for reply in replies] == [200] * 4 and sorted(reply.json["change_count"] for reply in replies) == [0, 0, 0, 3]
    assert len(records(world, question)) == 1 and scores(world, attempts) == [(1, 1), (1, 1), (0, 1)]


def outdates_by_submitting(world, topic, question):
    taken(world, topic, question, PRIME)


def outdates_by_another_key(world, topic, question):
    correct(world, question, RIGHT, WRONG)


def outdates_by_regrading(world, topic, question):
    regraded(world, question, "void")


@pytest.mark.parametrize("outdates", [outdates_by_submitting, outdates_by_another_key, outdates_by_regrading])
def test_a_plan_that_is_outdated_changes_nothing_and_brings_a_new_one(world, corrected, outdates):
    topic, question, attempts = corrected
    plan = regraded(world, question, dry_run=True)["plan"]
    outdates(world, topic, question)
    before = scores(world, attempts), stored(world)

    reply = regrade(world, question, plan=plan)

    assert problem(reply) == (412, "plan_outdated") and (scores(world, attempts), stored(world)) == before
    foretold = regraded(world, question, dry_run=True)
    assert {name: reply.json[name] for name in ("plan", "changes", "change_count")} == {
        name: foretold[name] for name in ("plan", "changes", "change_count")}  # fmt: skip
    assert changes(regraded(world, question, plan=reply.json["plan"])) == changes(foretold)


def test_a_response_saved_in_another_attempt_meanwhile_outdates_no_plan(world, corrected):
    topic, question, attempts = corrected
    attempt = start(world, topic)
    plan = regraded(world, question, dry_run=True)["plan"]
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    assert regrade(world, question, plan=plan).status_code == 200


def test_a_plan_is_good_for_its_question_and_its_action_alone(world, corrected):
    topic, question, _ = corrected
    plan = regraded(world, question, dry_run=True)["plan"]
    others = [regrade(world, question, "void", plan=plan), regrade(world, world.question(topic), plan=plan)]
    others.append(regrade(world, question, plan="made up"))
    assert [(pointers(each), codes(each)) for each in others] == [(["#/plan"], ["unknown_plan"])] * 3


# The record


def test_a_regrade_leaves_one_record_of_why(world, corrected):
    _, question, attempts = corrected
    told = regraded(world, question, reason="21 is no prime.")
    [record] = records(world, question)
    assert (record["id"], record["action"], record["reason"], record["change_count"]) == (told["regrade_id"], "key", "21 is no prime.", 3)
    assert (record["by"]["name"], record["key_revision"]) == ("reviewer", 2) and record["created_at"] <= record["applied_at"]


def test_an_attempt_tells_how_it_was_corrected(world, corrected):
    _, question, attempts = corrected
    regraded(world, question)
    regraded(world, question, "void", reason="Nobody could know.")
    told = read(world, attempts[0]).json["corrections"]
    names = ("question_id", "action", "reason", "before", "after")
    assert [tuple(each[name] for name in names) for each in told] == [
        (question["id"], "key", "The key was wrong.", 0, 1), (question["id"], "void", "Nobody could know.", 1, 0)]  # fmt: skip
    assert read(world, attempts[0], by="reviewer").json["corrections"] == told and told[0]["at"] <= told[1]["at"]


def test_who_may_not_see_the_key_is_not_told_why_a_score_was_corrected(world, corrected):
    topic, question, attempts = corrected
    regraded(world, question)
    world.patch(f"/topics/{topic['id']}", {"reveal": {"submitted": "feedback"}})
    own, read_by_another = read(world, attempts[0]), read(world, attempts[0], by="reviewer")
    assert "corrections" not in own.json and own.json["score"] == 1 and read_by_another.json["corrections"]
    assert own.headers["ETag"] != read_by_another.headers["ETag"]


def test_the_case_that_is_put_right_is_resolved_with_it(world, corrected):
    _, question, _ = corrected
    receipt = world.post(f"/questions/{question['id']}/reports", {"reason": "wrong_key"}).json["receipt"]
    [case] = world.get(f"/reports?question_id={question['id']}", by="reviewer").json["data"]
    told = regraded(world, question, report_id=case["id"])
    [ended] = world.get(f"/reports?question_id={question['id']}&state=resolved", by="reviewer").json["data"]
    assert (ended["state"], ended["resolution"]["regrade_id"]) == ("resolved", told["regrade_id"])
    assert world.get(f"/reports/{receipt}").json["outcome"] == ended["resolution"]["outcome"]
    assert regrade(world, question, report_id=case["id"]).status_code == 200


# Who may, and what cannot be


@pytest.mark.parametrize(
    ("by", "status"), [(None, 401), ("learner", 403), ("writer", 403), ("reader", 403), ("grader", 403), ("reviewer", 200), ("admin", 200)]
)  # fmt: skip
def test_regrading_is_for_those_who_review(world, corrected, by, status):
    _, question, _ = corrected
    assert regrade(world, question, by=by, dry_run=True).status_code == status
    assert world.get(f"/questions/{question['id']}/regrades", by=by).status_code == status


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"action": "forget"}, "#/action"), ({"reason": ""}, "#/reason"), ({"reason": "x" * 2001}, "#/reason"),
        ({"report_id": "none"}, "#/report_id"), ({"report_id": NOWHERE}, "#/report_id"), ({"more": 1}, "#/more"),
    ],
)  # fmt: skip
def test_a_regrade_that_cannot_be_is_refused(world, corrected, fields, pointer):
    _, question, _ = corrected
    body = {"action": "key", "reason": "Because.", **fields}
    assert pointers(world.post(f"/questions/{question['id']}/regrade", body, by="reviewer")) == [pointer]


def test_there_is_nothing_to_regrade_of_a_question_that_there_is_not(world):
    for id in (NOWHERE, "nothing", str(uuid.uuid4())):
        assert regrade(world, {"id": id}).status_code == 404 and world.get(f"/questions/{id}/regrades", by="reviewer").status_code == 404


def test_a_hidden_question_can_be_voided_but_not_graded_by(world, corrected):
    _, question, attempts = corrected
    assert world.delete(f"/questions/{question['id']}").status_code == 204
    assert regrade(world, question).status_code == 404
    assert problem(regrade(world, question, by="admin")) == (409, "question_hidden")
    assert regraded(world, question, "void", by="admin")["change_count"] == 3 and scores(world, attempts) == [(0, 0)] * 3
