"""what operations are about, and how many resources an undo concerns

Revision: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("title_id", sa.Uuid(), nullable=True))
    op.add_column("operations", sa.Column("name", sa.String(200), nullable=True))
    op.add_column("operations", sa.Column("resources", JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    for column in ("resources", "name", "title_id"):
        op.drop_column("operations", column)
