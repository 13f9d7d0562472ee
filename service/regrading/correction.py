"""What a correction makes of one item: its new columns, or why it is not graded anew."""
import hashlib
from dataclasses import dataclass, field

from sqlalchemy import select

from service import answer_key, beside, db, wire
from service.attempts import queue, settling
from service.attempts.forgetting import erased
from service.errors import Problem
from service.grading import judged, rounded
from service.models.content import Question, Topic
from service.verdict import exact

QUESTIONS, TOPICS = Question.__table__, Topic.__table__
COLUMNS = (
    "key_revision", "ruling", "points", "machine", "machine_score", "person", "person_score", "score", "max_score", "awaits", "review_id",
)  # fmt: skip
"""What of an item a correction may change."""
ERASED = "The response was erased."
UNFIT = "The response does not fit the question as it is now."
DECIDED = "A person has decided."
MOST_KEPT = 2000
"""Verdicts remembered at a time."""


@dataclass
class Correction:
    """One correction of a question by its present answers; equal responses are graded once."""

    question_id: str
    action: str
    revision: int
    type: str
    form: dict | None
    policy: dict | None
    near: beside.Beside
    verdicts: dict = field(default_factory=dict)

    def of(self, row, decided):
        """What is to be staged of a graded item (see `looking`), given the decisions on equal responses."""
        columns, why = self._ruled(row) if self.action != "key" else self._graded(row)
        if self.action == "key" and columns:
            columns = queue.foreseen({**row, "ruling": None}, columns, decided)
        return staged(row, {name: row[name] for name in COLUMNS} | columns, why)

    def _ruled(self, row):
        """A ruling for all stands above whatever was decided before."""
        counts = settling.counted(row["points"], self.action, row["machine_score"], row["person_score"], False)
        place = row["review_id"] if row["person"] is not None else None
        return {"ruling": self.action, "awaits": False, "review_id": place, **counts}, None

    def _graded(self, row):
        if erased(row):
            return _unruled(row), ERASED
        try:
            verdict = self._verdict(row["response"])
        except Problem as problem:
            if problem.status not in (413, 422):
                raise
            return _unruled(row), UNFIT
        graded = settling.graded({**row, "ruling": None}, self.form, verdict)
        return {"key_revision": self.revision, "ruling": None, **graded}, DECIDED if row["person"] is not None else None

    def _verdict(self, response):
        name = hashlib.sha256(wire.write(response)).digest()
        if name not in self.verdicts:
            if len(self.verdicts) >= MOST_KEPT:
                self.verdicts.clear()
            self.verdicts[name] = judged(self.form, response, public=False, policy=self.policy, near=self.near)
        return self.verdicts[name]


def _unruled(row):
    """An item whose ruling is lifted: what counted before it counts again. Of one without a ruling nothing changes."""
    if row["ruling"] is None:
        return {}
    unsure = row["machine"] is None or row["machine"]["needs_review"]
    awaits = row["person"] is None and unsure
    return {"ruling": None, "awaits": awaits, **settling.counted(row["points"], None, row["machine_score"], row["person_score"], awaits)}


def staged(row, item, why):
    """A row of `regrade_changes`: an item as it is to be, beside what its attempt comes to."""
    pending = row["rest_pending"] or item["score"] is None
    after = None if pending else rounded(exact(row["rest_score"]) + exact(item["score"]))
    max_after = rounded(exact(row["most"]) - exact(row["max_score"]) + exact(item["max_score"]))
    return {
        "attempt_id": row["attempt_id"], "place": row["place"], "version": row["version"], "attempt_revision": row["attempt_revision"],
        "touches": any(item[name] != row[name] for name in COLUMNS), "moves": (after, max_after) != (row["total"], row["most"]), "why": why,
        "before": row["total"], "after": after, "max_before": row["most"], "max_after": max_after, "item_before": row["score"], **item,
    }  # fmt: skip


def present(question_id, action):
    """A correction of a question by its answers as they are now."""
    columns = QUESTIONS.c.revision, QUESTIONS.c.type, TOPICS.c.review
    of = select(*columns).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id).where(QUESTIONS.c.id == question_id)
    row = db.execute(of).one_or_none()
    if row is None:
        raise Problem(404, "This question was erased for good.")
    form = answer_key.frozen({(question_id, row.revision)}).get((question_id, row.revision))
    if action == "key" and form is None:
        raise Problem(409, "This question is hidden; restore it, then grade by it.", kind="question_hidden")
    return Correction(question_id, action, row.revision, row.type, form, row.review, beside.of([question_id])[question_id])
