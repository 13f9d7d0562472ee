"""An attempt: how it is started, what is saved in it, and what is shown of it."""
from schemas.base import Resource, Schema
from schemas.fields import Boolean, Dict, Enum, Fault, Id, Integer, List, Number, Text, Time
from schemas.grade import Anything, Grader, Part
from schemas.question import DIFFICULTIES
from schemas.regrade import RegradeCorrection
from schemas.topic import REVEALED

from marshmallow import ValidationError, fields, validates_schema

STATES = ("in_progress", "submitted", "needs_review", "graded")
NAME = r"^[^\x00-\x1f\x7f]{1,200}$"
MOST = 200
"""Questions that an attempt may have."""


def tags():
    return List(Text(min=1, max=50), min=1, max=50)


class BlueprintCell(Schema):
    """So many questions of one sort."""

    count = Integer(min=1, max=MOST, required=True)
    difficulty = List(Enum(*DIFFICULTIES), min=1, max=3)
    tags_any = tags()
    tags_all = tags()


class Draw(Schema):
    """Which questions an attempt gets: so many of a sort, a blueprint of several sorts, or those of a receipt."""

    count = Integer(min=1, max=MOST)
    difficulty = List(Enum(*DIFFICULTIES), min=1, max=3)
    tags_any = tags()
    tags_all = tags()
    blueprint = List(fields.Nested(BlueprintCell), min=1, max=50)
    seed = Text(min=1, max=100, metadata={"description": "the same seed gives the same paper, however many questions are added meanwhile"})
    exclude_seen = Boolean(metadata={"description": "leave out what this learner has had in former attempts"})
    exclude = List(Text(max=36), max=1000, metadata={"description": "ids of questions to leave out"})
    receipt = Text(min=1, max=16_000, metadata={"description": "of a draw or an attempt: the same questions as they were then"})

    @validates_schema(skip_on_field_errors=True)
    def goes_together(self, data, **_):
        if "receipt" in data and len(data) > 1:
            raise ValidationError({"receipt": [Fault("A receipt says all; nothing else goes with it.", "not_alone")]})
        if "blueprint" in data and (clash := {"count", "difficulty", "tags_any", "tags_all"} & set(data)):
            raise ValidationError({min(clash): [Fault("Say this in the cells of the blueprint.", "not_with_blueprint")]})
        if sum(cell["count"] for cell in data.get("blueprint", ())) > MOST:
            raise ValidationError({"blueprint": [Fault(f"More than {MOST} questions in all.", "too_many")]})


class NewAttempt(Schema):
    """An attempt to be started."""

    topic_id = Text(min=1, max=80, required=True, metadata={"description": "a topic's id or slug"})
    learner = Text(max=200, pattern=NAME, metadata={"description": "with a key: the caller's own name for whose attempt it is"})
    draw = fields.Nested(Draw, allow_none=True, load_default=None)


class Responses(Schema):
    """Responses to be saved; each replaces the one before, null clears it."""

    responses = Dict(Text(max=36), Anything(allow_none=True), max=MOST, required=True)


class ItemResult(Schema):
    """What of an item's result is shown; the level that `reveal` names says how much."""

    score = Number(allow_none=True)
    machine_score = Number(allow_none=True, metadata={"description": "what the machine gives, whatever a person has decided"})
    verdict = Enum("correct", "partial", "incorrect", "ungradable")
    graded_by = Enum("machine", "person", allow_none=True)
    needs_review = Boolean()
    confidence = Number(min=0, max=1)
    grader = fields.Nested(Grader)
    ruling = Enum("void", "full_marks", allow_none=True)
    feedback = Text(max=1_000_000)
    remarks = List(Text(max=1000))
    breakdown = List(fields.Nested(Part))
    matched = List(Id(), metadata={"description": "ids of the answers that were met"})


def item(any_question, any_answer):
    """The schema of an item of an attempt, given those of a question and an answer."""

    class AttemptItem(Schema):
        """A question of an attempt, with what was answered and, as far as it is revealed, what that is worth."""

        question_id = Id(required=True)
        question_revision = Integer(min=1, required=True)
        question = fields.Nested(any_question, allow_none=True, metadata={"description": "null once it was erased for good"})
        response = Anything(allow_none=True)
        saved_at = Time(allow_none=True)
        max_score = Number()
        result = fields.Nested(ItemResult, metadata={"description": "from level `verdict`"})
        answers = List(fields.Nested(any_answer), metadata={"description": "from level `key`"})

    return AttemptItem


class Attempt(Resource):
    """An attempt, without its items."""

    id = Text(max=36, metadata={"format": "uuid", "readOnly": True})
    topic_id = Id()
    learner = Text(max=200, allow_none=True, metadata={"description": "the caller's own name for whose it is"})
    learner_id = Id(allow_none=True)
    number = Integer(min=1, metadata={"description": "which attempt of this learner at this topic"})
    state = Enum(*STATES)
    expires_at = Time(allow_none=True)
    submitted_at = Time(allow_none=True)
    item_count = Integer(min=0)
    graded_count = Integer(min=0, metadata={"description": "from level `verdict`"})
    score = Number(allow_none=True, metadata={"description": "from level `verdict`; null until all is graded"})
    provisional_score = Number(allow_none=True, metadata={"description": "from level `verdict`: of what is graded, the machine's word where a person has yet to decide"})
    max_score = Number()
    reveal = Enum(*REVEALED, metadata={"description": "how much is shown to this caller now"})


def whole(any_item):
    """The schemas of an attempt with its items: as it is read, and as it is started."""

    class AttemptWithItems(Attempt):
        """An attempt with its items, in their order."""

        seed = Text(max=100, allow_none=True)
        receipt = Text(max=16_000, metadata={"description": "starts another attempt with the same questions"})
        items = List(fields.Nested(any_item))
        corrections = List(
            fields.Nested(RegradeCorrection), metadata={"description": "how the score was put right, from level `key`, or for who may read attempts"}
        )

    class StartedAttempt(AttemptWithItems):
        """An attempt just started; the token, for who has no other credential, is shown this once."""

        token = Text(max=100)

    return AttemptWithItems, StartedAttempt
