import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_refresh import (
    DueShow,
    EpisodeChanges,
    KnownEpisode,
    ProvidedEpisode,
    ProvidedSeason,
    ProvidedShow,
)
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.repositories.catalogue.adapters.title_merge_statements import LOCK_HEADS
from watchkeeper.repositories.episodes.adapters import episode_refresh_statements as statements


class PostgresEpisodeRefreshAdapter(DatabaseAdapter):
    """Seasons and episodes in PostgreSQL, as refreshes write them."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueShow]:
        return list(map(_due_show, await self._database.fetch(statements.CLAIM, most=most, at=at, until=until)))

    async def find(self, title_id: UUID) -> DueShow | None:
        row = await self._database.fetch_one(statements.FIND, title_id=title_id)
        return None if row is None else _due_show(row)

    async def claim_one(self, title_id: UUID, at: datetime, *, until: datetime) -> bool:
        return bool(await self._database.execute(statements.CLAIM_ONE, title_id=title_id, at=at, until=until))

    async def release(self, title_id: UUID) -> None:
        await self._database.execute(statements.RELEASE, title_id=title_id)

    async def lock(self, title_id: UUID) -> bool:
        return await self._database.fetch_value(statements.LOCK, title_id=title_id) is not None

    async def find_known(self, title_id: UUID) -> Sequence[KnownEpisode]:
        return list(map(_known_episode, await self._database.fetch(statements.KNOWN, title_id=title_id)))

    async def apply(self, title_id: UUID, show: ProvidedShow, changes: EpisodeChanges, at: datetime) -> None:
        shared = {"title_id": title_id, "at": at}
        changed = changes.changed(show.source)
        added = [(uuid7(), one) for one in changes.added]
        seasons = [shared | _season_values(one, show.source) for one in _seasons_of(show, changes)]
        await self._database.execute_many(statements.SAVE_SEASON, seasons)
        await self._database.execute_many(statements.MISS, [{"id": one.id, "at": at} for one in changes.missing])
        lost = [{"id": one.id, "replaced_by_id": replacement, "at": at} for one, replacement in changes.gone]
        await self._database.execute_many(statements.LOSE, lost)
        await self._database.execute_many(statements.FOLLOW, [one for one in lost if one["replaced_by_id"] is not None])
        await self._database.execute_many(statements.CHANGE, [shared | _row(known.id, one) for known, one in changed])
        await self._database.execute_many(statements.ADD, [shared | _row(id_, one) for id_, one in added])
        provided = [(known.id, one) for known, one in changed] + added
        ids = [
            {"episode_id": id_, "source": show.source, "external_id": one.external_id}
            for id_, one in provided
            if one.external_id is not None
        ]
        await self._database.execute_many(statements.FORGET_ID, ids)
        await self._database.execute_many(statements.ADD_ID, ids)
        has_moved = bool(changes.moved) or any(known.is_gone for known, _ in changes.found)
        joined = await self._join(shared, [id_ for id_, _ in added]) if added or has_moved else []
        if changes.gone or has_moved:
            await self._database.execute(statements.RECOUNT, title_id=title_id)
        if joined:
            owners = {row["user_id"] for row in joined}
            await self._database.execute(LOCK_HEADS, user_ids=sorted(owners))

    async def _join(self, shared: dict[str, Any], added: Sequence[UUID]) -> list[Row]:
        """Join plays with the episodes at their places, and make those of new ones of which only a number was known."""
        joined = await self._database.fetch(statements.JOIN_PLAYS, **shared)
        return joined + await self._database.fetch(statements.PLAY_STATED, **shared, episode_ids=added)

    async def finish(self, title_id: UUID, show: ProvidedShow, due_at: datetime | None) -> None:
        values = {"airing": show.airing, "source": show.source}
        await self._database.execute(statements.FINISH, title_id=title_id, due_at=due_at, **values)

    async def postpone(self, title_id: UUID, due_at: datetime) -> None:
        await self._database.execute(statements.POSTPONE, title_id=title_id, due_at=due_at)


def _due_show(row: Row) -> DueShow:
    return DueShow(
        row["title_id"], MediaType(row["media_type"]), json.loads(row["external_ids"] or "{}"), row["source"]
    )


def _known_episode(row: Row) -> KnownEpisode:
    facts = ProvidedEpisode(season=row["season"], **{name: row[name] for name in statements.FACTS})
    return KnownEpisode(
        row["id"],
        row["season"],
        row["number"],
        row["title"],
        row["air_date"],
        EpisodeState(row["state"]),
        row["missing_since"],
        json.loads(row["external_ids"]),
        facts,
    )


def _seasons_of(show: ProvidedShow, changes: EpisodeChanges) -> Iterable[ProvidedSeason]:
    """Return the seasons of an answer, and those that only its episodes name."""
    provided = {one.number for one in show.seasons}
    named = {one.season for one in changes.added} | {one.season for _, one in changes.found}
    return [*show.seasons, *(ProvidedSeason(number) for number in sorted(named - provided))]


def _season_values(one: ProvidedSeason, source: str) -> dict[str, Any]:
    ids = {} if one.external_id is None else {source: one.external_id}
    shown = {name: value for name, value in asdict(one).items() if name != "external_id"}
    return {"id": uuid7(), **shown, "external_ids": json.dumps(ids)}


def _row(id_: UUID, one: ProvidedEpisode) -> dict[str, Any]:
    kind = EpisodeKind.SPECIAL if one.season == 0 else EpisodeKind.REGULAR
    return {"id": id_, "season": one.season, "kind": kind, **{name: getattr(one, name) for name in statements.FACTS}}
