"""years of release beside the names that titles begin with

Revision: 0065
Revises: 0064
"""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_COLUMNS = ("title_key", "media_type, title_key")
_CREATE = "CREATE INDEX CONCURRENTLY {name} ON titles ({columns}) WHERE owner_id IS NULL"
_DROP = "DROP INDEX CONCURRENTLY IF EXISTS {name}"


def upgrade() -> None:
    """A title of other years is then passed over without being read."""
    _replace("", ", release_date")


def downgrade() -> None:
    _replace(", release_date", "")


def _replace(old: str, new: str) -> None:
    """Build the new indexes without holding anybody up. One that an interrupted migration left is invalid, and goes."""
    with op.get_context().autocommit_block():
        for columns in _COLUMNS:
            op.execute(_DROP.format(name=_name(columns + new)))
            op.execute(_CREATE.format(name=_name(columns + new), columns=columns + new))
            op.execute(_DROP.format(name=_name(columns + old)))


def _name(columns: str) -> str:
    return "ix_titles_" + columns.replace(", ", "_")
