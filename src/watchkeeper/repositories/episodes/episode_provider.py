from collections.abc import Mapping
from typing import Protocol

from watchkeeper.models.types.episode_refresh import ProvidedShow
from watchkeeper.models.types.media_type import MediaType


class EpisodeProvider(Protocol):
    """The episodes of shows and anime at other services."""

    def source_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> str | None:
        """Return the source that a title's episodes come from by its ids, or None."""

    async def get_show(self, source: str, external_id: str) -> ProvidedShow:
        """Return all that a source knows of the episodes of a title.

        Raises ProviderTitleNotFoundError, ProviderNotConfiguredError, ProviderUnavailableError, ProviderBusyError,
        ProviderTimeoutError.
        """
