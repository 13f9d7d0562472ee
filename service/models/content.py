"""Topics, questions, study notes, and every form that they ever had."""
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Scaled, Tags, Text


class Kept:
    """What every resource has."""

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    deleted_at: Mapped[str | None] = mapped_column(Moment)


class Topic(Kept, Base):
    """A topic. Its row is the lock of all beneath it; its stamp goes up with every change there.

    The counts, and the place up to which answers are samples, are kept by `writing.touch`.
    """

    __tablename__ = "topics"
    slug: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list] = mapped_column(Tags)
    status: Mapped[str] = mapped_column(Text)
    answer_access: Mapped[str] = mapped_column(Text)
    sample_answers: Mapped[int] = mapped_column(Integer)
    open_grading: Mapped[bool]
    review: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    reveal: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    opens_at: Mapped[str | None] = mapped_column(Moment)
    closes_at: Mapped[str | None] = mapped_column(Moment)
    time_limit_s: Mapped[int | None] = mapped_column(Integer)
    max_attempts: Mapped[int | None] = mapped_column(Integer)
    stamp: Mapped[int] = mapped_column(BigInteger)
    question_count: Mapped[int] = mapped_column(Integer)
    note_count: Mapped[int] = mapped_column(Integer)
    sample_count: Mapped[int] = mapped_column(Integer)
    sample_position: Mapped[float | None] = mapped_column(Scaled)
    sample_id: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "title", "id"),
    )


class Question(Kept, Base):
    """What everybody may see of a question: `body` as its author wrote it, `public_body` as all others see it."""

    __tablename__ = "questions"
    topic_id: Mapped[str] = mapped_column(Id, ForeignKey("topics.id"))
    type: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    prompt: Mapped[str] = mapped_column(Text)
    body: Mapped[dict] = mapped_column(JSON)
    public_body: Mapped[dict] = mapped_column(JSON)
    points: Mapped[float] = mapped_column(Scaled)
    difficulty: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list] = mapped_column(Tags)
    hints: Mapped[list] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(Text)
    position: Mapped[float] = mapped_column(Scaled)
    source: Mapped[str | None] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    penalty: Mapped[float | None] = mapped_column(Scaled)
    licence: Mapped[str | None] = mapped_column(Text)
    attribution: Mapped[str | None] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index(None, "topic_id", "position", "id"),
        Index(None, "topic_id", "fingerprint"),
        Index(None, "position", "id"),
        Index(None, "created_at", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "title", "id"),
    )


class Note(Kept, Base):
    """A headed study note; its points are what answers cite."""

    __tablename__ = "notes"
    topic_id: Mapped[str] = mapped_column(Id, ForeignKey("topics.id"))
    position: Mapped[float] = mapped_column(Scaled)
    heading: Mapped[str] = mapped_column(Text)
    points: Mapped[list] = mapped_column(JSON)

    __table_args__ = (Index(None, "topic_id", "position", "id"),)


class Revision(Base):
    """The whole form, as its author sees it, that a topic, question or note had; null once it was hidden."""

    __tablename__ = "revisions"
    of: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[str] = mapped_column(Moment)
    by: Mapped[dict] = mapped_column(JSON)
    wire: Mapped[dict | None] = mapped_column(JSON)


class Search(Base):
    """The words of a topic, question or note that everybody may see, normalised, for full-text search.

    SQLite searches them through the FTS5 table `found`, PostgreSQL through an index of tsvectors (see the migrations).
    """

    __tablename__ = "search"
    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    of: Mapped[str] = mapped_column(Id, unique=True)
    words: Mapped[str] = mapped_column(Text)
