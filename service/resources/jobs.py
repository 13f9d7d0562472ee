"""Jobs: how far work is that was too long for a request."""
from flask import Blueprint, g

from schemas.job import Job
from service import jobs
from service.web import come_again, found, located, secret_inside, speaks

bp = Blueprint("jobs", __name__, url_prefix="/api/v1/jobs")


@bp.get("/<id>")
@speaks(gives=Job)
def read(id):
    """Read how far a job is, and what came of it. A job is shown to who started it, and to admins."""
    return shown(id)


@bp.delete("/<id>")
@speaks(gives=Job, status=202)
def cancel(id):
    """Cancel a job: at once where it waits, at its next step where it runs; one that has ended stays as it is."""
    found(jobs.seen(id, g.caller))
    jobs.cancel(id)
    located(f"jobs/{id}")
    return shown(id)


def shown(id):
    """A job, if it is this caller's; while it has not ended, come again."""
    job = found(jobs.seen(id, g.caller))
    secret_inside()
    if job["state"] in ("queued", "running"):
        come_again()
    return job
