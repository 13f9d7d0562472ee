"""A class whose network loses three of ten messages: each client sends again until it has heard, as a good client does."""
import random
import socket
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.faults.server import Away

CLIENTS, LOST = 40, 0.3
QUESTIONS = 3


class Client:
    """One of those who take attempts: calls a server over a network that loses what is sent, or what comes back."""

    def __init__(self, server, seed):
        self.server, self.chance, self.lost = server, random.Random(seed), 0

    def call(self, method, path, json=None):
        """Send until an answer is heard, with one Idempotency-Key."""
        more = {"Idempotency_Key": str(uuid.UUID(int=self.chance.getrandbits(128)))} if method == "POST" else {}
        for _ in range(60):
            fate = self.chance.random()
            if fate < LOST / 2:  # it never arrives
                self.lost += 1
                continue
            try:
                reply = self.server.call(method, path, "grader", json, **more)
            except (Away, socket.timeout):
                time.sleep(0.05)
                continue
            if fate < LOST:  # it arrives, and nobody hears the answer
                self.lost += 1
                continue
            if reply.status in (409, 503) and reply.headers["Retry-After"]:
                time.sleep(0.05)
                continue
            return reply
        raise AssertionError(f"{method} {path} was never answered")


def a_class(server, count):
    """So many attempts by 40 clients at once: (topic, {learner: score that was meant}, how many messages were lost, seconds)."""
    topic = server.topic(reveal={"submitted": "verdict"}, max_attempts=1)
    questions = [server.question(topic)["id"] for _ in range(QUESTIONS)]
    learners = [f"learner {number}" for number in range(count)]
    meant, lost, began = {}, Counter(), time.monotonic()

    def work(number):
        client = Client(server, number)
        for learner in learners[number::CLIENTS]:
            meant[learner] = _attempt(client, topic, questions, learner)
        lost.update(messages=client.lost)

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(work, range(CLIENTS)))
    return topic, meant, lost["messages"], time.monotonic() - began


def _attempt(client, topic, questions, learner):
    """Take an attempt, changing one's mind once: the score that it should have."""
    started = client.call("POST", "/attempts", {"topic_id": topic["id"], "learner": learner})
    assert started.status == 201, started.body
    path = f"/attempts/{started.json['id']}"
    first, last = ({id: client.chance.random() < 0.5 for id in questions} for _ in range(2))
    for responses in (first, last):
        assert client.call("PATCH", path, {"responses": responses}).status == 200
    for _ in range(1 + (client.chance.random() < 0.2)):  # some submit twice
        assert client.call("POST", f"{path}/submit").status == 200
    return sum(last.values())


def what_came_of_it(server, topic):
    """{learner: [(state, score)]} of all attempts at a topic."""
    found = {}
    for each in server.every(f"/attempts?topic={topic['id']}&limit=200", by="admin"):
        found.setdefault(each["learner"], []).append((each["state"], each["score"]))
    return found
