"""Measuring without a server: the bare WSGI call, for profilers: `python -m cProfile -s tottime -m bench.reads --in-process`."""
import os
import time
from contextlib import redirect_stderr

from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import apps

REQUESTS, BEST_OF = 100, 30


def measure(jobs, _):
    """Print the CPU that one request takes, the least of many short runs."""
    del os.environ["PROMETHEUS_MULTIPROC_DIR"]
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):  # our logs
        made = {name: apps.EVERY[name]() for name in ("ours", "usual", "plain")}
        for job, (method, path, body, headers, status) in jobs.items():
            for name, app in made.items():
                asked = {"method": method, "data": body, "headers": headers, "content_type": "application/json"}
                environ = EnvironBuilder(f"/{path}", **asked).get_environ()
                if called(app, environ) == status:
                    print(f"{job:14} {name:6} {min(run(app, environ) for _ in range(BEST_OF)):6.0f} us")


def run(app, environ):
    """Microseconds of CPU per request."""
    began = time.process_time()
    for _ in range(REQUESTS):
        called(app, environ)
    return (time.process_time() - began) / REQUESTS * 1e6


def called(app, environ):
    """Call the application; the status of its reply."""
    environ["wsgi.input"].seek(0)
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0])
