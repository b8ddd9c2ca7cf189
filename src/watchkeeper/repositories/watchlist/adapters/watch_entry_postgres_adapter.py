from collections.abc import Callable
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.errors import translate_constraint_errors
from watchkeeper.foundation.postgres.keyset import column_for, keyset_values, page_of
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchEntry, WatchEntryTitle, WatchlistFilter
from watchkeeper.repositories.catalogue.title_query import title_query
from watchkeeper.repositories.watchlist.adapters import watch_entry_statements as statements

_entry: Callable[..., WatchEntry] = WatchEntry
_CONSTRAINT_ERRORS = {
    "uq_watch_entries_user_id_title_id": AlreadyInWatchlistError,
    "fk_watch_entries_user_id_users": InvalidTokenError,
}


class PostgresWatchEntryAdapter:
    """Watch entries in PostgreSQL; each read is one statement, whose rows are what is shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        column = column_for(statements.SORTS, sort)
        bound = _filter_values(filters)
        conditions = frozenset(bound)
        statement = statements.search(sort, conditions, is_continued=request.cursor is not None)
        values = keyset_values(column, sort, request)
        rows = await self._database.fetch(statement, user_id=user_id, **bound, **values)
        total = await self._count(user_id, bound) if request.with_total else None
        return page_of(rows, request, column, sort, _shown, total=total)

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002 - the contract's own name
        row = await self._database.fetch_one(statements.BY_ID, user_id=user_id, id=id)
        if row is None:
            raise WatchEntryNotFoundError
        return _shown(row)

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        if row is None:
            raise WatchEntryNotFoundError
        return WatchEntryEntity(**dict(row))

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        with translate_constraint_errors(_CONSTRAINT_ERRORS):
            row = await self._database.fetch_one(statements.INSERT, **entity.values())
        if row is None:
            raise TitleNotFoundError
        return _shown(row)

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        row = await self._database.fetch_one(statements.UPDATE, **entity.values())
        if row is None:
            raise WatchEntryNotFoundError
        return _shown(row)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(statements.DELETE, user_id=user_id, id=id):
            raise WatchEntryNotFoundError

    async def _count(self, user_id: UUID, bound: dict[str, Any]) -> int:
        total: int = await self._database.fetch_value(statements.count(frozenset(bound)), user_id=user_id, **bound)
        return total


def _filter_values(filters: WatchlistFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by name."""
    values: dict[str, Any] = {
        "statuses": filters.statuses,
        "media_type": filters.media_type,
        "genre_id": filters.genre_id,
    }
    if filters.q is not None:
        values |= title_query(filters.q)
    return {name: value for name, value in values.items() if value is not None}


def _shown(row: Row) -> WatchEntry:
    """Return a row by position: looking each column up by name costs as much again."""
    columns: Any = row
    return _entry(*columns[:7], WatchEntryTitle(*columns[7:13]), columns[13])
