from collections.abc import Sequence
from typing import Final
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.repositories.text_statements import text_statement

# Among the five hundred titles before and after it alone: what it costs does not grow with the catalogue.
_FIND: Final = text_statement(
    """
    WITH this AS (
        SELECT titles.media_type, titles.release_date, coalesce(release_date, 'infinity'::date) AS day FROM titles
        WHERE id = :title_id
    ), near AS (
        (SELECT id, media_type, release_date FROM titles
         WHERE owner_id IS NULL AND is_active AND coalesce(release_date, 'infinity'::date) >= (SELECT day FROM this)
         ORDER BY coalesce(release_date, 'infinity'::date), id LIMIT 500)
        UNION ALL
        (SELECT id, media_type, release_date FROM titles
         WHERE owner_id IS NULL AND is_active AND coalesce(release_date, 'infinity'::date) < (SELECT day FROM this)
         ORDER BY coalesce(release_date, 'infinity'::date) DESC, id DESC LIMIT 500)
    )
    SELECT near.id FROM near
    JOIN title_genres ON title_genres.title_id = near.id
    JOIN title_genres AS own ON own.genre_id = title_genres.genre_id AND own.title_id = :title_id
    CROSS JOIN this
    WHERE near.id <> :title_id
    GROUP BY near.id, near.media_type, near.release_date, this.media_type, this.release_date
    ORDER BY near.media_type = this.media_type DESC, count(*) DESC,
        abs(near.release_date - this.release_date) NULLS LAST, near.id
    LIMIT :most
    """
)


class PostgresRelatedTitleAdapter(DatabaseAdapter):
    """Titles like another one, by their genres and dates."""

    async def find(self, title_id: UUID, limit: int) -> Sequence[UUID]:
        return [row["id"] for row in await self._database.fetch(_FIND, title_id=title_id, most=limit)]
