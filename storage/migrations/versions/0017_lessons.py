"""where somebody stands in a lesson"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lesson_progress",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lesson_progress_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint("person_id", "lesson", name=op.f("uq_lesson_progress_person_id")),
    )
    with op.batch_alter_table("lesson_progress") as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_progress_last_at"), ["last_at"], unique=False)


def downgrade() -> None:
    op.drop_table("lesson_progress")
