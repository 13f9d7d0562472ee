"""Killed with -9 while a file is imported: all of it is there or nothing, and in the end it is there once."""
import json
import random
import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from service.models.content import Question, Revision
from tests.faults.server import Away, Watched, until
from tests.importing import numbers
from tests.world import DATABASES

pytestmark = pytest.mark.slow
MANY, FEW, AT_ONCE, KILLS = 2000, 1000, 120_000, 6
QUESTIONS, REVISIONS = Question.__table__, Revision.__table__


class Importing(Watched):
    """The service, and what its database holds of a topic."""

    def count(self, topic):
        return self.ask(func.count(), QUESTIONS.c.topic_id == topic["id"])

    def remembered(self, topic):
        """How many forms of its questions the history has."""
        return self.ask(func.count(), REVISIONS.c.of.in_(select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == topic["id"])))


@pytest.fixture(scope="module", params=DATABASES)
def server(request):
    with Importing(request.param, import_at_once=AT_ONCE) as server:
        yield server
        assert not server.unexpected()


def struck(server, longest):
    """Kill -9 all of it within a while, and start it again."""
    time.sleep(random.uniform(0, longest))
    server.kill()
    server.start()


def test_a_job_that_is_killed_leaves_all_or_nothing_and_ends_right(server):
    seen = []
    for _ in range(KILLS):
        topic = server.topic()
        reply = server.call(
            "POST", f"/imports?topic={topic['id']}&duplicates=create", "writer", numbers(*range(MANY)) + numbers(1), timeout=60
        )
        assert reply.status == 202, reply.body
        id = reply.json["id"]
        until(lambda: server.get(f"/jobs/{id}", "writer").json["done"], "it has begun to read")
        struck(server, 4)
        seen.append(server.count(topic))
        assert seen[-1] in (0, MANY + 1)
        if server.get(f"/jobs/{id}", "writer").json["state"] == "running":
            server.take_for_dead(id)
        until(lambda: server.get(f"/jobs/{id}", "writer").json["state"] == "done", "it is done")
        assert (
            server.get(f"/jobs/{id}", "writer").json["result"]["counts"]["created"]
            == server.count(topic)
            == server.remembered(topic)
            == MANY + 1
        )
    print(f"\nkilled with {seen} written")


def test_a_request_that_is_killed_leaves_all_or_nothing_and_sent_again_it_is_there_once(server):
    seen, given = [], numbers(*range(FEW)) + numbers(1)
    assert len(json.dumps(given)) < AT_ONCE
    began = time.monotonic()
    imported(server, server.topic(), given, "undisturbed")
    took = time.monotonic() - began
    for turn in range(KILLS):
        topic = server.topic()
        sent = threading.Thread(target=away, args=(server, topic, given, f"turn-{turn}"))
        sent.start()
        struck(server, 1.5 * took)
        sent.join()
        seen.append(server.count(topic))
        assert seen[-1] in (0, FEW + 1)
        imported(server, topic, given, f"turn-{turn}")
        assert server.count(topic) == server.remembered(topic) == FEW + 1
    print(f"\nkilled with {seen} written")


def imported(server, topic, given, key):
    path = f"/imports?topic={topic['id']}&duplicates=create"
    reply = server.call("POST", path, "writer", given, timeout=120, Idempotency_Key=key)
    assert (reply.status, reply.json["counts"]["created"]) == (200, len(given)), reply.body


def away(server, topic, given, key):
    """The same, where nobody may answer."""
    with suppress(Away):
        imported(server, topic, given, key)
