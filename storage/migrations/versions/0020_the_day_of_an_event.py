"""who came to an event, and who took them home"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("signup_children") as batch_op:
        batch_op.add_column(sa.Column("came_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("came_by", ID, nullable=True))
        batch_op.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("gone_by", ID, nullable=True))
        batch_op.add_column(sa.Column("gone_with", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_signup_children_came_by"), "staff", ["came_by"], ["id"])
        batch_op.create_foreign_key(op.f("fk_signup_children_gone_by"), "staff", ["gone_by"], ["id"])
    with op.batch_alter_table("signups") as batch_op:
        batch_op.add_column(sa.Column("pickup", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("pickup_misses", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("felt", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("felt_words", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("events") as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "ward_children",
        sa.Column("ward", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_ward_children_entered_by")),
        sa.PrimaryKeyConstraint("ward", name=op.f("pk_ward_children")),
    )
    op.create_table(
        "event_counts",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_counts_event_id")),
        sa.PrimaryKeyConstraint("event_id", "what", "part", name=op.f("pk_event_counts")),
    )
    op.create_table(
        "signup_collectors",
        sa.Column("id", ID, nullable=False),
        sa.Column("signup_id", ID, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signup_id"], ["signups.id"], name=op.f("fk_signup_collectors_signup_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signup_collectors")),
    )
    with op.batch_alter_table("signup_collectors") as batch_op:
        batch_op.create_index(batch_op.f("ix_signup_collectors_signup_id"), ["signup_id"], unique=False)


def downgrade() -> None:
    op.drop_table("event_counts")
    op.drop_table("ward_children")
    op.drop_table("signup_collectors")
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_column("asked_at")
    with op.batch_alter_table("signups") as batch_op:
        batch_op.drop_column("felt_words")
        batch_op.drop_column("felt")
        batch_op.drop_column("pickup_misses")
        batch_op.drop_column("pickup")
    with op.batch_alter_table("signup_children") as batch_op:
        batch_op.drop_constraint(op.f("fk_signup_children_gone_by"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_signup_children_came_by"), type_="foreignkey")
        for name in ("gone_with", "gone_by", "gone_at", "came_by", "came_at"):
            batch_op.drop_column(name)
