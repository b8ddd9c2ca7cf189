from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.discovery.title_reference_logic import TitleReference, TitleReferenceLogic
from watchkeeper.logics.feedback.rating_writing import RatingWriting
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding
from watchkeeper.logics.watchlist.play_attempt import LoggedOnce, PlayAttempt
from watchkeeper.logics.watchlist.play_changes import add_play, update_play
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.logics.watchlist.watched_on import now_in, past
from watchkeeper.models.dtos.catalogue.external_media_dtos import TitleReferenceInput
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, LogPlayInput, UpdatePlayInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.tracking_errors import (
    DaysReversedError,
    MovieHasNoEpisodesError,
    PlayNotFoundError,
    SourceKeyReusedError,
    ViewingNotFoundError,
)
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.play import Play, PlayFilter
from watchkeeper.models.types.watchlist.status_effect import StatusEffect
from watchkeeper.models.types.watchlist.title_plays import TitlePlays, TitlesPlays
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository, WatchingRepository


@dataclass(kw_only=True, eq=False)
class PlayLogic:
    """The caller's own plays: what was watched, when, and how often."""

    unit_of_work: UnitOfWork
    plays: PlayRepository
    watchings: WatchingRepository
    accounts: AccountLockRepository
    episodes: EpisodeFinding
    titles: TitleReferenceLogic
    writing: PlayWriting
    attempt: PlayAttempt
    ratings: RatingWriting
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
        return await self.titles.act_on(reference, act, partial(self.accounts.lock, caller.user_id))

    async def _log_known(
        self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID
    ) -> LoggedOnce:
        logged = await self.attempt.log(user_id, play, when, zone, title_id)
        return logged or await self._log(user_id, play, when, zone, title_id)

    async def _log(self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID) -> LoggedOnce:
        """Log a play as one of many is logged: of a locked title, with its plays in memory."""
        keys = [] if play.key is None else [play.key]
        async with self.unit_of_work.transaction():
            await self.watchings.lock(user_id, title_id, for_new=True)
            locked = await self.writing.sets.lock(user_id, [title_id], (), keys, max_added=1)
            titles = await self.writing.sets.read(user_id, locked.title_ids, (), keys)
            title = titles[title_id]
            if title.watching.is_movie and play.episode is not None:
                raise MovieHasNoEpisodesError
            episode = await self.episodes.find(title_id, play.episode_id, play.episode)
            known_id = _find_known(titles, title, play, when, episode)
            if known_id is not None:
                return LoggedOnce(await self.plays.require(user_id, known_id), is_new=False)
            if title.entry is None and play.status is StatusEffect.AUTO and not locked.room:
                raise QuotaExceededError(locked.max_entries)
            tags = await self.tags.get_or_create(user_id, play.tags)
            entry = await self.watchings.find_entry(user_id, title_id)
            added = add_play(title, user_id, play, when, episode, tags.ids_of(play.tags))
            await self.writing.store(user_id, RowWrites([added], [], []), [title], zone)
            rows = entry.changed_rows(await self.watchings.find_entry(user_id, title_id))
            rows.append(ChangedRow(RowKind.PLAY, added.id, None, added.edited_at))
            if play.set_rating and play.score is not None:
                rows += await self.ratings.rate(user_id, {title_id: play.score})
            operation_id = await self.operations.record_several(user_id, rows, OperationSubject(title_id))
            return LoggedOnce(await self.plays.require(user_id, added.id), is_new=True, operation_id=operation_id)

    async def update_play(
        self, caller: Principal, play_id: UUID, change: UpdatePlayInput, precondition: Precondition
    ) -> Changed[Play]:
        """Raises PlayNotFoundError, PreconditionFailedError, InTheFutureError, EpisodeNotFoundError,
        ViewingNotFoundError."""
        zone = time_zone(caller.time_zone)
        async with self.unit_of_work.transaction():
            entity = await self._require_locked(caller.user_id, play_id, precondition)
            if not change.changed_fields():
                return Changed(await self.plays.require(caller.user_id, play_id))
            await self._change(entity, change, zone)
            of_title = (caller.user_id, entity.title_id)
            entry = await self.watchings.find_entry(*of_title)
            play = ChangedRow(RowKind.PLAY, play_id, await self.plays.save(entity), entity.edited_at)
            await self.writing.recompute_status(caller.user_id, [entity.title_id], zone)
            rows = entry.changed_rows(await self.watchings.find_entry(*of_title))
            about = OperationSubject(entity.title_id)
            operation_id = await self.operations.record_several(caller.user_id, [*rows, play], about)
            return Changed(await self.plays.require(caller.user_id, play_id), operation_id)

    async def _change(self, entity: PlayEntity, change: UpdatePlayInput, zone: tzinfo) -> None:
        entity.edited_at = now()
        when = past(change.watched_on, "watched_on", zone) if change.is_set("watched_on") else None
        tag_ids: Sequence[UUID] = ()
        if change.is_set("tags"):
            tag_ids = (await self.tags.get_or_create(entity.user_id, change.tags)).ids_of(change.tags)
        episode = await self.episodes.find(entity.title_id, change.episode_id, None)
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
            removed = (entity.title_id, entity.viewing, entity.episode_id)
            await self.writing.sets.forget_stated_unseen(caller.user_id, [removed])
            await self.writing.recompute_status(caller.user_id, [entity.title_id], time_zone(caller.time_zone))
            rows = entry.changed_rows(await self.watchings.find_entry(*of_title))
            return await self.operations.record_deletion(
                caller.user_id, [*rows, play], OperationSubject(entity.title_id)
            )

    async def _require_locked(self, user_id: UUID, play_id: UUID, precondition: Precondition) -> PlayEntity:
        """Return a play, locked after its account, title and entry."""
        await self.accounts.lock(user_id)
        entity = await self.plays.require_entity(user_id, play_id)
        try:
            await self.watchings.lock(user_id, entity.title_id)
        except TitleNotFoundError:  # merged into another one while its lock was waited for
            entity = await self.plays.require_entity(user_id, play_id)
            await self.watchings.lock(user_id, entity.title_id)
        precondition.verify(entity.updated_at)
        return entity


def _find_known(
    titles: TitlesPlays, title: TitlePlays, play: LogPlayInput, when: When, episode: WatchedEpisode | None
) -> UUID | None:
    """Return the play of a title that is there already: with the same key, or near. Raises SourceKeyReusedError."""
    known = [one.entity for of_title in titles.values() for one in of_title.named]
    if any(one.title_id != title.title_id for one in known):
        raise SourceKeyReusedError
    return known[0].id if known else title.find_near(when, episode, play.unless_within_minutes)
