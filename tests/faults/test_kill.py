"""Killed with -9 while two thousand questions are posted: what was acknowledged is there, and nothing is there twice."""
import itertools
import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.faults.server import Away, Reply, Server, a_question
from tests.world import DATABASES

pytestmark = pytest.mark.slow
POSTS, TOPICS, CLIENTS, KILLS = 2000, 8, 8, 15
PATIENCE = 240
SOURCE = "killed"


@dataclass
class Post:
    """A question to be posted until it is acknowledged."""

    number: int
    topic: dict
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    reply: Reply = None

    def send(self, server):
        question = a_question(self.topic, source=SOURCE, external_id=str(self.number), prompt=f"Is it so, number {self.number}?")
        return server.call("POST", "/questions", "writer", question, timeout=10, Idempotency_Key=self.key)

    def insist(self, server, until):
        """Send it again, with the same key, until it is acknowledged."""
        while time.monotonic() < until:
            try:
                reply = self.send(server)
            except Away:
                time.sleep(0.05)
                continue
            if reply.status == 201:
                self.reply = reply
                return
            assert reply.status in (409, 503), (reply.status, reply.body)
            time.sleep(0.05)


@pytest.fixture(scope="module", params=DATABASES)
def aftermath(request):
    """The service after all of it, and the posts with their first replies."""
    with Server(request.param) as server:
        topics = [server.topic() for _ in range(TOPICS)]
        posts = [Post(number, topics[number % TOPICS]) for number in range(POSTS)]
        kills = posted_under_fire(server, posts)
        again = sum(post.reply.headers["Idempotent-Replayed"] == "true" for post in posts if post.reply)
        print(f"\n{len(posts)} posts on {request.param}; killed: {kills}; on disk before anybody could be told: {again}")
        yield server, topics, posts
        assert not server.unexpected()


def posted_under_fire(server, posts):
    """Post everything from several clients while the service is killed time and again; how often what was killed."""
    until, chance, kills = time.monotonic() + PATIENCE, random.Random(), Counter()
    over = threading.Event()

    def post(share):
        for each in share:
            each.insist(server, until)

    with ThreadPoolExecutor(CLIENTS) as threads:
        running = [threads.submit(post, posts[client::CLIENTS]) for client in range(CLIENTS)]
        threading.Thread(target=lambda: ([each.exception() for each in running], over.set())).start()
        for whole in itertools.cycle((False, True, False)):
            if over.wait(chance.uniform(0.2, 2)) or sum(kills.values()) >= KILLS:
                break
            kills["whole service" if whole else "one worker"] += 1
            strike(server, whole)
    for each in running:
        each.result()
    return dict(kills)


def strike(server, whole):
    """Kill -9 the whole service, and start it again; or one worker, which its master replaces."""
    if not whole:
        return server.kill_worker()
    server.kill()
    server.start()


def test_every_post_is_acknowledged_in_the_end(aftermath):
    _, _, posts = aftermath

    assert [post.number for post in posts if post.reply is None] == []


def test_none_that_was_acknowledged_is_lost(aftermath):
    server, _, posts = aftermath

    def lost(post):
        return server.call("GET", f"/questions/{post.reply.json['id']}?include=answers", "writer").json != post.reply.json

    with ThreadPoolExecutor(CLIENTS) as threads:
        assert [post.number for post, gone in zip(posts, threads.map(lost, posts), strict=True) if gone] == []


def test_none_is_there_twice(aftermath):
    server, topics, _ = aftermath

    found = [each for topic in topics for each in server.every(f"/topics/{topic['id']}/questions?limit=200")]

    assert Counter(each["external_id"] for each in found) == {str(number): 1 for number in range(POSTS)}
    assert server.get(f"/questions?source={SOURCE}&count=exact&limit=1").json["page"]["total"] == POSTS


def test_who_retries_once_more_gets_the_first_reply(aftermath):
    server, _, posts = aftermath

    def differs(post):
        reply = post.send(server)
        return (reply.status, reply.body, reply.headers["Idempotent-Replayed"]) != (201, post.reply.body, "true")

    with ThreadPoolExecutor(CLIENTS) as threads:
        assert [post.number for post, other in zip(posts, threads.map(differs, posts), strict=True) if other] == []


def test_every_question_is_whole(aftermath):
    """Its topic counts it, it has its answer, its one place and its one revision."""
    server, topics, posts = aftermath

    for topic in topics:
        whole = server.get(f"/topics/{topic['id']}?include=questions,answers").json
        assert whole["question_count"] == POSTS // TOPICS == len(whole["questions"])
        assert {len(each["answers"]) for each in whole["questions"]} == {1}
        assert [each["position"] for each in whole["questions"]] == list(range(1, POSTS // TOPICS + 1))
    for post in random.Random().sample(posts, 50):
        assert [each["revision"] for each in server.every(f"/questions/{post.reply.json['id']}/revisions")] == [1]
