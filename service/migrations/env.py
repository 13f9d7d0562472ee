"""Runs the migrations in one transaction, one process at a time."""
from alembic import context
from sqlalchemy import text

from service import db, migrate, models  # noqa: F401  (models name the tables)

with db.writing(context.config.attributes["engine"]) as connection:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({migrate.LOCK})"))
    context.configure(connection=connection, target_metadata=db.Base.metadata, transactional_ddl=True, transaction_per_migration=False)
    context.run_migrations()
