"""a child's own yes to pictures, a parent's on paper, children kept for next time; numbers in the ledger stay theirs"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
# the highest number that was ever given: also of what is gone
GIVEN_TO_SIGNUPS = """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'signups', coalesce(max(number), 0)
    FROM (SELECT id AS number FROM signups UNION SELECT about FROM consents)
"""
GIVEN_TO_CHILDREN = """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'signup_children', coalesce(max(number), 0)
    FROM (SELECT id AS number FROM signup_children UNION SELECT child FROM consents)
"""


def upgrade() -> None:
    op.add_column("signups", sa.Column("written_at", MOMENT, nullable=True))
    op.add_column("signup_children", sa.Column("photo_yes_at", MOMENT, nullable=True))
    op.add_column("consents", sa.Column("noted_by", ID, nullable=True))
    op.create_table(
        "kept_children",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("child", ID, nullable=False),
        sa.Column("nickname", sa.LargeBinary(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("aged_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_kept_children_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_children")),
        sa.UniqueConstraint("person_id", "child", name=op.f("uq_kept_children_person_id")),
    )
    op.create_index(op.f("ix_kept_children_used_at"), "kept_children", ["used_at"])
    _hold_forums(datetime.now(UTC))
    _count_on(counts_on=True)


def downgrade() -> None:
    _count_on(counts_on=False)
    op.drop_table("kept_children")
    op.drop_column("consents", "noted_by")
    op.drop_column("signup_children", "photo_yes_at")
    op.drop_column("signups", "written_at")


def _hold_forums(now: datetime) -> None:
    """Whoever was confirmed for a coming children's forum keeps the seats; the signed sheet is not there yet."""
    events = sa.table("events", sa.column("id"), sa.column("kind"), sa.column("ends_at", MOMENT))
    signups = sa.table("signups", sa.column("event_id"), sa.column("state"))
    coming = sa.select(events.c.id).where(events.c.kind == "forum", events.c.ends_at > now)
    op.execute(
        sa.update(signups).where(signups.c.state == "confirmed", signups.c.event_id.in_(coming)).values(state="held")
    )


def _count_on(*, counts_on: bool) -> None:
    """SQLite gave the number of a deleted row again, and with it what the ledger says; PostgreSQL never did."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("signups", "signup_children"):
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": counts_on}):
            pass
    if counts_on:
        op.execute("DELETE FROM sqlite_sequence WHERE name IN ('signups', 'signup_children')")
        op.execute(GIVEN_TO_SIGNUPS)
        op.execute(GIVEN_TO_CHILDREN)
