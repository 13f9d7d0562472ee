"""Conditional requests: ETags, 304 for who has a view already, 412 for who would overwrite another's work (RFC 9110, 13)."""
from flask import g, request

from service.errors import Problem


class NotModified(Exception):
    """The caller has this already."""


def etag(revision, *more):
    """The ETag of a view: the resource's own revision, then whatever else the view depends on."""
    return '"' + ".".join(str(each) for each in (revision, *more)) + '"'


def tag(revision, *more):
    """Set the ETag."""
    g.etag = etag(revision, *more)


def fresh(revision, *more):
    """Set the ETag, and end here with 304 when the caller has this view already."""
    tag(revision, *more)
    if request.method in ("GET", "HEAD") and etag_in(request.headers.get("If-None-Match", ""), g.etag):
        raise NotModified


def etag_in(header, etag):
    """Weak comparison with a list of ETags (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in header.split(","))


def expect(revision, etag, changes=None):
    """412 unless If-Match names this revision, or is *; tells the current ETag and what has changed since."""
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return
    revisions = [each.strip().removeprefix("W/").strip('"').split(".")[0] for each in header.split(",")]
    if str(revision) not in revisions:
        more = {"changed": changes(int(revisions[0]))} if changes and revisions[0].isdecimal() and len(revisions[0]) < 10 else {}
        detail = f"It has changed: it is at revision {revision} now. Read it again, then send your change with its ETag."
        raise Problem(412, detail, headers={"ETag": etag}, revision=revision, **more)
