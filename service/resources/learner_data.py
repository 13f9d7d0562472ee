"""What is kept of a learner whom a front-end has a name of its own for; learners who signed up have it at learners/me."""
from flask import Blueprint

from schemas.learner_data import learner_data
from schemas.query import OneLearner
from service import owners, privacy
from service.resources.attempts import WHOLE
from service.web import secret_inside, speaks

bp = Blueprint("learner_data", __name__, url_prefix="/api/v1/learner-data")
DATA = learner_data(WHOLE)


@bp.get("")
@speaks(query=OneLearner, gives=DATA, scope="attempts:read")
def export(query):
    """Hand out all that is kept of the learner of this name, as far as attempts show it to learners now."""
    secret_inside()
    return {"learner": None, "name": query["learner"], **privacy.data(owners.named(query["learner"]))}


@bp.delete("")
@speaks(query=OneLearner, status=204, scope="attempts:write")
def erase(query):
    """Erase the learner of this name for good, however often. Scores and choices stay for statistics; nothing leads to who it was."""
    privacy.erase_named(query["learner"])
