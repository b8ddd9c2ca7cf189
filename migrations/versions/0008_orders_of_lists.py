"""orders of lists

Revision: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ORDERS = (("users", "updated_at"), ("genres", "created_at"), ("platforms", "created_at"))


def upgrade() -> None:
    for table, column in _ORDERS:
        op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])


def downgrade() -> None:
    for table, column in _ORDERS:
        op.drop_index(f"ix_{table}_{column}_id", table_name=table)
