from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.repositories.episodes.adapters import episode_set_statements as sets
from watchkeeper.repositories.episodes.episode_reference_repository import EpisodeReference
from watchkeeper.repositories.text_statements import text_statement

_TITLE = text_statement("SELECT title_id FROM episodes WHERE id = :id")


class PostgresEpisodeReferenceAdapter(DatabaseAdapter):
    """Episodes in PostgreSQL."""

    async def require_title(self, id: UUID) -> UUID:  # noqa: A002 - the name in the API
        title_id: UUID | None = await self._database.fetch_value(_TITLE, id=id)
        if title_id is None:
            raise EpisodeNotFoundError
        return title_id

    async def find_many(self, references: Sequence[EpisodeReference]) -> Sequence[Sequence[WatchedEpisode]]:
        values = {f"{name}s": [getattr(one, name) for one in references] for name in sets.MEMBERS}
        found: list[list[Row]] = [[] for _ in references]
        for row in await self._database.fetch(sets.CANDIDATES, **values):
            found[row["place"] - 1].append(row)
        return [[_episode(row) for row in rows if row["state"] == rows[0]["state"]] for rows in found]


def _episode(row: Row) -> WatchedEpisode:
    return WatchedEpisode(row["id"], row["season"], row["number"], row["airs_at"], row["air_date"])
