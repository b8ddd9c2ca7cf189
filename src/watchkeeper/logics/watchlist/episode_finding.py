from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.dtos.watchlist.play_dtos import EpisodeReferenceInput, LogPlayInput
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

    async def find(self, title_id: UUID, play: LogPlayInput) -> WatchedEpisode | None:
        """Return the episode, None where the request is of the whole title.

        An episode that is named by season and number may be unknown to the catalogue. Raises EpisodeNotFoundError,
        EpisodeAmbiguousError.
        """
        if play.episode_id is not None:
            return await self.require(title_id, play.episode_id)
        return None if play.episode is None else await self.find_named(title_id, play.episode)

    async def find_named(self, title_id: UUID, episode: EpisodeReferenceInput) -> WatchedEpisode:
        """Return an episode of a title, as `find` does."""
        return chosen_episode(episode, await self._candidates(title_id, episode))

    async def require(self, title_id: UUID, episode_id: UUID) -> WatchedEpisode:
        """Return an episode of a title. Raises EpisodeNotFoundError."""
        return chosen_episode(None, await self.episodes.by_id(title_id, episode_id))

    async def _candidates(self, title_id: UUID, episode: EpisodeReferenceInput) -> Sequence[WatchedEpisode]:
        if episode.absolute_number is not None:
            return await self.episodes.by_absolute_number(title_id, episode.absolute_number)
        if episode.source is not None and episode.external_id is not None:
            return await self.episodes.by_external_id(title_id, episode.source, episode.external_id)
        return await self.episodes.by_place(title_id, episode.season or 0, episode.number or 0)


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
