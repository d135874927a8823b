"""corrections, and phrases that many people used"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("taken_for", sa.String(), nullable=False),
        sa.Column("meant", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "taken_for", "meant", name=op.f("pk_corrections")),
    )
    op.create_table(
        "phrase_marks",
        sa.Column("phrase", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("phrase", "who", name=op.f("pk_phrase_marks")),
    )
    op.create_table(
        "phrases",
        sa.Column("phrase", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("phrase", name=op.f("pk_phrases")),
    )


def downgrade() -> None:
    op.drop_table("phrases")
    op.drop_table("phrase_marks")
    op.drop_table("corrections")
