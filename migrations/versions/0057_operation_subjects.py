"""what operations are about, and how many resources an undo concerns

Revision: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("title_id", sa.Uuid(), nullable=True))
    op.add_column("operations", sa.Column("name", sa.String(200), nullable=True))
    op.add_column("operations", sa.Column("resources", JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    for column in ("resources", "name", "title_id"):
        op.drop_column("operations", column)
