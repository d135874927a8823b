"""duty groups: Telegram groups of officers that hear of alerts"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "duty_groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", ID, nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_duty_groups_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_duty_groups_opened_by")),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_duty_groups_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_groups")),
        sa.UniqueConstraint("person_id", name=op.f("uq_duty_groups_person_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("duty_groups")
