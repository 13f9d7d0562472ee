"""The job process: jobs and chores, one after another, until it is told to stop."""
import pytest
from sqlalchemy.exc import OperationalError

from service import jobs, working

pytestmark = pytest.mark.usefixtures("nothing_to_do")


@pytest.fixture
def batches():
    """The batches, of five, that a job of the kind `count` has come to."""
    seen = []

    @jobs.kind("count")
    def count(engine, arguments):
        for number in range(1, 6):
            seen.append(number)
            yield number, 5

    return seen


def state(world, id):
    return world.get(f"/jobs/{id}", by="admin").json["state"]


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes when it is told to."""
    at = [1000.0]
    monkeypatch.setattr("service.jobs.time.monotonic", lambda: at[0])
    return at


def test_a_chore_is_done_every_so_often(world, clock):
    done = []
    jobs.chore(5)(lambda engine: done.append(clock[0]))
    for second in range(1000, 1012):
        clock[0] = float(second)
        jobs.do_chores(world.engine)
    assert done == [1000, 1005, 1010]


def test_a_chore_that_fails_is_logged_keeps_no_other_back_and_has_its_turn_again(world, clock, caplog):
    done = []

    @jobs.chore(5)
    def fails(engine):
        done.append("failed")
        raise ValueError

    jobs.chore(5)(lambda engine: done.append("done"))
    jobs.do_chores(world.engine)
    clock[0] += 5
    jobs.do_chores(world.engine)
    assert done == ["failed", "done"] * 2 and [record.message for record in caplog.records] == ["unexpected error"] * 2


def test_chores_are_done_between_the_batches_of_a_long_job(world, batches):
    done = []
    jobs.chore(0)(lambda engine: done.append(batches[-1]))
    world.job("count")
    working.turn(world.app, lambda: True)
    assert done == [1, 2, 3, 4, 5, 5]


def test_the_job_process_waits_for_a_database_that_is_away_and_says_so_once(world, batches, monkeypatch, caplog):
    id, turns = world.job("count"), []
    monkeypatch.setattr(working, "rest", lambda seconds, wanted: turns.append(seconds))
    answers = iter([OperationalError("SELECT", {}, Exception("gone"))] * 6)
    ask = jobs.run_one

    def run_one(*words):
        if (error := next(answers, None)) is not None:
            raise error
        return ask(*words)

    monkeypatch.setattr(jobs, "run_one", run_one)
    working.work(world.app, lambda: len(turns) < 8)
    assert turns == [1, 2, 4, 8, 15, 15, 0, working.POLL] and state(world, id) == "done"
    said = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert said == ["the job process waits for the database", "the job process has the database again"]


def test_it_stops_at_the_end_of_a_batch_when_it_is_told_to(world, batches):
    id = world.job("count")
    working.work(world.app, lambda: 2 not in batches)
    assert (state(world, id), batches) == ("queued", [1, 2])
