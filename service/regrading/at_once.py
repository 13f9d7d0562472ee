"""Regrading few attempts: within the request, graded where no connection is held."""
from service import db
from service.attempts import queue
from service.errors import Problem
from service.regrading import applying, correction, looking, plans, records

TRIES = 10


def regrade(engine, wish):
    """What comes of a correction; a dry run writes nothing, and its plan holds what it has seen."""
    for _ in range(TRIES):
        found, former, items, decided, concerned = _looked(engine, wish)
        rows = [found.of(item, decided) for item in items]
        plan = plans.made(wish.question_id, wish.action, found.revision, former, rows)
        if wish.dry_run:
            return records.told(rows, plan, applied=False)
        if wish.plan in (None, plan):
            _give_places(engine, items, rows)
        try:
            with db.writing(engine):
                told = _applied(wish, found, former, rows, concerned, plan)
        except applying.Moved:
            continue
        if told["regrade_id"]:
            applying.show_meanwhile(engine, wish.question_id)
        return told
    raise Problem(503, "These attempts change all the time; try again.", headers={"Retry-After": "2"})


def _looked(engine, wish):
    """(the correction, the regrade before it, its items, decisions on equal ones, whether it concerns attempts not graded yet)"""
    with db.snapshot(engine):
        found, former = correction.present(wish.question_id, wish.action), records.latest(wish.question_id)
        items = looking.graded(wish.question_id, 2 * looking.SMALL)
        return found, former, items, queue.decisions(items), looking.concerns_open(found)


def _give_places(engine, items, rows):
    """Give who will await a person a place in the queue."""
    waiting = [{**item, "machine": row["machine"]} for item, row in zip(items, rows) if row["awaits"] and row["review_id"] is None]
    if waiting:
        with db.writing(engine):
            given = applying.places(waiting)
        for row in rows:
            row["review_id"] = given.get(row["attempt_id"], row["review_id"])


def _applied(wish, found, former, rows, concerned, plan):
    """Apply a correction, if it makes any difference: what came of it. Raises Moved."""
    applying.take_turn(found)
    if wish.plan and (told := records.applied_by(wish.plan)):
        return told
    if records.latest(wish.question_id) != former:
        raise applying.Moved
    told = records.told(rows, plan, applied=True)
    if wish.plan not in (None, plan):
        raise plans.outdated(**{name: told[name] for name in ("plan", "change_count", "changes")})
    if not concerned and not any(row["touches"] for row in rows):
        applying.answer_report(wish, None)
        return told
    id = db.new_id()
    records.begin(id, wish, found.revision, plan=plans.name(plan))
    applying.stage(id, rows)
    applying.apply(id, wish, found)
    while records.trim(id):
        pass
    return {**told, "regrade_id": id}
