"""Many at once: whoever is first, every outcome is one that could have come of one after the other."""
import itertools
import random
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from service import db, migrate
from tests import postgres
from tests.faults.server import Server, a_question, at_once

pytestmark = pytest.mark.slow
MANY = 40


def test_of_forty_writers_with_one_etag_one_wins_and_all_others_are_told_the_new_one(server, topic):
    path = f"/questions/{server.question(topic)['id']}"
    etag = server.get(path).headers["ETag"]

    replies = patched_at_once(server, path, [{"title": f"Title {number}"} for number in range(MANY)], If_Match=etag)

    assert Counter(reply.status for reply in replies) == {200: 1, 412: MANY - 1}
    assert {reply.headers["ETag"] for reply in replies} == {server.get(path).headers["ETag"]}


def test_forty_writers_who_override_all_succeed_and_every_form_is_in_the_history(server, topic):
    path = f"/questions/{server.question(topic)['id']}"
    titles = {f"Title {number}" for number in range(MANY)}

    replies = patched_at_once(server, path, [{"title": title} for title in titles], If_Match="*")

    assert Counter(reply.status for reply in replies) == {200: MANY}
    assert {reply.json["revision"] for reply in replies} == set(range(2, MANY + 2))
    history = server.every(f"{path}/revisions")
    assert [each["revision"] for each in history] == list(range(MANY + 1, 0, -1))
    assert {each["wire"]["title"] for each in history} == titles | {""}


def test_forty_posts_with_one_key_have_one_effect_and_equal_replies(server, topic):
    key, question = str(uuid.uuid4()), a_question(topic)

    replies = at_once(*[lambda: server.call("POST", "/questions", "writer", question, Idempotency_Key=key)] * MANY)

    assert Counter(reply.status for reply in replies) == {201: MANY}
    assert len({(reply.body, reply.headers["Location"], reply.headers["ETag"]) for reply in replies}) == 1
    assert Counter(reply.headers["Idempotent-Replayed"] for reply in replies) == {None: 1, "true": MANY - 1}
    assert len(server.every(f"/topics/{topic['id']}/questions")) == 1


def test_questions_cross_between_topics_without_a_deadlock(server):
    topics = [server.topic(), server.topic()]
    questions = [server.question(topics[number % 2]) for number in range(MANY)]

    replies = at_once(*(moving(server, question, topics[(number + 1) % 2]) for number, question in enumerate(questions)))

    assert Counter(reply.status for reply in replies) == {200: MANY}
    for place, topic in enumerate(topics):
        assert {each["id"] for each in server.every(f"/topics/{topic['id']}/questions")} == {each["id"] for each in questions[1 - place :: 2]}
    assert [server.get(f"/topics/{topic['id']}").json["question_count"] for topic in topics] == [MANY // 2] * 2


def test_the_same_few_questions_are_pulled_about_between_many_topics(server):
    topics = [server.topic() for _ in range(6)]
    questions = [server.question(topics[0]) for _ in range(3)]
    chance = random.Random(20)

    moves = [moving(server, question, chance.choice(topics)) for question in questions * MANY]
    with ThreadPoolExecutor(MANY) as threads:
        replies = list(threads.map(lambda move: move(), moves))

    assert Counter(reply.status for reply in replies) == {200: len(moves)}
    assert [server.get(f"/questions/{each['id']}").json["revision"] for each in questions] == [MANY + 1] * 3
    counts = [server.get(f"/topics/{topic['id']}").json["question_count"] for topic in topics]
    assert counts == [len(server.every(f"/topics/{topic['id']}/questions")) for topic in topics]
    assert sum(counts) == 3


def test_twenty_posts_at_once_without_a_position_get_twenty_positions(server, topic):
    at_once(*[lambda: server.question(topic)] * 20)

    assert [each["position"] for each in server.every(f"/topics/{topic['id']}/questions")] == list(range(1, 21))


def test_of_forty_who_want_one_handle_one_gets_it(server):
    handles = ["Contested", "contested"] * (MANY // 2)

    replies = at_once(*(lambda handle=handle: server.call("POST", "/learners", json={"handle": handle}) for handle in handles))

    assert Counter(reply.status for reply in replies) == {201: 1, 409: MANY - 1}


def test_two_migrations_at_once_both_end_well(server):
    url = f"sqlite:///{server.folder / 'empty.db'}" if server.url.startswith("sqlite") else postgres.fresh_database()
    other = Server(None, url)

    assert [process.wait(60) for process in [other.spawn("migrate"), other.spawn("migrate")]] == [0, 0]

    engine = db.connect(url.replace("postgresql://", "postgresql+psycopg://"))
    with db.snapshot(engine) as connection:
        assert not migrate.behind(connection)
    engine.dispose()
    other.clean()


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "position", "-position"])
def test_pages_neither_skip_nor_double_while_others_write(server, full_topic, sort):
    topic, kept = full_topic
    with busy(server, topic):
        for _ in range(2):
            seen = Counter(each["id"] for each in server.every(f"/topics/{topic['id']}/questions?sort={sort}&limit=7"))

            assert {id: seen[id] for id in kept if seen[id] != 1} == {}
            assert max(seen.values()) == 1


def test_one_key_with_two_bodies_is_refused_to_those_without_a_credential(server):
    key = str(uuid.uuid4())

    first, second = (server.call("POST", "/learners", json=body, Idempotency_Key=key) for body in ({}, {"handle": "SomebodyElse"}))

    assert (first.status, second.status) == (201, 422)
    assert second.json["type"].endswith(":idempotency_key_reused")


def test_one_key_of_two_callers_has_two_effects(server):
    key = str(uuid.uuid4())

    replies = at_once(*(lambda by=by: server.call("POST", "/topics", by, {"title": "Twice"}, Idempotency_Key=key) for by in ("writer", "admin")))

    assert Counter(reply.status for reply in replies) == {201: 2}
    assert len({reply.json["id"] for reply in replies}) == 2


def patched_at_once(server, path, patches, **headers):
    return at_once(*(lambda patch=patch: server.call("PATCH", path, "writer", patch, **headers) for patch in patches))


def moving(server, question, topic):
    """The call that moves a question to a topic."""
    return lambda: server.call("PATCH", f"/questions/{question['id']}", "writer", {"topic_id": topic["id"]}, If_Match="*")


@pytest.fixture(scope="module")
def full_topic(server):
    """A topic, and the ids of its 500 questions, which stay as they are."""
    topic = server.topic()
    with ThreadPoolExecutor(8) as threads:
        questions = list(threads.map(lambda number: server.question(topic, position=number), range(500)))
    return topic, {each["id"] for each in questions}


class busy:
    """While this lasts, other questions come and go all over a topic."""

    def __init__(self, server, topic):
        self.server, self.topic, self.over = server, topic, threading.Event()
        self.thread = threading.Thread(target=self.write)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def write(self):
        chance, others = random.Random(20), []
        for _ in itertools.takewhile(lambda _: not self.over.is_set(), itertools.count()):
            others.append(self.server.question(self.topic, position=chance.uniform(0, 500).__round__(3))["id"])
            if len(others) > 10:
                self.remove(others.pop(chance.randrange(len(others))))
        for id in others:
            self.remove(id)

    def remove(self, id):
        assert self.server.call("DELETE", f"/questions/{id}", "writer", If_Match="*").status == 204
