"""preferences of people

Revision: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("preferences", sa.String(4096), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("users", "preferences")
