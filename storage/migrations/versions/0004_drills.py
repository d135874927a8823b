"""drills, and the practice alerts of each"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE_WAITING = sa.text("state = 'waiting' AND link IS NULL")


def upgrade() -> None:
    op.create_table(
        "drills",
        sa.Column("id", ID, nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=True),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("update_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_drills_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
        sa.UniqueConstraint("group", "week", name=op.f("uq_drills_group")),
        sa.UniqueConstraint("update_id", "group", name=op.f("uq_drills_update_id")),
    )
    op.create_index(op.f("ix_drills_at"), "drills", ["at"])
    op.create_table(
        "drill_calls",
        sa.Column("id", ID, nullable=False),
        sa.Column("drill_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", ID, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["drill_id"], ["drills.id"], name=op.f("fk_drill_calls_drill_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_drill_calls_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_calls")),
        sa.UniqueConstraint("link", name=op.f("uq_drill_calls_link")),
    )
    op.create_index(op.f("ix_drill_calls_drill_id"), "drill_calls", ["drill_id"])
    op.create_index(op.f("ix_drill_calls_staff_id"), "drill_calls", ["staff_id"])
    op.create_index("ix_drill_calls_state_until", "drill_calls", ["state", "until"])
    op.create_index(
        "uq_drill_calls_one_waiting",
        "drill_calls",
        ["staff_id"],
        unique=True,
        sqlite_where=ONE_WAITING,
        postgresql_where=ONE_WAITING,
    )


def downgrade() -> None:
    op.drop_table("drill_calls")
    op.drop_table("drills")
