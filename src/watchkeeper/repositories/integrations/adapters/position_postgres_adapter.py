from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from msgspec.json import Decoder
from sqlalchemy import Select, Text, Uuid, bindparam, case, cast, func, literal_column, select

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.integration_errors import PositionNotFoundError
from watchkeeper.models.types.integrations.media_server import Position
from watchkeeper.models.types.sorts import PositionSort
from watchkeeper.models.types.watchlist.play import PlayedEpisode
from watchkeeper.repositories.text_statements import text_statement

_POSITIONS = PositionEntity.__table__
_TITLES = TitleEntity.__table__
_EPISODES = EpisodeEntity.__table__
_OWNED = _POSITIONS.c.user_id == bindparam("user_id", type_=Uuid())
_SORTS: Mapping[str, SortColumn] = {
    name: SortColumn(_POSITIONS.c[name], datetime) for name in ("created_at", "updated_at")
}
_OF_EPISODE = ("id", "season", "number", "absolute_number", "kind", "title", "state")


def _shown() -> Select[Any]:
    """Select the columns of `Position`."""
    members = [part for name in _OF_EPISODE for part in (literal_column(f"'{name}'", Text()), _EPISODES.c[name])]
    return (
        select(
            *(_POSITIONS.c[name] for name in ("id", "created_at", "updated_at")),
            *(_TITLES.c[name].label(f"title__{name}") for name in ("id", "media_type", "title", "release_date")),
            _TITLES.c.poster_url.label("title__poster_url"),
            case((_EPISODES.c.id.is_not(None), cast(func.json_build_object(*members), Text()))).label("episode"),
            _POSITIONS.c.seconds,
            _POSITIONS.c.of_seconds,
        )
        .select_from(_POSITIONS)
        .join(_TITLES, _TITLES.c.id == _POSITIONS.c.title_id)
        .outerjoin(_EPISODES, _EPISODES.c.id == _POSITIONS.c.episode_id)
    )


@cache
def _search(sort: PositionSort, *, is_continued: bool) -> Statement:
    column = column_for(_SORTS, sort)
    return Statement(keyset_page(_shown().where(_OWNED), column, _POSITIONS.c.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(PositionEntity).where(_OWNED))


# What a position is about: a title that the person sees, or an episode of one.
_ABOUT = """
    SELECT titles.id AS title_id, CAST(NULL AS uuid) AS episode_id FROM titles
    WHERE titles.id = :id AND titles.is_active AND (titles.owner_id IS NULL OR titles.owner_id = :user_id)
    UNION ALL
    SELECT titles.id, episodes.id FROM episodes JOIN titles ON titles.id = episodes.title_id
    WHERE episodes.id = :id AND titles.is_active AND (titles.owner_id IS NULL OR titles.owner_id = :user_id)
"""
_STORE = f"""
    INSERT INTO positions AS stored
        (user_id, id, title_id, episode_id, seconds, of_seconds, played_at, created_at, updated_at)
    SELECT :user_id, :id, title_id, episode_id, :seconds, :of_seconds, :played_at, :at, :at FROM ({_ABOUT}) AS about
    {{unless}}
    ON CONFLICT (user_id, id) DO UPDATE
    SET seconds = excluded.seconds, of_seconds = excluded.of_seconds, played_at = excluded.played_at,
        updated_at = greatest(excluded.updated_at, stored.updated_at + interval '1 microsecond')
    {{only}}
    RETURNING created_at = updated_at AS is_new
"""  # noqa: S608 - built from constants
_PUT = text_statement(_STORE.format(unless="", only=""))
_FOLLOW = text_statement(
    _STORE.format(
        unless="""
        WHERE NOT EXISTS (
            SELECT 1 FROM plays
            WHERE plays.user_id = :user_id AND plays.title_id = about.title_id
              AND plays.episode_id IS NOT DISTINCT FROM about.episode_id AND plays.sorted_at >= :played_at
        )
        """,
        only="WHERE stored.played_at < excluded.played_at",
    )
)
_BY_ID = Statement(_shown().where(_OWNED, _POSITIONS.c.id == bindparam("id", type_=Uuid())))
_DELETE = text_statement("DELETE FROM positions WHERE user_id = :user_id AND id = :id")
_END = text_statement("DELETE FROM positions WHERE user_id = :user_id AND id = :id AND played_at <= :at")
_EPISODE = Decoder(PlayedEpisode)
_ROWS = row_reader(Position, _BY_ID, converters={"episode": lambda text: _EPISODE.decode(text) if text else None})
_PAGES = PagedQuery(PositionSort, _SORTS, page=_search, count=_count, reader=_ROWS)


class PostgresPositionAdapter(DatabaseAdapter):
    """Positions in PostgreSQL."""

    async def search(self, user_id: UUID, sort: PositionSort, request: PageRequest) -> Page[Position]:
        return await _PAGES.fetch(self._database, request, sort, user_id=user_id)

    async def require(self, user_id: UUID, id: UUID) -> Position:  # noqa: A002 - the name in the API
        return _ROWS.read(await self._database.require_one(PositionNotFoundError, _BY_ID, user_id=user_id, id=id))

    async def put(self, entity: PositionEntity) -> bool:
        is_new = await self._store(_PUT, entity)
        if is_new is None:
            raise TitleNotFoundError
        return is_new

    async def follow(self, entity: PositionEntity) -> bool:
        return await self._store(_FOLLOW, entity) is not None

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(_DELETE, user_id=user_id, id=id):
            raise PositionNotFoundError

    async def end(self, user_id: UUID, id: UUID, at: datetime) -> None:  # noqa: A002
        await self._database.execute(_END, user_id=user_id, id=id, at=at)

    async def _store(self, statement: Statement, entity: PositionEntity) -> bool | None:
        """Store a position, and return whether it is new; None where it was not stored."""
        row = await self._database.fetch_one(
            statement,
            user_id=entity.user_id,
            id=entity.id,
            seconds=entity.seconds,
            of_seconds=entity.of_seconds,
            played_at=entity.played_at,
            at=entity.updated_at,
        )
        return None if row is None else bool(row["is_new"])
