import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID

import structlog

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.external_ids import external_title
from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.catalogue.title_changes import apply_title
from watchkeeper.logics.catalogue.title_merge_logic import TitleMergeLogic
from watchkeeper.logics.discovery.incoming_titles import entity_of, refresh_of
from watchkeeper.logics.discovery.one_work_logic import OneWorkLogic
from watchkeeper.logics.discovery.title_links import TitleLinks
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, ProviderUnavailableError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.discovery.metadata import (
    DueTitle,
    ExternalTitle,
    IncomingTitle,
    MetadataState,
    RefreshReport,
    TitleMetadata,
)
from watchkeeper.repositories.catalogue.external_title_repository import ExternalTitleRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.discovery.due_title_repository import DueTitleRepository
from watchkeeper.repositories.discovery.metadata_provider import MetadataProvider

_TIMEOUT_SECONDS = 4.0
_FACTS = ("title", "original_title", "alternative_titles", "overview", "runtime_minutes", "poster_url")
_CLAIM_DURATION = timedelta(minutes=10)
_UNREADABLE_DELAY = timedelta(hours=1)
_TAKEN_DELAY = timedelta(days=30)
"""How long a personal title waits whose id a public title has."""


class RefreshOutcome(Enum):
    """The outcome of a request for the metadata of a title."""

    CURRENT = auto()
    VANISHED = auto()
    UNAVAILABLE = auto()
    """The provider fails for all titles."""
    UNREADABLE = auto()
    """The metadata of this title are invalid or can't be stored."""
    OWN = auto()
    """The title has no provider, or was changed during the refresh."""


_STATES = {
    RefreshOutcome.CURRENT: MetadataState.CURRENT,
    RefreshOutcome.VANISHED: MetadataState.VANISHED,
    RefreshOutcome.UNAVAILABLE: MetadataState.PENDING,
    RefreshOutcome.UNREADABLE: MetadataState.PENDING,
}

_log = structlog.get_logger(__name__)


class TitleMetadataLogic:
    """Creates catalogue titles for titles of other services, and refreshes their metadata from the providers."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        provider: MetadataProvider,
        external_titles: ExternalTitleRepository,
        titles: TitleRepository,
        personal_titles: PersonalTitles,
        poster_hosts: PosterHosts,
        links: TitleLinks,
        one_work: OneWorkLogic,
        merges: TitleMergeLogic,
        due_titles: DueTitleRepository,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._provider = provider
        self._external_titles = external_titles
        self._titles = titles
        self._personal_titles = personal_titles
        self._poster_hosts = poster_hosts
        self._links = links
        self._one_work = one_work
        self._merges = merges
        self._due_titles = due_titles

    async def look_up(self, media: ExternalMediaInput, user_id: UUID) -> IncomingTitle:
        """Return the title to create for a client's `media`, with the metadata of its provider if available.

        The provider is called only for titles that are neither in the catalogue nor the caller's own, for at most four
        seconds; if it fails, the title is PENDING. Must not be called inside a transaction. Raises
        InvalidExternalIdError.
        """
        external = external_title(media.source, media.media_type, media.external_id, pointer="/body/media/external_id")
        provider_id = external.provider_id
        typed = IncomingTitle(external, media.title, media.poster_url, MetadataState.OWN, owner_id=user_id)
        if provider_id is None:
            return typed
        if await self._external_titles.find(external, user_id) is not None:  # created only if deleted meanwhile
            return replace(typed, state=MetadataState.PENDING)
        outcome, metadata = await self._fetch(external, provider_id)
        return replace(typed, state=_STATES[outcome], metadata=metadata)

    async def get_or_create(self, incoming: IncomingTitle) -> tuple[UUID, bool]:
        """Create a title if its work has none: in the catalogue with metadata, else as a personal title of its owner.

        Returns its id, and whether it is new; of concurrent callers only one gets True. Needs a transaction, in which
        nothing is locked yet. Raises QuotaExceededError.
        """
        if incoming.metadata is not None:
            known = await self._one_work.find(incoming.external, incoming.metadata)
            if known is not None:
                return known, False
        at = now()
        title = entity_of(incoming, self._members(incoming.metadata), at)
        is_typed = incoming.metadata is None and incoming.owner_id is not None
        title.poster_url = title.poster_url if is_typed else self._poster_hosts.checked(title.poster_url)
        if incoming.metadata is None and incoming.owner_id is not None:
            return await self._get_or_create_personal(title, incoming.external, incoming.owner_id)
        title_id = await self._external_titles.get_or_create(title, incoming.external)
        is_new = title_id == title.id
        if is_new and incoming.metadata is not None:
            await self._links.link(title_id, incoming.external.media_type, incoming.metadata)
        if is_new:
            await self._titles.learn_words(title)
        return title_id, is_new

    async def _get_or_create_personal(
        self, title: TitleEntity, external: ExternalTitle, owner_id: UUID
    ) -> tuple[UUID, bool]:
        found = await self._external_titles.find_and_lock(external, owner_id)
        if found is not None:
            return found, False
        return await self._personal_titles.get_or_create(title, external, owner_id)

    async def refresh_due(self, most: int = 20) -> RefreshReport:
        """Refresh the metadata of up to `most` due titles.

        After a provider has failed, its other titles are skipped; they are due again in ten minutes. A title whose
        metadata are invalid is due again in an hour, and does not affect other titles.
        """
        at = now()
        claimed_until = at + _CLAIM_DURATION
        outcomes: Counter[RefreshOutcome] = Counter()
        unavailable_sources: set[str | None] = set()
        for due in await self._due_titles.claim(most, at, until=claimed_until):
            source = due.external.source if due.external is not None else None
            outcome = (
                RefreshOutcome.UNAVAILABLE if source in unavailable_sources else await self._refresh(due, claimed_until)
            )
            if outcome is RefreshOutcome.UNAVAILABLE:
                unavailable_sources.add(source)
            outcomes[outcome] += 1
        postponed = outcomes[RefreshOutcome.UNAVAILABLE] + outcomes[RefreshOutcome.UNREADABLE]
        return RefreshReport(outcomes[RefreshOutcome.CURRENT], outcomes[RefreshOutcome.VANISHED], postponed)

    async def make_pending_due(self) -> None:
        """Make all titles with pending metadata due for the next refresh."""
        await self._due_titles.make_pending_due(now())

    async def apply(self, title_id: UUID, state: MetadataState, metadata: TitleMetadata | None) -> None:
        """Set the metadata of a title from its provider. Needs a transaction. Raises TitleNotFoundError."""
        entity = await self._titles.require(title_id, lock=True)
        apply_title(entity, self._members(metadata) | refresh_of(state, now()))
        await self._titles.save(entity)
        if metadata is not None:
            await self._links.link(title_id, MediaType(entity.media_type), metadata)
        if entity.owner_id is None:
            await self._titles.learn_words(entity)

    async def _refresh(self, due: DueTitle, claimed_until: datetime) -> RefreshOutcome:
        if due.external is None or due.external.provider_id is None:
            await self._due_titles.postpone(due.title_id, None)
            return RefreshOutcome.OWN
        outcome, metadata = await self._fetch(due.external, due.external.provider_id)
        if outcome is RefreshOutcome.UNAVAILABLE:  # the metadata and the state stay unchanged
            return outcome
        try:
            return await self._save(due, claimed_until, outcome, metadata)
        except TitleNotFoundError:  # deleted during the refresh
            return RefreshOutcome.OWN
        except DatabaseUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - invalid metadata of one title must not stop the refresh of others
            _log.exception("title_not_refreshed", title_id=str(due.title_id))
            await self._due_titles.postpone(due.title_id, now() + _UNREADABLE_DELAY)
            return RefreshOutcome.UNREADABLE

    async def _save(
        self, due: DueTitle, claimed_until: datetime, outcome: RefreshOutcome, metadata: TitleMetadata | None
    ) -> RefreshOutcome:
        """Save the metadata of a title, unless it was changed since it was claimed.

        A personal title that its provider now knows becomes public, and one with the public title that has its id.
        """
        title_id = due.title_id
        if outcome is RefreshOutcome.UNREADABLE:
            await self._due_titles.postpone(title_id, now() + _UNREADABLE_DELAY)
            return outcome
        async with self._unit_of_work.transaction():
            public = (
                None if metadata is None or due.external is None else await self._external_titles.find(due.external)
            )
            if public is not None and public != title_id:
                return outcome if await self._merges.merge_own(title_id, public) else RefreshOutcome.OWN
            title = await self._titles.require(title_id, lock=True)
            is_unchanged = title.metadata_due_at == claimed_until
            is_typed = title.owner_id is not None and metadata is not None
            other = await self._personal_titles.publish(title) if is_unchanged and is_typed else None
            if other is not None:
                await self._due_titles.postpone(title_id, now() + _TAKEN_DELAY)
            elif is_unchanged:
                await self.apply(title_id, _STATES[outcome], metadata)
        return outcome if is_unchanged else RefreshOutcome.OWN

    async def _fetch(self, external: ExternalTitle, provider_id: int) -> tuple[RefreshOutcome, TitleMetadata | None]:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                metadata = await self._provider.get_title(external.media_type, provider_id)
        except ProviderTitleNotFoundError:
            return RefreshOutcome.VANISHED, None
        except ProviderUnavailableError as failure:  # with `retry_after` the failure does not concern this title only
            return (RefreshOutcome.UNAVAILABLE if failure.retry_after else RefreshOutcome.UNREADABLE), None
        except (ServiceError, TimeoutError):
            return RefreshOutcome.UNAVAILABLE, None
        return RefreshOutcome.CURRENT, metadata

    def _members(self, metadata: TitleMetadata | None) -> dict[str, Any]:
        """Return the metadata that the provider has; unknown members stay unchanged."""
        if metadata is None:
            return {}
        facts = {name: getattr(metadata, name) for name in _FACTS}
        facts["poster_url"] = self._poster_hosts.checked(metadata.poster_url)
        if metadata.release_date is not None:
            facts |= {
                "release_date": metadata.release_date,
                "release_date_precision": metadata.release_date_precision,
            }
        return {name: value for name, value in facts.items() if value is not None}
