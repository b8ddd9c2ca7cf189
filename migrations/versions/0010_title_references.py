"""title references

Revision: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAMES = """
'[' || string_agg(
    '{{"id":"' || one.id || '","name":' || to_json(one.name)::text || '}}', ',' ORDER BY one.name_sort, one.id
) || ']'
FROM title_{names} AS link JOIN {names} AS one ON one.id = link.{name}_id
"""
_EXTERNAL_IDS = """
'{' || string_agg(
    to_json(link.source)::text || ':' || to_json(link.external_id)::text, ',' ORDER BY link.source
) || '}'
FROM title_external_ids AS link
"""
# column: what it has of a title, as JSON, and nothing where the title has none of it
_WRITTEN = {
    "genres": _NAMES.format(names="genres", name="genre"),
    "platforms": _NAMES.format(names="platforms", name="platform"),
    "external_ids": _EXTERNAL_IDS,
}

# Who changes what a title has locks its row first and reads in a later statement, which sees all that was committed
# before: of two writers the second writes what both have done. The row is locked although it may have been added just
# now, and is added only for titles that are there: a title that goes takes its links along.
_WRITE = """
CREATE FUNCTION write_title_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {lock_names}
    INSERT INTO title_references (title_id)
    SELECT DISTINCT changed.title_id FROM changed JOIN titles ON titles.id = changed.title_id
    ORDER BY changed.title_id
    ON CONFLICT DO NOTHING;
    PERFORM FROM title_references
    WHERE title_id IN (SELECT changed.title_id FROM changed)
    ORDER BY title_id FOR UPDATE;
    UPDATE title_references
    SET {column} = (SELECT {written} WHERE link.title_id = title_references.title_id)
    WHERE title_id IN (SELECT changed.title_id FROM changed);
    RETURN NULL;
END
$$
"""
# A name that somebody else is changing is waited for: either they see this link, or this sees their name.
_LOCK_NAMES = """
    IF TG_OP <> 'DELETE' THEN
        PERFORM FROM {column} WHERE id IN (SELECT changed.{name}_id FROM changed) ORDER BY id FOR SHARE;
    END IF;
"""
_RENAME = """
CREATE FUNCTION rename_in_title_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown_in uuid[] := ARRAY(
        SELECT DISTINCT link.title_id
        FROM named JOIN renamed USING (id) JOIN title_{column} AS link ON link.{name}_id = renamed.id
        WHERE (renamed.name, renamed.name_sort) IS DISTINCT FROM (named.name, named.name_sort)
    );
BEGIN
    PERFORM FROM title_references WHERE title_id = ANY (shown_in) ORDER BY title_id FOR UPDATE;
    UPDATE title_references
    SET {column} = (SELECT {written} WHERE link.title_id = title_references.title_id)
    WHERE title_id = ANY (shown_in);
    RETURN NULL;
END
$$
"""
_FORGET = """
CREATE FUNCTION forget_title_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE title_references SET {column} = NULL WHERE {column} IS NOT NULL;
    RETURN NULL;
END
$$
"""
_FILL = """
INSERT INTO title_references (title_id, genres, platforms, external_ids)
SELECT titles.id, {columns} FROM titles
"""


def _of_title(written: str) -> str:
    return f"(SELECT {written} WHERE link.title_id = titles.id)"


def upgrade() -> None:
    op.create_table(
        "title_references",
        sa.Column("title_id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Text(), nullable=True) for column in _WRITTEN),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_title_references_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("title_id", name=op.f("pk_title_references")),
        postgresql_with={"fillfactor": 70},
    )
    for column, written in _WRITTEN.items():
        _keep_written(column, written)
    # Once the triggers lock their tables: what was committed before is seen here, and what comes later by them.
    op.execute(_FILL.format(columns=", ".join(map(_of_title, _WRITTEN.values()))))
    op.execute(
        "CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON title_references"
        " FOR EACH STATEMENT EXECUTE FUNCTION count_change(titles)"
    )


def _keep_written(column: str, written: str) -> None:
    name = column.removesuffix("s")
    has_names = column != "external_ids"
    lock_names = _LOCK_NAMES.format(column=column, name=name) if has_names else ""
    op.execute(_WRITE.format(column=column, written=written, lock_names=lock_names))
    op.execute(_FORGET.format(column=column))
    for change, seen in (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "NEW"), ("UPDATE", "OLD")):
        op.execute(
            f"CREATE TRIGGER write_references_{change.lower()}_{seen.lower()} AFTER {change} ON title_{column}"
            f" REFERENCING {seen} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION write_title_{column}()"
        )
    op.execute(
        f"CREATE TRIGGER forget_references AFTER TRUNCATE ON title_{column}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION forget_title_{column}()"
    )
    if has_names:
        op.execute(_RENAME.format(column=column, name=name, written=written))
        op.execute(
            f"CREATE TRIGGER write_references AFTER UPDATE ON {column}"
            " REFERENCING OLD TABLE AS named NEW TABLE AS renamed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION rename_in_title_{column}()"
        )


def downgrade() -> None:
    for column in _WRITTEN:
        op.execute(f"DROP FUNCTION write_title_{column}() CASCADE")
        op.execute(f"DROP FUNCTION forget_title_{column}() CASCADE")
        op.execute(f"DROP FUNCTION IF EXISTS rename_in_title_{column}() CASCADE")
    op.drop_table("title_references")
