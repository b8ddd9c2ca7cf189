from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.row_sets import rows_as_json
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.title_plays import LockedPlay, StoredPlay, TitlePlays, TitlesPlays
from watchkeeper.models.types.watchlist.watching import LoggedPlay, WatchedEpisode
from watchkeeper.repositories.watchlist.adapters import play_set_statements as statements
from watchkeeper.repositories.watchlist.adapters.entry_room import close_to, room_of
from watchkeeper.repositories.watchlist.adapters.status_values import episode_of, watching_of, when_of
from watchkeeper.repositories.watchlist.play_set_repository import LockedTitles, ViewingEnd

_TAKEN: ConstraintErrors = dict.fromkeys(
    ("uq_plays_user_id_source_source_key", "uq_watch_entries_user_id_title_id"), TransactionConflictError
)


class PostgresPlaySetAdapter:
    """Plays of many titles in PostgreSQL; triggers count those of viewings. A watchlist has `max_entries` at most."""

    def __init__(self, database: Database, *, max_entries: int) -> None:
        self._database = database
        self._max_entries = max_entries

    async def lock(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        ids: Collection[UUID] = (),
        keys: Collection[PlayKey] = (),
        *,
        tag_keys: Collection[str] = (),
        max_added: int = 0,
    ) -> LockedTitles:
        named = {"user_id": user_id, **_named(ids, keys)}
        values = {
            "title_ids": list(title_ids),
            "tag_keys": list(tag_keys),
            "close_to": close_to(self._max_entries, max_added),
        }
        rows = await self._database.fetch(statements.LOCK, **values, **named)
        if not set(title_ids) <= set(rows[0]["title_ids"]):
            raise TransactionConflictError
        room = room_of(rows, self._max_entries, max_added)
        return LockedTitles(rows[0]["title_ids"], room, self._max_entries, dict(rows[0]["tags"]))

    async def read(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        ids: Collection[UUID] = (),
        keys: Collection[PlayKey] = (),
    ) -> TitlesPlays:
        rows = await self._database.fetch(
            statements.READ, user_id=user_id, title_ids=list(title_ids), **_named(ids, keys)
        )
        return {row["named_id"]: _title_of(row) for row in rows}

    async def regular_episodes(self, title_ids: Collection[UUID]) -> Mapping[UUID, Sequence[WatchedEpisode]]:
        found: dict[UUID, list[WatchedEpisode]] = {}
        for row in await self._database.fetch(statements.REGULAR, title_ids=list(title_ids)):
            found.setdefault(row["title_id"], []).append(episode_of(row))
        return found

    async def write(
        self,
        user_id: UUID,
        plays: RowWrites[PlayEntity],
        entries: RowWrites[WatchEntryEntity],
        ends: Sequence[ViewingEnd],
    ) -> None:
        with translate_constraint_errors(_TAKEN, self._database, {}):
            await self._database.execute(
                statements.WRITE,
                user_id=user_id,
                added=rows_as_json(plays.added),
                changed=rows_as_json(plays.changed),
                removed=[row.id for row in plays.removed],
                entries_added=rows_as_json(entries.added),
                entries_changed=rows_as_json(entries.changed),
                entries_removed=[row.id for row in entries.removed],
                ended_ids=[one.title_id for one in ends],
                ended_numbers=[one.viewing for one in ends],
                ends=[one.finished_on.text for one in ends],
                ends_sorted_at=[one.finished_on.sorted_at for one in ends],
                ends_until=[one.finished_until for one in ends],
                ends_completed_at=[one.completed_at for one in ends],
            )

    async def forget_stated_unseen(self, user_id: UUID, removed: Collection[tuple[UUID, int, UUID | None]]) -> None:
        named = [one for one in removed if one[2] is not None]
        if named:
            title_ids, numbers, ids = map(list, zip(*named, strict=True))
            values = {"title_ids": title_ids, "numbers": numbers, "ids": ids}
            await self._database.execute(statements.FORGET_STATED_UNSEEN, user_id=user_id, **values)


def _named(ids: Collection[UUID], keys: Collection[PlayKey]) -> dict[str, Any]:
    return {
        "ids": list(ids),
        "sources": [key.source for key in keys],
        "source_keys": [key.source_key for key in keys],
    }


def _title_of(row: Row) -> TitlePlays:
    entry = None
    if row["entry_id"] is not None:
        entry = WatchEntryEntity(**{name: row[statements.ENTRY + name] for name in WatchEntryEntity.column_names})
    logs = (dict(zip(statements.LOG, log, strict=True)) for log in row["logs"])
    return TitlePlays(
        title_id=row["named_id"],
        is_open=row["is_open"],
        watching=watching_of(row),
        entry=entry,
        image=row["image"],
        viewing=row["viewing_image"],
        regular=None if row["regular"] is None else [_episode(one) for one in row["regular"]],
        plays={log["id"]: _stored(log) for log in logs},
        named=[_locked(play) for play in row["named_plays"]],
    )


def _episode(values: Sequence[Any]) -> WatchedEpisode:
    return episode_of(dict(zip(statements.EPISODE, values, strict=True)))


def _locked(play: Sequence[Any]) -> LockedPlay:
    *values, image = play
    return LockedPlay(PlayEntity(**dict(zip(PlayEntity.column_names, values, strict=True))), image)


def _stored(row: Row) -> StoredPlay:
    episode = None if row["season"] is None else episode_of(row)
    when = when_of(row["watched_on"], row["first_day"])
    return StoredPlay(row["id"], row["viewing"], LoggedPlay(row["created_at"], when, episode, row["moves_status"]))
