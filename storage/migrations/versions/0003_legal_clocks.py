"""legal clocks"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_clocks",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_by", sa.String(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_legal_clocks_case_id")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_legal_clocks")),
    )
    with op.batch_alter_table("legal_clocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_clocks_next_at"), ["next_at"], unique=False)
    # cases that are open now: looked at once after the start, which finds the right next moment of each
    op.execute(
        "INSERT INTO legal_clocks (case_id, kind, since, due_at, told, next_at) "
        "SELECT id, 'act', opened_at, due_at, 0, opened_at FROM cases "
        "WHERE origin IN ('words', 'button', 'command') AND state <> 'closed'"
    )


def downgrade() -> None:
    with op.batch_alter_table("legal_clocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_clocks_next_at"))

    op.drop_table("legal_clocks")
