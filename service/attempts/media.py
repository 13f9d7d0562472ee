"""Images and sound that attempts and reviews show, as their questions were when they began and by the key that counts now.

It is `showing` and `reviewing` over again, in SQL: all in one statement, so that a file which is there and not shown takes as
long to be refused as one that is not there at all.
"""
from functools import cache

from sqlalchemy import and_, bindparam, case, exists, false, not_, null, or_, true

from schemas.topic import REVEALED
from service import auth, owners, sight
from service.models.attempts import Attempt, Item
from service.models.content import Topic
from service.models.media import MediaUse

ATTEMPTS, ITEMS, TOPICS = Attempt.__table__, Item.__table__, Topic.__table__
USES = MediaUse.__table__
ANSWERED = or_(ITEMS.c.machine.is_not(null()), ITEMS.c.person.is_not(null()))
BY_KEY = USES.c.revision == ITEMS.c.key_revision


@cache
def shown(kind, scopes):
    """SQL: whether an attempt or a review that this kind of caller, with these scopes, may read shows the file of this `id` now."""
    asked = and_(USES.c.revision == ITEMS.c.revision, USES.c.part == "public")
    whole = or_(asked, BY_KEY) if "answers:read" in scopes else asked
    seen = and_(_own(kind, scopes), or_(whole, and_(BY_KEY, _told())))
    if "review" in scopes:
        seen = or_(seen, and_(ITEMS.c.review_id.is_not(None), whole))
    joined = USES.c.of == ITEMS.c.question_id, ITEMS.c.attempt_id == ATTEMPTS.c.id, TOPICS.c.id == ATTEMPTS.c.topic_id
    return exists().where(USES.c.media_id == bindparam("id"), *joined, seen)


def _own(kind, scopes):
    """SQL: whether it is an attempt that the caller may read."""
    if scopes & {"attempts:write", "attempts:read"}:
        return true()
    if kind == "learner":
        return ATTEMPTS.c.owner == bindparam(None, callable_=lambda: owners.learner(auth.caller().id))
    return ATTEMPTS.c.id == bindparam(None, callable_=lambda: auth.caller().id) if kind == "attempt" else false()


def _told():
    """SQL: whether an item shows a part of its key, at the level of `reveal` that its attempt is at."""
    answers = or_(
        and_(USES.c.part == "feedback", or_(_reaches("key"), and_(_reaches("feedback"), _met()))),
        and_(USES.c.part == "explanation", _reaches("explanation")),
    )
    of_question = or_(USES.c.part == "general", and_(ITEMS.c.ruling.is_(None), USES.c.part == _word()))
    return or_(answers, and_(of_question, ANSWERED, _reaches("feedback")))


def _reaches(level):
    """SQL: whether an attempt shows what this level does."""
    reveal = TOPICS.c.reveal
    own = case(
        (not_(sight.ended()), reveal["during"].as_string()),
        (sight.passed(TOPICS.c.closes_at), reveal["closed"].as_string()),
        else_=reveal["submitted"].as_string(),
    )
    return sight.one_of(own, REVEALED[REVEALED.index(level) :])


def _met():
    """SQL: whether the feedback of the answers that a response met refers to the file."""
    return ITEMS.c.machine["feedback"].as_string().contains("/api/v1/media/" + bindparam("id", type_=USES.c.media_id.type))


def _word():
    """SQL: the verdict on an item in one word."""
    return case(
        (ITEMS.c.score.is_(None), "ungradable"),
        (and_(ITEMS.c.points == 0, ITEMS.c.machine.is_not(null())), ITEMS.c.machine["verdict"].as_string()),
        (ITEMS.c.score >= ITEMS.c.max_score, "correct"),
        (ITEMS.c.score > 0, "partial"),
        else_="incorrect",
    )
