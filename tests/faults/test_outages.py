"""What the service leans on is gone, locked or full: 503 and come again, never 500; and well again without a restart."""
import os
import resource
import sqlite3
import threading
import time
import uuid
from collections import Counter
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests import postgres
from tests.faults.redis import RedisServer
from tests.faults.server import Server, a_question, at_once, until
from tests.world import SEEDED, World

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def on_postgres():
    with Server("postgresql") as server:
        yield server
        assert not server.unexpected()


@pytest.fixture(scope="module")
def on_sqlite():
    with Server("sqlite") as server:
        yield server
        assert not server.unexpected()


def test_while_postgresql_is_away_all_is_503_and_then_well_again_by_itself(on_postgres):
    server, topic = on_postgres, on_postgres.topic()
    process, question = server.process.pid, server.question(topic)

    with away(server.url):
        replies = [
            server.call("GET", f"/topics/{SEEDED}"),
            server.call("GET", "/topics", "writer"),
            server.call("POST", "/questions", "writer", a_question(topic)),
            server.call("POST", "/questions", "writer", a_question(topic), Idempotency_Key=str(uuid.uuid4())),
            server.call("PATCH", f"/questions/{question['id']}", "writer", {"title": "Other"}, If_Match="*"),
            server.call("POST", "/learners", json={}),
            server.call("GET", "!/"),
            server.call("GET", "!/health/ready"),
        ]
        assert [unavailable(reply) for reply in replies] == [True] * len(replies)
        assert server.call("GET", "!/health/live").status == 200

    until(lambda: server.answers("/health/ready", 200), "it is ready again")
    assert server.get(f"/topics/{topic['id']}/questions").json["data"] == [server.get(f"/questions/{question['id']}").json]
    server.question(topic)
    assert server.process.pid == process


def test_a_connection_that_dies_under_a_request_is_503_and_no_more(on_postgres):
    """Connections are cut again and again, in the middle of whatever is going on; what was acknowledged is there."""
    server, topic, over = on_postgres, on_postgres.topic(), threading.Event()
    made = []

    def post():
        while not over.is_set():
            made.append(server.call("POST", "/questions", "writer", a_question(topic)))

    writers = [threading.Thread(target=post) for _ in range(6)]
    for writer in writers:
        writer.start()
    for _ in range(30):
        time.sleep(0.1)
        cut(server.url)
    over.set()
    for writer in writers:
        writer.join()

    assert {reply.status for reply in made} == {201, 503}
    assert all(unavailable(reply) for reply in made if reply.status == 503)
    assert {reply.json["id"] for reply in made if reply.status == 201} <= set(ids(server, topic))


def test_in_postgresql_a_twin_waits_and_replays_and_is_told_after_five_seconds(on_postgres):
    server, topic, key = on_postgres, on_postgres.topic(), str(uuid.uuid4())

    def post(wait=0):
        time.sleep(wait)
        return server.call("POST", "/questions", "writer", a_question(topic), Idempotency_Key=key)

    with holding(server.url, topic) as let_go:
        first, twin = at_once(post, lambda: post(0.5))
        assert {reply.status for reply in (first, twin)} == {409}
        assert (twin.json["type"], twin.headers["Retry-After"]) == ("urn:quizbank:problem:in_flight", "1")
        threading.Timer(2, let_go).start()
        replies = at_once(post, lambda: post(0.5))
    assert [reply.status for reply in replies] == [201, 201] and replies[0].body == replies[1].body
    assert [reply.headers["Idempotent-Replayed"] for reply in replies] == [None, "true"]


def test_while_another_process_writes_to_sqlite_writers_are_told_and_readers_read_on(on_sqlite):
    server, topic, key = on_sqlite, on_sqlite.topic(), str(uuid.uuid4())
    etag = server.get(f"/topics/{topic['id']}").headers["ETag"]

    with closing(sqlite3.connect(file_of(server), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        plain, keyed, changed, read = at_once(
            lambda: server.call("POST", "/questions", "writer", a_question(topic)),
            lambda: server.call("POST", "/questions", "writer", a_question(topic), Idempotency_Key=key),
            lambda: server.call("PATCH", f"/topics/{topic['id']}", "writer", {"title": "Other"}, If_Match=etag),
            lambda: server.call("GET", f"/topics/{topic['id']}", "writer"),
        )
        other.execute("ROLLBACK")

    assert unavailable(plain) and unavailable(changed)
    assert (keyed.status, keyed.json["type"], keyed.headers["Retry-After"]) == (409, "urn:quizbank:problem:in_flight", "1")
    assert read.status == 200
    again = server.call("POST", "/questions", "writer", a_question(topic), Idempotency_Key=key)
    assert (again.status, again.headers["Idempotent-Replayed"]) == (201, None)


def test_to_note_that_a_key_was_used_nobody_waits(on_sqlite):
    """A reader whose key was not used for long is as quick as others while another process writes."""
    with closing(sqlite3.connect(file_of(on_sqlite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert on_sqlite.call("GET", "/topics", "reader").status == 200
        assert time.monotonic() - began < 2


def test_while_the_disk_is_full_nothing_is_half_written_and_readers_read_on(on_sqlite):
    server, topic = on_sqlite, on_sqlite.topic()
    before = server.question(topic)

    with full_disk(server):
        replies = at_once(*[lambda: server.call("POST", "/questions", "writer", a_question(topic))] * 10)
        assert [unavailable(reply) for reply in replies] == [True] * 10
        assert ids(server, topic) == [before["id"]]

    after = server.question(topic)
    assert ids(server, topic) == [before["id"], after["id"]]
    with closing(sqlite3.connect(file_of(server))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(("kind", "connections"), [("sqlite", 2), ("postgresql", 3)])
def test_when_all_connections_are_taken_it_is_503(kind, connections):
    world = World(kind, threads=1)
    taken = [world.engine.connect() for _ in range(connections)]

    reply = world.get("/topics")

    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
    for connection in taken:
        connection.close()
    assert world.get("/topics").status_code == 200
    world.close()


@pytest.fixture(scope="module")
def redis():
    with RedisServer() as redis:
        yield redis


@pytest.fixture(scope="module")
def hosts(redis):
    """Two hosts with one Redis."""
    settings = {"redis_url": redis.url, "rate_anonymous": 50, "rate_credential": 200}
    with Server("sqlite", **settings) as one, Server("sqlite", **settings) as other:
        yield one, other
        assert not one.unexpected() + other.unexpected()


def test_two_hosts_share_one_limit_exactly(redis, hosts):
    redis.forget()

    replies = at_once(*(lambda host=host: host.call("GET", f"/topics/{SEEDED}") for host in hosts * 50))

    assert Counter(reply.status for reply in replies) == {200: 50, 429: 50}
    assert all(int(reply.headers["Retry-After"]) <= 60 for reply in replies if reply.status == 429)


def test_a_304_costs_nothing_on_either_host(redis, hosts):
    redis.forget()
    first = hosts[0].call("GET", f"/topics/{SEEDED}")

    replies = [host.call("GET", f"/topics/{SEEDED}", If_None_Match=host.call("GET", f"/topics/{SEEDED}").headers["ETag"]) for host in hosts * 10]

    assert Counter(reply.status for reply in replies) == {304: 20}
    assert left(hosts[1].call("GET", f"/topics/{SEEDED}")) == left(first) - 21


def test_a_batch_of_grades_costs_one_an_item_on_either_host(redis, hosts):
    redis.forget()
    question = hosts[0].call("GET", f"/topics/{SEEDED}/questions?limit=1").json["data"][0]["id"]
    items = {"items": [{"question_id": question, "response": "weights"}] * 20}

    assert hosts[0].call("POST", "/grade", json=items).status == 200
    assert left(hosts[1].call("GET", f"/topics/{SEEDED}")) == 50 - 1 - 20 - 1
    assert hosts[1].call("POST", "/grade", json={"items": items["items"] + items["items"][:9]}).status == 429


def test_without_redis_they_serve_on_and_count_for_themselves(redis, hosts):
    redis.forget()
    redis.stop()

    replies = at_once(*(lambda host=host: host.call("GET", f"/topics/{SEEDED}") for host in hosts * 10))
    assert Counter(reply.status for reply in replies) == {200: 20}
    assert Counter(hosts[0].call("GET", f"/topics/{SEEDED}").status for _ in range(200))[429] >= 100

    redis.start()
    until(lambda: counted_together(hosts), "both hosts count in Redis again")


def counted_together(hosts):
    """Whether what is taken at one host is gone at the other."""
    before, after = (left(host.call("GET", f"/topics/{SEEDED}", "reader")) for host in hosts)
    return after == before - 1


@contextmanager
def away(url):
    """While this lasts, the database takes no connections, and those it had are gone."""
    name = Identifier(urlsplit(url).path.lstrip("/"))
    with psycopg.connect(postgres.server(), autocommit=True) as connection:
        connection.execute(SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(name))
        cut(url)
        yield
        connection.execute(SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(name))


def cut(url):
    """End every connection to the database."""
    with psycopg.connect(postgres.server(), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [urlsplit(url).path.lstrip("/")])


@contextmanager
def full_disk(server):
    """While this lasts, no file that the service writes may grow."""
    size = os.path.getsize(f"{file_of(server)}-wal")
    workers = [process for process in server.members() if process != server.process.pid]
    for each in workers:
        resource.prlimit(each, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    yield
    for each in workers:
        resource.prlimit(each, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def file_of(server):
    return server.url.removeprefix("sqlite:///")


def ids(server, topic):
    """The ids of a topic's questions, in order."""
    return [each["id"] for each in server.every(f"/topics/{topic['id']}/questions?limit=200")]


def unavailable(reply):
    """Whether this is the 503 that invites to come again."""
    return reply.status == 503 and reply.headers["Content-Type"] == "application/problem+json" and int(reply.headers["Retry-After"]) > 0


def left(reply):
    """What the caller has left, as the reply tells it."""
    return int(reply.headers["RateLimit"].partition("r=")[2].partition(";")[0])


@contextmanager
def holding(url, topic):
    """Hold a topic's lock, as a slow writer does; gives what lets go of it."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT id FROM topics WHERE id = %s FOR UPDATE", [topic["id"]])
        yield connection.rollback
