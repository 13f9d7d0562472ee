"""Answers, one by one. A change to one is a change of its question, which is checked again as a whole."""
from flask import Blueprint, g

from schemas.base import Schema
from schemas.topic import AnswerGate
from service import reading, sight, writing
from service.conditional import fresh, tag
from service.errors import Problem, loaded
from service.incoming import Patch, merged
from service.reading import TREES
from service.resources.questions import tag_of, to_change
from service.web import Page, found, located, secret_inside, speaks

from marshmallow import fields

bp = Blueprint("answers", __name__, url_prefix="/api/v1")


class Gate(Schema):
    answer_gate = fields.Nested(AnswerGate, required=True)


@bp.get("/questions/<id>/answers")
@speaks(gives=Page(TREES.answer, more=(Gate,)))
def of_question(id):
    """List the answers to a question that the caller may see, and what opens the others."""
    row = found(reading.question_row(id, g.eyes))
    if sight.guarded(g.eyes, row["answer_access"]):
        secret_inside()
    fresh(*tag_of(row))
    topic = reading.topic_row(row["topic_id"], g.eyes)
    return {"data": reading.answers_to([id], g.eyes), "answer_gate": sight.gate(g.eyes, topic), "page": {"next": None}}


@bp.get("/answers/<id>")
@speaks(gives=TREES.answer)
def read(id):
    """Read an answer."""
    answer = found(reading.answer(id, g.eyes))
    row = reading.question_row(answer["question_id"], g.eyes)
    if sight.guarded(g.eyes, row["answer_access"]):
        secret_inside()
    fresh(*tag_of(row))
    return answer


@bp.post("/questions/<id>/answers")
@speaks(takes=TREES.new_answer, gives=TREES.answer, status=201, scope="content:write")
def create(id, data):
    """Add an answer to a question."""
    question, topics = to_change(id)
    before = {answer["id"] for answer in question["answers"]}
    answers = put(question, topics, [*question["answers"], data], len(before))
    return shown(next(answer for answer in answers if answer["id"] not in before))


@bp.patch("/answers/<id>")
@speaks(takes=Patch(TREES.new_answer), gives=TREES.answer, scope="content:write")
def change(id, data):
    """Change an answer."""
    question, topics = to_change(question_of(id))
    place = found(place_of(id, question))
    answers = [*question["answers"]]
    answers[place] = {**merged(answers[place], data), "id": id}
    return shown(next(answer for answer in put(question, topics, answers, place) if answer["id"] == id))


@bp.delete("/answers/<id>")
@speaks(status=204, scope="content:write")
def delete(id):
    """Remove an answer, unless the question could not be graded without it."""
    question, topics = to_change(question_of(id))
    found(place_of(id, question))
    try:
        put(question, topics, [answer for answer in question["answers"] if answer["id"] != id])
    except Problem as problem:
        reasons = problem.members.get("errors") or [{"detail": problem.detail}]
        detail = f"The question needs this answer: {reasons[0]['detail']}"
        raise Problem(409, detail, kind="answer_needed", question_id=question["id"], errors=reasons) from None


def question_of(id):
    """The id of the question that has this answer."""
    return found(reading.answer(id, "author"))["question_id"]


def place_of(id, question):
    """Where an answer stands in its question; None where it has gone while we waited for the lock."""
    return next((place for place, answer in enumerate(question["answers"]) if answer["id"] == id), None)


def put(question, topics, answers, place=None):
    """Write the question with these answers instead; faults at `place` are told as faults of the answer sent."""
    try:
        data = loaded(TREES.new(), {**question, "answers": answers})
        writing.put_questions(topics[question["topic_id"]], [(data, question)])
    except Problem as problem:
        mine = f"#/answers/{place}"
        for error in problem.members.get("errors", ()):
            if error["pointer"].startswith(mine) and error["pointer"][len(mine) :][:1] in ("", "/"):
                error["pointer"] = "#" + error["pointer"].removeprefix(mine)
        raise
    return reading.answers_to([question["id"]], "author")


def shown(answer):
    """An answer just written, with its question's new ETag, and its place."""
    tag(*tag_of(reading.question_row(answer["question_id"], g.eyes)))
    located(f"answers/{answer['id']}")
    return answer
