import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.episodes.episode_matching import changes_of
from watchkeeper.logics.episodes.known_times import with_known_times
from watchkeeper.models.dtos.episodes.episode_dtos import RefreshEpisodesInput
from watchkeeper.models.errors.catalogue_errors import RefreshInProgressError, TitleNotFoundError
from watchkeeper.models.errors.discovery_errors import (
    ProviderNotConfiguredError,
    ProviderTitleNotFoundError,
    ProviderUnavailableError,
    UnsupportedSourceError,
)
from watchkeeper.models.types.episodes.episode_refresh import (
    Airing,
    DueShow,
    EpisodeChanges,
    EpisodeRefreshReport,
    ProvidedShow,
)
from watchkeeper.repositories.episodes.episode_provider import EpisodeProvider
from watchkeeper.repositories.episodes.episode_refresh_repository import EpisodeRefreshRepository

_TIMEOUT_SECONDS = 30.0
_CLAIM_DURATION = timedelta(minutes=10)
_RETRY = timedelta(hours=1)
_UNKNOWN_ELSEWHERE = timedelta(days=30)
_NEXT = {
    Airing.AIRING: timedelta(days=1),
    Airing.UPCOMING: timedelta(days=7),
    Airing.UNKNOWN: timedelta(days=7),
    Airing.ENDED: timedelta(days=120),
    Airing.CANCELLED: timedelta(days=120),
}
"""Time until the next refresh, by how a title airs. TMDb's terms allow at most six months."""

_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, eq=False)
class EpisodeRefreshLogic:
    """Takes the seasons and episodes of shows and anime from their providers.

    An episode keeps its id for ever, whatever its number becomes; none is deleted.
    """

    unit_of_work: UnitOfWork
    provider: EpisodeProvider
    episodes: EpisodeRefreshRepository
    gone_after: int
    """For how many seconds complete answers must lack an episode."""

    async def refresh_due(self, most: int = 10) -> None:
        """Refresh up to `most` due titles. The others of a provider that fails are due again in ten minutes."""
        at = now()
        down: set[str | None] = set()
        for due in await self.episodes.claim(most, at, until=at + _CLAIM_DURATION):
            source = self._source_of(due)
            if source not in down and not await self._refresh(due, source):
                down.add(source)

    async def refresh(self, title_id: UUID, refresh: RefreshEpisodesInput) -> EpisodeRefreshReport:
        """Refresh a title now.

        Raises TitleNotFoundError, UnsupportedSourceError, RefreshInProgressError, and the errors of the provider.
        """
        show = await self.episodes.find(title_id)
        if show is None:
            raise TitleNotFoundError
        source = refresh.source or self._source_of(show)
        if source is None or source not in self._sources_of(show):
            raise UnsupportedSourceError("The title has no id of this source of episodes.")
        at = now()
        if not await self.episodes.claim_one(title_id, at, until=at + _CLAIM_DURATION):
            raise RefreshInProgressError
        try:
            provided = await self.provider.get_show(source, show.external_ids)
            return await self._store(title_id, provided, is_dry_run=refresh.dry_run)
        finally:
            await self.episodes.release(title_id)

    def _source_of(self, show: DueShow) -> str | None:
        """Return the source of a title: as before, if it may still be asked."""
        sources = self._sources_of(show)
        return show.source if show.source in sources else next(iter(sources), None)

    def _sources_of(self, show: DueShow) -> Sequence[str]:
        return self.provider.sources_of(show.media_type, show.external_ids)

    async def _refresh(self, due: DueShow, source: str | None) -> bool:
        """Refresh one title, and return whether its provider can be asked for others."""
        if source is None:
            await self.episodes.postpone(due.title_id, now() + _UNKNOWN_ELSEWHERE)
            return True
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                show = await self.provider.get_show(source, due.external_ids)
            await self._store(due.title_id, show, is_dry_run=False)
        except (ProviderTitleNotFoundError, ProviderNotConfiguredError):
            await self.episodes.postpone(due.title_id, now() + _UNKNOWN_ELSEWHERE)
        except TitleNotFoundError:  # deleted during the refresh
            return True
        except ProviderUnavailableError as failure:
            return failure.retry_after is None  # with one it does not concern this title only
        except DatabaseUnavailableError:
            raise
        except (ServiceError, TimeoutError):
            return False
        except Exception:  # noqa: BLE001 - what one title has must not stop the others; its claim ends in ten minutes
            _log.exception("episodes_not_refreshed", title_id=str(due.title_id))
        return True

    async def _store(self, title_id: UUID, show: ProvidedShow, *, is_dry_run: bool) -> EpisodeRefreshReport:
        at = now()
        async with self.unit_of_work.transaction():
            if not await self.episodes.lock(title_id):
                raise TitleNotFoundError
            known = await self.episodes.find_known(title_id)
            show = with_known_times(show, known)
            changes = changes_of(known, show, at, gone_after=timedelta(seconds=self.gone_after))
            if not is_dry_run:
                await self.episodes.apply(title_id, show, changes, at)
                await self.episodes.finish(title_id, show, _due_at(show, at))
        return _report(changes, show.source)


def _due_at(show: ProvidedShow, at: datetime) -> datetime:
    return at + (_NEXT[show.airing] if show.is_complete else _RETRY)


def _report(changes: EpisodeChanges, source: str) -> EpisodeRefreshReport:
    return EpisodeRefreshReport(
        len(changes.added),
        len(changes.changed(source)),
        changes.moved,
        len(changes.gone),
        len(changes.unmatched),
    )
