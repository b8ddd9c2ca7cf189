"""personal titles

Revision: 0016
Revises: 0015
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_GIN: dict[str, Any] = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}
_TITLE_INDEXES: dict[str, list[Any]] = {
    "ix_titles_title_key": ["title_key"],
    "ix_titles_media_type_title_key": ["media_type", "title_key"],
    "ix_titles_title_sort_id": ["title_sort", "id"],
    "ix_titles_created_at_id": ["created_at", "id"],
    "ix_titles_release_date_first_id": [sa.text("coalesce(release_date, 'infinity'::date)"), "id"],
    "ix_titles_release_date_last_id": [sa.text("coalesce(release_date, '-infinity'::date)"), "id"],
}
_STATISTICS_INDEXES: dict[str, list[Any]] = {
    "ix_title_figures_average_first": [sa.text("coalesce(average, 99)"), "title_id"],
    "ix_title_figures_average_last": [sa.text("coalesce(average, -1)"), "title_id"],
    "ix_title_figures_weighted_first": [sa.text("coalesce(weighted, 99)"), "title_id"],
    "ix_title_figures_weighted_last": [sa.text("coalesce(weighted, -1)"), "title_id"],
    "ix_title_figures_ratings_count": ["ratings_count", "title_id"],
}

# What a person typed has a name and an id, and no other facts; no admin touched it, and no other title was entered in
# the same moment, as those of a file are.
_FIND_TYPED = """
UPDATE titles SET is_unconfirmed = true
WHERE metadata_state <> 'current'
  AND overview IS NULL AND original_title IS NULL AND release_date IS NULL AND runtime_minutes IS NULL
  AND EXISTS (SELECT FROM title_external_ids AS ids WHERE ids.title_id = titles.id)
  AND NOT EXISTS (SELECT FROM title_genres AS link WHERE link.title_id = titles.id)
  AND NOT EXISTS (SELECT FROM title_platforms AS link WHERE link.title_id = titles.id)
  AND NOT EXISTS (SELECT FROM audit_log WHERE audit_log.entity_type = 'title' AND audit_log.entity_id = titles.id)
  AND NOT EXISTS (SELECT FROM titles AS other WHERE other.created_at = titles.created_at AND other.id <> titles.id)
"""
_FIND_OWNERS = """
CREATE TEMPORARY TABLE owned ON COMMIT DROP AS
SELECT titles.id AS title_id, min(theirs.user_id::text)::uuid AS owner_id
FROM titles JOIN (
    SELECT user_id, title_id FROM watch_entries
    UNION SELECT user_id, title_id FROM ratings
    UNION SELECT user_id, title_id FROM reviews
) AS theirs ON theirs.title_id = titles.id
WHERE titles.is_unconfirmed
GROUP BY titles.id
HAVING count(DISTINCT theirs.user_id) = 1
"""
# The last one, because the triggers of title_external_ids have emptied the column.
_HAND_OVER = (
    """
    UPDATE titles SET owner_id = owned.owner_id, is_unconfirmed = false, is_known = false
    FROM owned WHERE titles.id = owned.title_id
    """,
    "UPDATE title_figures SET is_public = false FROM owned WHERE title_figures.title_id = owned.title_id",
    """
    INSERT INTO personal_title_ids (owner_id, source, media_type, external_id, title_id)
    SELECT owner_id, source, media_type, external_id, title_id FROM title_external_ids JOIN owned USING (title_id)
    """,
    "DELETE FROM title_external_ids USING owned WHERE title_external_ids.title_id = owned.title_id",
    """
    UPDATE title_references SET external_ids = written.external_ids
    FROM (
        SELECT title_id, '{' || string_agg(
            to_json(source)::text || ':' || to_json(external_id)::text, ',' ORDER BY source
        ) || '}' AS external_ids
        FROM personal_title_ids GROUP BY title_id
    ) AS written
    WHERE written.title_id = title_references.title_id
    """,
)

_COUNT_ONCE = """
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
"""
# Cached responses show public titles only. A title that becomes public is one after its change; one that is deleted
# counts itself.
_COUNT_PUBLIC_CHANGE = """
CREATE FUNCTION count_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_seen boolean;
BEGIN
    IF TG_TABLE_NAME = 'titles' THEN
        is_seen := EXISTS (SELECT FROM changed WHERE owner_id IS NULL);
    ELSIF TG_TABLE_NAME = 'title_figures' THEN
        is_seen := EXISTS (SELECT FROM changed WHERE is_public);
    ELSE
        is_seen := EXISTS (
            SELECT FROM changed JOIN titles ON titles.id = changed.title_id WHERE titles.owner_id IS NULL
        );
    END IF;
    IF NOT is_seen THEN
        RETURN NULL;
    END IF;
    COUNT_ONCE
END
$$
""".replace("COUNT_ONCE", _COUNT_ONCE)
# table: of which content its changes are changes
_COUNTED = {
    "titles": "titles, reviews",
    "title_figures": "titles",
    "title_genres": "titles",
    "title_platforms": "titles",
    "title_references": "titles",
    "reviews": "reviews",
    "ratings": "reviews",
}


def upgrade() -> None:
    op.add_column("titles", sa.Column("owner_id", sa.Uuid(), nullable=True))
    op.add_column("titles", sa.Column("is_unconfirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("title_figures", sa.Column("is_public", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "ALTER TABLE titles ADD CONSTRAINT fk_titles_owner_id_users"
        " FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID"
    )
    op.execute("ALTER TABLE titles VALIDATE CONSTRAINT fk_titles_owner_id_users")
    op.create_table(
        "personal_title_ids",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("media_type", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("media_type IN ('movie', 'show', 'anime')", name=op.f("ck_personal_title_ids_media_type")),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_personal_title_ids_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "source", "media_type", "external_id", name=op.f("pk_personal_title_ids")),
    )
    op.create_index("uq_personal_title_ids_title_id_source", "personal_title_ids", ["title_id", "source"], unique=True)
    op.create_index(
        "ix_personal_title_ids_source_media_type_external_id",
        "personal_title_ids",
        ["source", "media_type", "external_id"],
    )
    op.execute(_FIND_TYPED)
    op.execute(_FIND_OWNERS)
    for statement in _HAND_OVER:
        op.execute(statement)
    _index("owner_id IS NULL", "is_public")
    op.create_index(
        "ix_titles_owner_id_created_at_id",
        "titles",
        ["owner_id", "created_at", "id"],
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "ix_titles_unconfirmed_created_at_id",
        "titles",
        ["created_at", "id"],
        postgresql_where=sa.text("is_unconfirmed"),
    )
    _count_public_changes()


def downgrade() -> None:
    # The old version knows no owners: what is personal is kept, and seen by admins alone.
    op.execute("UPDATE titles SET is_active = false WHERE owner_id IS NOT NULL")
    op.execute("DROP FUNCTION count_public_change() CASCADE")
    for table, content in _COUNTED.items():
        op.execute(f"DROP TRIGGER count_change ON {table}")
        op.execute(
            f"CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION count_change({content})"
        )
    op.drop_index("ix_titles_unconfirmed_created_at_id", table_name="titles")
    op.drop_index("ix_titles_owner_id_created_at_id", table_name="titles")
    _index(None, None)
    op.drop_table("personal_title_ids")
    op.drop_column("title_figures", "is_public")
    op.drop_column("titles", "is_unconfirmed")
    op.drop_column("titles", "owner_id")


def _index(titles: str | None, statistics: str | None) -> None:
    """Make the indexes of lists anew, over those rows alone: lists must not pass over what others typed."""
    op.drop_index("ix_titles_search_vector", table_name="titles")
    of_titles: dict[str, Any] = {} if titles is None else {"postgresql_where": sa.text(titles)}
    of_statistics: dict[str, Any] = {} if statistics is None else {"postgresql_where": sa.text(statistics)}
    op.create_index("ix_titles_search_vector", "titles", ["search_vector"], **_GIN, **of_titles)
    for name, columns in _TITLE_INDEXES.items():
        op.drop_index(name, table_name="titles")
        op.create_index(name, "titles", columns, **of_titles)
    for name, columns in _STATISTICS_INDEXES.items():
        op.drop_index(name, table_name="title_figures")
        op.create_index(name, "title_figures", columns, **of_statistics)


def _count_public_changes() -> None:
    op.execute(_COUNT_PUBLIC_CHANGE)
    for table, content in _COUNTED.items():
        op.execute(f"DROP TRIGGER count_change ON {table}")
        op.execute(
            f"CREATE TRIGGER count_change AFTER TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION count_change({content})"
        )
        for change, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER count_public_{change.lower()} AFTER {change} ON {table} REFERENCING {rows} TABLE"
                f" AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_public_change({content})"
            )
