"""Saving responses: each replaces the one before, and how long each took is noted."""
from datetime import datetime

from sqlalchemy import bindparam, select, update

from service import answer_key, db
from service.attempts import access, labels, settling
from service.errors import MOST_TOLD, Problem, below
from service.models.attempts import Attempt, Item

ATTEMPTS, ITEMS = Attempt.__table__, Item.__table__


def lock(id):
    """Lock an attempt; its row, as it is now, or None where it was erased meanwhile."""
    db.execute(select(ATTEMPTS.c.id).where(ATTEMPTS.c.id == id).with_for_update())
    return access.row(id)


def save(row, responses):
    """Keep responses to the questions of an attempt (its locked row) that is in progress: {question id: response}."""
    id = row["id"]
    access.check_in_progress(row)
    items = {item["question_id"]: item for item in access.items(id)}
    forms = answer_key.frozen({(item["question_id"], item["revision"]) for item in items.values() if item["question_id"] in responses})
    kept = _understood(row, responses, items, forms)
    moment = db.now()
    took = _seconds(items.values(), row["created_at"], moment) if len(kept) == 1 else None
    rows = [_values(items[of], response, moment, took) for of, response in kept.items()]
    if rows:
        names = [name for name in rows[0] if name not in ("attempt", "at")]
        here = ITEMS.c.attempt_id == bindparam("attempt"), ITEMS.c.place == bindparam("at")
        db.execute(update(ITEMS).where(*here).values({name: bindparam(name) for name in names}), rows)
    db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == id).values(revision=ATTEMPTS.c.revision + 1, updated_at=moment))
    if access.reaches(row["topic_reveal"]["during"], "verdict"):
        settling.settle_now(id, list(kept))


def _understood(row, responses, items, forms):
    """The responses as they are kept, or every fault of them at once."""
    kept, faults = {}, []
    for of, response in responses.items():
        pointer = below("#/responses", of)
        item = items.get(of)
        form = item and forms.get((of, item["revision"]))
        if form is None:
            faults.append({"pointer": pointer, "detail": f"This attempt has no question '{of}'.", "code": "unknown_question"})
            continue
        try:
            kept[of] = labels.understood(form, response, row["id"], pointer)
        except Problem as problem:
            if problem.status != 422:
                raise
            faults += problem.members["errors"]
    if faults:
        raise Problem.invalid(faults[:MOST_TOLD])
    return kept


def _values(item, response, moment, took):
    seconds = item["seconds"] if took is None else (item["seconds"] or 0) + took
    return {
        "attempt": item["attempt_id"], "at": item["place"], "response": response, "answered": response is not None, "saved_at": moment,
        "seconds": seconds, "version": item["version"] + 1,
    }  # fmt: skip


def _seconds(items, started, moment):
    """Since the last response of this attempt was saved, or since it began."""
    before = max((item["saved_at"] for item in items if item["saved_at"]), default=started)
    return round((datetime.fromisoformat(moment) - datetime.fromisoformat(before)).total_seconds(), 3)
