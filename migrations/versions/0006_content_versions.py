"""content versions

Revision: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CONTENT = ("titles", "genres", "platforms", "reviews")

# Once a transaction is enough, and must be all: a row that one transaction changes ten thousand times is slow to read.
_COUNT_CHANGE = """
CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 LOOP
        IF NOT EXISTS (
            SELECT FROM content_versions
            WHERE content = TG_ARGV[i] AND slot = pg_backend_pid() AND xmin = pg_current_xact_id()::xid
        ) THEN
            INSERT INTO content_versions AS version (content, slot, changes)
            VALUES (TG_ARGV[i], pg_backend_pid(), 1)
            ON CONFLICT (content, slot) DO UPDATE SET changes = version.changes + 1;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$
"""
_ANY_CHANGE = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
# table: which changes of it, and of which content they are changes
_TABLES = {
    "titles": (_ANY_CHANGE, "titles, reviews"),
    "title_figures": (_ANY_CHANGE, "titles"),
    "title_genres": (_ANY_CHANGE, "titles"),
    "title_platforms": (_ANY_CHANGE, "titles"),
    "title_external_ids": (_ANY_CHANGE, "titles"),
    "genres": (_ANY_CHANGE, "genres, titles"),
    "platforms": (_ANY_CHANGE, "platforms, titles"),
    "reviews": (_ANY_CHANGE, "reviews"),
    "ratings": (_ANY_CHANGE, "reviews"),
    # Who is new has written nothing yet; and of an account nothing but its name is public.
    "users": ("UPDATE OF username OR DELETE OR TRUNCATE", "reviews"),
}


def upgrade() -> None:
    versions = op.create_table(
        "content_versions",
        sa.Column("content", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("content", "slot", name=op.f("pk_content_versions")),
        postgresql_with={"fillfactor": 40},
    )
    op.bulk_insert(versions, [{"content": content, "slot": 0, "changes": 0} for content in _CONTENT])
    op.execute(_COUNT_CHANGE)
    for table, (changes, content) in _TABLES.items():
        op.execute(
            f"CREATE TRIGGER count_change AFTER {changes} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION count_change({content})"
        )


def downgrade() -> None:
    op.execute("DROP FUNCTION count_change() CASCADE")
    op.drop_table("content_versions")
