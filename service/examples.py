"""Responses that a person has graded, as examples for the grader: the next equal or alike response profits from them."""
from collections import defaultdict
from decimal import Decimal

from sqlalchemy import select

from service import db
from service.models.attempts import Review

REVIEWS = Review.__table__
MOST = 100
"""Examples of one question that are used, the newest: each is read beside the response."""


def of(question_ids):
    """{question id: ((text, credit), …)} of the written responses that were graded by a person and stand as examples."""
    wanted = REVIEWS.c.question_id.in_(question_ids), REVIEWS.c.example, REVIEWS.c.credit.is_not(None)
    columns = REVIEWS.c.question_id, REVIEWS.c.response, REVIEWS.c.credit
    found = defaultdict(list)
    for id, response, credit in db.execute(select(*columns).where(*wanted).order_by(REVIEWS.c.updated_at.desc(), REVIEWS.c.id)):
        if isinstance(response, str) and len(found[id]) < MOST:
            found[id].append((response, min(max(Decimal(str(credit)), Decimal(0)), Decimal(1))))
    return {id: tuple(each) for id, each in found.items()}
