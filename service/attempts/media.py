"""Images and sound that attempts and reviews show, as their questions were when they began and by the key that counts now.

It is `showing` and `reviewing` over again, in SQL: all in one statement, so that a file which is there and not shown takes as
long to be refused as one that is not there at all.
"""
from sqlalchemy import and_, case, exists, false, literal, not_, null, or_, true

from schemas.topic import REVEALED
from service import owners, sight
from service.models.attempts import Attempt, Item
from service.models.content import Topic
from service.models.media import Media, MediaUse

ATTEMPTS, ITEMS, TOPICS = Attempt.__table__, Item.__table__, Topic.__table__
MEDIA, USES = Media.__table__, MediaUse.__table__
ADDRESS = literal("/api/v1/media/") + MEDIA.c.id
ANSWERED = or_(ITEMS.c.machine.is_not(null()), ITEMS.c.person.is_not(null()))
BY_KEY = USES.c.revision == ITEMS.c.key_revision


def shown(caller):
    """SQL: whether an attempt or a review that a caller may read shows a file now."""
    asked = and_(USES.c.revision == ITEMS.c.revision, USES.c.part == "public")
    whole = or_(asked, BY_KEY) if caller.may("answers:read") else asked
    seen = and_(_own(caller), or_(whole, and_(BY_KEY, _told())))
    if caller.may("review"):
        seen = or_(seen, and_(ITEMS.c.review_id.is_not(None), whole))
    joined = USES.c.of == ITEMS.c.question_id, ITEMS.c.attempt_id == ATTEMPTS.c.id, TOPICS.c.id == ATTEMPTS.c.topic_id
    return exists().where(USES.c.media_id == MEDIA.c.id, *joined, seen)


def _own(caller):
    """SQL: whether it is an attempt that the caller may read."""
    if caller.may("attempts:write") or caller.may("attempts:read"):
        return true()
    if caller.kind == "learner":
        return ATTEMPTS.c.owner == owners.learner(caller.id)
    return ATTEMPTS.c.id == caller.id if caller.kind == "attempt" else false()


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
    return ITEMS.c.machine["feedback"].as_string().contains(ADDRESS)


def _word():
    """SQL: the verdict on an item in one word."""
    return case(
        (ITEMS.c.score.is_(None), "ungradable"),
        (and_(ITEMS.c.points == 0, ITEMS.c.machine.is_not(null())), ITEMS.c.machine["verdict"].as_string()),
        (ITEMS.c.score >= ITEMS.c.max_score, "correct"),
        (ITEMS.c.score > 0, "partial"),
        else_="incorrect",
    )
