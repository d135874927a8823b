"""free announcements, for whom and when, what became of each, and where their progress stands"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("announcements") as batch_op:
        batch_op.alter_column("event_id", existing_type=ID, nullable=True)
        batch_op.alter_column("ward", existing_type=sa.String(), new_column_name="wards")
        batch_op.add_column(sa.Column("words", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("picture", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("audience", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("age_band", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("topic", sa.String(), nullable=False, server_default="events"))
        batch_op.add_column(sa.Column("update_id", ID, nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("message", ID, nullable=True))
        batch_op.add_column(sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_announcements_update_id"), ["update_id"])
    op.execute("UPDATE announcements SET begun_at = at")
    with op.batch_alter_table("announced") as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=True))
    # what was written before left long ago or waits in the outbox: the ledger says so for those that left
    op.execute(
        "UPDATE announced SET outcome = 'sent' WHERE EXISTS (SELECT 1 FROM announcements a"
        " WHERE a.id = announced.announcement_id AND a.state <> 'running')"
    )


def downgrade() -> None:
    with op.batch_alter_table("announced") as batch_op:
        batch_op.drop_column("outcome")
    op.execute("DELETE FROM announced WHERE announcement_id IN (SELECT id FROM announcements WHERE event_id IS NULL)")
    op.execute("DELETE FROM announcements WHERE event_id IS NULL")
    with op.batch_alter_table("announcements") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_announcements_update_id"), type_="unique")
        for name in ("shown_at", "message", "begun_at", "due_at", "update_id", "topic", "age_band", "audience"):
            batch_op.drop_column(name)
        batch_op.drop_column("picture")
        batch_op.drop_column("words")
        batch_op.alter_column("wards", existing_type=sa.String(), new_column_name="ward")
        batch_op.alter_column("event_id", existing_type=ID, nullable=False)
