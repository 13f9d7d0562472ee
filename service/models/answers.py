"""The answers, and a question's own feedback: in tables of their own, which only `sight`, `writing` and `answer_key` may read."""
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Scaled, Text


class Answer(Base):
    """What earns credit. `match` speaks of choices as their author named them, `public_match` as all others see them."""

    __tablename__ = "answers"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    question_id: Mapped[str] = mapped_column(Id, ForeignKey("questions.id"))
    position: Mapped[float] = mapped_column(Scaled)
    match: Mapped[dict] = mapped_column(JSON)
    public_match: Mapped[dict] = mapped_column(JSON)
    credit: Mapped[float] = mapped_column(Scaled)
    feedback: Mapped[str] = mapped_column(Text)
    explanation: Mapped[str] = mapped_column(Text)
    cites: Mapped[list] = mapped_column(JSON)

    __table_args__ = (Index(None, "question_id", "position", "id"),)


class Feedback(Base):
    """What a whole question says after it was answered; it may tell the key as any answer does. There is none where all is empty."""

    __tablename__ = "question_feedback"
    question_id: Mapped[str] = mapped_column(Id, ForeignKey("questions.id"), primary_key=True)
    general: Mapped[str] = mapped_column(Text)
    correct: Mapped[str] = mapped_column(Text)
    partial: Mapped[str] = mapped_column(Text)
    incorrect: Mapped[str] = mapped_column(Text)
