"""An attempt on the wire: as much of it as its caller may see now."""
from sqlalchemy import bindparam, select

from service import answer_key, auth, db, drawing, grading, owners, public_form
from service.attempts import access, labels
from service.models.attempts import Change, Regrade
from service.reading import QUESTION_FIELDS, wanted
from service.verdict import exact

REGRADES, CHANGES = Regrade.__table__, Change.__table__
PLAIN = ("id", "revision", "created_at", "updated_at", "topic_id", "number", "submitted_at", "item_count")
FIELDS = tuple(name for name in wanted(QUESTION_FIELDS, ()) if name not in ("answers_visible", "status", "position"))
CORRECTIONS = (
    select(REGRADES.c.question_id, REGRADES.c.action, REGRADES.c.reason, REGRADES.c.applied_at.label("at"), CHANGES.c.before, CHANGES.c.after)
    .join(CHANGES, CHANGES.c.regrade_id == REGRADES.c.id)
    .where(CHANGES.c.attempt_id == bindparam("id"), CHANGES.c.moves, REGRADES.c.applied_at.is_not(None))
    .order_by(REGRADES.c.applied_at, REGRADES.c.id)
)
EXPLAINS = ("explanation", "cites")


def summary(row, level):
    """An attempt's row without its items."""
    wire = {name: row[name] for name in PLAIN} | {"max_score": row["max_score"], "reveal": level}
    wire["expires_at"] = access.ends_at(row)
    wire["state"] = access.state_of(row)
    wire["learner"], wire["learner_id"] = owners.told(row["owner"])
    if access.reaches(level, "verdict"):
        wire |= {"graded_count": row["graded_count"], "score": row["score"]}
    return wire


def whole(row, level):
    """An attempt's row with its items."""
    items = access.items(row["id"])
    pairs = [(item["question_id"], item["revision"]) for item in items]
    forms = answer_key.frozen({*pairs, *((item["question_id"], item["key_revision"]) for item in items)})
    wire = summary(row, level) | {"seed": (row["draw"] or {}).get("seed")}
    if access.reaches(level, "verdict"):
        scores = [exact(score) for item in items if (score := _provisional(item)) is not None]
        wire["provisional_score"] = float(sum(scores)) if scores else None
    wire["receipt"] = drawing.receipt(row["topic_id"], wire["seed"], pairs)
    if tells_corrections(level):
        wire["corrections"] = [dict(each) for each in db.execute(CORRECTIONS, {"id": row["id"]}).mappings()]
    return wire | {"items": [_item(item, forms, row["id"], level) for item in items]}


def tells_corrections(level):
    """Whether this caller is told why scores were put right, which may tell the key."""
    return access.reaches(level, "key") or auth.caller().may("attempts:read")


def _provisional(item):
    return item["machine_score"] if item["score"] is None else item["score"]


def _item(item, forms, attempt_id, level):
    form = forms.get((item["question_id"], item["revision"]))
    wire = {
        "question_id": item["question_id"], "question_revision": item["revision"], "question": form and _question(form, attempt_id),
        "response": form and labels.told(form, item["response"], attempt_id), "saved_at": item["saved_at"], "max_score": item["max_score"],
    }  # fmt: skip
    key = forms.get((item["question_id"], item["key_revision"]))
    if access.reaches(level, "verdict"):
        wire["result"] = result(item, key, level)
    if key and access.reaches(level, "key"):
        machine = item["machine"] or {}
        wire["result"] |= {"breakdown": public_form.breakdown(machine.get("breakdown", []), labels.names(key, attempt_id)), "matched": machine.get("matched", [])}
        wire["answers"] = [_answer(answer, key, attempt_id, level) for answer in key["answers"]]
    return wire


def _question(form, attempt_id):
    return {name: form.get(name) for name in FIELDS} | {"body": labels.question(form, attempt_id)}


def _answer(answer, form, attempt_id, level):
    hidden = () if access.reaches(level, "explanation") else EXPLAINS
    match = public_form.public_match(form["type"], answer["match"], labels.names(form, attempt_id))
    return {name: each for name, each in answer.items() if name not in hidden} | {"match": match}


def result(item, key, level):
    """What an item is worth by its key, as far as a level shows it; the machine's word stands beside a person's."""
    machine, person = item["machine"] or {}, item["person"]
    wire = {
        "score": item["score"], "machine_score": item["machine_score"], "verdict": _word(item), "needs_review": item["awaits"],
        "graded_by": "person" if person else "machine" if item["score"] is not None else None, "ruling": item["ruling"],
    }  # fmt: skip
    if machine:
        wire |= {"confidence": machine["confidence"], "grader": machine["grader"]}
    if access.reaches(level, "feedback"):
        wire["feedback"] = _feedback(item, key, machine, person or {})
        wire["remarks"] = machine.get("remarks", [])
    return wire


def _feedback(item, key, machine, person):
    """What a person says, what the answers say that were met, and what the question says of the score that counts.

    Before anything was answered the question says nothing, and where a ruling counts for all, nothing of this response.
    """
    first = grading.parted((person.get("feedback"), machine.get("feedback")))
    if not key or not (machine or person):
        return first
    return grading.said(key, first, None if item["ruling"] else _word(item))


def _word(item):
    """The verdict in one word, of the score that counts; of what earns no points nobody but the machine says whether it is right."""
    if item["score"] is None:
        return "ungradable"
    if not item["points"] and not item["ruling"] and item["machine"]:
        return item["machine"]["verdict"]
    if item["score"] >= item["max_score"]:
        return "correct"
    return "partial" if item["score"] > 0 else "incorrect"
