"""A server to measure: gunicorn as a process of its own, and the CPU that its workers have used."""
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

WORKERS, THREADS = 2, 4
SECONDS_PER_TICK = 1 / os.sysconf("SC_CLK_TCK")


class Server:
    """A running server; `port` on 127.0.0.1 and its workers' process ids."""

    def __init__(self, factory, environment):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        options = f"--worker-class gthread --workers {WORKERS} --threads {THREADS} --keep-alive 15 --no-control-socket --log-level error"
        command = [sys.executable, "-m", "gunicorn", *options.split(), "--bind", f"127.0.0.1:{self.port}", f"bench.apps:{factory}()"]
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=environment, **nowhere)
        self.workers = self._wait()

    def _wait(self):
        """The workers' process ids, once all are there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for _ in range(200):
            if self.process.poll() is None and len(workers := children.read_text().split()) == WORKERS:
                return workers
            time.sleep(0.05)
        self.stop()
        sys.exit(f"A server did not start: {self.process.args[-1]}.")

    def cpu(self):
        """Seconds of user and system time that the workers have used."""
        return sum(map(seconds_of, self.workers))

    @contextmanager
    def alone(self, worker):
        """Let this worker alone take connections."""
        others = [int(other) for other in self.workers if other != worker]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def seconds_of(pid):
    """Seconds of user and system time that a process has used (utime and stime, proc(5), fields 14 and 15)."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()  # the second field may hold blanks
    return (int(words[11]) + int(words[12])) * SECONDS_PER_TICK


@contextmanager
def running(factories, environment):
    """Servers of these applications, side by side: {name: Server}."""
    if not Path("/proc/self/stat").exists():
        sys.exit("Linux is needed to tell what a server's processes use; --in-process runs anywhere.")
    servers = {}
    try:
        for name, factory in factories.items():
            servers[name] = Server(factory.__name__, environment)
        yield servers
    finally:
        for server in servers.values():
            server.stop()
