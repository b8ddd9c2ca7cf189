from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Integer, Uuid, bindparam, column, text

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.rows import EMPTY_LIST, EMPTY_OBJECT, row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.page.home import HomeCounts
from watchkeeper.models.types.watchlist.pick_filter import PickFilter
from watchkeeper.models.types.watchlist.watch_entry import WatchEntryTitle
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.text_statements import text_statement

_PERSON: Final = bindparam("user_id", type_=Uuid())

_COUNT: Final = text_statement(
    """
    SELECT status, count(*) AS entries, count(*) FILTER (
        WHERE status = 'completed' AND to_char(now() AT TIME ZONE :time_zone, 'YYYY-MM') = CASE
            WHEN length(finished_on) <= 10 THEN left(finished_on, 7)
            ELSE to_char(coalesce(finished_sorted_at, completed_at) AT TIME ZONE :time_zone, 'YYYY-MM')
        END
    ) AS this_month
    FROM watch_entries
    LEFT JOIN LATERAL (
        SELECT viewings.finished_on, viewings.finished_sorted_at
        FROM viewings
        WHERE viewings.user_id = watch_entries.user_id AND viewings.title_id = watch_entries.title_id
          AND status = 'completed'
        ORDER BY number DESC LIMIT 1
    ) AS viewing ON true
    WHERE watch_entries.user_id = :user_id
    GROUP BY status
    """
)
_PLANNED: Final = Statement(
    text(
        """
        SELECT titles.id, media_type, title, release_date, release_date_precision, runtime_minutes, poster_url,
            genres, external_ids, CAST(average AS double precision) AS average_rating,
            coalesce(ratings_count, 0) AS ratings_count
        FROM (
            SELECT title_id, hashtextextended(id::text, CAST(:day AS date) - '2000-01-01'::date) AS place, id
            FROM watch_entries WHERE user_id = :user_id AND status = 'planned'
            ORDER BY place, id LIMIT :most
        ) AS planned
        JOIN titles ON titles.id = planned.title_id
        LEFT JOIN title_figures ON title_figures.title_id = titles.id
        LEFT JOIN title_references ON title_references.title_id = titles.id
        ORDER BY place, planned.id
        """
    )
    .bindparams(_PERSON, bindparam("day", type_=Date()), bindparam("most", type_=Integer()))
    .columns(*(column(name) for name in WatchEntryTitle.__struct_fields__))
)
_TITLES: Final = row_reader(WatchEntryTitle, _PLANNED, converters={"genres": EMPTY_LIST, "external_ids": EMPTY_OBJECT})
_PICK: Final = text_statement(
    """
    SELECT entry.id FROM watch_entries AS entry JOIN titles AS title ON title.id = entry.title_id
    WHERE entry.user_id = :user_id AND entry.status = 'planned'
      AND (title.runtime_minutes <= :runtime_to OR :runtime_to IS NULL)
      AND (title.media_type = :media_type OR :media_type IS NULL)
      AND NOT entry.id = ANY (:excluded) AND NOT entry.title_id = ANY (:excluded)
      AND (cardinality(:genre_ids) = 0 OR EXISTS (
          SELECT FROM title_genres
          WHERE title_genres.title_id = entry.title_id AND title_genres.genre_id = ANY (:genre_ids)
      ))
    ORDER BY random() LIMIT 1
    """
)


class PostgresHomeAdapter(DatabaseAdapter):
    """The first screen's numbers and picks in PostgreSQL."""

    async def count(self, user_id: UUID, time_zone: str) -> HomeCounts:
        rows = await self._database.fetch(_COUNT, user_id=user_id, time_zone=time_zone)
        found = {row["status"]: row["entries"] for row in rows}
        by_status = {status.value: found.get(status.value, 0) for status in WatchStatus}
        return HomeCounts(by_status, sum(row["this_month"] for row in rows))

    async def find_planned(self, user_id: UUID, day: date, limit: int) -> list[WatchEntryTitle]:
        return list(map(_TITLES.read, await self._database.fetch(_PLANNED, user_id=user_id, day=day, most=limit)))

    async def pick(self, user_id: UUID, filters: PickFilter) -> UUID | None:
        row = await self._database.fetch_one(
            _PICK,
            user_id=user_id,
            runtime_to=filters.runtime_to,
            media_type=filters.media_type,
            excluded=list(filters.excluded),
            genre_ids=list(filters.genre_ids),
        )
        return None if row is None else row["id"]
