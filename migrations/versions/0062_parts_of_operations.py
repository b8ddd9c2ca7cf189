"""where each transaction began that wrote rows of an operation

Revision: 0062
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("part_starts", ARRAY(sa.Integer()), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("operations", "part_starts")
