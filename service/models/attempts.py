"""Attempts, what was answered in them, what people decided about it, and how scores were put right."""
from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Anything, Base, Id, Moment, Scaled, Text


class Attempt(Base):
    """A learner's go at a paper.

    `owner` is whose tries count (`learner <id>` or `name <the caller's own name>`), none for who has only the attempt's token.
    """

    __tablename__ = "attempts"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    topic_id: Mapped[str] = mapped_column(Id, ForeignKey("topics.id"))
    owner: Mapped[str | None] = mapped_column(Text)
    token_hash: Mapped[str | None] = mapped_column(Text, unique=True)
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[str | None] = mapped_column(Moment)
    submitted_at: Mapped[str | None] = mapped_column(Moment)
    draw: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    paper: Mapped[str | None] = mapped_column(Text)
    score: Mapped[float | None] = mapped_column(Scaled)
    max_score: Mapped[float] = mapped_column(Scaled)
    item_count: Mapped[int] = mapped_column(Integer)
    graded_count: Mapped[int] = mapped_column(Integer)

    __table_args__ = (
        UniqueConstraint("topic_id", "owner", "number"),
        Index(None, "owner"),
        Index(None, "topic_id", "paper"),
        Index(None, "topic_id", "state"),
        Index(None, "state", "expires_at"),
        Index(None, "topic_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "updated_at", "id"),
    )


class Item(Base):
    """One question of an attempt, with the response to it in the words of the question's author.

    `revision` is what was asked, `key_revision` whose answers grade it, `ruling` (`void`, `full_marks`) what a teacher has
    ruled for all. The machine and the person have a slot each; `score` is what counts. `version` goes up with every change.
    """

    __tablename__ = "attempt_items"
    attempt_id: Mapped[str] = mapped_column(Id, ForeignKey("attempts.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_id: Mapped[str] = mapped_column(Id)
    revision: Mapped[int] = mapped_column(Integer)
    key_revision: Mapped[int] = mapped_column(Integer)
    ruling: Mapped[str | None] = mapped_column(Text)
    points: Mapped[float] = mapped_column(Scaled)
    response: Mapped[object | None] = mapped_column(Anything)
    answered: Mapped[bool] = mapped_column(Boolean)
    saved_at: Mapped[str | None] = mapped_column(Moment)
    seconds: Mapped[float | None] = mapped_column(Scaled)
    machine: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    machine_score: Mapped[float | None] = mapped_column(Scaled)
    person: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    person_score: Mapped[float | None] = mapped_column(Scaled)
    score: Mapped[float | None] = mapped_column(Scaled)
    max_score: Mapped[float] = mapped_column(Scaled)
    awaits: Mapped[bool] = mapped_column(Boolean)
    review_id: Mapped[str | None] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index(None, "question_id", "attempt_id"), Index(None, "review_id", "awaits"))


class Review(Base):
    """Equal responses to a question, for a person to decide once; a decision that stands is also an example for the grader."""

    __tablename__ = "reviews"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    topic_id: Mapped[str] = mapped_column(Id)
    question_id: Mapped[str] = mapped_column(Id)
    digest: Mapped[str] = mapped_column(Text)
    response: Mapped[object | None] = mapped_column(Anything)
    confidence: Mapped[float | None] = mapped_column(Scaled)
    decision: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    credit: Mapped[float | None] = mapped_column(Scaled)
    example: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (
        UniqueConstraint("question_id", "digest"),
        Index(None, "topic_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "question_id", "example"),
    )


class Regrade(Base):
    """A correction of all attempts at a question: who made it and why. One that is not applied is still being worked out, or a plan."""

    __tablename__ = "regrades"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    created_at: Mapped[str] = mapped_column(Moment)
    question_id: Mapped[str] = mapped_column(Id)
    action: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[dict] = mapped_column(JSON)
    key_revision: Mapped[int] = mapped_column(Integer)
    plan: Mapped[str] = mapped_column(Text, unique=True)
    applied_at: Mapped[str | None] = mapped_column(Moment)
    change_count: Mapped[int | None] = mapped_column(Integer)
    job_id: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (Index(None, "question_id", "created_at", "id"),)


class Change(Base):
    """What a regrade makes of one item: staged first, then applied, then kept as the record.

    `version` and `attempt_revision` are what was looked at; `touches` is whether anything of the item is to be another, as
    the columns that are named like the item's say; `moves` whether the attempt's score or what it is out of is, from
    `before` to `after`. `why` says why the item was not graded anew.
    """

    __tablename__ = "regrade_changes"
    regrade_id: Mapped[str] = mapped_column(Id, ForeignKey("regrades.id"), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(Id, primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    attempt_revision: Mapped[int] = mapped_column(Integer)
    touches: Mapped[bool] = mapped_column(Boolean)
    moves: Mapped[bool] = mapped_column(Boolean)
    why: Mapped[str | None] = mapped_column(Text)
    before: Mapped[float | None] = mapped_column(Scaled)
    after: Mapped[float | None] = mapped_column(Scaled)
    max_before: Mapped[float] = mapped_column(Scaled)
    max_after: Mapped[float] = mapped_column(Scaled)
    item_before: Mapped[float | None] = mapped_column(Scaled)
    key_revision: Mapped[int] = mapped_column(Integer)
    ruling: Mapped[str | None] = mapped_column(Text)
    points: Mapped[float] = mapped_column(Scaled)
    machine: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    machine_score: Mapped[float | None] = mapped_column(Scaled)
    person: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    person_score: Mapped[float | None] = mapped_column(Scaled)
    score: Mapped[float | None] = mapped_column(Scaled)
    max_score: Mapped[float] = mapped_column(Scaled)
    awaits: Mapped[bool] = mapped_column(Boolean)
    review_id: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (Index(None, "attempt_id"),)
