"""Every call by every caller, and what was heard in the replies and in the log."""
import io
import json
import logging
import re
from collections import Counter, defaultdict
from contextlib import contextmanager

from itsdangerous import URLSafeSerializer

from service.logs import JsonLines
from tests import pictures
from tests.access import calls
from tests.access.attempts import MAY_READ
from tests.access.bank import AUTHORS, ROLES, may_hear, sees

SIGNED = re.compile(r"[A-Za-z0-9_.-]{10,}\.[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])")
REVEALING = {"feedback", "breakdown", "matched"}


class Sweep:
    """Makes calls and keeps what is wrong with their replies, a sentence each."""

    def __init__(self, bank):
        self.bank = bank
        self.client = bank.world.app.test_client()
        self.addresses = bank.world.app.url_map.bind("localhost")
        self.headers = {role: bank.world.headers(who) for role, who in ROLES.items()}
        self.open = {song for song, canary in bank.canaries.items() if may_hear("anonymous", canary)}
        self.made, self.good = Counter(), set()  # {(method, rule, role): calls}, {(method, rule)}
        self.leaks, self.kept, self.unlike, self.broken, self.misgraded = [], [], [], [], []
        self.views, self.rules = {}, {}
        self.questions = {question.id: question for question in bank.questions}
        self.heard = defaultdict(set)  # {role: canaries}

    def everything(self, each=1):
        """Make all calls; of those to one route that differ only behind the `?` or in what is sent only each third, say.

        Of these, who sees all or nothing makes each fifth at most; the first is always made.
        """
        plain, varied = [], defaultdict(list)
        for call in [*calls.reads(self.bank), *calls.writes(self.bank)]:
            only_one = call.method == "HEAD" or call.path.endswith("?include=answers")  # which alone shows a question's own feedback
            alike = ("?" in call.path and not only_one) or call.json is not None or call.data is not None
            (varied[call.method, self._rule(call)] if alike else plain).append(call)
        for role in ROLES:
            step = max(each, 5) if role in AUTHORS | {"stranger"} else each
            for call in plain + [call for alike in varied.values() for call in alike[::step]]:
                if role not in call.spare:
                    self.make(call, role)

    def make(self, call, role):
        reply = call.make(self.client, self.headers[role])
        self.judge(call, role, reply)
        return reply

    def changes(self):
        """Make every change by those who may, each on something of its own."""
        for role in AUTHORS:
            self._authored(role)
        for role in ("learner", "grader"):
            self._attempted(role)
        key = self.done("POST", "/keys", "admin", {"name": "short", "scopes": ["review"]})
        for method in ("GET", "HEAD", "DELETE"):
            self.done(method, f"/keys/{key['id']}", "admin")
            self.done(method, f"/jobs/{self.bank.world.job()}", "admin")
        self.headers["learner"] = {"Authorization": f"Bearer {self.done('POST', '/learners', 'anonymous', {})['token']}"}
        self.headers["learner"] = {"Authorization": f"Bearer {self.done('POST', '/learners/me/token', 'learner')['token']}"}
        self.done("DELETE", "/learners/me", "learner")
        self.done("DELETE", "/learner-data?learner=nobody", "grader")
        self.headers["learner"] = self.bank.world.headers("learner")
        return self

    def _attempted(self, role):
        """An attempt from start to score."""
        topic = self.bank.find("key", 0).topic
        attempt = self.done("POST", "/attempts", role, {"topic_id": topic.id, "draw": {"count": 1}})
        self.done("PATCH", f"/attempts/{attempt['id']}", role, {"responses": {attempt["items"][0]["question_id"]: None}})
        for method, rest in (("GET", ""), ("POST", "/submit")):
            self.done(method, f"/attempts/{attempt['id']}{rest}", role)

    def _authored(self, role):
        """The life of a topic and of all that is in it."""
        topic = self.done("POST", "/topics", role, {"title": "A life", "status": "published"})["id"]
        self.done("PATCH", f"/topics/{topic}", role, {"title": "A longer life"})
        note = self.done("POST", f"/topics/{topic}/notes", role, calls.NOTE)["id"]
        self.done("POST", "/media?name=leaf.png", role, data=pictures.png(role.encode()))
        self.done("POST", f"/imports?format=gift&topic={topic}", role, data=b"Two? {=2 ~3}")
        self.done("PATCH", f"/notes/{note}", role, {"heading": "Ours"})
        question = self.done("POST", "/questions", role, {**calls.QUESTION, "topic_id": topic})["id"]
        self.done("PATCH", f"/questions/{question}", role, {"prompt": "Ours"})
        answer = self.done("POST", f"/questions/{question}/answers", role, {"match": {"value": False}, "credit": 0})["id"]
        self.done("PATCH", f"/answers/{answer}", role, {"credit": -0.5})
        self.done("DELETE", f"/answers/{answer}", role)
        self.done("POST", f"/questions/{question}/revisions/1/restore", role)
        for path in (f"/notes/{note}", f"/questions/{question}", f"/topics/{topic}"):
            self.done("DELETE", path, role)
        for path in (f"/topics/{topic}", f"/questions/{question}"):
            self.done("POST", f"{path}/restore", role)

    def done(self, method, path, role, json=None, data=None):
        reply = self.make(calls.Call(method, f"/api/v1{path}", json, data, {"If-Match": "*"}), role)
        assert reply.status_code < 300, (method, path, role, reply.json)
        return reply.get_json(silent=True)

    def judge(self, call, role, reply):
        """Look at one reply from every side."""
        self._count(call, role, reply)
        text = reply.get_data(as_text=True)
        songs = self.bank.heard(opened(f"{text}\n{reply.headers}"))
        if songs:
            self._listen(call, role, reply, songs, self.bank.heard(call.sent))
        if reply.status_code >= 500:
            self.broken.append(told(call, role, reply))
        if call.method == "GET" and reply.status_code == 200 and (etag := reply.headers.get("ETag")):
            if self.views.setdefault((call.path, etag), text) != text:
                self.unlike.append(f"{told(call, role, reply)}: another view had the same {etag}")
        if call.path.endswith("/grade") and reply.status_code == 200:
            self._graded(call, role, reply)

    def _listen(self, call, role, reply, songs, sent):
        """What a caller sent it knows, and the ids of note points all may know from the notes."""
        self.heard[role] |= songs - sent
        wrong = {song for song in songs - sent if not may_hear(role, self.bank.canaries[song], repeats(call, role))}
        if cites := {song for song in wrong if "cite" in self.bank.canaries[song].kind}:
            wrong -= cites - self.bank.heard(json.dumps(without_notes(reply.get_json(silent=True))))
        canaries = ((song, self.bank.canaries[song]) for song in sorted(wrong))
        self.leaks += [f"{told(call, role, reply)}: {canary.kind} {canary.where} {song}" for song, canary in canaries]
        closed = {song for song in songs - sent - self.open if self.bank.canaries[song].kind in ("answer", "stored", "former", "original")}
        if closed and "no-store" not in reply.headers.get("Cache-Control", ""):
            self.kept.append(f"{told(call, role, reply)}: {reply.headers.get('Cache-Control')}")

    def _rule(self, call):
        """The route that a call leads to, if there is one."""
        place = call.method, call.path.partition("?")[0]
        if place not in self.rules:
            known = self.addresses.test(place[1], place[0])
            self.rules[place] = known and self.addresses.match(place[1], place[0], return_rule=True)[0].rule
        return self.rules[place]

    def _count(self, call, role, reply):
        if rule := self._rule(call):
            self.made[call.method, rule, role] += 1
            if reply.status_code < 300:
                self.good.add((call.method, rule))

    def _graded(self, call, role, reply):
        """What tells the key stands in a result exactly where that question's answers may be seen."""
        for result in (each for each in reply.json.get("items", [reply.json]) if "error" not in each):
            meant = REVEALING if sees(role, self.questions[result["question_id"]]) else set()
            if REVEALING & result.keys() != meant:
                self.misgraded.append(f"{told(call, role, reply)}: {sorted(result)}")


FORMER = {
    "/attempts": MAY_READ, "/media/": MAY_READ, "/reviews": {"reviewer"}, "/learner-data": {"reviewer"}, "/learners/me/data": {"learner"},
}  # fmt: skip
"""Where who sees questions as attempts once froze them."""


def repeats(call, role):
    """Whether a call gives questions as they once were: by a receipt, or in what tells of an attempt that has begun then."""
    starts = call.method == "POST" and call.path.endswith("/attempts") and role != "stranger"
    return "receipt=" in call.path or starts or any(place in call.path and role in who for place, who in FORMER.items())


def told(call, role, reply):
    """A call and what came of it, to be read."""
    return f"{role}: {call.method} {call.path} {json.dumps(call.json)[:100]} → {reply.status_code}"


def opened(text):
    """The text with what is signed in it, cursors and receipts, opened: signing hides nothing."""
    if '"receipt"' not in text and '"next"' not in text:
        return text
    inside = [URLSafeSerializer("any").loads_unsafe(each)[1] for each in SIGNED.findall(text)]
    return f"{text}\n{json.dumps(inside)}"


def without_notes(value):
    """What a reply says beside the points of study notes, whose ids everybody may know."""
    if isinstance(value, dict):
        return {name: without_notes(each) for name, each in value.items() if name != "points" or not isinstance(each, list)}
    return [without_notes(each) for each in value] if isinstance(value, list) else value


@contextmanager
def log_of_everything():
    """What is logged meanwhile, line by line as it is written."""
    written, root = io.StringIO(), logging.getLogger()
    handler, handlers, level = logging.StreamHandler(written), root.handlers, root.level
    handler.setFormatter(JsonLines())
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.handlers = handlers
        root.setLevel(level)
