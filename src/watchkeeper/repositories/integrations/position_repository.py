from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.types.integrations.media_server import Position
from watchkeeper.models.types.sorts import PositionSort


class PositionRepository(Protocol):
    """The positions at which people stopped in movies and episodes. Every method sees only the positions of the given
    person."""

    async def search(self, user_id: UUID, sort: PositionSort, request: PageRequest) -> Page[Position]:
        """Return a page of the positions. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Position:  # noqa: A002 - the name in the API
        """Return a position. Raises PositionNotFoundError."""

    async def put(self, entity: PositionEntity) -> bool:
        """Store a position, and return whether it is new.

        Raises TitleNotFoundError unless its `id` is that of a title that the person sees, or of an episode of one.
        """

    async def follow(self, entity: PositionEntity) -> bool:
        """Store what a player tells, unless something later is known: a position, or a play.

        Return whether it was stored.
        """

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove a position. Raises PositionNotFoundError."""

    async def end(self, user_id: UUID, id: UUID, at: datetime) -> None:  # noqa: A002
        """Remove a position that was true at a time or before, if there is one."""
