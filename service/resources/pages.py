"""The pages: the front page, the API reference, and the document that it shows."""
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request

from service import db, limits, openapi, reading, wire
from service.conditional import etag_in
from service.resources.health import answers
from service.web import found

bp = Blueprint("pages", __name__)
SITE = Path(__file__).parent.parent / "site"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Swagger UI sets style attributes of its own; no style sheet or script from elsewhere is let in for that
DOCS_POLICY = POLICY.replace("style-src 'self'", "style-src 'self'; style-src-attr 'unsafe-inline'")
ASSETS = {
    "quizbank.css": ("quizbank.css", "text/css; charset=utf-8"),
    "docs.js": ("docs.js", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("swagger/swagger-ui.css", "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": ("swagger/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
}


bp.before_request(limits.charge)


@bp.get("/")
@answers("text/html")
def front():
    """Show the topics, and where to go."""
    with db.snapshot(current_app.extensions["engine"]):
        rows = reading.front_page()
    return html(render_template("front.html", topics=rows), POLICY)


@bp.get("/docs")
@answers("text/html")
def reference():
    """Show the API reference."""
    return html(render_template("docs.html"), DOCS_POLICY)


@bp.get("/docs/<name>")
@answers("text/*", 200, 304, 404)
def asset(name):
    """Give a file that a page needs."""
    path, kind = found(ASSETS.get(name))
    return kept(*file(path), kind)


@bp.get("/openapi.json")
@answers("application/json", 200, 304)
def document():
    """Give this document."""
    if "openapi bytes" not in current_app.extensions:
        current_app.extensions["openapi bytes"] = tagged(wire.write(openapi.document()))
    return kept(*current_app.extensions["openapi bytes"], "application/json")


def html(text, policy):
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "public, max-age=60"}
    return Response(text, content_type="text/html; charset=utf-8", headers=headers)


@cache
def file(path):
    """A file of ours and its ETag."""
    return tagged((SITE / path).read_bytes())


def tagged(data):
    return data, f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def kept(data, etag, kind):
    """What changes with a new version only, or 304."""
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300"}
    if "If-None-Match" in request.headers and etag_in(request.headers["If-None-Match"], etag):
        limits.refund()
        return Response(status=304, headers=headers)
    return Response(data, content_type=kind, headers=headers)
