from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkOutcome, BulkResult, RepeatedInRequestError
from watchkeeper.logics.bulk.item_outcomes import outcome_of
from watchkeeper.logics.watchlist.batch_titles import BatchTitles
from watchkeeper.logics.watchlist.episode_finding import chosen_episode
from watchkeeper.logics.watchlist.play_changes import add_play, replace_play, update_play
from watchkeeper.logics.watchlist.play_items import PlayItem
from watchkeeper.logics.watchlist.request_tags import RequestTags
from watchkeeper.logics.watchlist.watched_on import now_in
from watchkeeper.models.dtos.watchlist.play_bulk_dtos import precondition_of
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, UpdatePlayInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.errors.tracking_errors import (
    MovieHasNoEpisodesError,
    PlayNotFoundError,
    SourceKeyReusedError,
    ViewingNotFoundError,
)
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.title_plays import LockedPlay, TitlePlays
from watchkeeper.models.types.watchlist.watching import LoggedPlay, WatchedEpisode
from watchkeeper.models.types.watchlist.when import When

_STEP = timedelta(microseconds=1)
_TIMES = ("updated_at", "edited_at")


@dataclass(kw_only=True, eq=False)
class PlayBatch:
    """Decides the outcome of each item about plays, with the errors of the single operation. It stores nothing:
    `writes` and `scores` (the new ratings by title) collect what is to be stored.

    `candidates` are the episodes that items may mean, by their place.
    """

    user_id: UUID
    at: datetime
    zone: tzinfo
    titles: BatchTitles
    locked: Sequence[LockedPlay]
    candidates: Mapping[int, Sequence[WatchedEpisode]]
    tags: RequestTags
    writes: RowWrites[PlayEntity] = field(default_factory=lambda: RowWrites([], [], []))
    scores: dict[UUID, float] = field(default_factory=dict)
    _named: set[Hashable] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known: dict[Hashable, PlayEntity] = {}
        for row in (one.entity for one in self.locked):
            self._known[row.id] = self._known[row.source, row.source_key] = row

    def outcomes_of(self, items: Sequence[PlayItem]) -> list[BulkOutcome]:
        """Return the outcome of each item, in order."""
        return [outcome_of(item.key, partial(self._apply, place, item)) for place, item in enumerate(items)]

    def changed_rows(self) -> list[ChangedRow]:
        """Return the changed plays for an undo."""
        images = {one.entity.id: one.image for one in self.locked}
        return [
            *(ChangedRow(RowKind.PLAY, row.id, None, row.edited_at) for row in self.writes.added),
            *(ChangedRow(RowKind.PLAY, row.id, images[row.id], row.edited_at) for row in self.writes.changed),
            *(ChangedRow.removed(RowKind.PLAY, row.id, images[row.id]) for row in self.writes.removed),
        ]

    def _apply(self, place: int, item: PlayItem) -> BulkOutcome:
        known = next((self._known[one] for one in item.subjects if one in self._known), None)
        is_repeated = self._is_repeated(item, known)
        if item.error is not None:
            raise item.error
        if item.name is None or item.body is None:
            raise TypeError("an item without an error has a name and a body")
        if is_repeated:
            raise RepeatedInRequestError
        if isinstance(item.body, CreatePlayInput):
            return self._log(item, item.body, known, self.candidates.get(place, ()))
        if known is None:
            raise PlayNotFoundError
        precondition_of(item.name).verify(known.updated_at)
        if isinstance(item.body, UpdatePlayInput):
            return self._update(item, item.body, known, self.candidates.get(place, ()))
        return self._remove(item, known)

    def _is_repeated(self, item: PlayItem, known: PlayEntity | None) -> bool:
        """Whether an earlier item names the same play, whatever became of it."""
        subjects = item.subjects | ({known.id} if known is not None else set())
        is_repeated = not subjects.isdisjoint(self._named)
        self._named |= subjects
        return is_repeated

    def _log(
        self, item: PlayItem, body: CreatePlayInput, known: PlayEntity | None, found: Sequence[WatchedEpisode]
    ) -> BulkOutcome:
        is_put = item.name is not None and item.name.action == "put"
        title = self.titles.named(item, must_be_open=known is None or not is_put)
        if body.episode is not None and self.titles.is_movie(item, title):
            raise MovieHasNoEpisodesError
        names_episode = body.episode_id is not None or body.episode is not None
        episode = chosen_episode(body.episode, found) if names_episode else None
        if known is not None:
            if title is None or title.title_id != known.title_id:
                raise SourceKeyReusedError
            return self._replace(item, body, known, episode) if is_put else _there(item, known.id)
        if item.name is not None and item.name.if_version is not None:
            raise PlayNotFoundError
        when = now_in(self.zone) if body.is_now else item.when
        if when is None:
            raise TypeError("what was not watched now has a moment")
        near = None if title is None else title.find_near(when, episode, body.unless_within_minutes)
        return _there(item, near) if near is not None else self._add(item, body, title, when, episode)

    def _add(
        self,
        item: PlayItem,
        body: CreatePlayInput,
        title: TitlePlays | None,
        when: When,
        episode: WatchedEpisode | None,
    ) -> BulkOutcome:
        self.titles.require_room(title, body)
        title = title or self.titles.enter(item)
        row = add_play(title, self.user_id, body, when, episode, self.tags.ids_of(body.tags))
        if row.moves_status:
            self.titles.made_entry(title)
        self.writes.added.append(row)
        self._rate(row.title_id, body)
        return BulkOutcome(item.key, BulkResult.CREATED, row.id)

    def _replace(
        self, item: PlayItem, body: CreatePlayInput, row: PlayEntity, episode: WatchedEpisode | None
    ) -> BulkOutcome:
        if item.name is not None:
            precondition_of(item.name).verify(row.updated_at)
        before = row.values()
        replace_play(row, body, item.when, self.tags.ids_of(body.tags), episode)
        self._rate(row.title_id, body)
        return self._changed(item, row, before, episode)

    def _update(
        self, item: PlayItem, body: UpdatePlayInput, row: PlayEntity, found: Sequence[WatchedEpisode]
    ) -> BulkOutcome:
        title = self.titles.on[row.title_id]
        episode = title.plays[row.id].logged.episode
        if body.is_set("episode_id"):
            episode = None if body.episode_id is None else chosen_episode(None, found)
        if body.is_set("viewing") and body.viewing > title.watching.viewing:
            raise ViewingNotFoundError
        before = row.values()
        tag_ids = self.tags.ids_of(body.tags) if body.is_set("tags") else ()
        update_play(row, body, item.when, tag_ids, episode)
        return self._changed(item, row, before, episode)

    def _changed(
        self, item: PlayItem, row: PlayEntity, before: Mapping[str, object], episode: WatchedEpisode | None
    ) -> BulkOutcome:
        if all(value == before[name] for name, value in row.values().items() if name not in _TIMES):
            return BulkOutcome(item.key, BulkResult.UNCHANGED, row.id)
        row.updated_at = row.edited_at = max(self.at, row.updated_at + _STEP)
        title = self.titles.on[row.title_id]
        when = item.when or title.plays[row.id].logged.when
        title.change(row, LoggedPlay(row.created_at, when, episode, row.moves_status))
        self.writes.changed.append(row)
        return BulkOutcome(item.key, BulkResult.UPDATED, row.id)

    def _remove(self, item: PlayItem, row: PlayEntity) -> BulkOutcome:
        self.titles.on[row.title_id].remove(row.id)
        self.writes.removed.append(row)
        return BulkOutcome(item.key, BulkResult.DELETED, row.id)

    def _rate(self, title_id: UUID, body: CreatePlayInput) -> None:
        if body.set_rating and body.score is not None:
            self.scores[title_id] = body.score


def _there(item: PlayItem, play_id: UUID) -> BulkOutcome:
    """Return the outcome of an item whose play is there already, which the single operation answers with, too."""
    return BulkOutcome(item.key, BulkResult.EXISTS, play_id)
