"""Jobs as their callers see them: started with 202, looked at, cancelled."""
import uuid

import pytest
from flask import Blueprint

from schemas.access import NewLearner
from schemas.grade import GradeItem
from schemas.job import Job
from service import jobs, openapi, web
from service.errors import Problem
from service.web import Slow, accepted, speaks


@pytest.fixture(scope="module")
def world(world):
    """The service with one more address, whose work is a job where it is long."""
    bp = Blueprint("counting", __name__)

    @bp.post("/api/v1/count")
    @speaks(takes=NewLearner, gives=Slow(GradeItem))
    def count(data):
        """Count."""
        if not data["handle"]:
            return {"response": "counted"}
        return accepted(jobs.start("count", {"to": data["handle"]}, total=2))

    world.app.register_blueprint(bp)
    return world


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The kind of job that these stories are about: what it does is told as `outcome`."""
    monkeypatch.setattr(jobs, "KINDS", {})
    outcome = {}

    @jobs.kind("count")
    def count(engine, arguments):
        yield 1, 2
        if "error" in outcome:
            raise outcome["error"]
        yield 2, 2
        return {"counted_to": arguments["to"]}

    return outcome


def started(world, by="grader", **headers):
    reply = world.post("/count", {"handle": "LongWork"}, by=by, **headers)
    assert reply.status_code == 202, reply.json
    return reply


def worked(world):
    """All that waits is done."""
    while jobs.run_one(world.engine):
        pass


def test_long_work_is_accepted_and_says_where_to_look(world):
    reply = started(world)
    assert reply.headers["Location"] == f"/api/v1/jobs/{reply.json['id']}" and reply.headers["Retry-After"] == "1"
    assert (reply.json["kind"], reply.json["state"], reply.json["done"], reply.json["total"]) == ("count", "queued", 0, 2)
    assert world.get(f"/jobs/{reply.json['id']}", by="grader").json == reply.json


def test_short_work_is_answered_at_once(world):
    reply = world.post("/count", {}, by="grader")
    assert (reply.status_code, reply.json) == (200, {"response": "counted"})
    assert "Location" not in reply.headers and "Retry-After" not in reply.headers


def test_a_job_ends_with_its_result(world):
    id = started(world).json["id"]
    assert world.get(f"/jobs/{id}", by="grader").headers["Retry-After"] == "1"
    worked(world)
    reply = world.get(f"/jobs/{id}", by="grader")
    assert (reply.json["state"], reply.json["done"], reply.json["result"]) == ("done", 2, {"counted_to": "LongWork"})
    assert "Retry-After" not in reply.headers


def test_a_job_is_kept_in_no_cache_and_as_its_schema_says(world):
    id = started(world).json["id"]
    reply = world.get(f"/jobs/{id}", by="grader")
    assert reply.headers["Cache-Control"] == "no-store" and "ETag" not in reply.headers
    assert list(reply.json.items()) == list(Job().dump(reply.json).items())


def test_a_problem_met_on_the_way_is_told_as_one(world, kinds):
    kinds["error"] = Problem(409, "It was in the way.", kind="in_the_way", place=7)
    id = started(world).json["id"]
    worked(world)
    told = world.get(f"/jobs/{id}", by="grader").json
    assert told["state"] == "failed" and told["done"] == 1
    assert (told["result"]["error"]["type"], told["result"]["error"]["place"]) == ("urn:quizbank:problem:in_the_way", 7)


def test_a_fault_of_ours_is_told_in_general_words(world, kinds, caplog):
    kinds["error"] = ValueError("the key is PRIVATE")
    id = started(world).json["id"]
    worked(world)
    told = world.get(f"/jobs/{id}", by="grader").json
    assert (told["state"], told["result"]["error"]["status"]) == ("failed", 500) and "PRIVATE" not in str(told)
    assert [record.job for record in caplog.records if record.message == "unexpected error"] == [id]


def test_a_job_is_shown_to_who_started_it_and_to_admins(world):
    id = started(world, by="grader").json["id"]
    seen = {by: world.get(f"/jobs/{id}", by=by).status_code for by in ("grader", "reader", "writer", "learner", "admin", None)}
    assert seen == {"grader": 200, "reader": 404, "writer": 404, "learner": 404, "admin": 200, None: 401}


def test_a_learners_job_is_that_learners(world):
    id = started(world, by="learner").json["id"]
    other = world.post("/learners", {}).json["token"]
    assert [world.get(f"/jobs/{id}", by=by).status_code for by in ("learner", other)] == [200, 404]


def test_who_has_no_name_starts_no_job(world):
    assert world.post("/count", {"handle": "LongWork"}).status_code == 401


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("id", ["nothing", "0190f1d2-0000-7000-8000-000000000000"])
def test_a_job_that_there_is_not_is_404(world, method, id):
    assert world.call(method, f"/jobs/{id}", "admin").status_code == 404


def test_a_job_that_waits_is_cancelled_at_once_and_never_done(world):
    id = started(world).json["id"]
    reply = world.call("DELETE", f"/jobs/{id}", "grader")
    assert (reply.status_code, reply.json["state"], reply.headers["Location"]) == (202, "cancelled", f"/api/v1/jobs/{id}")
    worked(world)
    told = world.get(f"/jobs/{id}", by="grader").json
    assert (told["state"], told["done"], told["result"]) == ("cancelled", 0, None)


def test_to_cancel_what_has_ended_changes_nothing(world):
    id = started(world).json["id"]
    worked(world)
    before = world.get(f"/jobs/{id}", by="grader").json
    replies = [world.call("DELETE", f"/jobs/{id}", "grader") for _ in range(2)]
    assert [(reply.status_code, reply.json) for reply in replies] == [(202, before)] * 2


def test_nobody_cancels_anothers_job_but_an_admin(world):
    id = started(world).json["id"]
    assert [world.call("DELETE", f"/jobs/{id}", by).status_code for by in ("writer", None)] == [404, 401]
    assert world.get(f"/jobs/{id}", by="grader").json["state"] == "queued"
    assert world.call("DELETE", f"/jobs/{id}", "admin").json["state"] == "cancelled"


def test_a_retry_with_the_same_key_is_told_of_the_same_job(world):
    key = str(uuid.uuid4())
    first, again = started(world, Idempotency_Key=key), started(world, Idempotency_Key=key)
    assert again.data == first.data and again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]


def test_what_may_take_long_is_documented_with_both_replies(world):
    with world.app.app_context():
        document = openapi.build(world.app)
    replies = document["paths"]["/api/v1/count"]["post"]["responses"]
    assert [replies[status]["content"][web.JSON]["schema"]["$ref"].rpartition("/")[2] for status in ("200", "202")] == ["GradeItem", "Job"]
    assert replies["202"]["headers"]["Location"]["required"]
    assert "202" in document["paths"]["/api/v1/jobs/{id}"]["delete"]["responses"]
