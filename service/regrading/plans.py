"""Plans: what a dry run has seen, signed. Who applies one gets exactly what was told, or hears that it is outdated."""
import hashlib

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from service import wire
from service.errors import Problem

SEEN = (
    "attempt_id", "version", "attempt_revision", "moves", "before", "after", "max_before", "max_after", "score", "max_score", "awaits",
    "why",
)  # fmt: skip


def made(question_id, action, revision, former=None, rows=None, regrade_id=None):
    """The plan of a correction by this revision's key: of these rows, behind a former regrade; or of what is staged for a regrade."""
    seen = rows and hashlib.sha256(wire.write([[row[name] for name in SEEN] for row in rows])).hexdigest()
    return _signer().dumps([question_id, action, revision, former, seen, regrade_id])


def staged_as(plan, question_id, action):
    """The id of the regrade that a plan is staged as, or None where nothing is; 422 for what is no plan of this."""
    try:
        of, what, _, _, _, regrade_id = _signer().loads(plan)
    except BadData:
        of = what = regrade_id = None
    if (of, what) != (question_id, action):
        detail = "This is no plan of this action for this question."
        raise Problem.invalid([{"pointer": "#/plan", "detail": detail, "code": "unknown_plan"}])
    return regrade_id


def name(plan):
    """By what a plan is found again."""
    return hashlib.sha256(plan.encode()).hexdigest()


def outdated(**more):
    """The problem of a plan that no longer says what would come of it."""
    return Problem(412, "Since this plan was made, attempts or the key have changed; look at the new one.", kind="plan_outdated", **more)


def _signer():
    return URLSafeSerializer(current_app.config["SETTINGS"].secret, salt="regrade")
