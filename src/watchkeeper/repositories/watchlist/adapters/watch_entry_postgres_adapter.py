from collections.abc import Sequence
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.search_query import parsed_query, query_values
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchEntry, WatchlistFilter
from watchkeeper.repositories.watchlist.adapters import watch_entry_statements as statements

_ENTRIES = row_reader(WatchEntry, statements.BY_ID, statements.BY_IDS, statements.INSERT, statements.UPDATE)
_ENTITIES = row_reader(WatchEntryEntity, statements.BY_ID_LOCKED)
_LIST = PagedQuery(WatchlistSort, statements.SORTS, page=statements.search, count=statements.count, reader=_ENTRIES)
_CONSTRAINT_ERRORS: ConstraintErrors = {
    "uq_watch_entries_user_id_title_id": Conflict(AlreadyInWatchlistError, statements.EXISTING),
    "fk_watch_entries_user_id_users": InvalidTokenError,
}


class PostgresWatchEntryAdapter:
    """Watch entries in PostgreSQL; each read is one statement, whose rows map to the read model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        bound = _filter_values(filters)
        asked = {} if filters.q is None else query_values(parsed_query(filters.q), None)
        values = {"user_id": user_id, **bound, **asked}
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), **values)

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002 - the name in the API
        row = await self._database.fetch_one(statements.BY_ID, user_id=user_id, id=id)
        if row is None:
            raise WatchEntryNotFoundError
        return _ENTRIES.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[WatchEntry]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_ENTRIES.read, rows))

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        if row is None:
            raise WatchEntryNotFoundError
        return _ENTITIES.read(row)

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        values = entity.values()
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            row = await self._database.fetch_one(statements.INSERT, **values)
        if row is None:
            raise TitleNotFoundError
        return _ENTRIES.read(row)

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        row = await self._database.fetch_one(statements.UPDATE, **entity.values())
        if row is None:
            raise WatchEntryNotFoundError
        return _ENTRIES.read(row)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(statements.DELETE, user_id=user_id, id=id):
            raise WatchEntryNotFoundError


def _filter_values(filters: WatchlistFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by name."""
    values: dict[str, Any] = {
        "statuses": filters.statuses,
        "media_type": filters.media_type,
        "genre_id": filters.genre_id,
        "matches": filters.q,
    }
    return {name: value for name, value in values.items() if value is not None}
