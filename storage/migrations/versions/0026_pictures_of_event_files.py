"""pictures that come with the file of an event: their bytes until Telegram has them, and which file an event shows"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("events", sa.Column("picture_of", sa.String(), nullable=True))
    op.create_table(
        "event_pictures",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_pictures_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_pictures")),
    )


def downgrade() -> None:
    op.drop_table("event_pictures")
    op.drop_column("events", "picture_of")
