"""Killed with -9 time and again while a large regrade is under way: in the end every score is right, and nothing was done twice."""
import random
import time
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from service.models.attempts import Attempt, Change, Item, Regrade
from tests.faults.server import Watched, until
from tests.simulated_class import hand_in
from tests.world import DATABASES

pytestmark = pytest.mark.slow
LEARNERS, KILLS = 20_000, 4
ATTEMPTS, ITEMS, CHANGES, REGRADES = (each.__table__ for each in (Attempt, Item, Change, Regrade))


class Regrading(Watched):
    """The service with a class that was graded by a wrong key."""

    def class_of(self, learners):
        """(question, the responses): three quarters say true, which the key, corrected since, had for wrong."""
        question = self.question(self.topic())
        said = [number % 4 != 0 for number in range(learners)]
        items = [[{"question": question, "response": each, "score": float(not each), "machine_score": float(not each)}] for each in said]
        for start in range(0, learners, 5000):
            hand_in(SimpleNamespace(engine=self.engine), {"id": question["topic_id"]}, items[start : start + 5000])
        return question, said


@pytest.fixture(scope="module", params=DATABASES)
def server(request):
    with Regrading(request.param) as server:
        yield server
        assert not server.unexpected()


def regrade(server, question, **fields):
    body = {"action": "key", "reason": "The key was wrong.", **fields}
    reply = server.call("POST", f"/questions/{question['id']}/regrade", "reviewer", body)
    assert reply.status == 202, (reply.status, reply.body)
    return reply.json["id"]


def test_killed_on_its_way_it_goes_on_and_ends_as_if_it_had_not_been(server):
    question, said = server.class_of(LEARNERS)
    id, reached = regrade(server, question), []
    for _ in range(KILLS):
        before = staged(server, question)
        until(lambda: before == LEARNERS or staged(server, question) > before, "it has come further")
        struck(server, id)
        reached.append(staged(server, question))

    assert told_at_the_end(server, id)["change_count"] == LEARNERS
    assert reached == sorted(reached) and reached[0] < LEARNERS and all_is_right(server, question, said)
    print(f"\nkilled with {reached} of {LEARNERS} staged")


def test_killed_while_it_is_applied_it_is_applied_once(server):
    for _ in range(KILLS):
        question, said = server.class_of(LEARNERS // 4)
        id = regrade(server, question)
        until(lambda: staged(server, question) == len(said), "all is staged")
        struck(server, id)
        applied = server.ask(REGRADES.c.applied_at, REGRADES.c.question_id == question["id"])

        assert told_at_the_end(server, id)["change_count"] == len(said) and all_is_right(server, question, said)
        print(f"killed {'after' if applied else 'before'} it was applied")


def struck(server, id):
    """Kill -9 all of it within a while, and start it again."""
    time.sleep(random.uniform(0, 0.5))
    server.kill()
    server.take_for_dead(id)
    server.start()


def told_at_the_end(server, id):
    until(lambda: server.get(f"/jobs/{id}", "reviewer").json["state"] == "done", "it is done")
    return server.get(f"/jobs/{id}", "reviewer").json["result"]


def all_is_right(server, question, said):
    """Every attempt has its score, was changed once, and there is one record of it."""
    mine, item = ATTEMPTS.c.topic_id == question["topic_id"], ITEMS.c.question_id == question["id"]
    rights, wrongs = (server.ask(func.count(), mine, ATTEMPTS.c.score == score, ATTEMPTS.c.revision == 2) for score in (1, 0))
    assert (rights, wrongs) == (sum(said), len(said) - sum(said))
    assert server.ask(func.count(), item, ITEMS.c.version == 2) == staged(server, question) == len(said)
    return [each["change_count"] for each in server.every(f"/questions/{question['id']}/regrades", "reviewer")] == [len(said)]


def staged(server, question):
    mine = select(REGRADES.c.id).where(REGRADES.c.question_id == question["id"])
    return server.ask(func.count(CHANGES.c.place), CHANGES.c.regrade_id.in_(mine))
