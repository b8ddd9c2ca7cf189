from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.discovery.title_reference_logic import TitleReference, TitleReferenceLogic
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding
from watchkeeper.logics.watchlist.play_attempt import LoggedOnce, PlayAttempt
from watchkeeper.logics.watchlist.play_changes import logged_play, update_play
from watchkeeper.logics.watchlist.play_recording import PlayRecording, set_episode
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.logics.watchlist.watched_on import now_in, past
from watchkeeper.models.dtos.catalogue.external_media_dtos import TitleReferenceInput
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, LogPlayInput, UpdatePlayInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, TitleNotFoundError
from watchkeeper.models.errors.tracking_errors import (
    DaysReversedError,
    MovieHasNoEpisodesError,
    PlayNotFoundError,
    SourceKeyReusedError,
    ViewingNotFoundError,
)
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind
from watchkeeper.models.types.watchlist.play import Play, PlayFilter
from watchkeeper.models.types.watchlist.when import When, WhenPrecision
from watchkeeper.repositories.feedback.watched_title_repository import WatchedTitleRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository, WatchingRepository


@dataclass(kw_only=True, eq=False)
class PlayLogic:
    """The caller's own plays: what was watched, when, and how often."""

    unit_of_work: UnitOfWork
    plays: PlayRepository
    watchings: WatchingRepository
    watched_titles: WatchedTitleRepository
    episodes: EpisodeFinding
    titles: TitleReferenceLogic
    recording: PlayRecording
    writing: PlayWriting
    attempt: PlayAttempt
    operations: OperationLogic
    tags: TagLogic

    async def search_plays(
        self, user_id: UUID, filters: PlayFilter, sort: PlaySort, request: PageRequest
    ) -> Page[Play]:
        """Raises DaysReversedError, InvalidCursorError."""
        if filters.has_reversed_days:
            raise DaysReversedError
        return await self.plays.search(user_id, filters, sort, request)

    async def search_entry_plays(
        self, user_id: UUID, entry_id: UUID, filters: PlayFilter, sort: PlaySort, request: PageRequest
    ) -> Page[Play]:
        """Raises WatchEntryNotFoundError, DaysReversedError, InvalidCursorError."""
        title_id = await self.watchings.find_title(user_id, entry_id)
        return await self.search_plays(user_id, replace(filters, title_id=title_id), sort, request)

    async def get_play(self, user_id: UUID, play_id: UUID) -> Play:
        """Raises PlayNotFoundError."""
        return await self.plays.require(user_id, play_id)

    async def log_play(self, caller: Principal, play: CreatePlayInput) -> LoggedOnce:
        """Store what was watched; a title of another service is added as to a watchlist.

        A play with the same key of a source, or within the minutes, is returned instead. Raises InTheFutureError,
        TitleNotFoundError, MovieHasNoEpisodesError, EpisodeNotFoundError, EpisodeAmbiguousError, SourceKeyReusedError,
        InvalidExternalIdError, QuotaExceededError.
        """
        if play.episode_id is None:
            reference = TitleReferenceInput(title_id=play.title_id, media=play.media)
            return await self._log_of(caller, await self.titles.look_up(caller.user_id, reference), play)
        try:
            return await self._log_of(caller, await self.episodes.episodes.require_title(play.episode_id), play)
        except TitleNotFoundError:
            raise EpisodeNotFoundError from None

    async def log_entry_play(self, caller: Principal, entry_id: UUID, play: LogPlayInput) -> LoggedOnce:
        """Store what was watched of the title of an entry. Raises WatchEntryNotFoundError and what `log_play` does."""
        return await self._log_of(caller, await self.watchings.find_title(caller.user_id, entry_id), play)

    async def _log_of(self, caller: Principal, reference: TitleReference, play: LogPlayInput) -> LoggedOnce:
        zone = time_zone(caller.time_zone)
        when = now_in(zone) if play.is_now else past(play.watched_on, "watched_on", zone)
        log = self._log_known if isinstance(reference, UUID) else self._log
        act = partial(log, caller.user_id, play, when, zone)
        prepare = partial(self.watched_titles.lock_person, caller.user_id)
        try:
            return await self.titles.act_on(reference, act, prepare)
        except AlreadyInWatchlistError:  # another request has made the entry meanwhile
            return await self.titles.act_on(reference, act, prepare)

    async def _log_known(
        self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID
    ) -> LoggedOnce:
        logged = await self.attempt.log(user_id, play, when, zone, title_id)
        return logged or await self._log(user_id, play, when, zone, title_id)

    async def _log(self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID) -> LoggedOnce:
        async with self.unit_of_work.transaction():
            if play.tags:
                await self.tags.lock_person(user_id)
            await self.watchings.lock(user_id, title_id, for_new=True)
            watching = await self.watchings.read(user_id, title_id)
            if watching.is_movie and play.episode is not None:
                raise MovieHasNoEpisodesError
            episode = await self.episodes.find(title_id, play)
            entity = logged_play(user_id, title_id, play, when)
            set_episode(entity, episode)
            known_id = await self._find_known(entity, play)
            if known_id is not None:
                return LoggedOnce(await self.plays.require(user_id, known_id), is_new=False)
            tags = await self.tags.get_or_create(user_id, play.tags)
            entity.tag_ids = tags.ids_of(play.tags)
            entity.viewing = watching.viewing
            is_seen = episode is not None and await self.plays.is_seen(entity)
            stored = await self.recording.record(entity, when, episode, zone, watching, is_seen=is_seen)
            if play.set_rating and play.score is not None:
                await self.recording.rate(user_id, title_id, play.score)
            return LoggedOnce(stored, is_new=True)

    async def _find_known(self, entity: PlayEntity, play: LogPlayInput) -> UUID | None:
        """Return the play that is there already. Raises SourceKeyReusedError."""
        if play.source is not None and play.source_key is not None:
            known = await self.plays.find_by_key(entity.user_id, play.source, play.source_key)
            if known is not None and known[1] != entity.title_id:
                raise SourceKeyReusedError
            if known is not None:
                return known[0]
        if play.unless_within_minutes is None or entity.precision != WhenPrecision.INSTANT:
            return None
        return await self.plays.find_near(entity, play.unless_within_minutes)

    async def update_play(
        self, caller: Principal, play_id: UUID, change: UpdatePlayInput, precondition: Precondition
    ) -> Play:
        """Raises PlayNotFoundError, PreconditionFailedError, InTheFutureError, EpisodeNotFoundError,
        ViewingNotFoundError."""
        zone = time_zone(caller.time_zone)
        async with self.unit_of_work.transaction():
            entity = await self._require_locked(caller.user_id, play_id, precondition)
            if not change.changed_fields():
                return await self.plays.require(caller.user_id, play_id)
            await self._change(entity, change, zone)
            await self.plays.save(entity)
            await self.writing.recompute_status(caller.user_id, [entity.title_id], zone)
            return await self.plays.require(caller.user_id, play_id)

    async def _change(self, entity: PlayEntity, change: UpdatePlayInput, zone: tzinfo) -> None:
        entity.edited_at = now()
        when = past(change.watched_on, "watched_on", zone) if change.is_set("watched_on") else None
        tag_ids: Sequence[UUID] = ()
        if change.is_set("tags"):
            tag_ids = (await self.tags.get_or_create(entity.user_id, change.tags)).ids_of(change.tags)
        named = change.episode_id
        episode = None if named is None else await self.episodes.require(entity.title_id, named)
        if change.is_set("viewing"):
            await self._require_viewing(entity, change.viewing)
        update_play(entity, change, when, tag_ids, episode)

    async def _require_viewing(self, entity: PlayEntity, viewing: int) -> None:
        if viewing > (await self.watchings.read(entity.user_id, entity.title_id)).viewing:
            raise ViewingNotFoundError

    async def delete_entry_play(
        self, caller: Principal, entry_id: UUID, play_id: UUID, precondition: Precondition
    ) -> UUID:
        """Delete one play of the title of an entry, as `delete_play`. Raises also WatchEntryNotFoundError."""
        title_id = await self.watchings.find_title(caller.user_id, entry_id)
        return await self.delete_play(caller, play_id, precondition, title_id)

    async def delete_play(
        self, caller: Principal, play_id: UUID, precondition: Precondition, title_id: UUID | None = None
    ) -> UUID:
        """Delete one play, of a title if one is named. A status that plays moved is that of the plays left.

        Return the operation that undoes it. Raises PlayNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_locked(caller.user_id, play_id, precondition)
            if title_id is not None and entity.title_id != title_id:
                raise PlayNotFoundError
            of_title = (caller.user_id, entity.title_id)
            entry = await self.watchings.find_entry(*of_title)
            play = ChangedRow.removed(RowKind.PLAY, play_id, await self.plays.delete(caller.user_id, play_id))
            await self.writing.recompute_status(caller.user_id, [entity.title_id], time_zone(caller.time_zone))
            rows = entry.changed_rows(await self.watchings.find_entry(*of_title))
            return await self.operations.record_deletion(
                caller.user_id, [*rows, play], OperationSubject(entity.title_id)
            )

    async def _require_locked(self, user_id: UUID, play_id: UUID, precondition: Precondition) -> PlayEntity:
        """Return a play, locked after its account, title and entry."""
        await self.watched_titles.lock_person(user_id)
        entity = await self.plays.require_entity(user_id, play_id)
        try:
            await self.watchings.lock(user_id, entity.title_id)
        except TitleNotFoundError:  # merged into another one while its lock was waited for
            entity = await self.plays.require_entity(user_id, play_id)
            await self.watchings.lock(user_id, entity.title_id)
        precondition.verify(entity.updated_at)
        return entity
