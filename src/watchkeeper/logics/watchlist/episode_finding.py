from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.dtos.watchlist.play_dtos import EpisodeReferenceInput
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError
from watchkeeper.models.errors.tracking_errors import EpisodeAmbiguousError
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.repositories.episodes.episode_reference_repository import (
    EpisodeReference,
    EpisodeReferenceRepository,
)


@dataclass(kw_only=True, eq=False)
class EpisodeFinding:
    """Finds the episode of a title that a request refers to."""

    episodes: EpisodeReferenceRepository

    async def find(
        self, title_id: UUID, episode_id: UUID | None, episode: EpisodeReferenceInput | None
    ) -> WatchedEpisode | None:
        """Return the episode that is named by its id or otherwise, None where the request is of the whole title.

        An episode that is named by season and number may be unknown to the catalogue. Raises EpisodeNotFoundError,
        EpisodeAmbiguousError.
        """
        if episode_id is None and episode is None:
            return None
        (found,) = await self.episodes.find_many([reference_to(title_id, episode_id, episode)])
        return chosen_episode(episode, found)


def reference_to(title_id: UUID, episode_id: UUID | None, episode: EpisodeReferenceInput | None) -> EpisodeReference:
    """Return what a request refers to."""
    members = {} if episode is None else episode.model_dump()
    return EpisodeReference(title_id, episode_id, **members)


def chosen_episode(episode: EpisodeReferenceInput | None, found: Sequence[WatchedEpisode]) -> WatchedEpisode:
    """Return the one episode that was found, or one that the catalogue does not know; without a reference it was named
    by its id.

    Raises EpisodeNotFoundError, EpisodeAmbiguousError.
    """
    if len(found) > 1:
        raise EpisodeAmbiguousError(found)
    if found:
        return found[0]
    if episode is None or episode.season is None or episode.number is None:
        raise EpisodeNotFoundError
    return WatchedEpisode(None, episode.season, episode.number)
