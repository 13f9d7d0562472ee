"""Reports of faulty questions: filed by anybody, gathered in cases, dealt with by those who review."""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.query import ListingReports
from schemas.report import Case, Filed, NewReport, NewResolution, Report
from service import db, reading, reports, sight
from service.auth import caller
from service.errors import Problem
from service.models.attempts import Regrade
from service.paging import paged
from service.reports import CASES
from service.web import Page, found, located, secret_inside, speaks

bp = Blueprint("reports", __name__, url_prefix="/api/v1")
REGRADES = Regrade.__table__


@bp.post("/questions/<id>/reports")
@speaks(takes=NewReport, gives=Filed, status=201)
def create(id, data):
    """Report a question as faulty, before or after answering it."""
    receipt = reports.file(found(reading.question_row(id, g.eyes)), **data)
    located(f"reports/{receipt}")
    return {"receipt": receipt, "state": "open"}


@bp.get("/reports/<receipt>")
@speaks(gives=Report)
def read(receipt):
    """Read what came of a report."""
    secret_inside()
    return found(reports.seen_with(receipt))


@bp.get("/reports")
@speaks(query=ListingReports, gives=Page(Case), scope="review")
def listing(query):
    """List the cases that equal reports are gathered in."""
    secret_inside()
    rows, page = paged(reports.cases(g.eyes).where(*wanted(query)), CASES, query, query["sort"])
    return {"data": reports.shown(rows), "page": page}


def wanted(query):
    """What a list of cases is narrowed to."""
    yield CASES.c.state.in_(query["state"])
    if "reason" in query:
        yield CASES.c.reason.in_(query["reason"])
    if "question_id" in query:
        yield CASES.c.question_id == query["question_id"]
    if "topic" in query:
        yield sight.is_topic(query["topic"])


@bp.post("/reports/<id>/resolution")
@speaks(takes=NewResolution, gives=Case, scope="review")
def resolve(id, data):
    """End a case, with what its reporters are told."""
    case = reports.cases(g.eyes).where(CASES.c.id == id)
    check_regrade(data["regrade_id"], found(db.execute(case).one_or_none()).question_id)
    reports.resolve(id, **data, by=caller().as_author)
    return reports.shown(db.execute(case).all())[0]


def check_regrade(id, question_id):
    """422 for a regrade that there is not, or of another question."""
    if id and db.execute(select(REGRADES.c.id).where(REGRADES.c.id == id, REGRADES.c.question_id == question_id)).first() is None:
        raise Problem.invalid([{"pointer": "#/regrade_id", "detail": f"This question has no regrade '{id}'.", "code": "unknown_regrade"}])
