from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.watchlist_errors import WatchEntryNotFoundError
from watchkeeper.models.types.undo.operation import CurrentRow, StoredEntry
from watchkeeper.models.types.watchlist.watching import TitleStatus, Watching
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.watchlist.adapters import viewing_statements as viewings
from watchkeeper.repositories.watchlist.adapters import watching_statements as statements
from watchkeeper.repositories.watchlist.adapters.status_values import status_values, watching_of
from watchkeeper.repositories.watchlist.play_repository import ViewingDates


class PostgresWatchingAdapter(DatabaseAdapter):
    """Accounts, titles, entries and viewings in PostgreSQL, protected by row locks."""

    async def lock(self, user_id: UUID, title_id: UUID, *, for_new: bool = False) -> None:
        statement = statements.LOCK_NEW if for_new else statements.LOCK
        row = await self._database.fetch_one(statement, user_id=user_id, title_id=title_id)
        if row is None or row["person"] is None:
            raise InvalidTokenError
        if row["title"] is None:
            raise TitleNotFoundError

    async def find_title(self, user_id: UUID, entry_id: UUID) -> UUID:
        values = {"user_id": user_id, "id": entry_id}
        title_id: UUID | None = await self._database.fetch_value(statements.TITLE_OF_ENTRY, **values)
        if title_id is None:
            raise WatchEntryNotFoundError
        return title_id

    async def read(self, user_id: UUID, title_id: UUID) -> Watching:
        row = await self._database.require_one(
            TitleNotFoundError, statements.WATCHING, user_id=user_id, title_id=title_id
        )
        return watching_of(row)

    async def find_entry(self, user_id: UUID, title_id: UUID) -> StoredEntry:
        row = await self._database.fetch_one(statements.ENTRY, user_id=user_id, title_id=title_id)
        if row is None:
            return StoredEntry(title_id)
        entry = None if row["id"] is None else CurrentRow(row["id"], row["image"], row["edited_at"])
        return StoredEntry(title_id, entry, row["viewing"])

    async def save_status(self, user_id: UUID, title_id: UUID, watching: Watching, title_status: TitleStatus) -> None:
        values = status_values(watching, title_status, sets_end=True)
        await self._database.fetch_value(statements.SAVE_STATUS, user_id=user_id, title_id=title_id, **values)

    async def begin_again(
        self, user_id: UUID, title_id: UUID, viewing: int, started_on: When | None, at: datetime
    ) -> None:
        values = {
            "user_id": user_id,
            "title_id": title_id,
            "viewing": viewing,
            "started_on": None if started_on is None else started_on.text,
            "at": at,
        }
        for statement in viewings.BEGIN_AGAIN:
            await self._database.execute(statement, **values)

    async def set_dates(self, user_id: UUID, dates: Mapping[UUID, ViewingDates]) -> None:
        stored = list(dates.values())
        await self._database.execute(
            viewings.SET_DATES,
            user_id=user_id,
            title_ids=list(dates),
            starts=[None if one.started_on is None else one.started_on.text for one in stored],
            ends=[None if one.finished_on is None else one.finished_on.text for one in stored],
            ends_sorted_at=[None if one.finished_on is None else one.finished_on.sorted_at for one in stored],
            ends_until=[one.finished_until for one in stored],
            set_starts=[one.sets_started_on for one in stored],
            set_ends=[one.sets_finished_on for one in stored],
        )
        recounted = [title_id for title_id, one in dates.items() if one.removes_one]
        if recounted:
            await self._database.execute(viewings.RECOUNT, user_ids=[user_id] * len(recounted), title_ids=recounted)
