"""What operators see: a JSON line a request without secrets, metrics for Prometheus, live and ready."""
import json
import logging
import uuid

import pytest
from sqlalchemy import text

from service import db, migrate
from service.app import create_app
from service.logs import JsonLines
from tests.world import SEEDED, settings_for

AWAY = {
    "sqlite": "sqlite:////nowhere/at/all/quizbank.db",
    "postgresql": "postgresql+psycopg://nobody@/none?host=/nowhere&connect_timeout=2",
}


class Lines(logging.Handler):
    """The log as it is written: a JSON object a line."""

    def __init__(self):
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """The lines that are written while the test runs."""
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(params=AWAY)
def stranded(request):
    """The service while its database is away."""
    app = create_app(settings_for(AWAY[request.param]))
    yield app.test_client()
    app.extensions["engine"].dispose()


def requests(log):
    return [line for line in map(json.loads, log) if line["logger"] == "quizbank.requests"]


def test_each_request_is_one_line_of_json(sqlite_world, log):
    replies = [sqlite_world.get("/topics"), sqlite_world.get("/topics/nowhere"), sqlite_world.post("/topics", {})]
    lines = requests(log)
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/api/v1/topics", 200), ("GET", "/api/v1/topics/nowhere", 404), ("POST", "/api/v1/topics", 401),
    ]  # fmt: skip
    assert [line["request_id"] for line in lines] == [reply.headers["X-Request-Id"] for reply in replies]
    assert all(line["ms"] >= 0 and line["at"].endswith("Z") and line["level"] == "info" for line in lines)


def test_a_line_tells_who_asked_but_no_name(sqlite_world, log):
    key = sqlite_world.post("/keys", {"name": "Ada's own key", "scopes": ["review"]}, by="admin").json
    sqlite_world.get("/topics", by=key["secret"])
    line = requests(log)[-1]
    assert (line["caller"], line["caller_id"]) == ("key", key["id"]) and "Ada" not in "".join(log)


def test_no_secret_body_or_query_is_in_the_log(world, log):
    made = world.post("/keys", {"name": "k", "scopes": ["content:write"]}, by="admin", Idempotency_Key="idempotent-" + "9" * 20).json
    learner = world.post("/learners", {"handle": f"Handle{world.kind}"}).json
    topic = world.topic(title="A title in a body")
    world.get("/topics?q=whatwaslookedfor", by=made["secret"])
    world.get("/learners/me", by=learner["token"])
    world.post(f"/questions/{world.question(topic)['id']}/grade", {"response": "a response in a body"}, by="reader")
    world.get(f"/topics/{made['secret']}")
    world.get("/topics", by="qz_a-guess-that-is-wrong")
    written = "".join(log)
    for kept_out in (
        made["secret"],
        learner["token"],
        *world.secrets.values(),
        "A title",
        "whatwaslookedfor",
        "a response",
        "9" * 20,
        "a-guess",
        "Handle",
    ):
        assert kept_out not in written


def test_a_fault_of_ours_is_logged_with_its_request_id(sqlite_world, log, monkeypatch):
    monkeypatch.setattr("service.finding.topics", lambda *_: 1 / 0)
    reply = sqlite_world.get("/topics")
    (line,) = [line for line in map(json.loads, log) if line["level"] == "error"]
    assert line["request_id"] == reply.json["request_id"] and "ZeroDivisionError" in line["traceback"]


def test_nobody_can_write_lines_of_their_own(sqlite_world, log):
    sqlite_world.get("/topics/a%0A%7B%22level%22:%22error%22%7D%0D")
    assert len(log) == 1 and "\n" not in log[0] and json.loads(log[0])["level"] == "info"


def samples(world):
    reply = world.get("!/metrics")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = [line for line in reply.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_count_requests_by_route_and_not_by_address(sqlite_world):
    name = 'quizbank_requests_total{method="GET",route="/api/v1/topics/<topic>",status="404"}'
    before = samples(sqlite_world).get(name, 0)
    nowhere = uuid.uuid4().hex
    for _ in range(3):
        sqlite_world.get(f"/topics/{nowhere}")
    after = samples(sqlite_world)
    assert after[name] == before + 3 and not any(nowhere in each for each in after)
    assert after['quizbank_request_seconds_count{method="GET",route="/api/v1/topics/<topic>"}'] >= 3


def test_metrics_say_what_they_are(sqlite_world):
    words = sqlite_world.get("!/metrics").text
    assert "# TYPE quizbank_requests_total counter" in words and "# TYPE quizbank_request_seconds histogram" in words


def test_methods_and_addresses_that_there_are_not_make_no_metrics_of_their_own(sqlite_world):
    for number in range(3):
        sqlite_world.call(f"METHOD{number}", f"/nowhere/{number}")
    assert not any("METHOD" in each or "/nowhere" in each for each in samples(sqlite_world))


def test_live_and_ready_when_all_is_well(world):
    for path, status in (("live", "live"), ("ready", "ready")):
        reply = world.get(f"!/health/{path}")
        assert (reply.status_code, reply.json, reply.headers["Cache-Control"]) == (200, {"status": status}, "no-store")


def test_live_asks_nothing_of_the_database(stranded):
    assert stranded.get("/health/live").status_code == 200


@pytest.mark.parametrize("path", ["/health/ready", "/api/v1/topics", f"/api/v1/topics/{SEEDED}", "/"])
def test_while_the_database_is_away_it_is_503_with_retry_after(stranded, path):
    reply = stranded.get(path)
    assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
    assert int(reply.headers["Retry-After"]) > 0 and "nowhere" not in reply.text


def test_writing_is_503_too_while_the_database_is_away(stranded):
    assert stranded.post("/api/v1/learners", json={}).status_code == 503


def set_revision(world, revision):
    with db.writing(world.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_not_ready_while_the_schema_is_behind(fresh_world):
    with db.writing(fresh_world.engine) as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    reply = fresh_world.get("!/health/ready")
    assert reply.status_code == 503 and "behind" in reply.json["detail"] and "Retry-After" in reply.headers
    set_revision(fresh_world, migrate.head())


def test_ready_when_the_schema_is_ahead_of_this_code(fresh_world):
    set_revision(fresh_world, "9999_from_later")
    assert fresh_world.get("!/health/ready").status_code == 200
