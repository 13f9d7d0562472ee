"""What a response is read beside: examples that a person has graded, and the other questions of its topic that are answered in words."""
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from service import answer_key, db, examples
from service.free_text import Sibling
from service.models.content import Question, Topic
from service.question_types import READ

QUESTIONS, TOPICS = Question.__table__, Topic.__table__
MOST_TOPICS, MOST_ANSWERS, LONGEST = 20, 200, 1000
"""Topics whose answers are remembered, answers of one that are, and characters of the longest."""


class Beside(NamedTuple):
    """Of one question: ((text, credit), …) of its examples, and its siblings."""

    examples: tuple = ()
    siblings: tuple = ()


ALONE = Beside()


def of(question_ids):
    """{question id: Beside} of these questions."""
    known, siblings = examples.of(question_ids), _siblings(question_ids)
    return {id: Beside(known.get(id, ()), siblings.get(id, ())) for id in question_ids}


def _siblings(question_ids):
    columns = QUESTIONS.c.id, QUESTIONS.c.topic_id, TOPICS.c.stamp
    these = QUESTIONS.c.id.in_(question_ids), QUESTIONS.c.type.in_(READ)
    rows = db.execute(select(*columns).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id).where(*these)).all()
    return {id: tuple(each for of, each in _answers(topic, stamp) if of != id) for id, topic, stamp in rows}


def _answers(topic_id, stamp):
    """[(question id, Sibling)] of a topic; asked for once, until something in the topic changes."""
    kept = current_app.extensions.setdefault("answers in words", {})
    known = kept.get(topic_id)
    if known is None or known[0] != stamp:
        found = answer_key.in_words(topic_id, MOST_ANSWERS, LONGEST)
        if known is None and len(kept) >= MOST_TOPICS:
            kept.clear()
        known = kept[topic_id] = stamp, [(id, Sibling(prompt, text)) for id, prompt, text in found]
    return known[1]
