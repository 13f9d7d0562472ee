"""Which pages of other origins may call us (the Fetch standard's CORS protocol); never with cookies."""
from flask import request

ALLOWED = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
EXPOSED = (
    "Content-Disposition, Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, "
    "Idempotent-Replayed, X-Request-Id"
)
METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS"


def configure(app, settings):
    origins = {each.strip() for each in settings.cors_origins.split(",") if each.strip()}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin")
        if request.method == "OPTIONS":
            response.status_code = 204
            response.headers.pop("Content-Type", None)
        if "*" not in origins:
            response.vary.add("Origin")
        if not origins or not ("*" in origins or origin in origins):
            return response
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = ALLOWED
            response.headers["Access-Control-Max-Age"] = "86400"
        return response
