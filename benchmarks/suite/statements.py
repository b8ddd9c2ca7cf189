"""What the service sends to PostgreSQL for a request of each class, for the yardsticks that send the same."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.precondition import UNCONDITIONAL
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.response_cache.shared_values import SharedValues
from watchkeeper.logics.watchlist.entry_changes import new_entry
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import CreateWatchEntryInput
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort, WatchlistSort
from watchkeeper.models.types.watchlist.watch_entry import WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter
from watchkeeper.repositories.feedback.adapters.rating_postgres_adapter import PostgresRatingAdapter
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import PostgresWatchEntryAdapter

_USER: Final = UUID(int=1)
_RESOURCE: Final = UUID(int=2)
_PAGE: Final = PageRequest(limit=20)
_HALF_STEPS: Final = -1
_MOST_ENTRIES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class SentStatement:
    """A statement with its arguments. Those that a request brings are objects: `{"is": "user"}`, `resource`, `new`,
    `now`, `half_steps`."""

    sql: str
    arguments: list[Any]
    labels: tuple[str, ...]


class _SentError(Exception):
    def __init__(self, statement: Statement, values: Mapping[str, Any]) -> None:
        self.statement = statement
        self.values = values


class _Recorder(Database):
    """Raises what it is asked to send; it opens no connection."""

    async def _run(self, call: str, statement: Statement, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        raise _SentError(statement, values)


def sent_statements(word: str) -> dict[str, SentStatement]:
    """Return the statements by name: of the classes that have one, and `rescore` and `rating` of `rate`.

    `word` is what the search is for.
    """
    database = _Recorder(DatabaseOptions(dsn=""))
    titles = PostgresTitleAdapter(database, facets=cast("SharedValues[TitleFacets]", None))
    entries = PostgresWatchEntryAdapter(database, most=_MOST_ENTRIES)
    ratings = PostgresRatingAdapter(database)
    entry = _new_entry()
    sent: Mapping[str, Awaitable[Any]] = {
        "list": entries.search(_USER, WatchlistFilter(), WatchlistSort.CREATED_AT_DESCENDING, _PAGE),
        "title": titles.get(_RESOURCE, _USER),
        "cached": titles.get_fingerprint(_RESOURCE, _USER),
        "search": titles.search(TitleFilter(query=word, is_active=True), TitleSort.RELEVANCE, _PAGE, _USER),
        "add": entries.add(entry),
        "rescore": ratings.rescore(_USER, _RESOURCE, _HALF_STEPS, UNCONDITIONAL),
        "rating": ratings.require(_USER, _RESOURCE),
    }
    return {name: asyncio.run(_sent_by(work, entry.id)) for name, work in sent.items()}


def _new_entry() -> WatchEntryEntity:
    entry = new_entry(_USER, CreateWatchEntryInput(title_id=_RESOURCE, status=WatchStatus.PLANNED), now())
    entry.title_id = _RESOURCE
    return entry


async def _sent_by(work: Awaitable[Any], new_id: UUID) -> SentStatement:
    try:
        await work
    except _SentError as sent:
        names = {_USER: "user", _RESOURCE: "resource", new_id: "new", _HALF_STEPS: "half_steps"}
        arguments = [_argument(value, names) for value in sent.statement.arguments(sent.values)]
        return SentStatement(sent.statement.sql, arguments, sent.statement.labels)
    raise RuntimeError("nothing was sent")


def _argument(value: Any, names: Mapping[Any, str]) -> Any:  # noqa: ANN401
    if isinstance(value, datetime):
        return {"is": "now"}
    name = names.get(value) if isinstance(value, UUID | int) else None
    return value if name is None else {"is": name}
