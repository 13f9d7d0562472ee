"""A topic: what questions and study notes are about, and who may see its answers."""
from schemas.base import READ_ONLY, Content, Schema
from schemas.fields import UUID, Boolean, Enum, Fault, Integer, List, Number, Text, Time, wire_number
from schemas.prose import Prose

from marshmallow import ValidationError, fields, post_load, validates, validates_schema
import re

STATUSES = ("draft", "published", "archived")
ACCESSES = ("key", "learner", "after_attempt", "public")
HANDLE = r"^[A-Za-z0-9]{3,40}$"
REVEALED = ("nothing", "verdict", "feedback", "key", "explanation")
SLUG = r"^[a-z0-9-]{1,80}$"
TAG = r"^[^,\s](?:[^,\n\r\t]*[^,\s])?$"


def tags():
    return List(Text(min=1, max=50, pattern=TAG), max=50, unique=True, load_default=list)


def licence(**more):
    return Text(pattern=r"^[A-Za-z0-9.+() -]{1,100}$", max=100, allow_none=True, metadata={"description": "SPDX expression"}, **more)


def status():
    return Enum(*STATUSES, load_default="draft")


def review(**more):
    about = "exactly one of its members; null: the default"
    return fields.Nested(Review, allow_none=True, metadata={"minProperties": 1, "maxProperties": 1, "description": about}, **more)


class Review(Schema):
    """Which written answers go to review: as many as it takes for the others to be right so often, or the least sure ones, so many."""

    target_accuracy = Number(min=0.5, max=1, places=5, metadata={"description": "how often verdicts that nobody looks at are to be right"})
    share = Number(min=0, max=1, places=5, metadata={"description": "the share of responses, the least sure ones, that go to review"})

    @validates_schema(skip_on_field_errors=True)
    def exactly_one(self, data, **_):
        if len(data) != 1:
            raise ValidationError([Fault("Give either target_accuracy or share.", "not_one")])

    @post_load
    def plain(self, data, **_):
        """Kept as it is sent: as JSON."""
        return {name: wire_number(value) for name, value in data.items()}


class Reveal(Schema):
    """How much attempts show of themselves: while they last, once submitted, and when the topic has closed; each level includes those before it."""

    during = Enum(*REVEALED, load_default="nothing")
    submitted = Enum(*REVEALED, load_default="nothing")
    closed = Enum(*REVEALED, load_default="nothing")


def reveal(**more):
    return fields.Nested(Reveal, metadata={"description": "how much attempts show of scores and answers"}, **more)


def bounds(**more):
    """What bounds the attempts at a topic: opens_at, closes_at, time_limit_s, max_attempts."""
    times = [Time(allow_none=True, metadata={"description": about}, **more) for about in ("no attempt starts before", "every attempt ends then")]
    seconds = Integer(min=1, max=31_536_000, allow_none=True, metadata={"description": "seconds that an attempt may last"}, **more)
    return *times, seconds, Integer(min=1, max=10_000, allow_none=True, metadata={"description": "attempts that each learner has"}, **more)


class AnswerGate(Schema):
    """How many questions' answers this caller may see, of how many, and what opens the rest."""

    visible_questions = Integer(min=0)
    total_questions = Integer(min=0)
    opens_by = Enum(*ACCESSES)


class NewTopic(Schema):
    """A topic as it is posted."""

    title = Text(required=True, min=1, max=200)
    slug = Text(min=1, max=80, pattern=SLUG, load_default=None, allow_none=True, metadata={"description": "made from the title unless given"})
    description = Prose(load_default="")
    language = Text(min=2, max=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", load_default="en", metadata={"description": "BCP 47"})
    author = Text(pattern=HANDLE, max=40, load_default=None, allow_none=True, metadata={"description": "the author's handle"})
    team = Text(min=1, max=100, load_default=None, allow_none=True)
    licence = licence(load_default=None)
    tags = tags()
    status = status()
    answer_access = Enum(*ACCESSES, load_default="key")
    sample_answers = Integer(min=0, max=10_000, load_default=0)
    open_grading = Boolean(load_default=False)
    review = review(load_default=None)
    reveal = reveal(load_default=lambda: dict.fromkeys(("during", "submitted", "closed"), "nothing"))
    opens_at, closes_at, time_limit_s, max_attempts = bounds(load_default=None)

    derived = READ_ONLY | {"question_count", "note_count", "answer_gate", "deleted_at"}

    @validates_schema(skip_on_field_errors=True)
    def opens_before_it_closes(self, data, **_):
        if data["opens_at"] and data["closes_at"] and data["opens_at"] >= data["closes_at"]:
            raise ValidationError({"closes_at": [Fault("Must be later than opens_at.", "too_early")]})

    @validates_schema(skip_on_field_errors=True)
    def keeps_back_what_opens_after_attempts(self, data, **_):
        """Grading for all, or attempts that tell and have no end, would let anybody find out what `after_attempt` keeps back."""
        if data["answer_access"] != "after_attempt":
            return
        if data["open_grading"]:
            detail = "Open grading lets learners find the answers before their attempt; it does not go with answer_access after_attempt."
            raise ValidationError({"open_grading": [Fault(detail, "open_grading_not_allowed")]})
        shown, tries = data["reveal"], data["max_attempts"]
        tells = shown["submitted"] != "nothing" and not tries or shown["submitted"] in ("key", "explanation") and tries != 1
        if shown["during"] != "nothing" or tells:
            detail = (
                "With answer_access after_attempt an attempt shows nothing while it lasts; once submitted verdict and feedback "
                "where max_attempts is set, and the key where it is 1."
            )
            raise ValidationError({"reveal": [Fault(detail, "reveal_not_allowed")]})

    @validates("slug")
    def not_an_id(self, slug, **_):
        if slug and re.match(UUID, slug):
            raise ValidationError("A slug may not look like an id.")


class Topic(Content):
    """A topic."""

    slug = Text(max=80)
    title = Text(max=200)
    description = Text(max=20_000)
    language = Text(max=35)
    author = Text(max=40, allow_none=True)
    team = Text(max=100, allow_none=True)
    licence = Text(max=100, allow_none=True)
    tags = tags()
    status = status()
    answer_access = Enum(*ACCESSES)
    sample_answers = Integer(min=0)
    open_grading = Boolean()
    review = review()
    reveal = reveal()
    opens_at, closes_at, time_limit_s, max_attempts = bounds()
    question_count = Integer(min=0)
    note_count = Integer(min=0)
    answer_gate = fields.Nested(AnswerGate)
