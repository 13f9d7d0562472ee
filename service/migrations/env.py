"""Runs the migrations in one transaction, one process at a time."""
from alembic import context

from service import db, models  # noqa: F401  (models name the tables)

with db.writing(context.config.attributes["engine"]) as connection:
    db.in_turn("set up", however_long=True)
    context.configure(connection=connection, target_metadata=db.Base.metadata, transactional_ddl=True, transaction_per_migration=False)
    context.run_migrations()
