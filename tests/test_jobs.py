"""Jobs are done once, batch by batch, whatever becomes of the processes that do them."""
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from service import db, jobs
from service.jobs import TABLE

pytestmark = pytest.mark.usefixtures("nothing_to_do")


class Killed(BaseException):
    """The process is gone: nothing after this was done."""


@pytest.fixture
def batches():
    """A kind `count` of five batches; `batches[3]` is a function to be called in the third, `heard` is how it was ended."""
    told = {"seen": [], "heard": None}

    @jobs.kind("count")
    def count(engine, arguments):
        try:
            for number in range(1, 6):
                told["seen"].append(number)
                told.get(number, lambda: None)()
                yield number, 5
        except BaseException as error:
            told["heard"] = type(error).__name__
            raise
        return {"counted": arguments["what"]}

    return told


def queued(world):
    return world.job("count", {"what": "sheep"})


def look(world, id):
    with db.snapshot(world.engine):
        return db.execute(select(TABLE).where(TABLE.c.id == id)).mappings().one()


def changed(world, id, **values):
    with db.writing(world.engine):
        db.execute(update(TABLE).where(TABLE.c.id == id).values(**values))


def cancelled(world, id):
    with db.writing(world.engine):
        jobs.cancel(id)


def silent_for(world, id, seconds):
    changed(world, id, seen_at=db.now(seconds=-seconds))


def killed():
    raise Killed


def died(world, batches, batch=3):
    """The id of a job whose process died in this batch."""
    batches[batch], id = killed, queued(world)
    with pytest.raises(Killed):
        jobs.run_one(world.engine)
    batches[batch] = lambda: None
    batches["seen"].clear()
    return id


def test_a_job_runs_through_its_batches_to_its_result(world, batches):
    id = queued(world)
    assert (jobs.run_one(world.engine), jobs.run_one(world.engine)) == (True, False)
    told = look(world, id)
    assert (told["state"], told["done"], told["total"], told["result"]) == ("done", 5, 5, {"counted": "sheep"})


def test_how_far_it_is_can_be_seen_meanwhile(world, batches):
    seen, id = [], queued(world)
    for number in range(1, 6):
        batches[number] = lambda: seen.append((look(world, id)["state"], look(world, id)["done"]))
    jobs.run_one(world.engine)
    assert seen == [("running", done) for done in range(5)]


def test_the_oldest_comes_first(world, batches):
    ids, order = [queued(world) for _ in range(3)], []
    batches[1] = lambda: order.append(next(id for id in ids if look(world, id)["state"] == "running"))
    changed(world, ids[2], created_at="2020-01-01T00:00:00.000000Z")
    while jobs.run_one(world.engine):
        pass
    assert order == [ids[2], ids[0], ids[1]]


def test_a_job_whose_process_died_is_begun_again_and_ends(world, batches):
    id = died(world, batches)
    silent_for(world, id, jobs.SILENCE + 1)
    assert jobs.run_one(world.engine)
    assert batches["seen"] == [1, 2, 3, 4, 5] and look(world, id)["state"] == "done"


def test_a_job_is_nobody_elses_while_its_process_gives_signs_of_life(world, batches):
    id = died(world, batches)
    silent_for(world, id, jobs.SILENCE - 5)
    assert not jobs.run_one(world.engine) and look(world, id)["state"] == "running"


def test_what_is_done_again_after_a_crash_does_not_count_twice(world, batches):
    id, seen = died(world, batches, 4), []
    silent_for(world, id, jobs.SILENCE + 1)
    for number in range(1, 6):
        batches[number] = lambda: seen.append(look(world, id)["done"])
    jobs.run_one(world.engine)
    assert seen == [3, 3, 3, 3, 4]


def test_a_process_that_was_silent_for_too_long_leaves_the_job_to_who_took_it_over(world, batches):
    id = queued(world)

    def taken_over():
        batches[3] = lambda: None
        silent_for(world, id, jobs.SILENCE + 1)
        assert jobs.run_one(world.engine) and look(world, id)["state"] == "done"

    batches[3] = taken_over
    before = jobs.run_one(world.engine)
    assert before and batches["seen"] == [1, 2, 3, 1, 2, 3, 4, 5] and batches["heard"] == "GeneratorExit"
    assert look(world, id)["result"] == {"counted": "sheep"}


def test_of_many_processes_each_job_is_done_by_one(world):
    did = Counter()

    @jobs.kind("count")
    def count(engine, arguments):
        did[arguments["number"]] += 1
        yield 1, 1

    for number in range(24):
        world.job("count", {"number": number})
    start = threading.Barrier(4)

    def process(_):
        start.wait()
        return sum(iter(lambda: jobs.run_one(world.engine), False))

    with ThreadPoolExecutor(4) as processes:
        assert sum(processes.map(process, range(4))) >= 24
    while jobs.run_one(world.engine):
        pass
    assert did == {number: 1 for number in range(24)}


def test_a_job_cancelled_on_its_way_hears_of_it_at_the_end_of_its_batch(world, batches):
    id = queued(world)
    batches[2] = lambda: cancelled(world, id)
    jobs.run_one(world.engine)
    told = look(world, id)
    assert (told["state"], told["done"], told["result"]) == ("cancelled", 2, None)
    assert (batches["seen"], batches["heard"]) == ([1, 2], "Cancelled")


def test_a_job_cancelled_after_its_process_died_is_not_begun_again(world, batches):
    id = died(world, batches)
    cancelled(world, id)
    silent_for(world, id, jobs.SILENCE + 1)
    assert jobs.run_one(world.engine)
    assert look(world, id)["state"] == "cancelled" and batches["seen"] == []


def test_a_process_that_is_to_stop_hands_its_job_back_for_the_next_to_begin_at_once(world, batches):
    id, wanted = queued(world), iter((True, True, False))
    assert jobs.run_one(world.engine, lambda: next(wanted))
    assert (look(world, id)["state"], batches["seen"], batches["heard"]) == ("queued", [1, 2, 3], "GeneratorExit")
    assert jobs.run_one(world.engine) and look(world, id)["state"] == "done"


def test_a_job_that_was_handed_back_often_is_not_given_up(world, batches):
    id = queued(world)
    for _ in range(2 * jobs.BEGUN_AT_MOST):
        jobs.run_one(world.engine, lambda: False)
    assert jobs.run_one(world.engine) and look(world, id)["state"] == "done"


def test_a_job_that_takes_its_process_down_each_time_is_given_up(world, batches):
    id = queued(world)
    batches[2] = killed
    for _ in range(jobs.BEGUN_AT_MOST):
        with pytest.raises(Killed):
            jobs.run_one(world.engine)
        silent_for(world, id, jobs.SILENCE + 1)
    assert jobs.run_one(world.engine)
    told = look(world, id)
    assert told["state"] == "failed" and "given up" in told["result"]["error"]["detail"]


def test_a_job_whose_database_does_not_answer_is_begun_again(world, batches):
    id = queued(world)

    def away():
        batches[3] = lambda: None
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    batches[3] = away
    with pytest.raises(OperationalError):
        jobs.run_one(world.engine)
    assert look(world, id)["state"] == "queued"
    assert jobs.run_one(world.engine) and look(world, id)["state"] == "done"


def test_a_job_of_a_kind_that_is_not_known_here_waits_for_who_knows_it(world):
    id = world.job("of another kind")
    assert not jobs.run_one(world.engine) and look(world, id)["state"] == "queued"


def test_to_look_for_a_job_that_is_not_there_writes_nothing(world, batches):
    said = []
    event.listen(world.engine, "before_cursor_execute", listener := lambda *words: said.append(words[2].split()[0]))
    assert not jobs.run_one(world.engine)
    event.remove(world.engine, "before_cursor_execute", listener)
    assert said == ["SELECT"]


def test_a_job_that_ended_long_ago_is_forgotten_and_no_other(world, batches):
    long_ago = db.now(days=-jobs.DAYS_KEPT - 1)
    ended, waiting, recent = (queued(world) for _ in range(3))
    changed(world, ended, state="done", updated_at=long_ago)
    changed(world, waiting, updated_at=long_ago)
    changed(world, recent, state="done")
    jobs.forget(world.engine)
    with db.snapshot(world.engine):
        assert set(db.execute(select(TABLE.c.id)).scalars()) == {waiting, recent}
