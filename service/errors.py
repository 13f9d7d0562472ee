"""Every failure in one shape: RFC 9457 `application/problem+json`."""
import logging
from http import HTTPStatus

from flask import Response, g, request
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from service import wire

LOG = logging.getLogger(__name__)
MOST_TOLD = 1000
"""How many faults of one body are told; how many there are is told in any case."""
KINDS = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 409: "conflict",
    412: "precondition_failed", 413: "too_large", 415: "unsupported_media_type", 422: "validation_failed",
    428: "precondition_required", 429: "too_many_requests", 500: "internal_error", 503: "unavailable",
}  # fmt: skip


class Problem(Exception):
    """Something that the caller is to hear: `raise Problem(409, "Question … has this external_id.")`.

    `kind` names it for programs (the end of `type`); `headers` go with it; all else becomes a member of the problem.
    """

    def __init__(self, status, detail, *, kind=None, headers=None, **members):
        super().__init__(detail)
        self.status, self.detail, self.members = status, detail, members
        self.kind, self.headers = kind or KINDS.get(status, "error"), headers or {}

    @classmethod
    def parameter(cls, name, detail):
        """A query parameter that cannot be."""
        return cls(400, detail, kind="invalid_parameter", parameter=name)

    @classmethod
    def invalid(cls, errors):
        """A body that is well formed and cannot be: every fault at once."""
        many = "one thing is" if len(errors) == 1 else f"{len(errors)} things are"
        more = {"error_count": len(errors)} if len(errors) > MOST_TOLD else {}
        return cls(422, f"In the body {many} not as it should be; see errors.", errors=errors[:MOST_TOLD], **more)

    def body(self):
        title = HTTPStatus(self.status).phrase if self.status in HTTP_STATUS_CODES else "Error"
        return {
            "type": f"urn:quizbank:problem:{self.kind}", "title": title, "status": self.status, "detail": self.detail,
            "request_id": g.get("request_id") if g else None, **self.members,
        }  # fmt: skip


def faults(messages, pointer="#"):
    """Flatten marshmallow's messages: [{"pointer": "#/body/choices/0/text", "detail", "code"}]."""
    if isinstance(messages, dict):
        return [fault for key, each in messages.items() for fault in faults(each, below(pointer, key))]
    if isinstance(messages, list) and any(isinstance(each, (dict, list)) for each in messages):
        return [fault for each in messages for fault in faults(each if isinstance(each, (dict, list)) else [each], pointer)]
    return [{"pointer": pointer, "detail": str(each), "code": getattr(each, "code", "invalid")} for each in messages]


def below(pointer, key):
    """One step down a JSON pointer (RFC 6901); marshmallow's word for "here" is none."""
    if key == "_schema":
        return pointer
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def loaded(schema, data, pointer="#"):
    """Load by a schema, or raise the 422 that names every fault."""
    try:
        return schema.load(data)
    except ValidationError as error:
        raise Problem.invalid(faults(error.normalized_messages(), pointer)) from None


def busy(error):
    """Whether a lock was waited for in vain."""
    return "database is locked" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "55P03"


def unanswered(error):
    """Whether the database could not answer; a little later it may."""
    return isinstance(error, (TimeoutError, OperationalError, InterfaceError)) or getattr(error, "connection_invalidated", False)


def cause(error):
    """What the database said, in a line; the next ones may quote the row."""
    return str(getattr(error, "orig", error)).partition("\n")[0][:300]


def away(error):
    """Turn what the database cannot do now into a 503 that invites to come again, and a lost race into a 409."""
    if isinstance(error, IntegrityError):
        LOG.warning("two writers at once", extra={"cause": cause(error)})
        return shown(Problem(409, "Another request wrote the same thing at the same time; look, and try again."))
    if not unanswered(error):
        return unexpected(error)
    LOG.warning("the database did not answer: %s", type(error).__name__, extra={"cause": cause(error)})
    if isinstance(error, DBAPIError) and busy(error) and request.method == "POST" and "Idempotency-Key" in request.headers:
        return shown(Problem(409, "The same request is still being worked on; try again.", kind="in_flight", headers={"Retry-After": "1"}))
    return shown(Problem(503, "The database does not answer now; try again.", headers={"Retry-After": "2"}))


def shown(problem):
    """The problem as a response."""
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store", "Vary": wire.VARY, **problem.headers}
    return Response(wire.write(problem.body()), problem.status, headers)


def from_http(error):
    """Flask's and Werkzeug's own errors in our shape."""
    details = {
        404: "There is nothing at this address.",
        405: "This address does not take this method.",
        413: "The body is larger than is allowed here.",
    }
    headers = {name: value for name, value in error.get_headers() if name == "Allow"} if error.code == 405 else {}
    if error.code is None or error.code < 400:
        return error
    return shown(Problem(error.code, details.get(error.code, error.description or error.name), headers=headers))


def unexpected(error):
    """A fault of ours: the log has the whole story, the caller the id to ask by."""
    LOG.exception("unexpected error", exc_info=error)
    return shown(Problem(500, "Something went wrong here; it has been logged under this request id."))


def register(app):
    app.register_error_handler(Problem, shown)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(DBAPIError, away)
    app.register_error_handler(TimeoutError, away)
    app.register_error_handler(Exception, unexpected)
