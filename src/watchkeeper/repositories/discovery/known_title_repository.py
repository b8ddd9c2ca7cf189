from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.discovery import KnownTitle
from watchkeeper.models.types.media_type import MediaType


class KnownTitleRepository(Protocol):
    """Which titles of a provider the catalogue has. The watch status belongs to one person alone: never keep it."""

    async def find_known(
        self, user_id: UUID, media_type: MediaType, provider_ids: Collection[int]
    ) -> Mapping[int, KnownTitle]:
        """Return the active titles of the catalogue by their numbers at the provider of the media type."""
