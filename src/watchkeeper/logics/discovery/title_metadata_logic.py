import asyncio
from collections import Counter
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID

import structlog

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.postgres.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.lookups import new_lookup
from watchkeeper.logics.catalogue.title_changes import apply_title, new_title
from watchkeeper.models.dtos.watch_entry_dtos import ExternalMediaInput
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, ProviderUnavailableError
from watchkeeper.models.types.date_precision import DatePrecision
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import (
    DueTitle,
    ExternalTitle,
    IncomingTitle,
    MetadataState,
    RefreshReport,
    TitleMetadata,
)
from watchkeeper.repositories.catalogue.external_title_repository import ExternalTitleRepository
from watchkeeper.repositories.catalogue.genre_repository import GenreRepository
from watchkeeper.repositories.catalogue.platform_repository import PlatformRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.discovery.due_title_repository import DueTitleRepository
from watchkeeper.repositories.discovery.metadata_provider import MetadataProvider

_MAX_WAIT_SECONDS = 4.0
_FACTS = ("title", "original_title", "overview", "runtime_minutes", "poster_url")
_NEXT = {
    MetadataState.OWN: None,
    MetadataState.PENDING: timedelta(minutes=5),
    MetadataState.CURRENT: timedelta(days=30),
    MetadataState.VANISHED: timedelta(days=30),
}
"""After what time a title is due again; TMDb's terms allow six months."""
_CLAIM_LASTS = timedelta(minutes=10)
_AFTER_NONSENSE = timedelta(hours=1)


class Outcome(Enum):
    """What came of asking about a title."""

    CURRENT = auto()
    VANISHED = auto()
    AWAY = auto()
    """The provider can't be asked, about nothing."""
    UNREADABLE = auto()
    """What it says of this title makes no sense, or can't be kept."""
    OWN = auto()
    """There was nothing to ask, or somebody has changed the title meanwhile."""


_STATES = {
    Outcome.CURRENT: MetadataState.CURRENT,
    Outcome.VANISHED: MetadataState.VANISHED,
    Outcome.AWAY: MetadataState.PENDING,
    Outcome.UNREADABLE: MetadataState.PENDING,
}

_log = structlog.get_logger(__name__)


class TitleMetadataLogic:
    """Titles of other services on their way into the catalogue, and the facts that their providers give of them."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        provider: MetadataProvider,
        external_titles: ExternalTitleRepository,
        titles: TitleRepository,
        genres: GenreRepository,
        platforms: PlatformRepository,
        due_titles: DueTitleRepository,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._provider = provider
        self._external_titles = external_titles
        self._titles = titles
        self._genres = genres
        self._platforms = platforms
        self._due_titles = due_titles

    async def look_up(self, media: ExternalMediaInput) -> IncomingTitle:
        """Return what is to be entered of a title that a client names: with its provider's facts where it has any.

        The provider is asked only about titles that the catalogue lacks, and for seconds at most; whether it answers
        decides nothing. Not for use inside a transaction.
        """
        external = ExternalTitle(media.source, media.media_type, media.external_id)
        provider_id = external.provider_id
        if provider_id is None:
            return IncomingTitle(external, media.title, media.poster_url, MetadataState.OWN)
        if await self._external_titles.find(external) is not None:  # nothing is entered unless it goes meanwhile
            return IncomingTitle(external, media.title, media.poster_url, MetadataState.PENDING)
        outcome, metadata = await self._ask(external, provider_id)
        return IncomingTitle(external, media.title, media.poster_url, _STATES[outcome], metadata)

    async def get_or_create(self, incoming: IncomingTitle) -> tuple[UUID, bool]:
        """Enter a title in the catalogue unless it is there already. Needs a transaction.

        Returns its id, and whether it is new; of those who enter it at the same time it is new to one.
        """
        at = now()
        title = new_title(
            {
                "media_type": incoming.external.media_type,
                "title": incoming.title,
                "poster_url": incoming.poster_url,
                "release_date_precision": DatePrecision.DAY,
                "is_active": True,
            }
            | _members(incoming.metadata)
            | _due(incoming.state, at)
        )
        title_id = await self._external_titles.get_or_create(title, incoming.external)
        is_new = title_id == title.id
        if is_new and incoming.metadata is not None:
            await self._link(title_id, incoming.external.media_type, incoming.metadata)
        return title_id, is_new

    async def refresh_due(self, most: int = 20) -> RefreshReport:
        """Ask the providers about up to `most` titles that are due, and keep what they say.

        A provider that is away is not asked about the others: they are due again in ten minutes. A title that can't be
        read or kept is left alone for an hour, and keeps no other from its turn.
        """
        at = now()
        claimed_until = at + _CLAIM_LASTS
        outcomes: Counter[Outcome] = Counter()
        away: set[str | None] = set()
        for due in await self._due_titles.claim(most, at, until=claimed_until):
            source = due.external.source if due.external is not None else None
            outcome = Outcome.AWAY if source in away else await self._refresh(due, claimed_until)
            if outcome is Outcome.AWAY:
                away.add(source)
            outcomes[outcome] += 1
        postponed = outcomes[Outcome.AWAY] + outcomes[Outcome.UNREADABLE]
        return RefreshReport(outcomes[Outcome.CURRENT], outcomes[Outcome.VANISHED], postponed)

    async def hasten_pending(self) -> None:
        """Let all titles whose facts are pending be asked about at the next refresh."""
        await self._due_titles.hasten_pending(now())

    async def apply(self, title_id: UUID, state: MetadataState, metadata: TitleMetadata | None) -> None:
        """Set the facts of a title to what its provider says of it. Needs a transaction. Raises TitleNotFoundError."""
        entity = await self._titles.require(title_id, lock=True)
        apply_title(entity, _members(metadata) | _due(state, now()))
        await self._titles.save(entity)
        if metadata is not None:
            await self._link(title_id, MediaType(entity.media_type), metadata)

    async def _refresh(self, due: DueTitle, claimed_until: datetime) -> Outcome:
        if due.external is None or due.external.provider_id is None:
            await self._due_titles.postpone(due.title_id, None)
            return Outcome.OWN
        outcome, metadata = await self._ask(due.external, due.external.provider_id)
        if outcome is Outcome.AWAY:  # what is known stays, and whether it was complete
            return outcome
        try:
            return await self._keep(due.title_id, claimed_until, outcome, metadata)
        except TitleNotFoundError:  # deleted meanwhile
            return Outcome.OWN
        except DatabaseUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - what one provider says of one title must not keep others from being refreshed
            _log.exception("title_not_refreshed", title_id=str(due.title_id))
            await self._due_titles.postpone(due.title_id, now() + _AFTER_NONSENSE)
            return Outcome.UNREADABLE

    async def _keep(
        self, title_id: UUID, claimed_until: datetime, outcome: Outcome, metadata: TitleMetadata | None
    ) -> Outcome:
        """Keep what was said of a title, unless somebody has changed it since it was claimed."""
        if outcome is Outcome.UNREADABLE:
            await self._due_titles.postpone(title_id, now() + _AFTER_NONSENSE)
            return outcome
        async with self._unit_of_work.transaction():
            title = await self._titles.require(title_id, lock=True)
            is_unchanged = title.metadata_due_at == claimed_until
            if is_unchanged:
                await self.apply(title_id, _STATES[outcome], metadata)
        return outcome if is_unchanged else Outcome.OWN

    async def _ask(self, external: ExternalTitle, provider_id: int) -> tuple[Outcome, TitleMetadata | None]:
        try:
            async with asyncio.timeout(_MAX_WAIT_SECONDS):
                metadata = await self._provider.get_title(external.media_type, provider_id)
        except ProviderTitleNotFoundError:
            return Outcome.VANISHED, None
        except ProviderUnavailableError as failure:  # with a time to wait it is not about this title
            return (Outcome.AWAY if failure.retry_after else Outcome.UNREADABLE), None
        except (ServiceError, TimeoutError):
            return Outcome.AWAY, None
        return Outcome.CURRENT, metadata

    async def _link(self, title_id: UUID, media_type: MediaType, metadata: TitleMetadata) -> None:
        # All names before any link: whoever changes a name holds it, and waits for the titles that have it.
        genres = [new_lookup(GenreEntity, {"name": name}) for name in metadata.genres]
        platforms = [new_lookup(PlatformEntity, {"name": name}) for name in metadata.platforms or ()]
        genre_ids, platform_ids = (
            await self._genres.get_or_create(genres),
            await self._platforms.get_or_create(platforms),
        )
        if genre_ids:
            await self._titles.set_genres(title_id, genre_ids)
        if metadata.platforms is not None:
            await self._titles.set_platforms(title_id, platform_ids)
        await self._titles.add_external_ids(title_id, media_type, metadata.external_ids)


def _members(metadata: TitleMetadata | None) -> dict[str, Any]:
    """Return the facts that the provider knows; what it does not know stays as it is."""
    if metadata is None:
        return {}
    facts = {name: getattr(metadata, name) for name in _FACTS}
    if metadata.release_date is not None:
        facts |= {
            "release_date": metadata.release_date,
            "release_date_precision": metadata.release_date_precision,
        }
    return {name: value for name, value in facts.items() if value is not None}


def _due(state: MetadataState, at: datetime) -> dict[str, Any]:
    after = _NEXT[state]
    return {"metadata_state": state, "metadata_due_at": None if after is None else at + after}
