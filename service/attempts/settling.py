"""Ending an attempt and grading it. Responses are graded where no connection is held; results go in only for what was graded.

A crash between the end and the results leaves a `submitted` attempt, which whoever looks at it next, or the job process, grades.
"""
import logging

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from service import answer_key, beside, db, grading, jobs, second_look, sight
from service.attempts import access, queue
from service.errors import Problem
from service.grading import Judgement, judged
from service.models.attempts import Attempt, Item
from service.models.content import Topic

LOG = logging.getLogger(__name__)
ATTEMPTS, ITEMS, TOPICS = Attempt.__table__, Item.__table__, Topic.__table__
ERASED = {"ruling": "void", "awaits": False, "score": 0, "max_score": 0}
KEPT = ("verdict", "confidence", "needs_review", "grader", "remarks", "breakdown")
"""What of a result is kept as the machine's word, beside the answers' feedback: the question's own goes by the score that counts."""
GRADED_ALREADY = ("needs_review", "graded")
TRIES = 20
"""How often an attempt is graded anew because its key was corrected meanwhile; nobody corrects so fast."""


def finish(engine, id):
    """End an attempt, if it has not ended, and grade it, if it is not graded."""
    with db.writing(engine):
        end(id)
    settle(engine, id)


def end(id):
    """Note that an attempt has ended: now, or when its time was up."""
    row, moment = access.row(id), db.now()
    if row is None or row["state"] != "in_progress":
        return
    at = access.ends_at(row)
    in_time = at is None or not row["created_at"] <= at <= moment  # a close may be moved to before the attempt began
    values = {"state": "submitted", "expires_at": at, "submitted_at": moment if in_time else at, "updated_at": moment}
    values["revision"] = ATTEMPTS.c.revision + 1
    db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == id, ATTEMPTS.c.state == "in_progress").values(values))


def settle(engine, id):
    """Grade an attempt that has ended, unless it is graded."""
    for _ in range(TRIES):
        with db.snapshot(engine):
            row, items, forms, near = _to_grade(id)
        if row is None or row["state"] != "submitted":
            return
        results = _results(items, forms, near, row["topic_review"], second_look.taken)
        with db.writing(engine):
            if _stored(id, items, results):
                return


def settle_now(id, question_ids):
    """Grade these responses of an attempt in progress at once, for a topic that shows results meanwhile."""
    row, items, forms, near = _to_grade(id)
    items = [item for item in items if item["question_id"] in question_ids]
    write(items, [{**result, "awaits": False} for result in _results(items, forms, near, row["topic_review"], lambda given: given)])


def _to_grade(id):
    """(row, items, {(question, revision): form}, {question: Beside}) of an attempt."""
    row, items = access.row(id), access.items(id)
    pairs = {pair for item in items for pair in keys(item)}
    return row, items, answer_key.frozen(pairs), beside.of([item["question_id"] for item in items])


def keys(item):
    """What of the history grades an item: its key; or, for a response that does not fit a key of later, what was asked."""
    return dict.fromkeys([(item["question_id"], item["key_revision"]), (item["question_id"], item["revision"])])


def _results(items, forms, near, policy, reconsidered):
    """The new columns of each item; one whose question was erased for good counts for nothing."""
    there = [item for item in items if any(pair in forms for pair in keys(item))]
    judgements = [judgement(item, forms, near[item["question_id"]], policy) for item in there]
    found = {item["place"]: graded(item, each.question, each.verdict) for item, each in zip(there, reconsidered(judgements))}
    return [found.get(item["place"], ERASED) for item in items]


def judgement(item, forms, near, policy):
    """What the machine says of an item's response, by the first of its keys that it fits."""
    form, *others = [forms[pair] for pair in keys(item) if pair in forms]
    try:
        verdict = judged(form, item["response"], public=False, policy=policy, near=near)
    except Problem as problem:
        if problem.status != 422 or not others:
            raise
        [form] = others
        verdict = judged(form, item["response"], public=False, policy=policy, near=near)
    return Judgement(form, verdict, True, policy)


def graded(item, form, verdict):
    """The columns of an item that a verdict fills."""
    said = grading.result(form, verdict, visible=True)
    awaits = verdict.needs_review and item["person"] is None and item["ruling"] is None
    machine = {name: said[name] for name in KEPT}
    machine |= {"feedback": grading.of_answers(verdict), "matched": [answer["id"] for answer in verdict.matched]}
    machine_score = said["score"]
    counts = counted(form["points"], item["ruling"], machine_score, item["person_score"], awaits)
    return {"machine": machine, "machine_score": machine_score, "awaits": awaits, "points": form["points"], **counts}


def counted(points, ruling, machine_score, person_score, awaits):
    """What counts of an item: a ruling for all, else a person's word, else the machine's unless a person is awaited."""
    if ruling == "void":
        return {"score": 0, "max_score": 0}
    if ruling == "full_marks":
        return {"score": points, "max_score": points}
    machine = None if awaits else machine_score
    return {"score": machine if person_score is None else person_score, "max_score": points}


def _stored(id, items, results):
    """Put results in, if all is still as it was graded; whether it was."""
    state = db.execute(select(ATTEMPTS.c.state).where(ATTEMPTS.c.id == id).with_for_update()).scalar_one_or_none()
    if state != "submitted":
        return True
    versions = db.execute(select(ITEMS.c.place, ITEMS.c.version).where(ITEMS.c.attempt_id == id).order_by(ITEMS.c.place).with_for_update()).all()
    if [tuple(each) for each in versions] != [(item["place"], item["version"]) for item in items]:
        return False
    write(items, queue.enter(items, results))
    retotal(ATTEMPTS.c.id == id, ("submitted",))
    return True


def write(items, results):
    for item, result in zip(items, results):
        here = and_(ITEMS.c.attempt_id == item["attempt_id"], ITEMS.c.place == item["place"])
        db.execute(update(ITEMS).where(here).values(**result, version=ITEMS.c.version + 1))


def over_items(what, *more):
    """SQL: this, counted or summed over the items of an attempt."""
    return select(what).where(ITEMS.c.attempt_id == ATTEMPTS.c.id, *more).scalar_subquery()


def retotal(which, states=GRADED_ALREADY):
    """Add up the scores of attempts anew, as far as they are graded."""
    pending = over_items(func.count(), ITEMS.c.score.is_(None))
    values = {
        "max_score": over_items(func.sum(ITEMS.c.max_score)), "graded_count": over_items(func.count(ITEMS.c.score)),
        "score": case((pending == 0, over_items(func.sum(ITEMS.c.score))), else_=None),
        "state": case((pending == 0, "graded"), else_="needs_review"), "revision": ATTEMPTS.c.revision + 1, "updated_at": db.now(),
    }  # fmt: skip
    db.execute(update(ATTEMPTS).where(which, ATTEMPTS.c.state.in_(states)).values(values))


def left_over(limit=100):
    """The ids of attempts whose time is over, and of some whose grading was cut off, the oldest first."""
    stuck = and_(ATTEMPTS.c.state == "submitted", ATTEMPTS.c.updated_at <= db.now(seconds=-60))
    over = and_(ATTEMPTS.c.state == "in_progress", ATTEMPTS.c.expires_at <= db.now(seconds=-sight.GRACE))
    closed = and_(ATTEMPTS.c.state == "in_progress", sight.passed(TOPICS.c.closes_at))
    by_time = select(ATTEMPTS.c.id).where(or_(over, stuck)).order_by(ATTEMPTS.c.expires_at).limit(limit)
    by_close = select(ATTEMPTS.c.id).join(TOPICS, TOPICS.c.id == ATTEMPTS.c.topic_id).where(closed).limit(limit)
    return list(dict.fromkeys([*db.execute(by_time).scalars(), *db.execute(by_close).scalars()]))


@jobs.chore(5)
def finish_left_over(engine):
    """End and grade what nobody has asked for since its time was over."""
    with db.snapshot(engine):
        ids = left_over()
    for id in ids:
        try:
            finish(engine, id)
        except SQLAlchemyError:
            raise
        except Exception:  # one that cannot be graded keeps nobody behind it waiting
            LOG.exception("unexpected error", extra={"attempt": id})
