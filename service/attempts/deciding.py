"""What people decide about responses. One decision settles all that stand in its review, and goes before the machine's word.

It can be changed by deciding again. A decision may stand as an example: then it settles equal responses to come, and the
grader reads it beside alike ones.
"""
from sqlalchemy import select, update

from service import db
from service.attempts import queue, reviewing, settling
from service.errors import Problem
from service.grading import rounded
from service.models.attempts import Attempt, Item, Review
from service.question_types import READ
from service.verdict import NOTHING, exact

REVIEWS, ATTEMPTS, ITEMS = Review.__table__, Attempt.__table__, Item.__table__
WRITTEN = READ | {"essay", "fill_in_blank"}
"""Types of which equal responses may be decided at once. What is wrong with a choice is put right by a regrade."""


def ask(attempt_id, question_id):
    """Put an attempt's response to a question where a person decides it, whatever the machine says: the review's id."""
    mine = ITEMS.c.attempt_id == attempt_id, ITEMS.c.question_id == question_id
    # locked before its response is read, so that none comes back that is erased meanwhile
    state = db.execute(select(ATTEMPTS.c.state).where(ATTEMPTS.c.id == attempt_id).with_for_update()).scalar_one_or_none()
    item = db.execute(select(ITEMS).where(*mine)).mappings().first()
    if state is None or item is None:
        what, detail = ("attempt", "There is no such attempt.") if state is None else ("question", "This attempt has no such question.")
        raise _refused(f"#/{what}_id", detail, f"unknown_{what}")
    if state not in settling.GRADED_ALREADY:
        raise Problem(409, "This attempt is not graded yet.", kind="not_graded", state=state)
    if item["review_id"]:
        return item["review_id"]
    review = queue.review_of(item, item["machine"])
    db.execute(update(ITEMS).where(*mine).values(review_id=review["id"], version=ITEMS.c.version + 1))
    return review["id"]


def decide(id, data, caller):
    """Decide of all responses of a review."""
    review = _locked(id)
    if data.get("revision", review["revision"]) != review["revision"]:
        more = {"revision": review["revision"], "decision": review["decision"]}
        raise Problem(409, "Somebody has decided this meanwhile; look, and decide again.", kind="decided_meanwhile", **more)
    item = reviewing.latest([id])[id]
    forms = reviewing.forms_of([item])
    asked, key = (forms.get((item["question_id"], item[name])) for name in ("revision", "key_revision"))
    score, points = _score(data, asked, key, item["points"], caller), item["points"]
    said = {"rubric": data.get("rubric"), "feedback": data["feedback"], "reason": data["reason"]}
    decision = {"score": score, "max_score": points, **said, "by": caller.as_author, "at": db.now()}
    credit = exact(score) / exact(points) if points else None
    example = _example(data, review["response"], asked)
    _write(id, decision=decision, credit=credit, example=example)
    _settle(id, decision)


def withdraw(id):
    """Let a decision be an example no longer; it stays decided."""
    if _locked(id)["example"]:
        _write(id, example=False)


def _locked(id):
    """A review's row, locked; 404 where all that stood in it was erased meanwhile."""
    db.execute(select(REVIEWS.c.id).where(REVIEWS.c.id == id).with_for_update())
    row = reviewing.row(id)
    if row is None:
        raise Problem(404, "There is nothing at this address.")
    return row


def _write(id, **values):
    db.execute(update(REVIEWS).where(REVIEWS.c.id == id).values(**values, revision=REVIEWS.c.revision + 1, updated_at=db.now()))


def _settle(id, decision):
    """Give every response of a review its score; where the question was worth more or less, so much more or less."""
    of = ITEMS.c.review_id == id
    which = ATTEMPTS.c.id.in_(select(ITEMS.c.attempt_id).where(of))
    # locked before anything is added up, so that no total misses what another decides of the same attempt
    db.execute(select(ATTEMPTS.c.id).where(which).order_by(ATTEMPTS.c.id).with_for_update()).all()
    for points, ruling in db.execute(select(ITEMS.c.points, ITEMS.c.ruling).where(of).distinct()).all():
        score = queue.worth(decision, points)
        values = settling.counted(points, ruling, None, score, False) | {"person": {**decision, "score": score}, "person_score": score}
        same = of, ITEMS.c.points == points, ITEMS.c.ruling.is_not_distinct_from(ruling)
        db.execute(update(ITEMS).where(*same).values(**values, awaits=False, version=ITEMS.c.version + 1))
    settling.retotal(which)


def _score(data, asked, key, points, caller):
    """The score, or the 422 that it earns; below 0 only where an answer's credit is, which who may not read answers is not told."""
    if "rubric" in data:
        return rounded(_by_rubric(data["rubric"], asked) * exact(points))
    credits = [exact(answer["credit"]) for answer in key["answers"]] if key and caller.may("answers:read") else []
    lowest = rounded(min([NOTHING, *credits]) * exact(points))
    if not lowest <= data["score"] <= exact(points):
        fault = {"pointer": "#/score", "detail": f"Must be from {lowest} to {points}.", "code": "out_of_range"}
        raise Problem.invalid([{**fault, "minimum": lowest, "maximum": points}])
    return rounded(data["score"])


def _by_rubric(levels, form):
    """The credit for the levels at which each criterion is met; all criteria weigh the same."""
    rubric = form["body"].get("rubric") if form else None
    if not rubric:
        raise _refused("#/rubric", "This question has no rubric.", "no_rubric")
    credits = {each["id"]: {level["id"]: exact(level["credit"]) for level in each["levels"]} for each in rubric}
    strangers = [_fault(f"#/rubric/{each}", f"No criterion '{each}'.", "unknown_criterion") for each in levels if each not in credits]
    missing = [_fault("#/rubric", f"Nothing is said of criterion '{each}'.", "missing_criterion") for each in credits if each not in levels]
    known = [(each, level) for each, level in levels.items() if each in credits]
    wrong = [_fault(f"#/rubric/{each}", f"No level '{level}'.", "unknown_level") for each, level in known if level not in credits[each]]
    if strangers or missing or wrong:
        raise Problem.invalid([*strangers, *wrong, *missing])
    return sum(credits[each][level] for each, level in known) / len(known)


def _example(data, response, form):
    """Whether a decision stands as an example."""
    kind = form and form["type"]
    if data.get("example") and (kind not in WRITTEN or response is None):
        raise _refused("#/example", "Only what was written can be an example.", "not_written")
    return data.get("example", kind in READ and isinstance(response, str))


def _fault(pointer, detail, code):
    return {"pointer": pointer, "detail": detail, "code": code}


def _refused(*fault):
    return Problem.invalid([_fault(*fault)])
