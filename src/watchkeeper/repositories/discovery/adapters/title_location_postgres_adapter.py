from collections.abc import Collection
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.types.catalogue.located_titles import LocatedTitles
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.repositories.discovery.title_location_repository import TitleLocationRepository
from watchkeeper.repositories.text_statements import text_statement

# One statement, so that however many titles are named, they take one round trip. What it sees may be older than the
# lock of the account, if that was waited for: whoever writes by it repeats the request where a row has come meanwhile.
_LOCATE = text_statement(
    """
    WITH person AS MATERIALIZED (SELECT id FROM users WHERE id = :user_id FOR NO KEY UPDATE)
    SELECT 'own' AS kind, 0::bigint AS place, NULL::uuid AS title_id, (SELECT id FROM person) AS person_id,
           (SELECT count(*) FROM (SELECT FROM titles WHERE owner_id = :user_id LIMIT :most) AS own) AS number
    UNION ALL
    SELECT 'id', sent.place, title.id, NULL, NULL
    FROM unnest(:title_ids) WITH ORDINALITY AS sent (id, place)
    LEFT JOIN merged_titles AS merged ON merged.title_id = sent.id
    JOIN titles AS title ON title.id = coalesce(merged.into_id, sent.id)
    UNION ALL
    SELECT 'episode', sent.place, episode.title_id, NULL, NULL
    FROM unnest(:episode_ids) WITH ORDINALITY AS sent (id, place) JOIN episodes AS episode USING (id)
    UNION ALL
    SELECT 'external', sent.place, coalesce(public.title_id, personal.title_id), NULL, NULL
    FROM unnest(:sources, :media_types, :external_ids) WITH ORDINALITY
         AS sent (source, media_type, external_id, place)
    LEFT JOIN title_external_ids AS public USING (source, media_type, external_id)
    LEFT JOIN personal_title_ids AS personal
           ON personal.owner_id = :user_id AND personal.source = sent.source
          AND personal.media_type = sent.media_type AND personal.external_id = sent.external_id
    WHERE coalesce(public.title_id, personal.title_id) IS NOT NULL
    """
)


class PostgresTitleLocationAdapter(TitleLocationRepository):
    """Titles by their ids in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lock_and_locate(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        external: Collection[ExternalTitle],
        episode_ids: Collection[UUID],
        *,
        most: int,
    ) -> LocatedTitles:
        ids, others, episodes = list(title_ids), list(external), list(episode_ids)
        rows = await self._database.fetch(
            _LOCATE,
            user_id=user_id,
            title_ids=ids,
            episode_ids=episodes,
            sources=[one.source for one in others],
            media_types=[one.media_type.value for one in others],
            external_ids=[one.external_id for one in others],
            most=most,
        )
        own = next(row for row in rows if row["kind"] == "own")
        if own["person_id"] is None:
            raise InvalidTokenError
        by_episode = {episodes[row["place"] - 1]: row["title_id"] for row in rows if row["kind"] == "episode"}
        by_id = {ids[row["place"] - 1]: row["title_id"] for row in rows if row["kind"] == "id"}
        return LocatedTitles(
            by_id | {title_id: title_id for title_id in by_episode.values()},
            {others[row["place"] - 1]: row["title_id"] for row in rows if row["kind"] == "external"},
            by_episode,
            own["number"],
        )
