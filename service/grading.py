"""Grading responses: may this caller have it graded, does the response fit, what does the type say, what is it worth."""
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from flask import current_app
from marshmallow import ValidationError
from sqlalchemy import bindparam, func, select

from schemas.fields import wire_number
from service import answer_key, beside, db, public_form, sight
from service.auth import caller
from service.errors import Problem, faults
from service.models.content import Question, Topic
from service.question_types import TYPES
from service.verdict import NOTHING, Part, Unfit, Verdict

QUESTIONS, TOPICS = Question.__table__, Topic.__table__
LONGEST = 20_000
MOST_PREPARED = 2000
PLACES = Decimal("0.00001")
NO_READERS = ("rules", "person")
"""Graders that read no examples."""


@dataclass(frozen=True)
class Judgement:
    """A verdict that is not on the wire yet.

    `visible` is whether the caller may see what tells the key, `policy` what the topic sets as `review`.
    """

    question: dict
    verdict: Verdict
    visible: bool
    policy: dict | None


def grade(items, eyes):
    """Grade `[{"question_id", "response"}]` in order: for each a result, or the Problem that stands in its way."""
    return [told(each) for each in judgements(items, eyes)]


def judgements(items, eyes):
    """The same, each a Judgement still."""
    ids = list({item["question_id"] for item in items})
    access = {row.id: row for row in db.execute(_known(eyes), {"ids": ids})}
    allowed = [id for id, row in access.items() if _may(row)]
    questions = answer_key.to_grade(allowed, public=eyes != "author") if allowed else {}
    near = beside.of(list(questions)) if questions else {}
    return [_judgement(item, access, questions, near, eyes) for item in items]


@cache
def _known(eyes):
    """SELECT what these eyes may know of the questions with these `ids`, what their topics set, and whether they may see the answers."""
    columns = (QUESTIONS.c.id, TOPICS.c.open_grading, TOPICS.c.review, func.coalesce(sight.opened(eyes), False).label("visible"))
    statement = select(*columns).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id)
    return statement.where(QUESTIONS.c.id.in_(bindparam("ids", expanding=True)), sight.readable(eyes))


def _may(row):
    return row.open_grading or caller().may("answers:read") or caller().may("attempts:write")


def _judgement(item, access, questions, near, eyes):
    id, response = item["question_id"], item["response"]
    if id not in access:
        return Problem(404, f"There is no question '{id[:40]}'.")
    if id not in questions:
        detail = "Responses to this question are graded only for keys with the scope answers:read or attempts:write."
        return Problem(403, detail, kind="insufficient_scope", scope="attempts:write")
    try:
        verdict = judged(questions[id], response, eyes != "author", access[id].review, near[id])
    except Problem as problem:
        return problem
    return Judgement(questions[id], verdict, access[id].visible, access[id].review)


def told(judgement):
    """A Judgement on the wire; a Problem as it is."""
    if isinstance(judgement, Problem):
        return judgement
    return result(judgement.question, judgement.verdict, judgement.visible)


def judged(question, response, public, policy=None, near=beside.ALONE):
    """The verdict on a response to a question as `answer_key` gives it; raises the 413 or 422 that it earns.

    `policy` is what the topic sets as `review`, `near` what the response is read beside.
    """
    kind = question["type"]
    if response is None:
        return Verdict(NOTHING, (Part("response", NOTHING, "No response was given."),))
    if size(response) > LONGEST:
        raise Problem(413, f"A response may have {LONGEST} characters at most.")
    prepared = _prepared(question, public)
    try:
        asked, said = {**prepared.question, "siblings": near.siblings}, prepared.loaded(kind, response)
        return _told_of(near.examples, TYPES[kind].grade(asked, said, examples=near.examples, policy=policy))
    except ValidationError as error:
        raise Problem.invalid(faults(error.normalized_messages())) from None
    except Unfit as error:
        raise Problem.invalid([{"pointer": f"#/response{error.pointer}", "detail": error.message, "code": error.code}]) from None


def _told_of(known, verdict):
    """A verdict that says so where it was found by reading, beside responses that a person has graded."""
    if not known or verdict.grader in NO_READERS:
        return verdict
    some = "a response" if len(known) == 1 else f"{len(known)} responses"
    return replace(verdict, breakdown=(*verdict.breakdown, Part("examples", NOTHING, f"Read beside {some} that a person has graded.")))


class Prepared:
    """A question loaded for grading. It speaks of choices as its answers do, and takes responses that do otherwise."""

    def __init__(self, question, public):
        kind = TYPES[question["type"]]
        match = kind.Match()
        body = question["public_body" if public else "body"]
        answers = [
            {**answer, "credit": Decimal(str(answer["credit"])), "match": match.load(answer["match"]), "wire": answer}
            for answer in question["answers"]
        ]
        self.question = {"prompt": question["prompt"], "body": kind.Body().load(body), "answers": answers}
        self.names = public_form.known(question["id"], question["type"], question["body"])
        self.response = kind.Response()
        self.relabel = public_form.public_response if public else public_form.stored_response

    def loaded(self, kind, response):
        """A response, loaded, that speaks of choices as the answers do. A choice named by both of its ids is named twice."""
        named = self.response.load({"response": response})["response"]
        known = self.relabel(kind, named, self.names)
        if isinstance(known, dict) and len(known) < len(named):
            raise Unfit("Something is named twice.", "doubled_choice")
        return known if known == named else self.response.load({"response": known})["response"]


def _prepared(question, public):
    """Prepare a question once: the same id and revision are the same question for ever."""
    kept = current_app.extensions.setdefault("prepared", {})
    key = question["id"], question["revision"], public
    if (found := kept.get(key)) is None:
        found = Prepared(question, public)
        if len(kept) >= MOST_PREPARED:
            kept.clear()
        kept[key] = found
    return found


def size(response):
    """How many characters of text there are in a response."""
    if isinstance(response, str):
        return len(response)
    if isinstance(response, dict):
        return sum(size(key) + size(value) for key, value in response.items())
    return sum(map(size, response)) if isinstance(response, list) else 0


def rounded(number):
    """Half-even to 5 places, as a JSON number."""
    return wire_number(number.quantize(PLACES, ROUND_HALF_EVEN))


def of_answers(verdict):
    """The feedback of the answers that were met."""
    return parted(answer["feedback"] for answer in verdict.matched)


def said(question, first, word):
    """What is told of a response: this first, then what the question says of such a verdict, then what it says of any."""
    own = question.get("feedback") or {}  # a form of long ago has none
    return parted((first, own.get(word), own.get("general")))


def parted(texts):
    """Texts, those that say anything, with a blank line between them."""
    return "\n\n".join(filter(None, texts))


def result(question, verdict, visible):
    """A verdict on the wire; what tells the key only where it may be seen."""
    points = Decimal(str(question["points"]))
    wire = {
        "question_id": question["id"],
        "question_revision": question["revision"],
        "score": None if verdict.credit is None else rounded(verdict.credit * points),
        "max_score": question["points"],
        "verdict": verdict.word,
        "confidence": round(float(verdict.confidence), 5),
        "needs_review": verdict.needs_review,
        "grader": {"name": verdict.grader, "version": verdict.version},
        "remarks": list(verdict.remarks),
    }
    if visible:
        wire["feedback"] = said(question, of_answers(verdict), verdict.word)
        wire["breakdown"] = [{"part": part.part, "credit": rounded(part.credit), "detail": part.detail} for part in verdict.breakdown]
        wire["matched"] = [answer["wire"] for answer in verdict.matched]
    return wire
