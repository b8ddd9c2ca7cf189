"""metadata and shared favorites

Revision: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATES = "metadata_state IN ('own', 'pending', 'current', 'vanished')"


def upgrade() -> None:
    op.add_column("titles", sa.Column("metadata_state", sa.String(length=16), server_default="own", nullable=False))
    op.add_column("titles", sa.Column("metadata_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_titles_metadata_state"), "titles", _STATES)
    op.create_index(
        "ix_titles_metadata_due_at",
        "titles",
        ["metadata_due_at"],
        unique=False,
        postgresql_where=sa.text("metadata_due_at IS NOT NULL"),
    )
    op.create_table(
        "shared_favorites",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("list_name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("account_id > 0", name=op.f("ck_shared_favorites_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_shared_favorites")),
        sa.UniqueConstraint("name_key", name=op.f("uq_shared_favorites_name_key")),
    )


def downgrade() -> None:
    op.drop_table("shared_favorites")
    op.drop_index("ix_titles_metadata_due_at", table_name="titles")
    op.drop_constraint(op.f("ck_titles_metadata_state"), "titles", type_="check")
    op.drop_column("titles", "metadata_due_at")
    op.drop_column("titles", "metadata_state")
