"""A POST that is sent again with its Idempotency-Key has its effect once, and its reply each time."""
import uuid

import pytest
from sqlalchemy import select, update

from service import db
from service.idempotency import PROMISES


def key():
    return str(uuid.uuid4())


def promises(world):
    with db.snapshot(world.engine):
        return db.execute(select(PROMISES)).all()


def count(world, path, by="admin"):
    return world.get(f"{path}{'&' if '?' in path else '?'}count=exact", by=by).json["page"]["total"]


@pytest.fixture(scope="module")
def ids(world):
    topic = world.topic()
    question = world.question(topic, type="short_answer", answers=[{"match": {"text": "one"}}])
    hidden = {"hidden_topic": world.topic()["id"], "hidden_question": world.question(topic)["id"]}
    return {"topic": topic["id"], "question": question["id"], **hidden}


POSTS = {
    "a topic": ("/topics", {"title": "Once"}, "writer", 201),
    "a question": ("/questions", {"type": "true_false", "prompt": "P", "answers": [{"match": {"value": True}}]}, "writer", 201),
    "a note": ("/topics/{topic}/notes", {"heading": "H", "points": [{"text": "P"}]}, "writer", 201),
    "an answer": ("/questions/{question}/answers", {"match": {"text": "two"}}, "writer", 201),
    "a key": ("/keys", {"name": "Once", "scopes": ["review"]}, "admin", 201),
    "a learner": ("/learners", {}, None, 201),
    "a topic brought back": ("/topics/{hidden_topic}/restore", None, "writer", 200),
    "a question brought back": ("/questions/{hidden_question}/restore", None, "writer", 200),
    "a revision brought back": ("/questions/{question}/revisions/1/restore", None, "writer", 200),
}


@pytest.mark.parametrize(("path", "json", "by", "status"), POSTS.values(), ids=POSTS)
def test_every_post_with_an_effect_is_replayed(world, ids, path, json, by, status):
    json = {**json, "topic_id": ids["topic"]} if path == "/questions" else json
    again = key()
    first = world.post(path.format(**ids), json, by=by, Idempotency_Key=again)
    assert first.status_code == status, first.json
    second = world.post(path.format(**ids), json, by=by, Idempotency_Key=again)
    assert (second.status_code, second.data) == (status, first.data)
    assert "Idempotent-Replayed" not in first.headers and second.headers["Idempotent-Replayed"] == "true"
    assert all(second.headers.get(name) == first.headers.get(name) for name in ("Location", "ETag", "Content-Type", "Cache-Control"))


def test_the_effect_is_had_once(fresh_world):
    again, before = key(), count(fresh_world, "/topics?status=draft")
    replies = {fresh_world.post("/topics", {"title": "Once"}, by="writer", Idempotency_Key=again).data for _ in range(5)}
    assert len(replies) == 1 and count(fresh_world, "/topics?status=draft") == before + 1


def test_without_a_key_every_post_has_its_effect(world):
    assert len({world.post("/topics", {"title": "Again"}, by="writer").json["id"] for _ in range(3)}) == 3


def test_the_reply_is_kept_though_what_it_tells_of_is_gone(world):
    again = key()
    made = world.post("/topics", {"title": "Gone"}, by="writer", Idempotency_Key=again)
    world.delete(f"/topics/{made.json['id']}")
    assert world.post("/topics", {"title": "Gone"}, by="writer", Idempotency_Key=again).data == made.data


def test_the_same_key_with_another_body_is_422(world):
    again = key()
    world.post("/topics", {"title": "One"}, by="writer", Idempotency_Key=again)
    reply = world.post("/topics", {"title": "Two"}, by="writer", Idempotency_Key=again)
    assert (reply.status_code, reply.json["type"]) == (422, "urn:quizbank:problem:idempotency_key_reused")


def test_a_key_belongs_to_its_caller(world):
    again, json = key(), {"title": "Mine"}
    assert len({world.post("/topics", json, by=by, Idempotency_Key=again).json["id"] for by in ("writer", "admin")}) == 2


def test_a_key_belongs_to_its_path(world, ids):
    again, json = key(), {"heading": "H", "points": [{"text": "P"}]}
    other = world.topic()["id"]
    notes = [world.post(f"/topics/{topic}/notes", json, by="writer", Idempotency_Key=again) for topic in (ids["topic"], other)]
    assert [note.status_code for note in notes] == [201, 201] and notes[0].json["id"] != notes[1].json["id"]


def test_a_key_has_no_part_in_other_methods(world):
    again, path = key(), f"/topics/{world.topic()['id']}"
    revisions = [world.patch(path, {"title": "New"}, Idempotency_Key=again).json["revision"] for _ in range(2)]
    assert revisions == [2, 3]


@pytest.mark.parametrize(
    ("path", "bad", "good", "status"),
    [
        ("/topics", {"title": ""}, {"title": "Good"}, 422),
        ("/topics", {"title": "Taken", "slug": "question-types-by-example"}, {"title": "Good"}, 409),
        ("/topics/00000000-0000-0000-0000-000000000000/notes", {"heading": "H", "points": [{"text": "P"}]}, None, 404),
    ],
)
def test_only_success_is_kept(world, path, bad, good, status):
    again = key()
    for _ in range(2):
        reply = world.post(path, bad, by="writer", Idempotency_Key=again)
        assert reply.status_code == status and "Idempotent-Replayed" not in reply.headers
    assert good is None or world.post(path, good, by="writer", Idempotency_Key=again).status_code == 201


def test_grading_keeps_nothing(world, ids):
    before, path = len(promises(world)), f"/questions/{ids['question']}/grade"
    replies = [world.post(path, {"response": "one"}, by="reader", Idempotency_Key=key()) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200] and len(promises(world)) == before


@pytest.mark.parametrize("short", ["1", "order-17", "x" * 21])
def test_without_a_credential_a_key_that_could_be_guessed_is_refused(world, short):
    reply = world.post("/learners", {}, Idempotency_Key=short)
    assert (reply.status_code, reply.json["type"]) == (400, "urn:quizbank:problem:invalid_header")
    assert world.post("/topics", {"title": "T"}, by="writer", Idempotency_Key=short).status_code == 201


@pytest.mark.parametrize("long", ["x" * 22, "01900000-0000-7000-8000-000000000000", "x" * 255])
def test_without_a_credential_a_long_key_will_do(world, long):
    assert world.post("/learners", {}, Idempotency_Key=f"{world.kind}-{long}"[-255:] if long[0] == "x" else key()).status_code == 201


@pytest.mark.parametrize("odd", ["", "x" * 256, "a\tb", "\x7f" * 30])
def test_a_key_that_no_key_can_be_is_400(world, odd):
    reply = world.post("/topics", {"title": "T"}, by="writer", Idempotency_Key=odd)
    assert (reply.status_code, reply.json["type"]) == (400, "urn:quizbank:problem:invalid_header")


@pytest.mark.parametrize(
    ("path", "json", "by", "name"), [("/learners", {}, None, "token"), ("/keys", {"name": "K", "scopes": ["review"]}, "admin", "secret")]
)
def test_a_secret_is_replayed_and_works_and_is_kept_nowhere_in_clear(fresh_world, path, json, by, name):
    again = key()
    secret = fresh_world.post(path, json, by=by, Idempotency_Key=again).json[name]
    assert fresh_world.post(path, json, by=by, Idempotency_Key=again).json[name] == secret
    assert fresh_world.get("/topics", by=secret).status_code == 200
    kept = [repr(row) for table in db.Base.metadata.sorted_tables for row in everything(fresh_world, table)]
    assert kept and not any(secret in row or secret[3:] in row or again in row for row in kept)


def everything(world, table):
    with db.snapshot(world.engine):
        return db.execute(select(table)).all()


def test_what_is_kept_tells_nothing_without_the_key(fresh_world):
    fresh_world.post("/topics", {"title": "A title to look for"}, by="writer", Idempotency_Key=key())
    (row,) = promises(fresh_world)
    assert b"A title" not in row.sealed and b"title" not in row.sealed


def test_a_reply_is_kept_for_24_hours(fresh_world):
    again = key()
    first = fresh_world.post("/topics", {"title": "T"}, by="writer", Idempotency_Key=again)
    assert db.now(hours=23.9) < promises(fresh_world)[0].expires_at < db.now(hours=24.1)
    with db.writing(fresh_world.engine):
        db.execute(update(PROMISES).values(expires_at=db.now(hours=-1)))
    after = fresh_world.post("/topics", {"title": "T"}, by="writer", Idempotency_Key=again)
    assert after.status_code == 201 and after.json["id"] != first.json["id"]


def test_a_credential_that_is_no_longer_good_replays_nothing(world):
    again = key()
    made = world.post("/keys", {"name": "Brief", "scopes": ["content:write"]}, by="admin").json
    world.post("/topics", {"title": "T"}, by=made["secret"], Idempotency_Key=again)
    world.call("DELETE", f"/keys/{made['id']}", "admin")
    assert world.post("/topics", {"title": "T"}, by=made["secret"], Idempotency_Key=again).status_code == 401
