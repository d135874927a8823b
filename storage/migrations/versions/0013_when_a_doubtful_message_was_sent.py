"""when a doubtful message was sent and when it reached us"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

TIMES = ("sent_at", "received_at")


def upgrade() -> None:
    for name in TIMES:
        op.add_column("doubts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # what waits now was asked about as it came: nothing is known of a delay
    op.execute("UPDATE doubts SET sent_at = asked_at, received_at = asked_at")
    with op.batch_alter_table("doubts") as batch_op:
        for name in TIMES:
            batch_op.alter_column(name, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("doubts") as batch_op:
        for name in TIMES:
            batch_op.drop_column(name)
