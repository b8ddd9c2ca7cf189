"""no index of when sessions end, which nothing looks for

Revision: 0070
Revises: 0069
"""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sessions that have ended are removed by account, at a sign-in; each refresh wrote the index."""
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_sessions_expires_at")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_sessions_expires_at")
        op.execute("CREATE INDEX CONCURRENTLY ix_sessions_expires_at ON sessions (expires_at)")
