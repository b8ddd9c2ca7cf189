from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import KnownTitle, ProviderWork


class KnownTitleRepository(Protocol):
    """Titles of a provider that the catalogue has. The watch status belongs to one person: never cache it."""

    async def find_known(
        self, user_id: UUID | None, media_type: MediaType, works: Collection[ProviderWork]
    ) -> Mapping[int, KnownTitle]:
        """Return the active titles of the catalogue by their ids at the provider of the media type.

        A title without such an id is known by a name and the year, where it is the only one.
        """
