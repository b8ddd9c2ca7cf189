"""statistics of averages

PostgreSQL reckoned that a third of all titles have whatever average a list asks for, and walked through all of them to
find none: it uses no statistics of the expression of a partial index. ANALYZE keeps these as those of columns.

Revision: 0034
Revises: 0033
"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE STATISTICS st_title_figures_average ON (coalesce(average, -1)) FROM title_figures")
    op.execute("ANALYZE title_figures")


def downgrade() -> None:
    op.execute("DROP STATISTICS st_title_figures_average")
