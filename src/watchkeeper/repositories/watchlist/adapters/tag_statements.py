"""Statements of tags, and of the ids of tags that entries and plays have. Every one is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from watchkeeper.foundation.postgres.keyset import SortColumn, bounded, column_for, keyset_page, with_limit
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.tag_conditions import OWNED, is_tagged

_TAGS: FromClause = TagEntity.__table__
_ENTRIES: FromClause = WatchEntryEntity.__table__
_PLAYS: FromClause = PlayEntity.__table__
_COLUMNS = list(_TAGS.columns)
_PERSON = bindparam("user_id", type_=Uuid())
_ONE = (OWNED, _TAGS.c.id == bindparam("id", type_=Uuid()))
_SHOWN = ("id", "created_at", "updated_at", "name")

SORTS: Mapping[str, SortColumn] = {
    "name": SortColumn(_TAGS.c.name_sort, str),
    "created_at": SortColumn(_TAGS.c.created_at, datetime),
}


def _uses(tagged: FromClause) -> FromClause:
    """Select how often each tag of the person is used in a table."""
    used = select(func.unnest(tagged.c.tag_ids).label("id")).where(tagged.c.user_id == _PERSON, is_tagged(tagged))
    ids = used.subquery()
    counted = select(ids.c.id, func.count().label("count")).group_by(ids.c.id)
    return counted.subquery(f"uses_in_{tagged.description}")


def _with_counts(tags: FromClause) -> Select[Any]:
    """Select the columns of `Tag`."""
    entries, plays = _uses(_ENTRIES), _uses(_PLAYS)
    none: ColumnElement[int] = literal_column("0")
    return (
        select(
            *(tags.c[name] for name in _SHOWN),
            func.coalesce(entries.c.count, none).label("entries_count"),
            func.coalesce(plays.c.count, none).label("plays_count"),
        )
        .select_from(tags)
        .outerjoin(entries, entries.c.id == tags.c.id)
        .outerjoin(plays, plays.c.id == tags.c.id)
    )


def _conditions(*, is_any: bool) -> tuple[ColumnElement[bool], ...]:
    has_part = func.strpos(_TAGS.c.name_sort, bindparam("part", type_=Text())) > literal_column("0")
    return (OWNED,) if is_any else (OWNED, has_part)


@cache
def search(sort: LookupSort, is_any: bool, *, is_continued: bool) -> Statement:
    """Return one page of a person's tags, those with a part of a name unless `is_any`."""
    tags = select(*_COLUMNS).where(*_conditions(is_any=is_any))
    page = bounded(keyset_page(tags, column_for(SORTS, sort), _TAGS.c.id, sort, is_continued=is_continued), "page")
    return Statement(with_limit(_with_counts(page).add_columns(page.c.sort_key), page, sort))


@cache
def count(is_any: bool) -> Statement:
    """Return how many tags a person has, those with a part of a name unless `is_any`."""
    return Statement(select(func.count()).select_from(_TAGS).where(*_conditions(is_any=is_any)))


def _insert() -> Statement:
    given = {name: bindparam(name, type_=ARRAY(Text())) for name in ("names", "name_keys", "name_sorts")}
    rows = func.unnest(bindparam("ids", type_=ARRAY(Uuid())), *given.values()).table_valued(
        "id", "name", "name_key", "name_sort", name="given"
    )
    rows = rows.render_derived()
    at = bindparam("at", type_=DateTime(timezone=True))
    columns = ("user_id", "id", "name", "name_key", "name_sort", "created_at", "updated_at")
    added = insert(TagEntity).from_select(columns, select(_PERSON, *rows.c, at, at)).cte("new_tags")
    return Statement(select(literal_column("1")).add_cte(added))


BY_ID = Statement(_with_counts(_TAGS).where(*_ONE))
BY_IDS = Statement(_with_counts(_TAGS).where(OWNED, _TAGS.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))))
ENTITY = Statement(select(*_COLUMNS).where(*_ONE))
BY_KEYS = Statement(
    select(_TAGS.c.id, _TAGS.c.name_key).where(
        OWNED, _TAGS.c.name_key == func.any(bindparam("keys", type_=ARRAY(Text())))
    )
)
INSERT = _insert()
UPDATE = Statement(
    update(TagEntity)
    .where(*_ONE)
    .values({name: bindparam(name, type_=_TAGS.c[name].type) for name in ("name", "name_key", "name_sort")})
    .values(updated_at=later_than(_TAGS.c.updated_at))
)
DELETE = Statement(delete(TagEntity).where(*_ONE).returning(row_image(TagEntity)))
# Locked in the order of ids, as by other transactions. What has both tags keeps the other one where it is.
REPLACE = {
    kind: text_statement(
        f"""
        WITH used AS MATERIALIZED (
            SELECT id, CAST(to_jsonb({table}) AS text) AS image FROM {table}
            WHERE user_id = :user_id AND tag_ids <> '{{}}' AND :id = ANY (tag_ids)
            ORDER BY id
            FOR UPDATE
        )
        UPDATE {table} AS tagged
        SET tag_ids = CASE
                WHEN CAST(:other_id AS uuid) IS NULL OR :other_id = ANY (tag_ids) THEN array_remove(tag_ids, :id)
                ELSE array_replace(tag_ids, :id, :other_id)
            END,
            updated_at = greatest(:at, tagged.updated_at + interval '1 microsecond')
        FROM used
        WHERE tagged.user_id = :user_id AND tagged.id = used.id
        RETURNING tagged.id, used.image, tagged.edited_at
        """  # noqa: S608 - names of tables
    )
    for kind, table in ((RowKind.WATCH_ENTRY, "watch_entries"), (RowKind.PLAY, "plays"))
}
