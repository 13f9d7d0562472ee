"""Who sees what.

A caller has eyes: `author` (may write content), `reader` (may read all answers), `learner` (has a learner's token) or
`public`. With these, a topic has one of three sights, and so each of its addresses three views at most: `public`
(sample answers only), `learner` (all answers, choices in their public form) and `author` (everything as stored).
"""
from functools import cache

from sqlalchemy import and_, bindparam, exists, func, not_, or_, select, true, tuple_

from service import db, owners
from service.auth import caller
from service.models.answers import Answer, Feedback
from service.models.attempts import Attempt
from service.models.content import Question, Topic

TOPICS, QUESTIONS, ANSWERS, ATTEMPTS = Topic.__table__, Question.__table__, Answer.__table__, Attempt.__table__
FEEDBACK = Feedback.__table__
GRACE = 10
"""Seconds after its end that an attempt still takes responses."""
READABLE = ("published", "archived")


def eyes(caller):
    """What this caller sees with."""
    if caller.may("content:write"):
        return "author"
    if caller.may("answers:read"):
        return "reader"
    return "learner" if caller.kind == "learner" else "public"


def opens_for(eyes):
    """The values of `answer_access` that open a topic's answers to these eyes."""
    return ("public", "learner") if eyes == "learner" else ("public",)


def sight(eyes, topic):
    """The sight that these eyes have of a topic: a row that says whether its answers are `all_open` to them."""
    if eyes == "author":
        return "author"
    return "learner" if topic["all_open"] else "public"


def guarded(eyes, answer_access):
    """Whether the answers that these eyes see of a topic may hold one that is not open to all, as a draft's are to no one."""
    return eyes == "author" or (eyes != "public" and answer_access != "public")


def is_topic(key):
    """SQL: whether a topic has this id or slug."""
    return or_(TOPICS.c.id == key, TOPICS.c.slug == key)


def one_of(column, words):
    """SQL: whether a column has one of a few words. (A statement with IN is written anew each time that it is used.)"""
    return or_(*(column == word for word in words))


LISTED = and_(QUESTIONS.c.status == "published", QUESTIONS.c.deleted_at.is_(None))
"""SQL: whether a question of a topic is listed, counted and drawn."""


def this_moment(**later):
    """SQL: the moment at which the statement is run, or so much later."""
    return bindparam(None, callable_=lambda: db.now(**later), type_=ATTEMPTS.c.expires_at.type)


def passed(column):
    """SQL: whether a moment, where there is one, has passed, grace included."""
    return func.coalesce(column <= this_moment(seconds=-GRACE), False)


def ended():
    """SQL: whether an attempt, joined with its topic, takes no more responses; a topic's close may be moved while it lasts."""
    return or_(ATTEMPTS.c.state != "in_progress", passed(ATTEMPTS.c.expires_at), passed(TOPICS.c.closes_at))


@cache
def all_open(eyes):
    """SQL: whether all answers of a topic may be seen; after their last attempt, or once it has closed, where its author says so."""
    if eyes in ("author", "reader"):
        return true()
    over = passed(TOPICS.c.closes_at)
    if eyes == "learner":
        mine = ATTEMPTS.c.topic_id == TOPICS.c.id, ATTEMPTS.c.owner == bindparam(None, callable_=lambda: owners.learner(caller().id))
        had = select(func.count()).select_from(ATTEMPTS).where(*mine).correlate(TOPICS).scalar_subquery()
        lasts = exists().where(*mine, not_(ended())).correlate(TOPICS)
        over = or_(over, and_(func.coalesce(had >= TOPICS.c.max_attempts, False), not_(lasts)))
    after = and_(TOPICS.c.answer_access == "after_attempt", over)
    return or_(one_of(TOPICS.c.answer_access, opens_for(eyes)), after)


@cache
def opened(eyes):
    """SQL: whether a question's answers may be seen; the first `sample_answers` by position are samples for all."""
    if eyes in ("author", "reader"):
        return true()
    place, last_sample = tuple_(QUESTIONS.c.position, QUESTIONS.c.id), tuple_(TOPICS.c.sample_position, TOPICS.c.sample_id)
    sample = and_(TOPICS.c.sample_id.is_not(None), place <= last_sample)
    return or_(all_open(eyes), sample)


@cache
def readable(eyes, hidden=False):
    """SQL: whether a question (joined with its topic) may be known of; `hidden` includes what was deleted, for authors."""
    if eyes == "author" and hidden:
        return true()
    there = and_(QUESTIONS.c.deleted_at.is_(None), TOPICS.c.deleted_at.is_(None))
    return there if eyes == "author" else and_(there, one_of(QUESTIONS.c.status, READABLE), one_of(TOPICS.c.status, READABLE))


@cache
def _answers(eyes):
    """The one SELECT of answers that may be seen."""
    match = ANSWERS.c.match if eyes == "author" else ANSWERS.c.public_match.label("match")
    shared = (QUESTIONS.c.revision, QUESTIONS.c.created_at, QUESTIONS.c.updated_at)
    own = (ANSWERS.c.question_id, ANSWERS.c.position, ANSWERS.c.credit, ANSWERS.c.feedback, ANSWERS.c.explanation, ANSWERS.c.cites)
    return (
        select(ANSWERS.c.id, *shared, *own, match)
        .join(QUESTIONS, QUESTIONS.c.id == ANSWERS.c.question_id)
        .join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id)
        .where(opened(eyes))
    )


@cache
def answers_of(eyes):
    """SELECT the answers to the questions with these `ids`, as far as they are open to these eyes."""
    ids = bindparam("ids", expanding=True)
    return _answers(eyes).where(ANSWERS.c.question_id.in_(ids)).order_by(ANSWERS.c.question_id, ANSWERS.c.position, ANSWERS.c.id)


@cache
def answer_by_id(eyes):
    """SELECT one answer with its question's and topic's access, if it may be seen."""
    return _answers(eyes).where(ANSWERS.c.id == bindparam("id"), readable(eyes))


@cache
def feedback_of(eyes):
    """SELECT the feedback of the questions with these `ids`, as far as their answers are open to these eyes."""
    joined = select(FEEDBACK).join(QUESTIONS, QUESTIONS.c.id == FEEDBACK.c.question_id).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id)
    return joined.where(FEEDBACK.c.question_id.in_(bindparam("ids", expanding=True)), opened(eyes))


def gate(eyes, topic):
    """How many questions' answers these eyes see, of how many, and what opens the rest."""
    total = topic["question_count"]
    visible = topic["sample_count"] if sight(eyes, topic) == "public" else total
    return {"visible_questions": visible, "total_questions": total, "opens_by": topic["answer_access"]}
