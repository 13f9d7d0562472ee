"""A topic sets when written answers go to review."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("topics", sa.Column("review", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("topics", "review")
