"""marks

Revision: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=5000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mark IN ('favorite', 'not_interested')", name=op.f("ck_marks_mark")),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_marks_title_id_titles")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_marks_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_marks")),
        sa.UniqueConstraint("user_id", "mark", "title_id", name=op.f("uq_marks_user_id_mark_title_id")),
    )
    op.create_index("ix_marks_user_id_mark_rank_id", "marks", ["user_id", "mark", "rank", "id"])
    op.create_index("ix_marks_user_id_created_at_id", "marks", ["user_id", "created_at", "id"])
    op.create_index("ix_marks_title_id", "marks", ["title_id"])
    op.execute(
        "CREATE CONSTRAINT TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON marks"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_row_change('8')"
    )


def downgrade() -> None:
    op.drop_table("marks")
