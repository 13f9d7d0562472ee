"""Logs: one JSON object a line, a line a request, each with its request id; never a secret, body or query."""
import logging
import re
import sys
import time
import uuid

import orjson
from flask import g, has_request_context, request

from service import limits
from service.db import now

LOG = logging.getLogger("quizbank.requests")
ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{8,100}")
ROW = re.compile(r"\n(DETAIL|CONTEXT): .*?(?=\n\[SQL|\n\nThe above|\Z)", re.DOTALL)
"""Where PostgreSQL's errors quote the row that they are about: answers may stand in it."""
SECRET = re.compile(r"\b(q[zlar]_)[A-Za-z0-9_-]{8,}")


class JsonLines(logging.Formatter):
    """A record as a JSON object; whatever was given as `extra` becomes a member."""

    def format(self, record):
        line = {"at": now(), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if has_request_context():
            line["request_id"] = g.get("request_id")
        line |= {name: value for name, value in vars(record).items() if name not in ORDINARY}
        if record.exc_info:
            line["traceback"] = ROW.sub("", self.formatException(record.exc_info))
        return SECRET.sub(r"\1…", orjson.dumps(line, default=str).decode())


def configure(level="info"):
    """Write all logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel("WARNING")  # it tells of itself at every look at the schema


def register(app):
    @app.before_request
    def begin():
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        g.began = time.perf_counter()

    @app.after_request
    def finish(response):
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers.extend(limits.headers())
        response.headers["X-Content-Type-Options"] = "nosniff"
        took = (time.perf_counter() - g.began) * 1000 if "began" in g else None
        caller = g.get("caller")
        LOG.info(
            "%s %s %s", request.method, request.path, response.status_code,
            extra={"method": request.method, "path": request.path, "status": response.status_code, "ms": took and round(took, 1),
                   "caller": caller and caller.kind, "caller_id": caller and caller.id},
        )  # fmt: skip
        return response
