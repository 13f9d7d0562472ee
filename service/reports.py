"""Reports of faulty questions. Equal ones are one case, which stays open until somebody has dealt with it.

Whoever reports the same again is counted once and has the same receipt again. All that happens to the cases of one
question happens in turn.
"""
import base64
import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select, update

from schemas.report import COMMENTS_SHOWN
from service import db, owners, sight
from service.auth import caller, hashed, stay
from service.errors import Problem
from service.models.content import Question, Topic
from service.models.feedback import Case, Report
from service.pseudonyms import keyed, pseudonym

CASES, REPORTS, QUESTIONS, TOPICS = Case.__table__, Report.__table__, Question.__table__, Topic.__table__
MOST_A_DAY = 20
"""More than a careful learner finds, and too few to bury those who review."""


def file(question, reason, comment):
    """Take a report of a question (its row) by whoever asks; the receipt."""
    reporter = pseudonym("reporter")
    stay(caller())
    db.in_turn(f"reports by {reporter}")
    db.in_turn(f"report {question['id']}")
    id = _open_case(question["id"], reason)
    mine = (REPORTS.c.case_id == id) & (REPORTS.c.reporter == reporter)
    if id and db.execute(select(REPORTS.c.case_id).where(mine)).first():
        if comment:
            db.execute(update(REPORTS).where(mine).values(comment=comment))
        return _receipt(id, reporter)
    _refuse_too_many(reporter)
    id = _one_more(id) if id else _new_case(question, reason)
    receipt, owner = _receipt(id, reporter), owners.learner(caller().id) if caller().kind == "learner" else None
    values = {"case_id": id, "created_at": db.now(), "reporter": reporter, "owner": owner, "comment": comment}
    db.execute(insert(REPORTS).values(receipt_hash=hashed(receipt), **values))
    return receipt


def _open_case(question_id, reason):
    return db.execute(select(CASES.c.id).where(CASES.c.question_id == question_id, CASES.c.open_as == reason)).scalar_one_or_none()


def _new_case(question, reason):
    id, moment = db.new_id(), db.now()
    of = {"question_id": question["id"], "question_revision": question["revision"], "reason": reason, "open_as": reason}
    made = {"id": id, "revision": 1, "created_at": moment, "updated_at": moment, "state": "open", "count": 1, "resolution": None}
    db.execute(insert(CASES).values(**made, **of))
    return id


def _one_more(id):
    more = {"count": CASES.c.count + 1, "revision": CASES.c.revision + 1, "updated_at": db.now()}
    db.execute(update(CASES).where(CASES.c.id == id).values(more))
    return id


def _receipt(case_id, reporter):
    """A secret of 256 bits; the same each time, so that a retry spoils none that was given before."""
    return "qr_" + base64.urlsafe_b64encode(keyed("receipt", case_id, reporter)).decode().rstrip("=")


def _refuse_too_many(reporter):
    """Raise 429 for who has filed as many as one may within a day."""
    lately = select(REPORTS.c.created_at).where(REPORTS.c.reporter == reporter, REPORTS.c.created_at > db.now(hours=-24))
    oldest = db.execute(lately.order_by(REPORTS.c.created_at.desc()).offset(MOST_A_DAY - 1).limit(1)).scalar_one_or_none()
    if oldest is None:
        return
    rest = datetime.fromisoformat(oldest) + timedelta(hours=24) - datetime.now(UTC)
    wait = str(max(1, math.ceil(rest.total_seconds())))
    raise Problem(429, f"More than {MOST_A_DAY} reports a day; wait {wait} s.", headers={"Retry-After": wait})


def seen_with(receipt):
    """What came of the report with this receipt, or None. It tells nothing of others: neither how many nor when."""
    columns = CASES.c.state, CASES.c.reason, CASES.c.resolution, REPORTS.c.created_at
    row = db.execute(select(*columns).join(CASES, CASES.c.id == REPORTS.c.case_id).where(REPORTS.c.receipt_hash == hashed(receipt))).one_or_none()
    if row is None:
        return None
    end = row.resolution or {"at": row.created_at, "outcome": None}
    return {"state": row.state, "reason": row.reason, "reported_at": row.created_at, "updated_at": end["at"], "outcome": end["outcome"]}


def resolve(case_id, state, outcome, by, regrade_id=None):
    """End a case as `resolved` or `dismissed`, with what its reporters are told; `by` is who did it, as the history has it.

    Raises 409 where it has ended otherwise.
    """
    of = db.execute(select(CASES.c.question_id).where(CASES.c.id == case_id)).scalar_one()
    db.in_turn(f"report {of}")
    case, moment = db.execute(select(CASES).where(CASES.c.id == case_id)).one(), db.now()
    if case.state == "open":
        resolution = {"outcome": outcome, "regrade_id": regrade_id, "by": by, "at": moment}
        ended = {"state": state, "open_as": None, "resolution": resolution, "updated_at": moment, "revision": case.revision + 1}
        db.execute(update(CASES).where(CASES.c.id == case_id).values(ended))
    elif (case.state, case.resolution["outcome"], case.resolution["regrade_id"]) != (state, outcome, regrade_id):
        raise Problem(409, f"This case is {case.state} already, with another outcome.", kind="case_closed")


NAMES = ("id", "revision", "created_at", "updated_at", "topic_id", "question_id", "question_revision", "reason", "state", "count", "resolution")


def cases(eyes):
    """SELECT the cases of those questions that these eyes may know of."""
    columns = (QUESTIONS.c.topic_id if name == "topic_id" else CASES.c[name] for name in NAMES)
    joined = select(*columns).join(QUESTIONS, QUESTIONS.c.id == CASES.c.question_id).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id)
    return joined.where(sight.readable(eyes, hidden=True))


def shown(rows):
    """Cases on the wire, with the latest comments on each; who made them is told to nobody."""
    said = {row.id: [] for row in rows}
    place = func.row_number().over(partition_by=REPORTS.c.case_id, order_by=(REPORTS.c.created_at.desc(), REPORTS.c.receipt_hash))
    of = REPORTS.c.case_id.in_(said), REPORTS.c.comment != ""
    each = select(REPORTS.c.case_id, REPORTS.c.comment, REPORTS.c.created_at, place.label("place")).where(*of).subquery()
    for row in db.execute(select(each).where(each.c.place <= COMMENTS_SHOWN).order_by(each.c.place)):
        said[row.case_id].append({"comment": row.comment, "at": row.created_at})
    return [{**dict(zip(NAMES, row)), "comments": said[row.id]} for row in rows]
