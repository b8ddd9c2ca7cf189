from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.episodes.calendar_link_entity import CalendarLinkEntity
from watchkeeper.models.types.episodes.calendar import CalendarLink, OpenedCalendar
from watchkeeper.models.types.sorts import CalendarLinkSort


class CalendarLinkRepository(Protocol):
    """Links that show the calendars of people."""

    async def search(self, user_id: UUID, sort: CalendarLinkSort, request: PageRequest) -> Page[CalendarLink]:
        """Return a page of the links of a person. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> CalendarLink:  # noqa: A002 - the name in the API
        """Return a link of a person. Raises CalendarLinkNotFoundError."""

    async def count(self, user_id: UUID) -> int:
        """Return how many links a person has."""

    async def add(self, entity: CalendarLinkEntity) -> None:
        """Store a new link."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove a link of a person. Raises CalendarLinkNotFoundError."""

    async def open(self, secret_hash: bytes) -> OpenedCalendar:
        """Return what a link shows. Raises CalendarNotFoundError, also when the account is disabled."""
