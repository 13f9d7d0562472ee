"""Having what is staged take effect: one short transaction of a few statements, however many attempts there are."""
from sqlalchemy import and_, case, func, select, update

from service import db, reports, writing
from service.attempts import answering, queue, settling
from service.models.attempts import Attempt, Change, Item
from service.models.content import Question
from service.regrading import looking, records
from service.regrading.correction import COLUMNS
from service.regrading.looking import GRADED, IN_ATTEMPT, OPEN

ATTEMPTS, ITEMS, CHANGES, QUESTIONS = Attempt.__table__, Item.__table__, Change.__table__, Question.__table__
OUTCOMES = {
    "key": "The answer key was checked, and all attempts were graded by it as it is now.",
    "void": "This question does not count any more.",
    "full_marks": "Everybody has full marks for this question.",
}
"""What those hear who reported what a regrade puts right."""


class Moved(Exception):
    """Something is not as it was looked at: look again."""


def take_turn(correction):
    """Let one regrade of a question at a time go on from here, and let the key rest meanwhile; raises Moved where it is another."""
    db.in_turn(f"regrade {correction.question_id}")
    of = QUESTIONS.c.id == correction.question_id
    writing.lock(db.execute(select(QUESTIONS.c.topic_id).where(of)).scalar_one_or_none())
    if db.execute(select(QUESTIONS.c.revision).where(of).with_for_update()).scalar_one_or_none() != correction.revision:
        raise Moved


def stage(id, rows):
    """Keep what is to come of items; what is staged already stays."""
    if rows:
        db.execute(db.insert(CHANGES).on_conflict_do_nothing(), [{"regrade_id": id, **row} for row in rows])


def give_places(id, limit):
    """Give those that will await a person a place in the queue, so many at most: how many they were."""
    mine = and_(CHANGES.c.regrade_id == id, CHANGES.c.awaits, CHANGES.c.review_id.is_(None))
    columns = (ITEMS.c.attempt_id, ITEMS.c.place, ITEMS.c.question_id, ITEMS.c.revision, ITEMS.c.response, CHANGES.c.machine)
    here = and_(CHANGES.c.attempt_id == ITEMS.c.attempt_id, CHANGES.c.place == ITEMS.c.place)
    rows = db.execute(select(*columns).join(CHANGES, here).where(mine).order_by(CHANGES.c.attempt_id).limit(limit)).mappings().all()
    for attempt_id, review_id in places(rows).items():
        db.execute(update(CHANGES).where(CHANGES.c.regrade_id == id, CHANGES.c.attempt_id == attempt_id).values(review_id=review_id))
    return len(rows)


def places(rows):
    """{attempt id: the review of its response}, made where there is none; in a transaction that locks nothing else."""
    return {row["attempt_id"]: queue.review_of(row, row["machine"])["id"] for row in sorted(rows, key=queue.name_of)}


def apply(id, wish, correction):
    """Have all that is staged take effect, or raise Moved; whoever changes one of these attempts meanwhile waits."""
    _lock_attempts(correction.question_id)
    if not is_current(id, correction.question_id):
        raise Moved
    _correct_open(correction)
    mine = CHANGES.c.regrade_id == id, CHANGES.c.touches
    here = ITEMS.c.attempt_id == CHANGES.c.attempt_id, ITEMS.c.place == CHANGES.c.place
    db.execute(update(ITEMS).where(*here, *mine).values({name: CHANGES.c[name] for name in COLUMNS} | {"version": ITEMS.c.version + 1}))
    db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == CHANGES.c.attempt_id, *mine).values(_totals()))
    moved = select(func.count()).select_from(CHANGES).where(CHANGES.c.regrade_id == id, CHANGES.c.moves).scalar_subquery()
    records.change(id, reason=wish.reason, by=wish.by, applied_at=db.now(), change_count=moved)
    answer_report(wish, id)


def _totals():
    """What an attempt comes to, as staged: to add up all its items here would keep others waiting (`settling.retotal` gives the same)."""
    graded = [case((column.is_not(None), 1), else_=0) for column in (CHANGES.c.score, CHANGES.c.item_before)]
    return {
        "score": CHANGES.c.after, "max_score": CHANGES.c.max_after, "graded_count": ATTEMPTS.c.graded_count + graded[0] - graded[1],
        "state": case((CHANGES.c.after.is_(None), "needs_review"), else_="graded"),
        "revision": ATTEMPTS.c.revision + 1, "updated_at": db.now(),
    }  # fmt: skip


def answer_report(wish, id):
    """Tell those who reported what this puts right."""
    state = wish.report_id and db.execute(select(reports.CASES.c.state).where(reports.CASES.c.id == wish.report_id)).scalar_one_or_none()
    if state == "open":
        reports.resolve(wish.report_id, "resolved", OUTCOMES[wish.action], wish.by, id)


def is_current(id, question_id):
    """Whether exactly the graded items of a question are staged, as they are now."""
    same = and_(*looking.staged_for(id), CHANGES.c.version == ITEMS.c.version, CHANGES.c.attempt_revision == ATTEMPTS.c.revision)
    both = ITEMS.join(ATTEMPTS, IN_ATTEMPT).outerjoin(CHANGES, same)
    found = select(func.count(), func.count(CHANGES.c.place)).select_from(both).where(ITEMS.c.question_id == question_id, GRADED)
    graded, as_staged = db.execute(found).one()
    staged = db.execute(select(func.count()).select_from(CHANGES).where(CHANGES.c.regrade_id == id)).scalar_one()
    return graded == as_staged == staged


def changes_anything(id, correction):
    """Whether there is anything to apply."""
    touched = select(CHANGES.c.place).where(CHANGES.c.regrade_id == id, CHANGES.c.touches).limit(1)
    return db.execute(touched).first() is not None or looking.concerns_open(correction)


def _lock_attempts(question_id):
    """Lock all attempts that have a question, in the order in which all lock them; SQLite has one writer anyway."""
    if db.connection().dialect.name == "postgresql":
        which = ATTEMPTS.c.id.in_(select(ITEMS.c.attempt_id).where(ITEMS.c.question_id == question_id))
        locked = select(ATTEMPTS.c.id).where(which).order_by(ATTEMPTS.c.id).with_for_update().subquery()
        db.execute(select(func.count()).select_from(locked))


def _correct_open(correction):
    """Let attempts that are not graded yet be graded rightly: who is grading one just now sees its versions moved, and grades anew."""
    if correction.action == "key":
        points = correction.form["points"]
        values = {"key_revision": correction.revision, "ruling": None, "points": points, "max_score": points}
    else:
        values = {"ruling": correction.action, "max_score": 0 if correction.action == "void" else ITEMS.c.points}
    if not db.execute(update(ITEMS).where(looking.open_items(correction)).values(**values, version=ITEMS.c.version + 1)).rowcount:
        return
    which = ATTEMPTS.c.id.in_(select(ITEMS.c.attempt_id).where(ITEMS.c.question_id == correction.question_id))
    most = select(func.sum(ITEMS.c.max_score)).where(IN_ATTEMPT).scalar_subquery()
    db.execute(update(ATTEMPTS).where(which, OPEN).values(max_score=most, revision=ATTEMPTS.c.revision + 1, updated_at=db.now()))


def show_meanwhile(engine, question_id):
    """Grade anew what attempts in progress show already."""
    shown = and_(ITEMS.c.question_id == question_id, ITEMS.c.machine.is_not(None), ATTEMPTS.c.state == "in_progress")
    with db.snapshot(engine):
        ids = db.execute(select(ATTEMPTS.c.id).join(ITEMS, IN_ATTEMPT).where(shown)).scalars().all()
    for id in ids:
        with db.writing(engine):
            if (row := answering.lock(id)) and not row["ended"]:
                settling.settle_now(id, [question_id])
                db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == id).values(revision=ATTEMPTS.c.revision + 1))
