"""known ratings

Revision: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("titles", sa.Column("known_ratings", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute("UPDATE titles SET known_ratings = ratings_count FROM title_figures WHERE title_id = id AND is_known")


def downgrade() -> None:
    op.drop_column("titles", "known_ratings")
