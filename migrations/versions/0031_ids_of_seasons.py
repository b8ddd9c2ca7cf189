"""ids of seasons

Revision: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seasons", sa.Column("external_ids", JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("seasons", "external_ids")
