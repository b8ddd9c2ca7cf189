"""the title that a row of an import was matched with before somebody decided

Revision: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_rows", sa.Column("matched_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_rows", "matched_id")
