"""Replies kept for those who retry with the same Idempotency-Key."""
from sqlalchemy import Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Moment, Text


class Promise(Base):
    """A reply, sealed so that only who knows the key can open it."""

    __tablename__ = "promises"
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    body_hash: Mapped[str] = mapped_column(Text)
    status: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[str] = mapped_column(Moment)

    __table_args__ = (Index(None, "expires_at"),)
