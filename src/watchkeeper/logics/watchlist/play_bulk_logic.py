from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkReport, ItemLimit, counts_of, require_all
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.bulk.bulk_titles import BulkTitles, RequestTitles
from watchkeeper.logics.bulk.stored_resources import with_resources
from watchkeeper.logics.feedback.rating_writing import RatingWriting
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.batch_titles import BatchTitles
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding, reference_to
from watchkeeper.logics.watchlist.play_batch import PlayBatch
from watchkeeper.logics.watchlist.play_items import Item, PlayItem, play_items, with_titles
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.request_tags import used_tags
from watchkeeper.logics.watchlist.tag_logic import TagLogic, names_by_key
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, UpdatePlayInput
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.undo.operation import OperationKind, OperationSubject
from watchkeeper.models.types.watchlist.title_plays import LockedPlay
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.repositories.changes.change_repository import OwnRows
from watchkeeper.repositories.episodes.episode_reference_repository import EpisodeReference


@dataclass(kw_only=True, eq=False)
class PlayBulkLogic:
    """Many changes of the caller's own plays in one request, in one transaction.

    Everything is read, decided and written as sets, so the number of statements does not depend on that of items.
    """

    unit_of_work: UnitOfWork
    writing: PlayWriting
    ratings: RatingWriting
    shown: OwnRows
    titles: BulkTitles
    episodes: EpisodeFinding
    operations: OperationLogic
    tags: TagLogic
    limit: ItemLimit

    async def change_plays(
        self, caller: Principal, items: Sequence[Item], *, is_atomic: bool, is_full: bool
    ) -> BulkReport:
        """Return the outcome of each item. Good items are stored, bad ones are not.

        Titles of other services that are missing are entered as personal titles, from what was sent. Raises
        RateLimitedError, and BulkRejectedError if `is_atomic`.
        """
        user_id, zone = caller.user_id, time_zone(caller.time_zone)
        await self.limit.count_items(user_id, len(items))
        named = play_items(items, caller, zone)
        episode_ids = {one.name.episode_id for one in named if one.name is not None and one.name.episode_id}
        async with self.unit_of_work.transaction():
            titles = await self.titles.locate(user_id, named, episode_ids)
            named = with_titles(named, titles.located.by_episode)
            batch = await self._lock(user_id, named, titles, zone)
            outcomes = require_all(batch.outcomes_of(named), is_atomic=is_atomic)
            operation_id = await self._store(batch, counts_of(outcomes))
            shown = await with_resources(outcomes, self.shown, user_id) if is_full else outcomes
            return BulkReport(shown, operation_id)

    async def _lock(self, user_id: UUID, items: Sequence[PlayItem], titles: RequestTitles, zone: tzinfo) -> PlayBatch:
        ids = {item.play_id for item in items if item.play_id is not None}
        keys = {item.play_key for item in items if item.play_key is not None}
        tags = names_by_key(name for item in items for name in item.tags)
        locked = await self.writing.sets.lock(user_id, titles.found(), ids, keys, tag_keys=tags, max_added=len(items))
        on_titles = await self.writing.sets.read(user_id, locked.title_ids, ids, keys)
        plays = [play for one in on_titles.values() for play in one.named]
        batch_titles = BatchTitles(titles=titles, on=dict(on_titles), room=locked.room, most=locked.max_entries)
        return PlayBatch(
            user_id=user_id,
            at=now(),
            zone=zone,
            titles=batch_titles,
            locked=plays,
            candidates=await self._find_episodes(items, batch_titles, plays),
            tags=self.tags.prepare(user_id, tags, locked.tags),
        )

    async def _find_episodes(
        self, items: Sequence[PlayItem], titles: BatchTitles, plays: Sequence[LockedPlay]
    ) -> Mapping[int, Sequence[WatchedEpisode]]:
        """Return the episodes that items may mean, by the places of the items."""
        of_plays: dict[Hashable, UUID] = {}
        for row in (one.entity for one in plays):
            of_plays[row.id] = of_plays[row.source, row.source_key] = row.title_id
        references: dict[int, EpisodeReference] = {}
        for place, item in enumerate(items):
            title_id = titles.titles.find(item) or of_plays.get(item.play_id or item.play_key)
            episode = item.body.episode if isinstance(item.body, CreatePlayInput) else None
            named = item.body.episode_id if isinstance(item.body, CreatePlayInput | UpdatePlayInput) else None
            if title_id is not None and (episode is not None or named is not None):
                references[place] = reference_to(title_id, named, episode)
        if not references:
            return {}
        found = await self.episodes.episodes.find_many(list(references.values()))
        return dict(zip(references, found, strict=True))

    async def _store(self, batch: PlayBatch, counts: dict[str, int]) -> UUID | None:
        """Store the changes, and return the operation that undoes them, None without any."""
        if batch.writes.is_empty and not batch.scores:
            return None
        new_titles = [title.id for title, _ in batch.titles.titles.entered]
        ratings = await self.ratings.prepare(batch.user_id, batch.scores, new_titles)
        async with self.unit_of_work.together():
            await self.titles.enter(batch.titles.titles)
            await self.tags.enter(batch.tags, used_tags(batch.writes))
            entries = await self.writing.store(batch.user_id, batch.writes, batch.titles.on.values(), batch.zone)
            await self.ratings.store(batch.user_id, ratings)
            rows = [*entries, *batch.changed_rows(), *ratings.rows]
            about = OperationSubject.of((*(row.title_id for row in batch.writes), *batch.scores))
            return (
                await self.operations.record(batch.user_id, OperationKind.BULK, counts, rows, about) if rows else None
            )
