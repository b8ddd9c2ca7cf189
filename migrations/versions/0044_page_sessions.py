"""sessions of the page

Revision: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("is_remembered", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM sessions WHERE is_remembered IS NOT NULL")
    op.drop_column("sessions", "is_remembered")
