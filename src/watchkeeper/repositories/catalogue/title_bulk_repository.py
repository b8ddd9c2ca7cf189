from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.discovery.metadata import ExternalTitle


class TitleBulkRepository(Protocol):
    """Finds what many new titles refer to or conflict with, each by one statement."""

    async def find_genres(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Return which of the genres exist, locked until the transaction ends."""

    async def find_platforms(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Return which of the platforms exist, locked until the transaction ends."""

    async def find_titles(self, external: Collection[ExternalTitle]) -> Mapping[ExternalTitle, UUID]:
        """Return the titles that have any of the external ids."""
