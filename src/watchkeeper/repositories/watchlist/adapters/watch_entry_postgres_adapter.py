from collections.abc import Mapping, Sequence
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import EMPTY_LIST, EMPTY_OBJECT, NO_JSON, Convert, row_reader
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_query import parsed_query, query_values
from watchkeeper.models.types.catalogue.title_facets import FacetCount
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchlistCounts, WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.watchlist.adapters import watch_entry_statements as statements
from watchkeeper.repositories.watchlist.adapters import watchlist_statements as lists
from watchkeeper.repositories.watchlist.adapters.watchlist_statements import filter_values

CONVERTERS: Mapping[str, Convert] = {
    "tags": EMPTY_LIST,
    "progress": NO_JSON,
    "title__genres": EMPTY_LIST,
    "title__external_ids": EMPTY_OBJECT,
}
_ENTRIES = row_reader(
    WatchEntry,
    statements.BY_ID,
    statements.BY_IDS,
    statements.INSERT,
    statements.UPDATE,
    lists.WITHOUT_EPISODES,
    converters=CONVERTERS,
)
_ENTITIES = row_reader(WatchEntryEntity, statements.BY_ID_LOCKED)
_LIST = PagedQuery(WatchlistSort, lists.SORTS, page=lists.search, count=lists.count, reader=_ENTRIES)
CONSTRAINT_ERRORS: ConstraintErrors = {
    "uq_watch_entries_user_id_title_id": Conflict(AlreadyInWatchlistError, statements.EXISTING),
    "fk_watch_entries_user_id_users": InvalidTokenError,
}


class PostgresWatchEntryAdapter:
    """Watch entries in PostgreSQL, up to `most` an account; each read is one statement, whose rows map to the read
    model."""

    def __init__(self, database: Database, *, most: int) -> None:
        self._database = database
        self._most = most

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        bound = filter_values(filters)
        values = {"user_id": user_id, **bound, **_query_values(filters)}
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), **values)

    async def count(self, user_id: UUID, filters: WatchlistFilter) -> WatchlistCounts:
        bound = filter_values(filters)
        values = {"user_id": user_id, **bound, **_query_values(filters)}
        return _counts_of(await self._database.fetch(lists.counts(frozenset(bound)), **values))

    async def find_without_episodes(self, user_id: UUID, limit: int) -> list[WatchEntry]:
        rows = await self._database.fetch(lists.WITHOUT_EPISODES, user_id=user_id, most=limit)
        return list(map(_ENTRIES.read, rows))

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002 - the name in the API
        row = await self._database.require_one(WatchEntryNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _ENTRIES.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[WatchEntry]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_ENTRIES.read, rows))

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        row = await self._database.require_one(WatchEntryNotFoundError, statements.BY_ID_LOCKED, user_id=user_id, id=id)
        return _ENTITIES.read(row)

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        values = entity.values()
        with translate_constraint_errors(CONSTRAINT_ERRORS, self._database, values):
            row = await self._database.fetch_one(statements.INSERT, **values, max_entries=self._most)
        if row is None:
            keys = {"user_id": entity.user_id, "title_id": entity.title_id}
            is_title = await self._database.fetch_value(statements.FIND_TITLE, **keys) is not None
            raise QuotaExceededError(self._most) if is_title else TitleNotFoundError
        return _ENTRIES.read(row)

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        row = await self._database.require_one(WatchEntryNotFoundError, statements.UPDATE, **entity.values())
        return _ENTRIES.read(row)

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        image: RowImage | None = await self._database.fetch_value(statements.DELETE, user_id=user_id, id=id)
        if image is None:
            raise WatchEntryNotFoundError
        return image


def _query_values(filters: WatchlistFilter) -> dict[str, str | None]:
    return {} if filters.q is None else query_values(parsed_query(filters.q))


def _counts_of(rows: Sequence[Row]) -> WatchlistCounts:
    by_status = {status.value: 0 for status in WatchStatus}
    by_status |= {row["name"]: row["count"] for row in rows if row["kind"] == "status"}
    by_media_type = {media_type.value: 0 for media_type in MediaType}
    by_media_type |= {row["name"]: row["count"] for row in rows if row["kind"] == "media_type"}
    by_genre = (FacetCount(row["id"], row["name"], row["count"]) for row in rows if row["kind"] == "genre")
    return WatchlistCounts(sum(by_status.values()), by_status, by_media_type, tuple(by_genre))
