"""Learners: a handle and a token, and nothing else about a person."""
import re

import uuid

import pytest
from sqlalchemy import select

from service import db
from service.handles import ADJECTIVES, ELEMENTS
from service.models.access import Learner
from tests.world import SEEDED, codes, pointers


def sign_up(world, **fields):
    reply = world.post("/learners", fields)
    assert reply.status_code == 201, reply.json
    return reply.json


def test_anybody_may_sign_up_and_gets_a_made_up_handle_and_a_token(world):
    reply = world.post("/learners", {})
    assert reply.status_code == 201 and reply.headers["Location"] == "/api/v1/learners/me"
    assert reply.json["token"].startswith("ql_") and len(reply.json["token"]) == 3 + 43
    assert re.fullmatch(f"({'|'.join(ADJECTIVES)})({'|'.join(ELEMENTS)})[0-9]*", reply.json["handle"])
    assert world.get("/learners/me", by=reply.json["token"]).json == {k: v for k, v in reply.json.items() if k != "token"}


def test_made_up_handles_are_handles_and_differ():
    made = {adjective + element for adjective in ADJECTIVES for element in ELEMENTS}
    assert len(made) == len(ADJECTIVES) * len(ELEMENTS) > 5_000
    assert all(re.fullmatch(r"[A-Za-z0-9]{3,40}", handle + "9999") for handle in made) and "AdventurousPraseodymium" in made


def test_when_handles_run_short_they_are_numbered(world, monkeypatch):
    monkeypatch.setattr("service.handles.ADJECTIVES", ["Only"])
    monkeypatch.setattr("service.handles.ELEMENTS", [f"One{world.kind}"])
    assert [bool(re.search(r"\d{4}$", sign_up(world)["handle"])) for _ in range(3)] == [False, True, True]


def test_a_handle_may_be_brought(world):
    assert sign_up(world, handle=f"Own{world.kind}1")["handle"] == f"Own{world.kind}1"


def test_handles_are_unique_without_case(world):
    sign_up(world, handle=f"Same{world.kind}")
    for again in (f"Same{world.kind}", f"SAME{world.kind}".upper()):
        reply = world.post("/learners", {"handle": again})
        assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:handle_taken")


@pytest.mark.parametrize("handle", ["AdventurousPraseodymium", "adventurouspraseodymium", "PATIENTYTTERBIUM"])
def test_the_handles_of_authors_are_theirs(world, handle):
    assert world.post("/learners", {"handle": handle}).json["type"] == "urn:quizbank:problem:handle_taken"


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        ("ab", "too_short"),
        ("x" * 41, "too_long"),
        ("two words", "pattern"),
        ("dash-ed", "pattern"),
        ("Größe", "pattern"),
        ("line\n", "pattern"),
        (7, "invalid"),
    ],
)
def test_a_handle_is_3_to_40_letters_and_digits(world, handle, code):
    reply = world.post("/learners", {"handle": handle})
    assert (pointers(reply), codes(reply)) == (["#/handle"], [code])


@pytest.mark.parametrize("person", [{"name": "Ada"}, {"email": "ada@example.org"}, {"id": "1"}])
def test_nothing_else_about_a_person_is_taken(world, person):
    assert codes(world.post("/learners", person)) == ["unknown_field"]


def test_a_learners_token_opens_answers_where_the_topic_says_so(world):
    token = sign_up(world)["token"]
    opened = world.topic(answer_access="learner")
    closed = world.topic(answer_access="key")
    shown = [world.get(f"/questions/{world.question(topic)['id']}/answers", by=token).json["data"] for topic in (opened, closed)]
    assert [bool(each) for each in shown] == [True, False]


def test_a_token_writes_nothing(world):
    token = sign_up(world)["token"]
    assert world.post("/topics", {"title": "T"}, by=token).status_code == 403
    assert world.delete(f"/topics/{SEEDED}", by=token).status_code == 403


def test_a_new_token_takes_the_place_of_the_old_one(world):
    old = sign_up(world)
    reply = world.post("/learners/me/token", by=old["token"])
    assert (reply.status_code, reply.json["id"], reply.json["revision"]) == (201, old["id"], 2)
    assert reply.json["token"] != old["token"]
    assert [world.get("/learners/me", by=each["token"]).status_code for each in (old, reply.json)] == [401, 200]


def test_a_learner_who_leaves_is_gone_for_good(world):
    learner = sign_up(world, handle=f"Leaving{world.kind}")
    assert world.call("DELETE", "/learners/me", learner["token"]).status_code == 204
    assert world.get("/learners/me", by=learner["token"]).status_code == 401
    with db.snapshot(world.engine):
        assert db.execute(select(Learner.__table__).where(Learner.__table__.c.id == learner["id"])).first() is None
    assert sign_up(world, handle=f"Leaving{world.kind}")["id"] != learner["id"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/learners/me"), ("DELETE", "/learners/me"), ("POST", "/learners/me/token")])
def test_me_is_for_learners(world, method, path):
    assert world.call(method, path).status_code == 401
    reply = world.call(method, path, "admin")
    assert (reply.status_code, reply.json["scope"]) == (403, "learner")


def test_no_token_is_kept_in_clear(world):
    token = sign_up(world)["token"]
    with db.snapshot(world.engine):
        assert not any(token[3:] in str(row) for row in db.execute(select(Learner.__table__)))


def test_a_rotation_whose_reply_was_lost_can_be_heard_again_with_the_former_token(world):
    old, key = world.post("/learners", {}).json["token"], str(uuid.uuid4())
    first = world.post("/learners/me/token", by=old, Idempotency_Key=key)
    again = world.post("/learners/me/token", by=old, Idempotency_Key=key)
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert world.get("/learners/me", by=first.json["token"]).status_code == 200


def test_the_former_token_is_good_for_nothing_else(world):
    old = world.post("/learners", {}).json["token"]
    new = world.post("/learners/me/token", by=old, Idempotency_Key=str(uuid.uuid4())).json["token"]
    for method, path in (("GET", "/learners/me"), ("DELETE", "/learners/me"), ("POST", "/learners/me/token"), ("GET", "/topics")):
        assert world.call(method, path, by=old).status_code == 401
        assert world.call(method, path, by=old, headers={"Idempotency_Key": str(uuid.uuid4())}).status_code == 401
    assert world.get("/learners/me", by=new).status_code == 200


def test_signing_up_takes_no_body_at_all(world):
    assert world.post("/learners").status_code == 201
    assert world.post("/topics", by="writer").status_code == 415
