"""seats held back are given by link"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("signups") as batch_op:
        batch_op.add_column(sa.Column("from_quota", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_table(
        "quota_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_quota_links_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_quota_links_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_links")),
        sa.UniqueConstraint("key", name=op.f("uq_quota_links_key")),
        sa.UniqueConstraint("update_id", name=op.f("uq_quota_links_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quota_links_event_id"), "quota_links", ["event_id"])


def downgrade() -> None:
    op.drop_table("quota_links")
    with op.batch_alter_table("signups") as batch_op:
        batch_op.drop_column("from_quota")
