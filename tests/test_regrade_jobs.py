"""Regrading many attempts by a job: staged batch by batch, resumed, applied at once, and what outdates it."""
import itertools

import pytest
from sqlalchemy import func, select, update

from service import db, jobs
from service.models.attempts import Change, Regrade
from service.models.jobs import Job
from service.regrading import by_job, looking, records
from tests.regrading import RIGHT, WRONG, changes, correct, corrected_class, regrade, regraded, scores, taken
from tests.taking import PRIME, choice, read, save, start, submit

CHANGES, REGRADES, JOBS = Change.__table__, Regrade.__table__, Job.__table__


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    """Two attempts are many, two make a batch, and no chore disturbs."""
    monkeypatch.setattr(looking, "SMALL", 2)
    monkeypatch.setattr(by_job, "BATCH", 2)
    monkeypatch.setattr(jobs, "CHORES", [])


@pytest.fixture
def corrected(world):
    return corrected_class(world)


def work_off(world, between=lambda: True):
    """Do all jobs as the job process does; `between` is called after each batch and says whether to go on."""
    with world.app.app_context():
        while jobs.run_one(world.engine, between) and between():
            pass


def job(world, reply, by="reviewer"):
    return world.get(f"!{reply.headers['Location']}", by=by).json


def done(world, question, action="key", **fields):
    """What a large regrade tells when its job is done."""
    reply = regrade(world, question, action, **fields)
    assert reply.status_code == 202, (reply.status_code, reply.json)
    work_off(world)
    told = job(world, reply)
    assert told["state"] == "done", told
    return told["result"]


def count(world, table, *which):
    with db.snapshot(world.engine):
        return db.execute(select(func.count()).select_from(table).where(*which)).scalar_one()


def after_batch(number, act):
    """To be called between batches: acts after one of them."""
    batches = itertools.count(1)

    def between():
        if next(batches) == number:
            act()
        return True

    return between


def stopping_after(number):
    batches = itertools.count(1)
    return lambda: next(batches) < number


def test_many_are_regraded_by_a_job_as_few_are_at_once(world, corrected, monkeypatch):
    _, question, attempts = corrected
    foretold = done(world, question, dry_run=True)
    assert foretold["applied"] is False and scores(world, attempts) == [(0, 1), (0, 1), (1, 1)]
    with monkeypatch.context() as few:
        few.setattr(looking, "SMALL", 1000)
        assert {**regraded(world, question, dry_run=True), "plan": foretold["plan"]} == foretold
    told = done(world, question, plan=foretold["plan"])
    assert told == {**foretold, "applied": True, "regrade_id": told["regrade_id"]}
    assert scores(world, attempts) == [(1, 1), (1, 1), (0, 1)]
    [correction] = read(world, attempts[0]).json["corrections"]
    assert (correction["before"], correction["after"]) == (0, 1)


def test_a_plan_that_is_applied_is_told_again_without_a_job(world, corrected):
    _, question, _ = corrected
    plan = done(world, question, dry_run=True)["plan"]
    told = done(world, question, plan=plan)
    assert regraded(world, question, plan=plan) == told


def test_repeated_it_changes_nothing_and_leaves_no_further_record(world, corrected):
    _, question, attempts = corrected
    done(world, question)
    before = count(world, REGRADES), count(world, CHANGES)
    again = done(world, question)
    assert (again["change_count"], again["regrade_id"]) == (0, None) and (count(world, REGRADES), count(world, CHANGES)) == before
    assert scores(world, attempts) == [(1, 1), (1, 1), (0, 1)]


def test_who_asks_again_while_it_is_under_way_gets_the_same_job(world, corrected):
    _, question, _ = corrected
    asked = [regrade(world, question), regrade(world, question), regrade(world, question, "void"), regrade(world, question, by="admin")]
    ids = [reply.json["id"] for reply in asked]
    assert ids[0] == ids[1] and len(set(ids)) == 3
    for reply in asked:
        world.call("DELETE", f"!{reply.headers['Location']}", "admin")


def test_handed_back_it_goes_on_behind_what_is_staged(world, corrected):
    topic, question, attempts = corrected
    attempts += [taken(world, topic, question, PRIME) for _ in range(4)]
    reply = regrade(world, question)
    work_off(world, stopping_after(3))
    half = count(world, CHANGES, CHANGES.c.regrade_id == regrade_of(world, reply))
    assert (job(world, reply)["state"], half) == ("queued", 4)
    work_off(world)
    assert (job(world, reply)["state"], job(world, reply)["result"]["change_count"]) == ("done", 3)
    assert scores(world, attempts) == [(1, 1), (1, 1), (0, 1)] + [(1, 1)] * 4


def regrade_of(world, reply):
    with db.snapshot(world.engine):
        return db.execute(select(REGRADES.c.id).where(REGRADES.c.job_id == reply.json["id"])).scalar_one()


def test_cancelled_it_leaves_nothing_behind(world, corrected):
    _, question, attempts = corrected
    reply = regrade(world, question)
    before = count(world, REGRADES) - 1
    work_off(world, after_batch(2, lambda: world.call("DELETE", f"!{reply.headers['Location']}", "reviewer")))
    assert job(world, reply)["state"] == "cancelled" and count(world, REGRADES) == before
    assert scores(world, attempts) == [(0, 1), (0, 1), (1, 1)]


def test_what_is_handed_in_meanwhile_is_regraded_too(world, corrected):
    topic, question, attempts = corrected
    correct(world, question, WRONG)

    def meanwhile():
        attempts.append(taken(world, topic, question, PRIME))
        correct(world, question, RIGHT)

    reply = regrade(world, question)
    work_off(world, after_batch(3, meanwhile))
    assert job(world, reply)["result"]["change_count"] == 4 and scores(world, attempts) == [(1, 1), (1, 1), (0, 1), (1, 1)]


def test_an_attempt_in_progress_is_graded_rightly_in_the_end(world, corrected):
    topic, question, _ = corrected
    correct(world, question, WRONG)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    correct(world, question, RIGHT)
    assert attempt["id"] not in changes(done(world, question)) and submit(world, attempt).json["score"] == 1


@pytest.mark.parametrize("outdates", ["another attempt", "another key"])
def test_a_plan_that_is_outdated_fails_and_changes_nothing(world, corrected, outdates):
    topic, question, attempts = corrected
    plan = done(world, question, dry_run=True)["plan"]
    if outdates == "another attempt":
        taken(world, topic, question, PRIME)
    else:
        correct(world, question, RIGHT, WRONG)
    reply = regrade(world, question, plan=plan)
    work_off(world)
    told = job(world, reply)
    assert (told["state"], told["result"]["error"]["status"]) == ("failed", 412)
    assert told["result"]["error"]["type"].endswith(":plan_outdated") and scores(world, attempts) == [(0, 1), (0, 1), (1, 1)]


def test_what_awaits_a_person_by_a_large_regrade_is_in_the_queue(world):
    topic = world.topic()
    question = world.question(topic, "essay")
    for text in ("One.", "Two.", "Two."):
        attempt = start(world, topic)
        save(world, attempt, {question["id"]: text})
        submit(world, attempt)
    done(world, question, "full_marks")
    assert queue(world, question) == []
    done(world, question, "key")
    assert sorted(queue(world, question)) == [1, 2]


def queue(world, question):
    return [each["count"] for each in world.get(f"/reviews?question_id={question['id']}", by="reviewer").json["data"]]


def test_the_record_keeps_what_changed_and_no_more(world, corrected):
    topic, question, _ = corrected
    taken(world, topic, question, PRIME)
    told = done(world, question)
    mine = CHANGES.c.regrade_id == told["regrade_id"]
    assert (told["change_count"], count(world, CHANGES, mine), count(world, CHANGES, mine, CHANGES.c.machine.is_not(None))) == (3, 3, 0)


def test_a_plan_that_nobody_applies_is_forgotten_after_a_day(world, corrected):
    _, question, _ = corrected
    plan = done(world, question, dry_run=True)["plan"]
    records.forget(world.engine)
    assert count(world, REGRADES, REGRADES.c.question_id == question["id"]) == 1
    with db.writing(world.engine):
        db.execute(update(REGRADES).where(REGRADES.c.question_id == question["id"]).values(created_at=db.now(days=-2)))
    records.forget(world.engine)
    assert count(world, REGRADES, REGRADES.c.question_id == question["id"]) == 0
    assert regrade(world, question, plan=plan).status_code == 412
