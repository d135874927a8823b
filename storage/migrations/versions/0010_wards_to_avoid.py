"""which wards' officers a sender keeps out, instead of whether"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("id"), sa.column("ward"), sa.column("skip_ward"), sa.column("avoids", sa.JSON()))


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("avoids", sa.JSON(), nullable=False, server_default="[]"))
    bind = op.get_bind()
    # the ward it was said about was not kept: the one the case has now (none yet: the first one to come)
    for case, ward in bind.execute(sa.select(CASES.c.id, CASES.c.ward).where(CASES.c.skip_ward == sa.true())).all():
        bind.execute(sa.update(CASES).where(CASES.c.id == case).values(avoids=[ward or ""]))
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("avoids", server_default=None)
        batch.drop_column("skip_ward")


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("skip_ward", sa.Boolean(), nullable=False, server_default=sa.false()))
    bind = op.get_bind()
    for case, avoids in bind.execute(sa.select(CASES.c.id, CASES.c.avoids)).all():
        if avoids:
            bind.execute(sa.update(CASES).where(CASES.c.id == case).values(skip_ward=True))
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("skip_ward", server_default=None)
        batch.drop_column("avoids")
