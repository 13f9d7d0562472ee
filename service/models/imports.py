"""What imports leave behind: the file while it is worked on, and each question as the file had it."""
from sqlalchemy import Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Upload(Base):
    """A piece of a file that a job is to import; its pieces are numbered from 0."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    created_at: Mapped[str] = mapped_column(Moment)
    data: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "created_at"),)


class Original(Base):
    """A question as it stood in the file that it came from."""

    __tablename__ = "originals"
    question_id: Mapped[str] = mapped_column(Id, primary_key=True)
    created_at: Mapped[str] = mapped_column(Moment)
    format: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
