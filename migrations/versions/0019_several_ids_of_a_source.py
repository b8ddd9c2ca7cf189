"""several ids of a source

Revision: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_IDS = """
'{' || string_agg(
    to_json(link.source)::text || ':' || to_json(link.external_id)::text, ',' ORDER BY link.source
) || '}'
FROM title_external_ids AS link
"""
_ALIASES = """
'[' || string_agg(
    '{"source":' || to_json(link.source)::text || ',"media_type":' || to_json(link.media_type)::text
    || ',"external_id":' || to_json(link.external_id)::text || '}',
    ',' ORDER BY link.source, link.media_type, link.external_id
) || ']'
FROM title_external_ids AS link
"""
# As in revision 0010.
_WRITE = """
CREATE OR REPLACE FUNCTION write_title_external_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO title_references (title_id)
    SELECT DISTINCT changed.title_id FROM changed JOIN titles ON titles.id = changed.title_id
    ORDER BY changed.title_id
    ON CONFLICT DO NOTHING;
    PERFORM FROM title_references
    WHERE title_id IN (SELECT changed.title_id FROM changed)
    ORDER BY title_id FOR UPDATE;
    UPDATE title_references
    SET %s
    WHERE title_id IN (SELECT changed.title_id FROM changed);
    RETURN NULL;
END
$$
"""
_OF_TITLE = "WHERE link.title_id = title_references.title_id"
_SET_BOTH = f"""
external_ids = (SELECT {_IDS} {_OF_TITLE} AND NOT link.is_alias),
external_id_aliases = (SELECT {_ALIASES} {_OF_TITLE} AND link.is_alias)
"""
_FORGET = """
CREATE OR REPLACE FUNCTION forget_title_external_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE title_references SET %s WHERE external_ids IS NOT NULL;
    RETURN NULL;
END
$$
"""
_FIRST = "uq_title_external_ids_title_id_source"


def upgrade() -> None:
    op.add_column("title_external_ids", sa.Column("is_alias", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("title_references", sa.Column("external_id_aliases", sa.Text(), nullable=True))
    op.create_index("ix_title_external_ids_title_id", "title_external_ids", ["title_id"])
    op.drop_index(_FIRST, table_name="title_external_ids")
    op.create_index(
        _FIRST, "title_external_ids", ["title_id", "source"], unique=True, postgresql_where=sa.text("NOT is_alias")
    )
    op.execute(_WRITE % _SET_BOTH)
    op.execute(_FORGET % "external_ids = NULL, external_id_aliases = NULL")


def downgrade() -> None:
    op.execute(_WRITE % f"external_ids = (SELECT {_IDS} {_OF_TITLE})")
    op.execute(_FORGET % "external_ids = NULL")
    op.execute("DELETE FROM title_external_ids WHERE is_alias")
    op.drop_index(_FIRST, table_name="title_external_ids")
    op.create_index(_FIRST, "title_external_ids", ["title_id", "source"], unique=True)
    op.drop_index("ix_title_external_ids_title_id", table_name="title_external_ids")
    op.drop_column("title_references", "external_id_aliases")
    op.drop_column("title_external_ids", "is_alias")
