"""versions of what facets count

Revision: 0056
Revises: 0055
"""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_OF_TITLES = (("titles", "titles, reviews"), ("title_genres", "titles"), ("title_platforms", "titles"))
_OTHERS = (("title_external_ids", "titles"), ("genres", "genres, titles"), ("platforms", "platforms, titles"))
_ANY_CHANGE = "INSERT OR UPDATE OR DELETE OR TRUNCATE"


def _count(added: str) -> None:
    """Make the triggers of 0006 and 0016 anew: those of the tables that facets read count for `added` as well."""
    for table, content in _OF_TITLES:
        _trigger(table, "count_change", "TRUNCATE", f"count_change({content}{added})")
        for change, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            counts = f"count_public_change({content}{added})"
            _trigger(table, f"count_public_{change.lower()}", change, counts, f"REFERENCING {rows} TABLE AS changed ")
    for table, content in _OTHERS:
        _trigger(table, "count_change", _ANY_CHANGE, f"count_change({content}{added})")


def _trigger(table: str, name: str, changes: str, function: str, rows: str = "") -> None:
    op.execute(
        f"CREATE OR REPLACE TRIGGER {name} AFTER {changes} ON {table} {rows}FOR EACH STATEMENT"
        f" EXECUTE FUNCTION {function}"
    )


def upgrade() -> None:
    op.execute("INSERT INTO content_versions (content, slot, changes) VALUES ('facets', 0, 0)")
    _count(", facets")


def downgrade() -> None:
    _count("")
    op.execute("DELETE FROM content_versions WHERE content = 'facets'")
