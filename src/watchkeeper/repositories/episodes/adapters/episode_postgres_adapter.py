from collections.abc import Sequence
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import EMPTY_OBJECT, row_reader
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, SeasonNotFoundError, TitleNotFoundError
from watchkeeper.models.types.episodes.episode import Episode, EpisodeFilter, Reader, Season
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort
from watchkeeper.repositories.episodes.adapters import episode_statements as statements

CONVERTERS = {"external_ids": EMPTY_OBJECT}
_SEASONS = row_reader(Season, statements.SEASON, converters=CONVERTERS)
_EPISODES = row_reader(Episode, statements.EPISODE, statements.EPISODES, converters=CONVERTERS)
_SEASON_LIST = PagedQuery(
    SeasonSort,
    statements.SEASON_SORTS,
    page=statements.search_seasons,
    count=statements.count_seasons,
    reader=_SEASONS,
)
_EPISODE_LIST = PagedQuery(
    EpisodeSort,
    statements.EPISODE_SORTS,
    page=statements.search_episodes,
    count=statements.count_episodes,
    reader=_EPISODES,
)


class PostgresEpisodeAdapter(DatabaseAdapter):
    """Seasons and episodes in PostgreSQL."""

    async def search_seasons(
        self, title_id: UUID, sort: SeasonSort, request: PageRequest, reader: Reader
    ) -> Page[Season]:
        values = {"title_id": title_id, **_reader_values(reader)}
        return await self._or_no_title(await _SEASON_LIST.fetch(self._database, request, sort, **values), values)

    async def get_season(self, id: UUID, reader: Reader) -> Season:  # noqa: A002 - the name in the API
        row = await self._database.require_one(SeasonNotFoundError, statements.SEASON, id=id, **_reader_values(reader))
        return _SEASONS.read(row)

    async def search_episodes(
        self, title_id: UUID, filters: EpisodeFilter, sort: EpisodeSort, request: PageRequest, reader: Reader
    ) -> Page[Episode]:
        bound = _filter_values(filters)
        values = {"title_id": title_id, **_reader_values(reader), **bound}
        page = await _EPISODE_LIST.fetch(self._database, request, sort, frozenset(bound), **values)
        return await self._or_no_title(page, values)

    async def get_episode(self, id: UUID, reader: Reader) -> Episode:  # noqa: A002
        row = await self._database.require_one(
            EpisodeNotFoundError, statements.EPISODE, id=id, **_reader_values(reader)
        )
        return _EPISODES.read(row)

    async def find_many(self, ids: Sequence[UUID], reader: Reader) -> list[Episode]:
        rows = await self._database.fetch(statements.EPISODES, ids=ids, **_reader_values(reader))
        return list(map(_EPISODES.read, rows))

    async def _or_no_title(self, page: Page[Any], values: dict[str, Any]) -> Page[Any]:
        """Return a page of a title. Raises TitleNotFoundError if it is empty because the reader sees no such title."""
        if not page.items and not await self._database.fetch_value(statements.IS_SEEN_TITLE, **values):
            raise TitleNotFoundError
        return page


def _reader_values(reader: Reader) -> dict[str, Any]:
    return {"reader_id": reader.id, "sees_all": reader.sees_all, "now": reader.now, "today": reader.today}


def _filter_values(filters: EpisodeFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by the names of the conditions."""
    values = {
        "season": filters.season,
        "kinds": filters.kinds or None,
        "is_aired": filters.is_aired,
        "state": filters.state,
    }
    return {name: value for name, value in values.items() if value is not None}
