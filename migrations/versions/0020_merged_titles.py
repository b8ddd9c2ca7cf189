"""merged titles

Revision: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ONE = "uq_reviews_user_id_title_id"
# A superseded review is no review of the title any more: `reviews_count` is without it.
_ON_NEW_REVIEW = """
CREATE TRIGGER count_review AFTER INSERT ON reviews
FOR EACH ROW WHEN (NOT NEW.is_superseded) EXECUTE FUNCTION count_review()
"""
_ON_DELETED_REVIEW = """
CREATE TRIGGER count_deleted_review AFTER DELETE ON reviews
FOR EACH ROW WHEN (NOT OLD.is_superseded) EXECUTE FUNCTION count_review()
"""
_ON_REVIEW = """
CREATE TRIGGER count_review AFTER INSERT OR DELETE ON reviews
FOR EACH ROW EXECUTE FUNCTION count_review()
"""


def upgrade() -> None:
    op.create_table(
        "merged_titles",
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["into_id"], ["titles.id"], name=op.f("fk_merged_titles_into_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("title_id", name=op.f("pk_merged_titles")),
    )
    op.create_index("ix_merged_titles_into_id", "merged_titles", ["into_id"])
    op.add_column("reviews", sa.Column("is_superseded", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_constraint(_ONE, "reviews")
    op.create_index(
        _ONE, "reviews", ["user_id", "title_id"], unique=True, postgresql_where=sa.text("NOT is_superseded")
    )
    op.execute("DROP TRIGGER count_review ON reviews")
    op.execute(_ON_NEW_REVIEW)
    op.execute(_ON_DELETED_REVIEW)


def downgrade() -> None:
    op.execute("DELETE FROM reviews WHERE is_superseded")
    op.execute("DROP TRIGGER count_deleted_review ON reviews")
    op.execute("DROP TRIGGER count_review ON reviews")
    op.execute(_ON_REVIEW)
    op.drop_index(_ONE, table_name="reviews")
    op.create_unique_constraint(_ONE, "reviews", ["user_id", "title_id"])
    op.drop_column("reviews", "is_superseded")
    op.drop_table("merged_titles")
