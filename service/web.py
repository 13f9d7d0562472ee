"""A route says what it speaks: `@speaks(takes, query, gives, status, scope, keeps)`. All else follows.

From the method follow the transaction and its commit, If-Match (PATCH and DELETE of content) and idempotency (any POST
that keeps); from `gives` and `status` the envelope and Location. Who asks is found and what comes in is loaded before
the transaction begins; in it are promise, view, reply and keeping; the reply is sent when it is on disk.
OpenAPI reads the same words.
"""
import hashlib
from contextlib import closing
from dataclasses import dataclass
from functools import wraps

from flask import Response, current_app, g, request

from schemas.query import Nothing
from service import auth, db, idempotency, jobs, limits, sight, uploads, wire
from service.conditional import NotModified, fresh
from service.errors import Problem
from service.files import Download, sent
from service.incoming import JSON, body, parameters


@dataclass(frozen=True)
class Page:
    """A list in its envelope: `{"data": […], "page": {"next": …}}`; `more` are further members' schemas."""

    of: object
    more: tuple = ()
    paged: bool = True


@dataclass(frozen=True)
class Seen:
    """One form for those who may not see answers, another for those who may."""

    bare: object
    whole: object


@dataclass(frozen=True)
class Slow:
    """What is given at once where that is soon done; else 202 and the Job that does it (see `accepted`)."""

    of: object


@dataclass(frozen=True)
class Contract:
    takes: object
    query: type
    gives: object
    status: int
    scope: str | None
    keeps: bool

    def writes(self, method):
        return self.keeps and method in ("POST", "PATCH", "DELETE")

    def conditional(self, method):
        """Whether If-Match is required: content is changed."""
        return method in ("PATCH", "DELETE") and self.scope == "content:write"


def speaks(takes=None, query=Nothing, gives=None, status=200, scope=None, keeps=True):
    """Make a view a route's whole contract; the view gets `query` and `data` where there are any, and gives wire data."""
    contract = Contract(takes, query, gives, status, scope, keeps)

    def decorate(view):
        @wraps(view)
        def endpoint(**path):
            return _perform(contract, view, path)

        endpoint.contract = contract
        return endpoint

    return decorate


def _perform(contract, view, path):
    found(all(wire.sound(each) for each in path.values()) or None)
    engine = current_app.extensions["engine"]
    if isinstance(contract.takes, uploads.Upload):
        _let_in(engine, contract)
        g.sent = uploads.receive(contract.takes)
        with closing(g.sent.stream):
            return _performed(engine, contract, view, path)
    if request.method != "GET":
        request.get_data(cache=True)  # a slow sender is waited for before any transaction
    return _performed(engine, contract, view, path)


def _performed(engine, contract, view, path):
    reply = (_write if contract.writes(request.method) else _read)(engine, contract, view, path)
    auth.note_use(engine, g.caller)
    return answer(*reply)


def _read(engine, contract, view, path):
    """(body, status, headers), all of it read at one moment.

    For what takes long a view gives a function instead, which is called when no connection is held any more.
    """
    try:
        with db.snapshot(engine):
            given = _enter(contract)
            data = view(**path, **given)
            if not callable(data):
                return _tagged(*shaped(data, contract.status))
        return shaped(data(), contract.status)
    except NotModified:
        limits.refund()
        return b"", 304, _headers()


def _tagged(body, status, headers):
    """(body, status, headers) with an ETag made from the body where there is no other; raises NotModified."""
    if request.method == "POST" or g.get("etag") or g.get("no_store") or not isinstance(body, bytes):
        return body, status, headers
    if request.headers.get("If-None-Match") == "*":
        return body, status, headers  # to know of a list that it is there at all took all the work
    fresh(0, hashlib.sha256(body).hexdigest()[:32])
    return body, status, _headers()


def _write(engine, contract, view, path):
    """(body, status, headers); effect, promise and reply are on disk together, or none of them is."""
    with db.snapshot(engine):
        given = _enter(contract)
    with db.writing(engine):
        retriable = request.method == "POST"
        reply = idempotency.promised() if retriable else None
        if reply is None:
            reply = shaped(view(**path, **given), contract.status)
            if retriable:
                idempotency.keep(*reply)
    return reply


def _let_in(engine, contract):
    """Nobody sends us a long file who may not."""
    with db.snapshot(engine):
        try:
            auth.require(auth.authenticate(), contract.scope)
        except Problem:
            limits.charge()
            raise


def _enter(contract):
    """Find who asks, count it, and load what came in: {"query", "data"}, as far as the contract has them."""
    try:
        g.caller = auth.authenticate()
    finally:
        limits.charge()  # who tries secrets is counted by address
    g.eyes, given = sight.eyes(g.caller), {}
    auth.require(g.caller, contract.scope)
    if contract.query is not Nothing:
        given["query"] = parameters(contract.query)
    elif request.args:
        parameters(contract.query)
    if contract.conditional(request.method) and "If-Match" not in request.headers:
        raise Problem(428, "Send If-Match with the ETag of what you change, or * to change it whatever it is.")
    if contract.writes(request.method) and request.method == "POST":
        idempotency.check(g.caller)
    if contract.takes:
        given["data"] = g.sent if isinstance(contract.takes, uploads.Upload) else body(contract.takes)
    return given


def found(row):
    """The row, or 404: what a caller may not know of is not there."""
    if row is None:
        raise Problem(404, "There is nothing at this address.")
    return row


def check_fields(query, names):
    """400 for a field that there is not."""
    for name in query.get("fields_", ()):
        if name not in names:
            raise Problem.parameter("fields", f"No field '{name}'; there are: {', '.join(names)}.")


def located(path):
    """Set Location."""
    g.location = f"/api/v1/{path}"


def come_again(seconds=1):
    """Set Retry-After."""
    g.retry_after = str(seconds)


def accepted(id):
    """Answer 202 with this job instead of what it is to make, and say where to look how far it is."""
    g.status = 202
    located(f"jobs/{id}")
    come_again()
    return jobs.seen(id, g.caller)


def secret_inside():
    """What goes out must be stored nowhere."""
    g.no_store = True


def lasting(seconds):
    """What goes out is the same for ever, and open to all: who has it need not ask again for so long."""
    g.lasts = seconds


def shaped(data, status):
    """(body, status, headers) of what a view gave."""
    if isinstance(data, Download):
        return sent(data, status, _headers())
    return (b"" if data is None else wire.write(data)), g.get("status", status), _headers()


def _headers():
    told = {"ETag": g.get("etag"), "Location": g.get("location"), "Link": g.get("link"), "Retry-After": g.get("retry_after")}
    return {"Content-Type": JSON, **{name: value for name, value in told.items() if value}, "Cache-Control": _cache_control()}


def _cache_control():
    if g.get("no_store") or request.method not in ("GET", "HEAD"):
        return "no-store"
    if "lasts" in g:
        return f"{'private' if 'Authorization' in request.headers else 'public'}, max-age={g.lasts}, immutable"
    return "private, no-cache" if "Authorization" in request.headers else "public, max-age=60, stale-while-revalidate=300"


def answer(data, status, headers):
    """The response, with what every response has."""
    if status in (204, 304):
        headers = {name: value for name, value in headers.items() if name != "Content-Type"}
        data = b""
    return Response(data, status, {**headers, "Vary": wire.VARY})
