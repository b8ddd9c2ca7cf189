from collections.abc import Mapping, Sequence
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.provider_ids import canonical_id
from watchkeeper.models.types.integrations.media_server import KnownItem
from watchkeeper.repositories.text_statements import text_statement

_TITLES = text_statement(
    """
    SELECT DISTINCT named.title_id, named.media_type
    FROM unnest(:sources, :external_ids, :media_types) AS sent (source, external_id, media_type)
    JOIN title_external_ids AS named
      ON named.source = sent.source AND named.media_type = sent.media_type AND named.external_id = sent.external_id
    JOIN titles ON titles.id = named.title_id
    WHERE titles.is_active
    UNION
    SELECT own.title_id, own.media_type
    FROM unnest(:sources, :external_ids, :media_types) AS sent (source, external_id, media_type)
    JOIN personal_title_ids AS own
      ON own.owner_id = :user_id AND own.source = sent.source AND own.media_type = sent.media_type
     AND own.external_id = sent.external_id
    """
)
_EPISODES = text_statement(
    """
    SELECT DISTINCT episodes.title_id, episodes.season, episodes.number
    FROM unnest(:sources, :external_ids) AS sent (source, external_id)
    JOIN episode_external_ids AS named ON named.source = sent.source AND named.external_id = sent.external_id
    JOIN episodes ON episodes.id = named.episode_id
    WHERE episodes.state = 'current'
    """
)


_HAS_PLAY = text_statement(
    """
    SELECT EXISTS (
        SELECT 1 FROM plays LEFT JOIN episodes ON episodes.id = plays.episode_id
        WHERE plays.user_id = :user_id AND plays.title_id = :title_id
          AND coalesce(episodes.season, plays.season) IS NOT DISTINCT FROM :season
          AND coalesce(episodes.number, plays.number) IS NOT DISTINCT FROM :number
    )
    """
)


class PostgresPlayedItemAdapter(DatabaseAdapter):
    """Titles and episodes by their ids in PostgreSQL."""

    async def find_titles(self, user_id: UUID, ids: Mapping[str, str], *, is_movie: bool) -> Sequence[UUID]:
        types = (MediaType.MOVIE if is_movie else MediaType.SHOW, MediaType.ANIME)
        named = [
            (source, known, media_type)
            for source, id_ in ids.items()
            for media_type in types
            if (known := canonical_id(source, id_, media_type)) is not None
        ]
        rows = await self._database.fetch(
            _TITLES,
            user_id=user_id,
            sources=[source for source, _, _ in named],
            external_ids=[id_ for _, id_, _ in named],
            media_types=[media_type for _, _, media_type in named],
        )
        for media_type in types:
            found = sorted({row["title_id"] for row in rows if row["media_type"] == media_type})
            if found:
                return found
        return ()

    async def has_play(self, user_id: UUID, title_id: UUID, place: tuple[int, int] | None) -> bool:
        season, number = place or (None, None)
        values = {"user_id": user_id, "title_id": title_id, "season": season, "number": number}
        return bool(await self._database.fetch_value(_HAS_PLAY, **values))

    async def find_episodes(self, ids: Mapping[str, str]) -> Sequence[KnownItem]:
        rows = await self._database.fetch(_EPISODES, sources=list(ids), external_ids=list(ids.values()))
        return [KnownItem(row["title_id"], row["season"], row["number"]) for row in rows]
