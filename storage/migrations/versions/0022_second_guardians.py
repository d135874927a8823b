"""a second adult of a family's sign-up"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signup_guardians",
        sa.Column("id", ID, nullable=False),
        sa.Column("signup_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["signup_id"], ["signups.id"], name=op.f("fk_signup_guardians_signup_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_signup_guardians_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signup_guardians")),
        sa.UniqueConstraint("signup_id", "person_id", name=op.f("uq_signup_guardians_signup_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signup_guardians_person_id"), "signup_guardians", ["person_id"])


def downgrade() -> None:
    op.drop_table("signup_guardians")
