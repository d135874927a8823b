"""duty hours, leave, and offers to take a case over"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_leaves_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
        sa.UniqueConstraint("staff_id", "first", "last", name=op.f("uq_leaves_staff_id")),
    )
    with op.batch_alter_table("leaves") as batch:
        batch.create_index(batch.f("ix_leaves_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "case_offers",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_offers_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_offers_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_offers")),
        sa.UniqueConstraint("case_id", "staff_id", name=op.f("uq_case_offers_case_id")),
    )
    # offers that are open now go on as ones the holder made
    op.execute(
        "INSERT INTO case_offers (case_id, staff_id, why, level, made_at) "
        "SELECT id, offered_to, 'asked', 1, opened_at FROM cases WHERE offered_to IS NOT NULL AND state = 'taken'"
    )
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("hours", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("present", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_index(batch.f("ix_cases_nudge_at"), ["nudge_at"], unique=False)
        batch.drop_constraint(batch.f("fk_cases_offered_to"), type_="foreignkey")
        batch.drop_column("offered_to")
    with op.batch_alter_table("staff") as batch:
        batch.alter_column("hours", server_default=None)
        batch.alter_column("present", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("offered_to", ID, nullable=True))
        batch.create_foreign_key(batch.f("fk_cases_offered_to"), "staff", ["offered_to"], ["id"])
        batch.drop_index(batch.f("ix_cases_nudge_at"))
        batch.drop_column("nudge_at")
    with op.batch_alter_table("staff") as batch:
        batch.drop_column("present")
        batch.drop_column("hours")
    op.drop_table("case_offers")
    op.drop_table("leaves")
