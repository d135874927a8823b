"""waiting lists: the order of joining, seats offered for a time; a child alone holds no seat before a parent agrees"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signups") as batch:
        batch.add_column(sa.Column("queue", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_unique_constraint(op.f("uq_signups_event_id"), ["event_id", "queue"])
        batch.create_index("ix_signups_state", ["state"])
    op.execute(
        "UPDATE signups SET state = 'interest' WHERE state = 'held' AND id IN "
        "(SELECT signup_id FROM signup_children WHERE parent_yes_at IS NULL)"
    )


def downgrade() -> None:
    op.execute("UPDATE signups SET state = 'held' WHERE state IN ('interest', 'offered')")
    op.execute("DELETE FROM signup_children WHERE signup_id IN (SELECT id FROM signups WHERE state = 'waiting')")
    op.execute("UPDATE signups SET state = 'cancelled' WHERE state = 'waiting'")
    with op.batch_alter_table("signups") as batch:
        batch.drop_index("ix_signups_state")
        batch.drop_constraint(op.f("uq_signups_event_id"), type_="unique")
        batch.drop_column("offer_until")
        batch.drop_column("queue")
