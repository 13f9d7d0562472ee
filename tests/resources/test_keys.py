"""Keys: made with scopes and shown once, listed without their secrets, good until they expire or are revoked."""
import pytest
from sqlalchemy import select, update

from service import auth, db
from tests.world import codes, pointers


def make(world, **fields):
    reply = world.post("/keys", {"name": "A key", "scopes": ["content:write"], **fields}, by="admin")
    assert reply.status_code == 201, reply.json
    return reply.json


def test_a_key_is_made_and_its_secret_shown_this_once(world):
    reply = world.post("/keys", {"name": "For the importer", "scopes": ["content:write", "review"]}, by="admin")
    assert reply.status_code == 201 and reply.headers["Location"] == f"/api/v1/keys/{reply.json['id']}"
    assert reply.json["secret"].startswith("qz_") and len(reply.json["secret"]) == 3 + 43
    wanted = {"name": "For the importer", "scopes": ["content:write", "review"], "expires_at": None, "last_used_at": None, "revision": 1}
    assert wanted.items() <= reply.json.items()
    again = world.get(f"/keys/{reply.json['id']}", by="admin").json
    assert again == {name: value for name, value in reply.json.items() if name != "secret"}


def test_a_key_may_do_what_its_scopes_say_and_no_more(world):
    secret = make(world, scopes=["content:write"])["secret"]
    assert world.post("/topics", {"title": "T"}, by=secret).status_code == 201
    assert world.get("/keys", by=secret).status_code == 403


def test_no_two_secrets_are_alike(world):
    assert len({make(world)["secret"] for _ in range(5)}) == 5


def test_keys_are_listed_without_secrets(world):
    made = {make(world)["id"] for _ in range(3)}
    reply = world.get("/keys?limit=200", by="admin")
    assert made <= {key["id"] for key in reply.json["data"]}
    assert not any("secret" in key for key in reply.json["data"]) and "qz_" not in reply.text


def test_keys_are_listed_in_pages(fresh_world):
    made = [make(fresh_world)["id"] for _ in range(3)]
    seen, cursor = [], ""
    while cursor is not None:
        page = fresh_world.get(f"/keys?limit=2{cursor and f'&cursor={cursor}'}", by="admin").json
        seen += [key["id"] for key in page["data"]]
        cursor = page["page"]["next"]
    assert seen[-3:] == made and len(seen) == len(set(seen))


def test_a_revoked_key_is_good_for_nothing_and_gone(world):
    key = make(world)
    assert world.call("DELETE", f"/keys/{key['id']}", "admin").status_code == 204
    assert world.get("/topics", by=key["secret"]).status_code == 401
    assert world.get(f"/keys/{key['id']}", by="admin").status_code == 404
    assert world.call("DELETE", f"/keys/{key['id']}", "admin").status_code == 404
    assert key["id"] not in {each["id"] for each in world.get("/keys?limit=200", by="admin").json["data"]}


def test_a_key_is_good_until_it_expires(world):
    brief, long = make(world, expires_at=db.now(seconds=30)), make(world, expires_at="2999-01-01T00:00:00Z")
    assert [world.get("/topics", by=key["secret"]).status_code for key in (brief, long)] == [200, 200]
    with db.writing(world.engine):
        db.execute(update(auth.KEYS).where(auth.KEYS.c.id == brief["id"]).values(expires_at=db.now(seconds=-1)))
    assert [world.get("/topics", by=key["secret"]).status_code for key in (brief, long)] == [401, 200]


def test_a_time_is_given_back_as_it_is_kept(world):
    key = make(world, expires_at="2999-01-01T00:00:00.5Z")
    assert key["expires_at"] == world.get(f"/keys/{key['id']}", by="admin").json["expires_at"] == "2999-01-01T00:00:00.500000Z"


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"name": None}, "#/name", "null"),
        ({"name": ""}, "#/name", "too_short"),
        ({"name": "  "}, "#/name", "blank"),
        ({"name": "x" * 101}, "#/name", "too_long"),
        ({"scopes": []}, "#/scopes", "too_few"),
        ({"scopes": ["content:write", "everything"]}, "#/scopes/1", "unknown_value"),
        ({"scopes": ["review", "review"]}, "#/scopes", "doubled"),
        ({"scopes": "review"}, "#/scopes", "invalid"),
        ({"expires_at": "tomorrow"}, "#/expires_at", "pattern"),
        ({"expires_at": "2999-01-01T00:00:00+01:00"}, "#/expires_at", "pattern"),
        ({"expires_at": "2999-01-01T00:00:00Z\n"}, "#/expires_at", "pattern"),
        ({"expires_at": "2999-02-30T00:00:00Z"}, "#/expires_at", "no_such_time"),
        ({"secret": "qz_mine"}, "#/secret", "unknown_field"),
    ],
)
def test_a_key_that_cannot_be_is_refused(world, fields, pointer, code):
    reply = world.post("/keys", {"name": "A key", "scopes": ["review"], **fields}, by="admin")
    assert (pointers(reply), codes(reply)) == ([pointer], [code])


def test_a_key_says_when_it_was_last_used_to_the_hour(world):
    key = make(world)

    def used(by_now=None):
        world.get("/topics", by=key["secret"])
        if by_now:
            with db.writing(world.engine):
                db.execute(update(auth.KEYS).where(auth.KEYS.c.id == key["id"]).values(last_used_at=by_now))
            world.get("/topics", by=key["secret"])
        return world.get(f"/keys/{key['id']}", by="admin").json["last_used_at"]

    first = used()
    assert first > key["created_at"] and used() == first
    assert used(half := db.now(minutes=-59)) == half
    assert used(db.now(minutes=-61)) > first


def test_that_a_use_cannot_be_noted_fails_nothing(world, monkeypatch):
    key = make(world)

    def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr("service.auth.update", fail)
    assert world.get("/topics", by=key["secret"]).status_code == 200


def test_no_secret_is_kept_in_clear(world):
    secret = make(world)["secret"]
    with db.snapshot(world.engine):
        rows = [str(row) for row in db.execute(select(auth.KEYS))]
    assert auth.hashed(secret) in "".join(rows) and not any(secret[3:] in row for row in rows)
