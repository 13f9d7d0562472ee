"""Who may do what: keys and learners. Their secrets are kept as hashes only."""
from sqlalchemy import JSON, Integer
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Key(Base):
    """A key with scopes; `revoked_at` once it is no more."""

    __tablename__ = "keys"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list] = mapped_column(JSON)
    secret_hash: Mapped[str] = mapped_column(Text, unique=True)
    expires_at: Mapped[str | None] = mapped_column(Moment)
    last_used_at: Mapped[str | None] = mapped_column(Moment)
    revoked_at: Mapped[str | None] = mapped_column(Moment)


class Learner(Base):
    """A learner; `folded_handle` keeps handles unique without case."""

    __tablename__ = "learners"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    handle: Mapped[str] = mapped_column(Text)
    folded_handle: Mapped[str] = mapped_column(Text, unique=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    former_hash: Mapped[str | None] = mapped_column(Text, unique=True)
