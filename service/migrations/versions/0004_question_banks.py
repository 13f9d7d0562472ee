"""Question banks in and out: what other systems say of a question, its origin, media, and files on their way in."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ADDED = {"category": TEXT, "penalty": sa.BigInteger(), "licence": TEXT, "attribution": TEXT, "fingerprint": TEXT}


def upgrade():
    for name, kind in ADDED.items():
        op.add_column("questions", sa.Column(name, kind, nullable=True))
    op.create_index("ix_questions_topic_id_fingerprint", "questions", ["topic_id", "fingerprint"])
    op.create_table("question_feedback",
        sa.Column("question_id", ID, nullable=False),
        sa.Column("general", TEXT, nullable=False),
        sa.Column("correct", TEXT, nullable=False),
        sa.Column("partial", TEXT, nullable=False),
        sa.Column("incorrect", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("question_id", name="pk_question_feedback"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_question_feedback_question_id")
    )
    op.create_table("media",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_media")
    )
    op.create_index("ix_media_created_at", "media", ["created_at"])
    op.create_table("media_uses",
        sa.Column("media_id", TEXT, nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("media_id", "of", "revision", "part", name="pk_media_uses"),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name="fk_media_uses_media_id")
    )
    op.create_index("ix_media_uses_of", "media_uses", ["of"])
    op.create_table("uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "number", name="pk_uploads")
    )
    op.create_index("ix_uploads_created_at", "uploads", ["created_at"])
    op.create_table("originals",
        sa.Column("question_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("question_id", name="pk_originals")
    )


def downgrade():
    for table in ("originals", "uploads", "media_uses", "media", "question_feedback"):
        op.drop_table(table)
    op.drop_index("ix_questions_topic_id_fingerprint", "questions")
    for name in ADDED:
        op.drop_column("questions", name)
