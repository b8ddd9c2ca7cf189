from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    CTE,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.core.errors import InvalidTokenError, TransactionConflictError
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.row_sets import insert_rows, rows_as_json
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.catalogue.title_entity import (
    PersonalTitleIdEntity,
    TitleEntity,
    TitleExternalIdEntity,
    TitleReferencesEntity,
)
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.repositories.catalogue.adapters.title_conflicts import SET_PERSONAL_ID_ERRORS
from watchkeeper.repositories.text_statements import text_statement

_COLUMNS = [column for column in TitleEntity.__table__.columns if column.computed is None]
_OWNER = bindparam("owner_id", type_=Uuid())
_TITLE = bindparam("title_id", type_=Uuid())
_KEY = {name: bindparam(name, type_=Text()) for name in ("source", "media_type", "external_id")}
_WRITTEN = bindparam("written", type_=Text())
_NEW_IDS = func.unnest(bindparam("title_ids", type_=ARRAY(Uuid())))
_TAKEN: ConstraintErrors = {"pk_personal_title_ids": TransactionConflictError}


def _with_ids(statement: Select[Any]) -> Select[Any]:
    """Add the copy of the external ids as JSON that titles are read with."""
    row = upsert(TitleReferencesEntity).values(title_id=_TITLE, external_ids=_WRITTEN)
    changed = row.on_conflict_do_update(index_elements=["title_id"], set_={"external_ids": row.excluded.external_ids})
    return statement.add_cte(changed.cte("copied"))


def _cleared(entity: type[WatchEntryEntity | PlayEntity | RatingEntity | ReviewEntity | MarkEntity]) -> CTE:
    table: FromClause = entity.__table__
    rows = delete(entity).where(table.c.user_id == _OWNER, table.c.title_id == _TITLE)
    return rows.cte(f"cleared_{entity.__tablename__}")


_LOCK_OWNER = Statement(select(UserEntity.id).where(UserEntity.id == _OWNER).with_for_update(key_share=True))
_found = select(PersonalTitleIdEntity.title_id).where(
    PersonalTitleIdEntity.owner_id == _OWNER,
    *(getattr(PersonalTitleIdEntity, name) == bind for name, bind in _KEY.items()),
)
_owned = select(TitleEntity.id).where(TitleEntity.owner_id == _OWNER).limit(bindparam("most", type_=Integer()))
_count = select(func.count()).select_from(_owned.subquery())
_COUNT = Statement(_count)
_FIND_AND_COUNT = Statement(
    select(_found.scalar_subquery().label("title_id"), _count.scalar_subquery().label("number"))
)
_new_id = insert(PersonalTitleIdEntity).values(_KEY | {"owner_id": _OWNER, "title_id": _TITLE})
_ADD_TITLE = Statement(
    _with_ids(select(literal_column("1"))).add_cte(
        _new_id.cte("new_id"),
        insert(TitleEntity).values(parameters_of(_COLUMNS)).cte("new_title"),
        insert(TitleRatingStatisticsEntity).values(title_id=_TITLE, is_public=false()).cte("new_figures"),
    )
)
_ADD_ID = Statement(_new_id)
_DROP_IDS = Statement(delete(PersonalTitleIdEntity).where(PersonalTitleIdEntity.title_id == _TITLE))
_COPY_IDS = Statement(_with_ids(select(literal_column("1"))))
_ADD_MANY = Statement(
    select(literal_column("1")).add_cte(
        insert_rows(TitleEntity, "titles").cte("new_titles"),
        insert_rows(PersonalTitleIdEntity, "external_rows").cte("new_ids"),
        insert_rows(TitleReferencesEntity, "references").cte("new_references"),
        insert(TitleRatingStatisticsEntity)
        .from_select(["title_id", "is_public"], select(_NEW_IDS.column_valued("id"), false()))
        .cte("new_figures"),
    )
)
_IDS = Statement(
    select(PersonalTitleIdEntity.source, PersonalTitleIdEntity.external_id).where(
        PersonalTitleIdEntity.title_id == _TITLE
    )
)
_own_ids = select(*PersonalTitleIdEntity.__table__.columns).where(PersonalTitleIdEntity.title_id == _TITLE).subquery()
_PUBLIC_COLUMNS = ("source", "media_type", "external_id", "title_id")
_free_ids = select(*(_own_ids.c[name] for name in _PUBLIC_COLUMNS)).order_by(*_own_ids.c)
_PUBLISH = (
    Statement(upsert(TitleExternalIdEntity).from_select(_PUBLIC_COLUMNS, _free_ids).on_conflict_do_nothing()),
    _DROP_IDS,
    Statement(
        update(TitleRatingStatisticsEntity)
        .where(TitleRatingStatisticsEntity.title_id == _TITLE)
        .values(is_public=true())
    ),
)
_FIND_PUBLIC = Statement(
    select(TitleExternalIdEntity.title_id)
    .join(
        PersonalTitleIdEntity,
        and_(
            PersonalTitleIdEntity.source == TitleExternalIdEntity.source,
            PersonalTitleIdEntity.media_type == TitleExternalIdEntity.media_type,
            PersonalTitleIdEntity.external_id == TitleExternalIdEntity.external_id,
        ),
    )
    .where(PersonalTitleIdEntity.title_id == _TITLE)
    .order_by(TitleExternalIdEntity.source)
    .limit(literal_column("1"))
)
# The index of titles by owner has personal ones alone. What somebody uses meanwhile is locked, and is left for later.
_REMOVE_UNUSED = text_statement(
    """
    WITH unused AS MATERIALIZED (
        SELECT id FROM titles
        WHERE owner_id IS NOT NULL AND updated_at < :unchanged_since
          AND NOT EXISTS (
              SELECT FROM watch_entries WHERE title_id = titles.id AND user_id = titles.owner_id
          )
          AND NOT EXISTS (SELECT FROM ratings WHERE title_id = titles.id AND user_id = titles.owner_id)
          AND NOT EXISTS (SELECT FROM reviews WHERE title_id = titles.id AND user_id = titles.owner_id)
          AND NOT EXISTS (
              SELECT FROM operation_rows
              WHERE user_id = titles.owner_id AND before ->> 'title_id' = CAST(titles.id AS text)
          )
          AND NOT EXISTS (SELECT FROM marks WHERE title_id = titles.id AND user_id = titles.owner_id)
          AND NOT EXISTS (SELECT FROM list_items WHERE title_id = titles.id AND user_id = titles.owner_id)
          AND NOT EXISTS (SELECT FROM plays WHERE title_id = titles.id AND user_id = titles.owner_id)
        LIMIT 1000
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM titles WHERE id IN (SELECT id FROM unused)
    """
)
# Statements of ratings and reviews lock the account first (row_locks.py); a rating that is under way is waited for.
_CLEAR = Statement(
    select(literal_column("1")).add_cte(
        *(_cleared(one) for one in (WatchEntryEntity, PlayEntity, RatingEntity, ReviewEntity, MarkEntity))
    )
)
# The lists are locked first: whoever changes items does so, too.
_CLEAR_LISTS = tuple(
    text_statement(sql)
    for sql in (
        """
        SELECT id FROM lists
        WHERE lists.user_id = :owner_id AND lists.id IN (
            SELECT list_id FROM list_items WHERE list_items.user_id = :owner_id AND title_id = :title_id
        )
        ORDER BY lists.id FOR NO KEY UPDATE
        """,
        """
        WITH removed AS (
            DELETE FROM list_items WHERE list_items.user_id = :owner_id AND title_id = :title_id RETURNING list_id
        )
        UPDATE lists
        SET items_count = items_count - gone.number,
            updated_at = greatest(now(), updated_at + interval '1 microsecond'),
            edited_at = now()
        FROM (SELECT list_id, count(*) AS number FROM removed GROUP BY list_id) AS gone
        WHERE lists.user_id = :owner_id AND lists.id = gone.list_id
        """,
    )
)


class PostgresPersonalTitleAdapter(DatabaseAdapter):
    """Personal titles in PostgreSQL. Their ids are in a table of their own, so that nothing that looks for titles of
    the catalogue by id can find them."""

    async def lock_owner(self, owner_id: UUID) -> None:
        if await self._database.fetch_value(_LOCK_OWNER, owner_id=owner_id) is None:
            raise InvalidTokenError

    async def count(self, owner_id: UUID, *, most: int) -> int:
        return int(await self._database.fetch_value(_COUNT, owner_id=owner_id, most=most))

    async def find_and_count(self, owner_id: UUID, external: ExternalTitle, *, most: int) -> tuple[UUID | None, int]:
        row = await self._database.fetch_one(_FIND_AND_COUNT, owner_id=owner_id, most=most, **_key(external))
        return (None, 0) if row is None else (row["title_id"], row["number"])

    async def add(self, title: TitleEntity, external: ExternalTitle) -> None:
        written = _json({external.source: external.external_id})
        named = {"sources": [external.source], "external_ids": [external.external_id]}
        values = {**_key(external), **title.values(), **named, "title_id": title.id, "written": written}
        with translate_constraint_errors(SET_PERSONAL_ID_ERRORS, self._database, values):
            await self._database.execute(_ADD_TITLE, **values)

    async def add_many(self, titles: Sequence[tuple[TitleEntity, Sequence[ExternalTitle]]]) -> None:
        ids = [
            PersonalTitleIdEntity(**_key(one), owner_id=title.owner_id, title_id=title.id)
            for title, ones in titles
            for one in ones
        ]
        copies = [
            TitleReferencesEntity(title_id=title.id, external_ids=_json({one.source: one.external_id for one in ones}))
            for title, ones in titles
        ]
        with translate_constraint_errors(_TAKEN, self._database, {}):
            await self._database.execute(
                _ADD_MANY,
                titles=rows_as_json(title for title, _ in titles),
                external_rows=rows_as_json(ids),
                references=rows_as_json(copies),
                title_ids=[title.id for title, _ in titles],
            )

    async def set_external_ids(self, title: TitleEntity, external_ids: Mapping[str, str]) -> None:
        await self._database.execute(_DROP_IDS, title_id=title.id)
        await self._add_ids(title, external_ids)
        await self._database.execute(_COPY_IDS, title_id=title.id, written=_json(external_ids))

    async def find_external_ids(self, title_id: UUID) -> Mapping[str, str]:
        rows = await self._database.fetch(_IDS, title_id=title_id)
        return {row["source"]: row["external_id"] for row in rows}

    async def find_public(self, title_id: UUID) -> UUID | None:
        found: UUID | None = await self._database.fetch_value(_FIND_PUBLIC, title_id=title_id)
        return found

    async def remove_unused(self, unchanged_since: datetime) -> int:
        return await self._database.execute(_REMOVE_UNUSED, unchanged_since=unchanged_since)

    async def publish_ids(self, title_id: UUID) -> None:
        for statement in _PUBLISH:
            await self._database.execute(statement, title_id=title_id)

    async def clear(self, title: TitleEntity) -> None:
        for statement in (_CLEAR, *_CLEAR_LISTS):
            await self._database.execute(statement, owner_id=title.owner_id, title_id=title.id)

    async def _add_ids(self, title: TitleEntity, external_ids: Mapping[str, str]) -> None:
        rows = [
            {
                "owner_id": title.owner_id,
                "title_id": title.id,
                "source": source,
                "media_type": title.media_type,
                "external_id": external_id,
            }
            for source, external_id in sorted(external_ids.items())
        ]
        values = {
            "owner_id": title.owner_id,
            "title_id": title.id,
            "media_type": title.media_type,
            "sources": list(external_ids),
            "external_ids": list(external_ids.values()),
        }
        with translate_constraint_errors(SET_PERSONAL_ID_ERRORS, self._database, values):
            await self._database.execute_many(_ADD_ID, rows)


def _key(external: ExternalTitle) -> dict[str, str]:
    return {
        "source": external.source,
        "media_type": external.media_type.value,
        "external_id": external.external_id,
    }


def _json(external_ids: Mapping[str, str]) -> str | None:
    """Return the ids as the reads of titles expect them, None if there are none."""
    ordered = dict(sorted(external_ids.items()))
    return msgspec.json.encode(ordered).decode() if ordered else None
