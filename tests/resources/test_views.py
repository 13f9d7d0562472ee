"""Views: how often a topic was looked at, without keeping who looked."""
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from service import db
from service.models.feedback import Viewer
from service.resources import views
from tests.world import SEEDED

HOME, AWAY = "192.0.2.1", "192.0.2.2"


def look(world, topic, by=None, agent="Firefox", at=HOME):
    """Look at a topic; how often it was looked at by then."""
    reply = world.call("POST", f"/topics/{topic['id']}/views", by, headers={"User_Agent": agent}, environ_base={"REMOTE_ADDR": at})
    assert (reply.status_code, reply.data, reply.headers["Cache-Control"]) == (204, b"", "no-store"), reply.json
    return count(world, topic)


def count(world, topic):
    return world.get(f"/topics/{topic['id']}/views").json["count"]


@pytest.fixture
def clock(monkeypatch):
    """A clock that the story sets."""
    class Clock:
        def set(self, text):
            monkeypatch.setattr(db, "now", lambda **later: db.rfc3339(datetime.fromisoformat(text) + timedelta(**later)))

    return Clock()


def test_a_topic_that_nobody_looked_at_has_no_views(world):
    reply = world.get(f"/topics/{world.topic()['id']}/views")
    assert (reply.status_code, reply.json, reply.headers["Cache-Control"]) == (200, {"count": 0}, "no-store")


def test_a_look_is_counted(world):
    assert look(world, world.topic()) == 1


def test_a_topic_is_counted_by_its_id_and_its_slug_alike(world):
    before = world.get(f"/topics/{SEEDED}/views").json["count"]
    assert look(world, world.get(f"/topics/{SEEDED}").json) == before + 1
    assert world.get(f"/topics/{SEEDED}/views").json["count"] == before + 1


def test_a_refresh_is_not_counted_twice(world):
    topic = world.topic()
    assert [look(world, topic) for _ in range(3)] == [1, 1, 1]


def test_each_topic_is_counted_for_itself(world):
    first, second = world.topic(), world.topic()
    assert (look(world, first), look(world, second), count(world, first)) == (1, 1, 1)


@pytest.mark.parametrize("other", [{"agent": "Safari"}, {"at": AWAY}, {"by": "learner"}, {"by": "reader"}, {"at": "2001:db8::1"}])
def test_somebody_else_is_counted_too(world, other):
    topic = world.topic()
    look(world, topic)
    assert look(world, topic, **other) == 2


def test_a_learner_is_the_same_wherever_the_call_comes_from(world):
    topic = world.topic()
    assert [look(world, topic, by="learner", at=at) for at in (HOME, AWAY)] == [1, 1]


def test_a_home_network_of_ipv6_is_one_place(world):
    topic = world.topic()
    assert [look(world, topic, at=at) for at in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "::ffff:192.0.2.1", "::ffff:192.0.2.2")] == [1, 1, 2, 3, 4]


def test_who_comes_again_after_half_an_hour_is_counted_again(world, clock):
    topic, counts = world.topic(), []
    for moment in ("12:00:00", "12:29:59", "12:30:00", "12:30:01"):
        clock.set(f"2026-03-01T{moment}Z")
        counts.append(look(world, topic))
    assert counts == [1, 1, 2, 2]


def test_a_refresh_over_midnight_is_not_counted_twice(world, clock):
    topic, counts = world.topic(), []
    for moment in ("2026-03-01T23:50:00Z", "2026-03-02T00:10:00Z", "2026-03-02T00:25:00Z"):
        clock.set(moment)
        counts.append(look(world, topic))
    assert counts == [1, 1, 2]


def test_who_looked_is_kept_as_a_hash_that_is_another_each_day(fresh_world, clock, monkeypatch):
    monkeypatch.setattr(views, "SWEEPS", 0)  # else one look in a hundred forgets the day before
    topic = fresh_world.topic()
    for day in (1, 2):
        clock.set(f"2026-03-0{day}T12:00:00Z")
        look(fresh_world, topic, agent="A telling name")
    with db.snapshot(fresh_world.engine):
        rows = db.execute(select(Viewer.__table__)).all()
    assert len({row.viewer for row in rows}) == 2 and all(len(row.viewer) == 64 for row in rows)
    assert not any(told in str(rows) for told in (HOME, "telling"))


def test_who_looked_too_long_ago_is_forgotten_now_and_then(fresh_world, clock, monkeypatch):
    topic = fresh_world.topic()
    clock.set("2026-03-01T12:00:00Z")
    look(fresh_world, topic)
    clock.set("2026-03-01T13:00:00Z")
    monkeypatch.setattr(views, "SWEEPS", 1)
    assert look(fresh_world, topic, agent="Safari") == 2
    with db.snapshot(fresh_world.engine):
        assert [row.until for row in db.execute(select(Viewer.__table__))] == ["2026-03-01T13:30:00.000000Z"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_views_of_a_draft_are_for_those_who_may_know_of_it(world, method):
    path = f"/topics/{world.topic(status='draft')['id']}/views"
    told = {by: world.call(method, path, by).status_code for by in (None, "learner", "reader", "writer")}
    assert told == {None: 404, "learner": 404, "reader": 404, "writer": 200 if method == "GET" else 204}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_hidden_topic_has_no_views_for_anybody(world, method):
    topic = world.topic()
    world.delete(f"/topics/{topic['id']}")
    assert [world.call(method, f"/topics/{topic['id']}/views", by).status_code for by in (None, "writer")] == [404, 404]


def test_a_look_changes_nothing_of_the_topic(world):
    topic = world.topic()
    before = world.get(f"/topics/{topic['id']}")
    look(world, topic)
    after = world.get(f"/topics/{topic['id']}")
    assert (before.headers["ETag"], before.json) == (after.headers["ETag"], after.json)
