"""nobody gets the number of somebody who was deleted"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# the highest number that was ever given: also of people who are gone
COUNTS_ON = """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'people', coalesce(max(number), 0) FROM (
        SELECT id AS number FROM people UNION SELECT person_id FROM consents UNION SELECT person_id FROM doubts
        UNION SELECT sender_id FROM cases WHERE sender_id IS NOT NULL
    )
"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL counts on by itself
    _made_anew(counts_on=True)
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'people'")
    op.execute(COUNTS_ON)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(counts_on=False)


def _made_anew(*, counts_on: bool) -> None:
    with op.batch_alter_table("people", recreate="always", table_kwargs={"sqlite_autoincrement": counts_on}):
        pass
