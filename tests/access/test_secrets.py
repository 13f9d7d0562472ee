"""Secrets and kept replies: nothing in the database or the log can be used, and nobody is given what was somebody else's."""
import base64
import hashlib
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from service.db import Base
from tests.access.sweep import log_of_everything

ANSWER = {"match": {"text": "cnry000001"}, "feedback": "cnry000002"}
QUESTION = {"type": "short_answer", "prompt": "Who?", "status": "published", "answers": [ANSWER]}
KEY = {"name": "a key", "scopes": ["content:write"]}


def idempotency_key():
    return str(uuid.uuid4())


def all_that_is_kept(world):
    """Every value of every table as text, bytes also as what they may encode; of SQLite the very file."""
    kept = []
    with world.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):
                kept += [each.decode("latin-1") if isinstance(each, (bytes, memoryview)) else str(each) for each in row]
        if world.kind == "sqlite":
            name = world.engine.url.database
            kept += [Path(f"{name}{end}").read_bytes().decode("latin-1") for end in ("", "-wal")]
    return "\n".join(kept)


def disguises(secret):
    """A secret as it may stand somewhere: plain, in hexadecimal, in base 64 at any offset, without its prefix."""
    yield from (secret, secret[3:], secret.encode().hex(), secret[::-1])
    yield from (base64.b64encode(b"x" * shift + secret.encode()).decode()[4:-4] for shift in range(3))


def test_no_secret_stands_in_clear_in_any_table_or_log_line(fresh_world):
    world = fresh_world
    with log_of_everything() as log:
        once = [{"Idempotency_Key": idempotency_key()} for _ in range(3)]
        token = world.post("/learners", {}, **once[0]).json["token"]
        newer = world.post("/learners/me/token", by=token, **once[1]).json["token"]
        secret = world.post("/keys", KEY, by="admin", **once[2]).json["secret"]
        assert world.post("/keys", KEY, by="admin", **once[2]).json["secret"] == secret
        for each in (token, newer, secret):
            for path in (f"/topics/{each}", f"/topics?q={each}", f"/questions/{each}/answers", f"!/{each}"):
                world.get(path, by=each)
            world.call("GET", "/topics", headers={"Authorization": each, "X_Request_Id": each})
    kept, log = all_that_is_kept(world), log.getvalue()
    for each in (token, newer, secret, *world.secrets.values()):
        assert not [guise for guise in disguises(each) if guise in kept or guise in log]
    assert hashlib.sha256(newer.encode()).hexdigest() in kept
    assert not [key for each in once for key in each.values() if key in kept or key in log]


def test_a_secret_is_shown_once_and_read_nowhere_again(world):
    made = world.post("/keys", KEY, by="admin").json
    signed_up = world.post("/learners", {}).json
    for path in (f"/keys/{made['id']}", "/keys?limit=200"):
        assert made["secret"] not in world.get(path, by="admin").get_data(as_text=True)
    assert signed_up["token"] not in world.get("/learners/me", by=signed_up["token"]).get_data(as_text=True)


def test_a_kept_reply_goes_to_nobody_else(world):
    topic = world.topic(answer_access="key")
    once, data = idempotency_key(), {**QUESTION, "topic_id": topic["id"]}
    first = world.post("/questions", data, by="writer", Idempotency_Key=once)
    for by in (None, "learner", "grader", "reviewer", "reader"):
        reply = world.post("/questions", data, by=by, Idempotency_Key=once)
        assert reply.status_code == (403 if by else 401)
        assert "cnry" not in reply.get_data(as_text=True)
    other = world.post("/questions", data, by="admin", Idempotency_Key=once)
    assert other.status_code == 201 and other.json["id"] != first.json["id"]
    assert "Idempotent-Replayed" not in other.headers
    assert world.post("/questions", data, by="writer", Idempotency_Key=once).get_data() == first.get_data()


def test_two_who_use_the_same_idempotency_key_get_a_secret_each(world):
    once = idempotency_key()
    learner = world.headers("learner")["Authorization"].split()[1]
    tokens = [world.post("/learners", {}, by=by, Idempotency_Key=once).json["token"] for by in (None, learner, "reader", "writer")]
    admins = [world.post("/keys", {"name": "one more", "scopes": ["admin"]}, by="admin").json["secret"] for _ in range(2)]
    keys = [world.post("/keys", KEY, by=by, Idempotency_Key=once).json["secret"] for by in admins]
    assert len({*tokens, *keys}) == 6


@pytest.mark.parametrize("key", ["1", "retry", "a" * 21, "00000000-0000-0000"])
def test_without_a_credential_a_key_that_can_be_guessed_keeps_no_reply(world, key):
    assert world.post("/learners", {}, Idempotency_Key=key).status_code == 400


def test_a_used_key_with_another_body_tells_nothing_of_the_reply(world):
    once = idempotency_key()
    token = world.post("/learners", {}, Idempotency_Key=once).json["token"]
    other = world.post("/learners", {"handle": "SomebodyElse"}, Idempotency_Key=once)
    assert other.status_code == 422
    assert token not in f"{other.get_data()} {other.headers}"


def test_a_kept_reply_needs_the_scope_still(world):
    made = world.post("/keys", KEY, by="admin").json
    once, data = idempotency_key(), {**QUESTION, "topic_id": world.topic()["id"]}
    assert world.post("/questions", data, by=made["secret"], Idempotency_Key=once).status_code == 201
    assert world.call("DELETE", f"/keys/{made['id']}", by="admin").status_code == 204
    again = world.post("/questions", data, by=made["secret"], Idempotency_Key=once)
    assert again.status_code == 401 and "cnry" not in again.get_data(as_text=True)


BREAKING = {
    "a table is gone": ("ALTER TABLE answers RENAME TO answers_elsewhere",),
    "a row is refused": (
        "CREATE TRIGGER refuse BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'refused'); END",
        "ALTER TABLE answers ADD CONSTRAINT refuse CHECK (credit < 0) NOT VALID",
    ),
    "a value does not fit": (
        "ALTER TABLE answers RENAME COLUMN feedback TO feedback_elsewhere",
        """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE data_exception USING DETAIL = NEW.feedback; END';
        CREATE TRIGGER refuse BEFORE INSERT ON answers FOR EACH ROW EXECUTE FUNCTION refuse()""",
    ),
}  # fmt: skip
"""What may befall a database: (how on SQLite, how on PostgreSQL where it differs)."""


@pytest.mark.parametrize("how", BREAKING)
def test_what_goes_wrong_in_the_database_is_logged_without_the_answers(fresh_world, how):
    world, ways = fresh_world, BREAKING[how]
    topic = world.topic()
    with world.engine.begin() as connection:
        connection.exec_driver_sql(ways[-1] if world.kind == "postgresql" else ways[0])
    with log_of_everything() as log:
        reply = world.post("/questions", {**QUESTION, "topic_id": topic["id"]}, by="writer")
    assert reply.status_code in (409, 500, 503)
    assert "cnry" not in reply.get_data(as_text=True)
    assert "error" in log.getvalue() or "warning" in log.getvalue()
    assert "cnry" not in log.getvalue(), log.getvalue()
