"""What a person should decide: equal responses to a question stand together, so that one decision settles all."""
import hashlib

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from service import db, wire
from service.models.attempts import Attempt, Review
from service.text import folded
from service.verdict import exact

REVIEWS, ATTEMPTS = Review.__table__, Attempt.__table__


def digest(response):
    """The same for responses that are equal when case, blanks and Unicode forms are forgotten."""
    text = folded(response) if isinstance(response, str) else response
    return hashlib.sha256(wire.write(text)).hexdigest()


def enter(items, results):
    """The results with their place in the queue; what was decided before of an equal response is decided of this one too."""
    return [_entered(item, result) if result["awaits"] else {**result, "review_id": None} for item, result in zip(items, results)]


def _entered(item, result):
    review = review_of(item, result.get("machine"))
    if review["decision"] is None or not review["example"]:
        return {**result, "review_id": review["id"]}
    score = float(exact(review["credit"]) * exact(result.get("points", item["points"])))
    person = {**review["decision"], "score": score}
    return {**result, "review_id": review["id"], "awaits": False, "person": person, "person_score": score, "score": score}


def review_of(item, machine):
    """The review of an item's response, made if there is none."""
    dialect = postgresql if db.connection().dialect.name == "postgresql" else sqlite
    moment, name = db.now(), digest(item["response"])
    topic = select(ATTEMPTS.c.topic_id).where(ATTEMPTS.c.id == item["attempt_id"]).scalar_subquery()
    fresh = dialect.insert(REVIEWS).values(
        id=db.new_id(), revision=1, created_at=moment, updated_at=moment, topic_id=topic, question_id=item["question_id"], digest=name,
        response=item["response"], confidence=machine and machine["confidence"], example=False,
    )  # fmt: skip
    db.execute(fresh.on_conflict_do_nothing())
    wanted = REVIEWS.c.question_id == item["question_id"], REVIEWS.c.digest == name
    return db.execute(select(REVIEWS).where(*wanted)).mappings().one()
