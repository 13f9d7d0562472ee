"""The job process in earnest: `serve` has one, brings it back when it is killed, and leaves none behind."""
import os
import signal
import time

import pytest
from flask import Flask
from sqlalchemy import update

from service import db, jobs
from tests.faults.server import RUN, Server, until
from tests.world import DATABASES

pytestmark = pytest.mark.slow
LONG = 400


class Counting(Server):
    """The service with the kind of job that counts."""

    program = f"import tests.faults.counting; {RUN}"

    def engine(self):
        return db.connect(self.url.replace("postgresql://", "postgresql+psycopg://"))

    def job(self, to=20, pause=0.05):
        """Have it count: the job's id."""
        engine, path = self.engine(), self.folder / f"{time.monotonic_ns()}"
        with Flask(__name__).app_context(), db.writing(engine):
            id = jobs.start("count", {"path": str(path), "to": to, "pause": pause})
        engine.dispose()
        return id, path

    def state(self, id):
        return self.get(f"/jobs/{id}", "admin").json["state"]

    def half_a_minute_later(self, id):
        """The last sign of life of a job is long ago."""
        engine = self.engine()
        with db.writing(engine):
            db.execute(update(jobs.TABLE).where(jobs.TABLE.c.id == id).values(seen_at=db.now(seconds=-jobs.SILENCE - 1)))
        engine.dispose()

    def ended(self, id):
        until(lambda: self.state(id) in ("done", "failed", "cancelled"), f"the job {id} has ended")
        return self.get(f"/jobs/{id}", "admin").json


@pytest.fixture(scope="module", params=DATABASES)
def server(request):
    with Counting(request.param) as server:
        yield server
        assert not server.unexpected()


def counted(path):
    """What was counted, and by which processes."""
    lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return [int(number) for number, _ in lines], list(dict.fromkeys(int(process) for _, process in lines))


def at_work(path, numbers=3):
    """The process that does a job, once it has come so far."""
    until(lambda: len(counted(path)[0]) >= numbers, "the job is under way")
    return counted(path)[1][-1]


def test_one_process_beside_the_workers_does_the_jobs(server):
    ids = [server.job(to=3) for _ in range(3)]

    told = [server.ended(id) for id, _ in ids]

    assert [(job["state"], job["done"], job["result"]) for job in told] == [("done", 3, {"counted": 3})] * 3
    processes = {process for _, path in ids for process in counted(path)[1]}
    assert len(processes) == 1 and processes <= set(server.members()) - {server.process.pid}
    assert len(list(server.members())) == 1 + 2 + 1


def test_killed_it_comes_back_and_the_job_is_resumed_and_ends(server):
    id, path = server.job(to=60)
    first = at_work(path)

    os.kill(first, signal.SIGKILL)
    before = len(counted(path)[0])
    until(lambda: len(set(server.members()) - {first}) == 4, "there is a job process again")
    server.half_a_minute_later(id)
    told = server.ended(id)

    numbers, processes = counted(path)
    assert told["state"] == "done" and numbers == list(range(60)) and 0 < before < 60
    assert len(processes) == 2 and processes[0] == first


def test_a_job_that_runs_is_cancelled_within_a_batch(server):
    id, path = server.job(to=LONG)
    at_work(path)

    assert server.call("DELETE", f"/jobs/{id}", "admin").status == 202
    told = server.ended(id)

    assert told["state"] == "cancelled" and 0 < told["done"] < LONG
    time.sleep(0.3)
    assert len(counted(path)[0]) <= told["done"] + 1


def test_two_job_processes_share_the_jobs_and_do_none_twice(server):
    other = server.spawn("work")
    all_of_them = [server.job(to=10, pause=0.1) for _ in range(6)]

    told = [server.ended(id) for id, _ in all_of_them]

    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0
    assert [job["state"] for job in told] == ["done"] * 6
    assert [counted(path)[0] for _, path in all_of_them] == [list(range(10))] * 6
    assert len({process for _, path in all_of_them for process in counted(path)[1]}) == 2


def test_told_to_stop_it_hands_its_job_back_and_the_next_server_goes_on_at_once(server):
    id, path = server.job(to=60)
    at_work(path)

    stopped = time.monotonic()
    server.process.terminate()
    assert server.process.wait(20) == 0 and time.monotonic() - stopped < 8
    assert list(server.members()) == []
    server.start()

    assert server.ended(id)["state"] == "done"
    assert counted(path)[0] == list(range(60)) and len(counted(path)[1]) == 2


def test_it_does_not_outlive_a_master_that_is_killed(server):
    id, path = server.job(to=LONG)
    at_work(path)

    server.process.kill()
    server.process.wait()
    until(lambda: list(server.members()) == [], "nobody is left")
    server.start()

    assert server.state(id) == "queued" or at_work(path, len(counted(path)[0]) + 1)
    assert server.call("DELETE", f"/jobs/{id}", "admin").status == 202
