from collections.abc import Mapping, Sequence
from typing import Protocol

from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import SOURCES, ExternalTitle
from watchkeeper.models.types.episodes.episode_refresh import ProvidedShow


class ShowProvider(Protocol):
    """One service that knows episodes."""

    async def get_show(self, external_id: str) -> ProvidedShow: ...


class RoutedEpisodeAdapter:
    """Routes requests to the service of their source. Raises ProviderNotConfiguredError where there is none."""

    def __init__(self, *, providers: Mapping[str, ShowProvider]) -> None:
        self._providers = providers

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> Sequence[str]:
        source = SOURCES[media_type]
        id_ = external_ids.get(source)
        known = id_ is not None and ExternalTitle(source, media_type, id_).provider_id is not None
        return [source] if known and source in self._providers else []

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        provider = self._providers.get(source)
        if provider is None:
            raise ProviderNotConfiguredError(f"This service has no provider of episodes by ids of {source}.")
        return await provider.get_show(external_ids[source])
