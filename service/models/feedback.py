"""What comes back from those who use the content: reports of faults, and how often a topic was looked at."""
from sqlalchemy import JSON, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Case(Base):
    """Equal reports of one question, until somebody has dealt with them. `open_as` is the reason while it is open, then null."""

    __tablename__ = "report_cases"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    question_id: Mapped[str] = mapped_column(Id)
    question_revision: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    open_as: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    count: Mapped[int] = mapped_column(Integer)
    resolution: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (UniqueConstraint("question_id", "open_as"), Index(None, "state", "created_at", "id"), Index(None, "created_at", "id"))


class Report(Base):
    """One report; who has its receipt may see what came of it. `reporter` tells one and the same apart, and is no name."""

    __tablename__ = "reports"
    receipt_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("report_cases.id"))
    created_at: Mapped[str] = mapped_column(Moment)
    reporter: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("case_id", "reporter"), Index(None, "owner"), Index(None, "reporter", "created_at"))


class Views(Base):
    """How often a topic was looked at."""

    __tablename__ = "topic_views"
    topic_id: Mapped[str] = mapped_column(Id, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class Viewer(Base):
    """Who looked a little while ago, as a hash that is good for a day: so that a refresh is not counted again."""

    __tablename__ = "topic_viewers"
    topic_id: Mapped[str] = mapped_column(Id, primary_key=True)
    viewer: Mapped[str] = mapped_column(Text, primary_key=True)
    until: Mapped[str] = mapped_column(Moment)

    __table_args__ = (Index(None, "until"),)
