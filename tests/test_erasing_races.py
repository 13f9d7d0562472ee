"""Learners are erased while others settle, review and decide what they wrote: nothing of it comes back."""
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select, text

from service import db, privacy
from service.attempts import deciding, queue
from service.models.attempts import Review
from tests.reviewing import ask, decide, reviews, taken
from tests.taking import save, start, submit
from tests.world import World

REVIEWS = Review.__table__
SONG = "a nightingale sang"


@pytest.fixture(scope="module")
def world():
    """On PostgreSQL alone: in SQLite writers stand in a queue."""
    world = World("postgresql")
    yield world
    world.close()


@pytest.fixture
def topic(world):
    return world.topic(review={"share": 1})


@contextmanager
def held(monkeypatch, module, name):
    """Whoever calls this function waits in it: (that somebody does, let go)."""
    reached, go_on, function = Event(), Event(), getattr(module, name)

    def waits(*arguments):
        reached.set()
        assert go_on.wait(10)
        return function(*arguments)

    monkeypatch.setattr(module, name, waits)
    yield reached, go_on
    go_on.set()


def kept(world, question):
    with db.snapshot(world.engine):
        return db.execute(select(REVIEWS.c.response).where(REVIEWS.c.question_id == question["id"])).scalars().all()


def somebody_waits(world):
    with world.engine.connect() as connection:
        return connection.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).first()


def until(so):
    while not so():
        sleep(0.05)


def erase(world, learner):
    return world.call("DELETE", f"/learner-data?learner={learner}", "grader").status_code


@pytest.mark.parametrize("doing", ["asks for a review", "settles"])
def test_what_is_put_in_the_queue_while_its_learner_is_erased_is_erased_too(world, topic, monkeypatch, doing):
    question = world.question(topic, "short_answer" if doing == "asks for a review" else "essay")
    attempt = start(world, topic, by="grader", learner=doing)
    save(world, attempt, {question["id"]: SONG}, by="grader")
    if doing == "asks for a review":
        submit(world, attempt, by="grader")
    with ThreadPoolExecutor() as threads, held(monkeypatch, queue, "review_of") as (reached, go_on):
        does = threads.submit(ask, world, attempt, question) if doing != "settles" else threads.submit(submit, world, attempt, "grader")
        assert reached.wait(10)
        erases = threads.submit(erase, world, doing)
        until(lambda: erases.done() or somebody_waits(world))
        go_on.set()
        assert does.result().status_code < 500 and erases.result() == 204
    assert kept(world, question) == []


def test_who_decides_what_is_just_erased_hears_that_it_is_gone(world, topic, monkeypatch):
    question = world.question(topic, "essay")
    taken(world, topic, {question["id"]: SONG}, by="grader", learner="one")
    [review] = reviews(world, question)
    with ThreadPoolExecutor() as threads, held(monkeypatch, deciding, "decide") as (reached, go_on):
        decides = threads.submit(decide, world, review, score=1)
        assert reached.wait(10)
        with db.writing(world.engine), world.app.app_context():
            privacy.erase_named("one")
        go_on.set()
        assert decides.result().status_code == 404
