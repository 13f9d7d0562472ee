"""Serving with gunicorn: a few processes of a few threads and one that does jobs, started from here so that nobody has to know its options."""
import gc
import json
import logging
import os
import shutil
import signal
import socket
import sys
import time
import uuid
from errno import EADDRINUSE
from functools import cache
from pathlib import Path

from gunicorn import glogging, util
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from service import working

LOG = logging.getLogger(__name__)
MEMORY = "/dev/shm"
BACKLOG = 2048
NOW_AND_THEN = 2
"""Seconds after which a worker gives back what memory it does not need."""


def check_address(settings):
    """Come first: take the address, or end with a sentence; what an earlier run counted may go then.

    prometheus_client looks where to count once, when it is imported, so nothing that counts may be imported before this.
    """
    _listener(settings.bind)
    if "prometheus_client" in sys.modules:
        raise RuntimeError("prometheus_client was imported before check_address(): each process would count for itself")
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def serve(settings):
    """Serve until told to stop."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        check_address(settings)

    from service.logs import configure

    configure(settings.log_level)
    util.write_error = refuse
    Server(settings, f"fd://{_listener(settings.bind).detach()}").run()


class Server(BaseApplication):
    """gunicorn with our settings; each of its processes makes an application of its own."""

    def __init__(self, settings, bind):
        self.settings, self.bind = settings, bind
        super().__init__()

    def load_config(self):
        options = {
            "bind": self.bind, "worker_class": Worker, "workers": self.settings.workers, "threads": self.settings.threads,
            "keepalive": 15, "graceful_timeout": 10, "timeout": 60, "limit_request_line": 8190,
            "worker_tmp_dir": MEMORY if os.access(MEMORY, os.W_OK) else None,  # on a disk, a slow one would look like a dead process
            "control_socket_disable": True,  # else one is opened in the home directory
            "forwarded_allow_ips": "",  # whom to believe is ProxyFix's to say
            "logger_class": Logger, "loglevel": self.settings.log_level, "errorlog": None, "accesslog": None,
            "when_ready": load_readers, "child_exit": forget,
        }  # fmt: skip
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        from service.app import create_app

        return create_app(self.settings, workers=self.settings.workers)

    def run(self):
        WithJobs(self).run()


class WithJobs(Arbiter):
    """gunicorn's master, which also sees to it that there is one job process.

    That is forked like a worker, so that it shares the memory of what reads written answers; but it hears no requests, and
    no beat is expected of it. Where it ends, another takes its place; where its master does, it ends too.
    """

    jobs, forked_at = 0, 0

    def manage_workers(self):
        super().manage_workers()
        if self._without_jobs() and time.monotonic() > self.forked_at + 1:  # one that cannot start at all is not tried all the time
            if self.forked_at:
                LOG.error("the job process has ended; another takes its place")
            self._fork_jobs()

    def stop(self, graceful=True):
        """Let the job process finish its batch while the workers finish their requests."""
        until = time.monotonic() + self.cfg.graceful_timeout
        self._tell_jobs(signal.SIGTERM)
        super().stop(graceful)
        while not self._without_jobs() and time.monotonic() < until:
            time.sleep(0.05)
        self._tell_jobs(signal.SIGKILL)

    def _without_jobs(self):
        """Whether there is no job process (any more). gunicorn waits for any child, and may have heard of its end before us."""
        try:
            if self.jobs and os.waitpid(self.jobs, os.WNOHANG)[0]:
                self.jobs = 0
        except ChildProcessError:
            self.jobs = 0
        return not self.jobs

    def _tell_jobs(self, number):
        if not self._without_jobs():
            os.kill(self.jobs, number)

    def _fork_jobs(self):
        self.forked_at = time.monotonic()
        signal.pthread_sigmask(signal.SIG_BLOCK, working.TOLD_BY)  # until the child hears for itself
        self.jobs = os.fork()
        if self.jobs:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, working.TOLD_BY)
            return
        try:
            self._do_jobs()
        except BaseException:
            LOG.exception("unexpected error in the job process")
            os._exit(1)
        os._exit(0)  # and no further: what follows here is the master's to do

    def _do_jobs(self):
        """Be the job process: nothing of the master's is kept but what is in memory."""
        from service.app import create_app

        for each in self.SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        wanted = working.until_told(parent=self.pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, working.TOLD_BY)
        for each in self.LISTENERS:
            each.close()
        for worker in self.WORKERS.values():
            worker.tmp.close()
        app = create_app(self.app.settings)
        working.work(app, wanted)
        app.extensions["engine"].dispose()


class Worker(ThreadWorker):
    """gunicorn's, which gives free memory back now and then: what was graded leaves some 10 MB that nobody needs before the next."""

    given_back = 0

    def notify(self):
        """Say that all is well, which is done once a second and oftener."""
        super().notify()
        if time.monotonic() > self.given_back + NOW_AND_THEN:
            from service.free_text import memory

            memory.give_back()
            self.given_back = time.monotonic()


class Logger(glogging.Logger):
    """Hands gunicorn's own lines to everybody's handler."""

    def setup(self, cfg):
        super().setup(cfg)
        self.error_log.propagate = True


def refuse(client, status, reason, message):
    """Answer what never reaches the application, such as broken HTTP, in the application's own shape; gunicorn's is HTML."""
    problem = {
        "type": f"urn:quizbank:problem:{reason.lower().replace(' ', '_')}", "title": reason, "status": status,
        "detail": "This could not be taken as a request.", "request_id": str(uuid.uuid4()),
    }  # fmt: skip
    LOG.warning("refused: %s", reason, extra={"status": status, "request_id": problem["request_id"]})
    body = json.dumps(problem)
    head = f"HTTP/1.1 {status} {reason}", "Connection: close", "Content-Type: application/problem+json", f"Content-Length: {len(body)}"
    util.write_nonblock(client, "\r\n".join([*head, "", body]).encode())


def load_readers(server):
    """Load what reads written answers before there are processes that serve, so that all of them share its memory."""
    from service import free_text

    settings = server.app.settings
    free_text.use(settings.encoder == "on", settings.encoder_dir, settings.data_dir / "encoded")
    free_text.load()
    gc.freeze()  # else each process would write to all that is there when it looks for what nobody needs any more


def forget(server, worker):
    """Tell the metrics that a process has ended."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


@cache
def _listener(bind):
    """Listen already: who comes too early waits a little, and of two servers that start at once the second is told."""
    address = util.parse_address(bind)
    try:
        if isinstance(address, str):
            return _listener_at(Path(address))
        return socket.create_server(address, family=socket.AF_INET6 if ":" in address[0] else socket.AF_INET, backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or error
        sys.exit(f"Cannot listen at {bind}: {reason}. Stop what is there, or set QUIZBANK_BIND to another address.")


def _listener_at(path):
    """Listen at a file that anybody may write to, as whoever is in front of us does; what a dead server left there goes."""
    with socket.socket(socket.AF_UNIX) as probe:
        if probe.connect_ex(str(path)) == 0:
            raise OSError(EADDRINUSE, "")
    if path.is_socket():
        path.unlink()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    path.chmod(0o666)
    listener.listen(BACKLOG)
    return listener
