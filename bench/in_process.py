"""Measuring without a server: the bare WSGI call, for profilers. `py-spy record -- python -m bench.reads --in-process` and such."""
import os
import time

from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import apps

REQUESTS, BEST_OF = 100, 30


def measure(jobs, _):
    """Print the CPU that one request takes, the best of a few runs."""
    del os.environ["PROMETHEUS_MULTIPROC_DIR"]
    for job, (method, path, body, headers, status) in jobs.items():
        for name in ("ours", "usual", "plain"):
            app = apps.EVERY[name]()
            environ = EnvironBuilder(f"/{path}", method=method, data=body or None, headers=headers, content_type="application/json").get_environ()
            if _call(app, environ) == status:
                print(f"{job:30} {name:10} {min(_run(app, environ) for _ in range(BEST_OF)):7.0f} us")


def _run(app, environ):
    began = time.process_time()
    for _ in range(REQUESTS):
        _call(app, environ)
    return (time.process_time() - began) / REQUESTS * 1e6


def _call(app, environ):
    environ["wsgi.input"].seek(0)
    chunks, status, _ = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0])
