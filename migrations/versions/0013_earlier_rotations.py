"""earlier rotations

Revision: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sessions",
        sa.Column("earlier_rotations", sa.ARRAY(sa.DateTime(timezone=True)), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("sessions", "earlier_rotations")
