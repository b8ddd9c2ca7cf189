from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, String, Uuid, bindparam, text

from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.repositories.episodes.adapters import episode_set_statements as sets
from watchkeeper.repositories.episodes.episode_reference_repository import EpisodeReference

_TYPES: dict[str, Any] = {
    "id": Uuid(),
    "title_id": Uuid(),
    "season": Integer(),
    "number": Integer(),
    "source": String(),
    "external_id": String(),
}
_COLUMNS = "episode.id, episode.state, episode.season, episode.number, episode.airs_at, episode.air_date"


def _where(condition: str, *names: str) -> Statement:
    sql = f"SELECT {_COLUMNS} FROM episodes AS episode WHERE title_id = :title_id AND {condition}"  # noqa: S608 - built from constants
    return Statement(text(sql).bindparams(*(bindparam(name, type_=_TYPES[name]) for name in ("title_id", *names))))


_TITLE = Statement(text("SELECT title_id FROM episodes WHERE id = :id").bindparams(bindparam("id", type_=Uuid())))
_BY_ID = _where("id = :id", "id")
_BY_PLACE = _where(
    """
    state = 'current' AND (
        (season = :season AND number = :number) OR (absolute_number = :number AND :number > (
            SELECT max(number) FROM episodes WHERE title_id = :title_id AND season = :season AND state = 'current'
        ))
    )
    """,
    "season",
    "number",
)
_BY_ABSOLUTE_NUMBER = _where("state = 'current' AND absolute_number = :number", "number")
_BY_EXTERNAL_ID = _where(
    """
    id IN (SELECT episode_id FROM episode_external_ids WHERE source = :source AND external_id = :external_id)
    ORDER BY state
    """,
    "source",
    "external_id",
)


class PostgresEpisodeReferenceAdapter:
    """Episodes in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def require_title(self, id: UUID) -> UUID:  # noqa: A002 - the name in the API
        title_id: UUID | None = await self._database.fetch_value(_TITLE, id=id)
        if title_id is None:
            raise EpisodeNotFoundError
        return title_id

    async def by_id(self, title_id: UUID, id: UUID) -> Sequence[WatchedEpisode]:  # noqa: A002
        return list(map(_episode, await self._database.fetch(_BY_ID, title_id=title_id, id=id)))

    async def by_place(self, title_id: UUID, season: int, number: int) -> Sequence[WatchedEpisode]:
        rows = await self._database.fetch(_BY_PLACE, title_id=title_id, season=season, number=number)
        return list(map(_episode, rows))

    async def by_absolute_number(self, title_id: UUID, number: int) -> Sequence[WatchedEpisode]:
        return list(map(_episode, await self._database.fetch(_BY_ABSOLUTE_NUMBER, title_id=title_id, number=number)))

    async def by_external_id(self, title_id: UUID, source: str, external_id: str) -> Sequence[WatchedEpisode]:
        values = {"title_id": title_id, "source": source, "external_id": external_id}
        rows = await self._database.fetch(_BY_EXTERNAL_ID, **values)
        current = [row for row in rows if row["state"] == rows[0]["state"]]
        return list(map(_episode, current))

    async def find_many(self, references: Sequence[EpisodeReference]) -> Sequence[Sequence[WatchedEpisode]]:
        values = {f"{name}s": [getattr(one, name) for one in references] for name in sets.MEMBERS}
        found: list[list[Row]] = [[] for _ in references]
        for row in await self._database.fetch(sets.CANDIDATES, **values):
            found[row["place"] - 1].append(row)
        return [[_episode(row) for row in rows if row["state"] == rows[0]["state"]] for rows in found]


def _episode(row: Row) -> WatchedEpisode:
    return WatchedEpisode(row["id"], row["season"], row["number"], row["airs_at"], row["air_date"])
