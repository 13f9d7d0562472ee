"""Work too long for a request."""
from sqlalchemy import JSON, Boolean, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id, Moment, Text


class Job(Base):
    """A job: `queued`, `running`, `done`, `failed` or `cancelled`.

    `seen_at` is when its process last gave a sign of life; `begun` is how often one has begun since the job last got further.
    """

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    arguments: Mapped[dict] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(Text)
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int | None] = mapped_column(Integer)
    cancelled: Mapped[bool] = mapped_column(Boolean)
    seen_at: Mapped[str | None] = mapped_column(Moment)
    begun: Mapped[int] = mapped_column(Integer)
    result: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index(None, "state", "created_at"),)
