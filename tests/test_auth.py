"""Who may call what: every route of the service and every kind of caller, beside the contract's scope column."""
import re

import pytest
from sqlalchemy import update

from schemas.access import SCOPES
from service import auth, db
from tests.world import World

NOWHERE = "00000000-0000-0000-0000-000000000000"

# No credential is needed for these, by visible choice; what is seen, or graded, depends on who asks.
OPEN = """
GET /
GET /docs
GET /docs/<name>
GET /openapi.json
GET /health/live
GET /health/ready
GET /metrics
GET /api/v1/topics
GET /api/v1/topics/<topic>
GET /api/v1/topics/<topic>/questions
GET /api/v1/topics/<topic>/notes
GET /api/v1/topics/<topic>/draw
GET /api/v1/topics/<topic>/export
GET /api/v1/topics/<topic>/export/report
GET /api/v1/questions
GET /api/v1/questions/<id>
GET /api/v1/questions/<id>/answers
GET /api/v1/answers/<id>
GET /api/v1/notes/<id>
GET /api/v1/media/<id>
GET /api/v1/formats
GET /api/v1/formats/<format>
GET /api/v1/formats/<format>/template
GET /api/v1/question-types
GET /api/v1/question-types/<type>
POST /api/v1/questions/<id>/grade
POST /api/v1/grade
POST /api/v1/learners
POST /api/v1/attempts
GET /api/v1/attempts/<id>
PATCH /api/v1/attempts/<id>
POST /api/v1/attempts/<id>/submit
POST /api/v1/questions/<id>/reports
GET /api/v1/reports/<receipt>
GET /api/v1/topics/<topic>/views
POST /api/v1/topics/<topic>/views
"""
NEEDS = {
    "content:write": """
POST /api/v1/topics
POST /api/v1/questions
POST /api/v1/topics/<topic>/notes
POST /api/v1/media
POST /api/v1/imports
POST /api/v1/questions/<id>/answers
PATCH /api/v1/topics/<topic>
PATCH /api/v1/questions/<id>
PATCH /api/v1/notes/<id>
PATCH /api/v1/answers/<id>
DELETE /api/v1/topics/<topic>
DELETE /api/v1/questions/<id>
DELETE /api/v1/notes/<id>
DELETE /api/v1/answers/<id>
POST /api/v1/topics/<topic>/restore
POST /api/v1/questions/<id>/restore
GET /api/v1/topics/<topic>/revisions
GET /api/v1/topics/<topic>/revisions/<n>
GET /api/v1/questions/<id>/revisions
GET /api/v1/questions/<id>/revisions/<n>
POST /api/v1/questions/<id>/revisions/<n>/restore
GET /api/v1/questions/<id>/original
""",
    "learner": """
GET /api/v1/learners/me
GET /api/v1/learners/me/data
DELETE /api/v1/learners/me
POST /api/v1/learners/me/token
""",
    "attempts:write": """
DELETE /api/v1/learner-data
""",
    "attempts:read": """
GET /api/v1/learner-data
GET /api/v1/topics/<topic>/statistics
GET /api/v1/questions/<id>/statistics
""",
    "attempts:read or learner": """
GET /api/v1/attempts
""",
    "review": """
GET /api/v1/reviews
POST /api/v1/reviews
GET /api/v1/reviews/<id>
POST /api/v1/reviews/<id>
DELETE /api/v1/reviews/<id>/example
POST /api/v1/questions/<id>/regrade
GET /api/v1/questions/<id>/regrades
GET /api/v1/reports
POST /api/v1/reports/<id>/resolution
""",
    "a key or token": """
GET /api/v1/jobs/<id>
DELETE /api/v1/jobs/<id>
""",
    "admin": """
GET /api/v1/keys
POST /api/v1/keys
GET /api/v1/keys/<id>
DELETE /api/v1/keys/<id>
""",
}
ROUTES = {route: None for route in OPEN.strip().splitlines()} | {
    route: scope for scope, routes in NEEDS.items() for route in routes.strip().splitlines()
}
CALLERS = ("anonymous", "learner", *SCOPES)


@pytest.fixture(scope="module")
def secrets(world):
    """A key for each scope alone."""
    with db.writing(world.engine):
        return {scope: auth.make_key(scope, [scope])[1] for scope in SCOPES}


def may(caller, scope):
    """The contract's scope column: admin is all, keys are no learners."""
    if scope is None or scope == "a key or token":
        return scope is None or caller != "anonymous"
    scopes = scope.split(" or ")
    return caller in scopes or (caller == "admin" and scopes[0] in SCOPES)


def credential(world, secrets, caller):
    """Whom this caller is by; a learner anew each time, for one may leave."""
    if caller == "learner":
        return world.post("/learners", {}).json["token"]
    return secrets.get(caller)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_route_is_for_whom_the_contract_says(world, secrets, route, caller):
    method, rule = route.split(" ")
    path, json = "!" + re.sub(r"<\w+>", NOWHERE, rule), {} if method in ("POST", "PATCH") else None
    reply = world.call(
        method, path, credential(world, secrets, caller), json=json, headers={"If_Match": "*"} if method in ("PATCH", "DELETE") else {}
    )
    if may(caller, ROUTES[route]):
        assert reply.status_code not in (401, 403, 405) and reply.status_code < 500
    elif caller == "anonymous":
        assert reply.status_code == 401 and reply.headers["WWW-Authenticate"].startswith("Bearer")
    else:
        assert (reply.status_code, reply.json["scope"]) == (403, ROUTES[route].split(" or ")[0])
        assert "WWW-Authenticate" not in reply.headers


def test_every_route_is_in_the_table_and_no_other():
    world = World("sqlite")
    there = {f"{method} {rule.rule}" for rule in world.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}
    world.close()
    assert there == set(ROUTES)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("open_grading", [True, False])
def test_grading_is_open_where_the_topic_says_so_and_else_for_two_scopes(world, secrets, open_grading, caller):
    question = world.question(world.topic(open_grading=open_grading))["id"]
    by, allowed = credential(world, secrets, caller), open_grading or caller in ("answers:read", "attempts:write", "content:write", "admin")
    one = world.post(f"/questions/{question}/grade", {"response": None}, by=by)
    many = world.post("/grade", {"items": [{"question_id": question, "response": None}]}, by=by).json["items"][0]
    assert one.status_code == (200 if allowed else 403)
    assert ("error" not in many) if allowed else many["error"]["status"] == 403


@pytest.mark.parametrize(
    ("scope", "drafts", "answers"),
    [("content:write", True, True), ("answers:read", False, True), ("review", False, False), ("admin", True, True)],
)
def test_a_scope_implies_what_the_contract_says(world, secrets, scope, drafts, answers):
    draft, published = world.topic(status="draft"), world.question(world.topic())
    assert (world.get(f"/topics/{draft['id']}", by=secrets[scope]).status_code == 200) is drafts
    assert bool(world.get(f"/questions/{published['id']}/answers", by=secrets[scope]).json["data"]) is answers


@pytest.mark.parametrize(("caller", "status"), [("anonymous", 401), ("learner", 403), ("answers:read", 403), ("content:write", 200)])
@pytest.mark.parametrize("path", ["/topics?status=draft", "/questions?status=published,archived"])
def test_to_ask_for_others_than_published_needs_content_write(world, secrets, path, caller, status):
    reply = world.get(path, by=credential(world, secrets, caller))
    assert reply.status_code == status and (status == 200 or "content:write" in reply.json["detail"])


def test_403_names_the_scope(world, secrets):
    reply = world.post("/topics", {"title": "T"}, by=secrets["review"])
    assert (reply.status_code, reply.json["type"], reply.json["scope"]) == (403, "urn:quizbank:problem:insufficient_scope", "content:write")
    assert reply.json["detail"] == "This key lacks the scope content:write."


MALFORMED = ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token qz_x", "qz_x", "Bearer qz_", "Bearer nonsense", "Bearer qa_attempt",
             "Bearer qz_é", "Bearer ql_" + "x" * 5000, "Bearer qz_x, Bearer qz_y", "Bearer \x7f"]  # fmt: skip


@pytest.mark.parametrize("header", MALFORMED)
@pytest.mark.parametrize("path", ["/topics", "/keys"])
def test_a_credential_that_is_none_is_401_even_where_none_is_needed(world, path, header):
    reply = world.get(path, Authorization=header)
    assert (reply.status_code, reply.mimetype) == (401, "application/problem+json")
    assert reply.headers["WWW-Authenticate"].startswith('Bearer realm="quizbank"')


@pytest.mark.parametrize("change", ["{0}x", "{0:.20}", "qz_{0}", "{0} x"])
def test_nearly_a_key_is_no_key(world, secrets, change):
    reply = world.get("/topics", by=change.format(secrets["admin"]))
    assert reply.status_code == 401 and 'error="invalid_token"' in reply.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["bearer {}", "BEARER {}", "Bearer   {} "])
def test_the_word_bearer_is_read_without_case_and_blanks(world, secrets, header):
    assert world.get("/keys", Authorization=header.format(secrets["admin"])).status_code == 200


def test_a_secret_in_the_url_is_no_credential(world, secrets):
    for name in ("access_token", "key", "token"):
        assert world.get(f"/topics?{name}={secrets['admin']}").status_code == 400


@pytest.mark.parametrize("change", [{"expires_at": "2020-01-01T00:00:00Z"}, {"revoked_at": "2020-01-01T00:00:00Z"}])
def test_an_expired_or_revoked_key_is_401_like_an_unknown_one(world, change):
    with db.writing(world.engine):
        row, secret = auth.make_key("passing", ["admin"])
        db.execute(update(auth.KEYS).where(auth.KEYS.c.id == row["id"]).values(**change))
    past, unknown = (world.get("/keys", by=by) for by in (secret, "qz_unknown"))
    same = [{k: v for k, v in reply.json.items() if k != "request_id"} for reply in (past, unknown)]
    assert past.status_code == unknown.status_code == 401 and same[0] == same[1]
