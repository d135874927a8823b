"""what families were to read when a second person agreed to an announcement"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("announcements", sa.Column("agreed", sa.String(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE announcements SET age_band = NULL WHERE age_band LIKE '%,%'")  # one band only was known then
    op.drop_column("announcements", "agreed")
