"""Every call by every caller, and what was heard in the replies and in the log."""
import io
import json
import logging
import re
from collections import Counter, defaultdict
from contextlib import contextmanager

from itsdangerous import URLSafeSerializer

from service.logs import JsonLines
from tests.access import calls
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
        self.leaks, self.kept, self.views, self.unlike, self.broken, self.told = [], [], {}, [], [], []
        self.heard = defaultdict(set)  # {role: canaries}

    def everything(self, roles=ROLES, each=1):
        """Make all calls; of those that only differ behind the `?` or in what is sent, each third, say."""
        plain, varied = [], []
        for call in [*calls.reads(self.bank), *calls.writes(self.bank)]:
            (varied if "?" in call.path or call.json is not None or call.data is not None else plain).append(call)
        made = plain + varied[::each]
        for role in roles:
            for call in made:
                if role not in call.spare:
                    self.make(call, role)
        return self

    def make(self, call, role):
        reply = call.make(self.client, self.headers[role])
        self.judge(call, role, reply)
        return reply

    def changes(self):
        """Make every change by those who may, each on something of its own."""
        for role in AUTHORS:
            self._authored(role)
        key = self.done("POST", "/keys", "admin", {"name": "short", "scopes": ["review"]})
        for method in ("GET", "HEAD", "DELETE"):
            self.done(method, f"/keys/{key['id']}", "admin")
        self.headers["learner"] = {"Authorization": f"Bearer {self.done('POST', '/learners', 'anonymous', {})['token']}"}
        self.headers["learner"] = {"Authorization": f"Bearer {self.done('POST', '/learners/me/token', 'learner')['token']}"}
        self.done("DELETE", "/learners/me", "learner")
        self.headers["learner"] = self.bank.world.headers("learner")
        return self

    def _authored(self, role):
        """The life of a topic and of all that is in it."""
        topic = self.done("POST", "/topics", role, {"title": "A life", "status": "published"})["id"]
        self.done("PATCH", f"/topics/{topic}", role, {"title": "A longer life"})
        note = self.done("POST", f"/topics/{topic}/notes", role, calls.NOTE)["id"]
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

    def done(self, method, path, role, data=None):
        reply = self.make(calls.Call(method, f"/api/v1{path}", data, headers={"If-Match": "*"}), role)
        assert reply.status_code < 300, (method, path, role, reply.json)
        return reply.json

    def judge(self, call, role, reply):
        """Look at one reply from every side."""
        self._count(call, role, reply)
        where = f"{role}: {call.method} {call.path} {json.dumps(call.json)[:100]} → {reply.status_code}"
        text = reply.get_data(as_text=True)
        whole = opened(f"{text}\n{reply.headers}")
        songs = self.bank.heard(whole)
        self.heard[role] |= songs
        wrong = {song for song in songs if not may_hear(role, self.bank.canaries[song], "receipt=" in call.path)} - self.bank.heard(call.sent)
        if cites := {song for song in wrong if "cite" in self.bank.canaries[song].kind}:
            wrong -= cites - self.bank.heard(json.dumps(without_notes(reply.get_json(silent=True))))
        for song in sorted(wrong):
            self.leaks.append(f"{where}: {self.bank.canaries[song].kind} {self.bank.canaries[song].where} {song}")
        secret = [song for song in songs - self.open if self.bank.canaries[song].kind in ("answer", "stored", "former")]
        if set(secret) - self.bank.heard(call.sent) and "no-store" not in reply.headers.get("Cache-Control", ""):
            self.kept.append(f"{where}: {reply.headers.get('Cache-Control')}")
        if reply.status_code >= 500:
            self.broken.append(where)
        if call.method == "GET" and reply.status_code == 200 and (etag := reply.headers.get("ETag")):
            if self.views.setdefault((call.path, etag), text) != text:
                self.unlike.append(f"{where}: another view had the same {etag}")
        self._graded(where, call, role, reply)

    def _count(self, call, role, reply):
        method, path = call.method, call.path.partition("?")[0]
        if self.addresses.test(path, method):
            rule, _ = self.addresses.match(path, method, return_rule=True)
            self.made[method, rule.rule, role] += 1
            if reply.status_code < 300:
                self.good.add((method, rule.rule))

    def _graded(self, where, call, role, reply):
        """What tells the key stands in a result exactly where that question's answers may be seen."""
        if not call.path.endswith("/grade") or reply.status_code != 200:
            return
        by_id = {question.id: question for question in self.bank.questions}
        for result in reply.json.get("items", [reply.json]):
            if "error" not in result and (REVEALING <= result.keys()) != sees(role, by_id[result["question_id"]]) or (
                "error" not in result and REVEALING & result.keys() not in (set(), REVEALING)
            ):
                self.told.append(f"{where}: {sorted(result)}")


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
