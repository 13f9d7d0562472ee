"""Attempts, reviews, regrades, jobs, reports and views; a topic bounds its attempts and says what they show."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
SCALED = sa.BigInteger()
BOUNDS = {"reveal": sa.JSON(), "opens_at": MOMENT, "closes_at": MOMENT, "time_limit_s": sa.Integer(), "max_attempts": sa.Integer()}


def upgrade():
    for name, kind in BOUNDS.items():
        op.add_column("topics", sa.Column(name, kind, nullable=True))
    op.execute("""UPDATE topics SET reveal = '{"during":"nothing","submitted":"nothing","closed":"nothing"}'""")
    op.create_table("attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("token_hash", TEXT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("draw", sa.JSON(), nullable=True),
        sa.Column("paper", TEXT, nullable=True),
        sa.Column("score", SCALED, nullable=True),
        sa.Column("max_score", SCALED, nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("graded_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_attempts_topic_id"),
        sa.UniqueConstraint("token_hash", name="uq_attempts_token_hash"),
        sa.UniqueConstraint("topic_id", "owner", "number", name="uq_attempts_topic_id_owner_number")
    )
    op.create_index("ix_attempts_created_at_id", "attempts", ["created_at", "id"])
    op.create_index("ix_attempts_owner", "attempts", ["owner"])
    op.create_index("ix_attempts_state_expires_at", "attempts", ["state", "expires_at"])
    op.create_index("ix_attempts_topic_id_created_at_id", "attempts", ["topic_id", "created_at", "id"])
    op.create_index("ix_attempts_topic_id_paper", "attempts", ["topic_id", "paper"])
    op.create_index("ix_attempts_topic_id_state", "attempts", ["topic_id", "state"])
    op.create_index("ix_attempts_updated_at_id", "attempts", ["updated_at", "id"])
    op.create_table("attempt_items",
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("key_revision", sa.Integer(), nullable=False),
        sa.Column("ruling", TEXT, nullable=True),
        sa.Column("points", SCALED, nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("seconds", SCALED, nullable=True),
        sa.Column("machine", sa.JSON(), nullable=True),
        sa.Column("machine_score", SCALED, nullable=True),
        sa.Column("person", sa.JSON(), nullable=True),
        sa.Column("person_score", SCALED, nullable=True),
        sa.Column("score", SCALED, nullable=True),
        sa.Column("max_score", SCALED, nullable=False),
        sa.Column("awaits", sa.Boolean(), nullable=False),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "place", name="pk_attempt_items"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_attempt_items_attempt_id")
    )
    op.create_index("ix_attempt_items_question_id_attempt_id", "attempt_items", ["question_id", "attempt_id"])
    op.create_index("ix_attempt_items_review_id_awaits", "attempt_items", ["review_id", "awaits"])
    op.create_table("reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("confidence", SCALED, nullable=True),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("credit", SCALED, nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("question_id", "digest", name="uq_reviews_question_id_digest")
    )
    op.create_index("ix_reviews_created_at_id", "reviews", ["created_at", "id"])
    op.create_index("ix_reviews_question_id_example", "reviews", ["question_id", "example"])
    op.create_index("ix_reviews_topic_id_created_at_id", "reviews", ["topic_id", "created_at", "id"])
    op.create_table("regrades",
        sa.Column("id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.Column("key_revision", sa.Integer(), nullable=False),
        sa.Column("plan", TEXT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("change_count", sa.Integer(), nullable=True),
        sa.Column("job_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_regrades"),
        sa.UniqueConstraint("plan", name="uq_regrades_plan")
    )
    op.create_index("ix_regrades_question_id_created_at_id", "regrades", ["question_id", "created_at", "id"])
    op.create_table("regrade_changes",
        sa.Column("regrade_id", ID, nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attempt_revision", sa.Integer(), nullable=False),
        sa.Column("touches", sa.Boolean(), nullable=False),
        sa.Column("moves", sa.Boolean(), nullable=False),
        sa.Column("why", TEXT, nullable=True),
        sa.Column("before", SCALED, nullable=True),
        sa.Column("after", SCALED, nullable=True),
        sa.Column("max_before", SCALED, nullable=False),
        sa.Column("max_after", SCALED, nullable=False),
        sa.Column("item_before", SCALED, nullable=True),
        sa.Column("key_revision", sa.Integer(), nullable=False),
        sa.Column("ruling", TEXT, nullable=True),
        sa.Column("points", SCALED, nullable=False),
        sa.Column("machine", sa.JSON(), nullable=True),
        sa.Column("machine_score", SCALED, nullable=True),
        sa.Column("person", sa.JSON(), nullable=True),
        sa.Column("person_score", SCALED, nullable=True),
        sa.Column("score", SCALED, nullable=True),
        sa.Column("max_score", SCALED, nullable=False),
        sa.Column("awaits", sa.Boolean(), nullable=False),
        sa.Column("review_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", "place", name="pk_regrade_changes"),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrades.id"], name="fk_regrade_changes_regrade_id")
    )
    op.create_index("ix_regrade_changes_attempt_id", "regrade_changes", ["attempt_id"])
    op.create_table("jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs")
    )
    op.create_index("ix_jobs_state_created_at", "jobs", ["state", "created_at"])
    op.create_table("report_cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("question_revision", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("open_as", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_report_cases"),
        sa.UniqueConstraint("question_id", "open_as", name="uq_report_cases_question_id_open_as")
    )
    op.create_index("ix_report_cases_created_at_id", "report_cases", ["created_at", "id"])
    op.create_index("ix_report_cases_state_created_at_id", "report_cases", ["state", "created_at", "id"])
    op.create_table("reports",
        sa.Column("receipt_hash", TEXT, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reporter", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("comment", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("receipt_hash", name="pk_reports"),
        sa.ForeignKeyConstraint(["case_id"], ["report_cases.id"], name="fk_reports_case_id"),
        sa.UniqueConstraint("case_id", "reporter", name="uq_reports_case_id_reporter")
    )
    op.create_index("ix_reports_owner", "reports", ["owner"])
    op.create_index("ix_reports_reporter_created_at", "reports", ["reporter", "created_at"])
    op.create_table("topic_views",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic_views")
    )
    op.create_table("topic_viewers",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("viewer", TEXT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "viewer", name="pk_topic_viewers")
    )
    op.create_index("ix_topic_viewers_until", "topic_viewers", ["until"])


def downgrade():
    for table in ("regrade_changes", "regrades", "attempt_items", "attempts", "reviews", "jobs", "reports", "report_cases", "topic_views", "topic_viewers"):
        op.drop_table(table)
    for name in BOUNDS:
        op.drop_column("topics", name)
