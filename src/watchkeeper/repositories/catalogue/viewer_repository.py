from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.models.dtos.title_dtos import ViewerOutput


class ViewerRepository(Protocol):
    """What a person has to do with titles. It belongs to that person alone: never mix it into what is shared."""

    async def find_viewers(self, user_id: UUID, title_ids: Sequence[UUID]) -> Mapping[UUID, ViewerOutput]:
        """Return by title id what the person has to do with each title; titles without any tie are left out."""
