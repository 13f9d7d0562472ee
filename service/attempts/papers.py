"""Which questions an attempt gets: all of the topic, a draw, a blueprint's cells, or those of a receipt."""
import hashlib
import secrets

from sqlalchemy import select

from schemas.attempt import MOST
from service import db, drawing, wire
from service.errors import Problem
from service.models.attempts import Attempt, Item
from service.models.content import Question

ATTEMPTS, ITEMS, QUESTIONS = Attempt.__table__, Item.__table__, Question.__table__


def paper(topic, draw, owner):
    """(seed, what names this paper or None, [(question id, revision)]) for an attempt of this owner at a topic."""
    if draw is None:
        return None, None, _present(_all(topic))
    if "receipt" in draw:
        opened = drawing.opened(draw["receipt"], topic["id"])
        if opened is None:
            raise _refused("#/draw/receipt", "This receipt is not one of this topic.", "unknown_receipt")
        return opened[0], None, opened[1]
    seed = draw.get("seed") or secrets.token_urlsafe(12)
    name = _named(topic["id"], draw, owner) if "seed" in draw else None
    left_out = set(draw.get("exclude", ())) | (_seen(topic["id"], owner) if draw.get("exclude_seen") else set())
    return seed, name, _present(_drawn(topic, draw, seed, left_out, _former(name)))


def _all(topic):
    ids = drawing.pool(topic, {})
    if not ids:
        raise Problem(409, "This topic has no published question yet.", kind="nothing_to_ask")
    if len(ids) > MOST:
        raise _refused("#/draw", f"The topic has {len(ids)} questions, an attempt {MOST} at most: draw some.", "too_many")
    return ids


def _drawn(topic, draw, seed, left_out, former):
    """The ids that fill every cell; those that the same seed gave before come first, as long as they are there."""
    cells = draw.get("blueprint") or [{"count": 10, **draw}]
    pools = [_pool(topic, cell, seed, left_out, former) for cell in cells]
    filled = drawing.blueprint(pools, [cell["count"] for cell in cells])
    faults = [_lacking(place, cell, got, "blueprint" in draw) for place, (cell, got) in enumerate(zip(cells, filled)) if len(got) < cell["count"]]
    if faults:
        raise Problem.invalid(faults)
    return [id for got in filled for id in got]


def _pool(topic, cell, seed, left_out, former):
    ids = drawing.shuffled([id for id in drawing.pool(topic, cell) if id not in left_out], seed)
    return sorted(ids, key=lambda id: former.get(id, len(former)))


def _lacking(place, cell, got, is_cell):
    missing = cell["count"] - len(got)
    where, what = (f"#/draw/blueprint/{place}", "This cell of the blueprint") if is_cell else ("#/draw/count", "This draw")
    return {
        "pointer": where, "code": "too_few_questions", "wanted": cell["count"], "missing": missing,
        "detail": f"{what} wants {cell['count']} questions; {missing} {'is' if missing == 1 else 'are'} lacking.",
    }  # fmt: skip


def _named(topic_id, draw, owner):
    """What is the same for equal wishes with one seed; what a learner has had before makes papers of his own."""
    wish = {**draw, "for": owner if draw.get("exclude_seen") else None}
    return hashlib.sha256(topic_id.encode() + wire.write(sorted(wish.items()))).hexdigest()


def _former(name):
    """{question id: its place} of the first attempt that got the paper of this name."""
    if name is None:
        return {}
    first = select(ATTEMPTS.c.id).where(ATTEMPTS.c.paper == name).order_by(ATTEMPTS.c.created_at, ATTEMPTS.c.id).limit(1)
    items = select(ITEMS.c.question_id, ITEMS.c.place).where(ITEMS.c.attempt_id == first.scalar_subquery())
    return {id: place for id, place in db.execute(items)}


def _seen(topic_id, owner):
    """The questions that an owner has had at this topic."""
    if owner is None:
        raise _refused("#/draw/exclude_seen", "Whose attempts? This needs a learner.", "learner_needed")
    mine = select(ATTEMPTS.c.id).where(ATTEMPTS.c.topic_id == topic_id, ATTEMPTS.c.owner == owner)
    return set(db.execute(select(ITEMS.c.question_id).where(ITEMS.c.attempt_id.in_(mine))).scalars())


def _present(ids):
    """The ids with their present revisions."""
    found = {id: revision for id, revision in db.execute(select(QUESTIONS.c.id, QUESTIONS.c.revision).where(QUESTIONS.c.id.in_(ids)))}
    return [(id, found[id]) for id in ids]


def _refused(pointer, detail, code):
    return Problem.invalid([{"pointer": pointer, "detail": detail, "code": code}])
