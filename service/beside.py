"""What a response is read beside: examples that a person has graded, and what the other questions of its topic want to hear."""
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from service import answer_key, db, examples
from service.models.content import Question, Topic
from service.question_types import READ

QUESTIONS, TOPICS = Question.__table__, Topic.__table__
MOST_TOPICS, MOST_ANSWERS, LONGEST = 50, 200, 2000
"""Topics whose answers are remembered, answers of one that are, and characters of the longest."""


class Beside(NamedTuple):
    """Of one question: ((text, credit), …) of its examples, ((prompt, answer), …) of its siblings."""

    examples: tuple = ()
    siblings: tuple = ()


ALONE = Beside()


def of(question_ids):
    """{question id: Beside} of these questions, of those that have anything beside them."""
    known, siblings = examples.of(question_ids), _siblings(question_ids)
    return {id: Beside(known.get(id, ()), siblings.get(id, ())) for id in {*known, *siblings}}


def _siblings(question_ids):
    columns = QUESTIONS.c.id, QUESTIONS.c.topic_id, TOPICS.c.stamp
    of_these = select(*columns).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id).where(QUESTIONS.c.id.in_(question_ids), QUESTIONS.c.type.in_(READ))
    return {id: tuple(each for of, each in _answers(topic, stamp).items() if of != id) for id, topic, stamp in db.execute(of_these)}


def _answers(topic_id, stamp):
    """{question id: (prompt, answer)} of a topic; asked for once, until something in the topic changes."""
    kept = current_app.extensions.setdefault("answers in words", {})
    if kept.get(topic_id, (None,))[0] != stamp:
        if len(kept) >= MOST_TOPICS:
            kept.clear()
        found = answer_key.in_words(topic_id, MOST_ANSWERS)
        kept[topic_id] = stamp, {id: each for id, each in found.items() if len(each[1]) <= LONGEST}
    return kept[topic_id][1]
