"""The responses that statistics are made of, gathered from attempts: only what is graded, and nothing that was ruled void.

Rows come a batch at a time and are kept as columns of bare numbers. A learner's every attempt counts. Scores are taken as the
whole numbers that they are kept as, so that equal shares are equal to the last bit.
"""
from array import array
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import BigInteger, and_, cast, func, or_, select, type_coerce

from service import db, options, sight
from service.item_analysis import Responses
from service.models.attempts import Attempt, Item
from service.models.content import Revision
from service.reliability import Paper

ATTEMPTS, ITEMS, REVISIONS = Attempt.__table__, Item.__table__, Revision.__table__
STATES = ("submitted", "needs_review", "graded")
AT_ONCE = 2000
NO_REST = float("nan")


def _units(column):
    """A number as it is kept, in the smallest steps (see db.SCALE)."""
    return type_coerce(column, BigInteger)


SCORE, MOST = _units(ITEMS.c.score), _units(ITEMS.c.max_score)
COUNTED = and_(
    sight.one_of(ATTEMPTS.c.state, STATES), ITEMS.c.score.is_not(None), MOST > 0, or_(ITEMS.c.ruling.is_(None), ITEMS.c.ruling != "void")
)  # fmt: skip
"""SQL: whether an item (joined with its attempt) counts here."""
COLUMNS = (
    ITEMS.c.attempt_id, ITEMS.c.question_id, ITEMS.c.revision, ITEMS.c.key_revision, SCORE.label("score"), MOST.label("most"),
    ITEMS.c.answered, ITEMS.c.response, _units(ITEMS.c.seconds).label("seconds"),
)  # fmt: skip


class Tally:
    """What was responded to one revision of a question; `key_revision` is the newest whose answers graded it."""

    def __init__(self, question_id, revision):
        self.question_id, self.revision, self.key_revision = question_id, revision, 0
        self.responses, self.form = Responses(), form(question_id, revision)
        found = options.lists(self.form["type"], self.form["body"]) if self.form else {}
        self.lists = found
        self._names = {(place, choice["id"]) for place, choices in found.items() for choice in choices}
        self._sets = {}

    def add(self, row, total, most):
        """Count a response, in an attempt that got this total of so much."""
        responses, rest = self.responses, most - row.most
        responses.credits.append(row.score / row.most)
        responses.totals.append(total / most)
        responses.rests.append((total - row.score) / rest if rest else NO_REST)
        responses.omitted += not row.answered
        if row.seconds is not None:
            responses.seconds.append(row.seconds / db.SCALE)
        if self._names:
            names = self._names.intersection(options.chosen(row.response))
            responses.chosen.append(self._sets.setdefault(frozenset(names), names))
        self.key_revision = max(self.key_revision, row.key_revision)


class Gathered(NamedTuple):
    """All of a topic: a tally for every revision of every question, each attempt's share and its paper."""

    tallies: dict
    shares: array
    papers: list


def of_topic(topic_id):
    """Gather all attempts at a topic."""
    found, papers = Gathered({}, array("d"), []), {}
    statement = select(*COLUMNS).join(ATTEMPTS, ATTEMPTS.c.id == ITEMS.c.attempt_id).where(ATTEMPTS.c.topic_id == topic_id, COUNTED)
    rows = _streamed(statement.order_by(ITEMS.c.attempt_id, ITEMS.c.question_id))
    for _, group in groupby(rows, key=lambda row: row.attempt_id):
        items = list(group)
        total, most = sum(row.score for row in items), sum(row.most for row in items)
        found.shares.append(total / most)
        asked = tuple(row.question_id for row in items)
        found.papers.append(Paper(papers.setdefault(asked, asked), array("d", [row.score / db.SCALE for row in items])))
        for row in items:
            tally = found.tallies.get((row.question_id, row.revision))
            if tally is None:
                tally = found.tallies[row.question_id, row.revision] = Tally(row.question_id, row.revision)
            tally.add(row, total, most)
    return found


def revisions(question_id):
    """{revision: how many responses to it there are} of a question, the newest first."""
    asked = ITEMS.c.question_id == question_id
    count = select(ITEMS.c.revision, func.count()).join(ATTEMPTS, ATTEMPTS.c.id == ITEMS.c.attempt_id).where(asked, COUNTED)
    return dict(db.execute(count.group_by(ITEMS.c.revision).order_by(ITEMS.c.revision.desc())).all())


def of_question(question_id, revision):
    """Gather all responses to one revision of a question, in the order in which `of_topic` does: the last digits hang on it."""
    asked = and_(ITEMS.c.question_id == question_id, ITEMS.c.revision == revision)
    joined = ITEMS.join(ATTEMPTS, ATTEMPTS.c.id == ITEMS.c.attempt_id)
    whole = select(ITEMS.c.attempt_id, cast(func.sum(SCORE), BigInteger).label("total"), cast(func.sum(MOST), BigInteger).label("of"))
    whole = whole.select_from(joined).where(COUNTED, ITEMS.c.attempt_id.in_(select(ITEMS.c.attempt_id).where(asked)))
    whole = whole.group_by(ITEMS.c.attempt_id).subquery()
    statement = select(*COLUMNS, whole.c.total, whole.c.of).select_from(joined.join(whole, whole.c.attempt_id == ITEMS.c.attempt_id))
    tally = Tally(question_id, revision)
    for row in _streamed(statement.where(asked, COUNTED).order_by(ITEMS.c.attempt_id)):
        tally.add(row, row.total, row.of)
    return tally


def form(question_id, revision):
    """The whole form that a question had, or None where it was erased since."""
    found = select(REVISIONS.c.wire).where(REVISIONS.c.of == question_id, REVISIONS.c.revision == revision)
    return db.execute(found).scalar_one_or_none()


def _streamed(statement):
    return db.execute(statement.execution_options(yield_per=AT_ONCE))
