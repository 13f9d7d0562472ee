"""The applications that are measured, each made anew in every process of its server."""
import json
import os
from types import SimpleNamespace

from flask import Flask, request

STDLIB = SimpleNamespace(
    dumps=lambda value, **_: json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(), loads=json.loads
)


def ours():
    """The service as it is served: with its limits, logs and metrics."""
    from service import config, logs
    from service.app import create_app

    logs.configure()
    return create_app(config.read())


def ours_with_stdlib_json():
    """The same with Python's own json where we use orjson."""
    from service import db, logs, wire

    wire.orjson = db.orjson = logs.orjson = STDLIB
    return ours()


def usual():
    """The usual way, on the same database."""
    from bench.usual import create_app
    from service import config

    return create_app(config.read().database_url)


def plain():
    """A Flask view that returns ready bytes: what no application that Flask serves can be faster than."""
    app = Flask(__name__)
    with open(os.environ["BENCH_READY"]) as file:
        ready = {path: body.encode() for path, body in json.load(file).items()}

    @app.route("/<path:path>", methods=["GET", "POST"])
    def view(path):
        request.get_data()
        not_modified = "If-None-Match" in request.headers
        return (b"", 304) if not_modified else (ready[path], 200, {"Content-Type": "application/json"})

    return app


EVERY = {"ours": ours, "ours, stdlib json": ours_with_stdlib_json, "usual": usual, "plain": plain}
