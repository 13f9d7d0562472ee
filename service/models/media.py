"""Images and sound that prose refers to, and who refers to them."""
from sqlalchemy import Boolean, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Media(Base):
    """A file, named by what is in it: its id is its SHA-256 in hexadecimal."""

    __tablename__ = "media"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[str] = mapped_column(Moment)
    media_type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "created_at"),)


class MediaUse(Base):
    """That the present form of a topic, question or note refers to a file: `private` where only what tells the key does."""

    __tablename__ = "media_uses"
    media_id: Mapped[str] = mapped_column(Text, primary_key=True)
    of: Mapped[str] = mapped_column(Id, primary_key=True)
    topic_id: Mapped[str] = mapped_column(Id)
    private: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index(None, "of"),)
