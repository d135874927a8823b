"""what else an event says, its picture, and what families have not heard of it yet"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        batch_op.add_column(sa.Column("youngest", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("oldest", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("quota", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("food", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("health", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("picture", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("untold_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("hands", sa.JSON(), nullable=True))


def downgrade() -> None:
    names = ("hands", "told", "untold_at", "why", "picture", "health", "food", "quota", "oldest", "youngest")
    with op.batch_alter_table("events") as batch_op:
        for name in names:
            batch_op.drop_column(name)
