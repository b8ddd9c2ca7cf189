from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec.json import Decoder

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import EMPTY_LIST, Convert, row_reader
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.tracking_errors import PlayNotFoundError
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.undo.operation import ChangedRow, NewOperation, RowImage, RowKind
from watchkeeper.models.types.watchlist.play import Play, PlayedEpisode, PlayFilter
from watchkeeper.models.types.watchlist.watching import TitleStatus, WatchedEpisode, Watching
from watchkeeper.repositories.watchlist.adapters import first_play_statements, whole_play_statements
from watchkeeper.repositories.watchlist.adapters import play_statements as statements
from watchkeeper.repositories.watchlist.adapters import viewing_statements as viewings
from watchkeeper.repositories.watchlist.adapters.status_values import end_values, episode_of, status_values
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import CONSTRAINT_ERRORS

_EPISODE = Decoder(PlayedEpisode)
_CONVERTERS: Mapping[str, Convert] = {
    "episode": lambda text: _EPISODE.decode(text) if text else None,
    "tags": EMPTY_LIST,
}
_PLAYS = row_reader(
    Play,
    statements.BY_ID,
    statements.BY_IDS,
    statements.INSERT,
    first_play_statements.INSERT,
    whole_play_statements.INSERT,
    converters=_CONVERTERS,
)
_TAKEN: ConstraintErrors = {"uq_plays_user_id_source_source_key": TransactionConflictError}
_ENTRY_TAKEN: ConstraintErrors = {**CONSTRAINT_ERRORS, **_TAKEN}
_ENTITIES = row_reader(PlayEntity, statements.ENTITY)
_LIST = PagedQuery(PlaySort, statements.SORTS, page=statements.search, count=statements.count, reader=_PLAYS)


class PostgresPlayAdapter:
    """Plays in PostgreSQL. Triggers count those of viewings with each changed row."""

    def __init__(self, database: Database, *, max_entries: int) -> None:
        self._database = database
        self._max_entries = max_entries

    async def search(self, user_id: UUID, filters: PlayFilter, sort: PlaySort, request: PageRequest) -> Page[Play]:
        bound = statements.filter_values(filters)
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), user_id=user_id, **bound)

    async def require(self, user_id: UUID, id: UUID) -> Play:  # noqa: A002 - the name in the API
        row = await self._database.require_one(PlayNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _PLAYS.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Play]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_PLAYS.read, rows))

    async def require_entity(self, user_id: UUID, id: UUID) -> PlayEntity:  # noqa: A002
        row = await self._database.require_one(PlayNotFoundError, statements.ENTITY, user_id=user_id, id=id)
        return _ENTITIES.read(row)

    async def find_regular(self, user_id: UUID, title_id: UUID, viewing: int) -> Sequence[tuple[WatchedEpisode, bool]]:
        values = {"user_id": user_id, "title_id": title_id, "viewing": viewing}
        rows = await self._database.fetch(viewings.REGULAR, **values)
        return [(episode_of(row), row["is_seen"]) for row in rows]

    async def add(
        self, entity: PlayEntity, title_status: TitleStatus, watching: Watching, operation: NewOperation
    ) -> Changed[Play]:
        status = status_values(watching, title_status, sets_end=title_status.finished_by is not None)
        with translate_constraint_errors(_TAKEN, self._database, {}):
            row = await self._database.fetch_one(statements.INSERT, **status | entity.values() | _named(operation))
        if row is None:
            raise TransactionConflictError
        return _changed(row)

    async def add_with_entry(
        self,
        entity: PlayEntity,
        entry: WatchEntryEntity,
        title_status: TitleStatus,
        watching: Watching,
        operation: NewOperation,
    ) -> Changed[Play]:
        ends = status_values(watching, title_status, sets_end=title_status.finished_by is not None)
        values = ends | entity.values() | _named(operation)
        values |= {f"entry_{name}": value for name, value in entry.values().items()}
        with translate_constraint_errors(_ENTRY_TAKEN, self._database, values):
            row = await self._database.fetch_one(first_play_statements.INSERT, **values, max_entries=self._max_entries)
        if row is None:
            raise QuotaExceededError(self._max_entries)
        return _changed(row)

    async def add_of_whole_title(
        self, entity: PlayEntity, entry: WatchEntryEntity, title_status: TitleStatus, operation: NewOperation
    ) -> Changed[Play] | None:
        values = end_values(title_status, sets_end=True) | entity.values() | _named(operation)
        values |= {f"entry_{name}": value for name, value in entry.values().items()}
        with translate_constraint_errors(CONSTRAINT_ERRORS, self._database, values):
            row = await self._database.fetch_one(whole_play_statements.INSERT, **values, max_entries=self._max_entries)
        return None if row is None else _changed(row)

    async def save(self, entity: PlayEntity) -> RowImage:
        return RowImage(await self._database.fetch_value(statements.UPDATE, **entity.values() | {"updated_at": now()}))

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        return RowImage(await self._database.fetch_value(statements.DELETE, user_id=user_id, id=id))

    async def delete_of_title(self, user_id: UUID, title_id: UUID) -> list[ChangedRow]:
        of_title = {"user_id": user_id, "title_id": title_id}
        plays = await self._database.fetch(statements.DELETE_OF_TITLE, **of_title)
        removed = await self._database.fetch(viewings.REMOVE_VIEWINGS, **of_title)
        return [
            *(ChangedRow.removed(RowKind.VIEWING, title_id, row["image"]) for row in removed),
            *(ChangedRow.removed(RowKind.PLAY, row["id"], row["image"]) for row in plays),
        ]


def _changed(row: Row) -> Changed[Play]:
    return Changed(_PLAYS.read(row), row["operation_id"])


def _named(operation: NewOperation) -> dict[str, Any]:
    return {"operation_id": operation.id, "operation_expires_at": operation.expires_at}
