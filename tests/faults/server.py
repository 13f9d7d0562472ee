"""The service as it is run in earnest: gunicorn in processes of its own, spoken to over HTTP, to be killed at will."""
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select, update

from service import db, jobs
from tests import postgres, world

ROOT = Path(__file__).parents[2]
RUN = "from service.cli import main; main()"
PATIENCE = 60


class Away(Exception):
    """Nobody answered, or not to the end."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @cached_property
    def json(self):
        return json.loads(self.body)


class Server:
    """The service on a copy of the tests' template, or on the database at a URL; gone at the end of a `with` block."""

    program = RUN

    def __init__(self, kind, url=None, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="quizbank-server-"))
        self.url = (url or world.copy_of_template(kind)).replace("+psycopg", "")
        self.secrets = world.template(kind)[1] if kind else {}
        self.port = free_port()
        plenty = {"rate_anonymous": 10**9, "rate_credential": 10**9, "log_level": "warning"}
        own = {"data_dir": self.folder, "database_url": self.url, "bind": f"127.0.0.1:{self.port}", "secret": world.SECRET}
        self.settings = plenty | own | settings
        self.log = self.folder / "log"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        self.clean()

    def clean(self):
        """Take away its folder and its database."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.url.startswith("postgresql"):
            postgres.drop_database(self.url)

    def start(self):
        """Start it, and wait until it is ready."""
        self.process = self.spawn("serve")
        self.wait()

    def spawn(self, *command):
        """A command of the service with this server's settings, in a process group of its own."""
        settings = {f"QUIZBANK_{name.upper()}": str(value) for name, value in self.settings.items()}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", self.program, *command], env=os.environ | settings, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self, path="/health/ready", status=200):
        """Wait until an address answers so."""
        try:
            until(lambda: self.process.poll() is not None or self.answers(path, status), f"{path} is {status}")
            assert self.process.poll() is None, "it has ended"
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{self.log.read_text()[-3000:]}") from None

    def answers(self, path, status):
        try:
            return self.call("GET", f"!{path}").status == status
        except Away:
            return False

    def kill(self):
        """Kill -9 all of it at once: the master and every worker."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_worker(self):
        """Kill -9 one of the workers; its master makes another."""
        workers = [pid for pid in self.members() if pid != self.process.pid]
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers[0], signal.SIGKILL)

    def members(self):
        """The processes of its group."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with contextlib.suppress(ProcessLookupError):
                    if os.getpgid(int(entry.name)) == self.process.pid:
                        yield int(entry.name)

    def unexpected(self):
        """The lines in its log that tell of a fault of its own."""
        return [line for line in self.log.read_text(errors="replace").splitlines() if '"unexpected error"' in line or "Traceback" in line]

    def call(self, method, path, by=None, json=None, timeout=30, **headers):
        """Call an address, below /api/v1 unless it begins with `!`, over a connection of its own."""
        url = path[1:] if path.startswith("!") else f"/api/v1{path}"
        headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"Connection": "close"}
        if by:
            headers["Authorization"] = f"Bearer {self.secrets.get(by, by)}"
        if json is not None:
            headers["Content-Type"] = "application/json"
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            try:
                connection.request(method, url, None if json is None else _bytes(json), headers)
                with connection.getresponse() as response:
                    return Reply(response.status, response.headers, response.read())
            except (OSError, http.client.HTTPException) as error:
                raise Away(repr(error)) from error

    def get(self, path, by="writer", **headers):
        """Get what must be there."""
        reply = self.call("GET", path, by, **headers)
        assert reply.status == 200, (reply.status, reply.body)
        return reply

    def pages(self, path, by="writer"):
        """Yield all pages of a list, as lists."""
        following = path
        while following:
            reply = self.get(following, by)
            yield reply.json["data"]
            cursor = reply.json["page"]["next"]
            following = cursor and f"{path}{'&' if '?' in path else '?'}cursor={cursor}"

    def every(self, path, by="writer"):
        """All that is in a list."""
        return [each for page in self.pages(path, by) for each in page]

    def topic(self, **fields):
        return self.made("/topics", {"title": "A topic", "status": "published", **fields})

    def question(self, topic, **fields):
        return self.made("/questions", a_question(topic, **fields))

    def made(self, path, json):
        """Post what must be taken; its wire form."""
        reply = self.call("POST", path, "writer", json)
        assert reply.status == 201, (reply.status, reply.body)
        return reply.json


class Watched(Server):
    """The service, and its database at hand, whether the service runs or not."""

    def __enter__(self):
        self.engine = db.connect(self.url.replace("postgresql://", "postgresql+psycopg://"))
        return super().__enter__()

    def __exit__(self, *_):
        self.engine.dispose()
        super().__exit__(*_)

    def ask(self, what, *which):
        """One value out of the database."""
        with db.snapshot(self.engine):
            return db.execute(select(what).where(*which)).scalar_one()

    def take_for_dead(self, id):
        """As if the time had passed after which a silent job's process is taken for dead."""
        with db.writing(self.engine):
            db.execute(update(jobs.TABLE).where(jobs.TABLE.c.id == id).values(seen_at=db.now(seconds=-jobs.SILENCE - 1)))


def a_question(topic, **fields):
    """A short question, as it is posted."""
    answers = [{"match": {"value": True}}]
    return {"topic_id": topic["id"], "type": "true_false", "prompt": "Is it so?", "status": "published", "answers": answers, **fields}


def at_once(*calls):
    """Make all of these calls at the same moment, each in a thread of its own; their results in order."""
    start = threading.Barrier(len(calls))

    def run(call):
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def until(happens, what):
    """Wait until something happens."""
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, f"Waited in vain until {what}"
        time.sleep(0.05)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _bytes(value):
    return json.dumps(value).encode()
