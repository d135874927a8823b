"""what became of an officer's message, and which words a message shows"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("posts", sa.Column("entry_id", ID, nullable=True))
    op.add_column("case_entries", sa.Column("staff_id", ID, nullable=True))
    op.add_column("case_entries", sa.Column("told", sa.String(), nullable=True))
    op.add_column("case_entries", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("told_at", "told", "staff_id"):
        op.drop_column("case_entries", column)
    op.drop_column("posts", "entry_id")
