"""Putting scores right: by a corrected key, without a question, or with full marks for all; and the record of that."""
from flask import Blueprint, current_app, g
from sqlalchemy import select

from schemas.query import Paged, Regrading
from schemas.regrade import NewRegrade, RegradeOutcome, RegradeRecord
from service import db, reading
from service.auth import caller
from service.errors import Problem
from service.paging import paged
from service.regrading import at_once, by_job, looking, plans, records
from service.regrading.records import REGRADES, Wish
from service.reports import CASES
from service.web import Page, Slow, accepted, found, secret_inside, speaks

bp = Blueprint("regrade", __name__, url_prefix="/api/v1/questions/<id>")
FIELDS = tuple(RegradeRecord().dump_fields)


@bp.post("/regrade")
@speaks(takes=NewRegrade, query=Regrading, gives=Slow(RegradeOutcome), scope="review", keeps=False)
def create(id, query, data):
    """Put right the scores of all attempts at a question. With `plan`, exactly what a dry run has told, and once however often sent."""
    question = found(reading.question_row(id, g.eyes, hidden=True))
    check_report(data["report_id"], id)
    plan = None if query["dry_run"] else data["plan"]
    staged = plan and plans.staged_as(plan, id, data["action"])
    if plan and (told := records.applied_by(plan)):
        return told
    wish = Wish(id, **{**data, "plan": plan}, by=caller().as_author, dry_run=query["dry_run"], regrade_id=staged)
    engine = current_app.extensions["engine"]
    if staged or looking.many(id, question["type"], data["action"]):
        return lambda: queued(engine, wish)
    return lambda: at_once.regrade(engine, wish)


def queued(engine, wish):
    """Have a job do it, unless that is done."""
    with db.writing(engine):
        told, job = by_job.queued(wish)
        return told or accepted(job)


def check_report(id, question_id):
    """422 for a case that there is not, or of another question."""
    if id and db.execute(select(CASES.c.id).where(CASES.c.id == id, CASES.c.question_id == question_id)).first() is None:
        raise Problem.invalid([{"pointer": "#/report_id", "detail": f"This question has no case '{id}'.", "code": "unknown_report"}])


@bp.get("/regrades")
@speaks(query=Paged, gives=Page(RegradeRecord), scope="review")
def listing(id, query):
    """List the regrades of a question, the newest first."""
    secret_inside()
    found(reading.question_row(id, g.eyes, hidden=True))
    columns = [REGRADES.c[name] for name in FIELDS]
    statement = select(*columns).where(REGRADES.c.question_id == id, REGRADES.c.applied_at.is_not(None))
    rows, page = paged(statement, REGRADES, query, "-created_at")
    return {"data": [dict(zip(FIELDS, row)) for row in rows], "page": page}
