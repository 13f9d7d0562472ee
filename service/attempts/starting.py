"""Starting an attempt: whether it may start, whose try it is, and which revisions it freezes."""
import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from service import answer_key, auth, db, owners
from service.attempts.papers import paper
from service.errors import Problem
from service.models.attempts import Attempt, Item, Regrade

ATTEMPTS, ITEMS, REGRADES = Attempt.__table__, Item.__table__, Regrade.__table__


def start(topic, caller, learner, draw):
    """Write an attempt at this topic (its row): (its id, its token for who has no other credential)."""
    owner = owner_of(caller, learner)
    auth.stay(caller)
    moment = db.now()
    check_open(topic, moment)
    number = next_try(topic, owner, caller)
    seed, name, drawn = paper(topic, draw, owner)
    corrected = _corrections([id for id, _ in drawn])
    forms = answer_key.frozen({*drawn, *((id, key) for id, (key, _) in corrected.items())})
    token, hash = auth.new_secret("qa") if caller.kind in ("anonymous", "attempt") else (None, None)
    id = str(uuid.uuid4())
    items = [_item(id, place, *pair, forms, corrected) for place, pair in enumerate(drawn) if pair in forms]
    if not items:
        raise Problem(409, "None of these questions is there any more.", kind="nothing_to_ask")
    db.execute(insert(ATTEMPTS).values(
        id=id, revision=1, created_at=moment, updated_at=moment, topic_id=topic["id"], owner=owner, token_hash=hash, number=number,
        state="in_progress", expires_at=time_up(topic, moment), draw={"seed": seed}, paper=name,
        max_score=sum(each["max_score"] for each in items), item_count=len(items), graded_count=0,
    ))  # fmt: skip
    db.execute(insert(ITEMS), items)
    return id, token


def owner_of(caller, learner):
    """Whose try it is: the learner's who asks, or that of whom a key names; nobody's without either."""
    if caller.kind == "learner":
        if learner is not None:
            raise _refused("A learner's token starts its own attempts only; leave learner out.")
        return owners.learner(caller.id)
    if caller.kind == "key":
        auth.require(caller, "attempts:write")
    elif learner is not None:
        raise auth.lacking("attempts:write") if caller.kind != "anonymous" else auth.refused("Naming a learner needs a key with attempts:write.")
    return None if learner is None else owners.named(learner)


def check_open(topic, moment):
    """409 while attempts may not start."""
    if topic["status"] != "published":
        raise Problem(409, "Attempts start at published topics only.", kind="topic_not_published")
    if topic["opens_at"] and moment < topic["opens_at"]:
        raise Problem(409, f"This topic opens at {topic['opens_at']}.", kind="not_open_yet", opens_at=topic["opens_at"])
    if topic["closes_at"] and moment >= topic["closes_at"]:
        raise Problem(409, f"This topic closed at {topic['closes_at']}.", kind="topic_closed", closes_at=topic["closes_at"])


def next_try(topic, owner, caller):
    """Which try this is; of several at once each gets its own number, and only so many get one."""
    if owner is None:
        if topic["max_attempts"] is None:
            return 1
        if caller.kind == "key":
            raise _refused("This topic counts attempts: say whose this is.", "required")
        raise auth.refused("This topic counts attempts: it needs a learner's token.")
    db.in_turn(f"attempts {topic['id']} {owner}")
    mine = ATTEMPTS.c.topic_id == topic["id"], ATTEMPTS.c.owner == owner
    number = 1 + (db.execute(select(func.max(ATTEMPTS.c.number)).where(*mine)).scalar_one() or 0)
    if topic["max_attempts"] is not None and number > topic["max_attempts"]:
        raise Problem(409, f"All {topic['max_attempts']} attempts were started.", kind="no_attempts_left", max_attempts=topic["max_attempts"])
    return number


def time_up(topic, moment):
    """When the time of an attempt that starts now is up, if it is limited; when its topic closes is looked up there."""
    limit = topic["time_limit_s"]
    return limit and db.rfc3339(datetime.fromisoformat(moment) + timedelta(seconds=limit))


def _item(attempt_id, place, id, revision, forms, corrected):
    key, ruling = corrected.get(id, (0, None))
    later = key >= revision
    form = forms.get((id, key)) if later else None
    points = (form or forms[id, revision])["points"]
    return {
        "attempt_id": attempt_id, "place": place, "question_id": id, "revision": revision, "key_revision": key if form else revision,
        "ruling": ruling if later else None, "points": points, "max_score": 0 if later and ruling == "void" else points,
        "answered": False, "awaits": False, "version": 1,
    }  # fmt: skip


def _corrections(ids):
    """{question id: (revision whose answers grade, ruling)} of the last regrade of each: it holds for who starts later, too."""
    wanted = REGRADES.c.question_id.in_(ids), REGRADES.c.applied_at.is_not(None)
    found = db.execute(select(REGRADES).where(*wanted).order_by(REGRADES.c.applied_at, REGRADES.c.id)).mappings()
    return {row["question_id"]: (row["key_revision"], None if row["action"] == "key" else row["action"]) for row in found}


def _refused(detail, code="not_allowed"):
    return Problem.invalid([{"pointer": "#/learner", "detail": detail, "code": code}])
