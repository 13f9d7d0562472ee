"""Whether we are alive, whether we are ready, and how we are doing: for those who operate us."""
from flask import Blueprint, Response, current_app
from sqlalchemy import text

from service import db, metrics, migrate, wire
from service.errors import Problem

bp = Blueprint("health", __name__)


def answers(media_type, *statuses):
    """Say what a view outside the API gives, for the API's document."""

    def decorate(view):
        view.media_type, view.statuses = media_type, statuses or (200,)
        return view

    return decorate


@bp.get("/health/live")
@answers("application/json")
def live():
    """Say that the process answers; nothing else is asked."""
    return Response(wire.write({"status": "live"}), content_type="application/json", headers={"Cache-Control": "no-store"})


@bp.get("/health/ready")
@answers("application/json", 200, 503)
def ready():
    """Say whether the database answers and has the schema that this code needs, or a later one."""
    with db.snapshot(current_app.extensions["engine"]) as connection:
        connection.execute(text("SELECT 1"))
        behind = migrate.behind(connection)
    if behind:
        raise Problem(503, f"The database's schema is behind ({behind}): run the migrations.", headers={"Retry-After": "10"})
    return Response(wire.write({"status": "ready"}), content_type="application/json", headers={"Cache-Control": "no-store"})


@bp.get("/metrics")
@answers("text/plain")
def measured():
    """Give the metrics in Prometheus's text format."""
    return Response(metrics.latest(), content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})
