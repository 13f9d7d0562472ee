"""Attempts without their learner: scores, times and choices stay for statistics; nothing that leads to a person does.

What has not been graded is in no statistics, and goes altogether. Of a graded attempt go its owner and token, the seed of
its paper, whatever was written in it, and what machines and people said that may quote that.
"""
from sqlalchemy import bindparam, delete, select, update

from schemas.base import made
from schemas.choices import ByBlank, ChoiceId, labels
from schemas.fields import Boolean, Dict, List
from service import answer_key, db
from service.attempts.settling import GRADED_ALREADY
from service.models.attempts import Attempt, Change, Item, Review
from service.question_types import TYPES

ATTEMPTS, ITEMS, CHANGES, REVIEWS = (each.__table__ for each in (Attempt, Item, Change, Review))
SAYS_NOTHING = {"remarks": [], "feedback": "", "breakdown": [], "matched": [], "erased": True}
"""What of the machine's word may quote a response, when it does not."""
AT_ONCE = 200
"""Attempts that one statement names."""


def forget(owner):
    """Forget whose attempts an owner's were, and what was written in them."""
    ids = list(db.execute(select(ATTEMPTS.c.id).where(ATTEMPTS.c.owner == owner).order_by(ATTEMPTS.c.id)).scalars())
    for start in range(0, len(ids), AT_ONCE):
        _forget(ids[start : start + AT_ONCE])


def _forget(ids):
    # reviews first, then attempts: as those do who decide
    db.execute(select(REVIEWS.c.id).where(REVIEWS.c.id.in_(_reviews_of(ids))).order_by(REVIEWS.c.id).with_for_update()).all()
    locked = select(ATTEMPTS.c.id, ATTEMPTS.c.state).where(ATTEMPTS.c.id.in_(ids)).order_by(ATTEMPTS.c.id).with_for_update()
    states = dict(db.execute(locked).all())
    reviews = _reviews_of(ids)  # also those that were entered meanwhile
    graded = [id for id, state in states.items() if state in GRADED_ALREADY]
    _take_away([id for id in states if id not in graded])
    _keep_the_choices(graded)
    nobody = {"owner": None, "token_hash": None, "draw": None, "paper": None, "updated_at": db.now(), "revision": ATTEMPTS.c.revision + 1}
    db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id.in_(graded)).values(nobody))
    left = select(ITEMS.c.review_id).where(ITEMS.c.review_id == REVIEWS.c.id)
    db.execute(delete(REVIEWS).where(REVIEWS.c.id.in_(reviews), ~left.exists()))


def _reviews_of(ids):
    """The ids of the reviews in which responses of these attempts stand."""
    return set(db.execute(select(ITEMS.c.review_id).where(ITEMS.c.attempt_id.in_(ids), ITEMS.c.review_id.is_not(None))).scalars())


def _take_away(ids):
    for table, column in ((CHANGES, "attempt_id"), (ITEMS, "attempt_id"), (ATTEMPTS, "id")):
        db.execute(delete(table).where(table.c[column].in_(ids)))


def _keep_the_choices(ids):
    """Forget all that was written and said in these attempts, in what regrades have staged too."""
    items = [dict(item) for item in db.execute(select(ITEMS).where(ITEMS.c.attempt_id.in_(ids))).mappings()]
    forms = answer_key.frozen({(item["question_id"], item["revision"]) for item in items})
    if items:
        here = ITEMS.c.attempt_id == bindparam("attempt"), ITEMS.c.place == bindparam("at")
        kept = {name: bindparam(f"kept_{name}") for name in ("response", "machine", "person")}
        more = {"awaits": False, "review_id": None, "version": ITEMS.c.version + 1}
        db.execute(update(ITEMS).where(*here).values(kept | more), [_kept(item, forms) for item in items])
    db.execute(update(CHANGES).where(CHANGES.c.attempt_id.in_(ids)).values(machine=None, person=None, awaits=False, review_id=None))


def _kept(item, forms):
    response = choices(forms.get((item["question_id"], item["revision"])), item["response"])
    machine = item["machine"] | SAYS_NOTHING if item["machine"] and response != item["response"] else item["machine"]
    person = item["person"] and {"score": item["person"]["score"]}
    of = {"attempt": item["attempt_id"], "at": item["place"]}
    return of | {"kept_response": response, "kept_machine": machine, "kept_person": person}


def erased(item):
    """Whether something that was written is gone, so that the item cannot be graded anew."""
    return bool(item["answered"] and (item["response"] is None or (item["machine"] or {}).get("erased")))


def choices(form, response):
    """What of a response are choices of its question; all else in it was written, and is null."""
    if form is None or response is None:
        return None
    kind = TYPES[form["type"]]
    known = labels(made(kind.Body), form["body"], lambda scope, id: id)
    return _chosen(made(kind.Response).fields["response"], response, known)


def _chosen(field, value, known):
    if isinstance(field, ByBlank):
        return {blank: each for blank, each in value.items() if isinstance(each, str) and (blank, each) in known} or None
    if isinstance(field, Dict):
        sides = field.key_field.side, field.value_field.side
        return {one: other for one, other in value.items() if set(zip(sides, (one, other))) <= known.keys()}
    if isinstance(field, List):
        return [each for each in value if _chosen(field.inner, each, known) is not None]
    there = isinstance(field, Boolean) or (isinstance(field, ChoiceId) and (field.side, value) in known)
    return value if there else None
