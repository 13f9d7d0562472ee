"""A running service to tell stories with: the real application on a real database, and everybody who may call it."""
import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path

from service import auth, config, db, jobs, migrate
from service.app import create_app
from service.question_types import TYPES
from service.seeding import seed
from tests import postgres

KEYS = {
    "admin": ["admin"], "writer": ["content:write"], "reader": ["answers:read"], "grader": ["attempts:write"], "reviewer": ["review", "attempts:read"],
}  # fmt: skip
SECRET = "a secret that only the tests know, 256 bits or so"
DATABASES = ("sqlite", "postgresql")
SEEDED = "deep-learning-architectures-overview"
_numbers = itertools.count(1)


@cache
def folder():
    """A folder for this run of the tests, gone with it."""
    kept = tempfile.TemporaryDirectory(prefix="quizbank-tests-")
    _KEPT.append(kept)
    return Path(kept.name)


_KEPT = []


@cache
def template(kind):
    """A database with schema, seed content and keys, to be copied: (where it is, the secrets)."""
    url = postgres.fresh_database() if kind == "postgresql" else f"sqlite:///{folder() / 'template.db'}"
    settings = settings_for(config.database_url(url))
    migrate.to(settings.database_url)
    app = create_app(settings)
    engine = app.extensions["engine"]
    with app.app_context():
        seed(engine)
        with db.writing(engine):
            secrets = {name: auth.make_key(name, scopes)[1] for name, scopes in KEYS.items()}
    if kind == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return url, secrets


def settings_for(url, **more):
    """Settings for tests: nothing is limited unless the test is about that."""
    plenty = {"rate_anonymous": 10**9, "rate_credential": 10**9}
    return config.complete(**{"data_dir": folder() / "data", "database_url": url, "secret": SECRET, **plenty, **more})


def copy_of_template(kind):
    """A database like the template, its own; its address."""
    url, _ = template(kind)
    if kind == "postgresql":
        return config.database_url(postgres.fresh_database(url))
    copy = folder() / f"{next(_numbers)}.db"
    shutil.copy(url.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


class World:
    """The service and its callers. `world.get("/topics", by="writer")` calls `/api/v1/topics` with the writer's key."""

    def __init__(self, kind, **settings):
        self.kind = kind
        self.settings = settings_for(copy_of_template(kind), **settings)
        self.secrets = dict(template(kind)[1])
        self.app = create_app(self.settings)
        self.engine = self.app.extensions["engine"]

    def close(self):
        self.engine.dispose()
        if self.kind == "postgresql":
            postgres.drop_database(self.settings.database_url.replace("+psycopg", ""))

    def headers(self, by=None, **more):
        """Headers of a caller; `If_Match="*"` becomes If-Match."""
        if by == "learner" and by not in self.secrets:
            self.secrets[by] = self.post("/learners", {}).json["token"]
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return ({"Authorization": f"Bearer {self.secrets.get(by, by)}"} if by else {}) | named

    def call(self, method, path, by=None, json=None, headers=None, **more):
        """Call an address, below /api/v1 unless it begins with `!`."""
        url = path[1:] if path.startswith("!") else f"/api/v1{path}"
        headers = self.headers(by, **(headers or {}))
        return self.app.test_client().open(url, method=method, json=json, headers=headers, **more)

    def get(self, path, by=None, **headers):
        return self.call("GET", path, by, headers=headers)

    def post(self, path, json=None, by=None, **headers):
        return self.call("POST", path, by, json=json, headers=headers)

    def patch(self, path, json, by="writer", If_Match="*", **headers):
        return self.call("PATCH", path, by, json=json, headers={"If_Match": If_Match, **headers})

    def delete(self, path, by="writer", If_Match="*", **headers):
        return self.call("DELETE", path, by, headers={"If_Match": If_Match, **headers})

    def job(self, kind="of no kind", arguments=None, total=None):
        """A job that the command line has queued; its id."""
        with self.app.app_context(), db.writing(self.engine):
            return jobs.start(kind, arguments or {}, total)

    def topic(self, **fields):
        """A published topic of its own; its wire form."""
        fields = {"title": f"Topic {next(_numbers)}", "status": "published", **fields}
        reply = self.post("/topics", fields, by="writer")
        assert reply.status_code == 201, reply.json
        return reply.json

    def question(self, topic, type="multiple_choice", **fields):
        """A published question of a topic, its type's example; its wire form, answers included."""
        fields = {**TYPES[type].EXAMPLE, "topic_id": topic["id"], "status": "published", **fields}
        reply = self.post("/questions", fields, by="writer")
        assert reply.status_code == 201, reply.json
        return reply.json

    def note(self, topic, *points, **fields):
        """A study note of a topic with these points: {id: text}."""
        points = [{"id": id, "text": text} for point in points for id, text in point.items()]
        reply = self.post(f"/topics/{topic['id']}/notes", {"heading": "A heading", "points": points, **fields}, by="writer")
        assert reply.status_code == 201, reply.json
        return reply.json


def pointers(reply):
    """Where the faults of a 422 are."""
    assert reply.status_code == 422, (reply.status_code, reply.json)
    return [error["pointer"] for error in reply.json["errors"]]


def codes(reply):
    """What the faults of a 422 are."""
    assert reply.status_code == 422, (reply.status_code, reply.json)
    return [error["code"] for error in reply.json["errors"]]
