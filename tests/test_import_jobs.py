"""Importing a long file by a job: told as if it had been done at once, once, and by whoever asked."""
import json

import pytest
from sqlalchemy import delete, func, select, update

from service import db, jobs
from service.exchange import by_job, importing
from service.models.imports import Upload
from tests.importing import counted, fetched, listed, numbers, send, told
from tests.world import DATABASES, World

UPLOADS = Upload.__table__
MANY = numbers(*range(450))


@pytest.fixture(scope="module", params=DATABASES)
def world(request):
    """A service in which every file is a long one."""
    world = World(request.param, import_at_once=0)
    yield world
    world.close()


@pytest.fixture(autouse=True)
def nothing_else(world, monkeypatch):
    """No chore, and no file of another story."""
    monkeypatch.setattr(jobs, "CHORES", [])
    with db.writing(world.engine):
        db.execute(delete(UPLOADS))


def queued(world, given, **more):
    reply = send(world, given, **more)
    assert reply.status_code == 202, (reply.status_code, reply.json)
    return reply.headers["Location"]


def look(world, location, by="writer"):
    return world.get(f"!{location}", by=by).json


def work_off(world, between=lambda: True):
    with world.app.app_context():
        while jobs.run_one(world.engine, between):
            pass


def done(world, given, **more):
    location = queued(world, given, **more)
    work_off(world)
    job = look(world, location)
    assert job["state"] == "done", job
    return job["result"]


def pieces(world):
    with db.snapshot(world.engine):
        return db.execute(select(func.count()).select_from(UPLOADS).where(UPLOADS.c.number >= 0)).scalar_one()


def test_a_long_file_is_imported_by_a_job_and_its_result_is_the_report(world):
    topic = world.topic()
    reply = send(world, MANY, topic=topic["id"])
    assert (reply.status_code, reply.json["state"], reply.headers["Location"]) == (202, "queued", f"/api/v1/jobs/{reply.json['id']}")
    assert reply.headers["Retry-After"] and listed(world, topic) == []
    work_off(world)
    job = look(world, reply.headers["Location"])
    assert (job["state"], job["done"], job["total"], counted(job["result"])) == ("done", 450, 450, {"created": 450})
    assert job["result"]["topic"]["id"] == topic["id"] and pieces(world) == 0


def test_it_tells_what_an_import_at_once_tells(world):
    at_once = World(world.kind)
    try:
        given = [*numbers(1, 2), {"type": "riddle"}, *numbers(1)]
        for more in ({"dry_run": True}, {"on_error": "skip"}):
            reports = [ask(place, given, topic=place.topic()["id"], **more) for ask, place in ((told, at_once), (done, world))]
            for report in reports:
                report["topic"] = [item.pop("question_id") for item in report["items"]] and None
            assert reports[0] == reports[1]
    finally:
        at_once.close()


def test_how_far_it_has_read_can_be_seen_meanwhile(world):
    seen, location = [], queued(world, MANY, topic=world.topic()["id"])
    work_off(world, lambda: seen.append(look(world, location)) or True)
    assert [(each["state"], each["done"], each["total"]) for each in seen] == [
        ("running", 200, None),
        ("running", 400, None),
        ("running", 450, 450),
    ]


@pytest.mark.parametrize("batch", [0, 1, 2])
def test_cancelled_before_it_writes_it_leaves_nothing(world, batch):
    topic, batches = world.topic(), []
    location = queued(world, MANY, topic=topic["id"])

    def cancel():
        batches.append(1)
        if len(batches) == batch:
            world.call("DELETE", f"!{location}", "writer")
        return True

    if batch == 0:
        world.call("DELETE", f"!{location}", "writer")
    work_off(world, cancel)
    assert look(world, location)["state"] == "cancelled" and listed(world, topic) == []
    assert batch == 0 or pieces(world) == 0


def test_handed_back_it_is_begun_again_and_ends_once(world):
    topic = world.topic()
    location = queued(world, MANY, topic=topic["id"], duplicates="create")
    with world.app.app_context():
        for _ in range(3):
            jobs.run_one(world.engine, lambda: False)
    assert look(world, location)["state"] == "queued" and listed(world, topic) == []
    work_off(world)
    assert counted(look(world, location)["result"]) == {"created": 450} and count(world, topic) == 450


def count(world, topic):
    return world.get(f"/topics/{topic['id']}/questions?count=exact&limit=1&status=draft", by="writer").json["page"]["total"]


class Killed(BaseException):
    """The process is gone: nothing after this was done."""


@pytest.mark.parametrize("when", ["before it is written", "after it was written"])
def test_after_its_process_died_it_is_begun_again_and_tells_what_it_told(world, when, monkeypatch):
    topic = world.topic()
    location = queued(world, [*MANY, *numbers(1)], topic=topic["id"], duplicates="create")
    where = (importing, "run") if when == "before it is written" else (jobs.Claim, "end")
    with monkeypatch.context() as dying:
        dying.setattr(*where, killed)
        with pytest.raises(Killed):
            work_off(world)
    assert look(world, location)["state"] == "running" and count(world, topic) == (0 if when == "before it is written" else 451)
    silent(world, location)
    work_off(world)
    assert counted(look(world, location)["result"]) == {"created": 451} and count(world, topic) == 451


def killed(*_, **__):
    raise Killed


def silent(world, location):
    with db.writing(world.engine):
        late = db.now(seconds=-jobs.SILENCE - 1)
        db.execute(update(jobs.TABLE).where(jobs.TABLE.c.id == location.rpartition("/")[2]).values(seen_at=late))


def test_taken_over_while_it_lives_it_is_imported_once(world, monkeypatch):
    topic, real = world.topic(), by_job.read
    location = queued(world, numbers(1, 1), topic=topic["id"], duplicates="create")

    def overtaken(*words):
        read = yield from real(*words)
        monkeypatch.setattr(by_job, "read", real)
        silent(world, location)
        assert jobs.run_one(world.engine)
        return read

    monkeypatch.setattr(by_job, "read", overtaken)
    with world.app.app_context():
        jobs.run_one(world.engine)
    assert counted(look(world, location)["result"]) == {"created": 2} and count(world, topic) == 2
    with world.app.app_context():  # whoever was only slow, and writes after the other, writes nothing
        job = list(arguments(world, location))
        assert by_job_result(world, job[0])["counts"]["created"] == 2 and count(world, topic) == 2


def arguments(world, location):
    with db.snapshot(world.engine):
        yield from db.execute(select(jobs.TABLE.c.arguments).where(jobs.TABLE.c.id == location.rpartition("/")[2])).scalars()


def by_job_result(world, given):
    batches = by_job.work(world.engine, given)
    with pytest.raises(StopIteration) as end:
        while True:
            next(batches)
    return end.value.value


def test_only_who_asked_and_admins_see_it(world):
    location = queued(world, numbers(1), topic=world.topic()["id"])
    seen = {by: world.get(f"!{location}", by=by).status_code for by in (None, "reader", "reviewer", "learner", "writer", "admin")}
    assert seen.pop("writer") == seen.pop("admin") == 200 and set(seen.values()) <= {401, 404}
    work_off(world)


def test_the_history_names_the_key_that_asked(world):
    topic = world.topic()
    report = done(world, numbers(1), topic=topic["id"])
    path = f"/questions/{report['items'][0]['question_id']}/revisions"
    assert world.get(path, by="writer").json["data"][0]["by"]["name"] == "writer"


def test_sent_again_with_its_idempotency_key_there_is_one_job(world):
    topic = world.topic()
    locations = {queued(world, numbers(1), topic=topic["id"], headers={"Idempotency_Key": "long"}) for _ in range(2)}
    assert len(locations) == 1
    work_off(world)
    assert len(listed(world, topic)) == 1


@pytest.mark.parametrize(
    ("given", "more", "status", "kind"),
    [
        ('[{"a": 1},', {}, 422, "unreadable_file"), (json.dumps(numbers(1)), {"topic": None}, 400, "invalid_parameter"),
        (json.dumps(numbers(1)), {"gone": True}, 400, "invalid_parameter"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_fails_with_the_problem_and_keeps_nothing(world, given, more, status, kind):
    topic = world.topic()
    named = {} if "topic" in more else {"topic": topic["id"]}
    location = queued(world, given, **named)
    if "gone" in more:
        world.delete(f"/topics/{topic['id']}")
    work_off(world)
    job = look(world, location)
    assert (job["state"], job["result"]["error"]["status"]) == ("failed", status) and job["result"]["error"]["type"].endswith(f":{kind}")
    assert pieces(world) == 0


def test_files_whose_job_is_long_gone_are_taken_away(world):
    location = queued(world, numbers(1), topic=world.topic()["id"])
    with db.writing(world.engine):
        db.execute(update(UPLOADS).values(created_at=db.now(days=-by_job.DAYS_KEPT - 1)))
    by_job.forget_old(world.engine)
    assert pieces(world) == 0
    work_off(world)
    assert look(world, location)["result"]["error"]["type"].endswith(":file_gone")


def test_a_file_of_several_pieces_comes_together_again(world, monkeypatch):
    monkeypatch.setattr(by_job, "PIECE", 1000)
    topic = world.topic()
    done(world, MANY[:100], topic=topic["id"])
    assert len(json.loads(fetched(world, topic))["questions"]) == 100
