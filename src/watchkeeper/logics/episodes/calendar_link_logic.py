from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.secret_codes import hash_of, new_link_secret
from watchkeeper.models.dtos.episodes.calendar_link_dtos import CreateCalendarLinkInput
from watchkeeper.models.entities.episodes.calendar_link_entity import CalendarLinkEntity
from watchkeeper.models.errors.list_errors import TooManyLinksError
from watchkeeper.models.types.episodes.calendar import CalendarFile, CalendarFilter, CalendarLink
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.sorts import CalendarLinkSort
from watchkeeper.repositories.episodes.calendar_link_repository import CalendarLinkRepository
from watchkeeper.repositories.episodes.calendar_repository import CalendarRepository
from watchkeeper.repositories.episodes.calendar_writer import CalendarWriter
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository

_BACK: Final = timedelta(days=60)
_AHEAD: Final = timedelta(days=365)


@dataclass(kw_only=True, eq=False)
class CalendarLinkLogic:
    """Links by which calendar programs read when what a person watches airs, without an account."""

    unit_of_work: UnitOfWork
    accounts: AccountLockRepository
    links: CalendarLinkRepository
    calendars: CalendarRepository
    writer: CalendarWriter
    max_links: int

    async def search_links(self, user_id: UUID, sort: CalendarLinkSort, request: PageRequest) -> Page[CalendarLink]:
        """Raises InvalidCursorError."""
        return await self.links.search(user_id, sort, request)

    async def get_link(self, user_id: UUID, link_id: UUID) -> CalendarLink:
        """Raises CalendarLinkNotFoundError."""
        return await self.links.require(user_id, link_id)

    async def create_link(self, user_id: UUID, terms: CreateCalendarLinkInput) -> tuple[CalendarLink, str]:
        """Return a new link and its secret, which is not stored. Raises TooManyLinksError."""
        at, secret = now(), new_link_secret()
        link = CalendarLink(
            uuid7(), at, at, terms.name, list(dict.fromkeys(terms.status)), list(dict.fromkeys(terms.what))
        )
        entity = CalendarLinkEntity(
            secret_hash=hash_of(secret),
            user_id=user_id,
            id=link.id,
            name=link.name,
            statuses=link.status,
            content=link.what,
            created_at=at,
            updated_at=at,
        )
        async with self.unit_of_work.transaction():
            await self.accounts.lock(user_id)
            if await self.links.count(user_id) >= self.max_links:
                raise TooManyLinksError(self.max_links)
            await self.links.add(entity)
        return link, secret

    async def delete_link(self, user_id: UUID, link_id: UUID) -> None:
        """Revoke a link: it shows nothing from the next request on. Raises CalendarLinkNotFoundError."""
        async with self.unit_of_work.statement():
            await self.links.delete(user_id, link_id)

    async def open_calendar(self, secret: str) -> CalendarFile:
        """Return the calendar that a link shows: some weeks back, a year ahead. Raises CalendarNotFoundError."""
        opened = await self.links.open(hash_of(secret))
        today = now().astimezone(time_zone(opened.time_zone)).date()
        filters = CalendarFilter(today - _BACK, today + _AHEAD, opened.statuses, opened.content)
        events = await self.calendars.find_events(opened.user_id, opened.time_zone, filters)
        return CalendarFile(opened.name, opened.installation_id, events)

    async def write_calendar(self, file: CalendarFile) -> bytes:
        """Return the file of a calendar."""
        return await self.writer.write(file)
