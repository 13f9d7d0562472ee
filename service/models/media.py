"""Images and sound that prose refers to, and who refers to them."""
from sqlalchemy import ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Media(Base):
    """A file, named by what is in it: its id is its SHA-256 in hexadecimal. `created_at` is when it was last put up."""

    __tablename__ = "media"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[str] = mapped_column(Moment)
    media_type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "created_at"),)


class MediaUse(Base):
    """That the form which a topic, question or note had at a revision refers to a file.

    `part` says where: `public`, or what only those see who may see a question's answers: an answer's `feedback` or
    `explanation`, or what the question itself says of a response (`general`, `correct`, `partial`, `incorrect`).
    """

    __tablename__ = "media_uses"
    media_id: Mapped[str] = mapped_column(Text, ForeignKey("media.id"), primary_key=True)
    of: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)

    __table_args__ = (Index(None, "of"),)
