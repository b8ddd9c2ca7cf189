from collections.abc import Mapping, Sequence
from typing import Protocol

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import ProvidedShow


class EpisodeProvider(Protocol):
    """The episodes of shows and anime at other services."""

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> Sequence[str]:
        """Return the sources that may know the episodes of a title with these ids by source, the first choice first."""

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        """Return all that a source knows of the episodes of a title. Another source may stand in for it.

        Raises ProviderTitleNotFoundError, ProviderNotConfiguredError, ProviderUnavailableError, ProviderBusyError,
        ProviderTimeoutError.
        """
