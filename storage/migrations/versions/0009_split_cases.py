"""cases that are split, and messages that stand in two of them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("split_from", ID, nullable=True))
        batch.add_column(sa.Column("split_nth", sa.Integer(), nullable=True))
        batch.create_unique_constraint(batch.f("uq_cases_split_from"), ["split_from", "split_nth"])
    with op.batch_alter_table("case_entries") as batch:
        batch.add_column(sa.Column("copied_from", ID, nullable=True))
        batch.create_index(batch.f("ix_case_entries_copied_from"), ["copied_from"], unique=False)
        batch.create_unique_constraint(batch.f("uq_case_entries_case_id"), ["case_id", "copied_from"])


def downgrade() -> None:
    with op.batch_alter_table("case_entries") as batch:
        batch.drop_constraint(batch.f("uq_case_entries_case_id"), type_="unique")
        batch.drop_index(batch.f("ix_case_entries_copied_from"))
        batch.drop_column("copied_from")
    with op.batch_alter_table("cases") as batch:
        batch.drop_constraint(batch.f("uq_cases_split_from"), type_="unique")
        batch.drop_column("split_nth")
        batch.drop_column("split_from")
