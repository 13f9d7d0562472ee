"""The whole answer key: a question as its author keeps it, with every answer. For merging, history and grading only."""
from functools import cache

from sqlalchemy import bindparam, func, or_, select

from schemas.question import silence
from service import db, reading, sight
from service.models.answers import Answer, Feedback
from service.models.content import Question, Revision
from service.question_types import READ
from service.reading import QUESTION_FIELDS, wanted

QUESTIONS, ANSWERS, FEEDBACK, REVISIONS = Question.__table__, Answer.__table__, Feedback.__table__, Revision.__table__
KEPT_FIELDS = tuple(name for name in wanted(QUESTION_FIELDS, ()) if name != "answers_visible")
MEANING = "meaning"
"""The mode of an answer that is read by meaning; where a type knows no modes, each is."""
ASKED = ("id", "type", "revision", "prompt", "points", "body", "public_body")


def whole(ids, eyes="author"):
    """The wire forms of these questions with all that tells the key, as far as these eyes see it: {id: question}; also of hidden ones."""
    statement = reading.questions_seen(eyes, KEPT_FIELDS).where(QUESTIONS.c.id.in_(ids))
    found = reading.dicts(db.execute(statement), KEPT_FIELDS)
    return {question["id"]: question for question in reading.with_answers(found, eyes)}


def frozen(pairs):
    """The whole forms that questions had: {(id, revision): question}, of as many as were not erased for good."""
    ids, revisions = {id for id, _ in pairs}, {revision for _, revision in pairs}
    wanted = REVISIONS.c.of.in_(ids), REVISIONS.c.revision.in_(revisions)
    found = db.execute(select(REVISIONS.c.of, REVISIONS.c.revision, REVISIONS.c.wire).where(*wanted))
    return {(of, revision): wire for of, revision, wire in found if wire and (of, revision) in pairs}


@cache
def _to_grade(public):
    """Columns named as grading needs them: both bodies, and each match in the form asked for."""
    match = ANSWERS.c.public_match if public else ANSWERS.c.match
    asked, said = (QUESTIONS.c[name] for name in ASKED), (FEEDBACK.c[name] for name in silence())
    questions = select(*asked, *said).outerjoin(FEEDBACK, FEEDBACK.c.question_id == QUESTIONS.c.id)
    questions = questions.where(QUESTIONS.c.id.in_(bindparam("ids", expanding=True)))
    own = (ANSWERS.c.id, ANSWERS.c.question_id, ANSWERS.c.position, ANSWERS.c.credit, ANSWERS.c.feedback, ANSWERS.c.explanation, ANSWERS.c.cites)
    answers = select(*own, match.label("match")).where(ANSWERS.c.question_id.in_(bindparam("ids", expanding=True)))
    return questions, answers.order_by(ANSWERS.c.question_id, ANSWERS.c.position, ANSWERS.c.id)


def to_grade(ids, public):
    """What grading needs of these questions: {id: {"type", "prompt", "points", "body", "public_body", "feedback", "answers"}}.

    `public` gives every match in its public form. Who may have a response graded is asked before.
    """
    questions, answers = _to_grade(public)
    rows = db.execute(questions, {"ids": ids}).mappings()
    found = {row["id"]: reading.narrowed(row, ASKED) | {"feedback": reading.narrowed(row, silence()), "answers": []} for row in rows}
    for row in db.execute(answers, {"ids": ids}).mappings():
        found[row["question_id"]]["answers"].append(dict(row))
    return found


@cache
def _citations():
    statement = select(ANSWERS.c.question_id, ANSWERS.c.cites).join(QUESTIONS, QUESTIONS.c.id == ANSWERS.c.question_id)
    return statement.where(QUESTIONS.c.topic_id == bindparam("topic"), QUESTIONS.c.deleted_at.is_(None))


def citing(topic_id, points):
    """The ids of the questions of a topic whose answers cite one of these note points."""
    return sorted({row.question_id for row in db.execute(_citations(), {"topic": topic_id}) if not points.isdisjoint(row.cites)})


@cache
def _in_words():
    text, mode = (ANSWERS.c.match[name].as_string() for name in ("text", "mode"))
    read = or_(mode.is_(None), mode == MEANING)
    here = QUESTIONS.c.topic_id == bindparam("topic"), sight.LISTED, sight.one_of(QUESTIONS.c.type, sorted(READ))
    statement = select(QUESTIONS.c.id, QUESTIONS.c.prompt, text).join(ANSWERS, ANSWERS.c.question_id == QUESTIONS.c.id)
    longest = func.length(text) <= bindparam("longest"), func.length(QUESTIONS.c.prompt) <= bindparam("longest")
    statement = statement.where(*here, read, ANSWERS.c.credit > 0, *longest)
    return statement.order_by(QUESTIONS.c.position, QUESTIONS.c.id, ANSWERS.c.position, ANSWERS.c.id).limit(bindparam("most"))


def in_words(topic_id, most, longest):
    """(question id, prompt, text) of at most so many answers in words that earn credit in a topic; of its listed questions, in their order.

    Texts and prompts of more than `longest` characters are left out.
    """
    return db.execute(_in_words(), {"topic": topic_id, "most": most, "longest": longest}).all()
