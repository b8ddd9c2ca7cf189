"""Adding catalogue titles and watch status to results of metadata providers."""

from typing import TypeVar
from uuid import UUID

from watchkeeper.models.dtos.discovery_dtos import MediaOutput
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.repositories.discovery.known_title_repository import KnownTitleRepository

MediaT = TypeVar("MediaT", bound=MediaOutput)


async def with_known_titles(
    known_titles: KnownTitleRepository, user_id: UUID | None, media_type: MediaType, results: list[MediaT]
) -> list[MediaT]:
    """Return the results, each with its title id in the catalogue and the user's watch status."""
    ids = list(dict.fromkeys(result.id for result in results))
    known = await known_titles.find_known(user_id, media_type, ids) if ids else {}
    seen = []
    for result in results:
        title = known.get(result.id)
        own = {"title_id": title.title_id, "watch_status": title.watch_status} if title is not None else {}
        seen.append(result.model_copy(update=own))
    return seen
