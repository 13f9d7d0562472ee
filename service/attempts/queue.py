"""What a person should decide: equal responses to a question stand together, so that one decision settles all."""
import hashlib

from flask import current_app
from sqlalchemy import select

from service import answer_key, db, wire
from service.grading import rounded
from service.models.attempts import Attempt, Item, Review
from service.text import folded
from service.verdict import NOTHING, exact

REVIEWS, ATTEMPTS, ITEMS = Review.__table__, Attempt.__table__, Item.__table__
MOST_KEPT = 10_000
"""Questions of which is remembered whether case matters."""


def digest(response, case_sensitive=False):
    """The same for responses that are equal when blanks, Unicode forms and, unless told otherwise, case are forgotten."""
    text = folded(response, case_sensitive=case_sensitive) if isinstance(response, str) else response
    return hashlib.sha256(wire.write(text)).hexdigest()


def name_of(item):
    """What is the same for equal responses; where nothing was responded, each attempt is a case of its own."""
    response = item["response"]
    if response is None:
        return digest([item["attempt_id"]])
    return digest(response, isinstance(response, str) and _case_matters(item))


def _case_matters(item):
    """Whether the question tells upper from lower case, as it was asked; a revision is the same for ever."""
    here = ITEMS.c.attempt_id == item["attempt_id"], ITEMS.c.place == item["place"]
    revision = item.get("revision") or db.execute(select(ITEMS.c.revision).where(*here)).scalar_one()
    kept, pair = current_app.extensions.setdefault("case_matters", {}), (item["question_id"], revision)
    if pair not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        form = answer_key.frozen({pair}).get(pair)
        kept[pair] = bool(form and form["body"].get("case_sensitive"))
    return kept[pair]


def enter(items, results):
    """The results with their place in the queue; what was decided before of an equal response is decided of this one too."""
    named, decided = [name_of(item) for item in items], decisions(items)
    order = sorted(range(len(items)), key=lambda place: (items[place]["question_id"], named[place]))  # two who settle wait in one order
    entered = {place: _entered(items[place], results[place], decided.get(_here(items[place]))) for place in order}
    return [entered[place] for place in range(len(items))]


def decisions(items):
    """{an item's place: review} of those items of whose equals a decision stands as an example."""
    named = {_here(item): (item["question_id"], name_of(item)) for item in items}
    ids, names = ({each[part] for each in named.values()} for part in (0, 1))
    wanted = REVIEWS.c.question_id.in_(ids), REVIEWS.c.digest.in_(names), REVIEWS.c.example
    found = {(row["question_id"], row["digest"]): row for row in db.execute(select(REVIEWS).where(*wanted)).mappings()}
    return {here: found[name] for here, name in named.items() if name in found}


def _here(item):
    return item["attempt_id"], item["place"]


def _entered(item, result, decided):
    """A person's decision of an equal response goes before what the machine is sure of; what was ruled or decided stays."""
    if result["awaits"]:
        review = review_of(item, result.get("machine"))
        decided = review if review["example"] else None
        result = {**result, "review_id": review["id"]}
    return _taken_over(item, result, decided)


def foreseen(item, result, decided):
    """An item's result with what was decided (see `decisions`), nothing written: who awaits a person keeps the place there is, if any."""
    kept = item["review_id"] if result["awaits"] or item["person"] is not None else None
    return _taken_over(item, {**result, "review_id": kept}, decided.get(_here(item)))


def _taken_over(item, result, decided):
    """A result with the decision of an equal response, where there is one and neither ruling nor decision of its own."""
    if decided is None or item["person"] is not None or item["ruling"] is not None:
        return result
    score = worth(decided["decision"], result.get("points", item["points"]))
    person = {**decided["decision"], "score": score}
    return {**result, "review_id": decided["id"], "awaits": False, "person": person, "person_score": score, "score": score}


def worth(decision, points):
    """The score that a decision gives where the question was worth so many points."""
    of = exact(decision["max_score"])
    return rounded(exact(decision["score"]) * exact(points) / of if of else NOTHING)


def review_of(item, machine):
    """The review of an item's response, made if there is none; nobody decides it until this transaction ends."""
    moment, name = db.now(), name_of(item)
    topic = select(ATTEMPTS.c.topic_id).where(ATTEMPTS.c.id == item["attempt_id"]).scalar_subquery()
    fresh = db.insert(REVIEWS).values(
        id=db.new_id(), revision=1, created_at=moment, updated_at=moment, topic_id=topic, question_id=item["question_id"], digest=name,
        response=item["response"], confidence=machine["confidence"] if machine else 0, example=False,
    )  # fmt: skip
    db.execute(fresh.on_conflict_do_nothing())
    wanted = REVIEWS.c.question_id == item["question_id"], REVIEWS.c.digest == name
    return db.execute(select(REVIEWS).where(*wanted).with_for_update(read=True)).mappings().one()
