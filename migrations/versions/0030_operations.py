"""operations

Revision: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_EDITED = ("watch_entries", "ratings", "reviews")
_KINDS = "kind IN ('bulk', 'watch', 'unwatch', 'delete', 'import', 'undo')"


def upgrade() -> None:
    for table in _EDITED:
        # The default is constant for the rows that are there, so none is written; later rows of old processes need it.
        column = sa.Column("edited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        op.add_column(table, column)
    op.create_table(
        "operations",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_KINDS, name=op.f("ck_operations_kind")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_operations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_operations")),
    )
    op.create_index("ix_operations_user_id_created_at_id", "operations", ["user_id", "created_at", "id"])
    op.create_index("ix_operations_user_id_kind_created_at_id", "operations", ["user_id", "kind", "created_at", "id"])
    op.create_index("ix_operations_expires_at", "operations", ["expires_at"])
    op.create_table(
        "operation_rows",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_operation_rows_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "operation_id", "ordinal", name=op.f("pk_operation_rows")),
    )


def downgrade() -> None:
    op.drop_table("operation_rows")
    op.drop_table("operations")
    for table in _EDITED:
        op.drop_column(table, "edited_at")
