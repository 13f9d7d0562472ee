"""The first schema: topics, questions, answers, study notes, their history, keys, learners, promises, search."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
SCALED = sa.BigInteger()
TAGS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FTS5 = (
    "CREATE VIRTUAL TABLE found USING fts5(words, content='search', content_rowid='number', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_added AFTER INSERT ON search BEGIN INSERT INTO found(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN"
    " INSERT INTO found(found, rowid, words) VALUES ('delete', old.number, old.words); END",
)
BY_AUTHOR = "CREATE INDEX ix_topics_author_folded ON topics (lower(author))"
GIN = (
    "CREATE INDEX ix_search_words ON search USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    "CREATE INDEX ix_topics_tags ON topics USING gin (tags)",
    "CREATE INDEX ix_questions_tags ON questions USING gin (tags)",
)


def upgrade():
    op.create_table("keys",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("secret_hash", name="uq_keys_secret_hash")
    )
    op.create_table("learners",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("handle", TEXT, nullable=False),
        sa.Column("folded_handle", TEXT, nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("former_hash", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
        sa.UniqueConstraint("folded_handle", name="uq_learners_folded_handle"),
        sa.UniqueConstraint("token_hash", name="uq_learners_token_hash"),
        sa.UniqueConstraint("former_hash", name="uq_learners_former_hash")
    )
    op.create_table("promises",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_promises")
    )
    op.create_index("ix_promises_expires_at", "promises", ["expires_at"])
    op.create_table("revisions",
        sa.Column("of", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.Column("wire", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("of", "revision", name="pk_revisions")
    )
    op.create_table("search",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search"),
        sa.UniqueConstraint("of", name="uq_search_of")
    )
    op.create_table("topics",
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("team", TEXT, nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("tags", TAGS, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("answer_access", TEXT, nullable=False),
        sa.Column("sample_answers", sa.Integer(), nullable=False),
        sa.Column("open_grading", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("note_count", sa.Integer(), nullable=False),
        sa.Column("sample_count", sa.Integer(), nullable=False),
        sa.Column("sample_position", SCALED, nullable=True),
        sa.Column("sample_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("slug", name="uq_topics_slug")
    )
    op.create_index("ix_topics_created_at_id", "topics", ["created_at", "id"])
    op.create_index("ix_topics_title_id", "topics", ["title", "id"])
    op.create_index("ix_topics_updated_at_id", "topics", ["updated_at", "id"])
    op.create_table("notes",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("position", SCALED, nullable=False),
        sa.Column("heading", TEXT, nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_notes_topic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes")
    )
    op.create_index("ix_notes_topic_id_position_id", "notes", ["topic_id", "position", "id"])
    op.create_table("questions",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("prompt", TEXT, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("public_body", sa.JSON(), nullable=False),
        sa.Column("points", SCALED, nullable=False),
        sa.Column("difficulty", TEXT, nullable=True),
        sa.Column("tags", TAGS, nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("position", SCALED, nullable=False),
        sa.Column("source", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_questions_topic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("source", "external_id", name="uq_questions_source_external_id")
    )
    op.create_index("ix_questions_created_at_id", "questions", ["created_at", "id"])
    op.create_index("ix_questions_position_id", "questions", ["position", "id"])
    op.create_index("ix_questions_title_id", "questions", ["title", "id"])
    op.create_index("ix_questions_topic_id_position_id", "questions", ["topic_id", "position", "id"])
    op.create_index("ix_questions_updated_at_id", "questions", ["updated_at", "id"])
    op.create_table("answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("position", SCALED, nullable=False),
        sa.Column("match", sa.JSON(), nullable=False),
        sa.Column("public_match", sa.JSON(), nullable=False),
        sa.Column("credit", SCALED, nullable=False),
        sa.Column("feedback", TEXT, nullable=False),
        sa.Column("explanation", TEXT, nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_answers_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answers")
    )
    op.create_index("ix_answers_question_id_position_id", "answers", ["question_id", "position", "id"])

    op.execute(BY_AUTHOR)
    for statement in GIN if op.get_bind().dialect.name == "postgresql" else FTS5:
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE found")
    for table in ("answers", "questions", "notes", "topics", "search", "revisions", "promises", "learners", "keys"):
        op.drop_table(table)
