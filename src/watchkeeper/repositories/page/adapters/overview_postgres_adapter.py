from typing import Final

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.operations.overview import OverviewCounts
from watchkeeper.repositories.text_statements import text_statement

_COUNT: Final = text_statement(
    """
    SELECT (SELECT count(*) FROM users) AS users,
        (SELECT count(*) FROM users WHERE EXISTS (
            SELECT FROM sessions WHERE user_id = users.id AND rotated_at > now() - interval '30 days'
        ) OR EXISTS (
            SELECT FROM application_tokens WHERE user_id = users.id AND last_used_at > now() - interval '30 days'
        )) AS users_active_30d,
        count(*) AS titles, count(*) FILTER (WHERE poster_url IS NULL) AS without_poster,
        (SELECT count(*) FROM ratings) AS ratings, pg_database_size(current_database()) AS database_bytes,
        (SELECT version_num FROM alembic_version) AS schema_version
    FROM titles WHERE owner_id IS NULL
    """
)


class PostgresOverviewAdapter(DatabaseAdapter):
    """Counts everything on each call."""

    async def count(self) -> OverviewCounts:
        row = await self._database.fetch_one(_COUNT)
        if row is None:
            raise LookupError("A count returns one row")
        return OverviewCounts(*(row[name] for name in OverviewCounts._fields))
