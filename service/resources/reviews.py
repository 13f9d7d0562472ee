"""Reviews: what a machine should not decide alone, and what people decided."""
from flask import Blueprint, g

from schemas.query import ListingReviews
from schemas.review import NewDecision, NewReview, review
from service.attempts import deciding, reviewing
from service.errors import Problem
from service.paging import paged
from service.question_types import TYPES
from service.reading import TREES
from service.web import Page, found, located, secret_inside, speaks

bp = Blueprint("reviews", __name__, url_prefix="/api/v1/reviews")
REVIEW = review(TREES.seen, TREES.answer)


@bp.get("")
@speaks(query=ListingReviews, gives=Page(REVIEW), scope="review")
def listing(query):
    """List what awaits a person's decision, equal responses together; or what was decided."""
    for kind in query.get("type", ()):
        if kind not in TYPES:
            raise Problem.parameter("type", f"No type '{kind}'; there are: {', '.join(TYPES)}.")
    secret_inside()
    rows, page = paged(reviewing.ROWS.where(*reviewing.wanted(query)), reviewing.REVIEWS, query, query["sort"])
    return {"data": reviewing.shown([row._mapping for row in rows], g.caller), "page": page}


@bp.get("/<id>")
@speaks(gives=REVIEW, scope="review")
def read(id):
    """Read a review."""
    return shown(id)


@bp.post("")
@speaks(takes=NewReview, gives=REVIEW, status=201, scope="review")
def ask(data):
    """Have a person decide a response, whatever the machine says of it. Equal ones that were put here are decided with it."""
    id = deciding.ask(**data)
    located(f"reviews/{id}")
    return shown(id)


@bp.post("/<id>")
@speaks(takes=NewDecision, gives=REVIEW, scope="review")
def decide(id, data):
    """Decide a review, or decide it otherwise. All responses in it are settled by that."""
    found(reviewing.row(id))
    deciding.decide(id, data, g.caller)
    return shown(id)


@bp.delete("/<id>/example")
@speaks(status=204, scope="review")
def withdraw(id):
    """Withdraw a decision as an example for the grader; it stays decided."""
    found(reviewing.row(id))
    deciding.withdraw(id)


def shown(id):
    """A review as this caller may see it now."""
    secret_inside()
    return reviewing.shown([found(reviewing.row(id))], g.caller)[0]
